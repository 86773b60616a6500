package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// numbered makes a text of about n characters in which every word is another one.
func numbered(n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "w%05d ", i)
	}
	return b.String()[:n]
}

// Words that are more than anybody keeps come back whole, in a direct message.
func TestFortyThousandCharactersComeBackWhole(t *testing.T) {
	t.Parallel()
	const limit = 40_000
	for _, row := range []struct {
		sentence string
		send     func(a actor) string
	}{
		{"by command", func(a actor) string {
			words := numbered(limit - len("/mission progress "))
			ack := a.types("#refunds", "/mission progress "+words)
			if got := text(ack, "text"); !strings.Contains(got, "characters; I keep at most 12,000. Your words are in our direct messages") {
				a.t.Errorf("the command was answered with %q", cut(got))
			}
			return words
		}},
		{"by mention", func(a actor) string {
			words := numbered(limit - len("@throughline win "))
			a.says("#refunds", "@throughline win "+words)
			a.reads("#refunds", "characters; I keep at most 12,000. Your words are in our direct messages")
			return words
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s := openStage(t)
			s.as("Ana").begins("#refunds", "Refunds in a day", "lead")
			bo := s.as("Bo")
			words := strings.Fields(row.send(bo))
			s.eventually("all words are in the direct conversation", func() bool {
				s.passes(10 * time.Second)
				return inOrder(quotes(bo.messages("@app")), words)
			})
			if strings.Contains(s.standing(), "I keep at most") || bo.count("#refunds", "told progress") > 0 {
				t.Error("the channel saw something of it")
			}
		})
	}
}

// A direct message that is longer than anything kept answers nothing; it stands where it was typed.
func TestFortyThousandCharactersAnswerNothing(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission join")
	bo.submits("join", object{"reach": object{"v": []string{"connect"}}})
	s.walk("2026-11-24T16:00:00Z")
	bo.reads("@app", "touch something you are after yourself?")
	bo.says("@app", numbered(40_000))
	bo.reads("@app", "That is 40,000 characters; I keep at most 12,000. Your words are in our direct messages. Shorten them and tell it again.")
	bo.says("@app", "a refund that just arrives")
	bo.reads("@app", "Kept")
}

// quotes is the text of all blocks of messages.
func quotes(messages []object) string {
	var b strings.Builder
	for _, m := range messages {
		b.WriteString(jsonText(m["blocks"]))
	}
	return b.String()
}

// inOrder reports whether all words stand in a text, one after the other.
func inOrder(text string, words []string) bool {
	for _, w := range words {
		_, rest, ok := strings.Cut(text, w)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// What is strange is kept and shown, without what would turn the text after it around.
func TestStrangeCharactersAreShownSafely(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	for _, row := range []struct{ sentence, typed, want string }{
		// Slack writes the emoji of a text by their names; in rich text, which shows names as they stand, they are pictures.
		{"emoji alone", "🎉🎉🎉", ":tada::tada::tada:"},
		{"a family of emoji", "👩‍👩‍👧‍👦 first", ":woman-woman-girl-boy: first"},
		{"Hebrew and Arabic", "בוקר טוב صباح الخير second", "בוקר טוב صباح الخير second"},
		{"an override of the direction", "third \u202Egnp.exe\u202C end", "third gnp.exe end"},
		{"isolates", "fourth \u2066a\u2069 end", "fourth a end"},
		{"control characters and NUL", "fi\x00fth \x07\x1b[31m end", "fifth [31m end"},
		{"line separators", "sixth\u2028line", "sixth line"},
		{"marks that Slack styles", "seventh *b* _i_ ~s~ `c` > q", "seventh *b* _i_ ~s~ `c` &gt; q"},
		{"an entity that was typed", "eighth &amp;lt;b&gt;", "eighth &amp;amp;lt;b&amp;gt;"},
	} {
		s.passes(time.Minute)
		if ack := bo.types("#refunds", "/mission progress "+row.typed); ack != nil {
			t.Errorf("%s: refused with %v", row.sentence, ack)
			continue
		}
		m := ana.reads("#refunds", row.want)
		if bad := "\x00\x07\x1b\u202E\u202C\u2066\u2069"; strings.ContainsAny(text(m, "text")+jsonStrings(m["blocks"]), bad) {
			t.Errorf("%s: shown as %q", row.sentence, text(m, "text"))
		}
		if shown := jsonStrings(m["blocks"]); strings.Contains(row.sentence, "emoji") && !strings.Contains(shown, row.typed) {
			t.Errorf("%s: drawn as %q", row.sentence, shown)
		}
	}
}

// A message names people by their ids alone; what is kept of it has their names.
func TestNamesInAMessageAreKept(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.says("#refunds", "@throughline win with the help of @dee and <@U0EMI00001>")
	ana.reads("#refunds", "with the help of @Dee and @Emi")
}

// jsonStrings joins all strings of a decoded JSON value.
func jsonStrings(v any) string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			b.WriteString(v + "\n")
		case []any:
			for _, child := range v {
				walk(child)
			}
		case object:
			for _, child := range v {
				walk(child)
			}
		}
	}
	walk(v)
	return b.String()
}
