package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/config"
)

func TestMistakesInTheEnvironment(t *testing.T) {
	const (
		botMend = "Copy the Bot User OAuth Token from OAuth & Permissions of the app's page; it begins with xoxb-."
		appMend = "Make an app-level token with connections:write under Basic Information of the app's page; it begins with xapp-."
	)
	dir := t.TempDir()
	missing, empty := filepath.Join(dir, "missing"), filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		env  func(string) (string, bool)
		want []string
	}{
		"nothing is set": {environ(), []string{"SLACK_BOT_TOKEN is not set. " + botMend, "SLACK_APP_TOKEN is not set. " + appMend}},
		"empty is not set": {
			environ("SLACK_BOT_TOKEN", "", "SLACK_APP_TOKEN", " \n"),
			[]string{"SLACK_BOT_TOKEN is not set. " + botMend, "SLACK_APP_TOKEN is not set. " + appMend},
		},
		"the two are swapped": {
			environ("SLACK_BOT_TOKEN", appToken, "SLACK_APP_TOKEN", botToken),
			[]string{"SLACK_BOT_TOKEN holds the app-level token. " + botMend, "SLACK_APP_TOKEN holds the bot token. " + appMend},
		},
		"a user token":     {tokens("SLACK_BOT_TOKEN", "xoxp-made-up"), []string{"SLACK_BOT_TOKEN holds a user token. " + botMend}},
		"a rotating token": {tokens("SLACK_BOT_TOKEN", "xoxe.xoxb-made-up"), []string{"SLACK_BOT_TOKEN holds a rotating token, which expires after 12 hours. " + botMend}},
		"quotation marks":  {tokens("SLACK_BOT_TOKEN", `"xoxb-made-up"`), []string{"SLACK_BOT_TOKEN does not begin with xoxb-. " + botMend}},
		"a space inside":   {tokens("SLACK_APP_TOKEN", "xapp-made up"), []string{"SLACK_APP_TOKEN holds a character that no token has. " + appMend}},
		"both ways": {
			tokens("SLACK_BOT_TOKEN_FILE", empty),
			[]string{"SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set. Keep one of them."},
		},
		"no such file": {
			environ("SLACK_BOT_TOKEN", botToken, "SLACK_APP_TOKEN_FILE", missing),
			[]string{"SLACK_APP_TOKEN_FILE names " + missing + ", which cannot be read: no such file or directory. Name a file that this program may read."},
		},
		"an empty file": {
			tokens("THROUGHLINE_KEY_FILE", empty),
			[]string{"THROUGHLINE_KEY_FILE names " + empty + ", which is empty. Write the secret into it."},
		},
		"a bad address": {
			tokens("SLACK_API_URL", "http://127.0.0.1:8080"),
			[]string{`SLACK_API_URL does not end in /api/. Write the base of the Web API with its last slash, such as "https://slack.com/api/", or leave it out for Slack itself.`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(dir)
			_, err := config.Load("", tc.env)
			if err == nil {
				t.Fatal("no mistake was found")
			}
			for i := range tc.want {
				tc.want[i] = "environment: " + tc.want[i]
			}
			if diff := cmp.Diff(tc.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("mistakes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheFileComesBeforeTheEnvironment(t *testing.T) {
	_, err := config.Load(filepath.Join("testdata", "sockets_many.toml"), environ("SLACK_BOT_TOKEN", botToken))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "sockets_many.toml:2") || !strings.HasPrefix(lines[1], "environment: SLACK_APP_TOKEN") {
		t.Errorf("got %q", lines)
	}
}

func TestSecretsFromFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	c, err := config.Load(filepath.Join("testdata", "good.toml"), environ(
		"SLACK_BOT_TOKEN_FILE", file("bot", botToken+"\n"),
		"SLACK_APP_TOKEN_FILE", file("app", "  "+appToken+"\r\n"),
		"THROUGHLINE_KEY_FILE", file("key", "made-up-key"),
	))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{c.Slack.BotToken.Reveal(), c.Slack.AppToken.Reveal(), c.Key.Reveal(), c.KeyFrom}
	if diff := cmp.Diff([]string{botToken, appToken, "made-up-key", filepath.Join(dir, "key")}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheEnvironmentsAddressWins(t *testing.T) {
	c, err := config.Load(filepath.Join("testdata", "good.toml"), tokens("SLACK_API_URL", "https://slack.example/api/"))
	if err != nil || c.Slack.APIURL != "https://slack.example/api/" {
		t.Errorf("got %s, %v", c.Slack.APIURL, err)
	}
}

func TestMistakesRepeatNoSecret(t *testing.T) {
	files, err := filepath.Glob("testdata/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		_, err := config.Load(f, environ("SLACK_BOT_TOKEN", "xoxp-hunter2", "SLACK_APP_TOKEN", "hunter2", "SLACK_API_URL", "http://ana:hunter2@h/"))
		for _, secret := range []string{"not-a-real-one", "hunter2", "c2VjcmV0"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: a mistake repeats a secret: %v", f, err)
			}
		}
	}
}

func TestPlainHTTPStaysOnThisMachine(t *testing.T) {
	for _, tt := range []struct {
		address string
		taken   bool
	}{
		{"http://localhost/api/", true},
		{"http://LOCALHOST:8080/api/", true},
		{"http://127.0.0.1:8080/api/", true},
		{"http://127.9.8.7/api/", true},
		{"http://[::1]:8080/api/", true},
		{"http://[::ffff:127.0.0.1]/api/", true},
		{"https://slack.example/api/", true},
		{"http://slack.example/api/", false},
		{"http://slack.com/api/", false},
		{"http://localhost.example/api/", false},
		{"http://127.0.0.1.example/api/", false},
		{"http://128.0.0.1/api/", false},
		{"http://0.0.0.0:8080/api/", false},
		{"http://[2001:db8::1]/api/", false},
		{"HTTP://slack.example/api/", false},
	} {
		t.Run(tt.address, func(t *testing.T) {
			t.Chdir(t.TempDir())
			c, err := config.Load("", tokens("SLACK_API_URL", tt.address))
			if tt.taken {
				if err != nil || c.Slack.APIURL != tt.address {
					t.Errorf("got %s, %v", c.Slack.APIURL, err)
				}
				return
			}
			const want = "environment: SLACK_API_URL leads over plain http to another machine. The tokens would travel unencrypted: write https://, or name this machine, such as http://127.0.0.1:8080/api/."
			if err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}
