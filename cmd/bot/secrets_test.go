package main

import (
	"context"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/seal"
)

// telltale is in every secret of these tests but the key. Wherever it is found, a secret came out.
const telltale = "ChairsForTheGarden"

// secretsOf makes secrets that are known again, and how each of them is told from everything else.
func secretsOf(t *testing.T) (env map[string]string, needles []string) {
	t.Helper()
	key := seal.NewKey().Reveal()
	return map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1-" + telltale, "SLACK_APP_TOKEN": "xapp-1-" + telltale, "THROUGHLINE_KEY": key,
		"THROUGHLINE_DATABASE_URL":    "postgres://bot:" + telltale + "@127.0.0.1:1/throughline?connect_timeout=1",
		"THROUGHLINE_METRICS_ADDRESS": "off",
	}, []string{telltale, key, strings.TrimRight(key, "=")}
}

// inFiles moves secrets into files and names these instead.
func inFiles(t *testing.T, env map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, value := range env {
		if name == "SLACK_API_URL" || name == "THROUGHLINE_METRICS_ADDRESS" {
			out[name] = value
			continue
		}
		path := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(path, []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		out[name+"_FILE"] = path
	}
	return out
}

// echoing is a Slack that repeats what it is sent wherever an answer has room for it, and hands out an address with a
// ticket that nobody listens at.
func echoing(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := r.Header.Get("Authorization")
		switch r.URL.Path {
		case "/api/apps.connections.open":
			_, _ = w.Write([]byte(`{"ok":true,"url":"ws://127.0.0.1:1/link/?ticket=` + telltale + `"}`))
		case "/api/auth.test":
			_, _ = w.Write([]byte(`{"ok":true,"team":"Acme","team_id":"T1","user":"throughline","user_id":"U1","bot_id":"B1","url":"https://a.example/` + telltale + `"}`))
		default:
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(`{"ok":false,"error":"internal_error","needed":"` + token + `","response_metadata":{"messages":["` + token + `"]}}`))
		}
	}))
	t.Cleanup(s.Close)
	return s.URL + "/api/"
}

// tokensRefused is a Slack that takes no token and says which one it was.
func tokensRefused(t *testing.T) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		_, _ = w.Write([]byte(`{"ok":false,"error":"invalid_auth","token":"` + token + `","detail":"` + token + ` is no token"}`))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/api/"
}

// TestNoSecretComesOut runs every subcommand, and what can go wrong, with secrets that are known again, and looks through
// all that was printed and written.
func TestNoSecretComesOut(t *testing.T) {
	t.Parallel()
	echo, refuse := echoing(t), tokensRefused(t)
	const base = "driver = \"postgres\"\n"
	for sentence, tc := range map[string]struct {
		slack, store, rest string // what stands in [store], and in other sections
		change             map[string]string
		args               string
	}{
		"the bot, with a Slack that echoes":      {slack: echo, args: "run"},
		"the bot, with tokens that are refused":  {slack: refuse, args: "run"},
		"the bot, with nobody there":             {slack: "http://127.0.0.1:1/api/", args: "run"},
		"the bot, without its database":          {slack: echo, store: base, args: "run"},
		"a URL that cannot be read":              {slack: echo, store: base, change: map[string]string{"THROUGHLINE_DATABASE_URL": "postgres://bot:" + telltale + "%zz@h/db"}, args: "run"},
		"a URL without a database":               {slack: echo, store: base, change: map[string]string{"THROUGHLINE_DATABASE_URL": "postgres://bot:" + telltale + "@h"}, args: "run"},
		"a URL with the password behind it":      {slack: echo, store: base, change: map[string]string{"THROUGHLINE_DATABASE_URL": "postgres://h/db?sslmode=odd&password=" + telltale}, args: "run"},
		"an address of Slack with a password":    {slack: "https://ana:" + telltale + "@slack.example/api/", args: "run"},
		"a bot token of another kind":            {slack: echo, change: map[string]string{"SLACK_BOT_TOKEN": "xoxp-" + telltale}, args: "run"},
		"a bot token of no kind":                 {slack: echo, change: map[string]string{"SLACK_BOT_TOKEN": telltale}, args: "run"},
		"a token of two lines":                   {slack: echo, change: map[string]string{"SLACK_APP_TOKEN": "xapp-1\n" + telltale}, args: "run"},
		"a key that is none":                     {slack: echo, change: map[string]string{"THROUGHLINE_KEY": telltale}, args: "run"},
		"two keys, one of them none":             {slack: echo, change: map[string]string{"THROUGHLINE_KEY": telltale + "," + telltale}, args: "keys check"},
		"a token in the settings":                {slack: echo, rest: "[slack]\nbot_token = \"xoxb-" + telltale + "\"\n", args: "run"},
		"a token in the settings without quotes": {slack: echo, rest: "[slack]\nbot_token = xoxb-" + telltale + "\n", args: "run"},
		"a password in the settings":             {slack: echo, store: "url = \"postgres://a:" + telltale + "@h/d\"\n", args: "run"},
		"doctor, all well":                       {slack: echo, args: "doctor"},
		"doctor, tokens refused":                 {slack: refuse, args: "doctor --json"},
		"doctor, nobody there":                   {slack: "http://127.0.0.1:1/api/", store: base, args: "doctor"},
		"check":                                  {slack: echo, args: "check --json"},
		"check, without its database":            {slack: echo, store: base, args: "check"},
		"keys check":                             {slack: echo, args: "keys check"},
		"keys rotate":                            {slack: echo, args: "keys rotate"},
		"purge":                                  {slack: echo, args: "purge"},
		"health":                                 {slack: echo, args: "health"},
		"manifest":                               {slack: echo, args: "manifest"},
		"questions":                              {slack: echo, args: "questions list"},
		"nudges":                                 {slack: echo, args: "nudges preview"},
		"backup":                                 {slack: echo, args: "backup"},
		"backup, without its database":           {slack: echo, store: base, args: "backup"},
		"restore":                                {slack: echo, args: "restore none.db"},
		"export":                                 {slack: echo, args: "export"},
		"import":                                 {slack: echo, args: "import none.jsonl"},
		"migrate, without its database":          {slack: echo, args: "migrate --from postgres: --to bolt:/nowhere/to.db"},
		"licenses":                               {slack: echo, args: "licenses"},
		"version":                                {slack: echo, args: "version"},
		"help":                                   {slack: echo, args: "run --help"},
		"a token as an argument":                 {slack: echo, args: "run xoxb-1-" + telltale},
		"a token as the value of a flag":         {slack: echo, args: "run --token=xapp-1-" + telltale},
		"a password as an argument":              {slack: echo, args: "check --to=postgres://a:" + telltale + "@h/d"},
		"a password behind an address":           {slack: echo, args: "check postgres://h/d?password=" + telltale},
		"a password in what is no address":       {slack: echo, args: "check postgres://a:%zz" + telltale + "@h/d"},
	} {
		for form, as := range map[string]func(*testing.T, map[string]string) map[string]string{
			"": func(_ *testing.T, env map[string]string) map[string]string { return env }, ", in files": inFiles,
		} {
			t.Run(sentence+form, func(t *testing.T) {
				t.Parallel()
				env, needles := secretsOf(t)
				env["SLACK_API_URL"] = tc.slack
				maps.Copy(env, tc.change)
				home := t.TempDir()
				settings := "[store]\npath = \"" + filepath.Join(home, "throughline.db") + "\"\n" + tc.store + tc.rest + "[log]\nlevel = \"debug\"\n"
				conf := filepath.Join(t.TempDir(), "throughline.toml")
				if err := os.WriteFile(conf, []byte(settings), 0o600); err != nil {
					t.Fatal(err)
				}
				args := strings.Fields(tc.args)
				switch args[0] {
				case "manifest", "licenses", "version":
				default:
					args = append(args, "--config", conf)
				}
				out := callFor(t, 300*time.Millisecond, as(t, env), args...)
				for _, needle := range needles {
					if strings.Contains(out, needle) {
						t.Errorf("a secret was printed:\n%s", out)
					}
				}
				if out == "" {
					t.Error("nothing was printed")
				}
				holdsNothingOf(t, home, needles)
			})
		}
	}
}

