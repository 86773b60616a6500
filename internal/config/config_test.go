package config_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/config"
)

const (
	botToken = "xoxb-made-up"
	appToken = "xapp-made-up"
)

func environ(pairs ...string) func(string) (string, bool) {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return func(name string) (string, bool) {
		s, ok := m[name]
		return s, ok
	}
}

// tokens is the least environment that works.
func tokens(more ...string) func(string) (string, bool) {
	return environ(append([]string{"SLACK_BOT_TOKEN", botToken, "SLACK_APP_TOKEN", appToken}, more...)...)
}

// compareConfig compares the revealed secrets too, which go-cmp does not see.
func compareConfig(t *testing.T, want, got config.Config) {
	t.Helper()
	reveal := cmp.Transformer("reveal", func(s config.Secret) string { return s.Reveal() })
	if diff := cmp.Diff(want, got, reveal); diff != "" {
		t.Errorf("configuration differs (-want +got):\n%s", diff)
	}
}

func TestTheTwoTokensAreEnough(t *testing.T) {
	t.Chdir(t.TempDir())
	got, err := config.Load("", tokens())
	if err != nil {
		t.Fatal(err)
	}
	want := config.Default()
	want.Slack.BotToken, want.Slack.AppToken = config.NewSecret(botToken), config.NewSecret(appToken)
	want.Set = 2
	compareConfig(t, want, got)
}

func TestEverySettingIsRead(t *testing.T) {
	path := filepath.Join("testdata", "good.toml")
	got, err := config.Load(path, tokens("THROUGHLINE_KEY", "made-up-key"))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Store: config.Store{
			Driver: "bolt", Path: "/var/lib/throughline/missions.db", KeyFile: "/run/secrets/throughline", MaxConnections: 20,
			Socket: "/run/throughline/operator.sock",
		},
		Slack: config.Slack{
			BotToken: config.NewSecret(botToken),
			AppToken: config.NewSecret(appToken),
			APIURL:   "http://127.0.0.1:8080/api/",
			Sockets:  4,
		},
		Log:     config.Log{Format: "json", Level: slog.LevelWarn},
		Texts:   config.Texts{SupportContact: "Ask Chidi in #help"},
		Nudges:  config.Nudges{PostsPerMinute: 60},
		Keep:    config.Keep{PrivateDays: 7, MessageDays: 400},
		Limits:  config.Limits{PerPerson: 3},
		Key:     config.NewSecret("made-up-key"),
		KeyFrom: "THROUGHLINE_KEY",
		File:    path,
		Set:     21,
		Metrics: config.Metrics{Address: "0.0.0.0:9100", Profiles: true},
		Stop:    config.Stop{Seconds: 45},
	}
	compareConfig(t, want, got)
}

