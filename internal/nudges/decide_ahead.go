package nudges

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"throughline/internal/mission"
)

// A place has one nudge a day, and a person three a week. So before one is sent the whole day and the week are looked
// over: what else is planned for the place, or waits for it, takes its room first where it is of a kind that goes
// first, and the nudge at hand is sent only where room is left. The week reaches as far ahead as the nudge would
// count, which is six days.

// daysAWeek is how long a nudge counts, its own day with it.
const daysAWeek = 7

// Expected is another nudge that is on its way to the same place, and that nothing known by now will hold back.
type Expected struct {
	Kind Kind
	// Awaited says that it always goes, as [Asked.Awaited] does.
	Awaited bool
	// At is when it will be looked at again, which is when it goes out.
	At time.Time
	// Else are the later mornings, within its grace, that do for one that comes once where At has no room.
	Else []time.Time
	// LastSent is when its plan was last sent, or zero. Of two of one kind the one goes first whose turn was longer ago.
	LastSent time.Time
	// Due is when it was due first, and Key its row's. They settle what is still alike.
	Due time.Time
	Key string
}

// itself is the nudge at hand as the others are seen.
func (s Situation) itself(now time.Time) Expected {
	x := Expected{Kind: s.kind(), At: now, LastSent: s.Plan.LastSent, Due: s.Row.Due, Key: s.Row.Key}
	x.Awaited = s.Row.Nudge != nil && s.Row.Nudge.Awaited
	return x
}

// always reports whether it goes whatever the budget says, and counts.
func (x Expected) always() bool { return x.Awaited || x.Kind.AsksAfter() }

