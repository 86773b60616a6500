package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"throughline/bench/standin"
	"throughline/internal/mission"
	"throughline/internal/store/bolt"
)

// GrowthCmd is bench growth.
type GrowthCmd struct {
	Entries []int         `help:"How many entries are stored, each size for itself." default:"1000,100000,1000000"`
	Rate    int           `help:"Commands a second." default:"200"`
	For     time.Duration `help:"How long the load is held." default:"10s"`
	Dir     string        `help:"Where the stores lie; ten million entries take about 15 GB." type:"path"`
	Keep    string        `help:"Keep the stores in this folder, and measure those that an earlier run left there: ten million entries take half an hour to make." type:"path"`
	JSON    string        `name:"json" help:"Write the figures to this file as well." type:"path"`
}

// grown is what a store of one size costs.
type grown struct {
	Entries  int     `json:"entries"`
	FileMiB  float64 `json:"file_mib"`
	SeedS    float64 `json:"seed_s"`
	OpenMs   float64 `json:"open_ms"`
	TxP50    float64 `json:"transaction_p50_us"`
	TxP99    float64 `json:"transaction_p99_us"`
	StartsIn float64 `json:"start_to_connected_ms"`
	RSSStart float64 `json:"rss_after_start_mib"`
	P50      float64 `json:"progress_p50_us"`
	P99      float64 `json:"progress_p99_us"`
	Lost     int     `json:"lost"`
	RSS      float64 `json:"rss_after_load_mib"`
	Anon     float64 `json:"rss_anon_after_load_mib"`
}

// sizeOf spreads entries over missions: 200, or as many as give each a thousand.
func sizeOf(entries int) crowd {
	return crowd{Missions: max(200, entries/1000), Members: membersEach, Entries: entries}
}

// Run makes a store of each size, measures on it, and removes it before the next.
func (c GrowthCmd) Run(ctx context.Context, con console) error {
	if c.Keep != "" {
		c.Dir = c.Keep // so that what is made can be moved there
	}
	pl, remove, err := newPlace(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer remove()
	d, err := measureDisk(pl.dir)
	if err != nil {
		return err
	}
	var out []grown
	for _, n := range c.Entries {
		con.say("%d entries", n)
		g, err := c.measure(ctx, pl, n)
		if err != nil {
			return fmt.Errorf("%d entries: %w", n, err)
		}
		out = append(out, g)
	}
	f := newFigures(d)
	f.Stores = out
	if err := f.write(c.JSON); err != nil {
		return err
	}
	return con.print(d.sentence() + "\n\n" + growthTable(out))
}

func (c GrowthCmd) measure(ctx context.Context, pl *place, entries int) (g grown, err error) {
	g.Entries = entries
	size := sizeOf(entries)
	start := time.Now()
	store, release, err := c.store(pl, size)
	if err != nil {
		return g, err
	}
	defer func() { err = errors.Join(err, release()) }()
	g.SeedS = time.Since(start).Seconds()
	if info, err := os.Stat(store); err == nil {
		g.FileMiB = mib(info.Size())
	}
	if err := g.transactions(ctx, store, size, int(c.For.Seconds()*float64(c.Rate)), c.Rate); err != nil {
		return g, err
	}
	return g, g.commands(ctx, pl, store, size, c)
}

// store makes a store, or takes the one that was kept. Release removes it unless it is to be kept.
func (c GrowthCmd) store(pl *place, size crowd) (path string, release func() error, err error) {
	if c.Keep == "" {
		path = filepath.Join(pl.dir, "throughline.db")
		return path, func() error { return os.Remove(path) }, seedFile(path, size)
	}
	path = filepath.Join(c.Keep, fmt.Sprintf("%d.db", size.Entries))
	kept := func() error { return nil }
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, kept, err
	}
	unfinished := filepath.Join(pl.dir, "unfinished.db")
	if err := seedFile(unfinished, size); err != nil {
		return path, kept, err
	}
	return path, kept, os.Rename(unfinished, path)
}

