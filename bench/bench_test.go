package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/bench/standin"
	"throughline/internal/mission"
	"throughline/internal/store/bolt"
)

// TestMain lets this binary be the app that is measured: it mirrors, and tells what it would have allocated.
func TestMain(m *testing.M) {
	if os.Getenv("SLACK_API_URL") == "" {
		os.Exit(m.Run())
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	go func() {
		for in, n := bufio.NewScanner(os.Stdin), 0; in.Scan(); n++ {
			fmt.Println(n*300, n*6000)
		}
	}()
	err := standin.Mirror(ctx, os.Getenv("SLACK_API_URL"))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func mirroring(pl *place, s *standin.Slack, _ crowd) (*process, error) {
	return launch(pl.dir, "mirror", slackEnv(s), true, os.Args[0])
}

// TestAnAppIsMeasured starts an app as a process of its own, plays both loops, and looks at what is told of it.
func TestAnAppIsMeasured(t *testing.T) {
	t.Parallel()
	c := LoadCmd{For: 300 * time.Millisecond, Channels: 3}
	got, err := c.measure(t.Context(), &place{dir: t.TempDir()}, side{name: "mirror", about: "a mirror", sockets: 1, launch: mirroring}, 100)
	if err != nil {
		t.Fatal(err)
	}
	if got.Sent != 30 || got.Acked != 30 || got.Lost != 0 || got.P50 <= 0 || got.P99 < got.P50 || got.Max < got.P99 {
		t.Errorf("of 30 commands this was measured: %+v", got)
	}
	if got.Objects != 10 || got.Bytes != 200 {
		t.Errorf("%v objects and %v bytes a command, want the 300 and 6000 of a series shared by 30", got.Objects, got.Bytes)
	}
	if _, err := os.Stat("/proc/self/status"); err == nil && got.RSS <= 0 {
		t.Error("nothing is known of the app's memory")
	}
}

// TestAnAppThatEndsIsReported does not wait for the connection of an app that is gone.
func TestAnAppThatEndsIsReported(t *testing.T) {
	t.Parallel()
	s := standin.New(1)
	defer s.Close()
	nobody := []string{"SLACK_API_URL=http://127.0.0.1:1/api/"}
	p, err := launch(t.TempDir(), "gone", nobody, false, os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	if _, err = ready(t.Context(), s, p, 1); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("got %v, want what the app said before it ended", err)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

// TestASeededStoreIsWhatTheBotReads counts what was made, and runs the transaction that is measured.
func TestASeededStoreIsWhatTheBotReads(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "throughline.db")
	size := crowd{Missions: 4, Members: 3, Entries: 10}
	if err := seedFile(path, size); err != nil {
		t.Fatal(err)
	}
	var g grown
	if err := g.transactions(t.Context(), path, size, 5, 1000); err != nil {
		t.Fatal(err)
	}
	if got := entriesIn(t, path); got != size.Entries+5 {
		t.Errorf("%d entries, want 10 that were seeded and 5 that were told", got)
	}
}

// entriesIn counts the entries of a store that is in order.
func entriesIn(t *testing.T, path string) (entries int) {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	err = db.View(t.Context(), func(tx *bolt.Tx) error {
		running, err := tx.RunningMissions(standin.Team)
		for _, m := range running {
			told, err := tx.Entries(standin.Team, m.ID, "", 100, mission.EntryKinds[:]...)
			if err != nil {
				return err
			}
			entries += len(told)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestFiguresArePrinted holds the tables to one line a measurement, and the file to being read again.
func TestFiguresArePrinted(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "figures.json")
	var out bytes.Buffer
	lines := []measured{{Side: "a", About: "a side", Rate: 200, P50: 1500, Objects: 7, Bytes: 900}, {Side: "b", About: "another", Rate: 200, Lost: 3}}
	if err := report(console{stdout: &out}, file, disk{}, lines); err != nil {
		t.Fatal(err)
	}
	if said := out.String(); !strings.Contains(said, "| 200 | a side | 1.50 |") || !strings.Contains(said, "7, 0.9 kB") || !strings.Contains(said, "another") {
		t.Errorf("the table says\n%s", said)
	}
	raw, err := os.ReadFile(file)
	var back figures
	if err != nil || json.Unmarshal(raw, &back) != nil || len(back.Lines) != 2 || back.Lines[1].Lost != 3 {
		t.Errorf("the file holds %s (%v)", raw, err)
	}
}

func TestProcessorTimeIsRead(t *testing.T) {
	t.Parallel()
	stat := "42 (a name) with) S 1 42 42 0 -1 4194560 1 2 3 4 150 25 0 0 20 0 9 0 1 2 3"
	if got := cpuOf(stat); got != 1750*time.Millisecond {
		t.Errorf("got %s of %q, want 150 and 25 hundredths of a second", got, stat)
	}
}

// TestAStoreThatIsKeptIsMeasuredAgain tells what the first run told once more, under other keys.
func TestAStoreThatIsKeptIsMeasuredAgain(t *testing.T) {
	t.Parallel()
	c := GrowthCmd{Keep: t.TempDir()}
	size := crowd{Missions: 4, Members: 3, Entries: 10}
	for range 2 {
		path, release, err := c.store(&place{dir: t.TempDir()}, size)
		if err != nil {
			t.Fatal(err)
		}
		var g grown
		if err := errors.Join(g.transactions(t.Context(), path, size, 5, 1000), release()); err != nil {
			t.Fatal(err)
		}
	}
	path, _, err := c.store(nil, size)
	if err != nil {
		t.Fatal(err)
	}
	if got := entriesIn(t, path); got != 20 {
		t.Errorf("%d entries, want 10 that were seeded and twice 5 that were told", got)
	}
}
