package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

func TestRatesAreNeverMoreLenientThanDocumented(t *testing.T) {
	rules.Keeps(t, "rate/tiers", "rate/one-a-second", "rate/workspace-cap", "rate/per-method")
	now := tuesday
	t.Run("A method takes its tier in any minute.", func(t *testing.T) {
		for _, tier := range []int{1, 2, 3, 4} {
			l := newLimiter(400)
			for i := range tierLimit(tier) {
				if wait := l.calls("m", tierLimit(tier), now.Add(time.Duration(i)*time.Millisecond)); wait > 0 {
					t.Fatalf("tier %d: call %d had to wait %v", tier, i, wait)
				}
			}
			if wait := l.calls("m", tierLimit(tier), now.Add(59*time.Second)); wait <= 0 {
				t.Errorf("tier %d took one more", tier)
			}
			if wait := l.calls("other", tierLimit(tier), now); wait > 0 {
				t.Errorf("tier %d stopped another method", tier)
			}
			if wait := l.calls("m", tierLimit(tier), now.Add(61*time.Second)); wait > 0 {
				t.Errorf("tier %d was still shut after a minute", tier)
			}
		}
	})
	t.Run("A channel takes one message a second after a short burst.", func(t *testing.T) {
		l := newLimiter(10_000)
		sent := 0
		for i := range 600 { // a minute in tenths of seconds
			if wait, _ := l.post("C", now.Add(time.Duration(i)*100*time.Millisecond)); wait == 0 {
				sent++
			}
		}
		if sent > 60+postsBurst || sent < 60 {
			t.Errorf("%d messages in a minute", sent)
		}
	})
	t.Run("The workspace has a cap.", func(t *testing.T) {
		l := newLimiter(3)
		for _, ch := range []string{"A", "B", "C"} {
			if wait, _ := l.post(ch, now); wait > 0 {
				t.Fatal("stopped early")
			}
		}
		if wait, whole := l.post("D", now); wait == 0 || !whole {
			t.Errorf("wait %v, whole %v", wait, whole)
		}
	})
}

func TestTooManyCallsAreToldWhenToComeBack(t *testing.T) {
	rules.Keeps(t, "rate/retry-after", "rate/message-limit")
	r := newRig(t, func(o *Options) { o.PostsPerMinute = 8 })
	var limited *slack.RateLimitedError
	var err error
	for range postsBurst + 1 {
		_, _, err = r.api.PostMessage(UserBo, slack.MsgOptionText("x", false))
	}
	if !errors.As(err, &limited) || limited.RetryAfter < time.Second {
		t.Errorf("over the channel's rate: %v", err)
	}
	for _, who := range []string{UserAna, UserDee, UserEmi, UserInes} {
		_, _, err = r.api.PostMessage(who, slack.MsgOptionText("x", false))
	}
	var status slack.StatusCodeError
	if !errors.As(err, &status) || status.Code != http.StatusTooManyRequests {
		t.Errorf("over the workspace's cap comes a 429 without a time: %v", err)
	}
}

