package nudges

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// madeUp returns n questions of random words, as many different words as the built-in library has.
func madeUp(n int) []Question {
	var words []string
	for _, q := range Builtin().All() {
		words = append(words, wordsOf(q.Text)...)
	}
	draw := rand.New(rand.NewPCG(1, 2))
	questions := make([]Question, n)
	for i := range questions {
		text := []string{"What"}
		for range 11 {
			text = append(text, words[draw.IntN(len(words))])
		}
		questions[i] = good()
		questions[i].ID, questions[i].Text = fmt.Sprintf("made-up-%d", i), strings.Join(text, " ")+"?"
	}
	return questions
}

// BenchmarkCheck checks the built-in library, ten thousand questions of its words, and ten thousand that are all
// built alike, where no stem tells two apart.
func BenchmarkCheck(b *testing.B) {
	alike := make([]Question, 10_000)
	for i := range alike {
		alike[i] = good()
		alike[i].ID, alike[i].Text = fmt.Sprintf("alike-%d", i), fmt.Sprintf("What could we do with thing%d by the end of day%d?", i, i)
	}
	for _, bm := range []struct {
		name string
		of   []Question
	}{
		{"built-in", Builtin().All()}, {"10000 of its words", madeUp(10_000)}, {"10000 built alike", alike},
	} {
		l := NewLibrary(bm.of)
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				Check(l)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(l.Len()), "µs/question")
		})
	}
}

// Looking for repetitions by rare stems finds what comparing everything with everything finds.
func TestRepetitionsAreFoundWithoutComparingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"we", "do", "see", "make", "have", "know", "help", "find", "keep", "learn", "want", "day"}
		questions := make([]Question, rapid.IntRange(2, 20).Draw(t, "questions"))
		for i := range questions {
			q := Question{ID: fmt.Sprint(i)}
			q.Text = strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 9).Draw(t, "text"), " ")
			if rapid.Bool().Draw(t, "more") {
				q.FollowUps = []string{strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 9).Draw(t, "follow-up"), " ")}
			}
			questions[i] = q
		}
		texts := takeApart(questions)
		seen := newSeenTexts(texts)
		for i, a := range texts {
			alike := false
			for _, b := range texts[:i] {
				alike = alike || a.overlap(b) > maxOverlap
			}
			if _, _, found := seen.like(i); found != alike {
				t.Fatalf("%q repeats one of %v: found %v, want %v", a.text, texts[:i], found, alike)
			}
			seen.add(i)
		}
	})
}