// callFor runs the program for a while and returns all that it printed.
func callFor(t *testing.T, while time.Duration, env map[string]string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), while)
	defer cancel()
	out := newLines()
	lookUp := func(name string) (string, bool) { s, ok := env[name]; return s, ok }
	run(ctx, args, lookUp, out, out)
	return out.text()
}

// holdsNothingOf looks through all files in a folder.
func holdsNothingOf(t *testing.T, dir string, needles []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, needle := range needles {
			if strings.Contains(string(raw), needle) {
				t.Errorf("%s holds a secret", filepath.Base(path))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSecretsAsArgumentsAreRefused(t *testing.T) {
	t.Parallel()
	key := seal.NewKey().Reveal()
	for args, refused := range map[string]bool{
		"run --config=a.toml": false, "check --config /a/b/c.toml": false, "migrate --from bolt:a.db --to postgres:": false,
		"sandbox -- env SLACK_BOT_TOKEN=xoxb-sandbox-bot SLACK_APP_TOKEN=xapp-sandbox-app node bot.js": false,
		"run --token xoxb-1-2":            true,
		"run xoxe.xoxb-1-2":               true,
		"run SLACK_APP_TOKEN=xapp-1-A1":   true,
		"keys rotate " + key:              true,
		"keys rotate --key=" + key:        true,
		"run postgres://a:b@h/d":          true,
		"run postgres://h/d?password=b":   true,
		"run --to=postgresql://a:b@h/d":   true,
		"check postgres://throughline@/d": false,
	} {
		if err := refuseSecrets(strings.Fields(args)); (err != nil) != refused {
			t.Errorf("%s: %v", args, err)
		}
	}
}

// TestWhatTheBotMakesIsForItAlone runs the bot where files would be made for everybody.
func TestWhatTheBotMakesIsForItAlone(t *testing.T) {
	t.Parallel()
	path, err := botBinary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	dir := t.TempDir()
	out := newLines()
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", `umask 000; exec "$0" run`, path)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, out, out
	cmd.Env = []string{
		"SLACK_BOT_TOKEN=xoxb-1-a", "SLACK_APP_TOKEN=xapp-1-a", "SLACK_API_URL=" + echoing(t), "THROUGHLINE_METRICS_ADDRESS=off",
		"TMPDIR=" + t.TempDir(),
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cancel(); _ = cmd.Wait() }()
	out.await(ctx, func(line string) bool { return strings.Contains(line, "connecting failed") })
	found := filesBelow(t, dir)
	if len(found) < 3 {
		t.Errorf("the bot made %q only:\n%s", found, out.text())
	}
	for _, name := range found {
		info, err := os.Stat(filepath.Join(dir, name))
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %v", name, info.Mode())
		}
	}
}
