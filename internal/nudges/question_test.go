package nudges

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// traits are those of someone who leads.
var traits = []string{"trust", "inspire", "achieve", "dare", "listen", "learn", "collaborate", "own"}

func TestBuiltinLibraryIsLargeEnough(t *testing.T) {
	l := Builtin()
	if l.Len() < 300 {
		t.Errorf("%d questions, want 300", l.Len())
	}
	for _, p := range mission.Phases {
		for audience, want := range map[Audience]int{Channel: 45, Member: 45, Lead: 60} {
			fits := l.Fitting(audience, p)
			themes := make(map[string]bool)
			for _, q := range fits {
				themes[q.Theme] = true
			}
			t.Logf("%-7s %-9s %d questions, %d themes", audience, p, len(fits), len(themes))
			if len(fits) < want {
				t.Errorf("%d questions for a %s in the %s, want %d", len(fits), audience, p, want)
			}
			if len(themes) < 15 {
				t.Errorf("%d themes for a %s in the %s, want 15", len(themes), audience, p)
			}
		}
	}
	for _, short := range Thin(l) {
		t.Error(short)
	}
}

// Every trait of someone who leads has six questions for members and for leads, and some in every phase.
func TestEveryTraitHasItsQuestions(t *testing.T) {
	l := Builtin()
	for _, audience := range []Audience{Member, Lead} {
		for _, trait := range traits {
			n := 0
			for _, q := range l.All() {
				if q.Audience == audience && q.Theme == trait {
					n++
				}
			}
			if n < 6 {
				t.Errorf("%d questions on %s for a %s, want 6", n, trait, audience)
			}
			for _, p := range mission.Phases {
				if !slices.ContainsFunc(l.Fitting(audience, p), func(q Question) bool { return q.Theme == trait }) {
					t.Errorf("nothing on %s for a %s in the %s", trait, audience, p)
				}
			}
		}
	}
}

// Who was forgotten is called someone, so that a question which speaks of anybody says somebody where a name could
// stand.
func TestBuiltinQuestionsNameNobodyWhoWasForgotten(t *testing.T) {
	nameless := regexp.MustCompile(`(^|[.:·,] |by |says |to )someone( [^e]|$|[.,?'])|someone's`)
	for _, q := range Builtin().All() {
		for _, text := range q.texts() {
			if nameless.MatchString(text) {
				t.Errorf("%s: %q", q.ID, text)
			}
		}
	}
}

func TestEveryBuiltinQuestionSaysWhereItComesFrom(t *testing.T) {
	for _, q := range Builtin().All() {
		if strings.TrimSpace(q.Source) == "" {
			t.Errorf("%s has no source", q.ID)
		}
	}
}

// A mission may stay in one phase for a year. Whatever is chosen, something that was not asked within ninety days
// fits: twice a week in a channel and to a member, on every working day to a lead.
func TestAYearNeverRunsDry(t *testing.T) {
	l := Builtin()
	start := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		audience := rapid.SampledFrom([]Audience{Channel, Member, Lead}).Draw(t, "audience")
		fits := l.Fitting(audience, rapid.SampledFrom(mission.Phases[:]).Draw(t, "phase"))
		days := []int{1, 3}
		if audience == Lead {
			days = []int{0, 1, 2, 3, 4}
		}
		pick := rapid.Uint64().Draw(t, "seed")
		asked := make(map[string]time.Time)
		for week := range 53 {
			for _, day := range days {
				now := start.AddDate(0, 0, 7*week+day)
				var open []Question
				for _, q := range fits {
					if at, ok := asked[q.ID]; !ok || now.Sub(at) >= NoRepeat {
						open = append(open, q)
					}
				}
				if len(open) == 0 {
					t.Fatalf("nothing to ask a %s on %s", audience, now.Format(time.DateOnly))
				}
				pick = pick*6364136223846793005 + 1442695040888963407
				asked[open[int(pick>>33)%len(open)].ID] = now
			}
		}
	})
}

// Texts go out as they stand, so a slot would be sent unfilled.
func TestBuiltinLibraryHasNoSlots(t *testing.T) {
	for _, q := range Builtin().All() {
		if strings.ContainsAny(strings.Join(q.texts(), ""), "{}") {
			t.Errorf("%s has a slot", q.ID)
		}
	}
}

