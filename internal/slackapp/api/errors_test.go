package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
)

// What each answer means for a write and for a read, through the real client.
func TestAnswersAreClassified(t *testing.T) {
	for _, tc := range []struct {
		name        string
		answer      answer
		write, read Class
		code        string
		pause       time.Duration
	}{
		{"an unknown token", refused("invalid_auth"), TokenDead, TokenDead, "invalid_auth", 0},
		{"no token", refused("not_authed"), TokenDead, TokenDead, "not_authed", 0},
		{"a deactivated account", refused("account_inactive"), TokenDead, TokenDead, "account_inactive", 0},
		{"a revoked token", refused("token_revoked"), TokenDead, TokenDead, "token_revoked", 0},
		{"an expired token", refused("token_expired"), TokenDead, TokenDead, "token_expired", 0},
		{"no grant for the workspace", refused("team_access_not_granted"), TokenDead, TokenDead, "team_access_not_granted", 0},
		{"two factors to be set up", refused("two_factor_setup_required"), TokenDead, TokenDead, "two_factor_setup_required", 0},
		{"a scope is missing", refused("missing_scope"), Config, Config, "missing_scope", 0},
		{"a token of another kind", refused("not_allowed_token_type"), Config, Config, "not_allowed_token_type", 0},
		{"a restricted app", refused("app_access_restricted"), Config, Config, "app_access_restricted", 0},
		{"an encryption key withheld", refused("ekm_access_denied"), Config, Config, "ekm_access_denied", 0},
		{"the messages tab is off", refused("messages_tab_disabled"), Config, Config, "messages_tab_disabled", 0},
		{"the Home tab is off", refused("not_enabled"), Config, Config, "not_enabled", 0},
		{"an unknown channel", refused("channel_not_found"), TargetGone, TargetGone, "channel_not_found", 0},
		{"the bot is not in the channel", refused("not_in_channel"), TargetGone, TargetGone, "not_in_channel", 0},
		{"an archived channel", refused("is_archived"), TargetGone, TargetGone, "is_archived", 0},
		{"a deactivated person", refused("user_disabled"), TargetGone, TargetGone, "user_disabled", 0},
		{"a channel for reading only", refused("restricted_action_read_only_channel"), TargetGone, TargetGone, "restricted_action_read_only_channel", 0},
		{"blocks that are wrong", refused("invalid_blocks"), Bug, Bug, "invalid_blocks", 0},
		{"blocks of a wrong format", refused("invalid_blocks_format"), Bug, Bug, "invalid_blocks_format", 0},
		{"text that is too long", refused("msg_too_long"), Bug, Bug, "msg_too_long", 0},
		{"no text", refused("no_text"), Bug, Bug, "no_text", 0},
		{"arguments that are wrong", refused("invalid_arguments"), Bug, Bug, "invalid_arguments", 0},
		{"a code that nobody knows yet", refused("moon_in_the_way"), Bug, Bug, "moon_in_the_way", 0},
		{"a hash of an older view", refused("hash_conflict"), Race, Race, "hash_conflict", 0},
		{"a message that is gone", refused("message_not_found"), Race, Race, "message_not_found", 0},
		{"a view that is closed", refused("not_found"), Race, Race, "not_found", 0},
		{"a trigger that is too old", refused("expired_trigger_id"), Race, Race, "expired_trigger_id", 0},
		{"a trigger that is too old, in other words", refused("trigger_expired"), Race, Race, "trigger_expired", 0},
		{"a limit in a 200", refused("ratelimited"), RateLimited, RateLimited, "ratelimited", limitedPause},
		{"a limit in other words", refused("rate_limited"), RateLimited, RateLimited, "rate_limited", limitedPause},
		{"a limit in a 200 with a pause", answer{header: map[string]string{"Retry-After": "7"}, body: `{"ok":false,"error":"ratelimited"}`}, RateLimited, RateLimited, "ratelimited", 7 * time.Second},
		{"a 429 with a pause", answer{status: 429, header: map[string]string{"Retry-After": "12"}, body: `{"ok":false,"error":"ratelimited"}`}, RateLimited, RateLimited, "ratelimited", 12 * time.Second},
		{"a 429 with a pause and no body", answer{status: 429, header: map[string]string{"Retry-After": "12"}}, RateLimited, RateLimited, "ratelimited", 12 * time.Second},
		{"a 429 with a pause of nothing", answer{status: 429, header: map[string]string{"Retry-After": "0"}}, RateLimited, RateLimited, "ratelimited", time.Second},
		{"a 429 with a pause that is no number", answer{status: 429, header: map[string]string{"Retry-After": "soon"}}, RateLimited, RateLimited, "ratelimited", limitedPause},
		{"a 429 with a pause of years", answer{status: 429, header: map[string]string{"Retry-After": "99999999999"}}, RateLimited, RateLimited, "ratelimited", longestPause},
		{"a 429 with a pause beyond all numbers", answer{status: 429, header: map[string]string{"Retry-After": "99999999999999999999"}}, RateLimited, RateLimited, "ratelimited", longestPause},
		{"a 429 with a pause that is not a number", answer{status: 429, header: map[string]string{"Retry-After": "NaN"}}, RateLimited, RateLimited, "ratelimited", limitedPause},
		{"a 429 without a pause", answer{status: 429}, RateLimited, RateLimited, messageCap, cappedPause},
		{"a 429 for the cap of the workspace", answer{status: 429, body: `{"ok":false,"error":"message_limit_exceeded"}`}, RateLimited, RateLimited, messageCap, cappedPause},
		{"the cap of the workspace in a 200", refused(messageCap), RateLimited, RateLimited, messageCap, cappedPause},
		{"a service that is away", refused("service_unavailable"), Transient, Transient, "service_unavailable", 0},
		{"a request cut short", refused("request_timeout"), Transient, Transient, "request_timeout", 0},
		{"an update that failed within Slack", refused("update_failed"), Transient, Transient, "update_failed", 0},
		{"members that could not be fetched", refused("fetch_members_failed"), Transient, Transient, "fetch_members_failed", 0},
		{"a workspace on the move", refused("team_added_to_org"), Transient, Transient, "team_added_to_org", migrationPause},
		{"a workspace on the move, in other words", refused("org_login_required"), Transient, Transient, "org_login_required", migrationPause},
		{"a workspace on the move, in a third way", refused("migration_in_progress"), Transient, Transient, "migration_in_progress", migrationPause},
		{"a fault after the fact", refused("internal_error"), Doubt, Transient, "internal_error", 0},
		{"a grave fault after the fact", refused("fatal_error"), Doubt, Transient, "fatal_error", 0},
		{"a 500", answer{status: 500, body: "<html>"}, Doubt, Transient, "http_500", 0},
		{"a 503", answer{status: 503, header: map[string]string{"Retry-After": "5"}}, Doubt, Transient, "http_503", 0},
		{"a 502 that looks like an answer", answer{status: 502, body: `{"ok":true}`}, Doubt, Transient, "http_502", 0},
		{"a page instead of an answer", answer{body: "<html>maintenance</html>"}, Doubt, Transient, "", 0},
		{"half an answer", answer{body: `{"ok":true,"ts":`}, Doubt, Transient, "", 0},
		{"an answer cut off on the way", answer{header: map[string]string{"Content-Length": "900"}, body: `{"ok":true}`}, Doubt, Transient, "", 0},
		{"an empty answer", answer{body: ""}, Doubt, Transient, "", 0},
		{"an answer that says nothing", answer{body: `{}`}, Doubt, Transient, "", 0},
		{"a refusal without a code", answer{body: `{"ok":false}`}, Doubt, Transient, "", 0},
		{"an ok without what was asked for", answer{body: `{"ok":true}`}, Doubt, Transient, "", 0},
		{"fields of another kind", ok(`{"ts":7,"channel":"C1","user_id":7}`), Doubt, Transient, "", 0},
		{"a reset", answer{reset: true}, Doubt, Transient, "", 0},
		{"a 404", answer{status: 404, body: "not here"}, Config, Config, "http_404", 0},
		{"a 403 of a proxy", answer{status: 403, body: "<html>"}, Config, Config, "http_403", 0},
		{"a redirect", answer{status: 307, header: map[string]string{"Location": "/elsewhere"}}, Config, Config, "http_307", 0},
		{"a request too large for something between", answer{status: 413}, Bug, Bug, "http_413", 0},
		{"a request too slow for something between", answer{status: 408}, Doubt, Transient, "http_408", 0},
		{"a refusal with another status", answer{status: 400, body: `{"ok":false,"error":"no_text"}`}, Bug, Bug, "no_text", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			check := func(method string, want Class, err error) {
				t.Helper()
				e, isOurs := errors.AsType[*Error](err)
				if !isOurs || e.Method != method || e.Class != want || e.Code != tc.code || e.RetryAfter != tc.pause {
					t.Errorf("got %#v, want %s %s %q pause %v", err, method, want, tc.code, tc.pause)
				}
			}
			c, f, _, _ := withServer(t, always(tc.answer))
			_, err := c.PostMessage(t.Context(), Post{Channel: "C1", Text: "hi"})
			check("chat.postMessage", tc.write, err)
			_, err = c.AuthTest(t.Context())
			check("auth.test", tc.read, err)
			if n := len(f.seen()); n != 2 {
				t.Errorf("%d calls went out, want one each", n)
			}
		})
	}
}

