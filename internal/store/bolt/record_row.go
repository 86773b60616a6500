package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

type rowRecord struct {
	V         int               `json:"v"`
	Key       string            `json:"key"`
	Team      mission.TeamID    `json:"team"`
	Subject   nudges.Subject    `json:"subject,omitzero"`
	Mission   mission.ID        `json:"mission,omitzero"`
	Ref       string            `json:"ref,omitzero"`
	Update    bool              `json:"update,omitzero"`
	Again     bool              `json:"again,omitzero"`
	Channel   mission.ChannelID `json:"channel,omitzero"`
	User      mission.UserID    `json:"user,omitzero"`
	InThread  bool              `json:"in_thread,omitzero"`
	ThreadTS  string            `json:"thread_ts,omitzero"`
	State     nudges.State      `json:"state,omitzero"`
	Due       *int64            `json:"due,omitzero"`
	Grace     int64             `json:"grace_ms,omitzero"`
	NotBefore *int64            `json:"not_before,omitzero"`
	Lease     *int64            `json:"lease,omitzero"`
	Owner     string            `json:"owner,omitzero"`
	Fence     uint64            `json:"fence,omitzero"`
	SentAt    *int64            `json:"sent_at,omitzero"`
	TS        string            `json:"ts,omitzero"`
	Attempts  int               `json:"attempts,omitzero"`
	Absent    int               `json:"absent,omitzero"`
	Reason    string            `json:"reason,omitzero"`
	Nudge     *askedRecord      `json:"nudge,omitzero"`
}

type askedRecord struct {
	Kind       nudges.Kind    `json:"kind,omitzero"`
	Plan       string         `json:"plan,omitzero"`
	Wall       string         `json:"wall,omitzero"`
	Question   string         `json:"question,omitzero"`
	Theme      string         `json:"theme,omitzero"`
	Candidates int            `json:"candidates,omitzero"`
	Why        string         `json:"why,omitzero"`
	Rested     int            `json:"rested,omitzero"`
	Tickets    int            `json:"tickets,omitzero"`
	Tired      bool           `json:"tired,omitzero"`
	Answer     nudges.Answer  `json:"answer,omitzero"`
	AnsweredAt *int64         `json:"answered_at,omitzero"`
	By         mission.UserID `json:"by,omitzero"`
	Phase      string         `json:"phase,omitzero"`
	Recur      recurRecord    `json:"recur,omitzero"`
	Awaited    bool           `json:"awaited,omitzero"`
	With       string         `json:"with,omitzero"`
	Further    nudges.Further `json:"further,omitzero"`
	Trial      mission.ID     `json:"trial,omitzero"`
	Tires      bool           `json:"tires,omitzero"`
}

func toRow(r nudges.Row) rowRecord {
	out := rowRecord{
		V: recordVersion, Key: r.Key, Team: r.Team, Subject: r.Subject, Mission: r.Mission, Ref: r.Ref,
		Update: r.Update, Again: r.Again, Channel: r.Channel, User: r.User, InThread: r.InThread, ThreadTS: r.ThreadTS,
		State: r.State, Due: stamp(r.Due), Grace: toMillis(r.Grace), NotBefore: stamp(r.NotBefore), Lease: stamp(r.Lease),
		Owner: r.Owner, Fence: r.Fence, SentAt: stamp(r.SentAt), TS: r.TS,
		Attempts: r.Attempts, Absent: r.Absent, Reason: r.Reason,
	}
	if n := r.Nudge; n != nil {
		out.Nudge = &askedRecord{
			Kind: n.Kind, Plan: n.Plan, Wall: n.Wall, Question: n.Question, Theme: n.Theme, Candidates: n.Candidates,
			Why: n.Why, Rested: n.Rested, Tickets: n.Tickets, Tired: n.Tired, Answer: n.Answer, AnsweredAt: stamp(n.AnsweredAt), By: n.By, Tires: n.Tires,
			Phase: n.Phase, Recur: recurRecord(n.Recur), Awaited: n.Awaited, With: n.With, Further: n.Further, Trial: n.Trial,
		}
	}
	return out
}

func fromRow(r rowRecord) nudges.Row {
	out := nudges.Row{
		Key: r.Key, Team: r.Team, Subject: r.Subject, Mission: r.Mission, Ref: r.Ref,
		Update: r.Update, Again: r.Again, Channel: r.Channel, User: r.User, InThread: r.InThread, ThreadTS: r.ThreadTS,
		State: r.State, Due: moment(r.Due), Grace: fromMillis(r.Grace), NotBefore: moment(r.NotBefore), Lease: moment(r.Lease),
		Owner: r.Owner, Fence: r.Fence, SentAt: moment(r.SentAt), TS: r.TS,
		Attempts: r.Attempts, Absent: r.Absent, Reason: r.Reason,
	}
	if n := r.Nudge; n != nil {
		out.Nudge = &nudges.Asked{
			Kind: n.Kind, Plan: n.Plan, Wall: n.Wall, Question: n.Question, Theme: n.Theme, Candidates: n.Candidates,
			Why: n.Why, Rested: n.Rested, Tickets: n.Tickets, Tired: n.Tired, Answer: n.Answer, AnsweredAt: moment(n.AnsweredAt), By: n.By, Tires: n.Tires,
			Phase: n.Phase, Recur: nudges.Recur(n.Recur), Awaited: n.Awaited, With: n.With, Further: n.Further, Trial: n.Trial,
		}
	}
	return out
}
