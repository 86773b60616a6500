package nudges

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"throughline/internal/mission"
)

// coachExpr is when the channel is asked, on the wall of the mission's zone. When a person is asked follows her
// own days and hours, see exprFor.
const coachExpr = "0 10 * * 2,4"

// MemberKinds lists the kinds that a member chooses for herself, in the order in which they are offered.
var MemberKinds = [2]Kind{Reflect, Connect}

// ownKinds are the kinds of plans that a member has of her own: those that she chooses, and the mirror, which comes to
// whoever leads and to who turned it on.
var ownKinds = append(MemberKinds[:len(MemberKinds):len(MemberKinds)], Mirror)

// OwnKinds lists the kinds of plans that a member may have of her own.
func OwnKinds() []Kind { return slices.Clone(ownKinds) }

// PlanMission gives a mission that was just started its question to the channel, each Tuesday and
// Thursday at 10:00 in its zone. A plan that is there already stays as it is.
func PlanMission(tx Tx, m mission.Mission, now time.Time) error {
	return planChannel(tx, m, Coach, coachExpr, now)
}

// planChannel gives a mission's channel one kind, on the wall of the mission's zone, unless it has it already.
func planChannel(tx Tx, m mission.Mission, k Kind, expr string, now time.Time) error {
	id := PlanID(k, m.ID, "")
	if _, err := tx.Plan(m.Team, id); !errors.Is(err, mission.ErrNotFound) {
		return wrap("plan the mission", err)
	}
	return start(tx, Plan{
		ID: id, Team: m.Team, Kind: k, Mission: m.ID, Recur: Recur{Expr: expr, Zone: FirstZone(m.Zone)},
	}, now)
}

// PlanMember gives a member one kind that she asked for, in her own zone or, where Slack does not tell
// it, the mission's. [Reflect] comes on the last of her working days at 15:00; [Connect] on the first of them
// after she joined at 09:05, then a month after it was last sent; either later where those are quiet hours. A plan that she had turned
// off is turned on again.
func PlanMember(tx Tx, m mission.Mission, p Person, k Kind, now time.Time) error {
	id := PlanID(k, m.ID, p.User)
	if _, err := tx.Plan(m.Team, id); !errors.Is(err, mission.ErrNotFound) {
		if err != nil {
			return wrap("plan a member", err)
		}
		return TurnOn(tx, m.Team, id, now)
	}
	recur, err := memberRecur(k, p.Hours(m.Zone), now)
	if err != nil {
		return wrap("plan a member", err)
	}
	house, err := HouseOf(tx, m.Team, m.ID)
	if err != nil {
		return err
	}
	recur = house.Over(k, recur)
	plan, err := aim(Plan{ID: id, Team: m.Team, Kind: k, Mission: m.ID, User: p.User, Recur: recur}, now, now)
	if err == nil {
		plan, err = pushBack(plan, pausedUntil(p, plan, now), now)
	}
	if err != nil {
		return wrap("plan a member", err)
	}
	if house.IsOff(k) {
		plan = rest(plan)
	}
	return wrap("plan a member", tx.PutPlan(plan))
}

func memberRecur(k Kind, h Hours, now time.Time) (Recur, error) {
	switch k {
	case Reflect:
		return Recur{Expr: exprFor(k, h, ""), Zone: h.Zone}, nil
	case Mirror:
		return Recur{Expr: exprFor(k, h, ""), Zone: h.Zone}, nil
	case Connect:
		tomorrow := mission.DateOf(now.In(h.location())).AddDays(1)
		return Recur{Expr: exprFor(k, h, ""), Zone: h.Zone, From: tomorrow.String(), GapMonths: ConnectMonths}, nil
	}
	return Recur{}, fmt.Errorf("kind %q is not one that a member chooses", k)
}

func start(tx Tx, p Plan, now time.Time) error {
	p, err := aim(p, now, now)
	if err != nil {
		return err
	}
	return wrap("start a plan", tx.PutPlan(p))
}

// StopMember takes away a member's plans in a mission, which she left, and what she follows of it. What waits in
// the outbox for her is dropped when its turn comes.
func StopMember(tx Tx, m mission.Mission, user mission.UserID) error {
	for _, k := range append(slices.Clone(ownKinds), Follow) {
		if err := tx.DeletePlan(m.Team, PlanID(k, m.ID, user)); err != nil && !errors.Is(err, mission.ErrNotFound) {
			return wrap("stop a member's plans", err)
		}
	}
	return nil
}

// StopMission lets every plan of a mission rest, since it ended. They are kept, so that
// [ResumeMission] can bring them back as they were.
func StopMission(tx Tx, m mission.Mission) error {
	return eachPlan(tx, m, func(p Plan) (Plan, error) { return rest(p), nil })
}

// ResumeMission gives every plan of a mission that nobody turned off its next due time again.
func ResumeMission(tx Tx, m mission.Mission, now time.Time) error {
	return eachPlan(tx, m, func(p Plan) (Plan, error) {
		if p.Off {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// eachPlan changes every plan of a mission.
func eachPlan(tx Tx, m mission.Mission, change func(Plan) (Plan, error)) error {
	plans, err := tx.PlansOf(m.Team, m.ID)
	if err != nil {
		return wrap("plans of a mission", err)
	}
	for _, p := range plans {
		if p, err = change(p); err == nil {
			err = tx.PutPlan(p)
		}
		if err != nil {
			return wrap("plans of a mission", err)
		}
	}
	return nil
}

// wrap says what failed, where something did.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
