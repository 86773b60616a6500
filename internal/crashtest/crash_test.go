package crashtest_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"throughline/internal/crashtest"
	"throughline/internal/store/pgtest"
)

var (
	kills = flag.Int("kills", 6, "how often the program is killed, on each store")
	seed  = flag.Uint64("seed", 0, "what to do and when to kill; 0 draws one")
	limit = flag.Duration("for", 0, "stop killing after this time")
	wall  = flag.Bool("real", false, "run `bot run` on this machine's clock; the end then takes minutes")
)

// Killed at random, on each store, the program loses nothing that it acknowledged and does nothing twice.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	binary, err := crashtest.Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	for name, make := range map[string]func(t *testing.T, dir string) crashtest.Store{
		"bolt": func(_ *testing.T, dir string) crashtest.Store {
			return crashtest.Bolt{Path: filepath.Join(dir, "throughline.db")}
		},
		"postgres": func(t *testing.T, _ string) crashtest.Store { return crashtest.Postgres{URL: pgtest.Database(t)} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			report, err := crashtest.Run(t.Context(), crashtest.Options{
				Binary: binary, Dir: dir, Store: make(t, dir),
				Kills: *kills, For: *limit, Seed: *seed, Real: *wall, Progress: os.Stderr,
			})
			t.Log(report)
			if err != nil {
				t.Error(err)
			}
		})
	}
}
