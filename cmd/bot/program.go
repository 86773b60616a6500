package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/limits"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
)

// program is the bot, put together: the store, the edge, the engine and the sockets. It is the same in
// `bot run`, in the sandbox and in the tests; only the clock and the address of Slack differ.
type program struct {
	db     store
	engine *nudges.Engine
	app    *slackapp.App
	socket *socket.Runner
	client *api.Client
	copies *company
	log    *slog.Logger
}

// helloLimit bounds the first call to Slack, which tells who we are.
const helloLimit = 30 * time.Second

// newProgram opens the store and the key, asks Slack who the bot is, and puts everything together. What
// it opened is closed again where it fails, and otherwise by close.
func newProgram(ctx context.Context, cfg config.Config, clock nudges.Clock, log *slog.Logger) (*program, error) {
	return newCounted(ctx, cfg, clock, log, nil)
}

// newCounted is newProgram with what is counted; nil counts nothing.
func newCounted(ctx context.Context, cfg config.Config, clock nudges.Clock, log *slog.Logger, count *counts) (p *program, err error) {
	times, err := plannedTimes(cfg.Nudges, clock.Now())
	if err != nil {
		return nil, err
	}
	library, err := openLibrary(cfg.Questions.File, log)
	if err != nil {
		return nil, err
	}
	sealer, err := openSealer(cfg, log)
	if err != nil {
		return nil, err
	}
	db, err := openPatiently(ctx, cfg, log, count)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if !fits(ctx, db, sealer) {
		log.Error("the key opens none of the private words that are kept: put back the one that sealed them; what people write with this one can be read with it alone")
	}
	var together *company
	err = patiently(ctx, cfg, log, func() (err error) {
		together, err = joinCopies(ctx, cfg, db, sealer, log)
		return err
	})
	if err != nil {
		return nil, err
	}
	clock = together.clock(clock)
	journal, err := openJournal(cfg, sealer, log)
	if err == nil {
		err = patiently(ctx, cfg, log, func() error { return together.shareJournal(ctx, journal) })
	}
	if err != nil {
		return nil, err
	}
	client := api.New(api.Options{
		BotToken: cfg.Slack.BotToken.Reveal(), APIURL: cfg.Slack.APIURL, Logger: log,
		PostsPerMinute: cfg.Nudges.PostsPerMinute, Now: clock.Now, Observe: count.calls(),
	})
	us, err := whoAmI(ctx, client, log)
	if err != nil {
		return nil, err
	}
	book, err := calendars(cfg.Holidays)
	if err != nil {
		return nil, err
	}
	app := slackapp.New(slackapp.Options{
		Store: edgeStore{db}, API: client, Sealer: sealer, Clock: clock, Library: library, Holidays: book, Logger: log,
		Times: times,
		Team:  mission.TeamID(us.TeamID), BotUser: mission.UserID(us.UserID), Workspace: us.URL,
		SupportContact: cfg.Texts.SupportContact, HelpContact: cfg.Texts.HelpContact, Marks: cfg.Texts.Marks, Version: buildName(),
		History: strings.Contains(us.Scopes, "channels:history"),
		Journal: together.remembers(journal), Shared: together.edgeSees(), KeepPrivate: days(cfg.Keep.PrivateDays), Limits: limits.Scale(cfg.Limits.PerPerson),
		Observer: count.requests(),
	})
	if err := patiently(ctx, cfg, log, func() error { return eraseAgain(ctx, app, journal) }); err != nil {
		return nil, err
	}
	engine, err := nudges.New(nudges.Options{
		Store: db.Nudges(), Sender: app, Facts: app, Settler: app, Sealer: sealer, Library: library, Holidays: book, Clock: clock, Logger: log,
		Owner: together.owner(), Copies: together.engineSees(), Keep: days(cfg.Keep.MessageDays), Observer: count.nudges(),
	})
	if err != nil {
		return nil, err
	}
	app.SetEngine(engine)
	together.put(app, engine, cfg.Nudges.PostsPerMinute, client.SetPostsPerMinute)
	sockets := socket.New(socket.Options{
		AppToken: cfg.Slack.AppToken.Reveal(), APIURL: cfg.Slack.APIURL, HTTPClient: &http.Client{Timeout: 10 * time.Second},
		Connections: cfg.Slack.Sockets, Logger: log, Busy: app.Busy, Whose: slackapp.Whose,
		Others: together.sockets(), Observer: count.sockets(), Drain: drainWithin(cfg.Stop),
	}, app.Handle)
	together.seat(sockets)
	return &program{db: db, engine: engine, app: app, socket: sockets, client: client, copies: together, log: log}, nil
}

