package nudges_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/nudges"
)

func TestPlansInWords(t *testing.T) {
	for _, row := range []struct {
		name, expr string
		simple     bool
		want       nudges.Weekly
	}{
		{"two days at one time", "0 10 * * 2,4", true, nudges.Weekly{Days: 1<<time.Tuesday | 1<<time.Thursday, Minute: 600}},
		{"a span of days", "30 9 * * mon-fri", true, nudges.Weekly{Days: nudges.MonToFri, Minute: 570}},
		{"every day", "5 0 * * *", true, nudges.Weekly{Days: 127, Minute: 5}},
		{"two times a day", "0 9,15 * * 1", false, nudges.Weekly{}},
		{"a day of the month", "0 9 1 * *", false, nudges.Weekly{}},
		{"a month", "0 9 * 3 1", false, nudges.Weekly{}},
		{"nonsense", "often", false, nudges.Weekly{}},
	} {
		got, simple := nudges.Recur{Expr: row.expr}.Weekly()
		if simple != row.simple || got != row.want {
			t.Errorf("%s: %q is %+v, %v; want %+v, %v", row.name, row.expr, got, simple, row.want, row.simple)
		}
	}
}

func TestWeeklyIsWhatItsExpressionSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := nudges.Weekly{
			Days:   nudges.Days(rapid.IntRange(1, 127).Draw(t, "days")),
			Minute: rapid.IntRange(0, 24*60-1).Draw(t, "minute"),
		}
		got, simple := nudges.Recur{Expr: want.Expr()}.Weekly()
		if !simple || got != want {
			t.Fatalf("%q is %+v, %v; want %+v", want.Expr(), got, simple, want)
		}
	})
}

func TestWhatComes(t *testing.T) {
	monday := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	plan := func(expr string, next time.Time) nudges.Plan {
		return nudges.Plan{ID: expr, Kind: nudges.Coach, Recur: nudges.Recur{Expr: expr, Zone: "UTC"}, Next: next}
	}
	questions := plan("0 10 * * 2,4", at(24, 10))
	skipped := questions
	skipped.Skip = 1
	off := questions
	off.Next = time.Time{}
	for _, row := range []struct {
		name   string
		plans  []nudges.Plan
		want   []time.Time
		yields int
	}{
		{"each time within the span", []nudges.Plan{questions}, []time.Time{at(24, 10), at(26, 10)}, 0},
		{"the next one left out", []nudges.Plan{skipped}, []time.Time{at(26, 10)}, 0},
		{"a plan that rests", []nudges.Plan{off}, nil, 0},
		{"of two on a day the later yields", []nudges.Plan{questions, plan("0 9 * * 4", at(26, 9))}, []time.Time{at(24, 10), at(26, 9), at(26, 10)}, 1},
	} {
		got, err := nudges.Ahead(row.plans, monday, monday.AddDate(0, 0, 7))
		if err != nil || len(got) != len(row.want) {
			t.Fatalf("%s: %d times, %v; want %d", row.name, len(got), err, len(row.want))
		}
		yields := 0
		for i, c := range got {
			if !c.At.Equal(row.want[i]) {
				t.Errorf("%s: the %d. is at %s, want %s", row.name, i+1, c.At, row.want[i])
			}
			if c.Yields {
				yields++
			}
		}
		if yields != row.yields {
			t.Errorf("%s: %d yield, want %d", row.name, yields, row.yields)
		}
	}
}
