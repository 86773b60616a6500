package doctor_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/config"
	"throughline/internal/doctor"
	"throughline/internal/manifest"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/questions"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// healthy is an installation with nothing to say about it.
func healthy() doctor.Facts {
	c := config.Default()
	c.File, c.Set = "throughline.toml", 14
	c.Slack.BotToken, c.Slack.AppToken = config.NewSecret("xoxb-made-up"), config.NewSecret("xapp-made-up")
	var scopes []string
	for _, s := range append(manifest.Scopes(), manifest.HistoryScopes()...) {
		scopes = append(scopes, s.Name)
	}
	return doctor.Facts{
		Config: c,
		Auth: doctor.Answer{
			OK: true, Team: "Acme Books", User: "throughline", BotID: "B1", Scopes: scopes, ScopesKnown: true,
			Date: noon, Sent: noon.Add(400 * time.Millisecond), Took: 200 * time.Millisecond,
		},
		Open:      doctor.Answer{OK: true, HasURL: true, Took: 212 * time.Millisecond},
		Store:     doctor.StoreFacts{Path: "throughline.db", Exists: true, Mode: 0o600},
		Key:       doctor.KeyFacts{Path: "/run/secrets/key", Exists: true, Mode: 0o400},
		Questions: questions.Builtin(),
	}
}

