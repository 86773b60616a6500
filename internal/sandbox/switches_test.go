package sandbox

import (
	"testing"

	"github.com/slack-go/slack/socketmode"

	"throughline/internal/sandbox/rules"
)

// with returns an option that changes the app of the tests.
func with(change func(*App)) func(*Options) {
	return func(o *Options) {
		o.App = DefaultApp()
		change(&o.App)
	}
}

func TestWithoutSocketModeNobodyConnects(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "manifest/socket-mode")
	r := newRig(t, with(func(a *App) { a.SocketModeOff = true }))
	if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["error"] != "socket_mode_not_enabled" {
		t.Errorf("it is not refused: %v", out)
	}
}

func TestWithoutInteractivityNoClickReachesTheApp(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "manifest/interactivity")
	r := newRig(t, with(func(a *App) { a.InteractivityOff = true }))
	b := r.connect()
	if out := r.post("shortcut", obj{"as": UserBo, "callback_id": "mission_start"}); out["acked"] != false || out["notice"] != "interactivity_off" {
		t.Errorf("the shortcut: %v", out)
	}
	sent := r.call("chat.postMessage", map[string]string{
		"channel": UserBo, "text": "Press", "blocks": `[{"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Press"}}]}]`,
	})
	if b.next(t).Type != socketmode.RequestTypeEventsAPI { // of the message
		t.Fatal("no event of the message came")
	}
	if out := r.post("click", obj{"as": UserBo, "channel": "@app", "ts": sent["ts"], "action_id": "a"}); out["notice"] != "interactivity_off" {
		t.Errorf("the click: %v", out)
	}
	b.quiet(t)
	if out := r.post("command", obj{"as": UserBo, "channel": "#refunds", "text": "/mission"}); out["acked"] != true {
		t.Errorf("commands are no part of interactivity: %v", out)
	}
}

func TestNobodyWritesInAReadOnlyMessagesTab(t *testing.T) {
	t.Parallel()
	r := newRig(t, with(func(a *App) { a.MessagesReadOnly = true }))
	if sent := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "Hello"}); sent["ok"] != true {
		t.Fatalf("the app may write: %v", sent)
	}
	if out := r.try("message", obj{"as": UserBo, "channel": "@app", "text": "Hello"}); out["error"] != "messages_tab_read_only" {
		t.Errorf("a person may write: %v", out)
	}
}

// TestNoEventComesWithoutItsScope takes the scope of an event that is subscribed to away.
func TestNoEventComesWithoutItsScope(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		scopes  []string
		channel string
		events  int
	}{
		"a message to the app":        {[]string{"im:history"}, "@app", 1},
		"the same without its scope":  {[]string{"channels:history"}, "@app", 0},
		"who joins a public channel":  {[]string{"channels:read"}, "#refunds", 1},
		"who joins a private channel": {[]string{"channels:read"}, "#quiet-room", 0},
		"the same with its scope":     {[]string{"groups:read"}, "#quiet-room", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, with(func(a *App) { a.Scopes = tc.scopes }))
			b := r.connect()
			if tc.channel == "@app" {
				r.post("message", obj{"as": UserBo, "channel": "@app", "text": "Hello"})
			} else {
				r.invite(UserBo, tc.channel)
			}
			if tc.events > 0 {
				b.event(t)
			}
			b.quiet(t)
		})
	}
}
