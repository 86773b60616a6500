package main

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"throughline/internal/health"
	"throughline/internal/seal"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

// badPassword stands in URLs, and may stand in no output.
const badPassword = "swordfish-of-nobody"

// strangeDatabase is the environment and the settings of a bot on a database, with tokens that nobody made.
func strangeDatabase(t *testing.T, database string) (env map[string]string, config string) {
	t.Helper()
	dir := t.TempDir()
	config = filepath.Join(dir, "throughline.toml")
	text := "[store]\ndriver = \"postgres\"\npath = \"" + filepath.Join(dir, "throughline.db") + "\"\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-made-up", "SLACK_APP_TOKEN": "xapp-made-up", "SLACK_API_URL": "http://127.0.0.1:1/api/",
		"THROUGHLINE_METRICS_ADDRESS": "off", "THROUGHLINE_KEY": seal.NewKey().Reveal(), "THROUGHLINE_DATABASE_URL": database,
	}, config
}

// as returns a database's URL for another user.
func as(t *testing.T, database, user, path string) string {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal("the database's URL cannot be read")
	}
	if user != "" {
		u.User = url.UserPassword(user, badPassword)
	}
	if path != "" {
		u.Path = path
	}
	return u.String()
}

// execute runs statements in a database.
func execute(t *testing.T, database string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	for _, sql := range statements {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// databaseName is the name of a database of a test's own.
func databaseName(database string) string {
	return database[strings.LastIndex(database, "/")+1 : strings.Index(database, "?")]
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// What no patience mends is refused at once, with what to do and without a password.
func TestABadDatabaseIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	database := pgtest.Database(t)
	execute(t, database, "create role stranger_"+databaseName(database)+" login password '"+badPassword+"'")
	stranger := "stranger_" + databaseName(database)
	t.Cleanup(func() { _ = pgtest.Shared(t).Exec("drop role if exists " + stranger) })
	readOnly := pgtest.Database(t)
	execute(t, readOnly, "alter database "+databaseName(readOnly)+" set default_transaction_read_only = on")
	for name, row := range map[string]struct{ url, want string }{
		"a wrong password":   {as(t, database, "nobody_of_ours", ""), "does not take this user and password"},
		"no such database":   {as(t, database, "", "/gone"), "no such database on the server: make it"},
		"no rights":          {as(t, database, stranger, ""), "make it the owner of the database"},
		"it takes no writes": {readOnly, "the database takes no writes"},
		"no URL at all":      {"::" + badPassword, "URL"},
	} {
		env, config := strangeDatabase(t, row.url)
		got := call(t, env, "run", "--config", config)
		said := got.stdout + got.stderr
		if got.code != 1 || !strings.Contains(said, row.want) || strings.Contains(said, badPassword) || strings.Contains(said, "panic") {
			t.Errorf("%s: exit code %d, want 1 with %q:\n%s", name, got.code, row.want, said)
		}
	}
}

// A bot whose database or whose Slack is away says so and goes on asking, and ends in order when it is told to.
func TestWhoWaitsSaysSoAndStopsInOrder(t *testing.T) {
	t.Parallel()
	database := pgtest.Database(t)
	busy := "busy_" + databaseName(database)
	execute(t, database, "create role "+busy+" login password '"+badPassword+"' connection limit 0")
	t.Cleanup(func() { _ = pgtest.Shared(t).Exec("drop role if exists " + busy) })
	for name, row := range map[string]struct{ url, want string }{
		"the server is away":        {"postgres://bot:" + badPassword + "@127.0.0.1:1/throughline", "the server does not answer"},
		"all connections are taken": {as(t, database, busy, ""), "the server has no connection left"},
		"Slack is away":             {"", "Slack cannot be reached; trying again"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, config := strangeDatabase(t, row.url)
			if row.url == "" {
				delete(env, "THROUGHLINE_DATABASE_URL")
				config = filepath.Join(filepath.Dir(config), "file.toml")
				write(t, config, "[store]\npath = \""+filepath.Join(filepath.Dir(config), "throughline.db")+"\"\n", 0o600)
			}
			var list []string
			for k, v := range env {
				list = append(list, k+"="+v)
			}
			bot := launch(t, func(line string) bool { return strings.Contains(line, row.want) }, list, "run", "--config", config)
			if err := bot.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			<-bot.done
			if code := bot.cmd.ProcessState.ExitCode(); code != 0 || strings.Contains(bot.out.text(), badPassword) {
				t.Errorf("exit code %d:\n%s", code, bot.out.text())
			}
		})
	}
}

// bot check looks at a database without making or changing anything in it.
func TestCheckOnlyReadsADatabase(t *testing.T) {
	t.Parallel()
	database := pgtest.Database(t)
	env, config := strangeDatabase(t, database)
	expect(t, env, 1, "no bot has used this database yet", "check", "--config", config)
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	tables := -1
	if err := conn.QueryRow(t.Context(), "select count(*) from pg_tables where schemaname = 'public'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("the check made %d tables: %v", tables, err)
	}
	db, err := postgres.Open(t.Context(), postgres.Options{URL: database})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	execute(t, database, "alter database "+databaseName(database)+" set default_transaction_read_only = on")
	expect(t, env, 0, "the database is in order", "check", "--config", config)
	execute(t, database, "set default_transaction_read_only = off", "delete from goose_db_version where version_id = (select max(version_id) from goose_db_version)")
	expect(t, env, 1, "an older version of the bot wrote this database", "check", "--config", config)
}

// While the database is away the bot is not ready and says why without a password; it is again once it answers.
func TestADatabaseThatGoesAwayShowsInReadyz(t *testing.T) {
	t.Parallel()
	server := pgtest.Start(t, pgtest.Options{})
	env, config := strangeDatabase(t, server.Database(t))
	w := launchWatchedWith(t, []string{
		"THROUGHLINE_DATABASE_URL=" + env["THROUGHLINE_DATABASE_URL"], "THROUGHLINE_KEY=" + env["THROUGHLINE_KEY"],
	}, "--config", config)
	w.awaitReady(t, func(status int, r health.Report) bool { return status == http.StatusOK && r.OK })
	server.Kill()
	w.awaitReady(t, func(status int, r health.Report) bool {
		return status == http.StatusServiceUnavailable && failing(r, checkStore)
	})
	if status, body := w.page(t, "/healthz"); status != http.StatusOK {
		t.Errorf("/healthz asks for a restart, which would not help: %s", body)
	}
	said := text(w.slack.as("Ana").types("#refunds", "/mission progress Counted the berths."), "text")
	if !strings.Contains(said, "I cannot look up what I keep at the moment") || !strings.Contains(said, "Counted the berths.") ||
		!strings.Contains(said, "this word: ") {
		t.Errorf("without its database the bot answers %q", said)
	}
	if err := server.Resume(); err != nil {
		t.Fatal(err)
	}
	w.awaitReady(t, func(status int, r health.Report) bool { return status == http.StatusOK && r.OK })
	secret, err := url.Parse(env["THROUGHLINE_DATABASE_URL"])
	if err != nil {
		t.Fatal("the database's URL cannot be read")
	}
	if password, _ := secret.User.Password(); strings.Contains(w.out.text(), ":"+password+"@") {
		t.Error("the log shows the database's password")
	}
}
