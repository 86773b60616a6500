package nudges

import (
	"errors"
	"slices"
	"testing"
	"time"

	"throughline/internal/mission"
)

// walls names the wall times at which messages came, in Lisbon.
func (f *fakeSlack) walls(t testing.TB) []string {
	t.Helper()
	var all []string
	for _, msg := range f.posts {
		all = append(all, msg.accepted.In(mustZone(t, "Europe/Lisbon")).Format("Mon 2 15:04"))
	}
	return all
}

// A clock that is set brings nothing twice, and nothing at a wrong hour: a nudge is named by the wall time at which
// it was due.
func TestAClockThatIsSetBackBringsNothingTwice(t *testing.T) {
	for _, tt := range []struct {
		name string
		sent time.Time // when the clock is set
		back time.Time // to what
		want []string
	}{
		{"by seconds, right after the question", onTuesday(10, 0).Add(2 * time.Second), onTuesday(9, 59), []string{"Tue 24 10:00", "Thu 26 10:00"}},
		{"by hours", onTuesday(11, 0), onTuesday(8, 0), []string{"Tue 24 10:00", "Thu 26 10:00"}},
		{"by days, over a question that was sent", lisbonDay(3, 12, 0), lisbonDay(0, 9, 0), []string{"Tue 24 10:00", "Thu 26 10:00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
			walkTo(t, e, clock, tt.sent)
			clock.moveTo(tt.back)
			e.Wake()
			walkTo(t, e, clock, lisbonDay(4, 0, 0))
			if got := slack.walls(t); !slices.Equal(got, tt.want) {
				t.Errorf("the channel was asked at %v, want %v", got, tt.want)
			}
		})
	}
}

// A nudge that is due already follows what is decided about it until the moment of sending.
func TestWhatIsChangedWhileANudgeIsDue(t *testing.T) {
	later := Agreed{Recur: Recur{Expr: "0 15 * * 2", Zone: "Europe/Lisbon"}}
	for _, tt := range []struct {
		name   string
		change func(m *memory, tx Tx, now time.Time) error
		want   []string
	}{
		{"nothing", func(*memory, Tx, time.Time) error { return nil }, []string{"Tue 24 10:00"}},
		{"its hour: one a day all the same", func(m *memory, tx Tx, now time.Time) error {
			_, err := Agree(tx, m.missions["M1"], Coach, later, now)
			return err
		}, []string{"Tue 24 10:00"}},
		{"off", func(m *memory, tx Tx, now time.Time) error {
			_, err := Agree(tx, m.missions["M1"], Coach, Agreed{Off: true}, now)
			return err
		}, nil},
		{"off and on again", func(m *memory, tx Tx, now time.Time) error {
			_, off := Agree(tx, m.missions["M1"], Coach, Agreed{Off: true}, now)
			_, on := Agree(tx, m.missions["M1"], Coach, Agreed{Recur: Recur{Expr: coachExpr, Zone: "Europe/Lisbon"}}, now)
			return errors.Join(off, on)
		}, []string{"Tue 24 10:00"}},
		{"the mission ends", func(m *memory, tx Tx, now time.Time) error {
			run := m.missions["M1"]
			run.Outcome = &mission.Outcome{At: now}
			m.missions["M1"] = run
			return StopMission(tx, run)
		}, nil},
		{"the channel is archived", func(m *memory, _ Tx, _ time.Time) error {
			run := m.missions["M1"]
			run.Unreachable = "is_archived"
			m.missions["M1"] = run
			return nil
		}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
			clock.moveTo(onTuesday(10, 0))
			if err := e.plansToRows(t.Context()); err != nil {
				t.Fatal(err)
			}
			m.do(t, func(tx Tx) error { return tt.change(m, tx, clock.Now()) })
			walkTo(t, e, clock, onTuesday(23, 0))
			if got := slack.walls(t); !slices.Equal(got, tt.want) {
				t.Errorf("the channel was asked at %v, want %v", got, tt.want)
			}
		})
	}
}

// Whoever is no longer there to be asked is not asked, though her nudge was due already.
func TestWhoGoesWhileHerNudgeIsDue(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(m *memory, tx Tx, now time.Time) error
		want   Reason
	}{
		{"she leaves the mission", func(m *memory, tx Tx, now time.Time) error {
			k := memberKey("M1", "UANA")
			member := m.members[k]
			member.LeftAt = now
			m.members[k] = member
			return StopMember(tx, m.missions["M1"], "UANA")
		}, ReasonPlanOff},
		{"she goes away", func(_ *memory, tx Tx, now time.Time) error {
			p, err := tx.Person(team, "UANA")
			p.AwayThrough = mission.DateOf(now).AddDays(3)
			return errors.Join(err, tx.PutPerson(p))
		}, ReasonAway},
		{"she wants quiet", func(_ *memory, tx Tx, now time.Time) error {
			p, err := tx.Person(team, "UANA")
			p.SnoozedAll = now.Add(time.Hour)
			return errors.Join(err, tx.PutPerson(p))
		}, ReasonSnoozed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
			clock.moveTo(onFriday(15, 0))
			if err := e.plansToRows(t.Context()); err != nil {
				t.Fatal(err)
			}
			m.do(t, func(tx Tx) error { return tt.change(m, tx, clock.Now()) })
			walkTo(t, e, clock, lisbonDay(6, 0, 0))
			if r := m.only(t); r.State != Dropped || r.Reason != string(tt.want) || slack.posted() != 0 {
				t.Errorf("row is %s because of %q, %d messages; want it dropped because of %q", r.State, r.Reason, slack.posted(), tt.want)
			}
		})
	}
}

// What fell due while the channel took no messages is not sent after it; what comes next is.
func TestAChannelThatComesBackIsNotFlooded(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
	set := func(why string) {
		run.Unreachable = why
		m.missions[run.ID] = run
	}
	set("is_archived")
	walkTo(t, e, clock, lisbonDay(9, 0, 0))
	set("")
	walkTo(t, e, clock, lisbonDay(11, 0, 0))
	if got, want := slack.walls(t), []string{"Thu 3 10:00"}; !slices.Equal(got, want) {
		t.Errorf("the channel was asked at %v, want %v", got, want)
	}
}
