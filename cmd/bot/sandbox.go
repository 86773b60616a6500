package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"throughline/internal/config"
	"throughline/internal/sandbox"
	"throughline/internal/sandbox/page"
)

// SandboxCmd is bot sandbox.
type SandboxCmd struct {
	Addr      string `help:"Address to listen on. Anything but loopback lets others in." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	Open      bool   `help:"Open the page in a browser." default:"true" negatable:""`
	Data      string `help:"Keep the store in this folder instead of a temporary one." placeholder:"DIR"`
	Clock     string `help:"Where the clock stands at the start, such as 2026-11-24T09:12 (Lisbon) or with an offset." placeholder:"TIME"`
	Record    string `help:"Write each call and acknowledgement to this file, a line each." placeholder:"FILE"`
	Questions string `help:"Ask from this file of your own too, see bot questions check." placeholder:"FILE"`
	History   bool   `help:"Give the app the optional scopes with which it looks its doubtful posts up in channels."`
	Story     bool   `help:"Begin in the middle of a story: six weeks of a team, told in seconds." xor:"story"`
	StoryFile string `help:"Begin with a story of your own, see docs/sandbox.md." placeholder:"FILE" xor:"story"`
	SlackOnly bool   `help:"Run the local Slack alone and print the environment for a bot of your own." xor:"part"`
	Manifest  string `help:"With --slack-only: install the app of this manifest of Slack's, YAML or JSON, instead of Throughline's." placeholder:"FILE"`
	BotOnly   bool   `help:"Run the bot alone, against the local Slack of another process." xor:"part"`
	Slack     string `help:"With --bot-only: where that local Slack is." placeholder:"URL"`
	Config    string `help:"With --bot-only: take the store and all else but Slack from this settings file." placeholder:"FILE"`
	Verbose   bool   `help:"Log what the bot does." short:"v"`
}

// Validate holds the flags to making sense together, before anything is opened.
func (c SandboxCmd) Validate() error {
	switch {
	case c.BotOnly && c.Slack == "":
		return errors.New("--bot-only needs --slack URL, the address that the other process printed")
	case !c.BotOnly && c.Slack != "":
		return errors.New("--slack goes with --bot-only")
	case !c.BotOnly && c.Config != "", c.Config != "" && c.Data != "":
		return errors.New("--config goes with --bot-only, and names the store in the place of --data")
	case c.Manifest != "" && !c.SlackOnly:
		return errors.New("--manifest goes with --slack-only, since the bot that else runs beside is Throughline")
	case c.Manifest != "" && c.History:
		return errors.New("--history is about Throughline's own scopes: name yours in the file of --manifest")
	}
	_, err := c.start()
	return errors.Join(err, c.checkStory())
}

// Run serves the local Slack, the bot, or both, until the program is told to stop.
func (c SandboxCmd) Run(ctx context.Context, con *console) error {
	if c.BotOnly {
		return c.runBot(ctx, con)
	}
	return c.runSlack(ctx, con)
}

// start returns where the clock begins; zero is the time of this machine.
func (c SandboxCmd) start() (time.Time, error) {
	if c.Clock == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, c.Clock); err == nil {
		return t, nil
	}
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		return time.Time{}, fmt.Errorf("--clock: %w", err)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, c.Clock, lisbon); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--clock: %q is no time; write it as 2026-11-24T09:12", c.Clock)
}

// runSlack serves the local Slack and, unless it is to stand alone, the bot connected to it through the
// real client.
func (c SandboxCmd) runSlack(ctx context.Context, con *console) (err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("the sandbox cannot listen on %s: %w; choose another with --addr", c.Addr, err)
	}
	server, closeServer, err := c.newServer(listener, con)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	web := &http.Server{Handler: server.Handler(), ReadHeaderTimeout: 10 * time.Second}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		return errors.Join(web.Close(), closeServer())
	})
	if c.SlackOnly {
		printEnvironment(con.stdout, server.Env())
		printAlone(con.stderr, server.App(), pageURL(listener))
	} else {
		g.Go(func() error { return c.withBot(ctx, con, server, pageURL(listener)) })
	}
	return g.Wait()
}

// newServer makes the local Slack, with its record where one is wanted.
func (c SandboxCmd) newServer(listener net.Listener, con *console) (*sandbox.Server, func() error, error) {
	start, err := c.clockBegins()
	if err != nil {
		return nil, nil, err
	}
	app, err := c.app(con)
	if err != nil {
		return nil, nil, err
	}
	opts := sandbox.Options{
		App: app, Start: start, BaseURL: pageURL(listener), Page: page.Handler(), Logger: c.logger(con.stderr),
		AllowedHosts: namesOf(listener.Addr()),
	}
	record := func() error { return nil }
	if c.Record != "" {
		f, err := os.OpenFile(c.Record, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return nil, nil, fmt.Errorf("--record: %w", err)
		}
		if err := f.Chmod(0o600); err != nil {
			return nil, nil, errors.Join(fmt.Errorf("--record: %w", err), f.Close())
		}
		opts.Record, record = f, f.Close
	}
	server, err := sandbox.New(opts)
	if err != nil {
		return nil, nil, errors.Join(err, record())
	}
	if c.tellsStory() {
		server.SetPreparing(gettingReady)
	}
	return server, func() error { return errors.Join(server.Close(), record()) }, nil
}

// namesOf lists the names under which an address may be asked for besides loopback. For one that stands for
// every interface these are the machine's name and its addresses.
func namesOf(addr net.Addr) []string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || tcp.IP.IsLoopback() {
		return nil
	}
	if !tcp.IP.IsUnspecified() {
		return []string{tcp.IP.String()}
	}
	var names []string
	if host, err := os.Hostname(); err == nil {
		names = append(names, host)
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return names
	}
	for _, a := range addrs {
		if ip, _, err := net.ParseCIDR(a.String()); err == nil {
			names = append(names, ip.String())
		}
	}
	return names
}

// withBot runs the bot beside the local Slack, in this process.
func (c SandboxCmd) withBot(ctx context.Context, con *console, server *sandbox.Server, url string) error {
	dir, cleanUp, err := c.dataDir()
	if err != nil {
		return err
	}
	env := server.Env()
	cfg := sandboxConfig(dir, env.APIURL, env.BotToken, env.AppToken)
	cfg.Questions.File = c.Questions
	start := func(ctx context.Context) (*program, error) {
		p, err := newProgram(ctx, cfg, sandboxClock{Clock: server.Clock(), start: time.Now()}, c.logger(con.stderr))
		if err == nil {
			server.SetRehearser(rehearser{bot: p, cfg: cfg, log: c.logger(con.stderr)})
		}
		return p, err
	}
	p, err := start(ctx)
	if err != nil {
		return errors.Join(err, cleanUp())
	}
	k := &keeper{server: server, start: start, out: con.stderr}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return k.keep(ctx, p) })
	g.Go(func() error {
		if !p.connected(ctx) {
			return nil
		}
		if c.Open && isTerminal(con.stdout) {
			openBrowser(url)
		}
		if err := c.tell(ctx, con.stdout, server, url); err != nil || ctx.Err() != nil {
			return err
		}
		c.printWelcome(con.stdout, server, url)
		return nil
	})
	return errors.Join(g.Wait(), cleanUp())
}

// runBot runs the bot alone, on the clock of the local Slack in another process.
func (c SandboxCmd) runBot(ctx context.Context, con *console) error {
	dir, cleanUp, err := c.dataDir()
	if err != nil {
		return err
	}
	base := strings.TrimRight(c.Slack, "/")
	clock, err := newFollowedClock(ctx, base)
	if err != nil {
		return errors.Join(err, cleanUp())
	}
	cfg, err := c.botSettings(dir, base+"/api/", con)
	if err != nil {
		return errors.Join(err, cleanUp())
	}
	p, err := newProgram(ctx, cfg, clock, c.logger(con.stderr))
	if err != nil {
		return errors.Join(stoppedEarly(ctx, err, c.logger(con.stderr)), cleanUp())
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.run(ctx) })
	g.Go(func() error { return clock.follow(ctx, p) })
	g.Go(func() error { return announce(ctx, con.stdout, p) })
	return errors.Join(g.Wait(), p.close(), cleanUp())
}

// botSettings are those of a settings file where one is named, apart from what they say of Slack.
func (c SandboxCmd) botSettings(dir, apiURL string, con *console) (config.Config, error) {
	cfg := sandboxConfig(dir, apiURL, sandbox.DefaultBotToken, sandbox.DefaultAppToken)
	if c.Config != "" {
		slack := cfg.Slack
		var err error
		if cfg, err = storeSettings(c.Config, con); err != nil {
			return cfg, err
		}
		cfg.Slack = slack
	}
	if c.Questions != "" {
		cfg.Questions.File = c.Questions
	}
	return cfg, nil
}

// announce prints one line once the bot is connected, for programs that wait for it.
func announce(ctx context.Context, w io.Writer, p *program) error {
	if !p.connected(ctx) {
		return nil
	}
	_, err := fmt.Fprintln(w, "connected")
	return err
}

// dataDir returns the folder of the store: the one that was named, or a temporary one that cleanUp
// removes.
func (c SandboxCmd) dataDir() (dir string, cleanUp func() error, err error) {
	if c.Data != "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return "", nil, fmt.Errorf("--data: %w", err)
		}
		return c.Data, func() error { return nil }, nil
	}
	dir, err = os.MkdirTemp("", "throughline-sandbox-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// storeName is the file of the store in the sandbox's folder.
const storeName = "throughline.db"

func sandboxConfig(dir, apiURL, botToken, appToken string) config.Config {
	cfg := config.Default()
	cfg.Store.Path = filepath.Join(dir, storeName)
	cfg.Slack.APIURL = apiURL
	cfg.Slack.BotToken, cfg.Slack.AppToken = config.NewSecret(botToken), config.NewSecret(appToken)
	return cfg
}

func (c SandboxCmd) logger(w io.Writer) *slog.Logger {
	level := slog.LevelError
	if c.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// pageURL is where this machine reaches the listener, also where it listens on every interface.
func pageURL(l net.Listener) string {
	if tcp, ok := l.Addr().(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return "http://" + net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port))
	}
	return "http://" + l.Addr().String()
}

func printEnvironment(w io.Writer, env sandbox.Env) {
	fmt.Fprintf(w, "SLACK_API_URL=%s\nSLACK_BOT_TOKEN=%s\nSLACK_APP_TOKEN=%s\n", env.APIURL, env.BotToken, env.AppToken)
}

func (c SandboxCmd) printWelcome(w io.Writer, server *sandbox.Server, url string) {
	store := "in a temporary folder (--data keeps it)"
	if c.Data != "" {
		store = c.Data
	}
	now := server.Clock().Now()
	if lisbon, err := time.LoadLocation("Europe/Lisbon"); err == nil {
		now = now.In(lisbon)
	}
	fmt.Fprintf(w, `throughline sandbox: a local stand-in for Slack with a made-up team. Nothing leaves this machine.
  page    %s
  store   %s
  clock   %s Lisbon, moves from the page
  people  Ana (Lisbon, leads) · Bo (Chicago) · Chidi (Lagos) · Dee (Pune) · Emi (Tokyo) · 5 more
`, url, store, now.Format("Mon 2 Jan 2006 15:04"))
	printTries(w, c.tries())
	fmt.Fprintln(w, "Ctrl-C stops it.")
}

// openBrowser shows the page, where this machine has a way to. It is a courtesy: the address is printed.
func openBrowser(url string) {
	name := map[string]string{"darwin": "open", "linux": "xdg-open"}[runtime.GOOS]
	if name == "" {
		return
	}
	if path, err := exec.LookPath(name); err == nil {
		_ = exec.Command(path, url).Start() //nolint:gosec,noctx // G204: our own address, and the browser outlives us.
	}
}
