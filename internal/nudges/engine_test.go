package nudges

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// walkTo lets the engine do what is due, then goes from one due time to the next until the given moment.
func walkTo(t testing.TB, e *Engine, clock *handClock, until time.Time) {
	t.Helper()
	ctx := context.Background()
	for range 10_000 {
		if err := e.TickOnce(ctx); err != nil {
			t.Fatal(err)
		}
		next, rested := e.Status(ctx)
		if !rested {
			clock.moveTo(clock.Now().Add(afterFail)) // a place is left alone after an error
			continue
		}
		if next.IsZero() || next.After(until) {
			clock.moveTo(until)
			return
		}
		clock.moveTo(next)
	}
	t.Fatal("the engine never comes to rest")
}

// setup is a team, a fake Slack and an engine on a clock that the test moves, from Monday at nine.
func setup(t *testing.T) (*memory, mission.Mission, *fakeSlack, *handClock, *Engine) {
	m, run := refundsTeam()
	clock := &handClock{now: lisbonDay(0, 9, 0)}
	slack := &fakeSlack{clock: clock}
	return m, run, slack, clock, testEngine(t, m, slack, clock)
}

func TestTheChannelsQuestionComesOnTuesdayAndThursday(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(14, 0, 0))
	if n := slack.posted(); n != 4 {
		t.Fatalf("posted %d questions in two weeks, want 4", n)
	}
	for i, want := range []time.Time{lisbonDay(1, 10, 0), lisbonDay(3, 10, 0), lisbonDay(8, 10, 0), lisbonDay(10, 10, 0)} {
		if got := slack.posts[i].accepted; !got.Equal(want) {
			t.Errorf("question %d came at %v, want %v", i, got, want)
		}
	}
	p := m.plan(t, PlanID(Coach, run.ID, ""))
	if !p.LastSent.Equal(lisbonDay(10, 10, 0)) || p.NextWall != "2026-12-08T10:00" {
		t.Errorf("plan says last %v and next %s", p.LastSent, p.NextWall)
	}
	first := m.row(t, NudgeKey(p.ID, "2026-11-24T10:00", "C1"))
	if first.Nudge.Question == "" || first.Nudge.Candidates == 0 || first.TS != "1" || first.State != Settled {
		t.Errorf("the first row does not say what was asked: %+v, %+v", first, first.Nudge)
	}
}

func TestAPersonsNudgesComeInHerOwnZone(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error {
		for _, k := range MemberKinds {
			if err := PlanMember(tx, run, m.people["UBO"], k, clock.Now()); err != nil {
				return err
			}
		}
		return nil
	})
	walkTo(t, e, clock, lisbonDay(35, 0, 0))
	var got []string
	for _, msg := range slack.posts {
		got = append(got, msg.accepted.In(mustZone(t, "America/Chicago")).Format("Jan 2 15:04"))
	}
	// Monday is the first working day after Bo joined on a Monday morning that is Monday night there. The reflections go unanswered, so
	// the fourth is followed by none a week later.
	want := []string{"Nov 24 09:05", "Nov 27 15:00", "Dec 4 15:00", "Dec 11 15:00", "Dec 18 15:00", "Dec 24 09:05"}
	if !slices.Equal(got, want) {
		t.Errorf("Bo was written to at\n%v, want\n%v", got, want)
	}
	if dm := m.people["UBO"].DM; dm != "DUBO" {
		t.Errorf("Bo's direct messages are at %q", dm)
	}
}

func TestDownTimeYieldsOneLateNudgeOrOneSkip(t *testing.T) {
	tests := []struct {
		name string
		back time.Time
		want State
	}{
		{"an hour late is within grace", lisbonDay(1, 11, 0), Settled},
		{"three hours late is too late", lisbonDay(1, 13, 0), Skipped},
		{"three weeks late is one skip, not six", lisbonDay(21, 13, 0), Skipped},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
			clock.moveTo(tt.back)
			if err := e.TickOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			r := m.only(t)
			if r.State != tt.want || !slices.Equal(slack.ended(), []State{tt.want}) {
				t.Errorf("row is %s, settler was told %v; want %s", r.State, slack.ended(), tt.want)
			}
			if p := m.plan(t, PlanID(Coach, run.ID, "")); !p.Next.After(tt.back) {
				t.Errorf("the plan is due at %v, which has passed", p.Next)
			}
		})
	}
}

func TestOneNudgeADayReachesAPersonOverAllMissions(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	other := run
	other.ID, other.Channel = "M2", "C2"
	m.missions["M2"] = other
	m.members[memberKey("M2", "UANA")] = mission.Member{Team: team, Mission: "M2", User: "UANA", JoinedAt: run.StartedAt}
	m.do(t, func(tx Tx) error {
		return errors.Join(
			PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()),
			PlanMember(tx, other, m.people["UANA"], Reflect, clock.Now()))
	})
	walkTo(t, e, clock, lisbonDay(5, 0, 0))
	if slack.posted() != 1 || len(m.rows) != 2 {
		t.Errorf("%d of %d nudges went out on Friday, want one of two", slack.posted(), len(m.rows))
	}
	if got := slack.ended(); !slices.Equal(got, []State{Settled, Dropped}) {
		t.Errorf("they ended as %v", got)
	}
}

