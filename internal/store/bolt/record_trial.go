package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/trial"
)

type trialRecord struct {
	V       int               `json:"v"`
	ID      mission.ID        `json:"id"`
	Team    mission.TeamID    `json:"team"`
	Channel mission.ChannelID `json:"channel,omitzero"`
	Rho     float64           `json:"rho,omitzero"`
	By      mission.UserID    `json:"by,omitzero"`
	AskedAt *int64            `json:"asked_at,omitzero"`
	Zone    string            `json:"zone,omitzero"`
	Message refRecord         `json:"message,omitzero"`
	From    *int64            `json:"from,omitzero"`
	Until   *int64            `json:"until,omitzero"`
	EndedAt *int64            `json:"ended_at,omitzero"`
	EndedBy mission.UserID    `json:"ended_by,omitzero"`
	Left    []mission.UserID  `json:"left,omitzero"`
	Retired []retiredRecord   `json:"retired,omitzero"`
}

// retiredRecord is a kind of nudge that leaves the plan.
type retiredRecord struct {
	Kind    string         `json:"kind"`
	At      *int64         `json:"at,omitzero"`
	Kept    bool           `json:"kept,omitzero"`
	KeptBy  mission.UserID `json:"kept_by,omitzero"`
	Gone    bool           `json:"gone,omitzero"`
	Offered bool           `json:"offered,omitzero"`
}

// tossRecord is one toss of the coin.
type tossRecord struct {
	V        int            `json:"v"`
	Team     mission.TeamID `json:"team"`
	Trial    mission.ID     `json:"trial"`
	Nudge    string         `json:"nudge"`
	Mission  mission.ID     `json:"mission,omitzero"`
	User     mission.UserID `json:"user,omitzero"`
	Kind     string         `json:"kind,omitzero"`
	Due      *int64         `json:"due,omitzero"`
	Rho      float64        `json:"rho,omitzero"`
	Seed     uint64         `json:"seed,omitzero"`
	U        float64        `json:"u,omitzero"`
	Withheld bool           `json:"withheld,omitzero"`
	Until    *int64         `json:"until,omitzero"`
	Outcome  trial.Outcome  `json:"outcome,omitzero"`
	Void     string         `json:"void,omitzero"`
}

// lookRecord is one look at a trial. It speaks of nobody.
type lookRecord struct {
	V     int             `json:"v"`
	Team  mission.TeamID  `json:"team"`
	Trial mission.ID      `json:"trial"`
	N     int             `json:"n"`
	At    *int64          `json:"at,omitzero"`
	Of    []figuresRecord `json:"of,omitzero"`
}

type figuresRecord struct {
	Kind     string          `json:"kind,omitzero"`
	People   int             `json:"people,omitzero"`
	Channels int             `json:"channels,omitzero"`
	Strata   []stratumRecord `json:"strata,omitzero"`
}

type stratumRecord struct {
	Rho      float64 `json:"rho"`
	Sent     [2]int  `json:"sent"` // how many, and after how many of them progress was told
	Withheld [2]int  `json:"withheld"`
}

func toTrial(t trial.Trial) trialRecord {
	out := trialRecord{
		V: recordVersion, ID: t.ID, Team: t.Team, Channel: t.Channel, Rho: t.Rho, By: t.By, AskedAt: stamp(t.AskedAt),
		Zone: t.Zone, Message: refRecord(t.Message), From: stamp(t.From), Until: stamp(t.Until),
		EndedAt: stamp(t.EndedAt), EndedBy: t.EndedBy, Left: t.Left,
	}
	for _, r := range t.Retired {
		out.Retired = append(out.Retired, retiredRecord{
			Kind: r.Kind, At: stamp(r.At), Kept: r.Kept, KeptBy: r.KeptBy, Gone: r.Gone, Offered: r.Offered,
		})
	}
	return out
}

func fromTrial(r trialRecord) trial.Trial {
	out := trial.Trial{
		ID: r.ID, Team: r.Team, Channel: r.Channel, Rho: r.Rho, By: r.By, AskedAt: moment(r.AskedAt), Zone: r.Zone,
		Message: mission.MessageRef(r.Message), From: moment(r.From), Until: moment(r.Until),
		EndedAt: moment(r.EndedAt), EndedBy: r.EndedBy, Left: r.Left,
	}
	for _, k := range r.Retired {
		out.Retired = append(out.Retired, trial.Retirement{
			Kind: k.Kind, At: moment(k.At), Kept: k.Kept, KeptBy: k.KeptBy, Gone: k.Gone, Offered: k.Offered,
		})
	}
	return out
}

func toToss(d trial.Decision) tossRecord {
	return tossRecord{
		V: recordVersion, Team: d.Team, Trial: d.Trial, Nudge: d.Nudge, Mission: d.Mission, User: d.User, Kind: d.Kind,
		Due: stamp(d.Due), Rho: d.Rho, Seed: d.Seed, U: d.U, Withheld: d.Withheld, Until: stamp(d.Until),
		Outcome: d.Outcome, Void: d.Void,
	}
}

func fromToss(r tossRecord) trial.Decision {
	return trial.Decision{
		Team: r.Team, Trial: r.Trial, Nudge: r.Nudge, Mission: r.Mission, User: r.User, Kind: r.Kind,
		Due: moment(r.Due), Rho: r.Rho, Seed: r.Seed, U: r.U, Withheld: r.Withheld, Until: moment(r.Until),
		Outcome: r.Outcome, Void: r.Void,
	}
}

func toLook(l trial.Look) lookRecord {
	out := lookRecord{V: recordVersion, Team: l.Team, Trial: l.Trial, N: l.N, At: stamp(l.At)}
	for _, f := range l.Of {
		kept := figuresRecord{Kind: f.Kind, People: f.People, Channels: f.Channels}
		for _, s := range f.Strata {
			kept.Strata = append(kept.Strata, stratumRecord{
				Rho: s.Rho, Sent: [2]int{s.Sent.N, s.Sent.Told}, Withheld: [2]int{s.Withheld.N, s.Withheld.Told},
			})
		}
		out.Of = append(out.Of, kept)
	}
	return out
}

func fromLook(r lookRecord) trial.Look {
	out := trial.Look{Team: r.Team, Trial: r.Trial, N: r.N, At: moment(r.At)}
	for _, f := range r.Of {
		kept := trial.Figures{Kind: f.Kind, People: f.People, Channels: f.Channels}
		for _, s := range f.Strata {
			kept.Strata = append(kept.Strata, trial.Stratum{
				Rho: s.Rho, Sent: trial.Arm{N: s.Sent[0], Told: s.Sent[1]}, Withheld: trial.Arm{N: s.Withheld[0], Told: s.Withheld[1]},
			})
		}
		out.Of = append(out.Of, kept)
	}
	return out
}