// TestMistakes pins the words of every mistake, one fixture each.
func TestMistakes(t *testing.T) {
	const (
		addressMend  = `Write the base of the Web API with its last slash, such as "https://slack.com/api/", or leave it out for Slack itself.`
		sectionsAre  = "The sections are [store], [slack], [log], [texts], [nudges], [questions], [keep], [limits], [metrics], [stop]."
		pathMend     = "Write the path of a file in quotation marks, or leave the line out."
		socketsMend  = "Write a whole number from 1 to 10."
		postsMend    = "Write a whole number from 1 to 1000."
		botTokenMend = "Take it out and set SLACK_BOT_TOKEN, or SLACK_BOT_TOKEN_FILE to the path of a file that holds it."
		noPlace      = " is a secret, and this file is no place for one. "
	)
	for name, want := range map[string][]string{
		"not_toml":            {"2: this is not TOML: expected keyword \"true\". Texts stand in quotation marks; compare it with config.example.toml."},
		"not_toml_secret":     {"2: this is not TOML: unexpected character U+0078 'x' at start of value. Texts stand in quotation marks; compare it with config.example.toml."},
		"twice":               {"3: this is not TOML: key sockets is already defined. Texts stand in quotation marks; compare it with config.example.toml."},
		"unknown_section":     {"1: there is no section [slak]. Did you mean [slack]?"},
		"unknown_section_far": {"1: there is no section [prometheus]. " + sectionsAre},
		"capital_section":     {"1: there is no section [Slack]. Did you mean [slack]?"},
		"sub_section":         {"4: [store.backup] is not a section. Write its settings under [store]."},
		"list_section":        {"1: [[slack]] makes a list. Write [slack]."},
		"section_as_value":    {"1: slack is a section and not a setting. Write [slack] on a line of its own and its settings below."},
		"outside":             {"1: sockets stands outside of a section. Write it under [slack]."},
		"outside_unknown":     {"1: colour stands outside of a section. " + sectionsAre},
		"unknown_key":         {"2: [slack] has no setting socket. Did you mean sockets?"},
		"unknown_key_far":     {"2: [slack] has no setting workspace. It knows sockets, api_url."},
		"inline":              {"1: [slack] has no setting timeout. It knows sockets, api_url."},
		"dotted":              {"1: slack.sockets is 0. " + socketsMend, "2: there is no section [slak]. Did you mean [slack]?"},
		"driver":              {`2: store.driver is "sqlite". Write "bolt" or "postgres".`},
		"path_empty":          {"2: store.path is empty. " + pathMend},
		"path_number":         {"2: store.path is 7. " + pathMend},
		"key_file_list":       {"2: store.key_file is a list. " + pathMend},
		"sockets_many":        {"2: slack.sockets is 11. " + socketsMend},
		"sockets_text":        {`2: slack.sockets is "two". ` + socketsMend},
		"sockets_fraction":    {"2: slack.sockets is 1.5. " + socketsMend},
		"api_url_slash":       {"2: slack.api_url does not end in /api/. " + addressMend},
		"api_url_scheme":      {"2: slack.api_url does not begin with https:// or http://. " + addressMend},
		"api_url_host":        {"2: slack.api_url names no host. " + addressMend},
		"api_url_plain":       {"2: slack.api_url leads over plain http to another machine. The tokens would travel unencrypted: write https://, or name this machine, such as http://127.0.0.1:8080/api/."},
		"api_url_password":    {"2: slack.api_url holds a user name or a password. " + addressMend},
		"api_url_query":       {"2: slack.api_url goes on after its path. " + addressMend},
		"api_url_garbled":     {"2: slack.api_url is not an address. " + addressMend},
		"api_url_number":      {"2: slack.api_url is 1. " + addressMend},
		"log_format":          {`2: log.format is "xml". Write "auto", "text" or "json".`},
		"log_format_long":     {`2: log.format is "a text that goes on for longer than anyo…". Write "auto", "text" or "json".`},
		"log_level":           {`2: log.level is "loud". Write "debug", "info", "warn" or "error".`},
		"log_level_date":      {`2: log.level is a date or a time. Write "debug", "info", "warn" or "error".`},
		"contact_lines":       {"2: texts.support_contact has a line break or a control character. Write it on one line."},
		"contact_long":        {"2: texts.support_contact has 201 characters. Shorten it to 200."},
		"contact_number":      {"2: texts.support_contact is 112. Write text in quotation marks."},
		"marks_text":          {`2: texts.marks is "yes". Write true or false, without quotation marks.`},
		"posts_zero":          {"2: nudges.posts_per_minute is 0. " + postsMend},
		"posts_huge":          {"2: nudges.posts_per_minute is 9000000000000. " + postsMend},
		"secret_bot_token":    {"2: slack.bot_token" + noPlace + botTokenMend},
		"secret_elsewhere":    {"2: texts.support_contact" + noPlace + "Take it out and set SLACK_APP_TOKEN, or SLACK_APP_TOKEN_FILE to the path of a file that holds it."},
		"secret_user_token":   {"2: texts.support_contact holds a token, and this file is no place for secrets. Take it out; this program does not need it."},
		"secret_key":          {"2: store.key" + noPlace + "Take it out and set THROUGHLINE_KEY, or THROUGHLINE_KEY_FILE to the path of a file that holds it."},
		"many": {
			"2: colour stands outside of a section. " + sectionsAre,
			`5: nudges.posts_per_minute is "lots". ` + postsMend,
			"8: slack.bot_token" + noPlace + botTokenMend,
			"9: slack.sockets is 12. " + socketsMend,
			"10: [slack] has no setting socket. Did you mean sockets?",
			`14: log.format is "yaml". Write "auto", "text" or "json".`,
			"17: there is no section [plans]. " + sectionsAre,
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".toml")
			_, err := config.Load(path, tokens())
			if err == nil {
				t.Fatal("no mistake was found")
			}
			for i := range want {
				want[i] = path + ":" + want[i]
			}
			if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("mistakes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryFixtureIsUsed(t *testing.T) {
	source, err := os.ReadFile("config_test.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".toml")
		if !strings.Contains(string(source), `"`+name) {
			t.Errorf("no test reads %s", f)
		}
	}
}

func TestWhatIsRightIsKeptBesideMistakes(t *testing.T) {
	got, err := config.Load(filepath.Join("testdata", "many.toml"), tokens())
	var ms config.Mistakes
	if !errors.As(err, &ms) || len(ms) != 7 {
		t.Fatalf("want seven mistakes, got %v", err)
	}
	if got.Log.Level != slog.LevelDebug || got.Slack.APIURL != "https://slack.example/api/" || got.Slack.Sockets != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestAMissingFile(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, err := config.Load("", tokens()); err != nil {
		t.Errorf("without --config the file may be missing: %v", err)
	}
	_, err := config.Load("other.toml", tokens())
	const want = "other.toml: it cannot be read: no such file or directory. Name a file that this program may read with --config."
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTheDefaultFileIsRead(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(config.DefaultFile, []byte("[slack]\nsockets = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load("", tokens())
	if err != nil || c.Slack.Sockets != 3 || c.File != config.DefaultFile || c.Set != 3 {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestTheEnvironmentNamesTheFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "elsewhere.toml")
	if err := os.WriteFile(file, []byte("[slack]\nsockets = 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(name string) (string, bool) {
		if name == "THROUGHLINE_CONFIG" {
			return file, true
		}
		return tokens()(name)
	}
	if c, err := config.Load("", env); err != nil || c.Slack.Sockets != 3 || c.File != file {
		t.Errorf("got %+v, %v", c, err)
	}
	if _, err := config.Load(file+".not", env); err == nil {
		t.Error("the file of the flag does not stand over it")
	}
}

func TestKeyFile(t *testing.T) {
	c := config.Default()
	c.Store.Path = "data/missions.db"
	if got := c.KeyFile(); got != filepath.Join("data", "throughline.key") {
		t.Errorf("beside the store: got %s", got)
	}
	c.Store.KeyFile = "/run/secrets/key"
	if got := c.KeyFile(); got != "/run/secrets/key" {
		t.Errorf("named: got %s", got)
	}
	if got := c.SocketFile(); got != filepath.Join("data", "throughline.sock") {
		t.Errorf("beside the store: got %s", got)
	}
	c.Store.Socket = "/run/s"
	if got := c.SocketFile(); got != "/run/s" {
		t.Errorf("named: got %s", got)
	}
}

// FuzzFile holds that no file makes reading crash or be silent: either a mistake is told or every
// setting is inside its bounds.
func FuzzFile(f *testing.F) {
	files, err := filepath.Glob("testdata/*.toml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "fuzz.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(path, tokens())
		if err != nil && strings.Contains(err.Error(), "%!") {
			t.Errorf("badly formatted: %v", err)
		}
		if c.Slack.Sockets < 1 || c.Slack.Sockets > 10 || c.Nudges.PostsPerMinute < 1 || c.Store.Path == "" {
			t.Errorf("out of bounds: %+v", c)
		}
		if !strings.HasSuffix(c.Slack.APIURL, "/api/") {
			t.Errorf("api_url is %q", c.Slack.APIURL)
		}
	})
}
