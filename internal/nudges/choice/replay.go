package choice

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Rule names this version of the rule. It changes with every constant, and with the name of the sampler, which is to
// be changed by hand with the code.
func Rule() string {
	sum := sha256.Sum256(fmt.Append(nil, "rested themes, drawn by tickets; pcg, marsaglia-tsang 1;",
		Rest, Window, priorAnswered, priorAsked, placeWeight, themeWeight, beliefWeight, leastMean, mostMean, rounds))
	return hex.EncodeToString(sum[:4])
}

// Mismatch names what came out otherwise when a draw was made again.
type Mismatch string

// The mismatches.
const (
	// OtherTickets are tickets that the seed does not give. The rule or its sampler changed, or the log did.
	OtherTickets Mismatch = "tickets"
	// OtherTheme and OtherQuestion are choices that the logged tickets and numbers do not give.
	OtherTheme    Mismatch = "theme"
	OtherQuestion Mismatch = "question"
	// Broken is a log that no draw can have left.
	Broken Mismatch = "broken"
)

// Replay makes a draw again and returns what does not agree. The choice is made from the logged tickets and numbers,
// whatever rule they came from; the tickets are made from the seed where the draw followed this version's rule.
func (d Draw) Replay(rule string, twice []string) []Mismatch {
	if d.Theme < 0 || d.Theme >= len(d.Themes) || d.Question < 0 || d.Question >= len(d.Questions) ||
		total(d.weights(twice)) <= 0 || total(d.questionWeights()) <= 0 {
		return []Mismatch{Broken}
	}
	var found []Mismatch
	if rule == Rule() && !d.sameTickets() {
		found = append(found, OtherTickets)
	}
	if pick(d.weights(twice), d.Lot.PickTheme) != d.Theme {
		found = append(found, OtherTheme)
	}
	if pick(d.questionWeights(), d.Lot.PickOption) != d.Question {
		found = append(found, OtherQuestion)
	}
	return found
}

func (d Draw) sameTickets() bool {
	logged := make([]int, len(d.Themes))
	for i, t := range d.Themes {
		logged[i] = t.Tickets
	}
	return slices.Equal(logged, d.themeTickets()) && slices.Equal(d.questionWeights(), d.questionTickets())
}