func TestEveryWayOfPostingCounts(t *testing.T) {
	rules.Keeps(t, "rate/any-route")
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	var err error
	for range postsBurst + 1 {
		_, err = r.api.PostEphemeral(ChannelRefunds, UserBo, slack.MsgOptionText("x", false))
	}
	if _, limited := errors.AsType[*slack.RateLimitedError](err); !limited {
		t.Errorf("over the channel's rate: %v", err)
	}
	r.s.mu.Lock()
	address := r.s.newResponseURL(r.s.w.user(UserBo), r.s.w.channel(ChannelRefunds), "")
	r.s.mu.Unlock()
	answer, err := http.Post(address, "application/json", strings.NewReader(`{"text":"x"}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusTooManyRequests {
		t.Errorf("an answer to a response_url over the channel's rate: %s, %v", answer.Status, err)
	}
}

func TestFaultsStrikeAsOftenAsTheySay(t *testing.T) {
	text := slack.MsgOptionText("x", false)
	rows := []struct {
		sentence string
		fault    obj
		done     int // messages that Bo sees afterwards
		check    func(error) bool
	}{
		{"A 500 before the work leaves nothing.", obj{"kind": "status", "status": 500}, 0, isStatus(500)},
		{"A 500 after the work leaves the message.", obj{"kind": "status", "status": 500, "after": true}, 1, isStatus(500)},
		{"A 429 says when to come back.", obj{"kind": "status", "status": 429, "retry_after": 7}, 0, func(err error) bool {
			var e *slack.RateLimitedError
			return errors.As(err, &e) && e.RetryAfter == 7*time.Second
		}},
		{"An error is Slack's code in a 200.", obj{"kind": "error", "error": "internal_error", "after": true}, 1, func(err error) bool {
			return err != nil && err.Error() == "internal_error"
		}},
		{"A reset gives no answer.", obj{"kind": "reset", "after": true}, 1, func(err error) bool {
			var s slack.StatusCodeError
			return err != nil && !errors.As(err, &s)
		}},
		{"Slowness answers in the end.", obj{"kind": "slow", "ms": 30}, 1, func(err error) bool { return err == nil }},
		{"So does slowness after the work.", obj{"kind": "slow", "ms": 30, "after": true}, 1, func(err error) bool { return err == nil }},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			r := newRig(t)
			row.fault["method"] = "chat.postMessage"
			r.post("fault", row.fault)
			if faults, _ := r.get("state?as=" + UserBo)["faults"].([]any); len(faults) != 1 {
				t.Errorf("%d faults are set", len(faults))
			}
			if _, _, err := r.api.PostMessage(UserBo, text); !row.check(err) {
				t.Errorf("the call came back with %v", err)
			}
			if got := len(r.messages(UserBo, "@app")); got != row.done {
				t.Errorf("Bo sees %d messages", got)
			}
			if _, _, err := r.api.PostMessage(UserBo, text); err != nil {
				t.Errorf("the next call: %v", err)
			}
		})
	}
	t.Run("Clear takes them all away.", func(t *testing.T) {
		r := newRig(t)
		r.post("fault", obj{"kind": "status", "status": 503, "times": 9})
		r.post("fault", obj{"kind": "clear"})
		if _, err := r.api.AuthTest(); err != nil {
			t.Error(err)
		}
	})
}

func isStatus(code int) func(error) bool {
	return func(err error) bool {
		var s slack.StatusCodeError
		return errors.As(err, &s) && s.Code == code
	}
}

func TestOtherWebPagesAreKeptOut(t *testing.T) {
	r := newRig(t, func(o *Options) { o.AllowedHosts = []string{"slack.test"} })
	host := strings.TrimPrefix(r.url, "http://")
	rows := []struct {
		sentence, path, host string
		header               map[string]string
		status               int
	}{
		{"Loopback is answered.", "/_sandbox/clock", host, nil, 200},
		{"localhost is answered.", "/_sandbox/clock", "localhost:1", nil, 200},
		{"An allowed name is answered.", "/_sandbox/clock", "slack.test", nil, 200},
		{"A name bound to loopback is not.", "/_sandbox/clock", "evil.test", nil, 403},
		{"Nor for the Web API.", "/api/api.test", "evil.test", nil, 403},
		{"Nor for the page.", "/", "evil.test", nil, 403},
		{"The page's own origin is answered.", "/_sandbox/clock", host, map[string]string{"Origin": r.url}, 200},
		{"Another origin is not.", "/_sandbox/clock", host, map[string]string{"Origin": "http://evil.test"}, 403},
		{"Nor another port of this machine.", "/_sandbox/clock", host, map[string]string{"Origin": "http://127.0.0.1:1"}, 403},
		{"Nor a page without an origin to it.", "/api/api.test", host, map[string]string{"Origin": "null"}, 403},
		{"Nor an image on another page.", "/api/api.test", host, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"A link to the page works from anywhere.", "/", host, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{"Slack's origin is for sockets alone.", "/_sandbox/clock", host, map[string]string{"Origin": socketOrigin}, 403},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			req, err := http.NewRequest(http.MethodGet, r.url+row.path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = row.host
			for k, v := range row.header {
				req.Header.Set(k, v)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"} {
				if got := resp.Header.Get(name); !strings.HasPrefix(got, want) {
					t.Errorf("%s is %q", name, got)
				}
			}
			if resp.StatusCode != row.status {
				t.Errorf("status %d, want %d", resp.StatusCode, row.status)
			}
		})
	}
	t.Run("The control interface takes JSON only.", func(t *testing.T) {
		resp, err := http.Post(r.url+"/_sandbox/home", "text/plain", strings.NewReader(`{"as":"`+UserBo+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		if out := readObject(t, resp); out["error"] != "json_only" || resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%v", out)
		}
	})
}

