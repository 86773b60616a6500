package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"throughline/internal/config"
	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/sandbox"
	"throughline/internal/seal"
	"throughline/internal/slackapp/socket"
	"throughline/internal/store/pgtest"
)

// aCopy joins the copies of a database, with a key and a journal of its own.
func aCopy(t *testing.T, url string, key seal.Key) (*company, *erased.Journal, error) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	cfg := config.Config{Store: config.Store{Driver: config.Postgres, MaxConnections: 4}, Slack: config.Slack{Sockets: 2}, Database: config.NewSecret(url)}
	db, err := openStore(t.Context(), cfg, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	sealer, err := seal.New(key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := joinCopies(t.Context(), cfg, db, sealer, log)
	if err != nil {
		return nil, nil, err
	}
	journal, err := erased.Open(filepath.Join(t.TempDir(), "erased"), sealer)
	if err != nil {
		t.Fatal(err)
	}
	return c, journal, c.shareJournal(t.Context(), journal)
}

// TestCopiesHaveOneKeyAndOneJournal lets copies join: one with another key may not, and what one remembers of those who were
// forgotten stands beside the others.
func TestCopiesHaveOneKeyAndOneJournal(t *testing.T) {
	t.Parallel()
	url, key := pgtest.Database(t), seal.NewKey()
	one, first, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := aCopy(t, url, seal.NewKey()); !errors.Is(err, errOtherKey) {
		t.Errorf("a copy with another key: %v", err)
	}
	running, second, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := one.Remember("T0TEAM0001", mission.UserID("U0ANA00001"), time.Now(), true); err != nil {
		t.Fatal(err)
	}
	if err := running.sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, third, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	want, err := first.Lines()
	if err != nil || len(want) == 0 {
		t.Fatalf("the first copy's journal has %v, %v", want, err)
	}
	slices.Sort(want)
	for name, j := range map[string]*erased.Journal{"one that ran": second, "one that started later": third} {
		got, err := j.Lines()
		if slices.Sort(got); err != nil || !slices.Equal(got, want) {
			t.Errorf("the journal of %s has %v, %v; want %v", name, got, err, want)
		}
	}
}

// seatedCopy is a copy with its sockets to a local Slack.
type seatedCopy struct {
	*company
	sockets *socket.Runner
	end     func() // stops it, as a signal does
}

// crowded counts the sockets that Slack turned away since there were ten.
type crowded struct{ atomic.Int64 }

func (*crowded) Envelope(string, socket.Outcome, time.Duration) {}

func (c *crowded) Ended(reason string) {
	if reason == "too_many_websockets" {
		c.Add(1)
	}
}

func seatCopy(t *testing.T, url string, key seal.Key, env sandbox.Env, turnedAway *crowded) *seatedCopy {
	t.Helper()
	c, _, err := aCopy(t, url, key)
	if err != nil {
		t.Fatal(err)
	}
	s := &seatedCopy{company: c}
	s.sockets = socket.New(socket.Options{
		AppToken: env.AppToken, APIURL: env.APIURL, Connections: 2, Others: c.sockets(), Observer: turnedAway,
	}, func(context.Context, socket.Envelope) socket.Reply { return socket.Reply{} })
	c.seat(s.sockets)
	ctx, cancel := context.WithCancel(t.Context())
	var running errgroup.Group
	running.Go(func() error { return s.sockets.Run(ctx) })
	running.Go(func() error { return c.run(ctx) })
	s.end = sync.OnceFunc(func() {
		cancel()
		if err := running.Wait(); err != nil {
			t.Error(err)
		}
		c.leave()
	})
	t.Cleanup(s.end)
	return s
}

// TestCopiesKeepToTenSockets runs twelve copies that want two sockets each, with the real client: ten hold one, none is turned
// away by Slack, the youngest two say why they wait, and the next one takes the place of a copy that ends.
func TestCopiesKeepToTenSockets(t *testing.T) {
	t.Parallel()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	slack, err := sandbox.New(sandbox.Options{BaseURL: "http://" + listener.Addr().String()})
	if err != nil {
		t.Fatal(err)
	}
	web := &http.Server{Handler: slack.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = web.Serve(listener) }()
	t.Cleanup(func() { _, _ = slack.Close(), web.Close() })

	url, key, turnedAway := pgtest.Database(t), seal.NewKey(), &crowded{}
	all := make([]*seatedCopy, 12)
	for i := range all {
		all[i] = seatCopy(t, url, key, slack.Env(), turnedAway)
	}
	connected := func(of []*seatedCopy) (n int) {
		for _, c := range of {
			n += c.sockets.Status().Connected
		}
		return n
	}
	await := func(what string, is func() bool) {
		t.Helper()
		for deadline := time.Now().Add(time.Minute); !is(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("%s: %d are connected, of those %d of the two youngest", what, connected(all), connected(all[10:]))
			}
		}
	}
	await("ten copies are connected", func() bool { return connected(all) == 10 })
	for _, c := range all[10:] {
		if err := c.unseated(); c.sockets.Status().Connected > 0 || err == nil || !strings.Contains(err.Error(), "copies live, and Slack allows an app 10 sockets") {
			t.Errorf("one of the youngest holds %d sockets, and says %v", c.sockets.Status().Connected, err)
		}
	}
	all[3].end()
	await("the next copy takes the place of one that ended", func() bool { return all[10].sockets.Status().Connected == 1 })
	if n := turnedAway.Load(); n > 0 || connected(all) != 10 {
		t.Errorf("%d are connected, and Slack turned %d away", connected(all), n)
	}
}
