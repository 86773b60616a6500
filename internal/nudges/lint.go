package nudges

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/mission"
)

// Problem is one rule of question craft that a question breaks.
type Problem struct {
	ID      string // the question's
	Rule    string // a short name of the rule, see the Rule constants
	Message string // a sentence that says what to mend
	// FollowUp says that a follow-up breaks it, and not the question's own text.
	FollowUp bool
}

// String returns the problem on one line.
func (p Problem) String() string { return p.ID + ": " + p.Rule + ": " + p.Message }

// The rules about a question as a whole. Those about its words stand beside textRules.
const (
	RuleFields    = "fields"     // id, audience, phases, function and theme are there and known
	RulePhase     = "phase"      // the function, or a theme that fits everywhere, allows the phases
	RuleUniqueID  = "unique-id"  // no two questions share an id
	RuleUnique    = "unique"     // no two texts are the same
	RuleOverlap   = "overlap"    // no two texts share over 60 % of the shorter one's word stems
	RuleFollowUps = "follow-ups" // at most two
)

const (
	maxFollowUps = 2
	maxID        = 60 // ids stand in buttons and in rows of the outbox
	maxOverlap   = 0.6
)

// reservedIDs are those of questions that are asked at an occasion and stand in no library.
var reservedIDs = []string{ConnectFirst, ConnectAgain, WelcomeQuestion}

// Check holds every question of a library, and every follow-up, to the rules of question craft. It
// returns what it finds in the order of the library, and nothing for a good one.
func Check(l Library) []Problem {
	var found []Problem
	for _, q := range l.questions {
		found = append(found, checkQuestion(q)...)
	}
	found = append(found, checkIDs(l.questions)...)
	return append(found, checkTexts(l.questions)...)
}

func checkQuestion(q Question) []Problem {
	var found []Problem
	report := func(rule, message string) { found = append(found, Problem{ID: q.ID, Rule: rule, Message: message}) }
	for _, message := range fieldMistakes(q) {
		report(RuleFields, message)
	}
	if message := phaseMistake(q); message != "" {
		report(RulePhase, message)
	}
	if len(q.FollowUps) > maxFollowUps {
		report(RuleFollowUps, fmt.Sprintf("It has %d follow-ups; keep at most %d.", len(q.FollowUps), maxFollowUps))
	}
	for i, text := range q.texts() {
		t := newWording(text, q.Audience, q.Theme)
		for _, r := range textRules {
			if q.Language != "" && !r.anyLanguage {
				continue
			}
			if message := r.broken(t); message != "" {
				found = append(found, Problem{q.ID, r.name, message, i > 0})
			}
		}
	}
	return found
}

// texts returns the question's own text and its follow-ups.
func (q Question) texts() []string { return append([]string{q.Text}, q.FollowUps...) }

func fieldMistakes(q Question) []string {
	var mistakes []string
	if !plainID(q.ID) {
		mistakes = append(mistakes, "Its id must be lower-case letters, digits and hyphens, at most 60.")
	}
	if slices.Contains(reservedIDs, q.ID) {
		mistakes = append(mistakes, fmt.Sprintf("The id %q is taken by a question of the program.", q.ID))
	}
	if !slices.Contains(audiences, q.Audience) {
		mistakes = append(mistakes, fmt.Sprintf("Its audience %q is unknown; use channel, member or lead.", q.Audience))
	}
	if !slices.Contains(themes, q.Theme) {
		mistakes = append(mistakes, fmt.Sprintf("Its theme %q is unknown; use one of %s.", q.Theme, strings.Join(themes, ", ")))
	}
	if len(q.Phases) == 0 {
		mistakes = append(mistakes, "It has no phase; name at least one.")
	}
	for i, p := range q.Phases {
		if p < mission.Beginning || p > mission.Ending || slices.Contains(q.Phases[:i], p) {
			mistakes = append(mistakes, "Its phases must be beginning, middle or end, each once.")
			break
		}
	}
	if _, ok := q.Function.Phase(); !ok {
		mistakes = append(mistakes,
			fmt.Sprintf("Its function %q is unknown; use effort, belonging, strategy, risk or lessons.", q.Function))
	}
	return mistakes
}

func plainID(id string) bool {
	return id != "" && len(id) <= maxID && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func phaseMistake(q Question) string {
	own, ok := q.Function.Phase()
	if !ok || inEveryPhase(q.Theme) {
		return ""
	}
	for _, p := range q.Phases {
		if p != own {
			return fmt.Sprintf("A question about %s belongs to the %s, not to the %s.", q.Function, own, p)
		}
	}
	return ""
}

func checkIDs(questions []Question) []Problem {
	var found []Problem
	seen := make(map[string]bool, len(questions))
	for _, q := range questions {
		if seen[q.ID] {
			found = append(found, Problem{ID: q.ID, Rule: RuleUniqueID, Message: "Another question has the same id."})
		}
		seen[q.ID] = true
	}
	return found
}
