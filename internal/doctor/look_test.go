package doctor_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"throughline/internal/config"
	"throughline/internal/doctor"
	"throughline/internal/seal"
)

// workspace is an HTTP server with two methods of Slack's Web API, each behind its token.
func workspace(t *testing.T) *httptest.Server {
	t.Helper()
	answer := func(token, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", noon.Format(http.TimeFormat))
			if r.Header.Get("Authorization") != "Bearer "+token {
				body := `{"ok":false,"error":"invalid_auth"}`
				_, _ = w.Write([]byte(body))
				return
			}
			w.Header().Set("X-OAuth-Scopes", "commands,chat:write, users:read")
			_, _ = w.Write([]byte(body))
		}
	}
	mux := http.NewServeMux()
	mux.Handle("POST /api/auth.test", answer("xoxb-made-up", `{"ok":true,"team":"Acme Books","user":"throughline","bot_id":"B1"}`))
	mux.HandleFunc("POST /api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
		answer("xapp-made-up", `{"ok":true,"url":"ws://`+r.Host+`/link/?ticket=1"}`)(w, r)
	})
	mux.HandleFunc("/link/", greet)
	mux.HandleFunc("POST /api/broken", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	mux.HandleFunc("POST /api/busy", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	mux.HandleFunc("POST /api/portal", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Log in")) })
	mux.HandleFunc("POST /api/other", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"status":"fine"}`)) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// greet says hello as Slack does, to the third connection of an app.
func greet(w http.ResponseWriter, r *http.Request) {
	var up websocket.Upgrader
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_ = conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"hello","num_connections":3}`))
	_, _, _ = conn.ReadMessage() // until the other side hangs up
}

func TestOpenDialsOnlyWhereItIsToldTo(t *testing.T) {
	t.Parallel()
	s := workspace(t)
	token := config.NewSecret("xapp-made-up")
	if a, h := client(s).Open(t.Context(), token, false); !a.HasURL || h.Dialled {
		t.Errorf("not told to dial: %+v, %+v", a, h)
	}
	a, h := client(s).Open(t.Context(), token, true)
	if !a.HasURL || !h.Dialled || h.Err != nil || h.Counted != 3 {
		t.Errorf("told to dial: %+v, %+v", a, h)
	}
}

// TestWhatIsNoGreetingIsTold connects to what is not Slack, and finds no ticket in what is said of it.
func TestWhatIsNoGreetingIsTold(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ first, want string }{
		"another protocol": {`{"type":"other"}`, "what came first is no greeting of Slack's"},
		"no JSON":          {`welcome`, "what came first is no greeting of Slack's"},
		"too many":         {`{"type":"disconnect","reason":"too_many_websockets"}`, "Slack hung up (too_many_websockets)"},
		"nothing":          {``, "no greeting came"},
		"no WebSocket":     {`refuse`, "bad handshake"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mux := http.NewServeMux()
			mux.HandleFunc("POST /api/apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
				_, _ = w.Write([]byte(`{"ok":true,"url":"ws://` + r.Host + `/link/?ticket=secret"}`))
			})
			mux.HandleFunc("/link/", func(w http.ResponseWriter, r *http.Request) {
				var up websocket.Upgrader
				if tc.first == "refuse" {
					w.WriteHeader(http.StatusForbidden)
					return
				}
				conn, err := up.Upgrade(w, r, nil)
				if err != nil {
					return
				}
				if tc.first != "" {
					_ = conn.WriteMessage(websocket.TextMessage, []byte(tc.first))
				}
				_ = conn.Close()
			})
			s := httptest.NewServer(mux)
			t.Cleanup(s.Close)
			_, h := client(s).Open(t.Context(), config.NewSecret("xapp-made-up"), true)
			if h.Err == nil || !strings.Contains(h.Err.Error(), tc.want) || strings.Contains(h.Err.Error(), "secret") {
				t.Errorf("got %v, want %q", h.Err, tc.want)
			}
		})
	}
}

