package main

import (
	"strings"
	"testing"
)

// What the page can take from the bot it can give back: the local Slack outlives a bot that stops for good, and the
// bot is there again, with what it knew, once the fault is cleared.
func TestTheSandboxOutlivesItsBot(t *testing.T) {
	t.Parallel()
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false")
	s := &stage{t: t, url: p.out.find("page")}
	ana := s.as("Ana")
	ana.begins("#refunds", "Refunds in a day", "lead")
	for _, fault := range []struct {
		does object
		says string
	}{
		{object{"kind": "revoke"}, "The bot stopped: the bot's token was revoked"},
		{object{"kind": "disconnect", "reason": "link_disabled"}, "Socket Mode is switched off; switch it on"},
	} {
		s.call("fault", fault.does)
		s.eventually("the operator is told "+fault.says, func() bool { return strings.Contains(p.out.text(), fault.says) })
		s.call("fault", object{"kind": "clear"})
		s.eventually("the bot is back", func() bool {
			out := s.call("command", object{"as": ana.id, "channel": "#refunds", "text": "/mission"})
			return strings.Contains(jsonText(out), "Refunds in a day")
		})
	}
}
