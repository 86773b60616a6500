package nudges

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"throughline/internal/mission"
)

// Audience says who reads a question.
type Audience string

// The audiences of questions.
const (
	Channel Audience = "channel" // the team, in the mission's channel
	Member  Audience = "member"  // one person, in her direct messages
	Lead    Audience = "lead"    // whoever leads, in her direct messages
)

var audiences = []Audience{Channel, Member, Lead}

// Function says what a question is for. It ties the question to a phase, because coaching works when
// its function fits the time: see [Function.Phase].
type Function string

// The functions of questions.
const (
	FunctionEffort    Function = "effort"
	FunctionBelonging Function = "belonging"
	FunctionStrategy  Function = "strategy"
	FunctionRisk      Function = "risk"
	FunctionLessons   Function = "lessons"
)

// Phase returns the phase that the function belongs to, and false for an unknown function.
func (f Function) Phase() (mission.Phase, bool) {
	switch f {
	case FunctionEffort, FunctionBelonging:
		return mission.Beginning, true
	case FunctionStrategy, FunctionRisk:
		return mission.Middle, true
	case FunctionLessons:
		return mission.Ending, true
	}
	return 0, false
}

// The themes that fit every phase: a mirror, and the link between the mission and what a person is
// after herself.
const (
	themeMirror  = "mirror"
	themeConnect = "connect"
	themePower   = "power"
)

// themeTrust is the trait whose questions ask what somebody keeps back.
const themeTrust = "trust"

// themes are the ideas that the product stands on, then the eight traits of someone who leads.
var themes = []string{
	"arc", "piece", "why", themeConnect, themePower, "energy", "change", themeMirror, "words", "value",
	"risk", "coach", "commit", "thanks", "balance", "self", "relations",
	themeTrust, "inspire", "achieve", "dare", "listen", "learn", "collaborate", "own",
}

// themesOfPower are the themes that lie near each kind of work that gives somebody energy.
var themesOfPower = map[mission.Power][]string{
	mission.Teaching:  {"coach", "inspire", "words"},
	mission.Making:    {"piece", "value", "own"},
	mission.Solving:   {"risk", "dare", "change"},
	mission.Helping:   {"thanks", "relations", "collaborate"},
	mission.Finishing: {"arc", "commit", "achieve"},
	mission.Learning:  {"learn", "listen", themeMirror},
}

// ThemesNear returns the themes that are asked sooner of somebody who ticked kinds of work, each once.
func ThemesNear(powers []mission.Power) []string {
	var near []string
	for _, p := range powers {
		near = append(near, themesOfPower[p]...)
	}
	slices.Sort(near)
	return slices.Compact(near)
}

// inEveryPhase reports whether questions of a theme may be asked in any phase.
func inEveryPhase(theme string) bool {
	return theme == themeMirror || theme == themeConnect || theme == themePower
}

// Question is one question of a library.
type Question struct {
	ID       string // unique in its library, kept when the wording changes
	Audience Audience
	Phases   []mission.Phase // those it may be asked in, in order
	Function Function
	Theme    string // one of the ideas of the product, or one of the eight traits
	Text     string
	// FollowUps are at most two questions that may follow an answer.
	FollowUps []string
	// Source says which idea or finding the question comes from. No reader of the question sees it.
	Source string
	// Language is the tag of the language of a team's own question, such as "de", and empty for English.
	Language string
}

// In reports whether the question may be asked in a phase.
func (q Question) In(p mission.Phase) bool { return slices.Contains(q.Phases, p) }

// Inward reports whether the question is one that a person asks herself: what she keeps back and how she sees herself
// is hers to bring up, so nobody is handed it to ask of her.
func (q Question) Inward() bool { return q.Theme == themeMirror || q.Theme == themeTrust }

// Library is a fixed set of questions. The zero Library is empty.
type Library struct {
	questions []Question
	byID      map[string]int
	gone      map[string]Question // asked no more
	hash      string
}

