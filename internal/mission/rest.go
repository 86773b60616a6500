package mission

import (
	"slices"
	"time"
)

// Rest is a pause of a whole mission. While it rests it sends nothing to anybody; it goes on as soon as somebody
// tells something or says so.
type Rest struct {
	// By is who let it rest, or empty where nobody said for weeks whether it goes on.
	By UserID
	At time.Time
	// Until is the day on which it goes on by itself, or no day.
	Until Date
}

// Pulse is the last time that somebody said by a tap that the mission goes on.
type Pulse struct {
	By UserID
	At time.Time
}

// Resting reports whether the mission rests.
func (m Mission) Resting(now time.Time) bool {
	return m.Rest != nil && m.Running() && (m.Rest.Until.IsZero() || m.Today(now).Before(m.Rest.Until))
}

// RestsUntil returns when a mission goes on by itself, or the zero time where it does not rest, or rests until
// somebody goes on.
func (m Mission) RestsUntil(now time.Time) time.Time {
	if !m.Resting(now) || m.Rest.Until.IsZero() {
		return time.Time{}
	}
	return m.Rest.Until.At(0, 0, m.Location())
}

// LastSign returns when the mission last showed that it goes on: something was told, closed, changed or decided,
// somebody said so, or a rest was over by itself.
func (m Mission) LastSign() time.Time {
	last := m.StartedAt
	signs := []time.Time{m.Tally.LastEntry, m.Pulse.At}
	for _, c := range m.Closings {
		signs = append(signs, c.At)
	}
	if n := len(m.Earlier); n > 0 {
		signs = append(signs, m.Earlier[n-1].At)
	}
	if m.Midpoint != nil {
		signs = append(signs, m.Midpoint.At)
	}
	if m.Rest != nil && !m.Rest.Until.IsZero() {
		signs = append(signs, m.Rest.Until.At(0, 0, m.Location()))
	}
	for _, t := range signs {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// LetRest lets a mission rest until a day, or without one until somebody goes on. Any member may.
func LetRest(tx Tx, now time.Time, by Actor, m Mission, until Date) (Mission, error) {
	if err := Check(tx, RestIt, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	if !until.IsZero() && !m.Today(now).Before(until) {
		return m, &Refusal{Code: DatePast, Field: "until", Date: until}
	}
	m.Rest = &Rest{By: by.User, At: now, Until: until}
	return m, tx.PutMission(m)
}

// RestUnasked lets a mission rest of which nobody said for weeks that it goes on. It changes nothing where it rests
// already, and reports whether it did.
func RestUnasked(tx Tx, now time.Time, m Mission) (_ Mission, rests bool, err error) {
	if !m.Running() || m.Resting(now) {
		return m, false, nil
	}
	m.Rest = &Rest{At: now}
	return m, true, tx.PutMission(m)
}

// GoOn ends a rest, and says that the mission goes on. Anyone in the channel may: telling an entry does the same.
func GoOn(tx Tx, now time.Time, by Actor, m Mission) (Mission, error) {
	return pulse(tx, now, by, m, GoOnWithIt)
}

// SayStillTrue says that the mission is still what the team is after.
func SayStillTrue(tx Tx, now time.Time, by Actor, m Mission) (Mission, error) {
	return pulse(tx, now, by, m, AffirmIt)
}

func pulse(tx Tx, now time.Time, by Actor, m Mission, do Action) (Mission, error) {
	if err := Check(tx, do, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	m.Rest, m.Pulse = nil, Pulse{By: by.User, At: now}
	return m, tx.PutMission(m)
}

// wake ends the rest of a mission in which somebody told or changed something, which is a sign by itself.
func (m Mission) wake(by UserID, now time.Time) Mission {
	if m.Rest != nil {
		m.Rest, m.Pulse = nil, Pulse{By: by, At: now}
	}
	return m
}

// waken notes that somebody took part in a mission in a way that leaves no other sign in it, and ends its rest. It
// reads the mission anew: whoever calls may have read it before the transaction.
func waken(tx Tx, id Mission, by UserID, now time.Time) error {
	m, err := tx.Mission(id.Team, id.ID)
	if err != nil {
		return err
	}
	m.Rest, m.Pulse = nil, Pulse{By: by, At: now}
	return tx.PutMission(m)
}

// SayThere notes that a member says that a phase is there. Whoever steers closes it.
func SayThere(tx Tx, now time.Time, by Actor, m Mission, phase Phase) (_ Mission, fresh bool, err error) {
	if err := Check(tx, AffirmIt, by, m, ""); err != nil {
		return m, false, err
	}
	if !m.Running() {
		return m, false, refuse(Ended, m)
	}
	if m.Phase != phase {
		return m, false, refuse(MovedOn, m)
	}
	if slices.Contains(m.There, by.User) {
		return m, false, nil
	}
	m.Rest, m.Pulse = nil, Pulse{By: by.User, At: now}
	m.There = append(slices.Clip(m.There), by.User)
	return m, true, tx.PutMission(m)
}

// NewDate is another day for the phase that a mission is in.
type NewDate struct {
	Phase  Phase // the one that the form was opened for
	Target Date
	Why    string // or empty
}

// MoveDate gives the phase that a mission is in another target date and keeps the one before. Whoever steers may.
func MoveDate(tx Tx, now time.Time, by Actor, m Mission, in NewDate) (Mission, error) {
	if err := Check(tx, EditMission, by, m, ""); err != nil {
		return m, err
	}
	if !m.Running() {
		return m, refuse(Ended, m)
	}
	if in.Phase != m.Phase {
		return m, refuse(MovedOn, m)
	}
	err := firstError(words("why", &in.Why, MaxEnd, false), ahead("target", in.Target, m.Today(now)))
	if err != nil {
		return m, err
	}
	for p := m.Phase + 1; p <= Ending; p++ {
		if later := m.Plan[p].Target; !later.IsZero() && !in.Target.Before(later) {
			return m, &Refusal{Code: DateOrder, Field: "target", Date: later}
		}
	}
	if in.Target == m.Plan[m.Phase].Target {
		return m, nil
	}
	m = m.wake(by.User, now)
	m.Earlier = append(slices.Clip(m.Earlier), Revision{Wording: m.Wording, By: by.User, At: now, Reason: in.Why})
	m.Plan[m.Phase].Target = in.Target
	m.There = nil
	return m, tx.PutMission(m)
}
