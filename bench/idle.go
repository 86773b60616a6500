package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"throughline/bench/standin"
)

// IdleCmd is bench idle.
type IdleCmd struct {
	Missions int           `help:"How many missions run." default:"10000"`
	For      time.Duration `help:"How long the bot rests before it is looked at." default:"40s"`
	Dir      string        `help:"Where the store lies." type:"path"`
	JSON     string        `name:"json" help:"Write the figures to this file as well." type:"path"`
}

// resting is what the bot holds while nobody wants anything.
type resting struct {
	Missions int     `json:"missions"`
	FileMiB  float64 `json:"file_mib"`
	StartsIn float64 `json:"start_to_connected_ms"`
	AfterS   float64 `json:"after_s"`
	RSS      float64 `json:"rss_mib"`
	Anon     float64 `json:"rss_anon_mib"`
	File     float64 `json:"rss_file_mib"`
	CPU      float64 `json:"cpu_ms_per_minute"`
}

// Run looks at the bot after its start, and again after it has rested.
func (c IdleCmd) Run(ctx context.Context, con console) error {
	pl, remove, err := newPlace(ctx, c.Dir)
	if err != nil {
		return err
	}
	defer remove()
	size := crowd{Missions: c.Missions, Members: membersEach}
	s := standin.New(membersEach)
	defer s.Close()
	con.say("a store of %d missions", c.Missions)
	store := filepath.Join(pl.dir, "throughline.db")
	if err := seedFile(store, size); err != nil {
		return err
	}
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
	all := []resting{rest(p, c.Missions, starts, 0)}
	con.say("the bot rests for %s", c.For)
	cpu, began := p.use().CPU, time.Now()
	select {
	case <-time.After(c.For):
	case <-ctx.Done():
		return ctx.Err()
	}
	later := rest(p, c.Missions, starts, c.For)
	later.CPU = millis(p.use().CPU-cpu) / time.Since(began).Minutes()
	f := newFigures(disk{})
	f.Resting = append(all, later)
	if err := f.write(c.JSON); err != nil {
		return err
	}
	return con.print(idleTable(f.Resting))
}

func rest(p *process, missions int, starts, after time.Duration) resting {
	u := p.use()
	return resting{
		Missions: missions, StartsIn: millis(starts), AfterS: after.Seconds(),
		RSS: mib(u.RSS), Anon: mib(u.Anon), File: mib(u.File),
	}
}

func idleTable(all []resting) string {
	rows := [][]string{{"missions", "rested s", "start to connected ms", "RSS MiB", "own", "mapped files", "CPU ms a minute"}}
	for _, r := range all {
		rows = append(rows, []string{
			fmt.Sprint(r.Missions), fmt.Sprintf("%.0f", r.AfterS), fmt.Sprintf("%.0f", r.StartsIn), fmt.Sprintf("%.1f", r.RSS),
			fmt.Sprintf("%.1f", r.Anon), fmt.Sprintf("%.1f", r.File), orNone(r.CPU),
		})
	}
	return table(rows)
}
