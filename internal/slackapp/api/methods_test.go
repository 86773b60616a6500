package api

import (
	"context"
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

func section(text string) []slack.Block {
	return []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", text, false, true), nil, nil)}
}

const sectionJSON = `[{"type":"section","text":{"type":"mrkdwn","text":"hi","verbatim":true}}]`

// Each method sends these arguments and no others.
func TestArguments(t *testing.T) {
	plain := url.Values{"parse": {"none"}, "link_names": {"false"}, "unfurl_links": {"false"}, "unfurl_media": {"false"}}
	with := func(more ...string) url.Values {
		v := url.Values{}
		for k := range plain {
			v.Set(k, plain.Get(k))
		}
		for n := 0; n < len(more); n += 2 {
			v.Set(more[n], more[n+1])
		}
		return v
	}
	for _, tc := range []struct {
		name   string
		answer answer
		call   func(context.Context, *Client) error
		method string
		args   url.Values
		body   string
	}{
		{"a post", ok(`{"channel":"C1","ts":"1.2"}`), func(ctx context.Context, c *Client) error {
			_, err := c.PostMessage(ctx, Post{Channel: "C1", Text: "hi & <b>", Blocks: section("hi"), ThreadTS: "1.1", MetadataKey: "abc"})
			return err
		}, "chat.postMessage", with("channel", "C1", "text", "hi & <b>", "blocks", sectionJSON, "thread_ts", "1.1",
			"metadata", `{"event_type":"throughline_nudge","event_payload":{"k":"abc"}}`), ""},
		{"a post of text alone", ok(`{"channel":"D1","ts":"1.2"}`), func(ctx context.Context, c *Client) error {
			_, err := c.PostMessage(ctx, Post{Channel: "U1", Text: "hi"})
			return err
		}, "chat.postMessage", with("channel", "U1", "text", "hi"), ""},
		{"an update", ok(`{"channel":"C1","ts":"1.2"}`), func(ctx context.Context, c *Client) error {
			return c.UpdateMessage(ctx, "C1", "1.2", "hi", section("hi"))
		}, "chat.update", with("channel", "C1", "ts", "1.2", "text", "hi", "blocks", sectionJSON), ""},
		{"an update that takes the blocks away", ok(`{"channel":"C1","ts":"1.2"}`), func(ctx context.Context, c *Client) error {
			return c.UpdateMessage(ctx, "C1", "1.2", "hi", nil)
		}, "chat.update", with("channel", "C1", "ts", "1.2", "text", "hi", "blocks", "[]"), ""},
		{"an ephemeral message", ok(`{"message_ts":"1.2"}`), func(ctx context.Context, c *Client) error {
			return c.PostEphemeral(ctx, Ephemeral{Channel: "C1", User: "U1", ThreadTS: "1.1", Text: "hi", Blocks: section("hi")})
		}, "chat.postEphemeral", with("channel", "C1", "user", "U1", "text", "hi", "blocks", sectionJSON, "thread_ts", "1.1"), ""},
		{"a modal", ok(`{"view":{"id":"V1","hash":"h"}}`), func(ctx context.Context, c *Client) error {
			id, hash, err := c.OpenView(ctx, "t1", slack.ModalViewRequest{Type: slack.VTModal})
			return wantStrings(err, id, "V1", hash, "h")
		}, "views.open", nil, `{"trigger_id":"t1","view":{"type":"modal","blocks":null}}`},
		{"a modal over another", ok(`{"view":{"id":"V2","hash":"h"}}`), func(ctx context.Context, c *Client) error {
			id, hash, err := c.PushView(ctx, "t1", slack.ModalViewRequest{Type: slack.VTModal})
			return wantStrings(err, id, "V2", hash, "h")
		}, "views.push", nil, `{"trigger_id":"t1","view":{"type":"modal","blocks":null}}`},
		{"a modal anew", ok(`{"view":{"id":"V1","hash":"h2"}}`), func(ctx context.Context, c *Client) error {
			hash, err := c.UpdateView(ctx, "V1", "h1", slack.ModalViewRequest{Type: slack.VTModal})
			return wantStrings(err, hash, "h2")
		}, "views.update", nil, `{"view":{"type":"modal","blocks":null},"hash":"h1","view_id":"V1"}`},
		{"a Home", ok(`{"view":{"id":"V1","hash":"h2"}}`), func(ctx context.Context, c *Client) error {
			hash, err := c.PublishHome(ctx, "U1", slack.HomeTabViewRequest{Type: slack.VTHomeTab}, "h1")
			return wantStrings(err, hash, "h2")
		}, "views.publish", nil, `{"user_id":"U1","view":{"type":"home","blocks":null},"hash":"h1"}`},
		{"a Home without a check", ok(`{"view":{"id":"V1"}}`), func(ctx context.Context, c *Client) error {
			_, err := c.PublishHome(ctx, "U1", slack.HomeTabViewRequest{Type: slack.VTHomeTab}, "")
			return err
		}, "views.publish", nil, `{"user_id":"U1","view":{"type":"home","blocks":null}}`},
		{"a direct message opened", ok(`{"channel":{"id":"D1"}}`), func(ctx context.Context, c *Client) error {
			id, err := c.OpenDM(ctx, "U1")
			return wantStrings(err, id, "D1")
		}, "conversations.open", url.Values{"users": {"U1"}, "return_im": {"false"}}, ""},
		{"a channel joined", ok(`{"channel":{"id":"C1"}}`), func(ctx context.Context, c *Client) error {
			return c.JoinChannel(ctx, "C1")
		}, "conversations.join", url.Values{"channel": {"C1"}}, ""},
		{"a message taken away", ok(`{"channel":"C1","ts":"1.2"}`), func(ctx context.Context, c *Client) error { return c.DeleteMessage(ctx, "C1", "1.2") },
			"chat.delete", url.Values{"channel": {"C1"}, "ts": {"1.2"}}, ""},
		{"a message that is gone", refused("message_not_found"), func(ctx context.Context, c *Client) error { return c.DeleteMessage(ctx, "C1", "1.2") },
			"chat.delete", url.Values{"channel": {"C1"}, "ts": {"1.2"}}, ""},
		{"a pin", ok(`{}`), func(ctx context.Context, c *Client) error { return c.Pin(ctx, "C1", "1.2") },
			"pins.add", url.Values{"channel": {"C1"}, "timestamp": {"1.2"}}, ""},
		{"a pin that is there", refused("already_pinned"), func(ctx context.Context, c *Client) error { return c.Pin(ctx, "C1", "1.2") },
			"pins.add", url.Values{"channel": {"C1"}, "timestamp": {"1.2"}}, ""},
		{"a pin taken away", refused("no_pin"), func(ctx context.Context, c *Client) error { return c.Unpin(ctx, "C1", "1.2") },
			"pins.remove", url.Values{"channel": {"C1"}, "timestamp": {"1.2"}}, ""},
		{"a pin taken away, in other words", refused("not_pinned"), func(ctx context.Context, c *Client) error { return c.Unpin(ctx, "C1", "1.2") },
			"pins.remove", url.Values{"channel": {"C1"}, "timestamp": {"1.2"}}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, f, _, _ := withServer(t, always(tc.answer))
			if err := tc.call(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			got := f.seen()
			if len(got) != 1 || got[0].method != tc.method {
				t.Fatalf("calls: %+v", got)
			}
			got[0].args.Del("token")
			if diff := cmp.Diff(tc.args, got[0].args); diff != "" {
				t.Errorf("arguments, wanted - got +:\n%s", diff)
			}
			if got := strings.TrimSpace(got[0].body); got != tc.body {
				t.Errorf("body\ngot  %s\nwant %s", got, tc.body)
			}
		})
	}
}

// wantStrings compares pairs of got and want.
func wantStrings(err error, pairs ...string) error {
	for n := 0; n < len(pairs) && err == nil; n += 2 {
		if pairs[n] != pairs[n+1] {
			err = &Error{Code: "got " + pairs[n] + ", want " + pairs[n+1]}
		}
	}
	return err
}

func TestPostedToAPerson(t *testing.T) {
	c, _, _, _ := withServer(t, always(ok(`{"channel":"D7","ts":"17.000100"}`)))
	got, err := c.PostMessage(t.Context(), Post{Channel: "U1", Text: "hi"})
	if want := (Posted{Channel: "D7", TS: "17.000100"}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAuthTest(t *testing.T) {
	a := ok(`{"url":"https://acme.slack.com/","team":"Acme","team_id":"T1","user_id":"UBOT","bot_id":"B1"}`)
	a.header = map[string]string{"X-OAuth-Scopes": "chat:write,commands"}
	c, _, _, _ := withServer(t, always(a))
	got, err := c.AuthTest(t.Context())
	want := Identity{UserID: "UBOT", BotID: "B1", TeamID: "T1", TeamName: "Acme", URL: "https://acme.slack.com/", Scopes: "chat:write,commands"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestChannelInfo(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       Channel
	}{
		{"a public channel", `{"id":"C1","name":"refunds","is_channel":true,"is_member":true,"is_general":true}`, Channel{ID: "C1", Name: "refunds", Member: true, General: true}},
		{"a private one, archived and shared", `{"id":"C2","name":"quiet","is_private":true,"is_archived":true,"is_ext_shared":true}`, Channel{ID: "C2", Name: "quiet", Private: true, Archived: true, ExtShared: true}},
		{"a direct message", `{"id":"D1","is_im":true,"user":"U1"}`, Channel{ID: "D1", Private: true, IM: true}},
		{"a group's message", `{"id":"G1","is_mpim":true}`, Channel{ID: "G1", Private: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _, _, _ := withServer(t, always(ok(`{"channel":`+tc.body+`}`)))
			got, err := c.ChannelInfo(t.Context(), "C1")
			if err != nil || got != tc.want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestChannelMembersReadsAllPages(t *testing.T) {
	pages := map[string]answer{
		"":   ok(`{"members":["U1","U2"],"response_metadata":{"next_cursor":"p2"}}`),
		"p2": ok(`{"members":["U3"],"response_metadata":{"next_cursor":""}}`),
	}
	c, _, _, _ := withServer(t, func(c called) answer { return pages[c.args.Get("cursor")] })
	got, err := c.ChannelMembers(t.Context(), "C1")
	if err != nil || strings.Join(got, " ") != "U1 U2 U3" {
		t.Errorf("got %v, %v", got, err)
	}
	pages["p2"] = ok(`{"members":["U3"],"response_metadata":{"next_cursor":"p2"}}`)
	if got, err := c.ChannelMembers(t.Context(), "C1"); ClassOf(err) != Transient {
		t.Errorf("pages without end: %v, %v", got, err)
	}
}

func TestConversationsReadsAllPages(t *testing.T) {
	pages := map[string]answer{
		"":   ok(`{"channels":[{"id":"C1","name":"refunds"}],"response_metadata":{"next_cursor":"p2"}}`),
		"p2": ok(`{"channels":[{"id":"C2","is_private":true,"is_ext_shared":true}],"response_metadata":{"next_cursor":""}}`),
	}
	var asked []called
	c, _, _, _ := withServer(t, func(c called) answer { asked = append(asked, c); return pages[c.args.Get("cursor")] })
	got, err := c.Conversations(t.Context(), "")
	want := []Channel{{ID: "C1", Name: "refunds", Member: true}, {ID: "C2", Private: true, ExtShared: true, Member: true}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("the bot's own (-want +got), %v:\n%s", err, diff)
	}
	if types := asked[0].args.Get("types"); asked[0].method != "users.conversations" || types != "public_channel,private_channel" || asked[0].args.Has("user") {
		t.Errorf("asked by %s with %v", asked[0].method, asked[0].args)
	}
	hers, err := c.Conversations(t.Context(), "U1")
	if err != nil || len(hers) != 2 || hers[0].Member || asked[2].args.Get("user") != "U1" {
		t.Errorf("hers: %+v, %v, asked with %v", hers, err, asked[2].args)
	}
	pages["p2"] = ok(`{"channels":[],"response_metadata":{"next_cursor":"p2"}}`)
	if got, err := c.Conversations(t.Context(), ""); ClassOf(err) != Transient {
		t.Errorf("pages without end: %v, %v", got, err)
	}
}

func TestUserInfo(t *testing.T) {
	for _, tc := range []struct {
		name, body string
		want       User
	}{
		{"a member", `{"id":"U1","team_id":"T1","name":"ana","tz":"Europe/Vienna","real_name":"Ana Real","profile":{"display_name":"Ana","real_name":"Ana Real"}}`, User{ID: "U1", TeamID: "T1", Name: "Ana", Names: []string{"Ana", "Ana Real", "ana"}, TZ: "Europe/Vienna"}},
		{"without a display name", `{"id":"U2","profile":{"display_name":"","real_name":"Bo Real"}}`, User{ID: "U2", Name: "Bo Real", Names: []string{"Bo Real"}}},
		{"with nothing but a handle", `{"id":"U3","name":"chidi"}`, User{ID: "U3", Name: "chidi", Names: []string{"chidi"}}},
		{"a guest who is deactivated", `{"id":"U4","is_restricted":true,"deleted":true}`, User{ID: "U4", Guest: true, Deleted: true}},
		{"a guest of one channel", `{"id":"U5","is_ultra_restricted":true}`, User{ID: "U5", Guest: true}},
		{"a stranger", `{"id":"U6","team_id":"T2","is_stranger":true}`, User{ID: "U6", TeamID: "T2", Stranger: true}},
		{"invited only", `{"id":"U7","is_invited_user":true}`, User{ID: "U7", Invited: true}},
		{"a bot", `{"id":"U8","is_bot":true}`, User{ID: "U8", Bot: true}},
		{"Slackbot, which is not marked", `{"id":"USLACKBOT","is_bot":false}`, User{ID: "USLACKBOT", Bot: true}},
		{"a workflow", `{"id":"U9","is_workflow_bot":true}`, User{ID: "U9", Bot: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _, _, _ := withServer(t, always(ok(`{"user":`+tc.body+`}`)))
			got, err := c.UserInfo(t.Context(), "U1")
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestDND(t *testing.T) {
	at := func(unix int64) time.Time { return time.Unix(unix, 0) }
	for _, tc := range []struct {
		name, body string
		now        int64
		until      int64 // 0: not quiet
	}{
		{"before the quiet time", `{"dnd_enabled":true,"next_dnd_start_ts":1000,"next_dnd_end_ts":2000}`, 999, 0},
		{"at its beginning", `{"dnd_enabled":true,"next_dnd_start_ts":1000,"next_dnd_end_ts":2000}`, 1000, 2000},
		{"at its end", `{"dnd_enabled":true,"next_dnd_start_ts":1000,"next_dnd_end_ts":2000}`, 2000, 0},
		{"switched off", `{"dnd_enabled":false,"next_dnd_start_ts":1,"next_dnd_end_ts":2000}`, 1500, 0},
		{"snoozed", `{"dnd_enabled":false,"next_dnd_start_ts":1,"next_dnd_end_ts":1,"snooze_enabled":true,"snooze_endtime":3000}`, 1500, 3000},
		{"snoozed beyond the quiet time", `{"dnd_enabled":true,"next_dnd_start_ts":1000,"next_dnd_end_ts":2000,"snooze_enabled":true,"snooze_endtime":3000}`, 1500, 3000},
		{"quiet beyond the snooze", `{"dnd_enabled":true,"next_dnd_start_ts":1000,"next_dnd_end_ts":2000,"snooze_enabled":true,"snooze_endtime":1600}`, 1500, 2000},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, _, _, _ := withServer(t, always(ok(`{"users":{"U1":`+tc.body+`}}`)))
			all, err := c.DND(t.Context(), []string{"U1", "U2"})
			if err != nil || len(all) != 1 {
				t.Fatal(all, err)
			}
			got := all["U1"]
			var want time.Time
			if tc.until != 0 {
				want = at(tc.until)
			}
			if until := got.Until(at(tc.now)); !until.Equal(want) {
				t.Errorf("quiet until %v, want %v", until, want)
			}
		})
	}
}

func TestRespond(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer answer
		want   Class
		code   string
	}{
		{"taken", answer{body: "ok"}, 0, ""},
		{"taken, as an object", answer{body: `{"ok":true}`}, 0, ""},
		{"taken, without a word", answer{}, 0, ""},
		{"used up", answer{status: 404, body: `{"ok":false,"error":"used_url"}`}, Race, "used_url"},
		{"too old", answer{status: 404, body: "Expired URL"}, Race, "http_404"},
		{"refused", answer{body: `{"ok":false,"error":"invalid_blocks"}`}, Bug, "invalid_blocks"},
		{"limited", answer{status: 429, header: map[string]string{"Retry-After": "3"}}, RateLimited, "ratelimited"},
		{"a server error", answer{status: 500}, Doubt, "http_500"},
		{"a page of something between", answer{body: "<html>"}, Doubt, ""},
		{"a reset", answer{reset: true}, Doubt, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c, f, log, base := withServer(t, always(tc.answer))
			err := c.Respond(t.Context(), base+"/respond/secret", Response{
				Text: "hi", Blocks: section("hi"), ReplaceOriginal: true, ResponseType: slack.ResponseTypeEphemeral,
			})
			if ClassOf(err) != tc.want || codeOf(err) != tc.code {
				t.Errorf("got %v, want %s %q", err, tc.want, tc.code)
			}
			if strings.Contains(log.String(), "secret") || (err != nil && strings.Contains(err.Error(), "secret")) {
				t.Errorf("the URL is told: %v\n%s", err, log)
			}
			var got map[string]any
			if err := json.Unmarshal([]byte(f.seen()[0].body), &got); err != nil {
				t.Fatal(err)
			}
			delete(got, "blocks")
			want := map[string]any{
				"text": "hi", "parse": "none", "response_type": "ephemeral", "replace_original": true,
				"delete_original": false, "unfurl_links": false, "unfurl_media": false,
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("body, wanted - got +:\n%s", diff)
			}
		})
	}
}

func TestRespondToNoURL(t *testing.T) {
	c, _, _, _ := withServer(t, always(ok(`{}`)))
	if err := c.Respond(t.Context(), "http://bad host/secret", Response{Text: "hi"}); ClassOf(err) != Bug || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}