// NewLibrary makes a library of questions as they stand; [Check] says what is wrong with them.
// Of several questions with one id, ByID finds the first.
func NewLibrary(questions []Question) Library {
	l := Library{questions: slices.Clone(questions), byID: make(map[string]int, len(questions))}
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	for i, q := range l.questions {
		if _, taken := l.byID[q.ID]; !taken {
			l.byID[q.ID] = i
		}
		_ = enc.Encode(q) // neither a hash nor plain strings and numbers can fail
	}
	l.hash = hex.EncodeToString(sum.Sum(nil)[:8])
	return l
}

//go:embed questions.json
var builtinQuestions []byte

// Builtin returns the library that is part of the program. The error of a broken file is a defect of
// the program, held by a test, so it panics.
func Builtin() Library { return builtin() }

var builtin = sync.OnceValue(func() Library {
	l, err := ParseLibrary(builtinQuestions)
	if err != nil {
		panic(fmt.Sprintf("built-in questions: %v", err))
	}
	return l
})

// questionRecord is a question as it stands in a library file.
type questionRecord struct {
	ID        string   `json:"id"`
	Audience  Audience `json:"audience"`
	Phases    []string `json:"phases"`
	Function  Function `json:"function"`
	Theme     string   `json:"theme"`
	Text      string   `json:"text"`
	FollowUps []string `json:"follow_ups"`
	Source    string   `json:"source"`
}

// ParseLibrary reads a library file: a JSON array of questions, each with id, audience, phases
// (beginning, middle, end), function, theme, text and, if wanted, follow_ups. Unknown keys and
// phases are errors; everything else is for [Check] to judge.
func ParseLibrary(data []byte) (Library, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var records []questionRecord
	if err := dec.Decode(&records); err != nil {
		return Library{}, fmt.Errorf("read questions: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Library{}, errors.New("read questions: something follows the list of questions")
	}
	questions := make([]Question, 0, len(records))
	for _, r := range records {
		q, err := r.question()
		if err != nil {
			return Library{}, fmt.Errorf("read question %q: %w", r.ID, err)
		}
		questions = append(questions, q)
	}
	return NewLibrary(questions), nil
}

func (r questionRecord) question() (Question, error) {
	q := Question{
		ID: r.ID, Audience: r.Audience, Function: r.Function, Theme: r.Theme, Text: r.Text, FollowUps: r.FollowUps,
		Source: r.Source,
	}
	for _, name := range r.Phases {
		p, ok := phaseNamed(name)
		if !ok {
			return Question{}, fmt.Errorf("unknown phase %q: use beginning, middle or end", name)
		}
		q.Phases = append(q.Phases, p)
	}
	return q, nil
}

func phaseNamed(name string) (mission.Phase, bool) {
	for _, p := range mission.Phases {
		if p.String() == name {
			return p, true
		}
	}
	return 0, false
}

// Len returns how many questions the library holds.
func (l Library) Len() int { return len(l.questions) }

// All returns the questions in the order of the file.
func (l Library) All() []Question { return slices.Clone(l.questions) }

// Hash names this version of the library: any change of a question changes it.
func (l Library) Hash() string { return l.hash }

// Remembering returns the library with questions that are asked no more, so that messages which asked them, and
// notes which answered them, keep their words.
func (l Library) Remembering(gone []Question) Library {
	l.gone = maps.Clone(l.gone)
	if l.gone == nil {
		l.gone = make(map[string]Question, len(gone))
	}
	for _, q := range gone {
		l.gone[q.ID] = q
	}
	return l
}

// ByID returns the question with the given id, also one that is asked no more.
func (l Library) ByID(id string) (Question, bool) {
	if i, ok := l.byID[id]; ok {
		return l.questions[i], true
	}
	q, ok := l.gone[id]
	return q, ok
}

// Fitting returns the questions that an audience may be asked in a phase, in the order of the file.
func (l Library) Fitting(a Audience, p mission.Phase) []Question {
	var fits []Question
	for _, q := range l.questions {
		if q.Audience == a && q.In(p) {
			fits = append(fits, q)
		}
	}
	return fits
}
