package nudges

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// foreseen returns what a forecast says will go out, a line each.
func foreseen(t testing.TB, m *memory, l Look, from, until time.Time) []string {
	t.Helper()
	var all []Foreseen
	m.do(t, func(tx Tx) (err error) {
		all, err = Forecast(readOnly{tx}, l, from, until)
		return err
	})
	var out []string
	for _, f := range all {
		if f.Goes() {
			out = append(out, sentLine(f.Kind, f.Mission, l.place(), f.At))
		}
	}
	return out
}

// readOnly is a store that fails whoever writes to it.
type readOnly struct{ Tx }

func (readOnly) PutPlan(Plan) error     { panic("a forecast wrote a plan") }
func (readOnly) PutRow(Row) error       { panic("a forecast wrote a row") }
func (readOnly) PutPerson(Person) error { panic("a forecast wrote a person") }
func (readOnly) PutHouse(House) error   { panic("a forecast wrote what a mission agreed on") }
func (readOnly) DeletePlan(mission.TeamID, string) error {
	panic("a forecast deleted a plan")
}

// someDaysOff are the calendars of a made-up country, which has many holidays.
type someDaysOff struct{}

func (someDaysOff) Calendar(code string) (Calendar, bool) { return someDaysOff{}, code == "some" }

func (someDaysOff) Holiday(d mission.Date) (string, bool) { return "Every fourth day", d.Day%4 == 0 }

func sentLine(k Kind, m mission.ID, place string, at time.Time) string {
	return fmt.Sprintf("%s %s of %s to %s", at.UTC().Format("2006-01-02 15:04"), k, m, place)
}

// runs lets the engine send what it sends until a time, while nobody does anything, and lists it.
func runs(t testing.TB, m *memory, from, until time.Time) []string {
	t.Helper()
	clock := &handClock{now: from}
	o := testOptions(t, m, &fakeSlack{clock: clock}, clock)
	o.Holidays = someDaysOff{}
	o.Logger = slog.New(slog.DiscardHandler)
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	for range 5000 {
		if err := e.TickOnce(context.Background()); err != nil {
			t.Fatal(err)
		}
		next, err := m.NextWork()
		if err != nil || next.IsZero() || !next.Before(until) {
			break
		}
		clock.moveTo(next)
	}
	var out []string
	for _, r := range m.rows {
		if r.Nudge == nil || r.State != Settled || r.SentAt.Before(from) {
			continue
		}
		place := string(r.User)
		if place == "" {
			place = string(r.Channel)
		}
		out = append(out, sentLine(r.Nudge.Kind, r.Mission, place, r.SentAt))
	}
	return out
}

// TestAForecastIsWhatTheEngineSends draws missions, plans, hours and absences, forecasts four weeks for every place,
// and lets the engine run through them.
func TestAForecastIsWhatTheEngineSends(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		from := onTuesday(8, 0).Add(time.Duration(rapid.IntRange(0, 48*60).Draw(rt, "begin")) * time.Minute)
		until := from.Add(4 * 7 * 24 * time.Hour)
		m, run := drawnMission(rt, from)
		want := foreseen(t, m, Look{Mission: run, Library: Builtin(), Holidays: someDaysOff{}}, from, until)
		for _, user := range []mission.UserID{"UANA", "UBO"} {
			want = append(want, foreseen(t, m, Look{Mission: run, User: user, Library: Builtin(), Holidays: someDaysOff{}}, from, until)...)
		}
		got := runs(t, m, from, until)
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatalf("foreseen and sent differ (-foreseen +sent):\n%s", diff)
		}
	})
}

