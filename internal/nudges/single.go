package nudges

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
)

// What a mission's life brings a single time: its midpoint, its target dates, its silence, and a starter who is
// alone. All of it follows from the mission, so one function says what is to come ([Singles]), and another brings
// the outbox up to date with it ([Reschedule]). What waits there is looked at once more when its time has come: what
// is not needed by then is dropped, and what follows in its place is put on its way.

const (
	// singleHour is when a nudge that is due once comes to a channel, on the wall of the mission's zone.
	singleHour = 10
	// dueBefore is how many days before a target date a channel is asked about it.
	dueBefore = 3
	// AloneDays is after how many working days a starter is asked who else would want a piece.
	AloneDays = 3
	// AnswerDays is within how many working days a midpoint is answered, before its thread says that it was not.
	AnswerDays = 3
	// RestAfter is how many days after the last question about a silence the mission rests.
	RestAfter = 7
)

// quietDays are after how many days of silence a channel is asked whether the mission still holds.
var quietDays = [...]int{7, 14, 28}

// LastQuiet is the turn of the last question about a silence.
const LastQuiet = len(quietDays) - 1

// Singles returns what a mission brings a single time from here on, by what it says: of each thing the next one. What
// was sent already is among it; [Reschedule] leaves that as it is.
func Singles(m mission.Mission, house House, now time.Time) []Once {
	if !m.Running() || m.Resting(now) && m.Rest.Until.IsZero() {
		return nil
	}
	var all []Once
	for _, due := range [...]func(mission.Mission, House, mission.Date) []Once{
		midpointDue, targetDue, quietDue, aloneDue,
	} {
		all = append(all, due(m, house, m.Today(now))...)
	}
	if m.Resting(now) {
		for i := range all {
			all[i].Day = later(all[i].Day, m.Rest.Until)
		}
	}
	return all
}

func later(a, b mission.Date) mission.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func (o Once) in(m mission.Mission) Once {
	o.Team, o.Mission = m.Team, m.ID
	return o
}

// midpointDue is the question of the midpoint. Three quarters of the way it is too late for it.
func midpointDue(m mission.Mission, _ House, today mission.Date) []Once {
	half, end := m.Halfway(), m.EndDate()
	if end.IsZero() || m.Midpoint != nil || !today.Before(half.AddDays(half.DaysUntil(end)/2+1)) {
		return nil
	}
	return []Once{Once{Kind: Midpoint, Ref: string(m.ID), Day: half}.in(m)}
}

// targetDue are the questions about the date of the phase that the mission is in: one before it, one after.
func targetDue(m mission.Mission, house House, today mission.Date) []Once {
	target := m.Due()
	if target.IsZero() {
		return nil
	}
	ask := Once{Kind: PhaseDue, Ref: targetRef(m)}.in(m)
	var all []Once
	if before := target.AddDays(-dueBefore); !before.Before(today) {
		ask.Day = before
		all = append(all, ask)
	}
	if after := target.AddDays(1); after.DaysUntil(today) <= onceDays && !house.fewer(PhaseDue) {
		ask.Turn, ask.Day = 1, after
		all = append(all, ask)
	}
	return all
}

// targetRef names a phase and its date, so that a date that was moved is another thing to ask about.
func targetRef(m mission.Mission) string {
	return string(m.ID) + ":" + m.Phase.String() + ":" + m.Due().String()
}

// TargetOf returns which phase and date a question about a target date is about.
func TargetOf(r Row) (phase mission.Phase, target mission.Date, ok bool) {
	parts := strings.Split(r.Ref, ":")
	if len(parts) != 3 {
		return 0, mission.Date{}, false
	}
	target, err := mission.ParseDate(parts[2])
	i := slices.IndexFunc(mission.Phases[:], func(p mission.Phase) bool { return p.String() == parts[1] })
	return mission.Phase(i), target, err == nil && i >= 0
}

// quietDue are the questions about a silence, the earliest first. Where all of their days are behind, as after a
// channel was closed for months, the last one is left.
func quietDue(m mission.Mission, house House, today mission.Date) []Once {
	since := m.Today(m.LastSign())
	var all []Once
	for turn, days := range quietDays {
		if house.fewer(StillTrue) {
			days *= 2
		}
		day := since.AddDays(days)
		if turn < LastQuiet && day.DaysUntil(today) > onceDays {
			continue
		}
		all = append(all, Once{Kind: StillTrue, Ref: quietRef(m), Turn: turn, Day: day}.in(m))
	}
	return all
}

// quietRef names a silence by the day on which it began, as the days are counted: a second sign on that day begins no
// other silence.
func quietRef(m mission.Mission) string {
	began := DayBegins(m.Today(m.LastSign()), m.Location())
	return string(m.ID) + ":" + strconv.FormatInt(began.Unix(), 10)
}