func TestTheControlInterfaceSaysWhatItCannotRead(t *testing.T) {
	r := newRig(t)
	for _, row := range []struct{ sentence, path, body, want string }{
		{"A number is no distance.", "clock", `{"advance":24}`, "advance takes text in quotation marks, and not this number."},
		{"A word is no answer.", "clock", `{"walk":"no"}`, "walk takes true or false, and not this string."},
		{"A time has minutes.", "bot", `{"next_due":"soon"}`, `A time is written as text, such as "2026-12-01T09:00:00Z".`},
		{"A count is whole.", "fault", `{"times":1.5}`, "times takes a whole number, and not this number 1.5."},
		{"Hours stand in an object.", "user", `{"dnd":"22:00"}`, "dnd takes an object, and not this string."},
		{"What is deep inside is named.", "user", `{"dnd":{"start":22}}`, "start takes text in quotation marks, and not this number."},
		{"A list is no object.", "home", `[]`, "The body is not a JSON object."},
		{"Half an object is none.", "home", `{"as":`, "The body is not a JSON object."},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			resp, err := http.Post(r.url+"/_sandbox/"+row.path, "application/json", strings.NewReader(row.body))
			if err != nil {
				t.Fatal(err)
			}
			if out := readObject(t, resp); out["error"] != "invalid_json" || out["message"] != row.want {
				t.Errorf("got %v, want %s", out, row.want)
			}
		})
	}
}

