package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"throughline/internal/rounds"
)

// The leak table: what somebody who answered herself can learn of the answer of one who joined, from the results
// of the round before and the round after. Everything that can happen is gone through, with its probability;
// what the attacker sees is the message as it is rendered.

// moodsOfPeople is how often each choice is made, in hundredths. Who knows nothing guesses right in 35 of 100.
var moodsOfPeople = [5]float64{.05, .15, .30, .35, .15}

// leak is what two results give away, in hundredths.
type leak struct{ certain, right, low float64 }

// sums maps what the others' answers add up to, before and after, to its probability.
type sums map[[2]int]float64

// others adds up the answers of so many people, each of whom answers anew with the given probability.
func others(people int, anew float64) sums {
	all := sums{{0, 0}: 1}
	for range people {
		next := sums{}
		for at, p := range all {
			for i, pi := range moodsOfPeople {
				next[[2]int{at[0] + i + 1, at[1] + i + 1}] += p * pi * (1 - anew)
				for j, pj := range moodsOfPeople {
					next[[2]int{at[0] + i + 1, at[1] + j + 1}] += p * pi * anew * pj
				}
			}
		}
		all = next
	}
	return all
}

// seen is what is rendered for a sum of answers, each rendering with its probability over how the borders move.
type seen func(sum, people int) map[string]float64

// steps divides the way that the borders move; the borders of 5 to 8 people's means lie between steps.
const steps = 16_800

// rendered renders the program's own result.
func rendered(moves float64) seen {
	s := newSample(asWritten)
	messages := map[rounds.Word]string{}
	for _, w := range rounds.Words {
		m := RoundResult(s.env, s.result(rounds.Energy, w))
		messages[w] = surface{message: &m}.draw()
	}
	known := map[[2]int]map[string]float64{}
	return func(sum, people int) map[string]float64 {
		if got := known[[2]int{sum, people}]; got != nil {
			return got
		}
		out := map[string]float64{}
		for i := range steps {
			shift := moves * (2*(float64(i)+.5)/steps - 1)
			out[messages[rounds.WordFor(sum, people, shift)]] += 1. / steps
		}
		known[[2]int{sum, people}] = out
		return out
	}
}

// mean is what a bot would show that shows the mean.
func mean(sum, people int) map[string]float64 {
	return map[string]float64{fmt.Sprintf("%.1f", float64(sum)/float64(people)): 1}
}

// enumerated goes through everything that so many people, the one who joined among them, can answer.
func enumerated(people int, anew float64, look seen) leak {
	type sight struct {
		own           int
		before, after string
	}
	posterior := map[sight]*[5]float64{}
	for at, p := range others(people-2, anew) {
		for own, pOwn := range moodsOfPeople {
			for joined, pJoined := range moodsOfPeople {
				for before, p1 := range look(at[0]+own+1, people-1) {
					for after, p2 := range look(at[1]+own+joined+2, people) {
						k := sight{own, before, after}
						if posterior[k] == nil {
							posterior[k] = &[5]float64{}
						}
						posterior[k][joined] += p * pOwn * pJoined * p1 * p2
					}
				}
			}
		}
	}
	var out leak
	for _, ps := range posterior {
		total := ps[0] + ps[1] + ps[2] + ps[3] + ps[4]
		best := slices.Max(ps[:])
		out.right += 100 * best
		if best/total > 1-1e-9 {
			out.certain += 100 * total
		}
		if low := ps[0] + ps[1]; low/total >= .9 {
			out.low += 100 * low / (moodsOfPeople[0] + moodsOfPeople[1])
		}
	}
	return out
}

func TestWhatTwoResultsGiveAway(t *testing.T) {
	moving, fixed := rendered(.25), rendered(0)
	t.Logf("%-52s %8s %8s %8s", "one person joins, and the attacker answered too", "certain", "right", "low")
	for _, c := range []struct {
		says   string
		people int
		anew   float64
		look   seen
		bar    *leak // or nil, for what the product does not do
	}{
		{"a mean to one decimal, the others unchanged", 6, 0, mean, nil},
		{"three words, fixed borders, 0.2 answer anew", 6, .2, fixed, nil},
		{"three words, fixed borders, unchanged", 6, 0, fixed, nil},
		{"three words, moving borders, 0.2 answer anew", 6, .2, moving, &leak{0, 38.5, .5}},
		{"three words, moving borders, unchanged", 6, 0, moving, &leak{0, 38.5, .5}},
		{"the same with 8 people, 0.2 answer anew", 8, .2, moving, &leak{0, 38.5, .5}},
		{"the same with 8 people, unchanged", 8, 0, moving, &leak{0, 38.5, .5}},
	} {
		got := enumerated(c.people, c.anew, c.look)
		t.Logf("%-52s %8.1f %8.1f %8.1f", c.says, got.certain, got.right, got.low)
		if c.bar != nil && (got.certain > c.bar.certain || got.right > c.bar.right || got.low > c.bar.low) {
			t.Errorf("%s: %+v is over the bar of %+v", c.says, got, *c.bar)
		}
	}
	if got := enumerated(6, 0, mean); got.certain < 99.9 {
		t.Errorf("the attacker is too weak: of a mean she learns %+v", got)
	}
}

// TestAResultShowsItsWordAndNoNumber renders every result of a mood: besides the word nothing changes, and no digit
// is there but that of the floor.
func TestAResultShowsItsWordAndNoNumber(t *testing.T) {
	s := newSample(asWritten)
	for _, topic := range rounds.Moods {
		bodies := map[string]bool{}
		for _, w := range rounds.Words {
			d := s.result(topic, w)
			d.Changes, d.Before = nil, rounds.Before{}
			m := RoundResult(s.env, d)
			drawn := surface{message: &m}.draw()
			if digits := strings.Trim(drawn, "5"); strings.ContainsAny(strings.ReplaceAll(digits, "5 or more", ""), "0123456789%") {
				t.Errorf("%s shows a number:\n%s", topic, drawn)
			}
			bodies[strings.ReplaceAll(drawn, ": "+wordOf(topic, w)+".", ": X.")] = true
		}
		if len(bodies) != 1 {
			t.Errorf("%s: more than the word changes:\n%s", topic, strings.Join(slices.Collect(maps.Keys(bodies)), "\n"))
		}
	}
}
