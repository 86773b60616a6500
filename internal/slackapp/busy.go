package slackapp

import (
	"math/rand/v2"
	"sync"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/socket"
	"throughline/internal/slackapp/view"
)

// busyFor is for how long those who are not taken up read one word. Each word is a line of the log that is never held
// back, and a bot that has too much to do must not write one for each of a thousand commands.
const busyFor = 10 * time.Second

// busyWord is the word that they read.
type busyWord struct {
	mu    sync.Mutex
	word  string
	since time.Time
}

// Busy is the answer to an envelope that no worker can take: a command gets honest words, anything else is
// left to Slack to send again.
func (a *App) Busy(e socket.Envelope) any {
	if e.Type != "slash_commands" {
		return nil
	}
	a.observer.Failed(failNotSaved)
	c := view.RefusalContext{Reference: a.busyReference()}
	c.Support = a.set().SupportContact
	return ephemeral(view.Refusal(&mission.Refusal{Code: view.NotSaved}, c))
}

// busyReference returns the word of this moment, and logs a new one.
func (a *App) busyReference() string {
	b, now := &a.busy, a.clock.Now()
	b.mu.Lock()
	defer b.mu.Unlock()
	if age := now.Sub(b.since); b.word == "" || age < 0 || age >= busyFor {
		b.word, b.since = view.Reference(rand.Uint64()), now //nolint:gosec // G404: a word to find a log line by, no secret.
		a.log.Error("commands are not taken up: all workers are busy", "ref", b.word, "class", failNotSaved)
	}
	return b.word
}
