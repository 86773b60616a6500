package main

import (
	"strings"
	"testing"
	"time"
)

// When Slack revokes the bot's token nothing works any more. The program says so in a sentence and stops,
// rather than failing at every turn.
func TestRevokedTokensStopTheProgram(t *testing.T) {
	t.Parallel()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false")
	env := []string{}
	for _, name := range []string{"SLACK_API_URL=", "SLACK_BOT_TOKEN=", "SLACK_APP_TOKEN="} {
		env = append(env, name+slack.out.find(name))
	}
	bot := launch(t, func(line string) bool { return strings.Contains(line, "socket connected") }, env, "run")
	s := &stage{t: t, url: strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")}
	s.call("fault", object{"kind": "revoke"})
	select {
	case <-bot.done:
	case <-time.After(20 * time.Second):
		t.Fatal("the program goes on")
	}
	if code := bot.cmd.ProcessState.ExitCode(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if !strings.Contains(bot.out.text(), "the bot's token was revoked; install the app again") {
		t.Errorf("the operator reads:\n%s", bot.out.text())
	}
}