// Without a connection nothing was posted, and that is known.
func TestNothingWasSent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, tc := range []struct {
		name string
		ctx  context.Context
		url  string
		want Class
	}{
		{"nobody listens", t.Context(), "http://" + closed.Addr().String() + "/api/", Transient},
		{"the name is not known", t.Context(), "http://slack.invalid/api/", Transient},
		{"the caller has gone", cancelled, "http://" + closed.Addr().String() + "/api/", Transient},
	} {
		t.Run(tc.name, func(t *testing.T) {
			client := &http.Client{Transport: &http.Transport{}}
			c := New(Options{BotToken: token, APIURL: tc.url, HTTPClient: client})
			_, err := c.PostMessage(tc.ctx, Post{Channel: "C1", Text: "hi"})
			if ClassOf(err) != tc.want {
				t.Errorf("got %v, want %s", err, tc.want)
			}
			if strings.Contains(err.Error(), "/api/") {
				t.Errorf("the error names the address: %v", err)
			}
		})
	}
}

// A call that is never answered ends after ten seconds, or with its caller.
func TestCallsAreBounded(t *testing.T) {
	for _, tc := range []struct {
		name  string
		given time.Duration
		want  time.Duration
	}{
		{"by the client", time.Hour, callTimeout},
		{"by the caller", 2 * time.Second, 2 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, _ := withoutNetwork(t, Options{}, always(answer{stall: true}))
				ctx, cancel := context.WithTimeout(t.Context(), tc.given)
				defer cancel()
				began := time.Now()
				_, err := c.PostMessage(ctx, Post{Channel: "C1", Text: "hi"})
				if ClassOf(err) != Doubt || !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != tc.want {
					t.Errorf("after %v: %v", time.Since(began), err)
				}
			})
		})
	}
}

