package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"throughline/bench/standin"
)

// LoadCmd is bench load.
type LoadCmd struct {
	Rates    []int         `help:"Commands a second, each rate for itself." default:"200,2000"`
	For      time.Duration `help:"How long each rate is held." default:"10s"`
	Sides    []string      `help:"What is measured: ${sides}." default:"throughline,bolt-js,slack-go,slack-go-durable"`
	Channels int           `help:"Channels with a mission each." default:"200"`
	Times    int           `help:"How often everything is measured; the median by p50 is shown." default:"1"`
	Dir      string        `help:"Where stores lie while they are measured. Empty is the system's folder for temporary files." type:"path"`
	JSON     string        `name:"json" help:"Write the figures to this file as well." type:"path"`
}

// membersEach is how many people take turns in a mission.
const membersEach = 5

// measured is one line of figures.
type measured struct {
	Side     string  `json:"side"`
	About    string  `json:"about"`
	Rate     int     `json:"rate"`
	Sent     int     `json:"sent"`
	Acked    int     `json:"acked"`
	Lost     int     `json:"lost"`
	Refused  int     `json:"refused"`
	PerS     float64 `json:"acked_per_s"`
	P50      float64 `json:"p50_us"`
	P99      float64 `json:"p99_us"`
	Max      float64 `json:"max_us"`
	Behind   float64 `json:"sender_behind_p99_us"`
	CPU      float64 `json:"cpu_us_per_command"`
	RSS      float64 `json:"rss_mib"`
	Anon     float64 `json:"rss_anon_mib"`
	HWM      float64 `json:"rss_peak_mib"`
	Objects  float64 `json:"allocated_objects_per_command"`
	Bytes    float64 `json:"allocated_bytes_per_command"`
	Lookups  float64 `json:"lookups_per_command"`
	StartsIn float64 `json:"start_to_connected_ms"`
}

