package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"throughline/bench/standin"
)

// place is where a measurement happens: the project, a folder for files, and the programs built there.
type place struct {
	root string // of the project
	dir  string
	bot  string
	echo string
}

// side is an app that is measured.
type side struct {
	name    string
	about   string
	sockets int // that it opens
	launch  func(pl *place, s *standin.Slack, size crowd) (*process, error)
}

// sides are all that can be measured, in the order in which they are.
func sides() []side {
	return []side{
		{name: "throughline", about: "Throughline on bolt, durable", sockets: 1, launch: launchBot},
		{name: "throughline-postgres", about: "Throughline on PostgreSQL, durable", sockets: 1, launch: launchOnPostgres},
		{name: "bolt-js", about: "echo in @slack/bolt", sockets: 1, launch: launchJS},
		{name: "slack-go", about: "echo in slack-go, writes nothing", sockets: 1, launch: launchEcho},
		{name: "slack-go-durable", about: "echo in slack-go, appends and syncs", sockets: 1, launch: launchDurableEcho},
	}
}

// sideNames are the names, for help and refusals.
func sideNames() string {
	var names []string
	for _, s := range sides() {
		names = append(names, s.name)
	}
	return strings.Join(names, ",")
}

// newPlace makes the folder and builds what is measured. The returned function removes it all.
func newPlace(ctx context.Context, under string) (*place, func(), error) {
	root, err := findRoot()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp(under, "throughline-bench-")
	if err != nil {
		return nil, nil, err
	}
	remove := func() { _ = os.RemoveAll(dir) }
	pl := &place{root: root, dir: dir, bot: filepath.Join(dir, "bot"), echo: filepath.Join(dir, "echo")}
	for out, source := range map[string]string{pl.bot: "./cmd/bot", pl.echo: "./bench/slack-go"} {
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, source) //nolint:gosec // Our own programs, by name.
		build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
		if said, err := build.CombinedOutput(); err != nil {
			remove()
			return nil, nil, fmt.Errorf("build %s: %w\n%s", source, err, said)
		}
	}
	return pl, remove, nil
}

// findRoot looks for the project's folder from the current one upwards.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	for ; err == nil; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "bench", "slack-go")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("bench has to be run inside of the project, whose programs it builds")
		}
	}
	return "", err
}

func slackEnv(s *standin.Slack) []string {
	return []string{"SLACK_BOT_TOKEN=xoxb-bench", "SLACK_APP_TOKEN=xapp-1-bench", "SLACK_API_URL=" + s.APIURL()}
}

func launchEcho(pl *place, s *standin.Slack, _ crowd) (*process, error) {
	return launch(pl.dir, "slack-go", slackEnv(s), true, pl.echo)
}

func launchDurableEcho(pl *place, s *standin.Slack, _ crowd) (*process, error) {
	return launch(pl.dir, "slack-go-durable", slackEnv(s), true, pl.echo, filepath.Join(pl.dir, "kept"))
}

// launchJS starts the echo of Slack's framework, after npm has brought it by the lock file.
func launchJS(pl *place, s *standin.Slack, _ crowd) (*process, error) {
	from := filepath.Join(pl.root, "bench", "bolt-js")
	if _, err := os.Stat(filepath.Join(from, "node_modules", "@slack", "bolt")); err != nil {
		npm := exec.CommandContext(context.Background(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
		npm.Dir = from
		if said, err := npm.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("npm ci in %s: %w\n%s", from, err, said)
		}
	}
	node := os.Getenv("THROUGHLINE_NODE")
	if node == "" {
		node = "node"
	}
	return launch(pl.dir, "bolt-js", append(slackEnv(s), "NODE_ENV=production"), false, node, filepath.Join(from, "app.mjs"))
}

// launchBot starts the bot on a store with a mission in each channel, as bot run does it.
func launchBot(pl *place, s *standin.Slack, size crowd) (*process, error) {
	store := filepath.Join(pl.dir, "throughline.db")
	if err := os.RemoveAll(store); err != nil {
		return nil, err
	}
	if err := seedFile(store, size); err != nil {
		return nil, err
	}
	return startBot(pl, s, store)
}

// startBot starts the bot on a store that is there.
//
// Its second socket would open twenty seconds after the first, so there is one, as the echoes have it. What each person
// may do is counted as always and bounded more generously: a few hundred people do the work of thousands here.
func startBot(pl *place, s *standin.Slack, store string) (*process, error) {
	return startBotWith(pl, s, fmt.Sprintf("[store]\npath = %q\n", store))
}

// startBotWith starts the bot with the settings of a store.
func startBotWith(pl *place, s *standin.Slack, store string, env ...string) (*process, error) {
	metrics, err := freeAddress()
	if err != nil {
		return nil, err
	}
	settings := store + fmt.Sprintf("[slack]\nsockets = 1\n[limits]\nper_person = 100\n[metrics]\naddress = %q\n[log]\nlevel = \"warn\"\n", metrics)
	file := filepath.Join(pl.dir, "bench.toml")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		return nil, err
	}
	env = append(slackEnv(s), append(env, "THROUGHLINE_KEY="+strings.Repeat("0b", 32))...)
	p, err := launch(pl.dir, "throughline", env, false, pl.bot, "run", "--config", file)
	if err == nil {
		p.scrape = "http://" + metrics + "/metrics"
	}
	return p, err
}

// freeAddress returns an address of this machine at which nobody listens.
func freeAddress() (string, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// launchOnPostgres starts the bot on the database of THROUGHLINE_DATABASE_URL, which has to be empty or of the run before.
func launchOnPostgres(pl *place, s *standin.Slack, size crowd) (*process, error) {
	url := os.Getenv("THROUGHLINE_DATABASE_URL")
	if url == "" {
		return nil, fmt.Errorf("set THROUGHLINE_DATABASE_URL to a database for measurements")
	}
	if err := seedPostgres(url, size); err != nil {
		return nil, err
	}
	return startBotWith(pl, s, "[store]\ndriver = \"postgres\"\npath = "+strconv.Quote(filepath.Join(pl.dir, "beside"))+"\n")
}
