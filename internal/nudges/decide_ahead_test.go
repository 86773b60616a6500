package nudges

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

func expected(k Kind, at time.Time) Expected {
	return Expected{Kind: k, At: at, Due: at, Key: string(k)}
}

func TestANudgeGivesWay(t *testing.T) {
	morning := onTuesday(9, 5)
	tests := []struct {
		name   string
		kind   Kind
		now    time.Time
		change func(*Situation)
		action Action
		reason Reason
		until  time.Time
	}{
		{"to a better one later the same day", Mirror, morning, func(s *Situation) {
			s.Expected = []Expected{expected(Reflect, onTuesday(15, 0))}
		}, Drop, ReasonGivesWayDay, time.Time{}},
		{"not to a worse one", Reflect, morning, func(s *Situation) {
			s.Expected = []Expected{expected(Mirror, onTuesday(15, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"not to a better one of another day, while the week has room", Mirror, morning, func(s *Situation) {
			s.Expected = []Expected{expected(Reflect, onFriday(15, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"to three better ones of the coming days", Mirror, morning, func(s *Situation) {
			s.Expected = []Expected{expected(Reflect, onFriday(15, 0)), expected(Connect, lisbonDay(2, 9, 5)), expected(Told, lisbonDay(3, 9, 5))}
		}, Drop, ReasonGivesWayWeek, time.Time{}},
		{"to one, where two were sent already", Mirror, morning, func(s *Situation) {
			s.Asked = []Row{asked("q", "why", lisbonDay(0, 9, 0)), asked("q", "why", lisbonDay(-3, 9, 0))}
			s.Expected = []Expected{expected(Reflect, lisbonDay(2, 15, 0))}
		}, Drop, ReasonGivesWayWeek, time.Time{}},
		{"not where those two no longer count by then", Mirror, morning, func(s *Situation) {
			s.Asked = []Row{asked("q", "why", lisbonDay(-4, 9, 0)), asked("q", "why", lisbonDay(-3, 9, 0))}
			s.Expected = []Expected{expected(Reflect, onFriday(15, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"not to one that has no room itself", Mirror, morning, func(s *Situation) {
			s.Expected = []Expected{
				expected(Connect, onFriday(9, 5)), expected(Reflect, onFriday(15, 0)), expected(Told, onFriday(10, 0)),
			}
		}, Send, ReasonDue, time.Time{}},
		{"a follow-up to nothing", FollowUp, morning, func(s *Situation) {
			s.Plan, s.Row.Nudge = Plan{}, &Asked{Kind: FollowUp}
			s.Expected = []Expected{expected(RiskDue, onTuesday(10, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"to a follow-up, which always goes", Welcome, morning, func(s *Situation) {
			s.Plan, s.Row.Nudge, s.Row.Grace = Plan{}, &Asked{Kind: Welcome}, onceGrace
			s.Expected = []Expected{expected(FollowUp, onTuesday(9, 10))}
		}, Wait, ReasonGivesWayDay, lisbonDay(2, 9, 5)},
		{"to what somebody waits for, whatever its kind", Connect, morning, func(s *Situation) {
			s.Expected = []Expected{{Kind: Told, Awaited: true, At: onTuesday(10, 0)}}
		}, Drop, ReasonGivesWayDay, time.Time{}},
		{"and what comes once waits for another day", Alone, morning, func(s *Situation) {
			s.Plan, s.Row.Nudge, s.Row.Grace = Plan{}, &Asked{Kind: Alone}, onceGrace
			s.Expected = []Expected{expected(Round, onTuesday(14, 0))}
		}, Wait, ReasonGivesWayDay, lisbonDay(2, 9, 5)},
		{"but not to a question that comes every week", Alone, morning, func(s *Situation) {
			s.Plan, s.Row.Nudge, s.Row.Grace = Plan{}, &Asked{Kind: Alone}, onceGrace
			s.Expected = []Expected{expected(Mirror, onTuesday(9, 5)), expected(Reflect, onTuesday(15, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"but not beyond its grace", Alone, onFriday(9, 5), func(s *Situation) {
			s.Plan, s.Row.Nudge, s.Row.Due, s.Row.Grace = Plan{}, &Asked{Kind: Alone}, onTuesday(9, 5), onceGrace
			s.Expected = []Expected{expected(Round, onFriday(14, 0))}
		}, Drop, ReasonGivesWayDay, lisbonDay(7, 9, 5)},
		{"in a channel to a better one the same day", Coach, onTuesday(10, 0), func(s *Situation) {
			s.Expected = []Expected{expected(Digest, onTuesday(11, 0))}
		}, Drop, ReasonGivesWayDay, time.Time{}},
		{"and a channel's week has no bound", Coach, onTuesday(10, 0), func(s *Situation) {
			s.Expected = []Expected{expected(Digest, lisbonDay(2, 9, 0)), expected(Midpoint, lisbonDay(3, 9, 0)), expected(PhaseDue, onFriday(9, 0))}
		}, Send, ReasonDue, time.Time{}},
		{"of two of one kind to the one whose turn was longer ago", Mirror, morning, func(s *Situation) {
			s.Plan.LastSent = lisbonDay(-1, 9, 5)
			x := expected(Mirror, morning)
			x.LastSent = lisbonDay(-5, 9, 5)
			s.Expected = []Expected{x}
		}, Drop, ReasonGivesWayDay, time.Time{}},
		{"and not to the one whose turn was just now", Mirror, morning, func(s *Situation) {
			s.Plan.LastSent = lisbonDay(-5, 9, 5)
			x := expected(Mirror, morning)
			x.LastSent = lisbonDay(-1, 9, 5)
			s.Expected = []Expected{x}
		}, Send, ReasonDue, time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := usual(tt.kind, tt.now)
			tt.change(&s)
			d := Decide(s, tt.now)
			if d.Action != tt.action || d.Reason != tt.reason || !d.Until.Equal(tt.until) {
				t.Errorf("decided to %s because of %s until %v; want %s, %s, %v", d.Action, d.Reason, d.Until, tt.action, tt.reason, tt.until)
			}
		})
	}
}

// feast is a calendar for tests: the days that are off.
type feast map[mission.Date]bool

func (f *feast) Holiday(d mission.Date) (string, bool) { return "Feast", (*f)[d] }

func (f *feast) Calendar(code string) (Calendar, bool) { return f, code == "feast" }

// weeks is how long the random worlds last.
const weeks = 3

// drawWorld is a random one: a person in some missions, plans of all sorts, single due times, absence and holidays.
func drawWorld(t *rapid.T) (*memory, *feast) {
	m, run := refundsTeam()
	missions := []mission.Mission{run}
	for i := range rapid.IntRange(0, 2).Draw(t, "more missions") {
		other := run
		other.ID, other.Channel = mission.ID(fmt.Sprint("M", i+2)), mission.ChannelID(fmt.Sprint("C", i+2))
		m.missions[other.ID] = other
		m.members[memberKey(other.ID, "UANA")] = mission.Member{Team: team, Mission: other.ID, User: "UANA", JoinedAt: run.StartedAt}
		missions = append(missions, other)
	}
	days := &feast{}
	for range rapid.IntRange(0, 3).Draw(t, "holidays") {
		(*days)[mission.DateOf(lisbonDay(rapid.IntRange(0, 7*weeks).Draw(t, "holiday"), 0, 0))] = true
	}
	if rapid.Bool().Draw(t, "away") {
		p := m.people["UANA"]
		p.AwayThrough = mission.DateOf(lisbonDay(rapid.IntRange(0, 5).Draw(t, "away through"), 0, 0))
		m.people["UANA"] = p
	}
	for _, run := range missions {
		if rapid.Bool().Draw(t, "keeps holidays") {
			m.houses[run.ID] = House{Team: team, Mission: run.ID, Holidays: "feast"}
		}
		if err := Reschedule(m, run, lisbonDay(0, 0, 0)); err != nil { // as its start does, so that what it brings waits from then on
			t.Fatal(err)
		}
		drawPlans(t, m, run)
		drawOnce(t, m, run)
	}
	return m, days
}

func drawPlans(t *rapid.T, m *memory, run mission.Mission) {
	for _, k := range []Kind{Reflect, Mirror, Connect, Coach, Digest} {
		user := mission.UserID("UANA")
		if k.ToChannel() {
			user = ""
		}
		if !rapid.Bool().Draw(t, "has "+string(k)) {
			continue
		}
		w := Weekly{Days: Days(rapid.IntRange(1, 127).Draw(t, "days")), Minute: 30 * rapid.IntRange(14, 38).Draw(t, "half hour")}
		p := Plan{
			ID: PlanID(k, run.ID, user), Team: team, Kind: k, Mission: run.ID, User: user,
			Recur: Recur{Expr: w.Expr(), Zone: "Europe/Lisbon"},
		}
		if err := start(m, p, lisbonDay(0, 0, 0)); err != nil {
			t.Fatal(err)
		}
	}
}

func drawOnce(t *rapid.T, m *memory, run mission.Mission) {
	for i := range rapid.IntRange(0, 4).Draw(t, "once") {
		day := mission.DateOf(lisbonDay(rapid.IntRange(0, 7*weeks-7).Draw(t, "day"), 0, 0))
		k := rapid.SampledFrom([]Kind{Told, Welcome, OwnWords, Midpoint, PhaseDue, RoundResult}).Draw(t, "kind")
		if !k.ToChannel() {
			o := Once{Team: team, Kind: k, Mission: run.ID, User: "UANA", Ref: fmt.Sprint(run.ID, i), Day: day}
			if k == OwnWords {
				p := m.people["UANA"]
				p.On = marked(p.On, offKey(k, run.ID), true)
				m.people["UANA"] = p
			}
			if err := PostOnce(m, o, lisbonDay(0, 0, 0)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		due := DueOn(DefaultHours("Europe/Lisbon"), day, lisbonDay(0, 0, 0))
		r := Row{
			Key: fmt.Sprint("once/", k, run.ID, i), Team: team, Subject: OfNudge, Mission: run.ID, Channel: run.Channel, Due: due, Grace: onceGrace,
			Nudge: &Asked{Kind: k, Wall: due.Format(wallLayout)},
		}
		if _, err := Post(m, r, lisbonDay(0, 0, 0)); err != nil {
			t.Fatal(err)
		}
	}
}

// runThrough lets the engine do everything that is due, from one due time to the next.
func runThrough(t *rapid.T, e *Engine, m *memory, clock *handClock, until time.Time) {
	for {
		if err := e.TickOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		next, err := m.NextWork()
		if err != nil || next.IsZero() || !next.Before(until) {
			return
		}
		clock.moveTo(next)
	}
}

// ended returns the nudges that ended, by their places, earliest first.
func (m *memory) ended() map[string][]Row {
	out := make(map[string][]Row)
	for _, r := range m.rows {
		if r.Nudge != nil && r.State.Ended() && !r.Nudge.Kind.rules().uncounted {
			out[placeOf(r)] = append(out[placeOf(r)], r)
		}
	}
	for _, all := range out {
		slices.SortFunc(all, func(a, b Row) int { return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.Fence, b.Fence)) })
	}
	return out
}

func spentOn(r Row) bool {
	switch Reason(r.Reason) {
	case ReasonBudgetDay, ReasonBudgetWeek, ReasonGivesWayDay, ReasonGivesWayWeek:
		return r.State == Dropped
	}
	return false
}

func dayOf(r Row) mission.Date { return mission.DateOf(r.SentAt) } // Lisbon is on UTC in winter

func TestNoPlaceExceedsItsBudgetAndTheBetterOneGoes(t *testing.T) {
	outcomes := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		m, days := drawWorld(t)
		clock := &handClock{now: lisbonDay(0, 0, 0)}
		slack := &fakeSlack{clock: clock}
		o := quietOptions(m, slack, clock)
		o.Holidays = days
		e, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		runThrough(t, e, m, clock, lisbonDay(7*weeks, 0, 0))
		for place, all := range m.ended() {
			for i, r := range all {
				outcomes[string(r.State)+" "+r.Reason]++
				if r.State == Settled {
					holdsBudget(t, place, all[:i], r)
				} else if spentOn(r) {
					nothingWorseWent(t, place, all, r)
				}
			}
		}
	})
	if outcomes["settled "] == 0 || outcomes["dropped gives_way_day"] == 0 || outcomes["dropped gives_way_week"] == 0 || outcomes["dropped holiday"] == 0 {
		t.Errorf("the worlds are too small: %v", outcomes)
	}
	t.Logf("nudges by what became of them: %v", outcomes)
}

func TestARoundThatComesLaterInTheWeekHasItsRoom(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error {
		p := m.people["UANA"]
		p.On = marked(p.On, offKey(Round, run.ID), true)
		if err := tx.PutPerson(p); err != nil {
			return err
		}
		round := Plan{
			ID: PlanID(Round, run.ID, ""), Team: team, Kind: Round, Mission: run.ID, Recur: Recur{Expr: "0 14 * * 5", Zone: "Europe/Lisbon"},
		}
		daily := Plan{
			ID: PlanID(Mirror, run.ID, "UANA"), Team: team, Kind: Mirror, Mission: run.ID, User: "UANA",
			Recur: Recur{Expr: "5 9 * * *", Zone: "Europe/Lisbon"},
		}
		for _, p := range []Plan{round, daily} {
			if err := start(tx, p, clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	walkTo(t, e, clock, lisbonDay(2, 23, 0))
	if got := slack.days("DUANA"); !slices.Equal(got, []string{"Nov 23", "Nov 24"}) {
		t.Errorf("asked on %v, want the third of the week kept for Friday's round", got)
	}
}

func TestOwnWordsThatComeLaterInTheWeekHaveTheirRoom(t *testing.T) {
	for _, c := range []struct {
		why    string
		change func(m *memory, run mission.Mission)
		want   []string
	}{
		{"Whoever agreed has the day left for them.", nil, []string{"Nov 23", "Nov 24"}},
		{"Nobody else has.", func(m *memory, _ mission.Mission) {
			p := m.people["UANA"]
			p.On = nil
			m.people["UANA"] = p
		}, []string{"Nov 23", "Nov 24", "Nov 25"}},
		{"A mission that wants none keeps no room.", func(m *memory, run mission.Mission) {
			m.houses[run.ID] = House{Team: team, Mission: run.ID, Off: map[Kind]bool{OwnWords: true}}
		}, []string{"Nov 23", "Nov 24", "Nov 25"}},
		{"Whoever was asked in this phase is not asked again.", func(m *memory, run mission.Mission) {
			at := run.StartedAt.Add(time.Hour)
			asked := asked("", "", at)
			asked.Key, asked.Team, asked.Subject, asked.Mission, asked.User = "own", team, OfNudge, run.ID, "UANA"
			asked.Due, asked.Nudge.Kind = at, OwnWords
			m.rows[rowKey{team, "own"}] = asked
		}, []string{"Nov 23", "Nov 24", "Nov 25"}},
	} {
		m, run, slack, clock, e := setup(t)
		run.StartedAt = lisbonDay(-14, 9, 0)
		run.Plan[run.Phase].Target = run.Today(run.StartedAt).AddDays(48) // a third of it is Wednesday 25 November
		m.missions[run.ID] = run
		p := m.people["UANA"]
		p.On = marked(p.On, offKey(OwnWords, run.ID), true)
		m.people["UANA"] = p
		if c.change != nil {
			c.change(m, run)
		}
		m.do(t, func(tx Tx) error {
			return start(tx, Plan{
				ID: PlanID(Mirror, run.ID, "UANA"), Team: team, Kind: Mirror, Mission: run.ID, User: "UANA",
				Recur: Recur{Expr: "5 9 * * *", Zone: "Europe/Lisbon"},
			}, clock.Now())
		})
		walkTo(t, e, clock, lisbonDay(2, 23, 0))
		if got := slack.days("DUANA"); !slices.Equal(got, c.want) {
			t.Errorf("%s Asked on %v, want %v; own words are due on %s", c.why, got, c.want, run.OwnWordsDay())
		}
	}
}

func holdsBudget(t *rapid.T, place string, before []Row, r Row) {
	day, week := 0, 1
	for _, b := range before {
		if b.State != Settled {
			continue
		}
		if ago := dayOf(b).DaysUntil(dayOf(r)); ago == 0 {
			day++
		} else if ago < daysAWeek {
			week++
		}
	}
	if day > 0 {
		t.Fatalf("%s got %s on %s beside another", place, r.Nudge.Kind, dayOf(r))
	}
	if r.User != "" && week > DMsAWeek {
		t.Fatalf("%s got %d in the week up to %s", place, week, dayOf(r))
	}
}

// nothingWorseWent holds a nudge that was lost to what did go: without the worse ones it would not have had room
// either, and no worse one went on its day. What lay too far ahead to be seen is nobody's fault: room that was kept for a
// better one stays empty where that one lost it later, and one that waited for another morning may have let a worse one go.
func nothingWorseWent(t *rapid.T, place string, all []Row, lost Row) {
	days, worse := map[int]int{}, false
	waited := dayOf(lost) != mission.DateOf(lost.Due)
	for _, r := range all {
		if spentOn(r) && r.SentAt.After(lost.SentAt) && !r.Due.After(lost.SentAt.AddDate(0, 0, daysAWeek)) && r.Nudge.Kind.Rank() <= lost.Nudge.Kind.Rank() {
			return
		}
		if r.State != Settled {
			continue
		}
		ago := dayOf(r).DaysUntil(dayOf(lost))
		if r.Nudge.Kind.Rank() <= lost.Nudge.Kind.Rank() {
			days[-ago]++
			continue
		}
		worse = worse || ago == 0 || lost.User != "" && !waited && ago > 0 && ago < daysAWeek
	}
	s := Situation{Row: lost}
	if worse && s.room(days, 0) == "" {
		t.Fatalf("%s lost %s on %s (%s) to what goes after it", place, lost.Nudge.Kind, dayOf(lost), lost.Reason)
	}
}
