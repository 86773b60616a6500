package pgtest_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/store/pgtest"
)

func TestTheServerComesAndGoes(t *testing.T) {
	t.Parallel()
	db := pgtest.Database(t)
	if got := ask(t, db, "select count(*)::text from pg_tables where schemaname = 'public'"); got != "0" {
		t.Errorf("a new database has %s tables", got)
	}
	prepare := func(url string) error {
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(t.Context()) }()
		_, err = conn.Exec(t.Context(), "create table fruit (name text); insert into fruit values ('plum')")
		return err
	}
	for range 2 {
		url := pgtest.Copy(t, "fruit", prepare)
		if got := ask(t, url, "delete from fruit returning name"); got != "plum" {
			t.Errorf("a copy holds %q, want what was prepared", got)
		}
	}
}

func TestWhatWasCommittedOutlivesACrashOfTheServer(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t, pgtest.Options{Fsync: true})
	url := s.Database(t)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "create table fruit as select 'plum' as name"); err != nil {
		t.Fatal(err)
	}
	s.Kill()
	if err := conn.Ping(t.Context()); err == nil {
		t.Error("a connection outlived its server")
	}
	if err := s.Resume(); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, url, "select name from fruit"); got != "plum" {
		t.Errorf("after the crash: %q", got)
	}
}

// TestNothingIsLeftBehind kills a process that holds a server, as a test that panics or hangs is killed.
func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv("PGTEST_HOLD"); folder != "" {
		pgtest.Database(t)
		if err := os.WriteFile(filepath.Join(folder, "there"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		select {}
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run", "^TestNothingIsLeftBehind$")
	cmd.Env = append(os.Environ(), "PGTEST_HOLD="+folder, "TMPDIR="+reachable(t))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	until(t, "the server is there", func() bool { _, err := os.Stat(filepath.Join(folder, "there")); return err == nil })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	until(t, "its folder is gone", func() bool {
		left, err := filepath.Glob(filepath.Join(cmd.Env[len(cmd.Env)-1][len("TMPDIR="):], "throughline-pg-*"))
		return err == nil && len(left) == 0
	})
}

// reachable makes a folder below which another user may keep a server's files.
func reachable(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "throughline-hold-") //nolint:usetesting // Nobody else may look below t.TempDir.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestThePoolerKeepsNoStatementBetweenTransactions(t *testing.T) {
	t.Parallel()
	s := pgtest.Shared(t)
	url := s.Pooler(t, pgtest.ByTransaction, s.Database(t))
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var n int
	if err := conn.QueryRow(t.Context(), "select $1::int + 1", 41).Scan(&n); err != nil || n != 42 {
		t.Errorf("through the pooler: %d, %v", n, err)
	}
}

func ask(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var out string
	if err := conn.QueryRow(t.Context(), sql).Scan(&out); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return strings.TrimSpace(out)
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within 30 s: %s", what)
		}
	}
}
