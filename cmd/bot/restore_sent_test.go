package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/backup"
	"throughline/internal/config"
)

// TestWhatWasSentAfterTheBackupStandsOnce restores a backup after a question went out that the backup knows nothing of, and
// lets another come due.
func TestWhatWasSentAfterTheBackupStandsOnce(t *testing.T) {
	t.Parallel()
	const question = "How did it go with what you said you would do?"
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank")
	chidi.asks("#refunds", "commit call the bank by friday")
	chidi.asks("#refunds", "commit call the second shop by 2026-12-10")
	d.goes("2026-11-26T12:00:00Z")
	stop()
	var cfg config.Config
	cfg.Store.Path = filepath.Join(d.data, storeName)
	made, err := backUpBy(t.Context(), cfg, backupArguments{filepath.Join(t.TempDir(), "backup.db"), 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	start()
	d.goes("2026-12-02T12:00:00Z")
	if n := chidi.finding("@app", question); n != 1 {
		t.Fatalf("before the restoration the question stands %d times", n)
	}
	stop()
	restoreAt(t, cfg, made.Path, time.Date(2026, time.December, 2, 12, 0, 0, 0, time.UTC))
	start()
	d.goes("2026-12-03T12:00:00Z")
	if n := chidi.finding("@app", question); n != 1 {
		t.Errorf("what was sent after the backup stands %d times, want once", n)
	}
	d.goes("2026-12-16T12:00:00Z")
	if n := chidi.finding("@app", question); n != 2 {
		t.Errorf("with the one that came due after the restoration there are %d, want 2", n)
	}
}

// TestASilenceIsNotAskedAboutTwice restores a backup from before every question about a silence, after all of them were
// asked.
func TestASilenceIsNotAskedAboutTwice(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	stop()
	var cfg config.Config
	cfg.Store.Path = filepath.Join(d.data, storeName)
	made, err := backUpBy(t.Context(), cfg, backupArguments{filepath.Join(t.TempDir(), "backup.db"), 0}, nil)
	if err != nil {
		t.Fatal(err)
	}
	start()
	d.goes("2026-12-22T12:00:00Z")
	asked := func() (n int) {
		for _, m := range ana.messages("#refunds") {
			if strings.Contains(jsonText(m), "Let it rest") {
				n++
			}
		}
		return n
	}
	before := asked()
	if before == 0 {
		t.Fatal("nobody was asked about the silence")
	}
	stop()
	restoreAt(t, cfg, made.Path, time.Date(2026, time.December, 22, 12, 0, 0, 0, time.UTC))
	start()
	d.goes("2026-12-29T12:00:00Z")
	if n := asked(); n != before {
		t.Errorf("the channel was asked %d times before the restoration, and %d after", before, n)
	}
}

// restoreAt restores a backup at a moment of the local Slack's clock.
func restoreAt(t *testing.T, cfg config.Config, file string, now time.Time) {
	t.Helper()
	from, err := backup.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	r, err := replacing(t.Context(), cfg, io.Discard, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.now = now
	if err := (RestoreCmd{}).replace(t.Context(), r, from.Store(), nil); err != nil {
		t.Error(err)
	}
	if err := r.close(); err != nil {
		t.Error(err)
	}
}
