package crashtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/store/pgtest"
)

// TestACopyThatIsCutOff cuts one of three copies off from the database: the others get what people write, and nobody is told
// that nothing was saved; once the cable is whole it takes its share again. Then a newer version changes the tables, and
// all three stop and say why.
func TestACopyThatIsCutOff(t *testing.T) {
	t.Parallel()
	binary, err := Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	database := pgtest.Database(t)
	cable, way, err := newProxy(database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cable.close)
	tr := &trial{
		Options: Options{Binary: binary, Dir: t.TempDir(), Store: Postgres{URL: database, Ways: []string{way, database, database}}, Copies: 3, Kills: 3},
		ledger:  newLedger(), chance: rand.New(rand.NewPCG(1, 7)),
	}
	if err := tr.prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tr.slack.close)
	t.Cleanup(func() {
		for _, p := range tr.copies {
			_ = p.kill() // What is left after a failure.
		}
	})
	if err := tr.start(); err != nil {
		t.Fatal(err)
	}
	tr.wantSockets(t, 3)
	cable.stop()
	tr.wantSockets(t, 2)
	tr.everyCommandIsKept(t)
	cable.goOn()
	tr.wantSockets(t, 3)
	tr.everyCommandIsKept(t)
	for _, line := range []string{"it closes its sockets", "it opens its sockets"} {
		if n := strings.Count(tr.copies[0].out.text(), line); n != 1 {
			t.Errorf("the copy that was cut off says %q %d times:\n%s", line, n, tr.copies[0].out.text())
		}
	}
	tr.isOutgrown(t, database)
}

// wantSockets waits until Slack has so many.
func (t *trial) wantSockets(test *testing.T, n int) {
	test.Helper()
	var state struct{ Sockets int }
	for deadline := time.Now().Add(time.Minute); state.Sockets != n; {
		if err := t.slack.control("state?as="+t.cast.speakers[0].id, nil, &state); err != nil {
			test.Fatal(err)
		}
		for _, p := range t.copies {
			if err := p.alive(); err != nil {
				test.Fatal(err)
			}
		}
		if time.Now().After(deadline) {
			test.Fatalf("Slack has %d sockets, want %d", state.Sockets, n)
		}
		sleep(test.Context(), 10*time.Millisecond)
	}
}

// everyCommandIsKept lets everybody say something a few times, which comes to each copy that is connected.
func (t *trial) everyCommandIsKept(test *testing.T) {
	test.Helper()
	for range 3 {
		for _, s := range t.cast.speakers {
			a := &actor{crowd: t.crowd, speaker: s}
			if a.tells("progress") == "" {
				test.Errorf("what %s said was not kept", s.id)
			}
		}
	}
}

// isOutgrown notes a version of the tables that nobody knows, as a newer program does.
func (t *trial) isOutgrown(test *testing.T, database string) {
	test.Helper()
	conn, err := pgx.Connect(test.Context(), database)
	if err != nil {
		test.Fatal(err)
	}
	defer func() { _ = conn.Close(test.Context()) }()
	if _, err := conn.Exec(test.Context(), "insert into goose_db_version (version_id, is_applied) values (99, true)"); err != nil {
		test.Fatal(err)
	}
	for i, p := range t.copies {
		select {
		case <-p.done:
		case <-time.After(time.Minute):
			test.Fatalf("copy %d goes on:\n%s", i, p.out.text())
		}
		says := fmt.Sprintf("the database has version 99, this bot knows %d", 2)
		if code := p.cmd.ProcessState.ExitCode(); code != 1 || !strings.Contains(p.out.text(), "a newer version of the bot has changed the database") ||
			!strings.Contains(p.out.text(), says) {
			test.Errorf("copy %d ended with code %d:\n%s", i, code, p.out.text())
		}
	}
}
