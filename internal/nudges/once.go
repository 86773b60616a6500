package nudges

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"time"

	"throughline/internal/mission"
)

const (
	// onceGrace is how late a nudge that is due once may come. Later it is skipped; a promise stands on Home.
	onceDays  = 3
	onceGrace = onceDays * 24 * time.Hour
	// onceHour and onceMinute are when it comes, on the wall of the person that it goes to.
	onceHour, onceMinute = 9, 5
)

// Once is a nudge that no plan brings, to one person, or without a User to a mission's channel: it is due on a day
// and comes a single time.
type Once struct {
	Team    mission.TeamID
	Kind    Kind
	Mission mission.ID
	User    mission.UserID
	// Ref names what it is about: an entry, a commitment of her own, a mission. The renderer finds it in
	// the row's Ref.
	Ref string
	// Turn tells apart nudges about one thing that come one after another, counted from 0.
	Turn int
	// Day is the day from which on it is due, or zero for the next time at which she may be written to.
	Day mission.Date
	// Name names it in the key where Ref says more than what it is about; empty where it does not.
	Name string
	// Awaited says that somebody waits for an answer: it comes whatever else came that day, and counts.
	Awaited bool
	// Soon says that it is due at once, or as soon as her hours allow, whatever its day.
	Soon bool
}

// Key names the nudge. It holds no day, so that there is never another one for the same thing and turn.
func (o Once) Key() string {
	key := "once/" + string(o.Kind) + "/" + string(o.User) + "/" + cmp.Or(o.Name, o.Ref)
	if o.Turn > 0 {
		key += "/" + strconv.Itoa(o.Turn)
	}
	return key
}

// PostOnce puts a nudge on its way, due at 09:05 on the first of the person's working days on or after its
// day, or at 10:00 for a channel, and never at a time that has passed. Asked again for the same thing and turn it moves the nudge to the
// new day as long as that was not sent; one that was dropped or came too late gets another chance. One that
// was sent, or may have been, stays as it is: nobody is asked twice.
//
// Call [Engine.Wake] after the transaction.
func PostOnce(tx Tx, o Once, now time.Time) error {
	due, wall, grace, err := onceDue(tx, o, now)
	if err != nil {
		return wrap("post a nudge", err)
	}
	r, err := tx.Row(o.Team, o.Key())
	if err != nil && !errors.Is(err, mission.ErrNotFound) {
		return wrap("post a nudge", err)
	}
	if err == nil && !movable(r) {
		return nil
	}
	if err != nil {
		r = Row{
			Key: o.Key(), Team: o.Team, Subject: OfNudge, Mission: o.Mission, Ref: o.Ref, User: o.User,
			Nudge: &Asked{Kind: o.Kind, Awaited: o.Awaited},
		}
	}
	if o.User == "" {
		m, err := tx.Mission(o.Team, o.Mission)
		if err != nil {
			return wrap("post a nudge", err)
		}
		r.Channel = m.Channel
	}
	asked := *r.Nudge
	asked.Wall = wall
	r.Nudge, r.Due, r.Grace, r.Attempts, r.Ref = &asked, due, grace, 0, o.Ref
	return wrap("post a nudge", tx.PutRow(postpone(r, due, "")))
}

// movable reports whether a row was surely never sent and may still be.
func movable(r Row) bool {
	switch r.State {
	case Due, Claimed, Dropped, Skipped:
		return r.Nudge != nil
	}
	return false
}

// onceDue is when a nudge is due, the same on the wall of its place, and how late it may come: three days later on
// that wall, whatever its clock does meanwhile.
func onceDue(tx Tx, o Once, now time.Time) (due time.Time, wall string, grace time.Duration, err error) {
	m, err := tx.Mission(o.Team, o.Mission)
	if err != nil {
		return due, "", 0, err
	}
	h := DefaultHours(m.Zone)
	if o.User != "" {
		p, err := personOf(tx, o.Team, o.User)
		if err != nil {
			return due, "", 0, err
		}
		h = p.Hours(m.Zone)
	}
	due = dueOn(h, o.Day, o.Kind, now)
	if o.Soon {
		due = soon(h, now)
	}
	if due.IsZero() {
		return due, "", 0, fmt.Errorf("no working day from %s on", o.Day)
	}
	at := wallOf(due.In(h.location()))
	last, _ := resolve(at.AddDate(0, 0, onceDays), h.location())
	return due, at.Format(wallLayout), last.Sub(due), nil
}

// soon returns now where somebody with these hours may be written to, and otherwise the next time at which she may.
func soon(h Hours, now time.Time) time.Time {
	if h.Allowed(now) {
		return now
	}
	return h.NextAllowed(now)
}

// DueOn returns when somebody with these hours is written to about a day: at 09:05 on the first of her
// working days on or after it, or as soon after that as her quiet hours allow; always after now. It returns
// the zero time for hours that allow none.
func DueOn(h Hours, day mission.Date, now time.Time) time.Time { return dueOn(h, day, FollowUp, now) }

// dueOn is [DueOn] for nudges of a kind: those to a channel come at 10:00.
func dueOn(h Hours, day mission.Date, k Kind, now time.Time) time.Time {
	hour, minute := onceHour, onceMinute
	if k.ToChannel() {
		hour, minute = singleHour, 0
	}
	loc := h.location()
	if today := mission.DateOf(now.In(loc)); day.IsZero() || day.Before(today) {
		day = today
	}
	for range mostDaysOff {
		wall := time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, time.UTC)
		at, exists := resolve(wall, loc) // a zone can leave a whole day out
		if at = h.NextAllowed(at); exists && h.works(day) && at.After(now) {
			return at
		}
		day = day.AddDays(1)
	}
	return time.Time{}
}

// onceTooEarly waits where the person lives further west than she did when the nudge was put on its way, or
// begins her day later by now.
func onceTooEarly(s Situation, now time.Time) (Decision, bool) {
	if !s.once() {
		return pass()
	}
	wall, err := time.Parse(wallLayout, s.Row.Nudge.Wall)
	if err != nil {
		return pass()
	}
	at, _ := resolve(wall, s.Hours.location())
	if at.After(now) && !late(s.Row, at) {
		return Decision{Action: Wait, Reason: ReasonQuietHours, Until: at}, true
	}
	return pass()
}

// once reports whether the nudge is one that no plan brings.
func (s Situation) once() bool { return s.Row.Nudge != nil && s.Row.Nudge.Plan == "" }

// later waits until a time within the grace of a nudge that comes once, and drops it where that is too late
// or where another one of its kind will come anyway.
func (s Situation) later(reason Reason, until time.Time) (Decision, bool) {
	if !s.once() || late(s.Row, until) {
		return Decision{Action: Drop, Reason: reason, Until: until}, true
	}
	return Decision{Action: Wait, Reason: reason, Until: until}, true
}

// nextMorning is the next time on another day at which the person may be written to.
func (s Situation) nextMorning(now time.Time) time.Time {
	tomorrow := mission.DateOf(now.In(s.Hours.location())).AddDays(1)
	return dueOn(s.Hours, tomorrow, s.kind(), now)
}

// sentIn reports whether a nudge that comes once was sent, or may have been, so that it stays as it is.
func (o Once) sentIn(tx Tx) (bool, error) {
	r, err := tx.Row(o.Team, o.Key())
	if errors.Is(err, mission.ErrNotFound) {
		return false, nil
	}
	return err == nil && !movable(r), err
}
