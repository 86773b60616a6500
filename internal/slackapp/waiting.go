package slackapp

import (
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"throughline/internal/mission"
)

// waitFor is how long words wait for an answer to a question about them, as long as a response_url
// lives (docs.slack.dev/interactivity/handling-user-interaction).
const waitFor = 30 * time.Minute

// maxWaiting bounds how many words wait at a time; the oldest go first.
const maxWaiting = 1000

// maxWaitingEach bounds how many of them are one person's, so that nobody pushes out what others typed.
const maxWaitingEach = 25

// waiting holds words that somebody typed while she is asked what she meant. They are held in memory
// alone: a button carries only their name, and nothing of them is stored before she has answered. After
// a restart the question is asked again.
type waiting struct {
	now func() time.Time

	mu    sync.Mutex
	words map[string]typedWords
	order []string
}

// typedWords are what somebody typed, and when.
type typedWords struct {
	by   mission.UserID
	text string // escaped, as Slack sent it
	at   time.Time
}

func newWaiting(now func() time.Time) *waiting {
	return &waiting{now: now, words: make(map[string]typedWords)}
}

// keep holds words and returns the name under which take gives them back.
func (w *waiting) keep(by mission.UserID, text string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := rand.Text()
	w.words[name] = typedWords{by: by, text: text, at: w.now()}
	w.order = append(w.order, name)
	w.makeRoom(by)
	return name
}

// makeRoom drops the oldest words of somebody who has too many that wait, and the oldest of all where they are too many.
func (w *waiting) makeRoom(by mission.UserID) {
	w.order = slices.DeleteFunc(w.order, func(name string) bool { _, waits := w.words[name]; return !waits })
	hers := 0
	for _, t := range w.words {
		if t.by == by {
			hers++
		}
	}
	oldest := slices.IndexFunc(w.order, func(name string) bool { return w.words[name].by == by })
	switch {
	case hers > maxWaitingEach:
	case len(w.order) > maxWaiting:
		oldest = 0
	default:
		return
	}
	delete(w.words, w.order[oldest])
	w.order = slices.Delete(w.order, oldest, oldest+1)
}

// drop forgets the words of a name for the one who typed them.
func (w *waiting) drop(name string, by mission.UserID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.words[name].by == by {
		delete(w.words, name)
	}
}

// get returns the words of a name to the one who typed them, while they wait. They can be had more than
// once: a click may come twice.
func (w *waiting) get(name string, by mission.UserID) (string, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t, ok := w.words[name]
	age := w.now().Sub(t.at)
	if !ok || t.by != by || age > waitFor {
		return "", false
	}
	return t.text, true
}

// forget drops whatever somebody typed that still waits.
func (w *waiting) forget(by mission.UserID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, t := range w.words {
		if t.by == by {
			delete(w.words, name)
		}
	}
}