// Run measures every side at every rate, one after the other, and prints the table.
func (c LoadCmd) Run(ctx context.Context, con console) error {
	chosen, err := c.chosen()
	if err != nil {
		return err
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
	var lines []measured
	for _, rate := range c.Rates {
		alone, err := c.median(con, "stand-in alone", rate, func() (measured, error) { return c.mirror(ctx, rate) })
		if err != nil {
			return err
		}
		lines = append(lines, alone)
		for _, s := range chosen {
			line, err := c.median(con, s.name, rate, func() (measured, error) { return c.measure(ctx, pl, s, rate) })
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
	}
	return report(con, c.JSON, d, lines)
}

func (c LoadCmd) chosen() ([]side, error) {
	all := sides()
	var out []side
	for _, name := range c.Sides {
		i := slices.IndexFunc(all, func(s side) bool { return s.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no side %q, only %s", name, sideNames())
		}
		out = append(out, all[i])
	}
	return out, nil
}

// median measures several times and returns the run whose p50 lies in the middle.
func (c LoadCmd) median(con console, name string, rate int, once func() (measured, error)) (measured, error) {
	var runs []measured
	for range max(c.Times, 1) {
		con.say("%s at %d a second for %s", name, rate, c.For)
		m, err := once()
		if err != nil {
			return m, fmt.Errorf("%s at %d a second: %w", name, rate, err)
		}
		runs = append(runs, m)
	}
	slices.SortFunc(runs, func(a, b measured) int { return int(a.P50 - b.P50) })
	return runs[len(runs)/2], nil
}

func (c LoadCmd) crowd() crowd { return crowd{Missions: c.Channels, Members: membersEach} }

// series is the load at a rate, after so many commands of the warm-up.
func (c LoadCmd) series(rate, after int) standin.Series {
	return standin.Series{
		Commands: int(c.For.Seconds() * float64(rate)), Rate: rate, First: after,
		Channels: c.Channels, Members: membersEach,
	}
}

// mirror measures the stand-in with a client that does nothing else than acknowledge.
func (c LoadCmd) mirror(ctx context.Context, rate int) (measured, error) {
	s := standin.New(c.crowd().people())
	defer s.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- standin.Mirror(ctx, s.APIURL()) }()
	if err := s.Connected(ctx, 1); err != nil {
		return measured{}, err
	}
	r, err := s.Play(ctx, c.series(rate, 0))
	cancel()
	if err == nil {
		err = <-ended
	}
	return line("stand-in alone", "a socket that mirrors", rate, r), err
}

// connectWithin bounds the start of an app.
const connectWithin = time.Minute

// measure starts an app, warms it up with a command in each channel, plays the load, and stops it.
func (c LoadCmd) measure(ctx context.Context, pl *place, which side, rate int) (out measured, err error) {
	s := standin.New(c.crowd().people())
	defer s.Close()
	p, err := which.launch(pl, s, c.crowd())
	if err != nil {
		return out, err
	}
	defer func() {
		if stopped := p.stop(); err == nil {
			err = stopped
		}
	}()
	starts, err := ready(ctx, s, p, which.sockets)
	if err != nil {
		return out, err
	}
	warm := standin.Series{Commands: c.Channels * membersEach, Channels: c.Channels, Members: membersEach, Senders: 4}
	if _, err := s.Play(ctx, warm); err != nil {
		return out, fmt.Errorf("warming up: %w\n%s", err, p.whatItSaid())
	}
	p.settle(ctx)
	before, asked := p.use(), s.Lookups()
	r, err := s.Play(ctx, c.series(rate, warm.Commands))
	if err != nil {
		return out, err
	}
	after := p.use()
	out = line(which.name, which.about, rate, r)
	each := func(n float64) float64 { return n / float64(max(r.Sent, 1)) }
	out.CPU = each(float64((after.CPU - before.CPU).Microseconds()))
	out.RSS, out.Anon, out.HWM = mib(after.RSS), mib(after.Anon), mib(after.HWM)
	out.Objects, out.Bytes = each(float64(after.Objects-before.Objects)), each(float64(after.Bytes-before.Bytes))
	out.Lookups, out.StartsIn = each(float64(s.Lookups()-asked)), millis(starts)
	if r.Lost() == 0 && r.Refused == 0 {
		return out, complained(p, which.name)
	}
	return out, nil
}

// ready waits until an app has opened its sockets and returns how long its first one took.
func ready(ctx context.Context, s *standin.Slack, p *process, sockets int) (first time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
	defer cancel()
	go func() { // one that ends will not connect
		select {
		case <-p.ended:
			cancel()
		case <-ctx.Done():
		}
	}()
	if err := s.Connected(ctx, 1); err != nil {
		return 0, fmt.Errorf("it does not connect: %w\n%s", err, p.whatItSaid())
	}
	first = time.Since(p.began)
	if err := s.Connected(ctx, sockets); err != nil {
		return 0, fmt.Errorf("it does not connect: %w\n%s", err, p.whatItSaid())
	}
	return first, nil
}

// complained fails where an app had something to say though nothing was lost: then its figures are of something else.
func complained(p *process, name string) error {
	info, err := os.Stat(p.log)
	if err == nil && info.Size() > 0 {
		return fmt.Errorf("%s had something to say:\n%s", name, p.whatItSaid())
	}
	return nil
}

func line(name, about string, rate int, r standin.Result) measured {
	out := measured{
		Side: name, About: about, Rate: rate, Sent: r.Sent, Acked: r.Acked, Lost: r.Lost(), Refused: r.Refused,
		P50: micros(r.Quantile(0.5)), P99: micros(r.Quantile(0.99)), Max: micros(r.Quantile(1)),
	}
	if r.Span > 0 {
		out.PerS = float64(r.Acked) / r.Span.Seconds()
	}
	if n := len(r.Behind); n > 0 {
		out.Behind = micros(r.Behind[n*99/100])
	}
	return out
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }
func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1e3 }
func mib(n int64) float64            { return float64(n) / (1 << 20) }