// client's clock goes on by 100 ms at each look.
func client(s *httptest.Server) doctor.Client {
	now := noon
	return doctor.Client{HTTP: s.Client(), Base: s.URL + "/api/", Now: func() time.Time {
		now = now.Add(100 * time.Millisecond)
		return now
	}}
}

func TestCallReadsWhatTheHeadersSay(t *testing.T) {
	s := workspace(t)
	got := client(s).Call(t.Context(), "auth.test", config.NewSecret("xoxb-made-up"))
	want := doctor.Answer{
		OK: true, Team: "Acme Books", User: "throughline", BotID: "B1",
		Scopes: []string{"commands", "chat:write", "users:read"}, ScopesKnown: true,
		Date: noon, Sent: noon.Add(100 * time.Millisecond), Took: 100 * time.Millisecond,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answer differs (-want +got):\n%s", diff)
	}
}

func TestCallTellsWhatIsNotSlack(t *testing.T) {
	s := workspace(t)
	for method, want := range map[string]string{
		"broken":  "ask Slack: broken answered with HTTP 502",
		"portal":  "ask Slack: the answer is not one of Slack's",
		"other":   "ask Slack: the answer is not one of Slack's",
		"missing": "ask Slack: missing answered with HTTP 404",
	} {
		a := client(s).Call(t.Context(), method, config.NewSecret("xoxb-made-up"))
		if a.Err == nil || a.Err.Error() != want {
			t.Errorf("%s: got %v, want %s", method, a.Err, want)
		}
	}
	s.Close()
	a := client(s).Call(t.Context(), "auth.test", config.NewSecret("xoxb-made-up"))
	if a.Err == nil || strings.Contains(a.Err.Error(), "xoxb") {
		t.Errorf("nobody there: got %v", a.Err)
	}
}

func TestCallTellsARateLimit(t *testing.T) {
	a := client(workspace(t)).Call(t.Context(), "busy", config.NewSecret("xoxb-made-up"))
	if a.Err != nil || a.OK || a.Error != "ratelimited" {
		t.Errorf("got %+v", a)
	}
}

