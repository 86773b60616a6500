package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"throughline/internal/health"
)

// watched is a real bot on a local Slack, with its pages.
type watched struct {
	*process
	slack *stage
	pages string
	env   []string
	args  []string
}

// launchWatched starts a local Slack and `bot run` on it, each in a process of its own.
func launchWatched(t *testing.T, args ...string) watched {
	t.Helper()
	return launchWatchedWith(t, nil, args...)
}

// launchWatchedWith is launchWatched with more in the bot's environment.
func launchWatchedWith(t *testing.T, more []string, args ...string) watched {
	t.Helper()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false")
	env := append([]string{"THROUGHLINE_METRICS_ADDRESS=127.0.0.1:0"}, more...)
	for _, name := range []string{"SLACK_API_URL=", "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN="} {
		env = append(env, name+slack.out.find(name))
	}
	w := watched{slack: &stage{t: t, url: strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")}, env: env, args: args}
	w.start(t)
	return w
}

// start starts the bot, again after it has ended, on the store that it had.
func (w *watched) start(t *testing.T) {
	t.Helper()
	bot := launch(t, func(line string) bool { return strings.Contains(line, "socket connected") }, w.env, append([]string{"run"}, w.args...)...)
	var served struct{ Address string }
	var line string
	for l := range strings.Lines(bot.out.text()) {
		if strings.Contains(l, "metrics and health are served") {
			line = l
		}
	}
	if err := json.Unmarshal([]byte(line), &served); err != nil || served.Address == "" {
		t.Fatalf("no address in %q", line)
	}
	w.process, w.pages = bot, "http://"+served.Address
}

// page fetches a page with its status.
func (w watched) page(t *testing.T, path string) (status int, body string) {
	t.Helper()
	resp, err := http.Get(w.pages + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// awaitMetric asks /metrics until a line stands there, and returns the page.
func (w watched) awaitMetric(t *testing.T, line string) string {
	t.Helper()
	var page string
	(&stage{t: t}).eventually(line, func() bool {
		_, page = w.page(t, "/metrics")
		return strings.Contains(page, line+"\n")
	})
	return page
}

// awaitReady asks /readyz until it says what is wanted of it.
func (w watched) awaitReady(t *testing.T, wanted func(status int, r health.Report) bool) {
	t.Helper()
	(&stage{t: t}).eventually("/readyz", func() bool {
		status, body := w.page(t, "/readyz?format=json")
		var r health.Report
		if err := json.Unmarshal([]byte(body), &r); err != nil {
			t.Fatal(err)
		}
		return wanted(status, r)
	})
}

func failing(r health.Report, check string) bool {
	for _, c := range r.Checks {
		if c.Check == check {
			return !c.OK
		}
	}
	return false
}

// TestARunningBotTellsHowItIs: the pages of the real program, while all is well, after a command, and while a stranger
// holds its token.
func TestARunningBotTellsHowItIs(t *testing.T) {
	t.Parallel()
	w := launchWatched(t)
	w.awaitReady(t, func(status int, r health.Report) bool { return status == http.StatusOK && r.OK })
	if status, body := w.page(t, "/healthz"); status != http.StatusOK {
		t.Errorf("/healthz says %d %s", status, body)
	}
	w.slack.as("bo").types("refunds", "/mission progress the bank answers within a day")
	page := w.awaitMetric(t, `throughline_envelopes_total{outcome="acknowledged",type="slash_commands"} 1`)
	for _, want := range []string{
		`throughline_requests_total{outcome="refused",what="progress"} 1`,
		`throughline_slack_calls_total{method="auth.test",outcome="ok"} 1`,
		`throughline_ready{check="sockets"} 1`,
		`throughline_sockets_foreign 0`,
		`throughline_outbox_due 0`,
	} {
		if !strings.Contains(page, want+"\n") {
			t.Errorf("missing: %s", want)
		}
	}
	if strings.Contains(page, "bank") || strings.Contains(page, "U0") {
		t.Error("somebody's words or name are on the page")
	}
}
