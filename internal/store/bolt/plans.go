package bolt

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

var plans = table[record.Plan]{kind: record.Plans, bucket: bucketPlan,
	indexes: []index[record.Plan]{
		{bucketPlanMission, func(r *record.Plan) []byte { return key(string(r.Team), string(r.Mission), r.ID) }},
		{bucketPlanUser, planByUser},
		{bucketPlanDue, func(r *record.Plan) []byte {
			at := r.DueAt()
			if at == nil {
				return nil
			}
			return timeKey(*at, string(r.Team), r.ID)
		}},
	},
}

// planByUser is the key of a plan for one person.
func planByUser(r *record.Plan) []byte {
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
	return record.FromPlan(r), nil
}

// PutPlan keeps a plan in place of what was kept under its id, and moves its due time.
func (tx *Tx) PutPlan(p nudges.Plan) error { return plans.put(tx, record.ToPlan(p)) }

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
	return convert(due, record.FromPlan), err
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
		return record.Moment(&ms), err
	}
	return time.Time{}, nil
}