// transactions measures that of a command by itself: a mission read, an entry and the mission written, what the
// request led to remembered. Each in another mission, at random, at the rate of the load.
func (g *grown) transactions(ctx context.Context, store string, size crowd, n, rate int) error {
	opened := time.Now()
	db, err := bolt.Open(store, bolt.Options{})
	if err != nil {
		return err
	}
	g.OpenMs = millis(time.Since(opened))
	rng := rand.New(rand.NewPCG(1, uint64(size.Entries))) //nolint:gosec // The same missions each time are wanted.
	first := int(opened.UnixNano())                       // a store that was kept holds what the run before told
	var took []time.Duration
	tick := time.NewTicker(time.Second / time.Duration(rate))
	defer tick.Stop()
	for i := range n {
		<-tick.C
		m := rng.IntN(size.Missions)
		start := time.Now()
		if err := db.Update(ctx, func(tx *bolt.Tx) error { return tell(tx, m, first+i, start) }); err != nil {
			return errors.Join(err, db.Close())
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	g.TxP50, g.TxP99 = micros(took[n/2]), micros(took[n*99/100])
	return db.Close()
}

// tell is the transaction of a command.
func tell(tx *bolt.Tx, n, i int, now time.Time) error {
	key := fmt.Sprintf("bench/%d", i)
	if _, known, err := tx.Seen(standin.Team, key); err != nil || known {
		return err
	}
	m, err := tx.Mission(standin.Team, missionID(n))
	if err != nil {
		return err
	}
	who := mission.Actor{Team: standin.Team, User: mission.UserID(standin.User(n)), InChannel: true}
	id := mission.ID(fmt.Sprintf("02%024d", i))
	if _, _, err := mission.Tell(tx, now, who, m, mission.NewEntry{ID: id, Kind: mission.Progress, Text: told}); err != nil {
		return err
	}
	return tx.Remember(standin.Team, key, []byte(`{"did":"tell"}`), now)
}

// commands measures the bot on the store: its start, and the load.
func (g *grown) commands(ctx context.Context, pl *place, store string, size crowd, c GrowthCmd) error {
	s := standin.New(min(size.people(), 2000))
	defer s.Close()
	p, err := startBot(pl, s, store)
	if err != nil {
		return err
	}
	defer func() { _ = p.stop() }()
	starts, err := ready(ctx, s, p, 1)
	if err != nil {
		return err
	}
	p.settle(ctx)
	g.StartsIn, g.RSSStart = millis(starts), mib(p.use().RSS)
	channels := min(size.Missions, 1000)
	first := int(time.Now().Unix()) * 100_000 // no number that an earlier run on a store that was kept has used
	warm := standin.Series{Commands: channels * membersEach, First: first, Channels: channels, Members: membersEach, Senders: 4}
	if _, err := s.Play(ctx, warm); err != nil {
		return fmt.Errorf("warming up: %w\n%s", err, p.whatItSaid())
	}
	p.settle(ctx)
	r, err := s.Play(ctx, standin.Series{
		Commands: int(c.For.Seconds() * float64(c.Rate)), Rate: c.Rate, First: first + warm.Commands, Channels: channels, Members: membersEach,
	})
	if err != nil {
		return err
	}
	u := p.use()
	g.P50, g.P99, g.Lost = micros(r.Quantile(0.5)), micros(r.Quantile(0.99)), r.Lost()
	g.RSS, g.Anon = mib(u.RSS), mib(u.Anon)
	return complained(p, "the bot")
}

func growthTable(all []grown) string {
	rows := [][]string{{
		"entries", "file MiB", "open ms", "start to connected ms", "MiB after the start", "transaction p50 / p99 ms",
		"progress p50 / p99 ms", "lost", "MiB after the load (own)",
	}}
	for _, g := range all {
		rows = append(rows, []string{
			fmt.Sprint(g.Entries), fmt.Sprintf("%.0f", g.FileMiB), fmt.Sprintf("%.1f", g.OpenMs), fmt.Sprintf("%.0f", g.StartsIn),
			fmt.Sprintf("%.0f", g.RSSStart), ms(g.TxP50) + " / " + ms(g.TxP99), ms(g.P50) + " / " + ms(g.P99), fmt.Sprint(g.Lost),
			fmt.Sprintf("%.0f (%.0f)", g.RSS, g.Anon),
		})
	}
	return table(rows)
}
