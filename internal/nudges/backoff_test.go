package nudges

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// days lists on which days a place was sent to.
func (f *fakeSlack) days(channel mission.ChannelID) []string {
	var out []string
	for _, p := range f.posts {
		if p.ref.Channel == channel {
			out = append(out, p.accepted.Format("Jan 2"))
		}
	}
	return out
}

func (m *memory) answer(t *testing.T, key string, how Answer, now time.Time) {
	t.Helper()
	m.do(t, func(tx Tx) error {
		_, err := MarkAnswered(tx, team, key, how, now)
		return err
	})
}

func reflectKey(day string) string {
	return NudgeKey(PlanID(Reflect, "M1", "UANA"), day+"T15:00", "UANA")
}

func TestAPersonWhoDoesNotAnswerIsAskedHalfAsOften(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
	ahead := foreseen(t, m, Look{Mission: run, User: "UANA", Library: Builtin()}, clock.Now(), lisbonDay(61, 0, 0))
	walkTo(t, e, clock, lisbonDay(61, 0, 0))
	want := []string{"Nov 27", "Dec 4", "Dec 11", "Dec 18", "Jan 1", "Jan 15"}
	if len(ahead) != len(want) {
		t.Errorf("foreseen was %q", ahead)
	}
	if got := slack.days("DUANA"); !slices.Equal(got, want) {
		t.Fatalf("asked on %v, want %v", got, want)
	}
	for day, tires := range map[string]bool{"2026-11-27": false, "2026-12-11": false, "2026-12-18": true, "2027-01-01": false, "2027-01-15": false} {
		if r := m.row(t, reflectKey(day)); r.Nudge.Tires != tires {
			t.Errorf("on %s it said that it comes half as often: %v", day, r.Nudge.Tires)
		}
	}
	p := m.plan(t, PlanID(Reflect, run.ID, "UANA"))
	if !p.Slowed() || p.Pace() != AsPlanned {
		t.Errorf("slowed %v, and the pace that she chose reads %s", p.Slowed(), p.Pace())
	}

	m.answer(t, reflectKey("2027-01-15"), Answered, clock.Now())
	walkTo(t, e, clock, lisbonDay(96, 0, 0))
	want = append(want, "Jan 29", "Feb 5", "Feb 12", "Feb 19")
	if got := slack.days("DUANA"); !slices.Equal(got, want) {
		t.Errorf("after an answer asked on %v, want %v", got, want)
	}
}

func TestPuttingASideIsNoSilenceAndAnAnswerBringsTheOldRhythmBack(t *testing.T) {
	for _, tt := range []struct {
		how      Answer
		at       string // the nudge that it is done with
		wantSlow bool
		want     string
	}{
		{NotNow, "2026-12-11", true, "Nov 27 Dec 4 Dec 11 Dec 18 Dec 25 Jan 1 Jan 8"},
		{SnoozedIt, "2026-12-04", true, "Nov 27 Dec 4 Dec 11 Dec 18 Dec 25 Jan 1"},
		{NotNow, "2026-12-18", true, "Nov 27 Dec 4 Dec 11 Dec 18 Jan 1"},
		{Answered, "2026-12-18", false, "Nov 27 Dec 4 Dec 11 Dec 18 Dec 25 Jan 1 Jan 8"},
		{StillSo, "2026-12-18", false, "Nov 27 Dec 4 Dec 11 Dec 18 Dec 25 Jan 1 Jan 8"},
	} {
		t.Run(fmt.Sprint(tt.how, " ", tt.at), func(t *testing.T) {
			m, run, slack, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, clock.Now()) })
			day, err := time.Parse(time.DateOnly, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			walkTo(t, e, clock, day.Add(16*time.Hour))
			m.answer(t, reflectKey(tt.at), tt.how, clock.Now())
			walkTo(t, e, clock, lisbonDay(48, 0, 0))
			if got := strings.Join(slack.days("DUANA"), " "); got != tt.want {
				t.Errorf("asked on %s, want %s", got, tt.want)
			}
			if p := m.plan(t, PlanID(Reflect, run.ID, "UANA")); p.Slowed() != tt.wantSlow {
				t.Errorf("slowed: %v", p.Slowed())
			}
		})
	}
}