// QuietSince returns when the day began of the last sign before the silence that a row asks about.
func QuietSince(r Row) time.Time {
	_, since, _ := strings.Cut(r.Ref, ":")
	unix, err := strconv.ParseInt(since, 10, 64)
	if err != nil {
		return r.Due
	}
	return time.Unix(unix, 0)
}

// TurnOf returns which of several nudges about one thing a row is, counted from 0.
func TurnOf(r Row) int {
	_, turn, found := strings.Cut(r.Key, r.Ref+"/")
	n, err := strconv.Atoi(turn)
	if !found || err != nil {
		return 0
	}
	return n
}

// SinglesOf is how the keys begin of a kind of nudges that a mission brings its channel a single time.
func SinglesOf(k Kind, m mission.ID) string { return Once{Kind: k, Ref: string(m)}.Key() }

// StillQuiet reports whether the silence that a row asks about goes on.
func StillQuiet(r Row, m mission.Mission) bool { return r.Ref == quietRef(m) }

// aloneDue is the question to a starter whom nobody has joined.
func aloneDue(m mission.Mission, _ House, today mission.Date) []Once {
	day := WorkingDay(DefaultHours(m.Zone), m.Today(m.StartedAt), AloneDays)
	if m.Starter == "" || day.DaysUntil(today) > onceDays {
		return nil
	}
	return []Once{Once{Kind: Alone, User: m.Starter, Ref: string(m.ID), Day: day}.in(m)}
}

// WorkingDay returns the nth working day after a day.
func WorkingDay(h Hours, from mission.Date, n int) mission.Date {
	for day, tried := from.AddDays(1), 0; tried < 10*n+10; day, tried = day.AddDays(1), tried+1 {
		if h.works(day) {
			if n--; n == 0 {
				return day
			}
		}
	}
	return from.AddDays(n)
}

// Reschedule brings what a mission brings a single time up to date with what it says: after it began, after its
// dates, its phase or its rest changed, and after its channel takes messages again. It may be called at any time, and
// called again it changes nothing. What was sent, or may have been, stays as it is.
//
// What only moves away by itself, as the next question about a silence does with each entry that is told, needs no
// call: it is found when its time has come.
//
// Call [Engine.Wake] after the transaction.
func Reschedule(tx Tx, m mission.Mission, now time.Time) error { return reschedule(tx, m, now, true) }

// reschedule is Reschedule; revive says that what was dropped for a reason that may have passed gets another chance.
func reschedule(tx Tx, m mission.Mission, now time.Time, revive bool) error {
	if !m.Running() || m.Unreachable != "" {
		return nil
	}
	house, err := HouseOf(tx, m.Team, m.ID)
	if err != nil {
		return wrap("reschedule", err)
	}
	asked := false // of each silence one question waits at a time
	for _, o := range Singles(m, house, now) {
		if o.Kind == StillTrue && asked {
			continue
		}
		waits, err := postSingle(tx, o, revive, now)
		if err != nil {
			return wrap("reschedule", err)
		}
		asked = asked || waits && o.Kind == StillTrue
	}
	return nil
}

// postSingle puts one of them on its way, and reports whether it waits there.
func postSingle(tx Tx, o Once, revive bool, now time.Time) (waits bool, err error) {
	r, err := tx.Row(o.Team, o.Key())
	if errors.Is(err, mission.ErrNotFound) {
		return true, PostOnce(tx, o, now)
	}
	if err != nil {
		return false, err
	}
	switch r.State {
	case Due, Claimed:
		due, _, _, err := onceDue(tx, o, now)
		if err != nil || due.Equal(r.Due) || r.Due.Before(now) {
			return true, err // where its time has come it waits for hours, or for a day of its own
		}
		return true, PostOnce(tx, o, now)
	case Dropped:
		if revive && mayReturn(Reason(r.Reason)) {
			return true, PostOnce(tx, o, now)
		}
	}
	return false, nil
}

// mayReturn reports whether a nudge that was dropped for a reason is worth another chance.
func mayReturn(r Reason) bool {
	switch r {
	case ReasonMissionEnded, ReasonUnreachable, ReasonResting, ReasonPlanOff:
		return true
	}
	return false
}

// lives reports whether a kind is one that a mission's life brings a single time.
func (k Kind) lives() bool {
	switch k {
	case Midpoint, PhaseDue, StillTrue, Alone:
		return true
	}
	return false
}

// singleEnded puts on its way what follows after a nudge that a mission's life brought: the next question about a
// silence, or, where that was over, the first about the one that began since.
func singleEnded(tx Tx, r Row, now time.Time) error {
	if r.Nudge == nil || r.Update || !r.Nudge.Kind.lives() {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	if err == nil && Reason(r.Reason) == ReasonSkipNext {
		err = SkipHere(tx, m, r.Nudge.Kind, false)
	}
	if err != nil {
		return wrap("after a nudge", err)
	}
	return reschedule(tx, m, now, false)
}
