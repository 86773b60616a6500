package slackapp

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/store/bolt"
)

const (
	ourTeam = mission.TeamID("T0TEAM0001")
	ana     = mission.UserID("U0ANA00001")
	bo      = mission.UserID("U0BO000001")
	refunds = mission.ChannelID("C0REFUNDS1")
)

// noon is when the tests begin.
var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// edge is an App on a real store, with a clock that stands still and a Slack that knows what the test
// tells it.
type edge struct {
	*App
	t     testing.TB
	path  string
	db    *bolt.DB
	slack *knownSlack
	clock *setClock
	wakes *wakes
	log   *bytes.Buffer
}

func newEdge(t testing.TB) *edge {
	t.Helper()
	e := &edge{
		t: t, path: filepath.Join(t.TempDir(), "edge.db"), slack: newKnownSlack(), clock: &setClock{now: noon},
		wakes: &wakes{}, log: &bytes.Buffer{},
	}
	e.open()
	t.Cleanup(func() {
		if err := e.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// open opens the store and makes an App on it.
func (e *edge) open() {
	e.t.Helper()
	db, err := bolt.Open(e.path, bolt.Options{})
	if err != nil {
		e.t.Fatal(err)
	}
	e.db = db
	e.App = New(Options{
		Store: boltStore{db}, Clock: e.clock, Library: nudges.Builtin(), Team: ourTeam, BotUser: "U0BOT00001",
		Logger: slog.New(slog.NewTextHandler(e.log, nil)), SupportContact: "Dee",
	})
	e.App.dir = newDirectory(e.slack, e.clock.Now)
	e.SetEngine(e.wakes)
}

// restart closes the store and opens it again, as after a crash: nothing but the file is left.
func (e *edge) restart() {
	e.t.Helper()
	if err := e.db.Close(); err != nil {
		e.t.Fatal(err)
	}
	e.open()
}

// update runs f in a transaction that has to succeed.
func (e *edge) update(f func(Tx) error) {
	e.t.Helper()
	if err := e.store.Update(e.t.Context(), f); err != nil {
		e.t.Fatal(err)
	}
}

// waitingRows returns the rows of the outbox that have not gone out.
func (e *edge) waitingRows() []nudges.Row {
	e.t.Helper()
	var rows []nudges.Row
	err := e.store.View(e.t.Context(), func(tx Tx) (err error) {
		rows, err = tx.RowsIn(nudges.Due)
		return err
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return rows
}

// kept returns a mission as it stands in the store.
func (e *edge) kept(id mission.ID) mission.Mission {
	e.t.Helper()
	m, err := e.App.mission(e.t.Context(), id)
	if err != nil {
		e.t.Fatal(err)
	}
	return m
}

// boltStore is the store as the program hands it over.
type boltStore struct{ db *bolt.DB }

func (s boltStore) Update(ctx context.Context, f func(Tx) error) error {
	return s.db.Update(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

func (s boltStore) View(ctx context.Context, f func(Tx) error) error {
	return s.db.View(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

// setClock is a clock that the test sets.
type setClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *setClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *setClock) Mono() time.Duration { return c.Now().Sub(noon) }

func (c *setClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// wakes counts how often the engine was woken.
type wakes struct {
	mu sync.Mutex
	n  int
}

func (w *wakes) Wake() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
}

// knownSlack answers what the directory asks, counts the questions, and can be out of reach.
type knownSlack struct {
	mu       sync.Mutex
	people   map[string]api.User
	channels map[string]api.Channel
	members  map[string][]string
	asked    int
	down     error
	hold     chan struct{} // answers wait until it is closed
}

func newKnownSlack() *knownSlack {
	return &knownSlack{
		people: map[string]api.User{
			string(ana): {ID: string(ana), TeamID: string(ourTeam), Name: "Ana", TZ: "Europe/Lisbon"},
			string(bo):  {ID: string(bo), TeamID: string(ourTeam), Name: "Bo", TZ: "Europe/Lisbon"},
		},
		channels: map[string]api.Channel{string(refunds): {ID: string(refunds), Name: "refunds", Member: true}},
		members:  map[string][]string{string(refunds): {string(ana), string(bo)}},
	}
}

func (s *knownSlack) UserInfo(_ context.Context, id string) (api.User, error) {
	return answerOf(s, func() (api.User, bool) { u, ok := s.people[id]; return u, ok }, "user_not_found")
}

func (s *knownSlack) ChannelInfo(_ context.Context, id string) (api.Channel, error) {
	return answerOf(s, func() (api.Channel, bool) { c, ok := s.channels[id]; return c, ok }, "channel_not_found")
}

func (s *knownSlack) ChannelMembers(_ context.Context, id string) ([]string, error) {
	return answerOf(s, func() ([]string, bool) { m, ok := s.members[id]; return m, ok }, "channel_not_found")
}

func (s *knownSlack) Conversations(_ context.Context, user string) ([]api.Channel, error) {
	return answerOf(s, func() ([]api.Channel, bool) {
		var all []api.Channel
		for id, c := range s.channels {
			if c.Member && (user == "" || slices.Contains(s.members[id], user)) {
				all = append(all, c)
			}
		}
		return all, true
	}, "user_not_found")
}

func (s *knownSlack) Users(context.Context, int) ([]api.User, bool, error) {
	all, err := answerOf(s, func() ([]api.User, bool) { return slices.Collect(maps.Values(s.people)), true }, "user_not_found")
	return all, false, err
}

// answerOf reads the answer, and then lets it wait where the test holds answers back.
func answerOf[T any](s *knownSlack, look func() (T, bool), missing string) (T, error) {
	s.mu.Lock()
	s.asked++
	v, ok := look()
	down, hold := s.down, s.hold
	s.mu.Unlock()
	if hold != nil {
		<-hold
	}
	switch {
	case down != nil:
		var none T
		return none, down
	case !ok:
		return v, &api.Error{Method: "test", Class: api.TargetGone, Code: missing}
	}
	return v, nil
}

func (s *knownSlack) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *knownSlack) questions() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}
