package copies

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"
)

const (
	// BeatEvery is how often a copy says that it lives.
	BeatEvery = 5 * time.Second
	// DeadAfter is after how long without a beat it counts as dead.
	DeadAfter = 20 * time.Second
	// HearEvery is how often the news of the others are asked for. What a copy remembers of Slack is at most that much older
	// than the event that another one heard.
	HearEvery = 2 * time.Second
	// hearBack is how far each question for news looks back: news are numbered before they are there to be seen, so that a
	// later one may be seen first. Whoever could not ask for longer has missed some.
	hearBack = 20 * time.Second
	// callLimit bounds each question to the database.
	callLimit = 3 * time.Second
	// keepNews is how long news stay in the database.
	keepNews = 10 * time.Minute
	// mostTold bounds the news that wait to be told; what does not fit is left to the caches' own age.
	mostTold = 1000
)

// Options are what a [Member] is made of. Store, Self and Logger are needed.
type Options struct {
	Store  Store
	Self   Copy
	Logger *slog.Logger
	// OnNews is told of each piece of news once; OnMissed, that some may have been missed, so that whatever is remembered may
	// be old. OnLiving is told how many copies live whenever that changes, and before anything else. They must return at once.
	OnNews   func(News)
	OnMissed func()
	OnLiving func(living int)
}

// Member is this process among the copies.
type Member struct {
	o     Options
	clock *Clock
	wake  chan struct{} // holds one: there is something to tell

	mu     sync.Mutex
	living []Copy
	// sparedUntil is until when nobody who lived before an outage counts as dead.
	sparedUntil time.Duration
	beaten      time.Duration // when the database was last told that we live, by the monotonic clock
	heard       time.Duration // when news were last asked for
	answered    time.Duration // when the database was last asked something that it answered
	known       map[int64]bool
	told        []News // waits to be told
	warned      bool   // of the clock
}

// Join tells the database that this copy is there, and takes up its clock and who else lives. Nothing else may be done by
// the clock before.
func Join(ctx context.Context, o Options) (*Member, error) {
	m := &Member{o: o, clock: NewClock(), wake: make(chan struct{}, 1), known: map[int64]bool{}}
	if err := m.beat(ctx); err != nil {
		return nil, err
	}
	// What was told before is not remembered by anybody here yet.
	news, err := o.Store.Heard(ctx, o.Self.ID, hearBack)
	if err != nil {
		return nil, err
	}
	for _, n := range news {
		m.known[n.ID] = true
	}
	m.heard = m.clock.Mono()
	m.answered = m.heard
	return m, nil
}

// Clock returns the clock that all copies share.
func (m *Member) Clock() *Clock { return m.clock }

// Copies returns those that lived at the last look, this one among them.
func (m *Member) Copies() []Copy {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.living)
}

// Living returns their ids.
func (m *Member) Living() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	ids := make([]string, len(m.living))
	for i, c := range m.living {
		ids[i] = c.ID
	}
	return ids
}

// Alive asks the database who lives at this moment, and returns their ids. After an outage that kept this copy silent the
// others are given the time to say so: they were as silent.
func (m *Member) Alive(ctx context.Context) (ids []string, err error) {
	err = m.within(ctx, func(ctx context.Context) error {
		living, err := m.o.Store.Living(ctx, DeadAfter)
		for _, c := range m.withSpared(living) {
			ids = append(ids, c.ID)
		}
		return err
	})
	return ids, err
}

// withSpared adds those that lived before an outage, for as long as they may still come back from it.
func (m *Member) withSpared(living []Copy) []Copy {
	m.mu.Lock()
	defer m.mu.Unlock()
	if now := m.clock.Mono(); now >= m.sparedUntil && !m.wasAway(now) {
		return living
	}
	for _, c := range m.living {
		if !slices.ContainsFunc(living, func(l Copy) bool { return l.ID == c.ID }) {
			living = append(living, c)
		}
	}
	return living
}

// Sockets returns how many connections to Slack all living copies want to hold together.
func (m *Member) Sockets() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, c := range m.living {
		n += c.Sockets
	}
	return n
}

// Silent returns for how long the database was not told that this copy lives. From [DeadAfter] on the others take it for
// dead.
func (m *Member) Silent() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clock.Mono() - m.beaten
}

