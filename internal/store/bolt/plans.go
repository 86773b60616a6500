package bolt

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

type planRecord struct {
	V        int            `json:"v"`
	ID       string         `json:"id"`
	Team     mission.TeamID `json:"team"`
	Kind     nudges.Kind    `json:"kind,omitzero"`
	Mission  mission.ID     `json:"mission,omitzero"`
	User     mission.UserID `json:"user,omitzero"`
	Recur    recurRecord    `json:"recur,omitzero"`
	Off      bool           `json:"off,omitzero"`
	Skip     int            `json:"skip,omitzero"`
	Next     *int64         `json:"next,omitzero"`
	NextWall string         `json:"next_wall,omitzero"`
	LastSent *int64         `json:"last_sent,omitzero"`
	LastWall string         `json:"last_wall,omitzero"`

	Unanswered int    `json:"unanswered,omitzero"`
	Tired      string `json:"tired,omitzero"`
}

type recurRecord struct {
	Expr      string `json:"expr,omitzero"`
	Zone      string `json:"zone,omitzero"`
	Every     int    `json:"every,omitzero"`
	From      string `json:"from,omitzero"`
	GapMonths int    `json:"gap_months,omitzero"`
}

func toPlan(p nudges.Plan) planRecord {
	return planRecord{
		V: recordVersion, ID: p.ID, Team: p.Team, Kind: p.Kind, Mission: p.Mission, User: p.User,
		Recur: recurRecord(p.Recur), Off: p.Off, Skip: p.Skip,
		Next: stamp(p.Next), NextWall: p.NextWall, LastSent: stamp(p.LastSent), LastWall: p.LastWall,
		Unanswered: p.Unanswered, Tired: p.Tired,
	}
}

func fromPlan(r planRecord) nudges.Plan {
	return nudges.Plan{
		ID: r.ID, Team: r.Team, Kind: r.Kind, Mission: r.Mission, User: r.User,
		Recur: nudges.Recur(r.Recur), Off: r.Off, Skip: r.Skip,
		Next: moment(r.Next), NextWall: r.NextWall, LastSent: moment(r.LastSent), LastWall: r.LastWall,
		Unanswered: r.Unanswered, Tired: r.Tired,
	}
}

var plans = table[planRecord]{
	bucket: bucketPlan,
	key:    func(r *planRecord) []byte { return key(string(r.Team), r.ID) },
	ids: func(r *planRecord) (required, optional []string) {
		return []string{string(r.Team), r.ID}, []string{string(r.Mission)}
	},
	indexes: []index[planRecord]{
		{bucketPlanMission, func(r *planRecord) []byte { return key(string(r.Team), string(r.Mission), r.ID) }},
		{bucketPlanUser, planByUser},
		{bucketPlanDue, func(r *planRecord) []byte {
			if r.Off || r.Next == nil {
				return nil
			}
			return timeKey(*r.Next, string(r.Team), r.ID)
		}},
	},
	missions: func(r *planRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

// planByUser is the key of a plan for one person.
func planByUser(r *planRecord) []byte {
	if r.User == "" {
		return nil
	}
	return key(string(r.Team), string(r.User), r.ID)
}

// Plan returns a plan, or ErrNotFound.
func (tx *Tx) Plan(team mission.TeamID, id string) (nudges.Plan, error) {
	r, err := plans.get(tx, key(string(team), id))
	if err != nil {
		return nudges.Plan{}, err
	}
	return fromPlan(r), nil
}

// PutPlan keeps a plan in place of what was kept under its id, and moves its due time.
func (tx *Tx) PutPlan(p nudges.Plan) error { return plans.put(tx, toPlan(p)) }

// DeletePlan removes a plan and its due time; one that is not there is no error.
func (tx *Tx) DeletePlan(team mission.TeamID, id string) error {
	return plans.delete(tx, key(string(team), id))
}

// PlansOf returns the plans of a mission, by their ids.
func (tx *Tx) PlansOf(team mission.TeamID, m mission.ID) ([]nudges.Plan, error) {
	return tx.plansIn(bucketPlanMission, team, string(m))
}

// PlansFor returns the plans for one person in all missions, by their ids.
func (tx *Tx) PlansFor(team mission.TeamID, user mission.UserID) ([]nudges.Plan, error) {
	return tx.plansIn(bucketPlanUser, team, string(user))
}

// plansIn returns the plans that stand under an id in an index.
func (tx *Tx) plansIn(ix []byte, team mission.TeamID, id string) ([]nudges.Plan, error) {
	p := prefix(string(team), id)
	var out []nudges.Plan
	for k := range tx.ascend(ix, p) {
		plan, err := tx.Plan(team, lastText(k, p))
		if err != nil {
			return nil, err
		}
		out = append(out, plan)
	}
	return out, tx.live()
}

// DuePlans returns at most limit plans of all workspaces with Next at or before now, earliest first.
func (tx *Tx) DuePlans(now time.Time, limit int) ([]nudges.Plan, error) {
	due, err := dueRecords(tx, &plans, bucketPlanDue, nil, 0, now, limit)
	return convert(due, fromPlan), err
}

// dueRecords reads the records of an index by time that stand under a prefix at or before now, earliest first. So
// many bytes stand between the time and the record's key.
func dueRecords[R any](tx *Tx, t *table[R], ix, under []byte, between int, now time.Time, limit int) ([]R, error) {
	var out []R
	for k := range tx.ascend(ix, under) {
		k = k[len(under):]
		ms, err := readTime(k)
		if err != nil {
			return nil, err
		}
		if len(out) >= limit || ms > now.UnixMilli() {
			break
		}
		r, err := t.get(tx, k[timeSize+between:])
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, tx.live()
}

// NextWork returns the earliest due time of any plan or row, or the zero time for none.
func (tx *Tx) NextWork() (time.Time, error) {
	next, err := tx.firstTime(bucketPlanDue, nil)
	for u := nudges.Acted; u <= nudges.LeastUrgent && err == nil; u++ {
		var t time.Time
		t, err = tx.firstTime(bucketRowDue, []byte{byte(u)})
		if next.IsZero() || !t.IsZero() && t.Before(next) {
			next = t
		}
	}
	if err != nil {
		return time.Time{}, err
	}
	return next, tx.live()
}

// firstTime returns the earliest time of an index under a prefix, or the zero time for none.
func (tx *Tx) firstTime(ix, under []byte) (time.Time, error) {
	for k := range tx.ascend(ix, under) {
		ms, err := readTime(k[len(under):])
		return moment(&ms), err
	}
	return time.Time{}, nil
}
