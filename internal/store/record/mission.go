package record

import (
	"throughline/internal/mission"
)

// Mission is the record of a mission.
type Mission struct {
	V           int               `json:"v"`
	ID          mission.ID        `json:"id"`
	Team        mission.TeamID    `json:"team"`
	Channel     mission.ChannelID `json:"channel,omitzero"`
	Private     bool              `json:"private,omitzero"`
	Zone        string            `json:"zone,omitzero"`
	Wording     wordingRecord     `json:"wording"`
	Lead        mission.UserID    `json:"lead,omitzero"`
	Offered     mission.UserID    `json:"offered,omitzero"`
	Starter     mission.UserID    `json:"starter,omitzero"`
	Phase       int               `json:"phase,omitzero"`
	Closings    []closingRecord   `json:"closings,omitzero"`
	StartedAt   *int64            `json:"started_at,omitzero"`
	Midpoint    *decisionRecord   `json:"midpoint,omitzero"`
	There       []mission.UserID  `json:"there,omitzero"`
	Rest        *restRecord       `json:"rest,omitzero"`
	Pulse       pulseRecord       `json:"pulse,omitzero"`
	Outcome     *outcomeRecord    `json:"outcome,omitzero"`
	From        mission.ID        `json:"from,omitzero"`
	Carried     carryRecord       `json:"carried,omitzero"`
	Earlier     []revisionRecord  `json:"earlier,omitzero"`
	Tally       tallyRecord       `json:"tally,omitzero"`
	Unreachable string            `json:"unreachable,omitzero"`
	Card        refRecord         `json:"card,omitzero"`
	InThread    bool              `json:"in_thread,omitzero"`
}

type wordingRecord struct {
	Name       string             `json:"name,omitzero"`
	Aspiration string             `json:"aspiration,omitzero"`
	EndState   string             `json:"end_state,omitzero"`
	Customers  string             `json:"why_customers,omitzero"`
	Us         string             `json:"why_us,omitzero"`
	Company    string             `json:"why_company,omitzero"`
	Plan       [3]phasePlanRecord `json:"plan,omitzero"`
}

type phasePlanRecord struct {
	DoneWhen string `json:"done_when,omitzero"`
	Target   string `json:"target,omitzero"` // YYYY-MM-DD
}

type closingRecord struct {
	Phase   int             `json:"phase,omitzero"`
	By      mission.UserID  `json:"by,omitzero"`
	At      *int64          `json:"at,omitzero"`
	Reached mission.Reached `json:"reached,omitzero"`
	Learned string          `json:"learned,omitzero"`
	Ahead   string          `json:"ahead,omitzero"`
	Before  string          `json:"target_before,omitzero"` // YYYY-MM-DD
	Message refRecord       `json:"message,omitzero"`
}

type decisionRecord struct {
	By      mission.UserID `json:"by,omitzero"`
	At      *int64         `json:"at,omitzero"`
	Keep    string         `json:"keep,omitzero"`
	Change  string         `json:"change,omitzero"`
	Stop    string         `json:"stop,omitzero"`
	Message refRecord      `json:"message,omitzero"`
}

type restRecord struct {
	By    mission.UserID `json:"by,omitzero"`
	At    *int64         `json:"at,omitzero"`
	Until string         `json:"until,omitzero"` // YYYY-MM-DD
}

type pulseRecord struct {
	By mission.UserID `json:"by,omitzero"`
	At *int64         `json:"at,omitzero"`
}

type outcomeRecord struct {
	Kind    mission.EndKind  `json:"kind,omitzero"`
	By      mission.UserID   `json:"by,omitzero"`
	At      *int64           `json:"at,omitzero"`
	Story   string           `json:"story,omitzero"`
	Lessons []mission.ID     `json:"lessons,omitzero"`
	Thanks  []mission.UserID `json:"thanks,omitzero"`
	Carry   carryRecord      `json:"carry,omitzero"`
	Message refRecord        `json:"message,omitzero"`
}

type carryRecord struct {
	Aspiration  bool `json:"aspiration,omitzero"`
	Why         bool `json:"why,omitzero"`
	Lessons     bool `json:"lessons,omitzero"`
	Commitments bool `json:"commitments,omitzero"`
	Risks       bool `json:"risks,omitzero"`
}

type revisionRecord struct {
	Wording wordingRecord  `json:"wording"`
	By      mission.UserID `json:"by,omitzero"`
	At      *int64         `json:"at,omitzero"`
	Reason  string         `json:"reason,omitzero"`
}

type tallyRecord struct {
	ByKind    map[mission.EntryKind]int `json:"by_kind,omitzero"`
	LastEntry *int64                    `json:"last_entry,omitzero"`
	LatestWin mission.ID                `json:"latest_win,omitzero"`
}

// ToMission makes the record of a mission.
func ToMission(m mission.Mission) Mission {
	r := Mission{
		V: version, ID: m.ID, Team: m.Team, Channel: m.Channel, Private: m.Private, Zone: m.Zone,
		Wording: toWording(m.Wording), Lead: m.Lead, Offered: m.Offered, Starter: m.Starter,
		Phase: int(m.Phase), Closings: convert(m.Closings, toClosing), StartedAt: Stamp(m.StartedAt),
		From: m.From, Carried: carryRecord(m.Carried), Earlier: convert(m.Earlier, toRevision),
		Tally:       tallyRecord{ByKind: m.Tally.ByKind, LastEntry: Stamp(m.Tally.LastEntry), LatestWin: m.Tally.LatestWin},
		Unreachable: m.Unreachable, Card: toRef(m.Card), InThread: m.InThread,
		There: m.There, Pulse: pulseRecord{By: m.Pulse.By, At: Stamp(m.Pulse.At)},
	}
	if m.Rest != nil {
		r.Rest = &restRecord{By: m.Rest.By, At: Stamp(m.Rest.At), Until: m.Rest.Until.String()}
	}
	if d := m.Midpoint; d != nil {
		r.Midpoint = &decisionRecord{By: d.By, At: Stamp(d.At), Keep: d.Keep, Change: d.Change, Stop: d.Stop, Message: toRef(d.Message)}
	}
	if m.Outcome != nil {
		r.Outcome = toOutcome(*m.Outcome)
	}
	return r
}

