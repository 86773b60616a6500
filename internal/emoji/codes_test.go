package emoji

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"throughline/internal/sandbox/rules"
)

func TestCodes(t *testing.T) {
	rules.Keeps(t, "text/emoji-codes")
	for _, row := range []struct{ sentence, text, want string }{
		{"Words stay.", "Grüße, 1 © 2 ™ :tada: 漢字", "Grüße, 1 © 2 ™ :tada: 漢字"},
		{"An emoji is named.", "a🎉b 🎉", "a:tada:b :tada:"},
		{"Also one of several code points.", "▶️ 1️⃣ 🇵🇹 ❤️‍🔥", ":arrow_forward: :one: :flag-pt: :heart_on_fire:"},
		{"A skin tone follows the name.", "👍🏽 ☝🏿", ":+1::skin-tone-4: :point_up::skin-tone-6:"},
		{"Also where it stands within.", "👩🏽‍💻", ":female-technologist::skin-tone-4:"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			if got := Codes(row.text); got != row.want {
				t.Errorf("%s became %s, want %s", row.text, got, row.want)
			}
		})
	}
	if got := Unicode("tada"); got != "1f389" {
		t.Errorf("the code points of tada are %q", got)
	}
}

// TestPicturesAreThoseOfThePage: what is kept by name must be drawn again.
func TestPicturesAreThoseOfThePage(t *testing.T) {
	page, err := os.ReadFile("../sandbox/page/static/emojidata.js")
	if err != nil {
		t.Fatal(err)
	}
	for picture, name := range pictures().names {
		if !Known(name) || !strings.Contains(string(page), fmt.Sprintf("%s %s", picture, name)) {
			t.Errorf("%s %s is not of the page", picture, name)
		}
	}
	if n := len(pictures().names); n < 1800 {
		t.Errorf("there are only %d", n)
	}
}

// TestNamesBecomePicturesAgain: what Slack made of a text is undone, for every emoji.
func TestNamesBecomePicturesAgain(t *testing.T) {
	for _, text := range []string{"🎉🎉", "👋🏽 hello", "👩‍👩‍👧‍👦", "☝🏿 at 10:30", "no emoji", "❤️ and ✅", "a: b:"} {
		if got := Pictures(Codes(text)); got != text {
			t.Errorf("%q became %q and then %q", text, Codes(text), got)
		}
	}
	for named, want := range map[string]string{
		"at 10:30:tada:": "at 10:30🎉", ":our_own_parrot:": ":our_own_parrot:", ":::tada:::": "::🎉::", ":tada": ":tada", ":wave::skin-tone-9:": "👋:skin-tone-9:",
	} {
		if got := Pictures(named); got != want {
			t.Errorf("%q became %q, want %q", named, got, want)
		}
	}
}