func TestLibraryFindsItsQuestions(t *testing.T) {
	l := Builtin()
	if got := len(l.All()); got != l.Len() || got == 0 {
		t.Errorf("All returns %d questions, Len says %d", got, l.Len())
	}
	q, ok := l.ByID("began-that-way")
	if !ok || q.Text != good().Text {
		t.Errorf("ByID returns %+v, %v", q, ok)
	}
	if _, ok := l.ByID("nothing-of-the-kind"); ok {
		t.Error("ByID finds a question that is not there")
	}
	for _, q := range l.Fitting(Member, mission.Ending) {
		if q.Audience != Member || !q.In(mission.Ending) {
			t.Errorf("%s does not fit", q.ID)
		}
	}
	if fits := (Library{}).Fitting(Channel, mission.Middle); fits != nil {
		t.Errorf("the empty library offers %v", fits)
	}
}

func TestWhatIsAskedNoMoreKeepsItsWords(t *testing.T) {
	other := good()
	other.ID = "gone"
	l := NewLibrary([]Question{good()}).Remembering([]Question{other})
	if q, ok := l.ByID("gone"); !ok || q.Text != other.Text {
		t.Errorf("ByID returns %+v, %v", q, ok)
	}
	if l.Len() != 1 || len(l.Fitting(Channel, mission.Middle)) != 1 {
		t.Error("it is asked all the same")
	}
	if l.Hash() != NewLibrary([]Question{good()}).Hash() {
		t.Error("the hash counts what is asked no more")
	}
}

func TestAllIsACopy(t *testing.T) {
	l := Builtin()
	l.All()[0].ID = "changed"
	if _, ok := l.ByID("changed"); ok || l.All()[0].ID == "changed" {
		t.Error("the library changed through All")
	}
}

func TestHashFollowsTheQuestions(t *testing.T) {
	if once, again := Builtin().Hash(), Builtin().Hash(); once != again {
		t.Error("the hash differs between two readings")
	}
	other := good()
	other.FollowUps = []string{"Which of these habits would you miss?"}
	a, b := NewLibrary([]Question{good()}), NewLibrary([]Question{other})
	if a.Hash() == b.Hash() || a.Hash() == (Library{}).Hash() {
		t.Errorf("hashes %s and %s", a.Hash(), b.Hash())
	}
}

func TestParseLibrary(t *testing.T) {
	const one = `{"id":"a","audience":"member","phases":["beginning","end"],"function":"effort","theme":"own","text":"T","follow_ups":["F"]}`
	tests := []struct {
		name, data string
		wantErr    string // part of it; empty for none
	}{
		{"one question", "[" + one + "]", ""},
		{"an empty list", "[]", ""},
		{"an empty file", "", "EOF"},
		{"not a list", one, "cannot unmarshal"},
		{"a key that is unknown", `[{"id":"a","colour":"red"}]`, "colour"},
		{"a phase that is unknown", `[{"id":"a","phases":["dawn"]}]`, `question "a": unknown phase "dawn"`},
		{"something after the list", "[] []", "follows"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseLibrary([]byte(tt.data))
			if tt.wantErr == "" && err != nil {
				t.Fatal(err)
			}
			if tt.wantErr != "" && (err == nil || !strings.Contains(err.Error(), tt.wantErr)) {
				t.Fatalf("error %v, want one about %q", err, tt.wantErr)
			}
		})
	}
	l, err := ParseLibrary([]byte("[" + one + "]"))
	if err != nil {
		t.Fatal(err)
	}
	q, _ := l.ByID("a")
	if q.Audience != Member || q.In(mission.Middle) || !q.In(mission.Ending) || q.Theme != "own" || q.FollowUps[0] != "F" {
		t.Errorf("read %+v", q)
	}
}

// TestWhatOneAsksOneselfIsNotHandedToAnother: a mirror, and what somebody keeps back, is for herself.
func TestWhatOneAsksOneselfIsNotHandedToAnother(t *testing.T) {
	inward := map[string]bool{"when-difficult": true, "kept-thought": true, "part-of-your-own": false, "last-good-hour": false}
	for id, want := range inward {
		if q, ok := Builtin().ByID(id); !ok || q.Inward() != want {
			t.Errorf("%s is inward: %v, want %v (known: %v)", id, q.Inward(), want, ok)
		}
	}
}
