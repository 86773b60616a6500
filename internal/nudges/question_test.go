package nudges

import (
	"strings"
	"testing"

	"throughline/internal/mission"
)

func TestBuiltinLibraryIsLargeEnough(t *testing.T) {
	l := Builtin()
	for _, p := range mission.Phases {
		for audience, want := range map[Audience]int{Channel: 27, Member: 14} {
			fits := l.Fitting(audience, p)
			if len(fits) < want {
				t.Errorf("%d questions for a %s in the %s, want %d", len(fits), audience, p, want)
			}
			themes := make(map[string]bool)
			for _, q := range fits {
				themes[q.Theme] = true
			}
			if len(themes) < 12 {
				t.Errorf("%d themes for a %s in the %s, want 12", len(themes), audience, p)
			}
		}
	}
}

// A mirror has something for every day of three weeks, on each of the eight traits of someone who leads.
func TestTheMirrorHasEnoughToAsk(t *testing.T) {
	l := Builtin()
	traits := []string{"trust", "inspire", "achieve", "dare", "listen", "learn", "collaborate", "own"}
	all := 0
	for _, p := range mission.Phases {
		themes := make(map[string]bool)
		fits := l.Fitting(Lead, p)
		for _, q := range fits {
			themes[q.Theme] = true
			if !strings.HasPrefix(q.Text, "What ") {
				t.Errorf("%s does not begin with What", q.ID)
			}
			if len(q.Phases) == 1 {
				all++
			}
		}
		for _, trait := range traits {
			if !themes[trait] {
				t.Errorf("nothing for a lead in the %s on %q", p, trait)
			}
		}
		if len(fits) < 20 {
			t.Errorf("%d questions for a lead in the %s, want 20", len(fits), p)
		}
	}
	if all < 24 {
		t.Errorf("%d questions on the traits, want 24", all)
	}
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
