package view

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// maxAnswer is what the answer to a form may measure, of the 20,480 bytes that Slack takes for the whole frame
// that carries it.
const maxAnswer = 19_500

// TestFormsThatAnswerAFormFitTheirFrame draws the forms that come back in an acknowledgement with words that
// are long in every way.
func TestFormsThatAnswerAFormFitTheirFrame(t *testing.T) {
	answers := map[string]bool{}
	for _, name := range []string{
		"journal", "journal, a page of many", "reflected", "connect, asked before sharing",
	} {
		answers[name] = false
	}
	for _, unit := range []string{"word ", "<", "&", "\"", "👩‍👩‍👧‍👦", "日本", "é\n"} {
		// A field takes 300 characters of a sentence; whatever is longer never comes this far.
		words := string([]rune(strings.Repeat(unit, 300))[:300])
		for _, s := range catalogue(func(string) string { return words }) {
			if _, wanted := answers[s.name]; !wanted || s.modal == nil {
				continue
			}
			answers[s.name] = true
			raw, err := json.Marshal(slack.NewUpdateViewSubmissionResponse(s.modal))
			if err != nil || len(raw) > maxAnswer {
				t.Errorf("%s of %q has %d bytes, %v", s.name, unit, len(raw), err)
			}
		}
	}
	for name, drawn := range answers {
		if !drawn {
			t.Errorf("there is no form %q", name)
		}
	}
}
