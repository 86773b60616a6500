package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

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

// benchChannels and benchUsers are made once, so that a command costs its sender little.
var benchChannels, benchUsers = benchNames()

func benchNames() (channels, users []string) {
	for n := range benchMissions {
		channels = append(channels, benchChannel(n))
	}
	for n := range benchPeople {
		users = append(users, benchUser(n))
	}
	return channels, users
}

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
		start func(*testing.B, *quickSlack) (check func(commands int))
	}{{"bot", startBot}, {"echo", startEcho}, {"durable-echo", startDurableEcho}} {
		for _, senders := range []int{1, 16} {
			b.Run(fmt.Sprintf("%s/senders=%d", side.name, senders), func(b *testing.B) {
				benchProgress(b, side.start, b.N, func(s *quickSlack, r *round, first int) { closedLoop(s, r, first, senders) }, senders)
			})
		}
		b.Run(fmt.Sprintf("%s/rate=%d", side.name, openRate), func(b *testing.B) {
			benchProgress(b, side.start, b.N*openRate*int(openFor/time.Second), openLoop, 0)
			b.ReportMetric(0, "ns/op") // an op is the whole series there
		})
	}
}

// benchProgress measures a series of commands, after one in each channel by which everybody is known.
func benchProgress(b *testing.B, start func(*testing.B, *quickSlack) func(int), commands int, loop func(*quickSlack, *round, int), turns int) {
	s := newQuickSlack(b)
	check := start(b, s)
	s.connected()
	s.play(closeOne, newRound(benchMissions, 1), 0)

	r := newRound(commands, turns)
	asked := s.lookups.Load()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.ResetTimer()
	s.play(loop, r, benchMissions)
	b.StopTimer()
	runtime.ReadMemStats(&after)

	slices.Sort(r.took)
	b.ReportMetric(micros(r.took[len(r.took)/2]), "p50-us")
	b.ReportMetric(micros(r.took[len(r.took)*99/100]), "p99-us")
	b.ReportMetric(micros(r.took[len(r.took)-1]), "max-us")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(commands), "allocs/op")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(commands), "B/op")
	b.ReportMetric(float64(s.lookups.Load()-asked)/float64(commands), "lookups/op")
	check(benchMissions + commands)
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }

// play runs a series and waits for its last acknowledgement.
func (s *quickSlack) play(loop func(*quickSlack, *round, int), r *round, first int) {
	s.run.Store(r)
	loop(s, r, first)
	done := make(chan struct{})
	go func() { r.left.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		s.b.Fatal("not every command was acknowledged")
	}
}

func closeOne(s *quickSlack, r *round, first int) { closedLoop(s, r, first, 1) }

// closedLoop lets each sender wait for its answer before its next command.
func closedLoop(s *quickSlack, r *round, first, senders int) {
	var wg sync.WaitGroup
	for i := range senders {
		wg.Go(func() {
			for n := i; n < len(r.sent); n += senders {
				s.send(r, first, n)
				select {
				case <-r.turns[i]:
				case <-s.b.Context().Done():
					return
				}
			}
		})
	}
	wg.Wait()
}

// openLoop sends at a steady rate and waits for nobody.
func openLoop(s *quickSlack, r *round, first int) {
	tick := time.NewTicker(time.Second / openRate)
	defer tick.Stop()
	for n := range r.sent {
		<-tick.C
		s.send(r, first, n)
	}
}

// startBot starts the whole program on a store in a file, with missions in it. What it returns makes sure
// that each command's entry is there.
func startBot(b *testing.B, s *quickSlack) func(int) {
	cfg := config.Default()
	cfg.Store.Path = filepath.Join(b.TempDir(), "throughline.db")
	cfg.Slack.APIURL = s.apiURL()
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
			running, err := tx.RunningMissions(benchTeam)
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
			return mission.Actor{Team: benchTeam, User: mission.UserID(benchUser(n + k)), InChannel: true}
		}
		in := mission.NewMission{ID: mission.ID(fmt.Sprintf("M%025d", n)), Channel: mission.ChannelID(benchChannel(n)), Zone: "Europe/Vienna"}
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
func startEcho(b *testing.B, s *quickSlack) func(int) {
	return startEchoAfter(b, s, func(*socketmode.Request) error { return nil })
}

// startDurableEcho is startEcho with the payload appended to a file and synced before each acknowledgement.
func startDurableEcho(b *testing.B, s *quickSlack) func(int) {
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

func startEchoAfter(b *testing.B, s *quickSlack, before func(*socketmode.Request) error) func(int) {
	client := socketmode.New(slack.New("xoxb-bench", slack.OptionAPIURL(s.apiURL()), slack.OptionAppLevelToken("xapp-1-bench")))
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