// before orders two nudges to one place: the smaller one takes its room first.
func (x Expected) before(y Expected) int {
	return cmp.Or(
		cmp.Compare(b2i(!x.always()), b2i(!y.always())),
		cmp.Compare(x.Kind.Rank(), y.Kind.Rank()),
		x.LastSent.Compare(y.LastSent),
		x.Due.Compare(y.Due),
		strings.Compare(x.Key, y.Key),
	)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// givesWay holds a nudge back whose room is needed by others that go first: today, or later in the week.
func givesWay(s Situation, now time.Time) (Decision, bool) {
	own := s.itself(now)
	if own.always() || own.Kind.rules().uncounted {
		return pass()
	}
	days := s.counted(now)
	for _, x := range slices.SortedFunc(slices.Values(s.Expected), Expected.before) {
		if x.before(own) >= 0 {
			break
		}
		for _, at := range append([]time.Time{x.At}, x.Else...) {
			if day := -s.daysAgo(at, now); x.always() || s.room(days, day) == "" {
				days[day]++
				break
			}
		}
	}
	switch reason := s.room(days, 0); {
	case reason == "":
		return pass()
	case s.once():
		return s.later(reason, s.nextMorning(now))
	default:
		return dropped(reason)
	}
}

// counted returns how many nudges the place has had on each day that matters, by days from now.
func (s Situation) counted(now time.Time) map[int]int {
	days := make(map[int]int)
	for _, r := range s.Asked {
		if !r.Nudge.Kind.rules().uncounted {
			days[-s.daysAgo(r.SentAt, now)]++
		}
	}
	return days
}

// room returns the reason for which one more has no room on a day, or "" where it has.
func (s Situation) room(days map[int]int, day int) Reason {
	if days[day] > 0 {
		return ReasonGivesWayDay
	}
	if s.kind().ToChannel() {
		return ""
	}
	for from := day - daysAWeek + 1; from <= day; from++ {
		week := 0
		for d := from; d < from+daysAWeek; d++ {
			week += days[d]
		}
		if week >= DMsAWeek {
			return ReasonGivesWayWeek
		}
	}
	return ""
}

// readExpected finds what else is planned for the place of a nudge, or waits for it, and may go first.
func (d reader) readExpected(tx Tx, s *Situation, now time.Time) error {
	loc := s.Hours.location()
	end := DayBegins(mission.DateOf(now.In(loc)).AddDays(daysAWeek), loc)
	waiting, err := tx.WaitingAt(s.Row.Team, s.place(), end)
	if err != nil {
		return err
	}
	coming, err := plannedRows(tx, s, now, end)
	if err != nil {
		return err
	}
	rounds, err := roundsAhead(tx, s, now, end)
	if err != nil {
		return err
	}
	own, err := ownWordsAhead(tx, s, waiting, now, end)
	if err != nil {
		return err
	}
	for _, r := range slices.Concat(waiting, coming, rounds, own) {
		if r.Key == s.Row.Key || !mayGoFirst(r, *s) {
			continue
		}
		x, ok, err := d.expect(tx, r, *s, now)
		if err != nil {
			return err
		}
		if ok && x.At.Before(end) {
			s.Expected = append(s.Expected, x)
		}
	}
	return nil
}

// mayGoFirst reports whether a nudge is of a kind that can take the room of the one at hand.
func mayGoFirst(r Row, s Situation) bool {
	k := r.Nudge.Kind
	return !k.rules().uncounted && (r.Nudge.Awaited || k.Rank() <= s.kind().Rank())
}

// plannedRows returns the rows that plans will bring to the place of a nudge until a time, one a plan and day.
func plannedRows(tx Tx, s *Situation, now, end time.Time) ([]Row, error) {
	plans, err := plansAt(tx, s)
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, p := range plans {
		if p.ID == s.Row.Nudge.Plan || p.Off || p.Kind.Rank() > s.kind().Rank() {
			continue
		}
		coming, err := p.ahead(now, end)
		if err != nil {
			continue // a plan that cannot be read brings nothing, and is told of when it is due
		}
		last := mission.Date{}
		for _, c := range coming {
			wall := wallOf(c.At.In(Hours{Zone: p.Recur.Zone}.location()))
			if day := mission.DateOf(wall); day != last {
				last = day
				p.Next, p.NextWall = c.At, wall.Format(wallLayout)
				out = append(out, rowOf(p, s.Mission))
			}
		}
	}
	return out, nil
}

// plansAt returns the plans for the place of a nudge.
func plansAt(tx Tx, s *Situation) ([]Plan, error) {
	if s.Row.User != "" {
		return tx.PlansFor(s.Row.Team, s.Row.User)
	}
	var out []Plan
	for _, k := range order {
		if !k.ToChannel() {
			continue
		}
		p, err := orZero(tx.Plan(s.Row.Team, PlanID(k, s.Mission.ID, "")))
		if err != nil {
			return nil, err
		}
		if p.ID != "" {
			out = append(out, p)
		}
	}
	return out, nil
}

// mornings returns the mornings after a time on which what comes once may still come.
func (s Situation) mornings(at time.Time) (all []time.Time) {
	if !s.once() {
		return nil
	}
	for at = s.nextMorning(at); !at.IsZero() && !late(s.Row, at); at = s.nextMorning(at) {
		all = append(all, at)
	}
	return all
}

// mostWaits bounds how often a nudge is followed from one time to the next.
const mostWaits = 5

// expect asks all rules but those of the budget whether a nudge will go out, and when.
func (d reader) expect(tx Tx, r Row, beside Situation, now time.Time) (Expected, bool, error) {
	at := now
	for _, t := range []time.Time{r.NotBefore, r.Due} {
		if t.After(at) {
			at = t
		}
	}
	s := Situation{Row: r, InChannel: true, Quiet: beside.Quiet, Asked: beside.Asked}
	if err := d.readStanding(tx, &s, at); err != nil {
		return Expected{}, false, err
	}
	for range mostWaits {
		if late(s.Row, at) {
			break
		}
		d, against := firstAgainst(standing[:], s, at)
		if !against {
			x := s.itself(at)
			x.Due, x.Else = r.Due, s.mornings(at)
			return x, true, nil
		}
		if d.Action != Wait || !d.Until.After(at) {
			break
		}
		at = d.Until
		s.Row = moved(s.Row, d, s.Hours)
	}
	return Expected{}, false, nil
}