func TestTheControlInterfaceRefusesWhatAClientCouldNotDo(t *testing.T) {
	r := newRig(t)
	r.connect()
	sent := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "Ana's"})
	r.post("user", obj{"user": UserKiri, "deleted": true})
	rows := []struct {
		sentence, path string
		body           obj
		want           string
	}{
		{"Nobody acts as nobody.", "command", obj{"as": "U0NOBODY01", "channel": ChannelRefunds, "text": "/mission"}, "unknown_user"},
		{"Nobody acts as the app.", "message", obj{"as": r.s.w.app.BotUserID, "channel": ChannelRefunds, "text": "x"}, "unknown_user"},
		{"The deactivated do not act.", "home", obj{"as": UserKiri}, "account_inactive"},
		{"A command is known or not.", "command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/missoin"}, "unknown_command"},
		{"A private channel is unseen by others.", "command", obj{"as": UserChidi, "channel": ChannelQuietRoom, "text": "/mission"}, "channel_not_found"},
		{"A guest sees their channel only.", "message", obj{"as": UserLou, "channel": ChannelGeneral, "text": "x"}, "channel_not_found"},
		{"Nor does a guest write to people from other channels.", "message", obj{"as": UserLou, "channel": "@" + UserJonas, "text": "x"}, "channel_not_found"},
		{"Nor do people from elsewhere.", "message", obj{"as": UserNoor, "channel": "@" + UserBo, "text": "x"}, "channel_not_found"},
		{"Another's message in a private channel takes no reaction.", "react", obj{"as": UserChidi, "channel": ChannelQuietRoom, "ts": "1.000001", "name": "tada"}, "channel_not_found"},
		{"Nor is it marked.", "unread", obj{"as": UserChidi, "channel": ChannelQuietRoom, "ts": "1.000001"}, "channel_not_found"},
		{"Nor clicked.", "click", obj{"as": UserChidi, "channel": ChannelQuietRoom, "ts": "1.000001", "action_id": "a"}, "channel_not_found"},
		{"Nobody lets themselves into a private channel.", "channel", obj{"as": UserChidi, "op": "join", "channel": ChannelQuietRoom}, "channel_not_found"},
		{"Who is not in a channel writes nothing there.", "message", obj{"as": UserBo, "channel": ChannelCheckout, "text": "x"}, "not_in_channel"},
		{"People from elsewhere have no commands.", "command", obj{"as": UserNoor, "channel": ChannelPartners, "text": "/mission"}, "command_not_available"},
		{"An empty message is not sent.", "message", obj{"as": UserBo, "channel": ChannelRefunds, "text": " "}, "no_text"},
		{"A message has an end.", "message", obj{"as": UserBo, "channel": ChannelRefunds, "text": strings.Repeat("x", maxText+1)}, "msg_too_long"},
		{"Another's message cannot be edited.", "edit", obj{"as": UserBo, "channel": ChannelRefunds, "ts": sent["ts"], "text": "x"}, "not_own_message"},
		{"Another's message cannot be deleted.", "delete", obj{"as": UserBo, "channel": ChannelRefunds, "ts": sent["ts"]}, "not_own_message"},
		{"A thread begins with a message.", "message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"},
		{"A reaction is an emoji's name.", "react", obj{"as": UserBo, "channel": ChannelRefunds, "ts": sent["ts"], "name": "<b>"}, "invalid_name"},
		{"A click needs a message.", "click", obj{"as": UserBo, "channel": ChannelRefunds, "ts": "1.000001", "action_id": "a"}, "no_such_message"},
		{"A click needs a view that is this person's.", "click", obj{"as": UserBo, "view_id": "V0", "action_id": "a"}, "no_such_view"},
		{"A Home that was not published has nothing to click.", "click", obj{"as": UserBo, "home": true, "action_id": "a"}, "no_such_view"},
		{"A form that is not open cannot be submitted.", "submit", obj{"as": UserBo, "view_id": "V0"}, "no_such_view"},
		{"A shortcut is known or not.", "shortcut", obj{"as": UserBo, "callback_id": "nothing"}, "unknown_shortcut"},
		{"Tabs are home and messages.", "home", obj{"as": UserBo, "tab": "about"}, "unknown_tab"},
		{"A channel's name is not free.", "channel", obj{"as": UserBo, "op": "create", "name": "Big Plans"}, "invalid_name"},
		{"A channel's name is its own.", "channel", obj{"as": UserBo, "op": "create", "name": "refunds"}, "name_taken"},
		{"The general channel stays.", "channel", obj{"as": UserAna, "op": "archive", "channel": ChannelGeneral}, "cant_archive_general"},
		{"The general channel stays public.", "channel", obj{"as": UserAna, "op": "make_private", "channel": ChannelGeneral}, "method_not_supported_for_channel_type"},
		{"A public channel is public already.", "channel", obj{"as": UserAna, "op": "make_public", "channel": ChannelRefunds}, "no_change"},
		{"A channel op is known or not.", "channel", obj{"as": UserAna, "op": "explode", "channel": ChannelRefunds}, "unknown_op"},
		{"People from elsewhere come to shared channels only.", "channel", obj{"as": UserAna, "op": "invite", "channel": ChannelRefunds, "user": UserNoor}, "not_shared"},
		{"A zone exists.", "user", obj{"user": UserBo, "tz": "Mars/Olympus"}, "unknown_zone"},
		{"The clock is moved by something.", "clock", obj{}, "invalid_next"},
		{"A walk goes forward.", "clock", obj{"advance": "-1h"}, "backwards"},
		{"A fault is known or not.", "fault", obj{"kind": "earthquake"}, "unknown_fault"},
		{"A disconnect has one of four reasons.", "fault", obj{"kind": "disconnect", "reason": "boredom"}, "unknown_reason"},
		{"A fault is of a method that exists.", "fault", obj{"kind": "status", "status": 500, "method": "chat.shout"}, "unknown_method"},
		{"A status is an error.", "fault", obj{"kind": "status", "status": 200}, "invalid_status"},
		{"An envelope has a type.", "envelope", obj{"payload": obj{}}, "invalid_envelope"},
		{"There are no other controls.", "explode", obj{}, "not_found"},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			out := r.try(row.path, row.body)
			if out["ok"] != false || out["error"] != row.want || out["message"] == "" {
				t.Errorf("answered %v, want %s", out, row.want)
			}
		})
	}
}

