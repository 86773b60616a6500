package ownwords

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"
)

const (
	// Shared is how many people have to use a word before it is shown.
	Shared = 3
	// Enough is from how many people on there is a result.
	Enough = 5
	// campsFrom is from how many people on two ways of speaking are looked for.
	campsFrom = 6
	// campWords is how many words make a way of speaking, at least.
	campWords = 2
	// aLine is how many words stand in a line at most.
	aLine = 8
)

// Result is what a team's own words have in common. Each line is in the order of the alphabet, so that the
// order says nothing.
type Result struct {
	Most    []string // at least half say it, and at least three
	Some    []string // at least three say it
	Missing []string // it stands in the mission, and fewer than three say it
	Ours    []string // at least three say it, and it does not stand in the mission
	// Camps are two ways of speaking: at least three people use each word, and nobody uses a word of both.
	// Both are empty where there are no such two.
	Camps [2][]string
}

// Empty reports whether no word is shared.
func (r Result) Empty() bool { return len(r.Most)+len(r.Some) == 0 }

// Analyse compares what people wrote with the mission's wording. Each answer is one person's. Fewer answers
// than [Enough] give no result.
func Analyse(l Language, wording string, answers []string) Result {
	if len(answers) < Enough {
		return Result{}
	}
	a := analysis{lang: l, people: len(answers), uses: make(map[string]*use)}
	for _, w := range l.words(wording) {
		a.at(w).inMission = append(a.at(w).inMission, w)
	}
	for person, text := range answers {
		for _, w := range l.words(text) {
			a.at(w).add(person, w)
		}
	}
	return a.result()
}

// use is one word in all its forms, and who uses it.
type use struct {
	stem      string
	inMission []string // its forms in the mission
	forms     []string // its forms in the answers
	by        []int    // who uses it, each once, ascending
}

func (u *use) add(person int, form string) {
	if n := len(u.by); n == 0 || u.by[n-1] != person {
		u.by = append(u.by, person)
	}
	u.forms = append(u.forms, form)
}

func (u *use) shared() bool { return len(u.by) >= Shared }

// shown is the form in which the word is shown: the mission's own, or else the shortest.
func (u *use) shown() string {
	forms := u.inMission
	if len(forms) == 0 {
		forms = u.forms
	}
	return slices.MinFunc(forms, func(a, b string) int {
		return cmp.Or(cmp.Compare(utf8.RuneCountInString(a), utf8.RuneCountInString(b)), cmp.Compare(a, b))
	})
}

type analysis struct {
	lang   Language
	people int
	uses   map[string]*use
}

func (a *analysis) at(word string) *use {
	stem := a.lang.stem(word)
	if a.uses[stem] == nil {
		a.uses[stem] = &use{stem: stem}
	}
	return a.uses[stem]
}

func (a *analysis) result() Result {
	return Result{
		Most:    a.line(func(u *use) bool { return u.shared() && 2*len(u.by) >= a.people }),
		Some:    a.line(func(u *use) bool { return u.shared() && 2*len(u.by) < a.people }),
		Missing: a.line(func(u *use) bool { return len(u.inMission) > 0 && !u.shared() }),
		Ours:    a.line(func(u *use) bool { return u.shared() && len(u.inMission) == 0 }),
		Camps:   a.camps(),
	}
}

// line returns the words that belong into a line, as they are shown.
func (a *analysis) line(belongs func(*use) bool) []string {
	var words []string
	for _, u := range a.uses {
		if belongs(u) {
			words = append(words, u.shown())
		}
	}
	return cutLine(words)
}

func cutLine(words []string) []string {
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), aLine)]
}

// camps looks for two ways of speaking among the shared words. Any two words of one camp lead to it: what
// nobody who uses either of them uses is the other camp.
func (a *analysis) camps() (found [2][]string) {
	if a.people < campsFrom {
		return found
	}
	words := a.sharedWords()
	best := 0
	for i, u := range words {
		for _, v := range words[i+1:] {
			other := apart(words, []*use{u, v})
			if len(other) < campWords {
				continue
			}
			own := apart(words, other)
			if n := len(own) + len(other); n > best {
				best, found = n, inOrder(shownOf(own), shownOf(other))
			}
		}
	}
	return found
}

// sharedWords are the words that enough people use, in a fixed order.
func (a *analysis) sharedWords() []*use {
	words := slices.Collect(maps.Values(a.uses))
	words = slices.DeleteFunc(words, func(u *use) bool { return !u.shared() })
	slices.SortFunc(words, func(x, y *use) int { return cmp.Compare(x.stem, y.stem) })
	return words[:min(len(words), campLimit)]
}

// campLimit bounds how many words are looked at for camps, since each pair of them is.
const campLimit = 120

// apart returns the words that nobody uses who uses one of those given.
func apart(words, from []*use) []*use {
	users := make(map[int]bool)
	for _, u := range from {
		for _, p := range u.by {
			users[p] = true
		}
	}
	var out []*use
	for _, u := range words {
		if !slices.ContainsFunc(u.by, func(p int) bool { return users[p] }) {
			out = append(out, u)
		}
	}
	return out
}

func shownOf(words []*use) []string {
	out := make([]string, len(words))
	for i, u := range words {
		out[i] = u.shown()
	}
	return cutLine(out)
}

// inOrder puts the camp whose first word comes first in the alphabet first.
func inOrder(a, b []string) [2][]string {
	if slices.Compare(a, b) > 0 {
		a, b = b, a
	}
	return [2][]string{a, b}
}
