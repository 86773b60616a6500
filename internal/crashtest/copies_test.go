package crashtest

import (
	"flag"
	"os"
	"testing"
	"time"

	"throughline/internal/store/pgtest"
)

var (
	copiesKills = flag.Int("copies.kills", 3, "how often one of three copies on a database is killed")
	copiesSeed  = flag.Uint64("copies.seed", 0, "what to do and when to kill; 0 draws one")
	copiesReal  = flag.Bool("copies.real", false, "run bot run, on this machine's clock and the database's; takes minutes")
	copiesFor   = flag.Duration("copies.for", 6*time.Second, "stop killing copies after this time")
)

// TestThreeCopiesOnOneDatabase runs three copies of the program under load, kills and restarts them at random, cuts one off
// from the database, drops the connections of another, and crashes the database. Nothing that was acknowledged is
// lost, and nothing is doubled.
func TestThreeCopiesOnOneDatabase(t *testing.T) {
	t.Parallel()
	if *copiesSeed == 0 {
		*copiesSeed = uint64(time.Now().UnixNano())
	}
	binary, err := Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	server := pgtest.Start(t, pgtest.Options{})
	database := server.Database(t)
	var proxies []*proxy
	var ways []string
	for range 3 {
		p, way, err := newProxy(database)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(p.close)
		proxies, ways = append(proxies, p), append(ways, way)
	}
	trouble := func(deaths int) {
		for _, p := range proxies {
			p.goOn()
		}
		switch victim := proxies[deaths%len(proxies)]; deaths % 4 {
		case 2:
			server.Kill()
			if err := server.Resume(); err != nil {
				t.Errorf("the database does not come back: %v", err)
			}
		case 1:
			victim.stop()
		case 3:
			victim.drop()
		}
	}
	report, err := Run(t.Context(), Options{
		Binary: binary, Dir: t.TempDir(), Store: Postgres{URL: database, Ways: ways}, Copies: 3, Kills: *copiesKills, For: *copiesFor,
		Seed: *copiesSeed, Real: *copiesReal, Progress: os.Stderr, Trouble: trouble,
		Calm: func() {
			for _, p := range proxies {
				p.goOn()
			}
		},
	})
	t.Log(report)
	if err != nil {
		t.Error(err)
	}
}
