package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

var channelScopes = []string{"channels:manage", "groups:write", "mpim:write", "mpim:read", "im:read", "channels:history"}

func TestTheAppMakesAndChangesItsChannels(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "conversation/join-again", "conversation/private-by-flag", "conversation/list-hides")
	r := newRig(t, withScopes(channelScopes...), withEvents("channel_created", "message.channels"))
	ch, err := r.api.CreateConversation(slack.CreateConversationParams{ChannelName: "postcards"})
	if err != nil || !ch.IsChannel || ch.IsPrivate || ch.Creator != "U0BOT00001" || !ch.IsMember {
		t.Fatalf("made %+v: %v", ch, err)
	}
	secret, err := r.api.CreateConversation(slack.CreateConversationParams{ChannelName: "surprise", IsPrivate: true})
	if err != nil || !secret.IsPrivate || !strings.HasPrefix(secret.ID, "C") {
		t.Fatalf("made %+v: %v", secret, err)
	}
	if _, err = r.api.InviteUsersToConversation(ch.ID, UserAna, UserBo); err != nil {
		t.Fatal(err)
	}
	if topic, err := r.api.SetTopicOfConversation(ch.ID, "Wish & you"); err != nil || topic.Topic.Value != "Wish &amp; you" || topic.Topic.Creator != "U0BOT00001" {
		t.Errorf("topic %+v: %v", topic, err)
	}
	if line := r.lastMessage(UserAna, ch.ID); line["subtype"] != "channel_topic" || line["topic"] != "Wish &amp; you" {
		t.Errorf("the channel says %v", line)
	}
	if _, err = r.api.SetPurposeOfConversation(ch.ID, "Greetings"); err != nil {
		t.Error(err)
	}
	renamed, err := r.api.RenameConversation(ch.ID, "letters")
	if err != nil || renamed.Name != "letters" || len(renamed.PreviousNames) != 1 || renamed.Purpose.Value != "Greetings" {
		t.Errorf("renamed %+v: %v", renamed, err)
	}
	listed, _, err := r.api.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}, Limit: 100})
	if err != nil || !slices.ContainsFunc(listed, func(c slack.Channel) bool { return c.ID == secret.ID }) ||
		slices.ContainsFunc(listed, func(c slack.Channel) bool { return c.ID == ChannelQuietRoom }) {
		t.Errorf("the list has private channels of the app alone: %v", err)
	}
	if err = r.api.KickUserFromConversation(ch.ID, UserBo); err != nil {
		t.Error(err)
	}
	if _, _, warnings, err := r.api.JoinConversation(ch.ID); err != nil || fmt.Sprint(warnings) != "[already_in_channel]" {
		t.Errorf("joined again: %v %v", warnings, err)
	}
	if err = r.api.MarkConversation(ch.ID, "1700000000.000100"); err != nil {
		t.Error(err)
	}
	if err = r.api.ArchiveConversation(ch.ID); err != nil {
		t.Error(err)
	}
	if err = r.api.UnArchiveConversation(ch.ID); err == nil || err.Error() != "not_in_channel" {
		t.Errorf("a bot's token opens an archived channel again: %v", err)
	}
	if _, err = r.api.LeaveConversation(secret.ID); err == nil || err.Error() != "last_member" {
		t.Errorf("the last one leaves: %v", err)
	}
}

