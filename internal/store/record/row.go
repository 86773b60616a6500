package record

import (
	"hash/fnv"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// Row is the record of a row of the outbox.
type Row struct {
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

// ToRow makes the record of a row of the outbox.
func ToRow(r nudges.Row) Row {
	out := Row{
		V: version, Key: r.Key, Team: r.Team, Subject: r.Subject, Mission: r.Mission, Ref: r.Ref,
		Update: r.Update, Again: r.Again, Channel: r.Channel, User: r.User, InThread: r.InThread, ThreadTS: r.ThreadTS,
		State: r.State, Due: Stamp(r.Due), Grace: toMillis(r.Grace), NotBefore: Stamp(r.NotBefore), Lease: Stamp(r.Lease),
		Owner: r.Owner, Fence: r.Fence, SentAt: Stamp(r.SentAt), TS: r.TS,
		Attempts: r.Attempts, Absent: r.Absent, Reason: r.Reason,
	}
	if n := r.Nudge; n != nil {
		out.Nudge = &askedRecord{
			Kind: n.Kind, Plan: n.Plan, Wall: n.Wall, Question: n.Question, Theme: n.Theme, Candidates: n.Candidates,
			Why: n.Why, Rested: n.Rested, Tickets: n.Tickets, Tired: n.Tired, Answer: n.Answer, AnsweredAt: Stamp(n.AnsweredAt), By: n.By, Tires: n.Tires,
			Phase: n.Phase, Recur: recurRecord(n.Recur), Awaited: n.Awaited, With: n.With, Further: n.Further, Trial: n.Trial,
		}
	}
	return out
}

// FromRow is ToRow's inverse.
func FromRow(r Row) nudges.Row {
	out := nudges.Row{
		Key: r.Key, Team: r.Team, Subject: r.Subject, Mission: r.Mission, Ref: r.Ref,
		Update: r.Update, Again: r.Again, Channel: r.Channel, User: r.User, InThread: r.InThread, ThreadTS: r.ThreadTS,
		State: r.State, Due: Moment(r.Due), Grace: fromMillis(r.Grace), NotBefore: Moment(r.NotBefore), Lease: Moment(r.Lease),
		Owner: r.Owner, Fence: r.Fence, SentAt: Moment(r.SentAt), TS: r.TS,
		Attempts: r.Attempts, Absent: r.Absent, Reason: r.Reason,
	}
	if n := r.Nudge; n != nil {
		out.Nudge = &nudges.Asked{
			Kind: n.Kind, Plan: n.Plan, Wall: n.Wall, Question: n.Question, Theme: n.Theme, Candidates: n.Candidates,
			Why: n.Why, Rested: n.Rested, Tickets: n.Tickets, Tired: n.Tired, Answer: n.Answer, AnsweredAt: Moment(n.AnsweredAt), By: n.By, Tires: n.Tires,
			Phase: n.Phase, Recur: nudges.Recur(n.Recur), Awaited: n.Awaited, With: n.With, Further: n.Further, Trial: n.Trial,
		}
	}
	return out
}

// NeedsWork reports whether the row has not ended.
func (r *Row) NeedsWork() bool { return !r.State.Ended() }

// Urgency is how urgent the row is.
func (r *Row) Urgency() nudges.Urgency { return FromRow(*r).Urgency() }

// WorkTime is when the row needs work next. A row without a time has needed it since 1970, as the zero
// time means that there is no work at all.
func (r *Row) WorkTime() int64 {
	at := r.NotBefore
	if r.State == nudges.Claimed || r.State == nudges.Sending {
		at = r.Lease
	}
	switch {
	case at != nil:
		return *at
	case r.Due != nil:
		return *r.Due
	}
	return 0
}

// Lot shuffles the nudges of one moment, so that no mission has to wait until all of another one's went out. What
// people did keeps its order.
func (r *Row) Lot() uint16 {
	if r.Urgency() == nudges.Acted {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(r.Key)) // a hash cannot fail
	return uint16(h.Sum32())
}

// Place is the person for direct messages and the channel for all else.
func (r *Row) Place() string {
	if r.User != "" {
		return string(r.User)
	}
	return string(r.Channel)
}

// IsAsked reports whether the row is a nudge that takes up room at its place: settled, in doubt or under way, or
// withheld.
func (r *Row) IsAsked() bool {
	if r.Nudge == nil {
		return false
	}
	switch r.State {
	case nudges.Settled, nudges.Unknown, nudges.Unsure, nudges.Sending, nudges.Claimed, nudges.Withheld:
		return true
	}
	return false
}

// IsWaiting reports whether the row is a nudge that waits for its turn at its place.
func (r *Row) IsWaiting() bool { return r.Nudge != nil && r.State == nudges.Due }

// IsPost reports whether the row is a message that stands in Slack. Edits of one do not count.
func (r *Row) IsPost() bool { return r.State == nudges.Settled && !r.Update && r.TS != "" }

// AskedTime is when the row was sent; of one that is only claimed, when it was to be.
func (r *Row) AskedTime() int64 {
	if r.SentAt != nil && r.State != nudges.Claimed {
		return *r.SentAt
	}
	return r.DueTime()
}

// DueTime is when the row is to go.
func (r *Row) DueTime() int64 { return Latest(r.NotBefore, r.Due) }

// EndedTime is when a row that has ended was sent, or else was to be.
func (r *Row) EndedTime() int64 { return Latest(r.SentAt, r.NotBefore, r.Due) }