// drawnMission is a mission with everything drawn that decides what comes.
func drawnMission(rt *rapid.T, now time.Time) (*memory, mission.Mission) {
	m, run := refundsTeam()
	run.Zone = rapid.SampledFrom([]string{"Europe/Lisbon", "Asia/Kathmandu", "America/New_York"}).Draw(rt, "zone")
	m.missions[run.ID] = run
	maybe := func(what string, err error) {
		if err != nil {
			rt.Fatalf("%s: %v", what, err)
		}
	}
	exprs := rapid.SampledFrom([]string{"0 10 * * 2,4", "30 7 * * *", "0 20 * * 1-5", "15 9 1,15 * *", "5 9 * * 1", "0 16 * * 4"})
	maybe("plan", PlanMission(m, run, now.AddDate(0, 0, -8)))
	maybe("digest", PlanDigest(m, run, now.AddDate(0, 0, -8)))
	if rapid.Bool().Draw(rt, "moved") {
		m.entries = append(m.entries, mission.Entry{ID: "E1", Team: team, Mission: run.ID, Author: "UBO", Kind: mission.Win, At: now.Add(-time.Hour)})
	}
	for _, user := range []mission.UserID{"UANA", "UBO"} {
		p := drawnPerson(rt, m.people[user], run, now)
		m.people[user] = p
		for _, k := range []Kind{Reflect, Connect} {
			if rapid.Bool().Draw(rt, "wants") {
				maybe("plan a member", PlanMember(m, run, p, k, now.AddDate(0, 0, -rapid.IntRange(0, 40).Draw(rt, "since"))))
			}
		}
		for i := range rapid.IntRange(0, 3).Draw(rt, "told") {
			day := mission.DateOf(now).AddDays(rapid.IntRange(0, 20).Draw(rt, "on"))
			maybe("told", PostOnce(m, Once{Team: team, Kind: Told, Mission: run.ID, User: user, Ref: fmt.Sprint("R", i), Day: day}, now))
		}
	}
	for _, k := range []Kind{Coach, Digest, Reflect, Connect, Told} {
		a, err := AgreedOn(m, run, k)
		maybe("agreed", err)
		switch rapid.IntRange(0, 5).Draw(rt, "agrees") {
		case 0:
			a = a.At(k, Never, mission.DateOf(now))
		case 1:
			a = a.At(k, HalfAsOften, mission.DateOf(now))
		case 2:
			a.Recur.Expr = exprs.Draw(rt, "expr")
		}
		if !k.Timed() {
			a.Recur = Recur{}
		}
		_, err = Agree(m, run, k, a, now)
		maybe("agree", err)
	}
	if rapid.Bool().Draw(rt, "holidays") {
		_, err := SetHolidays(m, run, "some")
		maybe("holidays", err)
	}
	if rapid.Bool().Draw(rt, "skip") {
		maybe("skip", SkipNext(m, team, coachPlan, true))
	}
	return m, run
}

func drawnPerson(rt *rapid.T, p Person, run mission.Mission, now time.Time) Person {
	p.Zone = rapid.SampledFrom([]string{"Europe/Lisbon", "America/Chicago", "Asia/Tokyo", ""}).Draw(rt, "hers")
	if rapid.Bool().Draw(rt, "days") {
		p.Days = Days(rapid.IntRange(1, 127).Draw(rt, "which"))
	}
	if rapid.Bool().Draw(rt, "quiet") {
		p.Quiet = &Quiet{From: rapid.IntRange(0, 1439).Draw(rt, "from"), To: rapid.IntRange(0, 1439).Draw(rt, "to")}
	}
	if rapid.Bool().Draw(rt, "away") {
		p.AwayThrough = mission.DateOf(now).AddDays(rapid.IntRange(0, 15).Draw(rt, "through"))
	}
	if rapid.Bool().Draw(rt, "snoozed") {
		p.SnoozedUntil = map[string]time.Time{SnoozeKey(Reflect, run.ID): now.AddDate(0, 0, rapid.IntRange(1, 20).Draw(rt, "until"))}
	}
	return p
}

func TestAForecastTellsTheGaps(t *testing.T) {
	m, run := planned(t)
	now := onTuesday(9, 0)
	m.do(t, func(tx Tx) error { return SkipNext(tx, team, coachPlan, true) })
	agree(t, m, run, Digest, Agreed{}, now)
	m.do(t, func(tx Tx) error { return PlanDigest(tx, run, now) })
	agree(t, m, run, Digest, Agreed{Recur: Recur{Expr: "30 9 * * 4", Zone: "Europe/Lisbon"}}, now)
	m.entries = []mission.Entry{{ID: "E1", Team: team, Mission: "M1", Author: "UBO", Kind: mission.Win, At: now}}
	var all []Foreseen
	m.do(t, func(tx Tx) (err error) {
		all, err = Forecast(tx, Look{Mission: run, Library: Builtin()}, now, now.AddDate(0, 0, 10))
		return err
	})
	var got []string
	for _, f := range all {
		got = append(got, fmt.Sprintf("%s %s %s %s", f.At.Format("Mon 02 15:04"), f.Kind, f.Reason, f.For))
	}
	want := []string{
		"Tue 24 10:00 coach skip_next ", "Thu 26 09:30 digest due ", "Thu 26 10:00 coach budget_day digest",
		"Tue 01 10:00 coach due ", "Thu 03 09:30 digest nothing_moved ", "Thu 03 10:00 coach due ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the forecast differs (-want +got):\n%s", diff)
	}
}