func TestErrorTellsScopesAndPlaces(t *testing.T) {
	c, _, log, _ := withServer(t, always(answer{body: `{"ok":false,"error":"missing_scope","needed":"pins:write","provided":"chat:write",
		"response_metadata":{"messages":["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]","[ERROR] private words of Ana"]}}`}))
	err := c.Pin(t.Context(), "C1", "1.2")
	e, isOurs := errors.AsType[*Error](err)
	if !isOurs || e.Needed != "pins:write" || e.Provided != "chat:write" {
		t.Fatalf("got %#v", err)
	}
	const want = "slack pins.add: config (missing_scope), needs scope pins:write, at /blocks/0/text/text"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if !strings.Contains(log.String(), "level=ERROR") || !strings.Contains(log.String(), "pins:write") || strings.Contains(log.String(), "Ana") {
		t.Errorf("log: %s", log)
	}
}

// What the library refuses by itself was never sent.
func TestRefusedBeforeSending(t *testing.T) {
	c, f, _, _ := withServer(t, always(ok(`{}`)))
	input := slack.NewInputBlock("same", nil, nil, nil)
	_, _, err := c.OpenView(t.Context(), "trigger", slack.ModalViewRequest{Blocks: slack.Blocks{BlockSet: []slack.Block{input, input}}})
	if ClassOf(err) != Bug || !errors.Is(err, slack.ErrBlockIDNotUnique) {
		t.Errorf("two inputs of one id: %v", err)
	}
	_, _, err = c.OpenView(t.Context(), "", slack.ModalViewRequest{})
	if ClassOf(err) != Bug {
		t.Errorf("no trigger: %v", err)
	}
	if _, err = c.PostMessage(t.Context(), Post{Channel: "C1", Blocks: []slack.Block{brokenBlock{}}}); ClassOf(err) != Bug {
		t.Errorf("a block that cannot be encoded: %v", err)
	}
	if n := len(f.seen()); n != 0 {
		t.Errorf("%d calls went out", n)
	}
}

// brokenBlock is a block that cannot be encoded.
type brokenBlock struct{ slack.DividerBlock }

func (brokenBlock) MarshalJSON() ([]byte, error) { return nil, errors.New("broken") }

func TestClassOfForeignErrors(t *testing.T) {
	if ClassOf(nil) != 0 || ClassOf(errors.New("other")) != 0 {
		t.Error("foreign errors have a class")
	}
	for class, want := range map[Class]string{0: "none", TokenDead: "token_dead", Doubt: "doubt", 99: "class_99"} {
		if class.String() != want {
			t.Errorf("Class(%d) is %q, want %q", int(class), class, want)
		}
	}
}
