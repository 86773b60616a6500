package view

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// never are the words that the bot does not say. People may.
var never = []string{
	"awesome", "amazing", "great job", "rock star", "crush it", "oops", "whoops", "uh-oh", "just", "simply", "easy", "obviously",
	"please note", "kindly", "friendly reminder", "don't forget", "still waiting", "overdue", "behind", "failed", "should",
	"leverage", "synergy", "alignment", "impactful", "stakeholder", "resource", "subordinate", "boss", "performer", "streak",
	"score", "points", "leaderboard", "engagement", "guys", "crazy", "blind spot", "click here",
	// Guilt, and names for things that have another name.
	"still not", "yet again", "you have not been", "late", "project", "goal", "objective", "milestone", "deadline", "stage",
	"assignee", "task", "kudos", "blocker", "reminder", "notification", "campaign", "mute", "cancelled",
}

// TestVoice holds every surface to the words that the product never says and to its punctuation.
func TestVoice(t *testing.T) {
	banned := regexp.MustCompile(`(?i)\b(` + strings.Join(never, "|") + `)\b`)
	for _, s := range catalogue(func(string) string { return "Refunds" }) {
		drawn := s.draw()
		if word := banned.FindString(drawn); word != "" && !allowed(drawn, word) {
			t.Errorf("%s says %q:\n%s", s.name, word, drawn)
		}
		if strings.Contains(drawn, "! ") || strings.Contains(drawn, "!\n") {
			t.Errorf("%s has an exclamation mark:\n%s", s.name, drawn)
		}
		if strings.Contains(drawn, "  .") || strings.Contains(drawn, " ,") || strings.Contains(drawn, ",,") {
			t.Errorf("%s has a gap before a stop:\n%s", s.name, drawn)
		}
	}
}

// allowed says that "have not had it" is a fact about the bot, not guilt.
func allowed(drawn, word string) bool {
	if word == "Goal" {
		return strings.Contains(drawn, "1 of 4 · Goal") // the name of a step
	}
	if word == "points" { // of a hundred, between two shares; nobody is given any
		return strings.Count(drawn, "points") == len(ofHundred.FindAllString(drawn, -1))
	}
	return word == "you have not" && strings.Contains(drawn, "you have not had it in 90 days")
}

// ofHundred is a difference between two shares.
var ofHundred = regexp.MustCompile(`(about|at most|from|and|differences of) \d+ points`)

// TestSentencesAreShort holds our own sentences to 25 words; what lists commands is no sentence.
func TestSentencesAreShort(t *testing.T) {
	stop := regexp.MustCompile(`[.?:;](\s|$)`)
	for _, s := range catalogue(func(string) string { return "Refunds" }) {
		for _, text := range sections(s) {
			if strings.Contains(text, "`/mission progress …`") {
				continue
			}
			for _, one := range stop.Split(text, -1) {
				if n := len(strings.Fields(one)); n > 25 {
					t.Errorf("%s has a sentence of %d words: %s", s.name, n, one)
				}
			}
		}
	}
}

// TestHintsAreSentences holds what stands below a field to its full stop.
func TestHintsAreSentences(t *testing.T) {
	for _, s := range catalogue(func(string) string { return "Refunds" }) {
		for _, b := range s.blocks() {
			if in, ok := b.(*slack.InputBlock); ok && in.Hint != nil && !strings.ContainsAny(in.Hint.Text[len(in.Hint.Text)-1:], ".?\"") {
				t.Errorf("%s hints %q", s.name, in.Hint.Text)
			}
		}
	}
}

// TestWhoReadsItIsSaidBefore holds every form in which people write to saying who reads it. The later views of a
// mission's wording go on from one that did, and a cron line is nobody's words.
func TestWhoReadsItIsSaidBefore(t *testing.T) {
	readers := regexp.MustCompile(`(?i)posted in|only you|under your name|without your name|reads it|the message in|nothing of it is kept|own readers|card's thread, with`)
	goesOn := regexp.MustCompile(`^(start [23]|edit [23]|another time)`)
	for _, s := range catalogue(func(string) string { return "Refunds" }) {
		if writes(s) && !goesOn.MatchString(s.name) && !readers.MatchString(s.draw()) {
			t.Errorf("%s does not say who reads what is written there:\n%s", s.name, s.draw())
		}
	}
}

// writes reports whether a surface is a form with a field for words.
func writes(s surface) bool {
	for _, b := range s.blocks() {
		if in, ok := b.(*slack.InputBlock); ok {
			if _, ok := in.Element.(*slack.PlainTextInputBlockElement); ok {
				return true
			}
		}
	}
	return false
}

// sections are the texts of a surface's section blocks.
func sections(s surface) []string {
	var out []string
	for _, b := range s.blocks() {
		if v, ok := b.(*slack.SectionBlock); ok {
			out = append(out, v.Text.Text)
		}
	}
	return out
}

func (s surface) blocks() []slack.Block {
	switch {
	case s.message != nil:
		return s.message.Blocks
	case s.modal != nil:
		return s.modal.Blocks.BlockSet
	}
	return s.home.Blocks.BlockSet
}
