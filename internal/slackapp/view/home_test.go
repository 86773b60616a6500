package view

import (
	"encoding/json"
	"strings"
	"testing"
)

// Slack takes a hundred blocks and 250 KB for a Home (docs.slack.dev/surfaces/app-home).
func TestHomeStaysWithinSlacksLimits(t *testing.T) {
	for _, say := range []teller{asWritten, func(string) string { return strings.Repeat("🌱<&>é ", 3000) }} {
		s := newSample(say)
		v := Home(s.env, s.fullHome())
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(v.Blocks.BlockSet); n >= 100 || len(raw) >= 250_000 {
			t.Errorf("%d blocks, %d bytes", n, len(raw))
		}
	}
}

func TestHomeOffersOnlyWhatIsThere(t *testing.T) {
	s := newSample(asWritten)
	d := s.fullHome()
	for _, word := range HomeWords() {
		d.Can = func(w string) bool { return w == word }
		raw, err := json.Marshal(Home(s.env, d))
		if err != nil {
			t.Fatal(err)
		}
		for _, other := range HomeWords() {
			if has := strings.Contains(string(raw), `\"k\":\"`+other+`\"`); has != (other == word) {
				t.Errorf("where only %q is known %q is offered: %v", word, other, has)
			}
		}
	}
}