// FromMission is ToMission's inverse.
func FromMission(r Mission) (mission.Mission, error) {
	var days readDays
	m := mission.Mission{
		ID: r.ID, Team: r.Team, Channel: r.Channel, Private: r.Private, Zone: r.Zone,
		Wording: fromWording(r.Wording, &days), Lead: r.Lead, Offered: r.Offered, Starter: r.Starter,
		Phase: mission.Phase(r.Phase), StartedAt: Moment(r.StartedAt), From: r.From, Carried: mission.CarryOver(r.Carried),
		Closings:    convert(r.Closings, func(c closingRecord) mission.Closing { return fromClosing(c, &days) }),
		Earlier:     convert(r.Earlier, func(v revisionRecord) mission.Revision { return fromRevision(v, &days) }),
		Tally:       mission.Tally{ByKind: r.Tally.ByKind, LastEntry: Moment(r.Tally.LastEntry), LatestWin: r.Tally.LatestWin},
		Unreachable: r.Unreachable, Card: fromRef(r.Card), InThread: r.InThread,
		There: r.There, Pulse: mission.Pulse{By: r.Pulse.By, At: Moment(r.Pulse.At)},
	}
	if r.Rest != nil {
		m.Rest = &mission.Rest{By: r.Rest.By, At: Moment(r.Rest.At), Until: days.read(r.Rest.Until)}
	}
	if d := r.Midpoint; d != nil {
		m.Midpoint = &mission.Decision{
			By: d.By, At: Moment(d.At), Keep: d.Keep, Change: d.Change, Stop: d.Stop, Message: fromRef(d.Message),
		}
	}
	if r.Outcome != nil {
		m.Outcome = fromOutcome(*r.Outcome)
	}
	return m, days.err
}

func toWording(w mission.Wording) wordingRecord {
	r := wordingRecord{
		Name: w.Name, Aspiration: w.Aspiration, EndState: w.EndState,
		Customers: w.Why.Customers, Us: w.Why.Us, Company: w.Why.Company,
	}
	for i, p := range w.Plan {
		r.Plan[i] = phasePlanRecord{DoneWhen: p.DoneWhen, Target: p.Target.String()}
	}
	return r
}

func fromWording(r wordingRecord, days *readDays) mission.Wording {
	w := mission.Wording{
		Name: r.Name, Aspiration: r.Aspiration, EndState: r.EndState,
		Why: mission.Why{Customers: r.Customers, Us: r.Us, Company: r.Company},
	}
	for i, p := range r.Plan {
		w.Plan[i] = mission.PhasePlan{DoneWhen: p.DoneWhen, Target: days.read(p.Target)}
	}
	return w
}

func toClosing(c mission.Closing) closingRecord {
	return closingRecord{
		Phase: int(c.Phase), By: c.By, At: Stamp(c.At), Reached: c.Reached, Learned: c.Learned, Ahead: c.Ahead,
		Before: c.TargetBefore.String(), Message: toRef(c.Message),
	}
}

func fromClosing(r closingRecord, days *readDays) mission.Closing {
	return mission.Closing{
		Phase: mission.Phase(r.Phase), By: r.By, At: Moment(r.At), Reached: r.Reached, Learned: r.Learned, Ahead: r.Ahead,
		TargetBefore: days.read(r.Before), Message: fromRef(r.Message),
	}
}

func toOutcome(o mission.Outcome) *outcomeRecord {
	return &outcomeRecord{
		Kind: o.Kind, By: o.By, At: Stamp(o.At), Story: o.Story, Lessons: o.Lessons, Thanks: o.Thanks,
		Carry: carryRecord(o.Carry), Message: toRef(o.Message),
	}
}

func fromOutcome(r outcomeRecord) *mission.Outcome {
	return &mission.Outcome{
		Kind: r.Kind, By: r.By, At: Moment(r.At), Story: r.Story, Lessons: r.Lessons, Thanks: r.Thanks,
		Carry: mission.CarryOver(r.Carry), Message: fromRef(r.Message),
	}
}

func toRevision(v mission.Revision) revisionRecord {
	return revisionRecord{Wording: toWording(v.Wording), By: v.By, At: Stamp(v.At), Reason: v.Reason}
}

func fromRevision(r revisionRecord, days *readDays) mission.Revision {
	return mission.Revision{Wording: fromWording(r.Wording, days), By: r.By, At: Moment(r.At), Reason: r.Reason}
}

// convert applies f to each element. Nil stays nil.
func convert[A, B any](in []A, f func(A) B) []B {
	if in == nil {
		return nil
	}
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

// CheckMission refuses a mission with a date that would not be read back.
func CheckMission(m mission.Mission) error {
	for _, w := range append([]mission.Revision{{Wording: m.Wording}}, m.Earlier...) {
		for _, p := range w.Wording.Plan {
			if err := CheckDays(p.Target); err != nil {
				return err
			}
		}
	}
	for _, c := range m.Closings {
		if err := CheckDays(c.TargetBefore); err != nil {
			return err
		}
	}
	return nil
}
