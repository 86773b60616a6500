package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/sandbox"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
	"throughline/internal/store/bolt"
)

// The bot is killed at every write and every call on the way of a nudge. The steps are counted as they come, so
// that a write or a call that is added is among them without being named: each is a step of a lives, which lets
// the bot die before it, after it, or, of a call, while it is on its way.

var errKilled = errors.New("the process was killed")

// way is how the bot dies at a step.
type way int

const (
	survives  way = iota
	before        // nothing of the step happens
	after         // the step is done, and the bot never hears of it
	underway      // a call is done half a minute after the bot that made it is gone; a write is not done
	waysToDie = underway
)

func (w way) String() string { return [...]string{"survives", "before", "after", "under way"}[w] }

// lives are the processes that come and go over one store's file and one Slack, in a bubble of virtual time.
type lives struct {
	t     *testing.T
	fates *rand.Rand
	slack *sandbox.Server
	seal  *seal.Sealer
	dir   string
	// dies says how the bot dies at the nth step, counted from 1 over all of its lives.
	dies func(step int) way

	underway atomic.Int64 // calls whose process is gone and that have not arrived

	mu    sync.Mutex
	steps int
	of    map[string]int // calls of each method that arrived
	one   *life
	born  int
	began time.Time
}

// life is one process: once it is dead, nothing of it reaches the store or Slack.
type life struct {
	*lives
	path   string
	db     *bolt.DB
	app    *slackapp.App
	engine *nudges.Engine
	stop   context.CancelFunc
	ended  chan error

	mu   sync.Mutex
	dead bool
}

// inLives runs a story in a bubble, from Monday 23 November 2026 at nine on, and returns how many steps it took.
func inLives(t *testing.T, seed uint64, dies func(step int) way, story func(l *lives)) (steps int) {
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)))
		l := &lives{
			t: t, fates: rand.New(rand.NewPCG(seed, 0)), dir: dir, dies: dies, of: make(map[string]int), began: time.Now(),
		}
		// One key for all runs, so that they name their messages alike.
		keys, err := seal.ParseKeys(base64.StdEncoding.EncodeToString([]byte("the same in every run of a story")))
		if err != nil {
			t.Fatal(err)
		}
		if l.seal, err = seal.New(keys...); err != nil {
			t.Fatal(err)
		}
		granted := sandbox.DefaultApp()
		granted.Scopes = append(granted.Scopes, "channels:history")
		if l.slack, err = sandbox.New(sandbox.Options{App: granted, BaseURL: "http://127.0.0.1"}); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = l.slack.Close() }()
		l.begin()
		defer func() { l.one.bury() }()
		story(l)
		steps = l.steps
	})
	return steps
}

// quickDir is a directory in memory where there is one. What a killed process wrote is there for the next one, whether
// it reached the disk or not.
func quickDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "throughline") //nolint:usetesting // t.TempDir is on disk.
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// begin starts a process over what the one before left in the file.
func (l *lives) begin() {
	l.t.Helper()
	l.born++
	path := filepath.Join(l.dir, fmt.Sprintf("%d.db", l.born))
	if l.one != nil {
		copyFile(l.t, l.one.path, path)
		l.one.bury()
	}
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		l.t.Fatal(err)
	}
	p := &life{lives: l, path: path, db: db, ended: make(chan error, 1)}
	quiet := slog.New(slog.DiscardHandler)
	clock := l.clock()
	client := api.New(api.Options{
		BotToken: sandbox.DefaultBotToken, APIURL: l.slack.Env().APIURL, HTTPClient: &http.Client{Transport: p}, Logger: quiet,
		Now: clock.Now,
	})
	library := nudges.Builtin()
	p.app = slackapp.New(slackapp.Options{
		Store: mortalEdge{p}, API: client, Sealer: l.seal, Clock: clock, Library: library, Logger: quiet,
		Team: stormTeam, BotUser: "U0BOT00001", History: true,
	})
	p.engine, err = nudges.New(nudges.Options{
		Store: mortalStore{p}, Sender: p.app, Facts: p.app, Settler: p.app, Sealer: l.seal, Library: library, Clock: clock,
		Logger: quiet, Owner: fmt.Sprint(l.born), Seed: l.seed,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	p.app.SetEngine(p.engine)
	ctx, cancel := context.WithCancel(l.t.Context())
	p.stop, l.one = cancel, p
	go func() { p.ended <- p.engine.Run(ctx) }()
}

func (l *lives) seed() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fates.Uint64()
}