func TestAChannelIsAskedOnceHowOftenAndNothingChangesByItself(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(49, 0, 0))
	if got := slack.days("C1"); len(got) != 14 {
		t.Fatalf("asked on %v, want each Tuesday and Thursday of seven weeks", got)
	}
	var asks []string
	for _, r := range m.ended()[string(team)+"/C1"] {
		if r.Nudge.Tires {
			asks = append(asks, r.Nudge.Wall)
		}
	}
	if !slices.Equal(asks, []string{"2026-12-03T10:00"}) {
		t.Errorf("asked how often with %v, want with the fourth alone", asks)
	}
}

func TestAChannelThatTalksIsNotAskedHowOften(t *testing.T) {
	m, run, _, clock, e := setup(t)
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
	for i := range 6 {
		walkTo(t, e, clock, lisbonDay(1+7*i, 12, 0))
		wall := lisbonDay(1+7*i, 10, 0).Format(wallLayout)
		m.answer(t, NudgeKey(PlanID(Coach, run.ID, ""), wall, "C1"), Talked, clock.Now())
	}
	for _, r := range m.ended()[string(team)+"/C1"] {
		if r.Nudge.Tires {
			t.Errorf("asked how often on %s", r.Nudge.Wall)
		}
	}
}

func TestTheAnswerThatIsFasterThanTheRecordCounts(t *testing.T) {
	p := Plan{Kind: Reflect, Unanswered: 2, Recur: Recur{Expr: "0 15 * * 5", Zone: "Europe/Lisbon"}}
	for how, want := range map[Answer]int{NotAnswered: 3, Answered: 0, NotNow: 0} {
		got, err := p.noteSpent(Row{Nudge: &Asked{Kind: Reflect, Answer: how}}, onFriday(15, 0))
		if err != nil || got.Unanswered != want {
			t.Errorf("after %q: %d unanswered, %v", how, got.Unanswered, err)
		}
	}
}

func TestWhatNeverBacksOff(t *testing.T) {
	for _, k := range order {
		plan := Plan{Kind: k, Unanswered: 9}
		want := k == Coach || k == Reflect || k == Connect || k == Mirror
		if plan.Tires() != want {
			t.Errorf("%s backs off: %v", k, plan.Tires())
		}
	}
}

func TestHalfAsOften(t *testing.T) {
	tests := []struct {
		name       string
		recur, out Recur
	}{
		{"each time", Recur{Expr: "0 15 * * 5"}, Recur{Expr: "0 15 * * 5", Every: 2, From: "2026-12-18"}},
		{"every second time", Recur{Expr: "0 15 * * 5", Every: 2, From: "2026-01-01"}, Recur{Expr: "0 15 * * 5", Every: 4, From: "2026-12-18"}},
		{"as seldom as can be", Recur{Expr: "0 15 * * 5", Every: 64, From: "2026-01-01"}, Recur{Expr: "0 15 * * 5", Every: 64, From: "2026-12-18"}},
		{"once a month", Recur{Expr: "5 9 * * 1-5", GapMonths: 1}, Recur{Expr: "5 9 * * 1-5", GapMonths: 2}},
		{"once a year", Recur{Expr: "5 9 * * 1-5", GapMonths: 12}, Recur{Expr: "5 9 * * 1-5", GapMonths: 12}},
	}
	for _, tt := range tests {
		if got := (Plan{Kind: Reflect, Recur: tt.recur, Tired: "2026-12-18"}).rhythm(); got != tt.out {
			t.Errorf("%s: half as often is %+v, want %+v", tt.name, got, tt.out)
		}
		if got := (Plan{Kind: Coach, Recur: tt.recur, Tired: "2026-12-18"}).rhythm(); got != tt.recur {
			t.Errorf("%s: a channel's changed to %+v by itself", tt.name, got)
		}
	}
}
