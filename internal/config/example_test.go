package config_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"throughline/internal/config"
)

const example = "../../config.example.toml"

func TestTheExampleIsAllDefaults(t *testing.T) {
	for name, edit := range map[string]func(string) string{
		"as it is":    func(s string) string { return s },
		"uncommented": func(s string) string { return regexp.MustCompile(`(?m)^#(\w+ = )`).ReplaceAllString(s, "$1") },
	} {
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(example)
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "example.toml")
			if err := os.WriteFile(path, []byte(edit(string(text))), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := config.Load(path, tokens())
			if err != nil {
				t.Fatal(err)
			}
			want := config.Default()
			want.Slack.BotToken, want.Slack.AppToken = config.NewSecret(botToken), config.NewSecret(appToken)
			want.File, want.Set = got.File, got.Set
			// The paths in the example are the defaults beside the default store.
			if got.KeyFile() != want.KeyFile() || got.SocketFile() != want.SocketFile() {
				t.Errorf("key file is %s, want %s; socket is %s, want %s", got.KeyFile(), want.KeyFile(), got.SocketFile(), want.SocketFile())
			}
			if got.BackupsFolder() != want.BackupsFolder() {
				t.Errorf("backups go to %s, want %s", got.BackupsFolder(), want.BackupsFolder())
			}
			got.Store.KeyFile, got.Store.Socket, got.Store.Backups = "", "", ""
			compareConfig(t, want, got)
		})
	}
}

func TestTheExampleNamesEverySetting(t *testing.T) {
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	var section string
	var names []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if inner, ok := strings.CutPrefix(line, "["); ok {
			section = strings.TrimSuffix(inner, "]")
		}
		if m := regexp.MustCompile(`^#(\w+) = `).FindStringSubmatch(line); m != nil {
			names = append(names, section+"."+m[1])
		}
	}
	if got, want := strings.Join(names, " "), strings.Join(config.Settings(), " "); got != want {
		t.Errorf("config.example.toml has\n%s\nthe table has\n%s", got, want)
	}
}
