package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"gopkg.in/yaml.v3"

	"throughline/internal/config"
)

// composed is what the tests look at of compose.yaml.
type composed struct {
	Services map[string]struct {
		Command     []string
		Environment map[string]string
		Secrets     []string
		Configs     []struct{ Source, Target string }
		Ports       []string
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		Ulimits     map[string]int
		Deploy      struct{ Replicas int }
		Healthcheck struct{ Test []string }
	}
	Configs map[string]struct{ Content string }
	Secrets map[string]struct{ File string }
}

// TestTheCopiesInComposeStart holds every setting, variable, secret and command that compose.yaml names to the program.
func TestTheCopiesInComposeStart(t *testing.T) {
	text, err := os.ReadFile("../../compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c composed
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	bot := c.Services["bot"]
	if bot.Deploy.Replicas != 3 || !bot.ReadOnly || !slices.Equal(bot.CapDrop, []string{"ALL"}) || !hasNoCore(bot.Ulimits) {
		t.Errorf("the bot runs as %+v", bot)
	}
	dir := t.TempDir()
	for name, s := range c.Services {
		if len(s.Ports) > 0 {
			t.Errorf("%s is reached from outside: %v", name, s.Ports)
		}
		for variable, path := range s.Environment {
			secret, inSecrets := strings.CutPrefix(path, "/run/secrets/")
			if strings.HasSuffix(variable, "_FILE") != inSecrets || inSecrets && (!slices.Contains(s.Secrets, secret) || c.Secrets[secret].File == "") {
				t.Errorf("%s: %s=%s is no secret that it has", name, variable, path)
			}
		}
	}
	values := map[string]string{
		"slack_bot_token": "xoxb-made-up", "slack_app_token": "xapp-made-up", "throughline_key": strings.Repeat("ab", 32),
		"database_url": "postgres://throughline:made-up@database:5432/throughline",
	}
	env := func(name string) (string, bool) {
		secret, ok := strings.CutPrefix(bot.Environment[name], "/run/secrets/")
		if !ok {
			return "", false
		}
		path := filepath.Join(dir, secret)
		return path, os.WriteFile(path, []byte(values[secret]), 0o600) == nil
	}
	settings := filepath.Join(dir, "throughline.toml")
	if err := os.WriteFile(settings, []byte(c.Configs[bot.Configs[0].Source].Content), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(settings, env)
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Store.Driver != config.Postgres || !cfg.Key.IsSet() || !cfg.Database.IsSet() || bot.Deploy.Replicas*cfg.Slack.Sockets > 10 {
		t.Errorf("the copies would run with %+v", cfg)
	}
	if len(bot.Environment) != len(values) {
		t.Errorf("the bot is given %v", bot.Environment)
	}
	for _, args := range [][]string{bot.Command, bot.Healthcheck.Test[2:]} {
		parser, err := kong.New(&commandLine{}, kong.Exit(func(int) {}))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(args); err != nil {
			t.Errorf("bot %s: %v", strings.Join(args, " "), err)
		}
		if i := slices.Index(args, "--config"); i < 0 || args[i+1] != bot.Configs[0].Target {
			t.Errorf("bot %s does not read the settings", strings.Join(args, " "))
		}
	}
}

// hasNoCore reports whether limits forbid to write the memory of what dies to a disk.
func hasNoCore(limits map[string]int) bool {
	core, set := limits["core"]
	return set && core == 0
}

// TestHealthAsksTheBotItself has a row for each address.
func TestHealthAsksTheBotItself(t *testing.T) {
	for address, want := range map[string]string{
		"127.0.0.1:9464": "http://127.0.0.1:9464/healthz",
		":9464":          "http://127.0.0.1:9464/healthz",
		"[::]:9464":      "http://127.0.0.1:9464/healthz",
		"":               "",
	} {
		if got, err := healthURL(config.Metrics{Address: address}, false); got != want || (err == nil) != (want != "") {
			t.Errorf("%q leads to %q, %v, want %q", address, got, err, want)
		}
	}
}
