package slackapp

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"throughline/internal/mission"
)

// waitFor is how long words wait for an answer to a question about them, as long as a response_url
// lives (docs.slack.dev/interactivity/handling-user-interaction).
const waitFor = 30 * time.Minute

// maxWaiting bounds how many words wait in memory at a time; the oldest go first.
const maxWaiting = 1000

// maxWaitingEach bounds how many of them are one person's, so that nobody pushes out what others typed.
const maxWaitingEach = 25

// waitingCall bounds each question to the other copies' store.
const waitingCall = time.Second

// waiting holds words that somebody typed while she is asked what she meant. A button carries only their name. A bot that
// is alone holds them in memory, and nothing of them is stored before she has answered; after a restart the question is asked
// again. Where several copies share a store any of them may be handed the click, so the words wait there, sealed for her
// alone, until she has answered or the time is over.
type waiting struct {
	now    func() time.Time
	team   mission.TeamID
	shared Shared
	sealer mission.Sealer

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
	return &waiting{now: now, words: make(map[string]typedWords), shared: alone{}}
}

// among lets words wait where every copy finds them.
func (w *waiting) among(shared Shared, team mission.TeamID, sealer mission.Sealer) *waiting {
	w.shared, w.team, w.sealer = shared, team, sealer
	return w
}

// place is what words are sealed for.
func (w *waiting) place(name string, by mission.UserID) mission.Binding {
	return mission.Binding{Team: w.team, User: by, Field: "waiting", Record: name}
}

// keep holds words and returns the name under which get gives them back. Words that the copies' store does not take wait
// here: then this copy alone has them.
func (w *waiting) keep(by mission.UserID, text string) string {
	name := rand.Text()
	if w.keepShared(name, by, text) == nil {
		return name
	}
	w.mu.Lock()
	defer w.mu.Unlock()
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

func (w *waiting) keepShared(name string, by mission.UserID, text string) error {
	if _, yes := w.shared.(alone); yes {
		return mission.ErrNotFound
	}
	sealed, err := w.sealer.Seal(w.place(name, by), text)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), waitingCall)
	defer cancel()
	return w.shared.KeepWords(ctx, name, by, sealed, waitFor)
}

// drop forgets the words of a name for the one who typed them.
func (w *waiting) drop(name string, by mission.UserID) {
	if name == "" {
		return
	}
	w.dropShared(name, by)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.words[name].by == by {
		delete(w.words, name)
	}
}

// dropShared drops words from the copies' store, or all of a person where the name is empty. What it cannot reach ends by
// itself within half an hour.
func (w *waiting) dropShared(name string, by mission.UserID) {
	ctx, cancel := context.WithTimeout(context.Background(), waitingCall)
	defer cancel()
	_ = w.shared.DropWords(ctx, name, by)
}

// get returns the words of a name to the one who typed them, while they wait. They can be had more than
// once: a click may come twice.
func (w *waiting) get(name string, by mission.UserID) (string, bool) {
	w.mu.Lock()
	t, ok := w.words[name]
	age := w.now().Sub(t.at)
	w.mu.Unlock()
	if !ok {
		return w.getShared(name, by)
	}
	if t.by != by || age > waitFor {
		return "", false
	}
	return t.text, true
}

func (w *waiting) getShared(name string, by mission.UserID) (string, bool) {
	if name == "" {
		return "", false
	}
	ctx, cancel := context.WithTimeout(context.Background(), waitingCall)
	defer cancel()
	sealed, err := w.shared.Words(ctx, name, by)
	if err != nil {
		return "", false
	}
	text, err := w.sealer.Open(w.place(name, by), sealed)
	return text, err == nil
}

// forget drops whatever somebody typed that still waits.
func (w *waiting) forget(by mission.UserID) {
	w.dropShared("", by)
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, t := range w.words {
		if t.by == by {
			delete(w.words, name)
		}
	}
}
