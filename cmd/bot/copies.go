package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"throughline/internal/config"
	"throughline/internal/copies"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/store/postgres"
)

// company is this copy among those that share a database. Its zero value, nil, is a bot that has its store to itself.
type company struct {
	*copies.Member
	db      postgres.Copies
	self    copies.Copy
	sealer  *seal.Sealer
	journal *erased.Journal
	log     *slog.Logger
	// What the other copies' news and number change here, once it is put together.
	app    *slackapp.App
	engine *nudges.Engine
	posts  func(perMinute int)
	seats  copies.Sockets
	most   atomic.Int64 // posts a minute, of all copies together
}

// canary is what the first copy seals, so that a copy with another key is refused.
const canary = "every copy has this key"

var canaryPlace = mission.Binding{Field: "copies", Record: "canary"}

// errOtherKey says that this copy could not read what the others write.
var errOtherKey = errors.New("this copy has another key for private words than the copies before it, and could read nothing of theirs: " +
	"give it the same THROUGHLINE_KEY or key file")

// joinCopies makes this process one of the copies that share the database. On a store of its own it returns nil.
func joinCopies(ctx context.Context, cfg config.Config, db store, sealer *seal.Sealer, log *slog.Logger) (*company, error) {
	pg, ok := db.(pgStore)
	if !ok {
		return nil, nil
	}
	c := &company{
		db: pg.Copies(), sealer: sealer, log: log,
		self: copies.Copy{ID: owner(), Host: hostname(), Sockets: cfg.Slack.Sockets, Version: buildName()},
	}
	if err := c.sameKey(ctx); err != nil {
		return nil, err
	}
	var err error
	c.Member, err = copies.Join(ctx, copies.Options{
		Store: c.db, Self: c.self, Logger: log, OnNews: c.heard, OnMissed: c.missed, OnLiving: c.livingChanged,
	})
	return c, err
}

// sameKey makes sure that this copy has the key of those before it.
func (c *company) sameKey(ctx context.Context) error {
	sealed, err := c.sealer.Seal(canaryPlace, canary)
	if err != nil {
		return err
	}
	kept, err := c.db.Canary(ctx, sealed)
	if err != nil {
		return err
	}
	if text, err := c.sealer.Open(canaryPlace, kept); err != nil || text != canary {
		return errOtherKey
	}
	return nil
}

// sharedSealer reads the key that every copy has. It makes none: a key that each copy made for itself would close to one
// what another wrote.
func sharedSealer(cfg config.Config) (*seal.Sealer, error) {
	keys, err := seal.LoadKeys(cfg.KeyFile())
	if err != nil {
		return nil, fmt.Errorf("the key that all copies share: %w", err)
	}
	return seal.New(keys...)
}

// renewCanary seals the canary with the newest key, so that a copy which has that one alone may join.
func renewCanary(ctx context.Context, db store, sealer *seal.Sealer) error {
	pg, ok := db.(pgStore)
	if !ok {
		return nil
	}
	sealed, err := sealer.Seal(canaryPlace, canary)
	if err != nil {
		return err
	}
	return pg.Copies().PutCanary(ctx, sealed)
}

// clock returns the clock that the copies share, in place of the machine's own. A clock that a test or the sandbox moves stays.
func (c *company) clock(own nudges.Clock) nudges.Clock {
	if _, ours := own.(realClock); c == nil || !ours {
		return own
	}
	return c.Clock()
}

// owner returns the name of this process in the rows that it holds.
func (c *company) owner() string {
	if c == nil {
		return owner()
	}
	return c.self.ID
}

// engineSees returns what the engine is told of the copies.
func (c *company) engineSees() nudges.Copies {
	if c == nil {
		return nil
	}
	return c.Member
}

// edgeSees returns what the edge shares with the others.
func (c *company) edgeSees() slackapp.Shared {
	if c == nil {
		return nil
	}
	return c
}

// KeepWords keeps sealed words of a person where every copy finds them.
func (c *company) KeepWords(ctx context.Context, name string, by mission.UserID, words mission.Sealed, length time.Duration) error {
	return c.db.KeepWords(ctx, name, by, words, length)
}

// Words returns words that wait.
func (c *company) Words(ctx context.Context, name string, by mission.UserID) (mission.Sealed, error) {
	return c.db.Words(ctx, name, by)
}

// DropWords removes words that wait.
func (c *company) DropWords(ctx context.Context, name string, by mission.UserID) error {
	return c.db.DropWords(ctx, name, by)
}

// put hands over what the others change here. It comes before anything runs.
func (c *company) put(app *slackapp.App, engine *nudges.Engine, perMinute int, posts func(int)) {
	if c == nil {
		return
	}
	c.app, c.engine, c.posts = app, engine, posts
	c.share(perMinute)
}

