package nudges

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"throughline/internal/mission"
)

const team = mission.TeamID("T0ACME0001")

// lisbonDay returns a moment of the week from Monday 23 November 2026 on, in Lisbon, which is on UTC
// then.
func lisbonDay(day, hour, minute int) time.Time {
	return time.Date(2026, 11, 23+day, hour, minute, 0, 0, time.UTC)
}

// refundsTeam is a store with one mission in its middle, in which Ana and Bo are.
func refundsTeam() (*memory, mission.Mission) {
	m := newMemory()
	run := mission.Mission{
		ID: "M1", Team: team, Channel: "C1", Zone: "Europe/Lisbon", Phase: mission.Middle,
		Lead: "UANA", Starter: "UANA", StartedAt: lisbonDay(-30, 9, 0),
	}
	m.missions[run.ID] = run
	for _, u := range []mission.UserID{"UANA", "UBO"} {
		m.members[memberKey(run.ID, u)] = mission.Member{Team: team, Mission: run.ID, User: u, JoinedAt: run.StartedAt}
	}
	m.people["UANA"] = Person{Team: team, User: "UANA", Zone: "Europe/Lisbon"}
	m.people["UBO"] = Person{Team: team, User: "UBO", Zone: "America/Chicago"}
	return m, run
}

// do runs one transaction that must succeed.
func (m *memory) do(t testing.TB, f func(Tx) error) {
	t.Helper()
	if err := m.Update(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// only returns the one row of the store.
func (m *memory) only(t testing.TB) Row {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.rows) != 1 {
		t.Fatalf("there are %d rows, want one", len(m.rows))
	}
	for _, r := range m.rows {
		return r
	}
	panic("unreachable")
}

func (m *memory) row(t testing.TB, key string) Row {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.rows[rowKey{team, key}]
	if !ok {
		t.Fatalf("no row %q", key)
	}
	return r
}

func (m *memory) plan(t testing.TB, id string) Plan {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	p, ok := m.plans[id]
	if !ok {
		t.Fatalf("no plan %q", id)
	}
	return p
}

// entry is a row that posts somebody's words to the channel.
func entry(key string) Row {
	return Row{Key: key, Team: team, Subject: OfEntry, Mission: "M1", Ref: key, Channel: "C1"}
}

// handClock is a clock that only the test moves.
type handClock struct {
	mu   sync.Mutex
	now  time.Time
	mono time.Duration
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Mono() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.mono
}

func (c *handClock) moveTo(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if d := t.Sub(c.now); d > 0 {
		c.now, c.mono = t, c.mono+d
	}
}

// fate is what becomes of one request.
type fate struct {
	err      error         // what the caller sees
	accepted bool          // whether the message appears all the same
	late     time.Duration // how long after the request left
	hidden   time.Duration // how long it then takes to show in the history
}

// message is one that stands in the fake Slack, or will once it is accepted.
type message struct {
	key      string
	ref      mission.MessageRef
	text     string // the content when it was rendered
	accepted time.Time
	shows    time.Time
}

// fakeSlack keeps messages, and loses answers as its script says. It is a Sender, Facts and Settler.
type fakeSlack struct {
	clock interface{ Now() time.Time }
	// Each of these may be nil. script says what becomes of the n-th call, counted from 1.
	script  func(n int, r Row) fate
	prepare func(r Row) (Row, error)
	history func(n int) error
	person  func(u mission.UserID) (Person, error)
	away    map[mission.UserID]bool
	quiet   map[mission.UserID]time.Time
	content func() string

	mu      sync.Mutex
	calls   int
	looks   int
	posts   []message
	edits   []message
	settled []Row
}

func (f *fakeSlack) Prepare(_ context.Context, r Row) (Row, error) {
	if r.User != "" {
		r.Channel = "D" + mission.ChannelID(r.User)
	}
	if f.prepare != nil {
		return f.prepare(r)
	}
	return r, nil
}

func (f *fakeSlack) Send(_ context.Context, r Row) (mission.MessageRef, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	what := fate{accepted: true}
	if f.script != nil {
		what = f.script(f.calls, r)
	}
	text := ""
	if f.content != nil {
		text = f.content()
	}
	accepted := f.clock.Now().Add(what.late)
	msg := message{r.Key, mission.MessageRef{Channel: r.Channel, TS: fmt.Sprint(f.calls)}, text, accepted, accepted.Add(what.hidden)}
	switch {
	case what.accepted && r.Update:
		f.edits = append(f.edits, msg)
	case what.accepted:
		f.posts = append(f.posts, msg)
	}
	if what.err != nil {
		return mission.MessageRef{}, what.err
	}
	return msg.ref, nil
}

func (f *fakeSlack) Lookup(_ context.Context, r Row) (mission.MessageRef, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.looks++
	if f.history != nil {
		if err := f.history(f.looks); err != nil {
			return mission.MessageRef{}, false, err
		}
	}
	for _, m := range f.posts {
		if m.key == r.Key && !m.shows.After(f.clock.Now()) {
			return m.ref, true, nil
		}
	}
	return mission.MessageRef{}, false, nil
}

func (f *fakeSlack) InChannel(_ context.Context, _ mission.TeamID, _ mission.ChannelID, u mission.UserID) (bool, error) {
	return !f.away[u], nil
}

func (f *fakeSlack) QuietUntil(_ context.Context, _ mission.TeamID, u mission.UserID, _ func() []mission.UserID) (time.Time, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.quiet[u], nil
}

func (f *fakeSlack) Powers(context.Context, mission.TeamID, mission.ID, mission.UserID) ([]mission.Power, error) {
	return nil, nil
}

func (f *fakeSlack) Person(_ context.Context, _ mission.TeamID, u mission.UserID) (Person, error) {
	if f.person == nil {
		return Person{}, nil
	}
	return f.person(u)
}

func (f *fakeSlack) Settle(_ Tx, r Row) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.settled = append(f.settled, r)
	return nil
}

// count returns how many messages were posted for a key.
func (f *fakeSlack) count(key string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, m := range f.posts {
		if m.key == key {
			n++
		}
	}
	return n
}

func (f *fakeSlack) posted() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.posts)
}

func (f *fakeSlack) edited() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.edits)
}

// ended returns the states that the settler was told of.
func (f *fakeSlack) ended() []State {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []State
	for _, r := range f.settled {
		out = append(out, r.State)
	}
	return out
}

func testOptions(t testing.TB, store Store, slack *fakeSlack, clock Clock) Options {
	return Options{
		Store: store, Sender: slack, Facts: slack, Settler: slack, Library: Builtin(), Clock: clock,
		Logger: slog.New(slog.NewTextHandler(testLog{t}, nil)), Owner: "test", Seed: func() uint64 { return 1 },
	}
}

// quietOptions are those of testOptions for worlds that are made by the hundred: they log nothing.
func quietOptions(store Store, slack *fakeSlack, clock Clock) Options {
	return Options{
		Store: store, Sender: slack, Facts: slack, Library: Builtin(), Clock: clock, Logger: slog.New(slog.DiscardHandler),
		Owner: "test", Seed: func() uint64 { return 1 },
	}
}

func testEngine(t testing.TB, store Store, slack *fakeSlack, clock Clock) *Engine {
	t.Helper()
	e, err := New(testOptions(t, store, slack, clock))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// testLog writes the log to the test's.
type testLog struct{ t testing.TB }

func (l testLog) Write(p []byte) (int, error) {
	l.t.Logf("%s", p)
	return len(p), nil
}
