package sandbox

import (
	"slices"
	"strings"
)

// Try is something to try, which the page offers on a small card and ticks off once it was done. Which of the fields
// say what the button does depends on Kind.
type Try struct {
	Text   string `json:"text"`   // what to do, in a sentence
	Button string `json:"button"` // what stands on the button
	Kind   string `json:"kind"`   // one of the Try constants
	As     string `json:"as"`     // whose window it is done in; empty means whoever looks
	// Place is a channel's id, or "@app", and for that Tab is "home" or "messages".
	Place string `json:"place"`
	Tab   string `json:"tab"`
	Words string `json:"words"` // what is written into the composer, to be finished and sent
	Next  string `json:"next"`  // where the clock goes, as POST /_sandbox/clock takes it
	Done  bool   `json:"done"`
}

// What there is to try.
const (
	TryWriting = "write" // Words, in Place
	TryOpening = "open"  // Place
	TryClock   = "clock" // Next, or an hour where that is empty
	TryAhead   = "ahead" // looking four weeks ahead
)

// guide is what the page tells its visitor besides the conversations. Guarded by Server.mu.
type guide struct {
	preparing string // what is being made ready
	tries     []Try
	rehearser Rehearser
	ahead     aheadState
	look      *look // the last one
}

// show adds it to what a client is shown.
func (g *guide) show(out obj) {
	out["preparing"] = g.preparing
	out["tries"] = slices.Clone(g.tries)
	out["ahead"] = obj{"copy": g.rehearser != nil, "running": g.ahead.Running, "day": g.ahead.Day, "of": g.ahead.Of}
}

// did ticks off what somebody tried: as is who, place where, and text what was written or which tab was opened. Locked.
func (s *Server) did(kind, as, place, text string) {
	for i := range s.guide.tries {
		t := &s.guide.tries[i]
		elsewhere := t.As != "" && t.As != as || t.Place != "" && t.Place != place
		if t.Kind != kind || elsewhere || kind == TryOpening && t.Tab != text || kind == TryWriting && !t.begins(text) {
			continue
		}
		t.Done = true
		s.changed("tries")
	}
}

// begins reports whether a text begins as the try has it. Its first two words are what counts: the rest is an example.
func (t *Try) begins(text string) bool {
	wanted := strings.Fields(t.Words)
	given := strings.Fields(text)
	n := min(len(wanted), 2)
	return len(given) >= n && slices.Equal(given[:n], wanted[:n])
}

// SetTries says what the page offers to try, nothing of which was done yet. Without any the page offers what any app
// has: its command, its Home, the clock.
func (s *Server) SetTries(tries []Try) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.tries = slices.Clone(tries)
	s.changed("tries")
}

// SetPreparing shows a line on the page while something is made ready, such as a story being told; an empty one ends
// it. People can look around meanwhile.
func (s *Server) SetPreparing(words string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.preparing = words
	s.changed("clock")
}

// anyTries are three things to try with any app, as far as it has what they need.
func anyTries(app App) []Try {
	var tries []Try
	if len(app.Commands) > 0 {
		name := app.Commands[0].Name
		tries = append(tries, Try{
			Text: "Type " + name + " and see what " + app.Name + " answers.", Button: "Write " + name, Kind: TryWriting, Words: name + " ",
		})
	}
	if app.HomeTab {
		tries = append(tries, Try{Text: "Open the Home that " + app.Name + " draws for you.", Button: "Open Home", Kind: TryOpening, Place: "@app", Tab: "home"})
	} else if app.MessagesTab {
		words := "Write to " + app.Name + " directly."
		if app.MessagesReadOnly {
			words = "Look at what " + app.Name + " writes to you."
		}
		tries = append(tries, Try{Text: words, Button: "Open messages", Kind: TryOpening, Place: "@app", Tab: "messages"})
	}
	if len(tries) < 2 && slices.Contains(app.Events, "app_mention") {
		tries = append(tries, Try{Text: "Mention " + app.Name + " where it is a member.", Button: "Write @" + app.BotName, Kind: TryWriting, Words: "@" + app.BotName + " "})
	}
	tries = append(tries, Try{Text: "Move the clock an hour on. Time here is yours.", Button: "+1 hour", Kind: TryClock})
	if len(tries) < 3 {
		tries = append(tries, Try{Text: "See what would come in the next four weeks.", Button: "Look ahead", Kind: TryAhead})
	}
	return tries
}
