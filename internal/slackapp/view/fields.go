package view

import (
	"sort"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Fields words a refusal as mistakes of the form that was submitted, where it is about one of its fields,
// and is nil otherwise. Slack takes a mistake only on an input block of the very view
// (docs.slack.dev/surfaces/modals), so a refusal about an earlier view needs [RefusalView].
func Fields(r *mission.Refusal, c RefusalContext, on slack.Blocks) FieldErrors {
	block := fieldOf(r)
	if slows(r.Code) {
		block = firstInput(on)
	}
	if _, known := sentences[r.Code]; block == "" || !known || !hasInput(on, block) {
		return nil
	}
	return FieldErrors{block: onField(r, c)}
}

func hasInput(blocks slack.Blocks, id string) bool {
	for _, b := range blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && in.BlockID == id {
			return true
		}
	}
	return false
}

// firstInput is the first block of a form that an error can stand at.
func firstInput(blocks slack.Blocks) string {
	for _, b := range blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok {
			return in.BlockID
		}
	}
	return ""
}

// Typed returns all texts that were typed into a form, to be given back where the form itself cannot
// be shown again.
func Typed(state *slack.ViewState) string {
	if state == nil {
		return ""
	}
	var blocks []string
	for block := range state.Values {
		blocks = append(blocks, block)
	}
	sort.Strings(blocks)
	var texts []string
	for _, block := range blocks {
		for _, v := range state.Values[block] {
			if text := strings.TrimSpace(v.Value); text != "" {
				texts = append(texts, text)
			}
		}
	}
	return strings.Join(texts, "\n\n")
}
