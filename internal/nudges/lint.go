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
	maxOverlap   = 0.6
)

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
	report := func(rule, message string) { found = append(found, Problem{q.ID, rule, message}) }
	for _, message := range fieldMistakes(q) {
		report(RuleFields, message)
	}
	if message := phaseMistake(q); message != "" {
		report(RulePhase, message)
	}
	if len(q.FollowUps) > maxFollowUps {
		report(RuleFollowUps, fmt.Sprintf("It has %d follow-ups; keep at most %d.", len(q.FollowUps), maxFollowUps))
	}
	for _, text := range q.texts() {
		t := newWording(text, q.Audience, q.Theme)
		for _, r := range textRules {
			if message := r.broken(t); message != "" {
				report(r.name, message)
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
		mistakes = append(mistakes, "Its id must be lower-case letters, digits and hyphens.")
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
	return id != "" && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
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
			found = append(found, Problem{q.ID, RuleUniqueID, "Another question has the same id."})
		}
		seen[q.ID] = true
	}
	return found
}

// checkTexts compares every text with every one before it.
func checkTexts(questions []Question) []Problem {
	type entry struct {
		id, text string
		stems    map[string]bool
	}
	var before []entry
	var found []Problem
	for _, q := range questions {
		for _, text := range q.texts() {
			e := entry{q.ID, text, stemsOf(text)}
			for _, b := range before {
				if strings.EqualFold(b.text, e.text) {
					found = append(found, Problem{q.ID, RuleUnique, fmt.Sprintf("It asks the same as %s: %q.", b.id, b.text)})
				} else if share := overlap(e.stems, b.stems); share > maxOverlap {
					found = append(found, Problem{q.ID, RuleOverlap, fmt.Sprintf(
						"%q shares %.0f %% of its words with %s: %q.", e.text, share*100, b.id, b.text)})
				}
			}
			before = append(before, e)
		}
	}
	return found
}

// overlap returns the share of the smaller set that is in the other one too.
func overlap(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 0
	}
	both := 0
	for s := range a {
		if b[s] {
			both++
		}
	}
	return float64(both) / float64(len(a))
}

// stemsOf returns the stems of all words of a text. Small words count too: a text that only fills
// other nouns into the frame of another one reads as a repetition.
func stemsOf(text string) map[string]bool {
	stems := make(map[string]bool)
	for _, w := range wordsOf(text) {
		stems[stem(w)] = true
	}
	return stems
}

// stem takes the commonest English endings off a lower-case word, so that "try", "tries" and "trying"
// meet. It need not be right, only the same for words that are alike.
func stem(word string) string {
	word, _, _ = strings.Cut(word, "'")
	for _, ending := range []string{"ied", "ies"} {
		if root, cut := strings.CutSuffix(word, ending); cut {
			return root + "y"
		}
	}
	for _, ending := range []string{"ing", "ed", "es", "ly", "s", "e"} {
		if root, cut := strings.CutSuffix(word, ending); cut && len(root) > 2 {
			return root
		}
	}
	return word
}
