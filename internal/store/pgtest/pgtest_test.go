package pgtest_test

import (
	"context"
	"errors"
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

// TestNothingIsLeftBehind kills a process that holds a server, as a test that panics or hangs is killed. The server answers
// and its folder is there until then, and neither is afterwards.
func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	if folder := os.Getenv("PGTEST_HOLD"); folder != "" {
		holdServer(t, folder)
	}
	folder, temporary := t.TempDir(), reachable(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run", "^TestNothingIsLeftBehind$")
	cmd.Env = append(os.Environ(), "PGTEST_HOLD="+folder, "TMPDIR="+temporary)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var url string
	until(t, "the server is there", func() bool {
		text, err := os.ReadFile(filepath.Join(folder, "url"))
		url = string(text)
		return err == nil
	})
	left := func() []string {
		found, err := filepath.Glob(filepath.Join(temporary, "throughline-pg-*"))
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := ask(t, url, "select 'plum'"); got != "plum" || len(left()) != 1 {
		t.Fatalf("before its end the server says %q, and its folders are %q", got, left())
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	until(t, "its folder is gone", func() bool { return len(left()) == 0 })
	until(t, "the server is gone", func() bool {
		conn, err := pgx.Connect(t.Context(), url)
		if err == nil {
			_ = conn.Close(t.Context())
		}
		return err != nil
	})
}

// holdServer starts a server, tells of it in a folder, and never returns.
func holdServer(t *testing.T, folder string) {
	t.Helper()
	half := filepath.Join(folder, "half")
	if err := errors.Join(os.WriteFile(half, []byte(pgtest.Database(t)), 0o600), os.Rename(half, filepath.Join(folder, "url"))); err != nil {
		t.Fatal(err)
	}
	select {}
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