// Tell lets the other copies know of something, soon. It never blocks. A copy that seems to be alone tells too: another
// may have begun since the last look.
func (m *Member) Tell(kind, subject string) {
	m.mu.Lock()
	if len(m.told) < mostTold {
		m.told = append(m.told, News{Kind: kind, Subject: subject})
	}
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Alone reports whether this copy is the one to do something that one should do at a time, for as long as given. Where the
// database does not say, it is not.
func (m *Member) Alone(ctx context.Context, what string, length time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	mine, err := m.o.Store.TakeLease(ctx, what, m.o.Self.ID, length)
	if err != nil {
		m.o.Logger.Warn("nobody was asked whose turn it is", "turn", what, "error", err)
	}
	return err == nil && mine
}

// Run beats, tells and hears until ctx ends. It returns [ErrOutgrown] as soon as a newer version has changed the database.
func (m *Member) Run(ctx context.Context) error {
	beat, hear, sweep := time.NewTicker(BeatEvery), time.NewTicker(HearEvery), time.NewTicker(time.Minute)
	defer beat.Stop()
	defer hear.Stop()
	defer sweep.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-beat.C:
			err = m.beat(ctx)
		case <-hear.C:
			err = m.hear(ctx)
		case <-m.wake:
			err = m.tell(ctx)
		case <-sweep.C:
			err = m.within(ctx, func(ctx context.Context) error { return m.o.Store.Sweep(ctx, keepNews) })
		}
		if errors.Is(err, ErrOutgrown) {
			return err
		}
		if err != nil && ctx.Err() == nil {
			m.o.Logger.Warn("the other copies cannot be reached, since the database does not answer",
				"silent", m.Silent().Round(time.Second), "error", err)
		}
	}
}

// Leave takes this copy out of the list, so that the others need not wait until it counts as dead. It comes last, when
// nothing of this copy is under way any more.
func (m *Member) Leave(ctx context.Context) error {
	return m.within(ctx, func(ctx context.Context) error { return m.o.Store.Leave(ctx, m.o.Self.ID) })
}

func (m *Member) within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	return do(ctx)
}

// beat says that this copy lives, and learns who else does and what time it is.
func (m *Member) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	asked, mono := time.Now(), m.clock.Mono()
	living, now, err := m.o.Store.Beat(ctx, m.o.Self, DeadAfter)
	if err != nil {
		return err
	}
	m.spare(mono)
	living = m.withSpared(living)
	believed := m.clock.set(asked, m.clock.Mono()-mono, now)
	if !slices.ContainsFunc(living, func(c Copy) bool { return c.ID == m.o.Self.ID }) {
		living = append(living, m.o.Self)
	}
	m.mu.Lock()
	before := m.living
	m.living, m.beaten, m.answered = living, mono, mono
	m.mu.Unlock()
	m.tellOfClock(believed)
	m.tellOfLiving(before, living)
	return nil
}

// spare notes that this copy was silent for so long that the others may have been so too, for the same reason: the database
// was away. The first to come back must not take all others for dead.
func (m *Member) spare(now time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.wasAway(now) {
		m.sparedUntil = now + DeadAfter
	}
}

func (m *Member) wasAway(now time.Duration) bool { return m.beaten > 0 && now-m.beaten > DeadAfter/2 }

// tellOfClock warns once where the machine's clock is much off, and again after it was right.
func (m *Member) tellOfClock(believed bool) {
	offset := m.clock.Offset()
	off := believed && offset.Abs() > muchOff
	if off && !m.warned {
		m.o.Logger.Warn("this machine's clock is off; the bot goes by the database's", "offset", offset.Round(time.Millisecond))
	}
	m.warned = off
}

func (m *Member) tellOfLiving(before, living []Copy) {
	ids := func(all []Copy) (out []string) {
		for _, c := range all {
			out = append(out, c.ID)
		}
		slices.Sort(out)
		return out
	}
	was, is := ids(before), ids(living)
	if slices.Equal(was, is) {
		return
	}
	m.o.Logger.Info("copies that live", "copies", len(is), "ids", is)
	if m.o.OnLiving != nil {
		m.o.OnLiving(len(is))
	}
}

// tell hands on what waits to be told.
func (m *Member) tell(ctx context.Context) error {
	m.mu.Lock()
	news := m.told
	m.told = nil
	m.mu.Unlock()
	if len(news) == 0 {
		return nil
	}
	err := m.within(ctx, func(ctx context.Context) error { return m.o.Store.Tell(ctx, m.o.Self.ID, news) })
	if err == nil {
		return nil
	}
	m.mu.Lock()
	m.told = append(news, m.told...)
	m.told = m.told[:min(len(m.told), mostTold)]
	m.mu.Unlock()
	return err
}

// hear takes up what the others told, and tells what is left.
func (m *Member) hear(ctx context.Context) error {
	asked := m.clock.Mono()
	var news []News
	err := m.within(ctx, func(ctx context.Context) (err error) {
		news, err = m.o.Store.Heard(ctx, m.o.Self.ID, hearBack)
		return err
	})
	if err != nil {
		return err
	}
	m.mu.Lock()
	missed := asked-m.heard > hearBack-HearEvery
	m.heard, m.answered = asked, asked
	fresh := m.unheard(news)
	m.mu.Unlock()
	if missed && m.o.OnMissed != nil {
		m.o.OnMissed()
	}
	for _, n := range fresh {
		if m.o.OnNews != nil {
			m.o.OnNews(n)
		}
	}
	return m.tell(ctx)
}

// unheard returns the news that were not heard before, and forgets those that are not told any more.
func (m *Member) unheard(news []News) (fresh []News) {
	known := make(map[int64]bool, len(news))
	for _, n := range news {
		if !m.known[n.ID] {
			fresh = append(fresh, n)
		}
		known[n.ID] = true
	}
	m.known = known
	return fresh
}
