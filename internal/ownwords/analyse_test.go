package ownwords

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// team is a made-up team: its mission's wording, and what its people wrote.
type team struct {
	name    string
	wording string
	answers []string
}

var teams = []team{
	{"in step", "Berths for skippers. A skipper can book a berth in a minute, from the boat.", []string{
		"A skipper on a boat books a berth within one minute, before sunset.",
		"Book your berth from the boat in a minute. No more radio to the harbour.",
		"Skippers find a berth in our harbour and book it in minutes.",
		"From the boat: pick a berth, book it, done in a minute, also at sunset.",
		"Any skipper gets a berth without calling the harbour first.",
		"One minute, one berth, one happy skipper at sunset on a boat.",
		"A skipper books by boat what she used to shout for: a berth, in a minute.",
	}},
	{"two camps", "Three weeks, then a doctor. Patients wait three weeks at most.", []string{
		"Patients wait less: a doctor within three weeks.",
		"No patient waits more than three weeks for a doctor.",
		"Three weeks at most, so that patients do not wait for the doctor.",
		"Every patient knows the wait: three weeks, and a doctor.",
		"A fair rota, so that each doctor and all staff sleep.",
		"The rota is done when staff can plan a doctor's month.",
		"Staff trust the rota, and no doctor is called at night.",
	}},
	{"lofty", "Invoices in June. Every invoice for June sends itself, without anybody asking.", []string{
		"We delight customers with excellence in all we touch.",
		"To be the partner of choice for customers worldwide.",
		"Leading the market by innovation and passion.",
		"Customers love what our brand stands for.",
		"Growing in a way that inspires everyone.",
		"A culture that customers feel.",
		"World class, every day.",
	}},
	{"drifted", "Home on time. Commuters leave home knowing every delay, minutes before.", []string{
		"The event platform replaces the old timetable import from the vendor.",
		"We finish the migration of the timetable to events on one platform.",
		"Migration off the vendor, so that events flow through our platform.",
		"The vendor is switched off and the platform takes all events.",
		"A platform for events, a migration without downtime, a timetable service.",
		"One event bus, no vendor, and the timetable in one schema.",
	}},
	{"same sense, other words", "Sell what we bake. By spring no bread is thrown away; we sell all of it.", []string{
		"Less waste in the shop by the evening.",
		"We bake only what the shop needs.",
		"Empty shelves at closing, and nothing goes to waste.",
		"Bake smarter, with the weather in mind.",
		"A counter that is empty when we close.",
		"We know on Monday what Friday eats.",
		"Waste falls to zero in every shop, since we bake less.",
	}},
	{"five people, one striking phrase", "Letters home. A family can find its letters in the archive in an evening.", []string{
		"A family finds its letters in our archive within one evening.",
		"Families find letters home in the archive, in an evening.",
		"I want people to find my grandmother's drowned village in the archive.",
		"In an evening a family should find every letter from home.",
		"The archive opens its letters, so families find home again.",
	}},
}

// report is a result as a team would read it.
func report(r Result) string {
	line := func(label string, words []string) string {
		if len(words) == 0 {
			return ""
		}
		return label + ": " + strings.Join(words, ", ") + "\n"
	}
	out := line("most", r.Most) + line("some", r.Some) + line("missing", r.Missing) + line("ours only", r.Ours)
	if len(r.Camps[0]) > 0 {
		out += fmt.Sprintf("some speak of %s; others of %s\n", strings.Join(r.Camps[0], ", "), strings.Join(r.Camps[1], ", "))
	}
	if r.Empty() {
		out += "no word is shared\n"
	}
	return out
}