func (l *lives) clock() jumpingClock { return jumpingClock{l.slack.Clock(), l.began} }

// jumpingClock tells the sandbox's time, which jumps, and what really passed.
type jumpingClock struct {
	*sandbox.Clock
	began time.Time
}

func (c jumpingClock) Mono() time.Duration { return time.Since(c.began) }

// bury waits until nothing of a process is left. What it leaves is in its file already.
func (p *life) bury() {
	p.stop()
	if err := <-p.ended; err != nil && !errors.Is(err, errKilled) {
		p.t.Error(err)
	}
	synctest.Wait()
	if err := errors.Join(p.db.Close(), os.Remove(p.path)); err != nil {
		p.t.Error(err)
	}
}

// copyFile copies a file as it stands. A store's file is mostly room to grow, which is left out.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	part, empty := make([]byte, 64<<10), make([]byte, 64<<10)
	at := int64(0)
	for {
		n, err := in.ReadAt(part, at)
		if n > 0 && !bytes.Equal(part[:n], empty[:n]) {
			if _, err := out.WriteAt(part[:n], at); err != nil {
				t.Fatal(err)
			}
		}
		if at += int64(n); err != nil {
			break
		}
	}
	if err := errors.Join(out.Truncate(at), out.Close()); err != nil {
		t.Fatal(err)
	}
}

// control calls the sandbox's control interface.
func (l *lives) control(method, path string, body, into any) {
	l.t.Helper()
	sent, err := json.Marshal(body)
	if err != nil {
		l.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(l.t.Context(), method, "http://127.0.0.1/_sandbox/"+path, strings.NewReader(string(sent)))
	r.Header.Set("Content-Type", "application/json")
	out := httptest.NewRecorder()
	l.slack.Handler().ServeHTTP(out, r)
	if out.Code != http.StatusOK {
		l.t.Fatalf("%s: %s", path, out.Body)
	}
	if err := json.Unmarshal(out.Body.Bytes(), into); err != nil {
		l.t.Fatal(err)
	}
}

// jump moves the sandbox's clock, as a night that passes.
func (l *lives) jump(to time.Time) {
	l.t.Helper()
	var out struct{}
	l.control(http.MethodPost, "clock", map[string]any{"to": to.UTC().Format(time.RFC3339Nano), "walk": false}, &out)
	l.one.engine.Wake()
}

// goes lets everything happen that is due until a time, and begins a new life after each death.
func (l *lives) goes(to time.Time) {
	l.t.Helper()
	for range 20_000 {
		if l.one.isDead() {
			time.Sleep(time.Second)
			l.begin()
		}
		synctest.Wait()
		next, rested := l.one.engine.Status(l.t.Context())
		switch {
		case l.one.isDead() || !rested:
			time.Sleep(time.Second)
		case l.underway.Load() > 0:
			time.Sleep(time.Second) // time does not jump over what is to arrive
		case next.IsZero() || next.After(to):
			l.jump(to)
			return
		default:
			l.jump(next)
			time.Sleep(10 * time.Millisecond)
		}
	}
	l.t.Fatalf("the bot found no rest on the way to %v", to)
}

// says lets a person type a command, and Slack hand it over until it is acknowledged.
func (l *lives) says(user, text string) {
	l.t.Helper()
	payload, err := json.Marshal(map[string]string{
		"command": "/mission", "text": text, "user_id": user, "team_id": string(stormTeam),
		"channel_id": sandbox.ChannelRefunds, "channel_name": "refunds", "trigger_id": user + "/" + text,
	})
	if err != nil {
		l.t.Fatal(err)
	}
	for range 100 {
		if l.one.isDead() {
			l.begin()
		}
		ctx, cancel := context.WithTimeout(l.t.Context(), 3*time.Second)
		reply := l.one.app.Handle(ctx, socket.Envelope{ID: text, Type: "slash_commands", Payload: payload, AcceptsPayload: true})
		acked := ctx.Err() == nil && !reply.NoAck && !l.one.isDead()
		cancel()
		if acked {
			if reply.After != nil {
				reply.After(l.t.Context())
			}
			l.one.engine.Wake()
			return
		}
		time.Sleep(time.Second)
	}
	l.t.Fatalf("%q was never acknowledged", text)
}

// killedMission is the mission of these stories.
const killedMission = mission.ID("01KAM00000000000000000000M")