// share sets how many posts a minute all copies make together.
func (c *company) share(perMinute int) {
	c.most.Store(int64(perMinute))
	c.livingChanged(len(c.Living()))
}

// setPosts sets how many posts a minute go to the workspace: from this bot, or from all copies together.
func (p *program) setPosts(perMinute int) {
	if p.copies == nil {
		p.client.SetPostsPerMinute(perMinute)
		return
	}
	p.copies.share(perMinute)
}

// newsErased says that the journal of those who were forgotten has a new line.
const newsErased = "erased"

func (c *company) heard(n copies.News) {
	if n.Kind == newsErased {
		c.syncSoon()
		return
	}
	c.app.Heard(n.Kind, n.Subject)
}

func (c *company) missed() {
	c.app.Missed()
	c.syncSoon()
}

// livingChanged shares Slack's limit for the workspace among those that live, and lets the engine look whether one left
// something behind.
func (c *company) livingChanged(living int) {
	if c.app == nil {
		return // Nothing runs yet.
	}
	c.posts(max(int(c.most.Load())/max(living, 1), 1))
	c.engine.Wake()
}

// shareJournal brings the journal beside this copy and the one in the database together, each with the lines of both.
func (c *company) shareJournal(ctx context.Context, journal *erased.Journal) error {
	if c == nil {
		return nil
	}
	c.journal = journal
	return c.sync(ctx)
}

func (c *company) sync(ctx context.Context) error {
	theirs, err := c.db.Journal(ctx)
	if err != nil {
		return err
	}
	n, err := c.journal.Adopt(theirs)
	if err != nil {
		return err
	}
	if n > 0 {
		c.log.Info("took over erasures that another copy remembered", "lines", n)
	}
	own, err := c.journal.Lines()
	if err != nil || len(own) == len(theirs) {
		return err
	}
	return c.db.AddJournal(ctx, own)
}

// syncLimit bounds one look at the journal.
const syncLimit = 10 * time.Second

func (c *company) syncSoon() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), syncLimit)
		defer cancel()
		if err := c.sync(ctx); err != nil {
			c.log.Warn("erasures of the other copies were not taken over; the next start does it", "error", err)
		}
	}()
}

// Remember keeps an erasure in this copy's journal, then where every copy finds it.
func (c *company) Remember(team mission.TeamID, user mission.UserID, at time.Time, words bool) (string, error) {
	hash, err := c.journal.Remember(team, user, at, words)
	if err != nil {
		return hash, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), syncLimit)
	defer cancel()
	if err := c.sync(ctx); err != nil {
		return "", err
	}
	c.Tell(newsErased, "")
	return hash, nil
}

// remembers returns what remembers who was forgotten: the journal alone, or with it the other copies.
func (c *company) remembers(journal *erased.Journal) slackapp.Journal {
	if c == nil {
		return journal
	}
	return c
}

// sockets returns how many connections to Slack the other copies want to hold, or nil for a bot that is alone.
func (c *company) sockets() func() int {
	if c == nil {
		return nil
	}
	return func() int { return max(0, c.Sockets()-c.self.Sockets) }
}

// seat hands over the sockets, of which this copy holds its share. It comes before anything runs.
func (c *company) seat(sockets copies.Sockets) {
	if c == nil {
		return
	}
	c.seats = sockets
	sockets.Hold(c.Share())
}

// unseated says why this copy holds no socket, or returns nil where it may hold one.
func (c *company) unseated() error {
	if c == nil {
		return nil
	}
	return c.Unseated()
}

// unanswered returns what tells for how long the database has not answered, or nil for a store in a file.
func (c *company) unanswered() func() time.Duration {
	if c == nil {
		return nil
	}
	return c.Unanswered
}

// number returns how many copies live, this one among them.
func (c *company) number() int {
	if c == nil {
		return 1
	}
	return len(c.Living())
}

// run keeps this copy among the others until ctx ends.
func (c *company) run(ctx context.Context) error {
	if c == nil {
		return nil
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.Run(ctx) })
	g.Go(func() error { return c.Seat(ctx, c.seats) })
	return g.Wait()
}

// leave takes this copy out of the list, once nothing of it is under way.
func (c *company) leave() {
	if c == nil {
		return
	}
	if err := c.Member.Leave(context.Background()); err != nil {
		c.log.Warn("this copy did not take its leave; the others notice within 20 s", "error", err)
	}
}

// owner names this life of this process: a container that starts again has the same name and number.
func owner() string { return fmt.Sprintf("%s/%d/%s", hostname(), os.Getpid(), rand.Text()[:8]) }

func hostname() string {
	host, err := os.Hostname()
	if err != nil {
		return "unknown"
	}
	return host
}
