package judges_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"throughline/internal/sandbox"
)

// shortSlack is a local Slack in this process, whose real-time limits are short.
func shortSlack(t *testing.T) []string {
	t.Helper()
	slack, err := sandbox.New(sandbox.Options{Timing: sandbox.Timing{
		Ack: 500 * time.Millisecond, Ping: 300 * time.Millisecond, Warning: 400 * time.Millisecond,
		Retries: []time.Duration{0, time.Minute},
	}})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(slack.Handler())
	slack.SetBaseURL(web.URL)
	t.Cleanup(func() {
		if err := slack.Close(); err != nil {
			t.Error(err)
		}
		web.CloseClientConnections()
		web.Close()
	})
	env := slack.Env()
	return []string{"SLACK_API_URL=" + env.APIURL, "SLACK_BOT_TOKEN=" + env.BotToken, "SLACK_APP_TOKEN=" + env.AppToken}
}

// TestSlacksSocketClient has @slack/socket-mode go through everything that becomes of a connection.
func TestSlacksSocketClient(t *testing.T) {
	t.Parallel()
	judge(t, "socket-mode.test.mjs", shortSlack(t))
}