// TestTwoClaimsAtOnceSpendTheBudgetOnce lets two workers claim a nudge each to one person, from two
// missions, before either sends.
func TestTwoClaimsAtOnceSpendTheBudgetOnce(t *testing.T) {
	m, run, slack, clock, first := setup(t)
	second := testEngine(t, m, slack, clock)
	other := run
	other.ID, other.Channel = "M2", "C2"
	m.missions["M2"] = other
	m.members[memberKey("M2", "UANA")] = mission.Member{Team: team, Mission: "M2", User: "UANA", JoinedAt: run.StartedAt}
	m.do(t, func(tx Tx) error {
		return errors.Join(
			PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()),
			PlanMember(tx, other, m.people["UANA"], Reflect, clock.Now()))
	})
	clock.moveTo(onFriday(15, 0))
	if err := first.plansToRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	var held []Row
	for i, e := range []*Engine{first, second} {
		key := NudgeKey(PlanID(Reflect, []mission.ID{"M1", "M2"}[i], "UANA"), "2026-11-27T15:00", "UANA")
		r, mine, err := e.claim(t.Context(), rowKey{team, key}, lots{Lot: LotOf(1)})
		if err != nil || !mine || r.State != Claimed {
			t.Fatalf("claim %d: %s, %v, %v", i, r.State, mine, err)
		}
		held = append(held, r)
	}
	for i, want := range []State{Sending, Dropped} {
		r, err := []*Engine{first, second}[i].begin(t.Context(), held[i], &facts{inChannel: true}, lots{Lot: LotOf(1)})
		if err != nil || r.State != want {
			t.Errorf("the worker that comes as number %d finds its row %s (%s), %v; want %s", i+1, r.State, r.Reason, err, want)
		}
	}
}

func TestANudgeThatWasClaimedInTimeIsNotSentOutOfHours(t *testing.T) {
	m, run, _, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
	clock.moveTo(onFriday(17, 59))
	if err := e.plansToRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	held, mine, err := e.claim(t.Context(), keyOf(m.only(t)), lots{Lot: LotOf(1)})
	if err != nil || !mine {
		t.Fatalf("claim: %v, %v", mine, err)
	}
	clock.moveTo(onFriday(18, 0))
	if r, err := e.begin(t.Context(), held, &facts{inChannel: true}, lots{Lot: LotOf(1)}); err != nil || r.State != Dropped || r.Reason != string(ReasonOutsideHours) {
		t.Errorf("at six the row is %s because of %q, %v", r.State, r.Reason, err)
	}
}

func TestWhatSlackSaysOfAPersonDecides(t *testing.T) {
	tests := []struct {
		name   string
		change func(*fakeSlack)
		want   State
		reason Reason
	}{
		{"she is there", func(*fakeSlack) {}, Settled, ""},
		{"she left the private channel", func(f *fakeSlack) { f.away = map[mission.UserID]bool{"UANA": true} }, Dropped, ReasonNotInChannel},
		{"her account is deactivated", func(f *fakeSlack) {
			f.person = func(mission.UserID) (Person, error) { return Person{Gone: true}, nil }
		}, Dropped, ReasonPersonGone},
		{"Slack does not know her", func(f *fakeSlack) {
			f.person = func(mission.UserID) (Person, error) {
				return Person{}, &SendError{Class: Gone, Code: "user_not_found"}
			}
		}, Failed, "user_not_found"},
		{"she moved to Tokyo, where the day is over", func(f *fakeSlack) {
			f.person = func(mission.UserID) (Person, error) { return Person{Zone: "Asia/Tokyo"}, nil }
		}, Dropped, ReasonOutsideHours},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			tt.change(slack)
			run.Private = true
			m.missions[run.ID] = run
			m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
			walkTo(t, e, clock, lisbonDay(4, 16, 0))
			if r := m.only(t); r.State != tt.want || r.Reason != string(tt.reason) {
				t.Errorf("row is %s because of %q, want %s because of %q", r.State, r.Reason, tt.want, tt.reason)
			}
		})
	}
}

func TestAZoneLearnedOnTheWayMovesThePlans(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	slack.person = func(mission.UserID) (Person, error) { return Person{Zone: "America/New_York"}, nil }
	m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(6, 0, 0))
	p := m.plan(t, PlanID(Reflect, run.ID, "UANA"))
	if p.Recur.Zone != "America/New_York" || p.NextWall != "2026-12-04T15:00" || !p.Next.Equal(lisbonDay(11, 20, 0)) {
		t.Errorf("the plan is due at %v (%s) in %s", p.Next, p.NextWall, p.Recur.Zone)
	}
}

func TestTheLogNamesNobody(t *testing.T) {
	m, run, slack, clock, _ := setup(t)
	var log bytes.Buffer
	o := testOptions(t, m, slack, clock)
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	m.people["UANA"] = Person{Team: team, User: "UANA", SnoozedUntil: map[string]time.Time{SnoozeKey(Reflect, "M1"): lisbonDay(30, 0, 0)}}
	m.do(t, func(tx Tx) error {
		return errors.Join(
			PlanMember(tx, run, Person{Team: team, User: "UANA"}, Reflect, clock.Now()),
			PlanMember(tx, run, Person{Team: team, User: "UBO"}, Reflect, clock.Now()))
	})
	walkTo(t, e, clock, lisbonDay(5, 0, 0))
	if !strings.Contains(log.String(), string(ReasonSnoozed)) || !strings.Contains(log.String(), "seed=1") {
		t.Errorf("the log has neither the reason of a drop nor the seed of a choice:\n%s", log.String())
	}
	if strings.Contains(log.String(), "UANA") || strings.Contains(log.String(), "UBO") {
		t.Errorf("the log names a person:\n%s", log.String())
	}
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	m, _, slack, clock, _ := setup(t)
	o := testOptions(t, m, slack, clock)
	o.Sender = nil
	if _, err := New(o); err == nil {
		t.Error("an engine without a sender was made")
	}
	o = testOptions(t, m, slack, clock)
	short := DefaultLimits()
	short.Wait = 95 * time.Second
	o.Limits = &short
	if _, err := New(o); err == nil {
		t.Error("an engine was made that looks up too early")
	}
}