// openSealer returns what seals private words, with the key from the environment or from the file, which
// is made where there is none.
func openSealer(cfg config.Config, log *slog.Logger) (*seal.Sealer, error) {
	if cfg.Key.IsSet() {
		keys, err := seal.ParseKeys(cfg.Key.Reveal())
		if err != nil {
			return nil, fmt.Errorf("THROUGHLINE_KEY: %w", err)
		}
		return seal.New(keys...)
	}
	if cfg.Store.Driver == config.Postgres {
		return sharedSealer(cfg)
	}
	if err := keyNotLost(cfg); err != nil {
		return nil, err
	}
	keys, created, err := seal.LoadOrCreateKeys(cfg.KeyFile())
	if err != nil {
		return nil, err
	}
	if created {
		log.Warn("made a new key for private words; keep a copy of it apart from the store, without it they cannot be read",
			"file", cfg.KeyFile())
	}
	return seal.New(keys...)
}

// keyNotLost refuses to start with a store whose key is gone. A new key made in its place would close every
// private word in the store, and the old one would later close what was written since.
func keyNotLost(cfg config.Config) error {
	if _, err := os.Stat(cfg.KeyFile()); !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if _, err := os.Stat(cfg.Store.Path); err != nil {
		return nil //nolint:nilerr // No store yet, or one that cannot be looked at, which opening it tells better.
	}
	return fmt.Errorf("the key %s is missing, and without it the private words in %s cannot be read: put it back. "+
		"To go on without those words, give the bot a new key in THROUGHLINE_KEY", cfg.KeyFile(), cfg.Store.Path)
}

// openJournal opens the journal of those who were forgotten, beside the store.
func openJournal(cfg config.Config, sealer *seal.Sealer, log *slog.Logger) (*erased.Journal, error) {
	journal, err := erased.Open(cfg.ErasedFile(), sealer)
	if err != nil {
		return nil, err
	}
	if journal.Unreadable() {
		log.Warn("some erasures were remembered under a key that is not configured; a backup from before them would bring people back",
			"file", cfg.ErasedFile())
	}
	return journal, nil
}

// eraseAgain carries out erasures of which a restored store knows nothing, before the bot does anything else.
func eraseAgain(ctx context.Context, app *slackapp.App, journal *erased.Journal) error {
	var remembered []slackapp.Forgotten
	for _, e := range journal.Entries() {
		remembered = append(remembered, slackapp.Forgotten(e))
	}
	if err := app.EraseAgain(ctx, remembered, journal.Hashes); err != nil {
		return fmt.Errorf("erase those who were forgotten: %w", err)
	}
	return nil
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }

// whoAmI asks Slack who the bot is, which also shows that the token works. While Slack cannot be reached
// it goes on asking: a bot that is started during an outage is to be there when it ends.
func whoAmI(ctx context.Context, client *api.Client, log *slog.Logger) (api.Identity, error) {
	for wait := time.Second; ; wait = min(2*wait, longestWait) {
		us, err := askOnce(ctx, client)
		if class := api.ClassOf(err); err == nil || class != api.Transient && class != api.RateLimited {
			return us, err
		}
		log.Warn("Slack cannot be reached; trying again", "in", wait.String(), "error", err)
		select {
		case <-ctx.Done():
			return us, err
		case <-time.After(wait):
		}
	}
}

// longestWait is the longest pause between two questions to a Slack that does not answer.
const longestWait = time.Minute

func askOnce(ctx context.Context, client *api.Client) (api.Identity, error) {
	ctx, cancel := context.WithTimeout(ctx, helloLimit)
	defer cancel()
	us, err := client.AuthTest(ctx)
	if err != nil {
		return us, fmt.Errorf("asking Slack who the bot is: %w", err)
	}
	return us, nil
}

// run holds the sockets and sends what is due until ctx ends or something fails for good.
func (p *program) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.socket.Run(ctx) })
	g.Go(func() error { return p.engine.Run(ctx) })
	g.Go(func() error { return p.app.Run(ctx) })
	g.Go(func() error { return p.copies.run(ctx) })
	return g.Wait()
}

// Wake lets the bot look at its clock again.
func (p *program) Wake() { p.engine.Wake() }

// Status says when something is due next, and whether the bot rests: nothing is on its way out, and nobody
// waits for an answer.
func (p *program) Status(ctx context.Context) (nextDue time.Time, rested bool) {
	idle := p.socket.Idle()
	nextDue, rested = p.engine.Status(ctx)
	return nextDue, rested && idle
}

// connected waits until Slack has greeted a socket, and reports false where ctx ends first.
func (p *program) connected(ctx context.Context) bool {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for p.socket.Status().Connected == 0 {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// close closes the store. It comes last, when nothing uses it any more.
func (p *program) close() error {
	p.copies.leave()
	return p.db.Close()
}

// realClock is the time of this machine.
type realClock struct{ start time.Time }

func newRealClock() realClock { return realClock{start: time.Now()} }

// Now returns the wall time.
func (realClock) Now() time.Time { return time.Now() }

// Mono returns what has passed since the clock was made, whatever happened to the wall time.
func (c realClock) Mono() time.Duration { return time.Since(c.start) }
