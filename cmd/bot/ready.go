package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"throughline/internal/backup"
	"throughline/internal/config"
	"throughline/internal/health"
	"throughline/internal/metrics"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/socket"
)

// The checks of /healthz and /readyz.
const (
	checkLoop     = "loop"
	checkStore    = "store"
	checkSockets  = "sockets"
	checkToken    = "token"
	checkStranger = "stranger"
	checkClock    = "clock"
)

func readyNames() []string {
	return []string{checkLoop, checkStore, checkSockets, checkToken, checkStranger, checkClock}
}

const (
	// roundLimit is how long the engine's loop may take for one round. It goes round at least every half minute.
	roundLimit = 3 * time.Minute
	// quietLimit is how long nothing may be heard from Slack, which pings every few seconds.
	quietLimit = 90 * time.Second
	// clockLimit is how far the clock may be from Slack's before what is due comes at the wrong time.
	clockLimit = 5 * time.Second
)

// watch gives the panel its checks and the metrics their sources, once the program is put together.
func (c *counts) watch(p *program, cfg config.Config) {
	live := []health.Check{{Name: checkLoop, Ask: p.loopTurns}, {Name: checkStore, Ask: p.storeTurns}}
	c.panel.Begin(live, []health.Check{
		{Name: checkLoop, Ask: p.loopTurns},
		{Name: checkStore, Ask: p.storeWrites},
		{Name: checkSockets, Ask: p.socketsHeld},
		{Name: checkToken, Ask: p.tokenLives},
		{Name: checkStranger, Ask: func(context.Context) error { return nobodyElse(p.socket.Status()) }},
		{Name: checkClock, Ask: func(context.Context) error { return clockRuns(p.client.Skew()) }},
	})
	c.metrics.Watch(metrics.Sources{
		Sockets: func() metrics.Sockets {
			s := p.socket.Status()
			return metrics.Sockets{Connected: s.Connected, Wanted: s.Wanted, Foreign: s.Foreign, LastFrame: s.LastFrame}
		},
		Outbox:   p.outboxWaits,
		Store:    func() (metrics.Store, error) { return storeSize(p, cfg) },
		Erasures: p.erasuresWait,
		Copies:   func() int { return p.copies.number() },
		Silence:  p.copies.unanswered(),
		Database: p.database(),

		LastBackup: func() time.Time { return backup.Last(cfg.BackupsFolder()) },

		Clock:  p.client.Skew,
		Checks: c.checks,
		Now:    time.Now,
	})
}

func (c *counts) checks(ctx context.Context) map[string]bool {
	out := map[string]bool{}
	for _, r := range c.panel.Ready(ctx).Checks {
		out[r.Check] = r.OK
	}
	return out
}

func (p *program) loopTurns(context.Context) error {
	if since := p.engine.SinceRound(); since > roundLimit {
		return fmt.Errorf("the loop that sends nudges has not gone round for %s: restart the bot and keep its log", since.Round(time.Second))
	}
	return nil
}

// storeTurns reports whether what belongs to the store goes round inside of this process. Of a database nothing does: one that
// is away is not brought back by starting the bot again.
func (p *program) storeTurns(ctx context.Context) error {
	if db, ok := p.db.(interface{ Alive(context.Context) error }); ok {
		return db.Alive(ctx)
	}
	return nil
}

func (p *program) storeWrites(ctx context.Context) error {
	if err := p.db.Writable(ctx); err != nil {
		return fmt.Errorf("nothing can be saved, and bot doctor looks why: %w", err)
	}
	return p.storeTurns(ctx)
}

func (p *program) socketsHeld(context.Context) error {
	s := p.socket.Status()
	if err := p.copies.unseated(); err != nil && s.Connected == 0 {
		return err
	}
	return socketsStand(s, time.Now())
}

// socketsStand says whether what people write can reach the bot.
func socketsStand(s socket.State, now time.Time) error {
	switch {
	case s.Connected == 0:
		return fmt.Errorf("none of %d sockets is connected to Slack: look at the log, and at status.slack.com", s.Wanted)
	case now.Sub(s.LastFrame) > quietLimit:
		return fmt.Errorf("nothing was heard from Slack for %s", now.Sub(s.LastFrame).Round(time.Second))
	}
	return nil
}

func (p *program) tokenLives(context.Context) error {
	if p.client.TokenDead() {
		return errors.New("Slack refuses the bot token: install the app again, set the new token, restart") //nolint:staticcheck // ST1005: Slack is a name.
	}
	return nil
}

// nobodyElse says whether a stranger listens with our token: Slack gives each command to one socket alone, so it
// would read a share of what people write.
func nobodyElse(s socket.State) error {
	if s.Foreign == 0 {
		return nil
	}
	return fmt.Errorf("%d sockets of this app belong to another process: stop it, or make a new app-level token", s.Foreign)
}

func clockRuns(ahead time.Duration, known bool) error {
	if !known || ahead.Abs() <= clockLimit {
		return nil
	}
	return fmt.Errorf("this machine's clock is %s off Slack's: set it by NTP", ahead.Abs().Round(time.Second))
}

// mostCounted bounds how many rows are read to count those that wait.
const mostCounted = 1000

func (p *program) outboxWaits(ctx context.Context) (metrics.Outbox, error) {
	var o metrics.Outbox
	err := p.db.Nudges().View(ctx, func(tx nudges.Tx) error {
		now := time.Now()
		due, err := tx.DueRows(now, mostCounted)
		if err != nil || len(due) == 0 {
			return err
		}
		o.Due, o.Oldest = len(due), max(0, now.Sub(due[0].NotBefore))
		return nil
	})
	return o, err
}

// database returns what tells how a database fares, or nil for a store in a file.
func (p *program) database() func() metrics.Database {
	pg, ok := p.db.(pgStore)
	if !ok {
		return nil
	}
	return func() metrics.Database {
		s := pg.Stats()
		return metrics.Database{
			Transactions: s.Updates, Retries: s.Conflicts, Alone: s.Alone, Lost: s.Lost, Doubts: s.Doubts,
			Connections: s.Conns, Busy: s.Busy, MaxConnections: s.MaxConns,
		}
	}
}

func (p *program) erasuresWait(ctx context.Context) (n int, err error) {
	err = p.db.View(ctx, func(tx storeTx) error {
		all, err := tx.Erasures()
		n = len(all)
		return err
	})
	return n, err
}

// storeSize tells how large the store is, and how much room is left beside it where it is a file.
func storeSize(p *program, cfg config.Config) (metrics.Store, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	size, free, err := p.db.Size(ctx)
	room := int64(-1)
	if cfg.Store.Driver == config.Bolt {
		room = diskRoom(filepath.Dir(cfg.Store.Path))
	}
	return metrics.Store{Size: size, Free: free, DiskFree: room}, err
}