func TestPrivateConversationsAreAbsentForOthers(t *testing.T) {
	r := newRig(t)
	r.post("message", obj{"as": UserBo, "channel": "@" + UserAna, "text": "between us"})
	ids := func(as string) (out []string) {
		list, _ := r.get("state?as=" + as)["channels"].([]any)
		for _, c := range list {
			if id, ok := dig(c, "id").(string); ok {
				out = append(out, id)
			}
		}
		return out
	}
	if got := ids(UserChidi); slices.Contains(got, ChannelQuietRoom) || len(got) != 5 {
		t.Errorf("Chidi sees %v", got)
	}
	if got := ids(UserBo); !slices.Contains(got, ChannelQuietRoom) || len(got) != 7 {
		t.Errorf("Bo sees %v", got)
	}
	if got := ids(UserLou); !slices.Equal(got, []string{ChannelRefunds, "D0LOU00001"}) {
		t.Errorf("the guest sees %v", got)
	}
	if got := ids(UserNoor); !slices.Equal(got, []string{ChannelPartners, "D0NOOR0001"}) {
		t.Errorf("somebody from elsewhere sees %v", got)
	}
}

func TestTheRecordHoldsEachCallWithoutItsToken(t *testing.T) {
	var record bytes.Buffer
	r := newRig(t, func(o *Options) { o.Record = &record })
	r.connect()
	if _, _, err := r.api.PostMessage(UserBo, slack.MsgOptionText("x", false), slack.MsgOptionBlocks(button("a", "b"))); err != nil {
		t.Fatal(err)
	}
	r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission"})
	calls := r.get("calls?since=1")
	if n, _ := calls["next"].(float64); n < 3 {
		t.Errorf("next is %v", calls["next"])
	}
	if err := r.s.Close(); err != nil {
		t.Fatal(err)
	}
	methods := []string{}
	for line := range strings.Lines(record.String()) {
		var e struct {
			Method   string
			Args     map[string]any
			Response any
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if !strings.HasPrefix(line, `{"method":"`+e.Method+`","args":{`) || strings.Contains(line, `\u0026`) {
			t.Errorf("a line for people: %s", line)
		}
		methods = append(methods, e.Method)
		if _, isList := e.Args["blocks"].([]any); e.Method == "chat.postMessage" && !isList {
			t.Errorf("blocks are recorded as %T", e.Args["blocks"])
		}
	}
	if strings.Contains(record.String(), "xoxb-") || strings.Contains(record.String(), "xapp-") {
		t.Error("the record holds a token")
	}
	for _, want := range []string{"apps.connections.open", "chat.postMessage", "ack"} {
		if !slices.Contains(methods, want) {
			t.Errorf("the record lacks %s: %v", want, methods)
		}
	}
}

func TestPagesAreToldWhatChanged(t *testing.T) {
	r := newRig(t)
	w := r.follow(UserChidi)
	if what := w.changes(); !slices.Contains(what, "channels") {
		t.Errorf("at once: %v", what)
	}
	r.post("message", obj{"as": UserBo, "channel": ChannelQuietRoom, "text": "secret"})
	r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "open"})
	for {
		what := w.changes()
		if slices.Contains(what, "messages:"+ChannelQuietRoom) {
			t.Fatal("Chidi hears of a private channel")
		}
		if slices.Contains(what, "messages:"+ChannelRefunds) {
			return
		}
	}
}

func TestAnEphemeralToSomebodyAwayIsLost(t *testing.T) {
	rules.Keeps(t, "ephemeral/active")
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	r.post("user", obj{"user": UserBo, "active": false})
	if _, err := r.api.PostEphemeral(ChannelRefunds, UserBo, slack.MsgOptionText("psst", false)); err != nil {
		t.Fatal(err)
	}
	r.post("user", obj{"user": UserBo, "active": true})
	if m := r.lastMessage(UserBo, ChannelRefunds); m["text"] == "psst" {
		t.Error("it arrived")
	}
}
