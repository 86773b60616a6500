package coaching

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

func opened() Conversation { return Begin("01C", "T1", "UBO", "01M", nil, noon) }

// taken answers the open question with words of some length.
func taken(t *testing.T, c Conversation, length int, now time.Time) Conversation {
	t.Helper()
	n, ok := c.Open()
	if !ok {
		t.Fatal("no question is open")
	}
	out, err := c.Take(Reply{Conversation: c.ID, Turn: n, Words: mission.Sealed("x"), Length: length}, nil, now)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func steps(c Conversation) []Step {
	var out []Step
	for _, t := range c.Turns {
		out = append(out, t.Step)
	}
	return out
}

func TestAnswersLeadThroughTheFourSteps(t *testing.T) {
	for _, c := range []struct {
		says    string
		lengths []int
		want    []Step
	}{
		{"long answers, one question a step, two for options and one more",
			[]int{90, 90, 90, 90, 90, 90}, []Step{Goal, Reality, Options, Options, Options, Will, Plan}},
		{"short answers are asked on, options once",
			[]int{5, 5, 5, 5, 5, 5, 5, 5}, []Step{Goal, Goal, Reality, Reality, Options, Options, Will, Will, Plan}},
		{"nothing more is asked after a second long answer",
			[]int{5, 90, 5, 90, 5, 5, 90}, []Step{Goal, Goal, Reality, Reality, Options, Options, Will, Plan}},
	} {
		conv := opened()
		for _, n := range c.lengths {
			conv = taken(t, conv, n, noon)
		}
		if got := steps(conv); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.says, got, c.want)
		}
	}
}

func TestTimeInAConversation(t *testing.T) {
	c := opened()
	paused, err := c.Pause("01C", noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	on, err := paused.GoOn("01C", noon.Add(49*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		says           string
		c              Conversation
		at             time.Duration
		paused, closed bool
	}{
		{"a new one is open", c, 0, false, false},
		{"it is open for two hours", c, 2*time.Hour - 1, false, false},
		{"silence pauses it", c, 2 * time.Hour, true, false},
		{"it is kept for a week", c, 7*24*time.Hour - 1, true, false},
		{"then it closes", c, 7 * 24 * time.Hour, true, true},
		{"a tap pauses it at once", paused, time.Hour, true, false},
		{"the week counts from the tap", paused, 7 * 24 * time.Hour, true, false},
		{"and ends then", paused, 7*24*time.Hour + time.Hour, true, true},
		{"going on opens it", on, 49 * time.Hour, false, false},
		{"with a week of its own", on, 7 * 24 * time.Hour, true, false},
	} {
		if p, o := x.c.Paused(noon.Add(x.at)), x.c.Closed(noon.Add(x.at)); p != x.paused || o != x.closed {
			t.Errorf("%s: paused %t, closed %t", x.says, p, o)
		}
	}
}

func TestWhatAConversationRefuses(t *testing.T) {
	c := opened()
	late := noon.Add(8 * 24 * time.Hour)
	take := func(id mission.ID, n int, at time.Time) func() error {
		return func() error { _, err := c.Take(Reply{Conversation: id, Turn: n}, nil, at); return err }
	}
	for says, x := range map[string]struct {
		do   func() error
		want mission.Code
	}{
		"an answer in another conversation": {take("01D", 0, noon), Over},
		"an answer after the week":          {take("01C", 0, late), Over},
		"a question that was not asked":     {take("01C", 7, noon), mission.MovedOn},
		"a number below all":                {take("01C", -1, noon), mission.MovedOn},
		"a plan before its time": {func() error {
			_, err := c.WritePlan("01C", nil, mission.Sealed("x"), noon)
			return err
		}, mission.MovedOn},
		"a plan in another":       {func() error { _, err := c.WritePlan("01D", nil, nil, noon); return err }, Over},
		"a pause of another":      {func() error { _, err := c.Pause("01D", noon); return err }, Over},
		"going on after the week": {func() error { _, err := c.GoOn("01C", late); return err }, Over},
	} {
		if err := x.do(); !errors.Is(err, &mission.Refusal{Code: x.want}) {
			t.Errorf("%s: %v, want %s", says, err, x.want)
		}
	}
}

func TestChangedWordsAskNothing(t *testing.T) {
	c := taken(t, opened(), 90, noon)
	before := len(c.Turns)
	c, err := c.Take(Reply{Conversation: c.ID, Turn: 0, Words: mission.Sealed("other"), Length: 2}, nil, noon.Add(time.Minute))
	if err != nil || len(c.Turns) != before || string(c.Turns[0].Answer) != "other" {
		t.Errorf("a change of words: %d turns, %v", len(c.Turns), err)
	}
}

// TestEveryConversationEnds walks through conversations of any answers, pauses and days, and holds them to
// what a person relies on.
func TestEveryConversationEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p Practice
		now := noon
		for range rapid.IntRange(1, 6).Draw(t, "conversations") {
			id := mission.ID(rapid.StringMatching(`[0-9A-Z]{8}`).Draw(t, "id"))
			c := Begin(id, "T1", "UBO", "", p.Asked, now)
			for c.Step() != Plan {
				now = now.Add(time.Duration(rapid.IntRange(0, 6*24).Draw(t, "hours")) * time.Hour)
				var err error
				switch n, open := c.Open(); rapid.IntRange(0, 3).Draw(t, "what") {
				case 0:
					c, err = c.Pause(id, now)
				case 1:
					c, err = c.GoOn(id, now)
				default:
					if !open {
						t.Fatal("nothing waits for an answer before the plan")
					}
					before := c
					c, err = c.Take(Reply{Conversation: id, Turn: n, Words: mission.Sealed("x"), Length: rapid.IntRange(0, 200).Draw(t, "length")}, p.Asked, now)
					if err == nil && len(c.Turns) != len(before.Turns)+1 {
						t.Fatalf("an answer led to %d questions", len(c.Turns)-len(before.Turns))
					}
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			checkTurns(t, c)
			p = p.Remember(c.Questions())
		}
		if slices.Sort(p.Asked); len(slices.Compact(p.Asked)) > len(All()) {
			t.Fatal("more questions are remembered than there are")
		}
	})
}

func checkTurns(t *rapid.T, c Conversation) {
	count, seen := map[Step]int{}, map[string]bool{}
	for i, turn := range c.Turns {
		if seen[turn.Question] || Text(turn.Question) == "" {
			t.Fatalf("the question %q came twice, or is none", turn.Question)
		}
		seen[turn.Question] = true
		count[turn.Step]++
		if i > 0 && turn.Step < c.Turns[i-1].Step || i > 0 && turn.Step > c.Turns[i-1].Step+1 {
			t.Fatalf("the steps are %v", steps(c))
		}
	}
	for s, n := range count {
		if n > most || s == Plan && n > 1 {
			t.Fatalf("%d questions in step %d", n, s)
		}
	}
}

// TestQuestionsComeRound asks a step as often as it has questions: none comes twice before all came once.
func TestQuestionsComeRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Step(rapid.IntRange(int(Goal), int(Will)).Draw(t, "step"))
		var asked []string
		n := len(questions[s].first)
		for i := range 3 * n {
			q := choose(s, first, asked, rapid.Uint64().Draw(t, "seed"))
			if recent := asked[max(0, i-i%n):]; slices.Contains(recent, q) {
				t.Fatalf("%s came again after %v", q, recent)
			}
			asked = append(asked, q)
		}
	})
}

