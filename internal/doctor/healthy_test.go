package doctor_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/config"
	"throughline/internal/doctor"
	"throughline/internal/manifest"
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
		Open:  doctor.Answer{OK: true, HasURL: true, Took: 212 * time.Millisecond},
		Hello: doctor.Hello{Dialled: true, Counted: 1, Took: 80 * time.Millisecond},
		Store: doctor.StoreFacts{
			Path: "throughline.db", Exists: true, Mode: 0o600, Room: 12e9,
			Inside: doctor.Inside{Layout: 3, Known: 3, Size: 3.4e6, Read: 1000, Words: 13},
		},
		Backup:    doctor.BackupFacts{Folder: "backups", Last: noon.Add(-9 * time.Hour)},
		Key:       doctor.KeyFacts{Path: "/run/secrets/key", Exists: true, Mode: 0o400},
		Journal:   doctor.JournalFacts{Path: "throughline.erased", Exists: true, Mode: 0o600},
		Files:     []doctor.FileFacts{{Path: "throughline.toml", Mode: 0o644}, {Path: "/run/secrets/bot_token", Mode: 0o444, Secret: true}},
		Now:       noon,
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
ok    socket     address granted in 212 ms, greeted after 80 ms, no other socket of this app
ok    store      throughline.db opens: 3.4 MB, 1000 records read and in order, 12.0 GB left on the disk
ok    backup     the last one is 9 hours old
ok    key        /run/secrets/key, and opens the 13 private texts that were tried
ok    journal    throughline.erased opens
ok    files      settings and secrets are the owner's alone to change
ok    questions  %d questions of the program
ok    metrics    127.0.0.1:9464, this machine alone
ok    zones      the wall clocks of the world are known
ok    clock      in step with Slack
Nothing to mend.
`, nudges.Builtin().Len())
	if diff := cmp.Diff(want, text(t, healthy())); diff != "" {
		t.Errorf("report differs (-want +got):\n%s", diff)
	}
}

// TestWhatIsFineIsSaid changes one thing and finds a line that is no trouble.
func TestWhatIsFineIsSaid(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*doctor.Facts)
		want   string
	}{
		"no file":    {func(f *doctor.Facts) { f.Config.File, f.Config.Set = "", 2 }, "ok    settings   no file, 2 set in the environment\n"},
		"no history": {func(f *doctor.Facts) { f.Auth.Scopes = f.Auth.Scopes[:12] }, "all 12 are granted; without the optional history, a channel post whose answer was lost is not repeated\n"},
		"a first start": {func(f *doctor.Facts) {
			f.Store = doctor.StoreFacts{Path: "throughline.db", Room: -1}
			f.Key.Exists, f.Backup.Last = false, time.Time{}
		}, "ok    store      throughline.db is not there yet; the first start makes it\nok    key        /run/secrets/key is not there yet; the first start makes it\n"},
		"a bot that runs": {func(f *doctor.Facts) { f.Store.Opened = fmt.Errorf("open: %w", doctor.ErrInUse) }, "ok    store      throughline.db is in use, by a bot that does not answer here\n"},
		"a bot that runs here": {
			func(f *doctor.Facts) {
				f.Store.Inside.Running, f.Store.Inside.Sockets = true, &doctor.Sockets{Connected: 2, Wanted: 2}
			}, "ok    socket     2 of 2 sockets of the bot that runs are connected\nok    store      throughline.db is open in the bot that runs: 3.4 MB",
		},
		"copies that live": {
			func(f *doctor.Facts) {
				f.Config.Store.Driver, f.Hello, f.Store.Inside.Shared = config.Postgres, doctor.Hello{}, true
				f.Store.Inside.Copies = []doctor.Copy{{Host: "a", Sockets: 2}, {Host: "b", Sockets: 2}}
			}, "not dialled beside the 4 that the copies hold\nok    store      the database opens: 3.4 MB, 1000 records read and in order, 12.0 GB left on the disk\nok    copies     2 live: a, b\n",
		},
		"an older layout": {func(f *doctor.Facts) { f.Store.Inside.Layout = 2 }, "throughline.db opens: layout 2 of 3, the next start brings it up to date, "},
		"an empty database": {func(f *doctor.Facts) {
			f.Config.Store.Driver, f.Store.Inside = config.Postgres, doctor.Inside{Known: 3, Shared: true}
		}, "ok    store      the database is empty; the first start makes its tables\nok    copies     none runs\n"},
		"nobody forgotten": {func(f *doctor.Facts) { f.Journal.Exists, f.Store.Inside.Erasing = false, 1 }, "ok    journal    nobody is noted as forgotten; 1 erasures are under way\n"},
		"no metrics":       {func(f *doctor.Facts) { f.Config.Metrics.Address = "" }, "ok    metrics    served nowhere\n"},
		"days off to come": {func(f *doctor.Facts) {
			f.Config.Holidays = []config.Holiday{{Code: "acme", Days: []config.HolidaySpan{{To: "2027-01-02"}}}}
		}, "ok    holidays   1 lists of the team's own\n"},
		"a key from the environment":    {func(f *doctor.Facts) { f.Key = doctor.KeyFacts{Exists: true} }, "ok    key        from the environment, and opens the 13 private texts that were tried\n"},
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
	if diff := cmp.Diff([]string{
		"settings", "store", "backup", "key", "journal", "files", "questions", "metrics", "zones", "clock",
	}, checked); diff != "" {
		t.Error(diff)
	}
}