func text(t *testing.T, f doctor.Facts) string {
	t.Helper()
	var b strings.Builder
	if err := f.Report().WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAHealthyInstallation(t *testing.T) {
	want := fmt.Sprintf(`ok    settings   throughline.toml, 14 set, none unknown
ok    bot token  workspace Acme Books, as @throughline
ok    scopes     all 12 are granted
ok    socket     address granted in 212 ms, not dialled
ok    store      throughline.db opens
ok    key        /run/secrets/key
ok    questions  %d questions of the program
ok    clock      in step with Slack
Nothing to mend.
`, nudges.Builtin().Len())
	if diff := cmp.Diff(want, text(t, healthy())); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

// TestEachTrouble changes one thing of a healthy installation and pins what is said beyond "ok".
func TestEachTrouble(t *testing.T) {
	without := func(drop string) []string {
		var out []string
		for _, s := range healthy().Auth.Scopes {
			if s != drop {
				out = append(out, s)
			}
		}
		return out
	}
	for name, tc := range map[string]struct {
		change func(*doctor.Facts)
		want   string
	}{
		"several mistakes in the settings": {
			func(f *doctor.Facts) {
				f.Settings = config.Mistakes{
					{File: "a.toml", Line: 5, Wrong: "slack.sockets is 12", Mend: "Write a whole number from 1 to 10."},
					{Wrong: "SLACK_API_URL does not end in /api/", Mend: "Add it."},
				}
			},
			`FAIL  settings   a.toml:5: slack.sockets is 12
      mend       Write a whole number from 1 to 10.
FAIL  settings   SLACK_API_URL does not end in /api/
      mend       Add it.
2 to mend, 0 to know.`,
		},
		"settings that fail in another way": {
			func(f *doctor.Facts) { f.Settings = errors.New("no idea") },
			`FAIL  settings   no idea
1 to mend, 0 to know.`,
		},
		"a token that Slack does not know": {
			func(f *doctor.Facts) { f.Auth = doctor.Answer{Error: "invalid_auth", Date: noon, Sent: noon} },
			`FAIL  bot token  Slack does not know it (invalid_auth)
      so         nothing works
      mend       Copy the Bot User OAuth Token again from OAuth & Permissions.
1 to mend, 0 to know.`,
		},
		"a token that was taken back": {
			func(f *doctor.Facts) { f.Auth = doctor.Answer{Error: "account_inactive", Date: noon, Sent: noon} },
			`FAIL  bot token  it was taken back, or the app was removed (account_inactive)
      so         nothing works
      mend       Install the app to the workspace again, then: Copy the Bot User OAuth Token again from OAuth & Permissions.
1 to mend, 0 to know.`,
		},
		"a user's token": {
			func(f *doctor.Facts) { f.Auth.BotID = "" },
			`FAIL  bot token  it belongs to a person, not to a bot
      so         the bot would speak in that person's name
      mend       Copy the Bot User OAuth Token, xoxb-, from OAuth & Permissions.
1 to mend, 0 to know.`,
		},
		"a file of questions with mistakes": {
			func(f *doctor.Facts) {
				f.Questions = questions.Loaded{
					File:     "questions.toml",
					Mistakes: []questions.Mistake{{Line: 12, ID: "demo", Text: "It needs one question mark, at the end. (question-mark)"}},
					Thin:     []nudges.Thinness{{Audience: nudges.Channel, Phase: mission.Middle, Questions: 9, Themes: 4, Want: 45, WantThemes: 15}},
				}
			},
			`FAIL  questions  questions.toml:12: demo: It needs one question mark, at the end. (question-mark)
      so         it is not asked; the rest is
warn  questions  For a channel in the middle: 9 questions in 4 themes. A year needs 45 in 15.
1 to mend, 1 to know.`,
		},
		"a file of questions that cannot be read": {
			func(f *doctor.Facts) { _, f.QuestionsRead = questions.Load("testdata/nothing.toml") },
			`FAIL  questions  testdata/nothing.toml cannot be read: no such file or directory
      so         the bot does not start
      mend       Name a file that the user that runs the bot may read in questions.file, or take the setting out.
1 to mend, 0 to know.`,
		},
		"Slack out of reach": {
			func(f *doctor.Facts) { f.Auth = doctor.Answer{Err: errors.New("ask Slack: no route to host")} },
			`FAIL  bot token  ask Slack: no route to host
      so         nothing works
      mend       Let this machine reach Slack by HTTPS; behind a proxy set HTTPS_PROXY.
1 to mend, 0 to know.`,
		},
		"asked too often": {
			func(f *doctor.Facts) { f.Open = doctor.Answer{Error: "ratelimited"} },
			`warn  socket     Slack asks for patience; not tried
      mend       Run doctor again in a minute.
Nothing to mend, 1 to know.`,
		},
		"an error of which nobody has heard": {
			func(f *doctor.Facts) { f.Open = doctor.Answer{Error: "full_moon"} },
			`FAIL  socket     Slack refused: full_moon
      so         nothing that people write reaches the bot
      mend       Basic Information, App-Level Tokens: make one with connections:write.
1 to mend, 0 to know.`,
		},
		"an app-level token without its scope": {
			func(f *doctor.Facts) { f.Open = doctor.Answer{Error: "missing_scope"} },
			`FAIL  socket     the token lacks a scope (missing_scope)
      so         nothing that people write reaches the bot
      mend       Basic Information, App-Level Tokens: make one with connections:write.
1 to mend, 0 to know.`,
		},
		"a token of the wrong kind": {
			func(f *doctor.Facts) { f.Open = doctor.Answer{Error: "not_allowed_token_type"} },
			`FAIL  socket     it is a token of another kind (not_allowed_token_type)
      so         nothing that people write reaches the bot
      mend       Basic Information, App-Level Tokens: make one with connections:write.
1 to mend, 0 to know.`,
		},
		"no address": {
			func(f *doctor.Facts) { f.Open.HasURL = false },
			`FAIL  socket     Slack granted no address
      so         nothing that people write reaches the bot
      mend       Switch Socket Mode on in the app's settings.
1 to mend, 0 to know.`,
		},
		"a scope that is missing": {
			func(f *doctor.Facts) { f.Auth.Scopes = without("files:write") },
			`FAIL  scopes     files:write is missing
      so         pictures are not sent; their text is
      mend       OAuth & Permissions, add it, reinstall
1 to mend, 0 to know.`,
		},
		"a server that is silent on scopes": {
			func(f *doctor.Facts) { f.Auth.Scopes, f.Auth.ScopesKnown = nil, false },
			`warn  scopes     this server does not say which were granted
Nothing to mend, 1 to know.`,
		},
		"a clock that is a little off": {
			func(f *doctor.Facts) { f.Auth.Sent = noon.Add(2200 * time.Millisecond) },
			`warn  clock      1.8 s ahead of Slack; under 5 s is fine
Nothing to mend, 1 to know.`,
		},
		"a clock that is wrong": {
			func(f *doctor.Facts) { f.Auth.Sent = noon.Add(-time.Hour) },
			`FAIL  clock      3600.4 s behind Slack
      so         what is due comes at the wrong time
      mend       Let the machine set its clock by NTP: timedatectl set-ntp true
1 to mend, 0 to know.`,
		},
		"a folder in which nothing can be made": {
			func(f *doctor.Facts) {
				f.Store.Path = "/data/throughline.db"
				f.Store.Folder = fmt.Errorf("make a file: %w", &fs.PathError{Op: "open", Path: "/data/.doctor-1", Err: os.ErrPermission})
			},
			`FAIL  store      no file can be made in /data: permission denied
      so         the bot does not start
      mend       Make the folder, and let the user that runs the bot write in it.
1 to mend, 0 to know.`,
		},
		"a store that does not open": {
			func(f *doctor.Facts) { f.Store.Opened = errors.New("invalid database") },
			`FAIL  store      throughline.db does not open: invalid database
      so         the bot does not start
      mend       Name the bot's own file in store.path, or let the user that runs the bot read and write it.
1 to mend, 0 to know.`,
		},
		"a store that others can read": {
			func(f *doctor.Facts) { f.Store.Mode = 0o644 },
			`warn  store      throughline.db can be read by others on this machine (mode 0644)
      mend       chmod 600 throughline.db
Nothing to mend, 1 to know.`,
		},
		"a key in the environment that is none": {
			func(f *doctor.Facts) { f.Key = doctor.KeyFacts{Exists: true, Read: errors.New("too short")} },
			`FAIL  key        THROUGHLINE_KEY is not a key: too short
      so         private words cannot be sealed, and those that were cannot be read
      mend       Set the key with which the bot first ran.
1 to mend, 0 to know.`,
		},
		"a key that is gone": {
			func(f *doctor.Facts) { f.Key = doctor.KeyFacts{Path: "throughline.key", Beside: true} },
			`FAIL  key        throughline.key is missing, and the store is there
      so         a new key is made; private words sealed before stay shut
      mend       Put the key back before the next start.
1 to mend, 0 to know.`,
		},
		"a key that others can read": {
			func(f *doctor.Facts) { f.Key.Mode = 0o640 },
			`FAIL  key        /run/secrets/key can be read by others on this machine (mode 0640)
      so         the bot does not start
      mend       chmod 600 /run/secrets/key
1 to mend, 0 to know.`,
		},
		"a key file with something else in it": {
			func(f *doctor.Facts) { f.Key.Read = errors.New("illegal base64") },
			`FAIL  key        /run/secrets/key holds no key: illegal base64
      so         private words cannot be sealed, and those that were cannot be read
      mend       Put the key with which the bot first ran back into it.
1 to mend, 0 to know.`,
		},
		"a key beside the store": {
			func(f *doctor.Facts) { f.Key.Beside = true },
			`warn  key        /run/secrets/key lies beside the store
      so         whoever copies the folder can read the private words
      mend       Move it, and name its new place in store.key_file.
Nothing to mend, 1 to know.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := healthy()
			tc.change(&f)
			var got []string
			for line := range strings.Lines(text(t, f)) {
				if !strings.HasPrefix(line, "ok ") {
					got = append(got, strings.TrimSuffix(line, "\n"))
				}
			}
			if diff := cmp.Diff(strings.Split(tc.want, "\n"), got); diff != "" {
				t.Errorf("report differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatIsFineIsSaid changes one thing and finds a line that is no trouble.
func TestWhatIsFineIsSaid(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*doctor.Facts)
		want   string
	}{
		"no file":                       {func(f *doctor.Facts) { f.Config.File, f.Config.Set = "", 2 }, "ok    settings   no file, 2 set in the environment\n"},
		"no history":                    {func(f *doctor.Facts) { f.Auth.Scopes = f.Auth.Scopes[:12] }, "all 12 are granted; without the optional history, a channel post whose answer was lost is not repeated\n"},
		"a first start":                 {func(f *doctor.Facts) { f.Store.Exists, f.Key.Exists = false, false }, "ok    store      throughline.db is not there yet; the first start makes it\nok    key        /run/secrets/key is not there yet; the first start makes it\n"},
		"a bot that runs":               {func(f *doctor.Facts) { f.Store.Opened = fmt.Errorf("open: %w", doctor.ErrInUse) }, "ok    store      throughline.db is in use, as by a bot that runs\n"},
		"a key from the environment":    {func(f *doctor.Facts) { f.Key = doctor.KeyFacts{Exists: true} }, "ok    key        from the environment\n"},
		"a name that steers a terminal": {func(f *doctor.Facts) { f.Auth.Team = "Acme\x1b[31m \u202eBooks\n" }, "workspace Acme[31m Books, as @throughline\n"},
	} {
		t.Run(name, func(t *testing.T) {
			f := healthy()
			tc.change(&f)
			if got := text(t, f); !strings.Contains(got, tc.want) || !strings.HasSuffix(got, "Nothing to mend.\n") {
				t.Errorf("want %q in\n%s", tc.want, got)
			}
		})
	}
}

func TestWithoutTokensOnlyTheRestIsJudged(t *testing.T) {
	f := healthy()
	f.Config.Slack.BotToken, f.Config.Slack.AppToken = config.Secret{}, config.Secret{}
	f.Auth = doctor.Answer{Error: "not_authed", Date: noon, Sent: noon}
	var checked []string
	for _, c := range f.Report().Checks {
		checked = append(checked, c.Check)
	}
	if diff := cmp.Diff([]string{"settings", "store", "key", "questions", "clock"}, checked); diff != "" {
		t.Error(diff)
	}
}
