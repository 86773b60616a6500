package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jackc/pgx/v5"

	"throughline/internal/backup"
	"throughline/internal/copies"
	"throughline/internal/doctor"
	"throughline/internal/manifest"
	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

// slackServer answers doctor's questions as a workspace in which everything is granted.
func slackServer(t *testing.T) string {
	t.Helper()
	var scopes []string
	for _, s := range manifest.Scopes() {
		scopes = append(scopes, s.Name)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/auth.test", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-OAuth-Scopes", strings.Join(scopes, ","))
		_, _ = w.Write([]byte(`{"ok":true,"team":"Acme Books","user":"throughline","bot_id":"B1"}`))
	})
	mux.HandleFunc("/api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"url":"ws://` + r.Host + `/link?ticket=1"}`))
	})
	mux.HandleFunc("/link", func(w http.ResponseWriter, r *http.Request) {
		var up websocket.Upgrader
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","num_connections":1}`))
		_, _, _ = conn.ReadMessage()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL + "/api/"
}

// installation is a folder with all that a bot has, and the environment that names it.
func installation(t *testing.T) (dir string, env map[string]string) {
	t.Helper()
	dir = t.TempDir()
	put := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	key := base64.StdEncoding.EncodeToString([]byte("32 bytes of a key for the doctor"))
	put("throughline.toml", fmt.Sprintf("[store]\npath = %q\n", filepath.Join(dir, "data", "throughline.db")), 0o600)
	return dir, map[string]string{
		"SLACK_BOT_TOKEN_FILE": put("bot_token", "xoxb-made-up", 0o600),
		"SLACK_APP_TOKEN_FILE": put("app_token", "xapp-made-up", 0o600),
		"THROUGHLINE_KEY_FILE": put("key", key, 0o600),
		"SLACK_API_URL":        slackServer(t),
	}
}

// examine runs bot doctor on an installation, and makes sure that nothing secret or private is in what it prints.
func examine(t *testing.T, dir string, env map[string]string, more ...string) result {
	t.Helper()
	got := call(t, env, append([]string{"doctor", "--config", filepath.Join(dir, "throughline.toml")}, more...)...)
	for _, secret := range []string{"made-up", "ticket", "bank", "hunter2", "MzIgYnl0"} {
		if strings.Contains(got.stdout+got.stderr, secret) {
			t.Errorf("%q was printed:\n%s%s", secret, got.stdout, got.stderr)
		}
	}
	return got
}

// fill puts a private text into a store, sealed with the installation's key.
func fill(t *testing.T, env map[string]string, db store) {
	t.Helper()
	text, err := os.ReadFile(env["THROUGHLINE_KEY_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.ParseKeys(string(text))
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	body, err := sealer.Seal(mission.Binding{Team: "T1", User: "U1", Field: "draft", Record: "C1"}, "what I fear about the bank")
	if err != nil {
		t.Fatal(err)
	}
	d := mission.Draft{Team: "T1", User: "U1", Channel: "C1", At: time.Now(), Body: body}
	if err := errors.Join(db.Update(t.Context(), func(tx storeTx) error { return tx.PutDraft(d) }), db.Close()); err != nil {
		t.Fatal(err)
	}
}

func fillFile(t *testing.T, dir string, env map[string]string) {
	t.Helper()
	db, err := bolt.Open(filepath.Join(dir, "data", "throughline.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, env, boltStore{db})
}

// otherKey gives the installation a key that has sealed nothing.
func otherKey(t *testing.T, env map[string]string) {
	t.Helper()
	key := base64.StdEncoding.EncodeToString([]byte("another key of just as many byte"))
	if err := os.WriteFile(env["THROUGHLINE_KEY_FILE"], []byte(key), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDoctor changes one thing of an installation each, and finds the line that tells of it.
func TestDoctor(t *testing.T) {
	t.Parallel()
	within := func(dir, name string) string { return filepath.Join(dir, "data", name) }
	write := func(t *testing.T, path, text string, mode os.FileMode) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	for name, tc := range map[string]struct {
		change func(t *testing.T, dir string, env map[string]string)
		code   int
		want   []string
	}{
		"before the first start": {func(*testing.T, string, map[string]string) {}, 0, []string{
			"ok    bot token  workspace Acme Books, as @throughline", "no other socket of this app", "throughline.db is not there yet", "\nNothing to mend.\n",
		}},
		"a store that was used": {fillFile, 0, []string{
			"throughline.db opens: 1 records read and in order, ", "opens the 1 private texts that were tried", "warn  backup     none was found in ",
		}},
		"a backup of today": {func(t *testing.T, dir string, env map[string]string) {
			fillFile(t, dir, env)
			write(t, within(dir, "backups/"+backup.Name(time.Now().Add(-3*time.Hour))), "", 0o600)
			write(t, within(dir, "backups/throughline-of-mine-Z.db"), "", 0o600)
		}, 0, []string{"ok    backup     the last one is 3 hours old", "\nNothing to mend.\n"}},
		"backups in another folder": {func(t *testing.T, dir string, env map[string]string) {
			fillFile(t, dir, env)
			toml := filepath.Join(dir, "throughline.toml")
			text, err := os.ReadFile(toml)
			if err != nil {
				t.Fatal(err)
			}
			elsewhere := filepath.Join(dir, "elsewhere")
			settings := strings.Replace(string(text), "[store]\n", "[store]\nbackups = "+quoted(elsewhere)+"\n", 1)
			write(t, toml, settings, 0o600)
			write(t, filepath.Join(elsewhere, backup.Name(time.Now().Add(-5*time.Hour))), "", 0o600)
		}, 0, []string{"ok    backup     the last one is 5 hours old", "\nNothing to mend.\n"}},
		"what commands left": {func(t *testing.T, dir string, _ map[string]string) {
			for _, name := range []string{".incoming", ".before-20261123T031500Z", ".layout-3"} {
				write(t, within(dir, "throughline.db"+name), "", 0o600)
			}
			write(t, within(dir, "backups/"+backup.Name(time.Now())+backup.Partial), "", 0o600)
		}, 0, []string{
			"throughline.db.incoming was left by a restoration", "throughline.db.before-20261123T031500Z is the store that a restoration",
			"throughline.db.layout-3 is the store as it was before", "Z.db.partial was left by a backup", "\nNothing to mend, 4 to know.\n",
		}},
		"another key": {func(t *testing.T, dir string, env map[string]string) { fillFile(t, dir, env); otherKey(t, env) }, 1, []string{
			"FAIL  key        THROUGHLINE_KEY does not open 1 of 1 private texts that were tried",
		}},
		"a file that is no store": {func(t *testing.T, dir string, _ map[string]string) {
			write(t, within(dir, "throughline.db"), "not a store", 0o600)
		}, 1, []string{
			"throughline.db does not open",
		}},
		"a store that another program holds": {func(t *testing.T, dir string, env map[string]string) {
			fillFile(t, dir, env)
			db, err := bolt.Open(within(dir, "throughline.db"), bolt.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
		}, 0, []string{"is in use, by a bot that does not answer here", "not dialled beside a bot that may run"}},
		"a journal of something else": {func(t *testing.T, dir string, _ map[string]string) {
			write(t, within(dir, "throughline.erased"), "hello", 0o600)
		}, 1, []string{
			"FAIL  journal    ",
		}},
		"a secret for everybody": {func(t *testing.T, _ string, env map[string]string) {
			if err := os.Chmod(env["SLACK_BOT_TOKEN_FILE"], 0o644); err != nil {
				t.Fatal(err)
			}
		}, 0, []string{"bot_token holds a secret and can be read by others (mode 0644)"}},
		"metrics for everybody": {func(_ *testing.T, _ string, env map[string]string) { env["THROUGHLINE_METRICS_ADDRESS"] = ":9464" }, 0, []string{
			"warn  metrics    other machines can read them at :9464",
		}},
		"a database that is not there": {func(t *testing.T, dir string, env map[string]string) {
			write(t, filepath.Join(dir, "throughline.toml"), "[store]\ndriver = \"postgres\"\npath = "+quoted(within(dir, "t.db"))+"\n", 0o600)
			env["THROUGHLINE_DATABASE_URL"] = "postgres://ana:hunter2@127.0.0.1:1/nothing?sslmode=disable"
		}, 1, []string{"FAIL  store      the database does not open: connection refused"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, env := installation(t)
			tc.change(t, dir, env)
			got := examine(t, dir, env)
			if got.code != tc.code {
				t.Errorf("exit code %d, want %d", got.code, tc.code)
			}
			for _, want := range tc.want {
				if !strings.Contains(got.stdout, want) {
					t.Errorf("%q is missing in\n%s%s", want, got.stdout, got.stderr)
				}
			}
			var report doctor.Report
			if err := json.Unmarshal([]byte(examine(t, dir, env, "--json").stdout), &report); err != nil || (report.ToMend > 0) != (tc.code != 0) {
				t.Errorf("for programs: %v, %d to mend", err, report.ToMend)
			}
		})
	}
}

// TestDoctorAsksTheBotThatRuns looks at a bot at work: it is asked for its sockets, none is dialled beside them, and its
// store stays its own.
func TestDoctorAsksTheBotThatRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := launchWatched(t, "--config", settingsIn(t, dir, ""))
	w.slack.as("Ana").startedShort("#refunds", "Refunds in a day")
	env := map[string]string{}
	for _, pair := range w.env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	w.awaitMetric(t, "throughline_sockets_connected 2")
	got := call(t, env, "doctor", "--config", filepath.Join(dir, "settings.toml"))
	for _, want := range []string{"2 of 2 sockets of the bot that runs are connected", "t.db is open in the bot that runs: ", "records read and in order"} {
		if got.code != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("%q is missing, exit code %d:\n%s%s", want, got.code, got.stdout, got.stderr)
		}
	}
	if strings.Contains(got.stdout, "Refunds") || strings.Contains(got.stdout, "U0") {
		t.Errorf("somebody's words or name were printed:\n%s", got.stdout)
	}
	if page := w.awaitMetric(t, "throughline_copies_alive 1"); !strings.Contains(page, "throughline_sockets_foreign 0\n") {
		t.Error("the bot noticed a stranger")
	}
}

// TestDoctorLooksIntoADatabase looks before the first start, which makes no tables, and then at what copies left there.
func TestDoctorLooksIntoADatabase(t *testing.T) {
	t.Parallel()
	dir, env := installation(t)
	env["THROUGHLINE_DATABASE_URL"] = pgtest.Database(t)
	settings := "[store]\ndriver = \"postgres\"\npath = " + quoted(filepath.Join(dir, "data", "t.db")) + "\n"
	if err := os.WriteFile(filepath.Join(dir, "throughline.toml"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	sees := func(code int, wants ...string) {
		t.Helper()
		got := examine(t, dir, env)
		for _, want := range wants {
			if got.code != code || !strings.Contains(got.stdout, want) {
				t.Errorf("%q is missing, exit code %d:\n%s%s", want, got.code, got.stdout, got.stderr)
			}
		}
	}
	for range 2 { // The first look makes nothing.
		sees(0, "the database is empty; the first start makes its tables", "ok    copies     none runs")
	}
	db, err := postgres.Open(t.Context(), postgres.Options{URL: env["THROUGHLINE_DATABASE_URL"]})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := db.Copies().Beat(t.Context(), copies.Copy{ID: "one", Host: "first.example", Sockets: 2, Version: "1"}, copies.DeadAfter); err != nil {
		t.Fatal(err)
	}
	fill(t, env, pgStore{db})
	sees(0, "the database opens: ", "1 records read and in order", "ok    copies     1 live: first.example", "not dialled beside the 2 that the copies hold", "opens the 1 private texts")
	conn, err := pgx.Connect(t.Context(), env["THROUGHLINE_DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	_, err = conn.Exec(t.Context(), "create schema throughline_incoming_7; create schema throughline_before_20261123t031500z")
	if err := errors.Join(err, conn.Close(t.Context())); err != nil {
		t.Fatal(err)
	}
	sees(0, "the schema throughline_incoming_7 was left by", "drop schema throughline_before_20261123t031500z cascade")
	otherKey(t, env)
	sees(1, "does not open 1 of 1 private texts that were tried")
}
