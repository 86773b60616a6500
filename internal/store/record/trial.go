package record

import (
	"throughline/internal/mission"
	"throughline/internal/trial"
)

// Trial is the record of a trial.
type Trial struct {
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

// Toss is one toss of the coin.
type Toss struct {
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

// Look is one look at a trial. It speaks of nobody.
type Look struct {
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

// ToTrial makes the record of a trial.
func ToTrial(t trial.Trial) Trial {
	out := Trial{
		V: version, ID: t.ID, Team: t.Team, Channel: t.Channel, Rho: t.Rho, By: t.By, AskedAt: Stamp(t.AskedAt),
		Zone: t.Zone, Message: refRecord(t.Message), From: Stamp(t.From), Until: Stamp(t.Until),
		EndedAt: Stamp(t.EndedAt), EndedBy: t.EndedBy, Left: t.Left,
	}
	for _, r := range t.Retired {
		out.Retired = append(out.Retired, retiredRecord{
			Kind: r.Kind, At: Stamp(r.At), Kept: r.Kept, KeptBy: r.KeptBy, Gone: r.Gone, Offered: r.Offered,
		})
	}
	return out
}

// FromTrial is ToTrial's inverse.
func FromTrial(r Trial) trial.Trial {
	out := trial.Trial{
		ID: r.ID, Team: r.Team, Channel: r.Channel, Rho: r.Rho, By: r.By, AskedAt: Moment(r.AskedAt), Zone: r.Zone,
		Message: mission.MessageRef(r.Message), From: Moment(r.From), Until: Moment(r.Until),
		EndedAt: Moment(r.EndedAt), EndedBy: r.EndedBy, Left: r.Left,
	}
	for _, k := range r.Retired {
		out.Retired = append(out.Retired, trial.Retirement{
			Kind: k.Kind, At: Moment(k.At), Kept: k.Kept, KeptBy: k.KeptBy, Gone: k.Gone, Offered: k.Offered,
		})
	}
	return out
}

// ToToss makes the record of what the coin said about one nudge.
func ToToss(d trial.Decision) Toss {
	return Toss{
		V: version, Team: d.Team, Trial: d.Trial, Nudge: d.Nudge, Mission: d.Mission, User: d.User, Kind: d.Kind,
		Due: Stamp(d.Due), Rho: d.Rho, Seed: d.Seed, U: d.U, Withheld: d.Withheld, Until: Stamp(d.Until),
		Outcome: d.Outcome, Void: d.Void,
	}
}

// FromToss is ToToss's inverse.
func FromToss(r Toss) trial.Decision {
	return trial.Decision{
		Team: r.Team, Trial: r.Trial, Nudge: r.Nudge, Mission: r.Mission, User: r.User, Kind: r.Kind,
		Due: Moment(r.Due), Rho: r.Rho, Seed: r.Seed, U: r.U, Withheld: r.Withheld, Until: Moment(r.Until),
		Outcome: r.Outcome, Void: r.Void,
	}
}

// ToLook makes the record of what was counted of a trial.
func ToLook(l trial.Look) Look {
	out := Look{V: version, Team: l.Team, Trial: l.Trial, N: l.N, At: Stamp(l.At)}
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

// FromLook is ToLook's inverse.
func FromLook(r Look) trial.Look {
	out := trial.Look{Team: r.Team, Trial: r.Trial, N: r.N, At: Moment(r.At)}
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