func TestChannelsAreRefusedAsSlackRefusesThem(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes(channelScopes...))
	r.invite(UserAna, ChannelRefunds)
	r.invite(UserAna, ChannelGeneral)
	r.invite(UserAna, ChannelPartners)
	dm, _ := r.call("conversations.open", map[string]string{"users": UserBo})["channel"].(map[string]any)
	mine, _ := r.call("conversations.create", map[string]string{"name": "mine"})["channel"].(map[string]any)
	id, own := fmt.Sprint(dm["id"]), fmt.Sprint(mine["id"])
	type form = map[string]string
	for _, row := range []struct {
		sentence, method string
		form             form
		want             string
	}{
		{"A channel has a name.", "conversations.create", nil, "invalid_name_required"},
		{"A name has an end.", "conversations.create", form{"name": strings.Repeat("a", 81)}, "invalid_name_maxlength"},
		{"A name says something.", "conversations.create", form{"name": "-_-"}, "invalid_name_punctuation"},
		{"A name has no capitals.", "conversations.create", form{"name": "Big Plans"}, "invalid_name_specials"},
		{"A name is its own.", "conversations.create", form{"name": "refunds"}, "name_taken"},
		{"The general channel stays.", "conversations.archive", form{"channel": ChannelGeneral}, "cant_archive_general"},
		{"Who archives is in it.", "conversations.archive", form{"channel": ChannelCheckout}, "not_in_channel"},
		{"A direct conversation is not archived.", "conversations.archive", form{"channel": id}, "method_not_supported_for_channel_type"},
		{"What is unseen is not there.", "conversations.archive", form{"channel": ChannelQuietRoom}, "channel_not_found"},
		{"What is open is not opened.", "conversations.unarchive", form{"channel": ChannelRefunds}, "not_archived"},
		{"Another's channel is not renamed.", "conversations.rename", form{"channel": ChannelRefunds, "name": "money"}, "not_authorized"},
		{"A new name is a name.", "conversations.rename", form{"channel": own, "name": "No!"}, "invalid_name_specials"},
		{"Somebody is invited.", "conversations.invite", form{"channel": ChannelRefunds}, "no_user"},
		{"Who is invited exists.", "conversations.invite", form{"channel": ChannelRefunds, "users": "U0NOBODY01"}, "user_not_found"},
		{"Nobody invites themselves.", "conversations.invite", form{"channel": ChannelRefunds, "users": "U0BOT00001"}, "cant_invite_self"},
		{"Who is there is not invited.", "conversations.invite", form{"channel": ChannelRefunds, "users": UserBo}, "already_in_channel"},
		{"A guest of one channel stays there.", "conversations.invite", form{"channel": own, "users": UserLou}, "ura_max_channels"},
		{"People from elsewhere come to shared channels.", "conversations.invite", form{"channel": own, "users": UserNoor}, "cant_invite"},
		{"Who invites is in it.", "conversations.invite", form{"channel": ChannelCheckout, "users": UserBo}, "not_in_channel"},
		{"Nobody removes themselves.", "conversations.kick", form{"channel": ChannelRefunds, "user": "U0BOT00001"}, "cant_kick_self"},
		{"Nobody is removed from the general channel.", "conversations.kick", form{"channel": ChannelGeneral, "user": UserBo}, "cant_kick_from_general"},
		{"Who is removed is there.", "conversations.kick", form{"channel": ChannelRefunds, "user": UserJonas}, "not_in_channel"},
		{"Who is removed exists.", "conversations.kick", form{"channel": ChannelRefunds, "user": "U0NOBODY01"}, "user_not_found"},
		{"Nobody leaves the general channel.", "conversations.leave", form{"channel": ChannelGeneral}, "cant_leave_general"},
		{"A direct conversation is closed, not left.", "conversations.leave", form{"channel": id}, "method_not_supported_for_channel_type"},
		{"A channel is left, not closed.", "conversations.close", form{"channel": ChannelRefunds}, "method_not_supported_for_channel_type"},
		{"A topic has an end.", "conversations.setTopic", form{"channel": ChannelRefunds, "topic": strings.Repeat("x", 251)}, "too_long"},
		{"A topic is given.", "conversations.setTopic", form{"channel": ChannelRefunds}, "invalid_arguments"},
		{"A direct conversation has no topic.", "conversations.setTopic", form{"channel": id, "topic": "x"}, "method_not_supported_for_channel_type"},
		{"Who describes is in it.", "conversations.setPurpose", form{"channel": ChannelCheckout, "purpose": "x"}, "not_in_channel"},
		{"What is read has a time.", "conversations.mark", form{"channel": ChannelRefunds, "ts": "now"}, "invalid_timestamp"},
	} {
		if row.method == "conversations.create" {
			r.s.mu.Lock()
			r.s.limits.reset()
			r.s.mu.Unlock()
		}
		if out := r.call(row.method, row.form); out["error"] != row.want {
			t.Errorf("%s %s answered %v, want %s", row.sentence, row.method, out, row.want)
		}
	}
	out := r.call("conversations.leave", form{"channel": ChannelCheckout})
	if out["ok"] != false || out["not_in_channel"] != true || out["error"] != "not_in_channel" {
		t.Errorf("leaving where one is not: %v", out)
	}
	if out := r.call("conversations.close", form{"channel": id}); out["ok"] != true || out["no_op"] != nil {
		t.Errorf("closing: %v", out)
	}
	if out := r.call("conversations.close", form{"channel": id}); out["already_closed"] != true {
		t.Errorf("closing again: %v", out)
	}
	if out := r.call("conversations.open", form{"channel": id}); out["ok"] != true || out["already_open"] != nil {
		t.Errorf("opening again: %v", out)
	}
	both := form{"channel": own, "users": UserBo + ",U0NOBODY01"}
	refused := r.call("conversations.invite", both)
	if errs, _ := refused["errors"].([]any); len(errs) != 1 || dig(errs[0], "user") != "U0NOBODY01" {
		t.Errorf("one of two is refused: %v", refused)
	}
	both["force"] = "true"
	if out := r.call("conversations.invite", both); out["ok"] != true {
		t.Errorf("with force the other comes: %v", out)
	}
}

func TestEachKindOfChannelNeedsItsScope(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "conversation/scope-by-type")
	r := newRig(t, withScopes("channels:manage", "groups:write.topic"))
	r.invite(UserAna, ChannelQuietRoom)
	for _, row := range []struct {
		sentence, method string
		form             map[string]string
		needed           any
	}{
		{"A public channel is made with channels:manage.", "conversations.create", map[string]string{"name": "open"}, nil},
		{"A private one needs groups:write.", "conversations.create", map[string]string{"name": "shut", "is_private": "true"}, "groups:write"},
		{"A private one is archived with groups:write.", "conversations.archive", map[string]string{"channel": ChannelQuietRoom}, "groups:write"},
		{"A narrower scope sets the topic.", "conversations.setTopic", map[string]string{"channel": ChannelQuietRoom, "topic": "hush"}, nil},
	} {
		if out := r.call(row.method, row.form); out["needed"] != row.needed {
			t.Errorf("%s %s answered %v", row.sentence, row.method, out)
		}
	}
}