func TestTheQuestionsAreWellMade(t *testing.T) {
	ids, texts := map[string]bool{}, map[string]bool{}
	for _, q := range All() {
		if ids[q.ID] || texts[q.Text] {
			t.Errorf("%s is there twice", q.ID)
		}
		ids[q.ID], texts[q.Text] = true, true
		words := strings.Fields(strings.ToLower(strings.NewReplacer(",", "", "?", "", ".", "").Replace(q.Text)))
		for _, never := range []string{"why", "should", "just", "always", "never", "behind", "best", "honestly"} {
			if slices.Contains(words, never) {
				t.Errorf("%s says %q", q.ID, never)
			}
		}
		if len(q.Text) > 140 || strings.Count(q.Text, "?") != 1 || strings.ContainsAny(q.Text, "!0123456789") {
			t.Errorf("%s: %q", q.ID, q.Text)
		}
	}
	for s, q := range questions[:Steps] {
		if len(q.first) < 5 || len(q.further) < 4 {
			t.Errorf("step %d has %d questions and %d that go deeper", s, len(q.first), len(q.further))
		}
	}
}

func TestAnswersAreFoundByTheirMessage(t *testing.T) {
	c := opened()
	at := mission.MessageRef{Channel: "D1", TS: "1.1"}
	c, err := c.Take(Reply{Conversation: c.ID, Source: at}, nil, noon)
	if n, ok := c.From(at); err != nil || !ok || n != 0 {
		t.Errorf("From = %d, %t, %v", n, ok, err)
	}
	if _, ok := c.From(mission.MessageRef{}); ok {
		t.Error("an answer from a form was found by no message")
	}
}
