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
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/questions"
)

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
		"strangers on the token": {
			func(f *doctor.Facts) { f.Hello.Counted = 3 },
			`warn  socket     2 sockets of this app belong to nobody known here
      so         whoever holds them receives a share of what people write
      mend       Stop the other process, or make a new app-level token. After a crash old ones are counted for some minutes.
Nothing to mend, 1 to know.`,
		},
		"strangers beside the bot that runs": {
			func(f *doctor.Facts) {
				f.Hello = doctor.Hello{}
				f.Store.Inside.Running, f.Store.Inside.Sockets = true, &doctor.Sockets{Connected: 2, Wanted: 2, Foreign: 1}
			},
			`warn  socket     1 sockets of this app belong to nobody known here
      so         whoever holds them receives a share of what people write
      mend       Stop the other process, or make a new app-level token. After a crash old ones are counted for some minutes.
Nothing to mend, 1 to know.`,
		},
		"a bot that runs without a connection": {
			func(f *doctor.Facts) {
				f.Store.Inside.Running, f.Store.Inside.Sockets = true, &doctor.Sockets{Wanted: 2}
			},
			`FAIL  socket     the bot runs, and none of its 2 sockets is connected
      so         nothing that people write reaches the bot
      mend       Look at its log for why connecting fails, and at status.slack.com.
1 to mend, 0 to know.`,
		},
		"no WebSocket gets through": {
			func(f *doctor.Facts) { f.Hello = doctor.Hello{Dialled: true, Err: errors.New("bad handshake")} },
			`FAIL  socket     address granted in 212 ms, but no connection: bad handshake
      so         nothing that people write reaches the bot
      mend       Let this machine open WebSockets to Slack (wss, port 443); behind a proxy set HTTPS_PROXY.
1 to mend, 0 to know.`,
		},
		"a database out of reach": {
			func(f *doctor.Facts) {
				f.Config.Store.Driver = config.Postgres
				f.Store.Opened = errors.New("connection refused")
			},
			`FAIL  store      the database does not open: connection refused
      so         the bot does not start
      mend       Look at THROUGHLINE_DATABASE_URL, and whether the server runs and lets this machine and user in.
1 to mend, 0 to know.`,
		},
		"a store that takes no writes": {
			func(f *doctor.Facts) { f.Store.Inside.Writes = "no space left on device" },
			`FAIL  store      throughline.db takes no writes: no space left on device
      so         nothing that people do is saved
      mend       Make room on the disk, or let the database take writes. The bot goes on by itself.
1 to mend, 0 to know.`,
		},
		"a store with a damaged record": {
			func(f *doctor.Facts) { f.Store.Inside.Damage = "a record of entry cannot be read" },
			`FAIL  store      throughline.db is damaged: a record of entry cannot be read
      so         some of it cannot be read
      mend       Run bot check, which names all of it, and says what to do.
1 to mend, 0 to know.`,
		},
		"a disk that is nearly full": {
			func(f *doctor.Facts) { f.Store.Room = 20e6 },
			`FAIL  store      20.0 MB are left on the disk of .
      so         soon nothing that people do is saved
      mend       Make room, for instance by moving old backups to another machine.
1 to mend, 0 to know.`,
		},
		"a disk without room for a backup": {
			func(f *doctor.Facts) { f.Store.Inside.Size = 8e9 },
			`warn  store      12.0 GB are left on the disk of .
      mend       Make room: a backup takes as much as the store.
Nothing to mend, 1 to know.`,
		},
		"copies of two versions": {
			func(f *doctor.Facts) {
				f.Store.Inside.Shared = true
				f.Store.Inside.Copies = []doctor.Copy{{Host: "a", Version: "1", Sockets: 2}, {Host: "b", Version: "2", Sockets: 2}}
			},
			`warn  copies     2 live: a, b; of several versions
      mend       Bring all to one version, one after the other.
Nothing to mend, 1 to know.`,
		},
		"more sockets than Slack allows": {
			func(f *doctor.Facts) {
				f.Store.Inside.Shared = true
				f.Store.Inside.Copies = []doctor.Copy{{Host: "a", Sockets: 6}, {Host: "b", Sockets: 6}}
			},
			`FAIL  copies     together they want 12 sockets, and Slack allows 10 for an app
      so         some stay without
      mend       Set slack.sockets lower, or run fewer copies.
1 to mend, 0 to know.`,
		},
		"no backup": {
			func(f *doctor.Facts) { f.Backup.Last = time.Time{} },
			`warn  backup     none was found in backups
      so         what the disk loses is lost
      mend       Run bot backup every night, and copy what it writes to another machine. If --to writes elsewhere, name that folder in store.backups.
Nothing to mend, 1 to know.`,
		},
		"what commands left in files": {
			func(f *doctor.Facts) {
				f.Left = []doctor.Leftover{
					{Of: doctor.Unfinished, Name: "t.db.incoming"}, {Of: doctor.Replaced, Name: "t.db.before-1"},
					{Of: doctor.Older, Name: "t.db.layout-2"}, {Of: doctor.HalfBackup, Name: "b.db.partial"}, {Of: "of tomorrow", Name: "x"},
				}
			},
			`warn  left over  t.db.incoming was left by a restoration or an import that did not end
      so         it takes room, and no part in anything
      mend       Where none is under way: rm -r t.db.incoming
warn  left over  t.db.before-1 is the store that a restoration or an import replaced
      so         it holds private words, sealed, and those of people who were forgotten since
      mend       Once all is well: rm t.db.before-1. To go back: bot restore t.db.before-1
warn  left over  t.db.layout-2 is the store as it was before a newer version of the bot
      so         it holds private words, sealed, and those of people who were forgotten since
      mend       Once all is well: rm t.db.layout-2
warn  left over  b.db.partial was left by a backup that did not end
      so         it takes room, and no part in anything
      mend       Where none is under way: rm b.db.partial
Nothing to mend, 4 to know.`,
		},
		"what commands left in a database": {
			func(f *doctor.Facts) {
				f.Left = []doctor.Leftover{{Of: doctor.UnfinishedTables, Name: "incoming_7"}, {Of: doctor.ReplacedTables, Name: "before_7"}}
			},
			`warn  left over  the schema incoming_7 was left by a restoration or an import that did not end
      so         it takes room, and no part in anything
      mend       Where none is under way: drop schema incoming_7 cascade
warn  left over  the schema before_7 is the store that a restoration or an import replaced
      so         it holds private words, sealed, and those of people who were forgotten since
      mend       Once all is well: drop schema before_7 cascade. How to go back stands in docs/moving.md.
Nothing to mend, 2 to know.`,
		},
		"an old backup": {
			func(f *doctor.Facts) { f.Backup.Last = noon.Add(-27 * time.Hour) },
			`warn  backup     the last one is 27 hours old
      mend       Look at what runs bot backup every night: systemctl status throughline-backup.timer
Nothing to mend, 1 to know.`,
		},
		"another key than before": {
			func(f *doctor.Facts) { f.Store.Inside.Shut = 12 },
			`FAIL  key        /run/secrets/key does not open 12 of 13 private texts that were tried
      so         nobody can read them
      mend       Put the key back with which they were sealed; bot keys check names what stays shut.
1 to mend, 0 to know.`,
		},
		"another key than before, in the environment": {
			func(f *doctor.Facts) { f.Key, f.Store.Inside.Shut = doctor.KeyFacts{Exists: true}, 1 },
			`FAIL  key        THROUGHLINE_KEY does not open 1 of 13 private texts that were tried
      so         nobody can read them
      mend       Put the key back with which they were sealed; bot keys check names what stays shut.
1 to mend, 0 to know.`,
		},
		"a key with the backups": {
			func(f *doctor.Facts) { f.Key.WithBackups = true },
			`warn  key        /run/secrets/key lies with the backups
      so         whoever copies the folder can read the private words
      mend       Move it, and name its new place in store.key_file.
Nothing to mend, 1 to know.`,
		},
		"a journal of something else": {
			func(f *doctor.Facts) { f.Journal.Read = errors.New("it is another file") },
			`FAIL  journal    throughline.erased cannot be read: it is another file
      so         the bot does not start
      mend       Let the user that runs the bot read and write it, or put it back from a copy.
1 to mend, 0 to know.`,
		},
		"a journal under an old key": {
			func(f *doctor.Facts) { f.Journal.Sealed = true },
			`warn  journal    throughline.erased is partly under a key that is not there
      so         a backup from before would bring back who was forgotten
      mend       Put the old key behind the new one, with a comma between, and run bot keys rotate.
Nothing to mend, 1 to know.`,
		},
		"a journal that others can read": {
			func(f *doctor.Facts) { f.Journal.Mode = 0o644 },
			`warn  journal    throughline.erased can be read by others on this machine (mode 0644)
      mend       chmod 600 throughline.erased
Nothing to mend, 1 to know.`,
		},
		"files that are open to others": {
			func(f *doctor.Facts) {
				f.Files = []doctor.FileFacts{{Path: "throughline.toml", Mode: 0o666}, {Path: "/etc/bot_token", Mode: 0o644, Secret: true}}
			},
			`warn  files      throughline.toml can be written by others (mode 0666)
      mend       chmod go-w throughline.toml
warn  files      /etc/bot_token holds a secret and can be read by others (mode 0644)
      mend       chmod 600 /etc/bot_token
Nothing to mend, 2 to know.`,
		},
		"days off that are over": {
			func(f *doctor.Facts) {
				f.Config.Holidays = []config.Holiday{{Code: "acme", Days: []config.HolidaySpan{{From: "2025-12-24", To: "2026-01-02"}}}}
			},
			`warn  holidays   the list "acme" ends on 2026-01-02
      so         on later days off people are asked as on any other day
      mend       Add the days to come.
Nothing to mend, 1 to know.`,
		},
		"metrics for everybody": {
			func(f *doctor.Facts) { f.Config.Metrics.Address = ":9464" },
			`warn  metrics    other machines can read them at :9464; they name nobody, and are not encrypted
      mend       Let a firewall admit your monitoring alone, or take metrics.address out of the settings.
Nothing to mend, 1 to know.`,
		},
		"no zones": {
			func(f *doctor.Facts) { f.Zones = errors.New("unknown time zone") },
			`FAIL  zones      the zones of the world are not known: unknown time zone
      so         nobody is asked at her own time of day
      mend       Use a released program, which brings them along.
1 to mend, 0 to know.`,
		},
		"a database with a clock of its own": {
			func(f *doctor.Facts) { f.Store.Inside.Ahead = -8 * time.Second },
			`FAIL  clock      the database's is 8.0 s off this machine's, and the bot goes by the database's
      so         what is due comes at the wrong time
      mend       Let both machines set their clocks by NTP.
1 to mend, 0 to know.`,
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
      mend       Do what it says, or let the user that runs the bot read and write it.
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
      so         the bot does not start; with a new key, private words sealed before stay shut
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
