package sandbox

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

// Each row is a call that Slack refuses. The app is in #refunds and
// #quiet-room; $own is a message of its own in #refunds, $other one of Ana's.
func TestWebAPIRefusesWhatSlackRefuses(t *testing.T) {
	rules.Keeps(t, "api/http-200", "api/unknown-method", "api/missing-scope", "api/invalid-cursor", "api/invalid-arguments",
		"post/channel-not-found", "post/not-in-channel", "post/archived", "post/no-text", "post/attachments", "post/markdown-conflict",
		"post/cannot-reply", "post/metadata", "edit/own-only", "edit/not-found", "edit/hard-4000", "edit/needs-d-id", "ephemeral/user-in-channel",
		"conversation/open-eight", "conversation/open-unknown", "conversation/prevent-creation", "conversation/info-private",
		"conversation/scope-by-type", "conversation/join-public", "conversation/join-archived", "history/scope-by-type", "mark/already-pinned",
		"person/not-found", "person/external-dm")
	const textBlock = `[{"type":"section","text":{"type":"mrkdwn","text":"hello"}}]`
	rows := []struct {
		sentence string
		method   string
		form     map[string]string
		want     string
	}{
		{"A method that does not exist is unknown.", "chat.shout", nil, "unknown_method"},
		{"The app-level method takes no bot token.", "apps.connections.open", nil, "not_allowed_token_type"},
		{"team.info needs a scope that the app lacks.", "team.info", nil, "missing_scope"},
		{"reactions.add needs a scope that the app lacks.", "reactions.add", nil, "missing_scope"},
		{"pins.list needs a scope that the app lacks.", "pins.list", nil, "missing_scope"},
		{"The history of a channel needs its own scope.", "conversations.history", map[string]string{"channel": ChannelRefunds}, "missing_scope"},
		{"Listing direct conversations needs im:read.", "users.conversations", map[string]string{"types": "im"}, "missing_scope"},
		{"An unknown kind of conversation is no type.", "conversations.list", map[string]string{"types": "secret_channel"}, "invalid_types"},
		{"A cursor is not to be made up.", "conversations.list", map[string]string{"cursor": "bmV4dDo5OTk="}, "invalid_cursor"},
		{"A page has a size.", "conversations.list", map[string]string{"limit": "many"}, "invalid_limit"},
		{"A page has at most a thousand items.", "conversations.list", map[string]string{"limit": "1001"}, "invalid_limit"},
		{"A channel that does not exist is not found.", "conversations.info", map[string]string{"channel": "C0NOTHING1"}, "channel_not_found"},
		{"A private channel the app is not in is not there.", "conversations.info", map[string]string{"channel": "C0SECRET01"}, "channel_not_found"},
		{"The members of a private channel the app is not in are not there.", "conversations.members", map[string]string{"channel": "C0SECRET01"}, "channel_not_found"},
		{"A private channel cannot be joined unseen.", "conversations.join", map[string]string{"channel": "C0SECRET01"}, "channel_not_found"},
		{"A private channel cannot be joined.", "conversations.join", map[string]string{"channel": ChannelQuietRoom}, "method_not_supported_for_channel_type"},
		{"An archived channel cannot be joined.", "conversations.join", map[string]string{"channel": "C0ATTIC001"}, "is_archived"},
		{"A direct conversation needs somebody.", "conversations.open", nil, "users_list_not_supplied"},
		{"A direct conversation needs somebody who exists.", "conversations.open", map[string]string{"users": "U0NOBODY01"}, "user_not_found"},
		{"A deactivated person cannot be written to.", "conversations.open", map[string]string{"users": UserKiri}, "user_disabled"},
		{"Somebody from elsewhere is written to only from a shared channel.", "conversations.open", map[string]string{"users": UserNoor}, "user_not_visible"},
		{"A group conversation needs its own scope.", "conversations.open", map[string]string{"users": UserAna + "," + UserBo}, "missing_scope"},
		{"At most eight people meet in one.", "conversations.open", map[string]string{"users": "a,b,c,d,e,f,g,h,i"}, "too_many_users"},
		{"Nobody is looked for without being opened.", "conversations.open", map[string]string{"users": UserDee, "prevent_creation": "true"}, "channel_not_found"},
		{"Posting to an unknown channel fails.", "chat.postMessage", map[string]string{"channel": "C0NOTHING1", "text": "x"}, "channel_not_found"},
		{"Posting to an unseen private channel fails the same way.", "chat.postMessage", map[string]string{"channel": "C0SECRET01", "text": "x"}, "channel_not_found"},
		{"Posting to a deactivated person fails.", "chat.postMessage", map[string]string{"channel": UserKiri, "text": "x"}, "channel_not_found"},
		{"Posting to a public channel needs membership.", "chat.postMessage", map[string]string{"channel": ChannelCheckout, "text": "x"}, "not_in_channel"},
		{"Nothing is posted to an archived channel.", "chat.postMessage", map[string]string{"channel": "C0ATTIC001", "text": "x"}, "is_archived"},
		{"A message says something.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "  "}, "no_text"},
		{"Blocks are an array.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "blocks": `{"type":"divider"}`}, "invalid_blocks_format"},
		{"An unknown block is refused.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "blocks": `[{"type":"banner"}]`}, "invalid_blocks"},
		{"Text of 3,001 characters is too long for a section.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "blocks": strings.Replace(textBlock, "hello", strings.Repeat("x", 3001), 1)}, "invalid_blocks"},
		{"Fifty-one blocks are too many.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "blocks": "[" + strings.Repeat(`{"type":"divider"},`, 50) + `{"type":"divider"}]`}, "msg_blocks_too_long"},
		{"A hundred and one attachments are too many.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "attachments": "[" + strings.Repeat(`{},`, 100) + `{}]`}, "too_many_attachments"},
		{"Blocks in an attachment keep to the same rules.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "attachments": `[{"blocks":[{"type":"banner"}]}]`}, "invalid_attachments"},
		{"Markdown text has at most 12,000 characters.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "markdown_text": strings.Repeat("x", 12_001)}, "msg_too_long"},
		{"Markdown text stands alone.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"},
		{"Metadata is JSON.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "metadata": "k=v"}, "invalid_metadata_format"},
		{"Metadata has a type and a payload.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "metadata": `{"event_type":"nudge","event_payload":[]}`}, "invalid_metadata_schema"},
		{"Nothing can be answered to a line of Slack's own.", "chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "thread_ts": "$system"}, "cannot_reply_to_message"},
		{"An ephemeral message needs its reader in the channel.", "chat.postEphemeral", map[string]string{"channel": ChannelRefunds, "user": UserJonas, "text": "x"}, "user_not_in_channel"},
		{"An ephemeral message needs the app in the channel.", "chat.postEphemeral", map[string]string{"channel": ChannelCheckout, "user": UserAna, "text": "x"}, "not_in_channel"},
		{"An ephemeral message is not cut but refused.", "chat.postEphemeral", map[string]string{"channel": ChannelRefunds, "user": UserAna, "text": strings.Repeat("x", 40_001)}, "msg_too_long"},
		{"A message that is not there cannot be changed.", "chat.update", map[string]string{"channel": ChannelRefunds, "ts": "1.000001", "text": "x"}, "message_not_found"},
		{"Another's message cannot be changed.", "chat.update", map[string]string{"channel": ChannelRefunds, "ts": "$other", "text": "x"}, "cant_update_message"},
		{"An update has at most 4,000 characters.", "chat.update", map[string]string{"channel": ChannelRefunds, "ts": "$own", "text": strings.Repeat("x", 4001)}, "msg_too_long"},
		{"An update says something.", "chat.update", map[string]string{"channel": ChannelRefunds, "ts": "$own", "text": ""}, "no_text"},
		{"An update names the conversation, not the person.", "chat.update", map[string]string{"channel": UserBo, "ts": "$own", "text": "x"}, "channel_not_found"},
		{"Another's message cannot be deleted.", "chat.delete", map[string]string{"channel": ChannelRefunds, "ts": "$other"}, "cant_delete_message"},
		{"A message that is not there cannot be deleted.", "chat.delete", map[string]string{"channel": ChannelRefunds, "ts": "1.000001"}, "message_not_found"},
		{"A message that is not there has no link.", "chat.getPermalink", map[string]string{"channel": ChannelRefunds, "message_ts": "1.000001"}, "message_not_found"},
		{"A pin needs a message.", "pins.add", map[string]string{"channel": ChannelRefunds}, "no_item_specified"},
		{"A pin needs a time that can be one.", "pins.add", map[string]string{"channel": ChannelRefunds, "timestamp": "soon"}, "bad_timestamp"},
		{"A pin needs a message that is there.", "pins.add", map[string]string{"channel": ChannelRefunds, "timestamp": "1.000001"}, "message_not_found"},
		{"A message is pinned once.", "pins.add", map[string]string{"channel": ChannelRefunds, "timestamp": "$own"}, "already_pinned"},
		{"What is not pinned cannot be unpinned.", "pins.remove", map[string]string{"channel": ChannelRefunds, "timestamp": "$other"}, "no_pin"},
		{"A person who does not exist is not found.", "users.info", map[string]string{"user": "U0NOBODY01"}, "user_not_found"},
		{"Do-not-disturb of many needs somebody.", "dnd.teamInfo", nil, "no_users_provided"},
		{"Do-not-disturb of nobody is not found.", "dnd.info", map[string]string{"user": "U0NOBODY01"}, "user_not_found"},
		{"A bot that does not exist is not found.", "bots.info", map[string]string{"bot": "B0NOTHING1"}, "bot_not_found"},
		{"A view needs a view.", "views.open", map[string]string{"trigger_id": "1.2.3"}, "invalid_arguments"},
		{"A view needs a trigger.", "views.open", map[string]string{"view": plainModal}, "invalid_trigger_id"},
		{"A view needs a trigger that Slack gave.", "views.open", map[string]string{"view": plainModal, "trigger_id": "1.2.3"}, "invalid_trigger_id"},
		{"A modal's title has at most 24 characters.", "views.open", map[string]string{"view": strings.Replace(plainModal, "Form", strings.Repeat("F", 25), 1), "trigger_id": "1.2.3"}, "invalid_arguments"},
		{"A view has at most 250 KB.", "views.open", map[string]string{"view": strings.Replace(plainModal, "Form", strings.Repeat("F", 250_001), 1), "trigger_id": "1.2.3"}, "view_too_large"},
		{"A view that is closed cannot be updated.", "views.update", map[string]string{"view_id": "V0GONE", "view": plainModal}, "not_found"},
		{"An update says which view.", "views.update", map[string]string{"view": plainModal}, "invalid_arguments"},
		{"A Home needs somebody to see it.", "views.publish", map[string]string{"user_id": "U0NOBODY01", "view": plainHome}, "user_not_found"},
		{"A Home is no modal.", "views.publish", map[string]string{"user_id": UserAna, "view": plainModal}, "invalid_arguments"},
		{"A Home that was never published has no hash.", "views.publish", map[string]string{"user_id": UserAna, "view": plainHome, "hash": "1.x"}, "hash_conflict"},
	}
	r := newRig(t)
	known := r.furnish()
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			form := map[string]string{}
			for k, v := range row.form {
				form[k] = v
				if ts, ok := known[v]; ok {
					form[k] = ts
				}
			}
			out := r.call(row.method, form)
			if out["ok"] != false || out["error"] != row.want {
				t.Errorf("%s answered %v, want %s", row.method, out, row.want)
			}
		})
	}
}

const (
	plainModal = `{"type":"modal","title":{"type":"plain_text","text":"Form"},"blocks":[{"type":"divider"}]}`
	plainHome  = `{"type":"home","blocks":[{"type":"divider"}]}`
)

// furnish prepares the workspace that the table of refusals speaks of.
func (r *rig) furnish() map[string]string {
	r.t.Helper()
	r.s.mu.Lock()
	r.s.w.channels = append(r.s.w.channels,
		&channel{ID: "C0SECRET01", Name: "secret", Private: true, Members: []string{UserAna}, lastRead: map[string]string{}},
		&channel{ID: "C0ATTIC001", Name: "attic", Archived: true, Members: []string{UserAna, r.s.w.app.BotUserID}, lastRead: map[string]string{}})
	r.s.mu.Unlock()
	r.invite(UserAna, ChannelRefunds)
	system, _ := r.lastMessage(UserAna, ChannelRefunds)["ts"].(string)
	r.invite(UserAna, ChannelQuietRoom)
	r.post("user", obj{"user": UserKiri, "deleted": true})
	own, _ := r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "mine"})["ts"].(string)
	if out := r.call("pins.add", map[string]string{"channel": ChannelRefunds, "timestamp": own}); out["ok"] != true {
		r.t.Fatal(out)
	}
	other, _ := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "Ana's"})["ts"].(string)
	return map[string]string{"$own": own, "$other": other, "$system": system}
}

func TestTokensAreChecked(t *testing.T) {
	rules.Keeps(t, "api/token-header-or-form", "api/token-not-in-url", "api/json-needs-header", "api/not-authed", "api/invalid-auth",
		"api/token-revoked", "api/token-type", "open/header-only")
	r := newRig(t)
	rows := []struct {
		sentence, method, token, form, want string
	}{
		{"No token is not authed.", "auth.test", "", "", "not_authed"},
		{"A made-up token is invalid.", "auth.test", "xoxb-made-up", "", "invalid_auth"},
		{"The app-level token opens no bot method.", "auth.test", DefaultAppToken, "", "not_allowed_token_type"},
		{"A token in the form counts.", "auth.test", "", DefaultBotToken, ""},
		{"The app-level token counts in the header alone.", "apps.connections.open", "", DefaultAppToken, "not_authed"},
		{"The app-level token opens a connection.", "apps.connections.open", DefaultAppToken, "", ""},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			form := map[string]string{}
			if row.form != "" {
				form["token"] = row.form
			}
			_, out := r.raw(row.method, row.token, form)
			if got, _ := out["error"].(string); got != row.want {
				t.Errorf("error %q, want %q", got, row.want)
			}
		})
	}
	t.Run("A token in the address does not count.", func(t *testing.T) {
		resp, err := http.Get(r.url + "/api/auth.test?token=" + DefaultBotToken)
		if err != nil {
			t.Fatal(err)
		}
		if out := readObject(t, resp); out["error"] != "not_authed" {
			t.Error(out)
		}
	})
	t.Run("A token in a JSON body does not count.", func(t *testing.T) {
		resp, err := http.Post(r.url+"/api/auth.test", "application/json; charset=utf-8", strings.NewReader(`{"token":"`+DefaultBotToken+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		if out := readObject(t, resp); out["error"] != "not_authed" {
			t.Error(out)
		}
	})
	t.Run("A revoked bot token is dead, and the app-level token is not.", func(t *testing.T) {
		r.post("fault", obj{"kind": "revoke"})
		if _, err := r.api.AuthTest(); err == nil || err.Error() != "token_revoked" {
			t.Errorf("auth.test: %v", err)
		}
		if _, out := r.raw("apps.connections.open", DefaultAppToken, nil); out["ok"] != true {
			t.Errorf("apps.connections.open: %v", out)
		}
	})
}

func TestMissingScopesSayWhatIsNeeded(t *testing.T) {
	rules.Keeps(t, "api/missing-scope", "api/scope-headers")
	r := newRig(t)
	header, out := r.raw("team.info", DefaultBotToken, nil)
	if got := header.Get("X-OAuth-Scopes"); !strings.Contains(got, "chat:write") {
		t.Errorf("X-OAuth-Scopes %q", got)
	}
	if got := header.Get("X-Accepted-OAuth-Scopes"); got != "team:read" {
		t.Errorf("X-Accepted-OAuth-Scopes %q", got)
	}
	provided, _ := out["provided"].(string)
	if out["needed"] != "team:read" || !strings.Contains(provided, "im:history") {
		t.Errorf("needed %v, provided %v", out["needed"], provided)
	}
}

func TestInvalidBlocksSayWhere(t *testing.T) {
	rules.Keeps(t, "surface/says-where")
	r := newRig(t)
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "blocks": `[{"type":"image","image_url":"https://x.test/a.png"}]`})
	list, _ := dig(out, "response_metadata", "messages").([]any)
	if len(list) == 0 || !strings.Contains(list[0].(string), "missing required field: alt_text [json-pointer:/blocks/0]") {
		t.Errorf("messages %v", list)
	}
}

func TestHistoryIsPagedAndShowsMetadataOnlyWhenAsked(t *testing.T) {
	rules.Keeps(t, "history/newest-first", "history/bounds", "history/metadata-asked", "api/cursors")
	r := newRig(t)
	meta := slack.SlackMetadata{EventType: "nudge", EventPayload: map[string]any{"k": "opaque"}}
	for _, text := range []string{"one", "two", "three"} {
		if _, _, err := r.api.PostMessage(UserBo, slack.MsgOptionText(text, false), slack.MsgOptionMetadata(meta)); err != nil {
			t.Fatal(err)
		}
	}
	first, err := r.api.GetConversationHistory(&slack.GetConversationHistoryParameters{
		ChannelID: "D0BO000001", Limit: 2, IncludeAllMetadata: true,
	})
	if err != nil || !first.HasMore || len(first.Messages) != 2 || first.Messages[0].Text != "three" {
		t.Fatalf("first page %+v: %v", first, err)
	}
	if first.Messages[0].Metadata.EventPayload["k"] != "opaque" {
		t.Errorf("metadata %v", first.Messages[0].Metadata)
	}
	second, err := r.api.GetConversationHistory(&slack.GetConversationHistoryParameters{
		ChannelID: "D0BO000001", Limit: 2, Cursor: first.ResponseMetaData.NextCursor,
	})
	if err != nil || second.HasMore || len(second.Messages) != 1 || second.Messages[0].Text != "one" {
		t.Fatalf("second page %+v: %v", second, err)
	}
	if got := second.Messages[0].Metadata; got.EventType != "nudge" || len(got.EventPayload) != 0 {
		t.Errorf("without being asked, history shows %v", got)
	}
	since, err := r.api.GetConversationHistory(&slack.GetConversationHistoryParameters{
		ChannelID: "D0BO000001", Oldest: second.Messages[0].Timestamp,
	})
	if err != nil || len(since.Messages) != 2 {
		t.Errorf("since the first, exclusive: %d messages, %v", len(since.Messages), err)
	}
}

func TestThreadsKeepTheirRepliesAndTheirTombstone(t *testing.T) {
	rules.Keeps(t, "history/replies", "history/threads-apart", "post/thread", "edit/tombstone")
	r := newRig(t)
	ch, parent, err := r.api.PostMessage(UserBo, slack.MsgOptionText("card", false))
	if err != nil {
		t.Fatal(err)
	}
	_, reply, err := r.api.PostMessage(ch, slack.MsgOptionText("detail", false), slack.MsgOptionTS(parent))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = r.api.PostMessage(ch, slack.MsgOptionText("more", false), slack.MsgOptionTS(reply))
	if err != nil {
		t.Fatal(err)
	}
	list, _, _, err := r.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: ch, Timestamp: parent})
	if err != nil || len(list) != 3 || list[0].ReplyCount != 2 || list[2].ThreadTimestamp != parent {
		t.Fatalf("thread %+v: %v", list, err)
	}
	if got := r.messages(UserBo, ch); len(got) != 1 {
		t.Errorf("the conversation shows %d messages beside the thread", len(got)-1)
	}
	if _, _, err := r.api.DeleteMessage(ch, parent); err != nil {
		t.Fatal(err)
	}
	if m := r.lastMessage(UserBo, ch); m["subtype"] != "tombstone" {
		t.Errorf("the deleted card is %v", m)
	}
	lost, err := r.api.PostEphemeral(ch, UserBo, slack.MsgOptionText("psst", false), slack.MsgOptionTS("99.000001"))
	if err != nil || lost == "" {
		t.Errorf("an ephemeral to a thread that is gone: %v", err)
	}
	if _, _, m, err := sendTo(r, ch, slack.MsgOptionTS("99.000001")); err != nil || m.ThreadTimestamp != "" {
		t.Errorf("a reply to a message that is gone is posted without a thread: %v %v", m.ThreadTimestamp, err)
	}
}

func sendTo(r *rig, ch string, more ...slack.MsgOption) (string, string, slack.Message, error) {
	return r.api.PostMessageWithResponse(ch, append(more, slack.MsgOptionText("late", false))...)
}

func TestUpdateWithoutBlocksRemovesThem(t *testing.T) {
	rules.Keeps(t, "edit/text-removes-blocks", "edit/mark")
	r := newRig(t)
	ch, ts, err := r.api.PostMessage(UserBo, slack.MsgOptionText("card", false), slack.MsgOptionBlocks(button("a", "b")))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := r.api.UpdateMessage(ch, ts, slack.MsgOptionText("card", false), slack.MsgOptionBlocks(button("a", "c"))); err != nil {
		t.Fatal(err)
	}
	if m := r.lastMessage(UserBo, ch); m["blocks"] == nil || m["edited"] != nil {
		t.Errorf("a change of blocks alone shows no edited mark: %v", m)
	}
	if _, _, _, err := r.api.UpdateMessage(ch, ts, slack.MsgOptionText("done", false)); err != nil {
		t.Fatal(err)
	}
	if m := r.lastMessage(UserBo, ch); m["blocks"] != nil || m["edited"] == nil {
		t.Errorf("text alone removes the blocks and marks the edit: %v", m)
	}
}

func TestADirectConversationOutlivesItsPerson(t *testing.T) {
	rules.Keeps(t, "post/deactivated", "post/to-person")
	r := newRig(t)
	ch, _, err := r.api.PostMessage(UserKiri, slack.MsgOptionText("x", false))
	if err != nil {
		t.Fatal(err)
	}
	r.post("user", obj{"user": UserKiri, "deleted": true})
	if _, _, err := r.api.PostMessage(ch, slack.MsgOptionText("y", false)); err != nil {
		t.Errorf("Slack says ok although nobody reads it: %v", err)
	}
}

func TestWhatCannotBeUpdated(t *testing.T) {
	rules.Keeps(t, "edit/block-mismatch", "edit/inactive")
	const rich = `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x"}]}]}]`
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	sent := r.call("chat.postMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "blocks": rich})
	update := func(blocks string) any {
		return r.call("chat.update", map[string]string{
			"channel": ChannelRefunds, "ts": sent["ts"].(string), "text": "y", "blocks": blocks,
		})["error"]
	}
	if got := update(rich); got != nil {
		t.Errorf("rich text to rich text: %v", got)
	}
	if got := update(`[{"type":"divider"}]`); got != "block_mismatch" {
		t.Errorf("rich text to another block: %v", got)
	}
	r.post("channel", obj{"as": UserAna, "op": "archive", "channel": ChannelRefunds})
	if got := update(rich); got != "is_inactive" {
		t.Errorf("in an archived channel: %v", got)
	}
}

func TestUpdateKeepsMetadataUnlessItIsEmptied(t *testing.T) {
	rules.Keeps(t, "edit/metadata-kept")
	r := newRig(t)
	sent := r.call("chat.postMessage", map[string]string{
		"channel": UserBo, "text": "x", "metadata": `{"event_type":"nudge","event_payload":{"k":"opaque"}}`,
	})
	update := func(more map[string]string) any {
		form := map[string]string{"channel": sent["channel"].(string), "ts": sent["ts"].(string), "text": "y"}
		maps.Copy(form, more)
		return dig(r.call("chat.update", form), "message", "metadata", "event_payload", "k")
	}
	if got := update(nil); got != "opaque" {
		t.Errorf("without metadata the old one stays, got %v", got)
	}
	if got := update(map[string]string{"metadata": "{}"}); got != nil {
		t.Errorf("an empty object removes it, got %v", got)
	}
}

func TestLongTextIsCutWithAWarning(t *testing.T) {
	rules.Keeps(t, "post/truncated")
	r := newRig(t)
	out := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": strings.Repeat("é", maxText+1)})
	if out["warning"] != "message_truncated" {
		t.Errorf("warning %v", out["warning"])
	}
}

func TestPeopleAndChannelsAreShownAsSlackShowsThem(t *testing.T) {
	rules.Keeps(t, "person/tz", "person/external", "person/stranger", "conversation/users-conversations", "conversation/shared",
		"conversation/members")
	r := newRig(t)
	bo, err := r.api.GetUserInfo(UserBo)
	if err != nil || bo.TZ != "America/Chicago" || bo.TZOffset == 0 || bo.IsBot || bo.Profile.DisplayName != "Bo" {
		t.Errorf("Bo is %+v: %v", bo, err)
	}
	noor, err := r.api.GetUserInfo(UserNoor)
	if err != nil || !noor.IsStranger || noor.TeamID == teamID {
		t.Errorf("somebody who shares no channel with the app is a stranger: %+v %v", noor, err)
	}
	people, err := r.api.GetUsers()
	if err != nil || slices.ContainsFunc(people, func(u slack.User) bool { return u.ID == UserNoor }) {
		t.Errorf("people from elsewhere are in no list: %v", err)
	}
	mine, _, err := r.api.GetConversationsForUser(&slack.GetConversationsForUserParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil || len(mine) != 0 {
		t.Errorf("the app is in no channel at first: %v %v", mine, err)
	}
	ch, _, _, err := r.api.JoinConversation(ChannelPartners)
	if err != nil || !ch.IsExtShared || !ch.IsMember {
		t.Errorf("joined %+v: %v", ch, err)
	}
	members, cursor, err := r.api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: ChannelPartners, Limit: 3})
	if err != nil || len(members) != 3 || cursor == "" {
		t.Errorf("first page of members %v, cursor %q: %v", members, cursor, err)
	}
}

func TestDoNotDisturbIsToldInThePersonsZone(t *testing.T) {
	rules.Keeps(t, "person/dnd", "person/snooze-private")
	r := newRig(t)
	r.post("user", obj{"user": UserEmi, "dnd": obj{"start": "22:00", "end": "08:00"}})
	emi := UserEmi
	got, err := r.api.GetDNDInfo(&emi)
	if err != nil || !got.Enabled || got.SnoozeEnabled || got.NextEndTimestamp-got.NextStartTimestamp != 10*3600 {
		t.Errorf("Emi's do-not-disturb is %+v: %v", got, err)
	}
	bo := UserBo
	if got, err = r.api.GetDNDInfo(&bo); err != nil || got.Enabled {
		t.Errorf("Bo's do-not-disturb is %+v: %v", got, err)
	}
	all, err := r.api.GetDNDTeamInfo([]string{UserEmi, UserBo})
	if err != nil || len(all) != 2 || !all[UserEmi].Enabled {
		t.Errorf("of both: %v %v", all, err)
	}
	r.post("user", obj{"user": UserBo, "dnd": obj{"snooze_minutes": 30}})
	if all, err = r.api.GetDNDTeamInfo([]string{UserBo}); err != nil || !all[UserBo].Enabled || all[UserBo].SnoozeEnabled {
		t.Errorf("to others a snooze is a quiet time: %v %v", all, err)
	} else if length := all[UserBo].NextEndTimestamp - all[UserBo].NextStartTimestamp; length < 29*60 || length > 30*60 {
		t.Errorf("the snooze of half an hour lasts %d s", length)
	}
}
