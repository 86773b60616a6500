package coaching

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

func people(n int) []mission.UserID {
	var out []mission.UserID
	for i := range n {
		out = append(out, mission.UserID(fmt.Sprintf("U%02d", i)))
	}
	return out
}

func rotation(n int) Rotation {
	return Rotation{Team: "T1", Lead: "UANA", Mission: "01M"}.With(people(n))
}

// TestNobodyIsForgotten talks, puts off, lets people come and go, and holds each round to everyone coming
// once before anybody comes again.
func TestNobodyIsForgotten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "people")
		r := rotation(n)
		talked := map[mission.UserID]int{}
		for range rapid.IntRange(1, 40).Draw(t, "weeks") {
			next, ok := r.Next()
			if !ok {
				t.Fatal("it is nobody's turn")
			}
			if rapid.Bool().Draw(t, "someone else") {
				r = r.Someone(next)
				continue
			}
			r = r.Done(next)
			talked[next]++
			r = r.With(people(n))
		}
		least, mostly := 1<<30, 0
		for _, u := range people(n) {
			least, mostly = min(least, talked[u]), max(mostly, talked[u])
		}
		if mostly-least > 1 {
			t.Fatalf("%v", talked)
		}
	})
}

func TestSomeoneElseComesAtOnceAndSheComesLater(t *testing.T) {
	r := rotation(4)
	first, _ := r.Next()
	r = r.Someone(first)
	var order []mission.UserID
	for range 4 {
		next, _ := r.Next()
		order = append(order, next)
		r = r.Done(next)
	}
	if order[0] == first || order[3] != first {
		t.Errorf("after %s was put off came %v", first, order)
	}
}

func TestWhoComesAndGoes(t *testing.T) {
	r := rotation(3)
	first, _ := r.Next()
	r = r.Done(first)
	r = r.With(append(people(3), "U99"))
	if last := r.Waiting[len(r.Waiting)-1]; last != "U99" {
		t.Errorf("who joined stands before %s", last)
	}
	left := slices.DeleteFunc(people(3), func(u mission.UserID) bool { return u == r.Waiting[0] })
	if next, _ := r.With(left).Next(); !slices.Contains(left, next) {
		t.Errorf("it is the turn of %s, who left", next)
	}
	if _, ok := r.With(nil).Next(); ok {
		t.Error("it is somebody's turn where nobody is")
	}
}

func TestTheOrderIsDrawnAndStays(t *testing.T) {
	a, b := rotation(8), rotation(8)
	if !slices.Equal(a.Waiting, b.Waiting) {
		t.Error("the same lot gave two orders")
	}
	if !slices.Equal(a.With(people(8)).Waiting, a.Waiting) {
		t.Error("looking at it drew it anew")
	}
	other := Rotation{Lead: "UANA", Mission: "01N"}.With(people(8))
	if slices.Equal(a.Waiting, other.Waiting) {
		t.Error("two missions have one order")
	}
}

func TestNextWeekKeepsTheTurn(t *testing.T) {
	r := rotation(3)
	first, _ := r.Next()
	until := time.Date(2026, time.November, 30, 0, 0, 0, 0, time.UTC)
	r = r.Later(until)
	if next, _ := r.Next(); next != first || !r.NotBefore.Equal(until) {
		t.Errorf("put off to %s, it is the turn of %s", r.NotBefore, next)
	}
	if r = r.Done(first); !r.NotBefore.IsZero() {
		t.Error("after the talk it is still put off")
	}
}

// TestForgedNamesChangeNothing hands in people who are not in the rotation.
func TestForgedNamesChangeNothing(t *testing.T) {
	r := rotation(3)
	for _, changed := range []Rotation{r.Done("UX"), r.Someone("UX")} {
		if !slices.Equal(changed.Waiting, r.Waiting) || changed.Talks != 0 {
			t.Errorf("%+v", changed)
		}
	}
}

// TestATurnThatNobodySpokeOfBringsAnotherQuestion: whoever leads is not handed the same words round after round.
func TestATurnThatNobodySpokeOfBringsAnotherQuestion(t *testing.T) {
	there := func(mission.UserID) bool { return false }
	r, now := rotation(3), time.Date(2026, time.November, 30, 9, 5, 0, 0, time.UTC)
	asked := map[int]bool{}
	for week := range 4 {
		r, _ = r.Tell(fmt.Sprint("week ", week), now.AddDate(0, 0, 7*week), there)
		asked[r.Talks] = true
	}
	if len(asked) != 4 {
		t.Errorf("four turns count as %v", asked)
	}
}
