package nudges

import (
	"errors"
	"maps"
	"time"

	"throughline/internal/mission"
)

// TurnOff stops a plan until somebody turns it on. What waits of it in the outbox is dropped.
func TurnOff(tx Tx, team mission.TeamID, plan string) error {
	return changePlan(tx, team, plan, func(p Plan) (Plan, error) {
		p.Off = true
		return rest(p), nil
	})
}

// TurnOn lets a plan that was turned off run again, from now on.
func TurnOn(tx Tx, team mission.TeamID, plan string, now time.Time) error {
	return changePlan(tx, team, plan, func(p Plan) (Plan, error) {
		if !p.Off {
			return p, nil
		}
		p.Off = false
		return aim(p, now, now)
	})
}

// SkipNext leaves out the next nudge of a plan, or takes that back.
func SkipNext(tx Tx, team mission.TeamID, plan string, skip bool) error {
	return changePlan(tx, team, plan, func(p Plan) (Plan, error) {
		p.Skip = 0
		if skip {
			p.Skip = 1
		}
		return p, nil
	})
}

// Snooze holds back a kind of nudge in a mission from one person until the given time; it comes back by
// itself.
func Snooze(tx Tx, team mission.TeamID, user mission.UserID, k Kind, m mission.ID, until, now time.Time) error {
	if err := setSnooze(tx, team, user, SnoozeKey(k, m), until, now); err != nil {
		return err
	}
	return changeIfThere(tx, team, PlanID(k, m, user), func(p Plan) (Plan, error) {
		return pushBack(p, until, now)
	})
}

// Unsnooze takes a snooze back.
func Unsnooze(tx Tx, team mission.TeamID, user mission.UserID, k Kind, m mission.ID, now time.Time) error {
	if err := setSnooze(tx, team, user, SnoozeKey(k, m), time.Time{}, now); err != nil {
		return err
	}
	return changeIfThere(tx, team, PlanID(k, m, user), func(p Plan) (Plan, error) {
		if p.Next.IsZero() {
			return p, nil
		}
		return aim(p, now, now)
	})
}

// setSnooze writes one snooze and forgets those that are over.
func setSnooze(tx Tx, team mission.TeamID, user mission.UserID, key string, until, now time.Time) error {
	p, err := personOf(tx, team, user)
	if err != nil {
		return wrap("snooze", err)
	}
	kept := maps.Clone(p.SnoozedUntil)
	if kept == nil {
		kept = make(map[string]time.Time, 1)
	}
	kept[key] = until
	maps.DeleteFunc(kept, func(_ string, t time.Time) bool { return !t.After(now) })
	p.SnoozedUntil = kept
	return wrap("snooze", tx.PutPerson(p))
}

// Rezone notes that a person lives in another zone and moves her plans there. A zone that this program
// does not know changes nothing.
func Rezone(tx Tx, team mission.TeamID, user mission.UserID, zone string, now time.Time) error {
	if FirstZone(zone) != zone {
		return nil
	}
	p, err := personOf(tx, team, user)
	if err != nil || p.Zone == zone {
		return wrap("rezone", err)
	}
	p.Zone = zone
	if err := tx.PutPerson(p); err != nil {
		return wrap("rezone", err)
	}
	memberships, err := tx.MembershipsOf(team, user)
	if err != nil {
		return wrap("rezone", err)
	}
	for _, in := range memberships {
		house, err := HouseOf(tx, team, in.Mission)
		if err != nil {
			return err
		}
		for _, k := range ownKinds {
			err := changeIfThere(tx, team, PlanID(k, in.Mission, user), func(p Plan) (Plan, error) {
				if house.Times[k].Zone != "" {
					return p, nil // it comes on the mission's wall
				}
				return rezoned(p, zone, now)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func changePlan(tx Tx, team mission.TeamID, id string, change func(Plan) (Plan, error)) error {
	p, err := tx.Plan(team, id)
	if err != nil {
		return wrap("change a plan", err)
	}
	if p, err = change(p); err != nil {
		return wrap("change a plan", err)
	}
	return wrap("change a plan", tx.PutPlan(p))
}

// changeIfThere is changePlan for a plan that need not exist.
func changeIfThere(tx Tx, team mission.TeamID, id string, change func(Plan) (Plan, error)) error {
	err := changePlan(tx, team, id, change)
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	return err
}

// personOf returns what is known of a person, which may be nothing but who she is.
func personOf(tx Tx, team mission.TeamID, user mission.UserID) (Person, error) {
	p, err := tx.Person(team, user)
	if errors.Is(err, mission.ErrNotFound) {
		return Person{Team: team, User: user}, nil
	}
	return p, err
}