func TestSixTeams(t *testing.T) {
	var all strings.Builder
	for _, c := range teams {
		fmt.Fprintf(&all, "== %s\n%s\n", c.name, report(Analyse(English, c.wording, c.answers)))
	}
	t.Log(all.String())
	if *update {
		if err := os.WriteFile("testdata/teams.golden", []byte(all.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/teams.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), all.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestNobodysOwnPhraseIsShown looks for the words that one person alone used.
func TestNobodysOwnPhraseIsShown(t *testing.T) {
	last := teams[len(teams)-1]
	got := report(Analyse(English, last.wording, last.answers))
	for _, word := range []string{"grandmother", "drowned", "village", "people"} {
		if strings.Contains(got, word) {
			t.Errorf("it shows %q:\n%s", word, got)
		}
	}
}

func TestFewerThanEnoughGiveNothing(t *testing.T) {
	for n := range Enough {
		answers := slices.Repeat([]string{"berth boat book"}, n)
		if got := Analyse(English, "berth", answers); !got.Empty() || got.Missing != nil {
			t.Errorf("%d answers gave %v", n, got)
		}
	}
}

// TestOneWordTwentyTimesIsOnePerson: a word counts once a person.
func TestOneWordTwentyTimesIsOnePerson(t *testing.T) {
	answers := []string{strings.Repeat("harbour ", 20), "boat harbour", "boat", "boat", "sea"}
	got := Analyse(English, "", answers)
	if diff := cmp.Diff([]string{"boat"}, got.Most); diff != "" || len(got.Some) > 0 {
		t.Errorf("most %v, some %v", got.Most, got.Some)
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		says string
		a, b string
		same bool
	}{
		{"a plural", "berth", "berths", true},
		{"a plural in -ies", "family", "families", true},
		{"a plural in -es", "wish", "wishes", true},
		{"what is done now", "book", "booking", true},
		{"what was done", "book", "booked", true},
		{"a doubled letter", "plan", "planned", true},
		{"a final e", "bake", "baking", true},
		{"a plural with an e", "invoice", "invoices", true},
		{"another's", "doctor", "doctor's", true},
		{"a curly apostrophe", "doctor", "doctor’s", true},
		{"capitals", "Berth", "BERTH", true},
		{"words that end alike", "bus", "bu", false},
		{"glass is no plural", "glass", "glas", false},
		{"a ring is no ending", "ring", "r", false},
		{"two words", "harbour", "harvest", false},
	} {
		a, b := stems(c.a), stems(c.b)
		if (a == b && a != "") != c.same {
			t.Errorf("%s: %s is %q and %s is %q", c.says, c.a, a, c.b, b)
		}
	}
}

func stems(text string) string {
	words := English.words(text)
	if len(words) != 1 {
		return ""
	}
	return English.stem(words[0])
}

func TestTheFormShown(t *testing.T) {
	answers := []string{"harbours", "harbours", "harbour boats", "boats", "boats"}
	if got := Analyse(English, "Boats for all", answers); !slices.Equal(got.Most, []string{"boats", "harbour"}) {
		t.Errorf("most %v; want the mission's form, or else the shortest", got.Most)
	}
}

func TestAnotherLanguageDropsShortWords(t *testing.T) {
	answers := slices.Repeat([]string{"die neue Fähre legt pünktlich ab"}, 5)
	if got := Analyse(Unknown, "", answers); !slices.Equal(got.Most, []string{"fähre", "pünktlich"}) {
		t.Errorf("most %v", got.Most)
	}
}

func TestStopListIsLongEnough(t *testing.T) {
	if n := len(English.stop); n < 200 {
		t.Errorf("%d words", n)
	}
}

// FuzzAnalyse holds every word that is shown to having been used by three people, or to standing in the
// mission and being missed there; and the camps to sharing nobody.
func FuzzAnalyse(f *testing.F) {
	for _, c := range teams {
		f.Add(c.wording, strings.Join(c.answers, "\n"))
	}
	f.Add("", "a\nb\nc\nd\ne")
	f.Add("’’ ' İi ſs", "ſs\nss\nSS\nİi\nii\ni̇i")
	f.Fuzz(func(t *testing.T, wording, text string) {
		answers := strings.Split(text, "\n")
		for _, l := range []Language{English, Unknown} {
			checkShown(t, l, wording, answers, Analyse(l, wording, answers))
		}
	})
}

func checkShown(t *testing.T, l Language, wording string, answers []string, r Result) {
	t.Helper()
	users := func(word string) (by []int) {
		for i, a := range answers {
			if slices.ContainsFunc(l.words(a), func(w string) bool { return l.stem(w) == l.stem(word) }) {
				by = append(by, i)
			}
		}
		return by
	}
	var people [2]map[int]bool
	for i, camp := range r.Camps {
		people[i] = map[int]bool{}
		for _, word := range camp {
			for _, p := range users(word) {
				people[i][p] = true
			}
		}
	}
	for p := range people[0] {
		if people[1][p] {
			t.Errorf("person %d is in both camps %v", p, r.Camps)
		}
	}
	for _, line := range [][]string{r.Most, r.Some, r.Ours, r.Camps[0], r.Camps[1]} {
		if len(line) > aLine || !slices.IsSorted(line) {
			t.Errorf("a line of %d words: %v", len(line), line)
		}
		for _, word := range line {
			if n := len(users(word)); n < Shared {
				t.Errorf("%q is shown and was used by %d people", word, n)
			}
		}
	}
	for _, word := range r.Missing {
		if !slices.Contains(l.words(wording), word) || len(users(word)) >= Shared {
			t.Errorf("%q is shown as missing", word)
		}
	}
}
