package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"throughline/bench/standin"
	"throughline/internal/config"
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

const (
	benchMissions = 200
	benchMembers  = 5
	openRate      = 200 // commands a second
	openFor       = 5 * time.Second
)

// BenchmarkProgress measures /mission progress from the frame that brings it to its acknowledgement, with
// the entry durable in between. Beside it stand an echo on bare slack-go that acknowledges and writes
// nothing, and one that appends the payload to a file and syncs it, which is what the disk asks for.
//
// In the closed loops each sender waits for its answer before it goes on; in the open loop the commands
// come at a steady rate, whatever the answers do. Allocations are those of the whole process: the sender
// and the other end of the socket cost every side the same.
func BenchmarkProgress(b *testing.B) {
	for _, side := range []struct {
		name  string
		start func(*testing.B, *standin.Slack) (check func(commands int))
	}{{"bot", startBot}, {"echo", startEcho}, {"durable-echo", startDurableEcho}} {
		for _, senders := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/senders=%d", side.name, senders), func(b *testing.B) {
				benchProgress(b, side.start, standin.Series{Commands: b.N, Senders: senders})
			})
		}
		b.Run(fmt.Sprintf("%s/rate=%d", side.name, openRate), func(b *testing.B) {
			benchProgress(b, side.start, standin.Series{Commands: b.N * openRate * int(openFor/time.Second), Rate: openRate})
			b.ReportMetric(0, "ns/op") // an op is the whole series there
		})
	}
}

// benchProgress measures a series of commands, after one in each channel by which everybody is known.
func benchProgress(b *testing.B, start func(*testing.B, *standin.Slack) func(int), series standin.Series) {
	s := standin.New(benchMissions + benchMembers)
	b.Cleanup(s.Close)
	check := start(b, s)
	ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second)
	defer cancel()
	if err := s.Connected(ctx, 1); err != nil {
		b.Fatal(err)
	}
	play(b, s, standin.Series{Commands: benchMissions, Senders: 1})

	series.First = benchMissions
	asked := s.Lookups()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	r := play(b, s, series)
	b.StopTimer()
	runtime.ReadMemStats(&after)

	b.ReportMetric(micros(r.Quantile(0.5)), "p50-us")
	b.ReportMetric(micros(r.Quantile(0.99)), "p99-us")
	b.ReportMetric(micros(r.Quantile(1)), "max-us")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(series.Commands), "allocs/op")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(series.Commands), "B/op")
	b.ReportMetric(float64(s.Lookups()-asked)/float64(series.Commands), "lookups/op")
	check(benchMissions + series.Commands)
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// play runs a series and waits for its last acknowledgement. One with an answer is a refusal: what was told is kept
// without a word to its author.
func play(b *testing.B, s *standin.Slack, series standin.Series) standin.Result {
	series.Channels, series.Members = benchMissions, benchMembers
	r, err := s.Play(b.Context(), series)
	if err != nil {
		b.Fatal(err)
	}
	if r.Acked < series.Commands || r.Refused > 0 || s.Strays() > 0 {
		b.Errorf("of %d commands %d were acknowledged, %d of them with words, and %d acknowledgements belong to none",
			series.Commands, r.Acked, r.Refused, s.Strays())
	}
	return r
}

// startBot starts the whole program on a store in a file, with missions in it. What it returns makes sure
// that each command's entry is there.
func startBot(b *testing.B, s *standin.Slack) func(int) {
	cfg := config.Default()
	cfg.Store.Path = filepath.Join(b.TempDir(), "throughline.db")
	cfg.Slack.APIURL = s.APIURL()
	cfg.Slack.BotToken, cfg.Slack.AppToken = config.NewSecret("xoxb-bench"), config.NewSecret("xapp-1-bench")
	cfg.Slack.Sockets = 1
	ctx, stop := context.WithCancel(context.Background())
	p, err := newProgram(ctx, cfg, newRealClock(), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	if err := p.db.Update(ctx, fillBench); err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- p.run(ctx) }()
	b.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.Error(err)
		}
		if err := p.close(); err != nil {
			b.Error(err)
		}
	})
	return func(commands int) {
		kept := 0
		err := p.db.View(ctx, func(tx storeTx) error {
			running, err := tx.RunningMissions(standin.Team)
			for _, m := range running {
				kept += m.Tally.Count(mission.Progress)
			}
			return err
		})
		if err != nil || kept != commands {
			b.Errorf("%d commands were acknowledged and %d entries kept (%v)", commands, kept, err)
		}
	}
}

// fillBench puts a mission with members, plans and a card into each channel.
func fillBench(tx storeTx) error {
	now := time.Now()
	for n := range benchMissions {
		who := func(k int) mission.Actor {
			return mission.Actor{Team: standin.Team, User: mission.UserID(standin.User(n + k)), InChannel: true}
		}
		in := mission.NewMission{ID: mission.ID(fmt.Sprintf("M%025d", n)), Channel: mission.ChannelID(standin.Channel(n)), Zone: "Europe/Vienna"}
		in.Name, in.EndState = "Refunds in a day", "Nine refunds in ten reach the customer within a day."
		for i, day := range mission.DefaultTargets(mission.DateOf(now)) {
			in.Plan[i] = mission.PhasePlan{DoneWhen: "we have followed ten refunds from end to end", Target: day}
		}
		m, err := mission.Start(tx, now, who(0), in)
		if err != nil {
			return err
		}
		m.Card = mission.MessageRef{Channel: m.Channel, TS: "1763000000.000100"}
		if err := tx.PutMission(m); err != nil {
			return err
		}
		for k := 1; k < benchMembers; k++ {
			if _, err := mission.Join(tx, now, who(k), m, "find where the days go", nil); err != nil {
				return err
			}
		}
		if err := nudges.PlanMission(tx, m, now); err != nil {
			return err
		}
	}
	return nil
}

// startEcho connects bare slack-go, which acknowledges whatever comes.
func startEcho(b *testing.B, s *standin.Slack) func(int) {
	return startEchoAfter(b, s, func(*socketmode.Request) error { return nil })
}

// startDurableEcho is startEcho with the payload appended to a file and synced before each acknowledgement.
func startDurableEcho(b *testing.B, s *standin.Slack) func(int) {
	file, err := os.Create(filepath.Join(b.TempDir(), "echo"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = file.Close() })
	return startEchoAfter(b, s, func(r *socketmode.Request) error {
		if _, err := file.Write(r.Payload); err != nil {
			return err
		}
		return file.Sync()
	})
}

func startEchoAfter(b *testing.B, s *standin.Slack, before func(*socketmode.Request) error) func(int) {
	client := socketmode.New(slack.New("xoxb-bench", slack.OptionAPIURL(s.APIURL()), slack.OptionAppLevelToken("xapp-1-bench")))
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case evt := <-client.Events:
				if evt.Type != socketmode.EventTypeSlashCommand {
					continue
				}
				if err := before(evt.Request); err != nil {
					b.Error(err)
				}
				_ = client.AckCtx(ctx, evt.Request.EnvelopeID, nil)
			}
		}
	})
	b.Cleanup(func() { stop(); wg.Wait() })
	return func(int) {}
}