func TestCallStopsWithItsContext(t *testing.T) {
	s := workspace(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if a := client(s).Call(ctx, "auth.test", config.Secret{}); !errors.Is(a.Err, context.Canceled) {
		t.Errorf("got %v", a.Err)
	}
}

// installation is a folder with settings for it, and the store's answer to being opened.
func installation(t *testing.T, opened error) (doctor.Input, string) {
	t.Helper()
	dir := t.TempDir()
	c := config.Default()
	c.Slack.BotToken, c.Slack.AppToken = config.NewSecret("xoxb-made-up"), config.NewSecret("xapp-made-up")
	c.Store.Path = filepath.Join(dir, "throughline.db")
	return doctor.Input{
		Config: c, Slack: client(workspace(t)), Now: noon, Backups: filepath.Join(dir, "backups"),
		Inside: func(context.Context) (doctor.Inside, error) { return doctor.Inside{}, opened },
		Room:   func(string) int64 { return -1 }, Backup: func() time.Time { return time.Time{} },
	}, dir
}

func TestLookAtAFirstStart(t *testing.T) {
	in, dir := installation(t, errors.New("it must not be opened"))
	f := doctor.Look(t.Context(), in)
	if !f.Auth.OK || !f.Open.HasURL || f.Open.Took != 100*time.Millisecond {
		t.Errorf("Slack: %+v, %+v", f.Auth, f.Open)
	}
	if f.Store.Exists || f.Store.Folder != nil || f.Store.Opened != nil {
		t.Errorf("store: %+v", f.Store)
	}
	if f.Key.Exists || !f.Key.Beside || f.Key.Read != nil {
		t.Errorf("key: %+v", f.Key)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("doctor left %v behind", left)
	}
}

func TestLookAtFiles(t *testing.T) {
	busy := doctor.ErrInUse
	in, dir := installation(t, busy)
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("throughline.db", "", 0o600)
	write("throughline.key", "not a key", 0o644)
	f := doctor.Look(t.Context(), in)
	if !f.Store.Exists || f.Store.Mode.Perm() != 0o600 || !errors.Is(f.Store.Opened, busy) {
		t.Errorf("store: %+v", f.Store)
	}
	if !f.Key.Exists || f.Key.Mode.Perm() != 0o644 || f.Key.Read == nil {
		t.Errorf("key: %+v", f.Key)
	}

	keys, _, err := seal.LoadOrCreateKeys(filepath.Join(dir, "elsewhere.key"))
	if err != nil || len(keys) != 1 {
		t.Fatal(err)
	}
	made, err := os.ReadFile(filepath.Join(dir, "elsewhere.key"))
	if err != nil {
		t.Fatal(err)
	}
	sub := filepath.Join(dir, "secrets")
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	in.Config.Store.KeyFile = write(filepath.Join("secrets", "key"), string(made), 0o600)
	if f := doctor.Look(t.Context(), in); f.Key.Beside || f.Key.Read != nil {
		t.Errorf("key elsewhere: %+v", f.Key)
	}
	in.Config.Key = config.NewSecret(strings.TrimSpace(string(made)))
	if f := doctor.Look(t.Context(), in); f.Key.Path != "" || f.Key.Read != nil {
		t.Errorf("key in the environment: %+v", f.Key)
	}
	in.Config.Key = config.NewSecret("short")
	if f := doctor.Look(t.Context(), in); f.Key.Read == nil {
		t.Error("a short key was taken")
	}
}

func TestLookAtAFolderThatIsNotThere(t *testing.T) {
	in, dir := installation(t, nil)
	in.Config.Store.Path = filepath.Join(dir, "missing", "throughline.db")
	if f := doctor.Look(t.Context(), in); f.Store.Folder == nil || f.Store.Exists {
		t.Errorf("store: %+v", f.Store)
	}
}

func TestReportForPrograms(t *testing.T) {
	in, _ := installation(t, nil)
	report := doctor.Look(t.Context(), in).Report()
	var b strings.Builder
	if err := report.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var got doctor.Report
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, got); diff != "" {
		t.Error(diff)
	}
	// Nine of the twelve scopes are missing, and two sockets are counted beside doctor's.
	if got.ToMend != 9 || got.ToKnow != 1 {
		t.Errorf("got %d to mend and %d to know:\n%s", got.ToMend, got.ToKnow, b.String())
	}
	if strings.Contains(b.String(), "ticket") || strings.Contains(b.String(), "made-up") {
		t.Errorf("a secret was written:\n%s", b.String())
	}
}

// TestNothingIsDialledBesideABot: Slack would give doctor's connection what people write to that bot.
func TestNothingIsDialledBesideABot(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		inside doctor.Inside
		opened error
		dials  bool
	}{
		"nobody runs":                {doctor.Inside{}, nil, true},
		"a bot runs here":            {doctor.Inside{Running: true}, nil, false},
		"copies run elsewhere":       {doctor.Inside{Shared: true, Copies: []doctor.Copy{{Host: "a"}}}, nil, false},
		"somebody holds the store":   {doctor.Inside{}, doctor.ErrInUse, false},
		"the store cannot be opened": {doctor.Inside{}, errors.New("damaged"), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in, _ := installation(t, nil)
			if err := os.WriteFile(in.Config.Store.Path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			in.Inside = func(context.Context) (doctor.Inside, error) { return tc.inside, tc.opened }
			if f := doctor.Look(t.Context(), in); f.Hello.Dialled != tc.dials {
				t.Errorf("dialled: %v", f.Hello.Dialled)
			}
		})
	}
}
