package sandbox

import (
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

// withScopes installs the app with these scopes besides its own.
func withScopes(scopes ...string) func(*Options) {
	return func(o *Options) {
		o.App = DefaultApp()
		o.App.Scopes = append(o.App.Scopes, scopes...)
	}
}

func withEvents(events ...string) func(*Options) {
	return func(o *Options) {
		if o.App.Name == "" {
			o.App = DefaultApp()
		}
		o.App.Events = append(o.App.Events, events...)
	}
}

func TestTheAppTalksWithSeveralPeopleAtOnce(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "conversation/open-same", "conversation/group", "event/message-mpim")
	r := newRig(t, withScopes("mpim:write", "mpim:read", "mpim:history"), withEvents("message.mpim"))
	b := r.connect()
	open := func(people ...string) (*slack.Channel, bool) {
		t.Helper()
		ch, _, before, err := r.api.OpenConversation(&slack.OpenConversationParameters{Users: people, ReturnIM: true})
		if err != nil {
			t.Fatal(err)
		}
		return ch, before
	}
	ch, before := open(UserAna, UserBo)
	if before || !ch.IsMpIM || !ch.IsPrivate || ch.IsIM || !strings.HasPrefix(ch.ID, "G") || ch.Name != "mpdm-ana--bo--throughline-1" {
		t.Errorf("opened %+v, before: %v", ch, before)
	}
	if again, before := open(UserBo, UserAna); again.ID != ch.ID || !before {
		t.Errorf("the same people in another order get %s, before: %v", again.ID, before)
	}
	if other, before := open(UserBo, UserAna, UserDee); other.ID == ch.ID || before {
		t.Errorf("one more person gets %s, before: %v", other.ID, before)
	}
	r.post("message", obj{"as": UserBo, "channel": ch.ID, "text": "hello you two"})
	if e := b.event(t); e["type"] != "message" || e["channel_type"] != "mpim" || e["channel"] != ch.ID {
		t.Errorf("the app got %v", e)
	}
	history, err := r.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: ch.ID})
	if err != nil || len(history.Messages) != 1 {
		t.Errorf("history %+v: %v", history, err)
	}
	mine, _, err := r.api.GetConversationsForUser(&slack.GetConversationsForUserParameters{Types: []string{"mpim"}})
	if err != nil || len(mine) != 2 {
		t.Errorf("the app's groups are %v: %v", mine, err)
	}
	if _, found := r.stateChannel(UserChidi, ch.ID); found {
		t.Error("Chidi, who is not in it, sees the group")
	}
	if state, found := r.stateChannel(UserAna, ch.ID); !found || state["is_mpim"] != true || state["is_im"] != false {
		t.Errorf("Ana sees %v", state)
	}
}

// stateChannel is one conversation as somebody's page lists it.
func (r *rig) stateChannel(as, id string) (map[string]any, bool) {
	r.t.Helper()
	list, _ := r.get("state?as=" + as)["channels"].([]any)
	i := slices.IndexFunc(list, func(c any) bool { return dig(c, "id") == id })
	if i < 0 {
		return nil, false
	}
	found, ok := list[i].(map[string]any)
	return found, ok
}

func TestGroupsAreRefusedAsSlackRefusesThem(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes("mpim:write", "mpim:read"))
	r.invite(UserAna, ChannelPartners)
	r.post("user", obj{"user": UserKiri, "deleted": true})
	for _, row := range []struct {
		sentence string
		form     map[string]string
		want     string
	}{
		{"Everybody in a group exists.", map[string]string{"users": UserAna + ",U0NOBODY01"}, "user_not_found"},
		{"Nobody in a group is deactivated.", map[string]string{"users": UserAna + "," + UserKiri}, "user_disabled"},
		{"Who is from elsewhere knows all the others.", map[string]string{"users": UserNoor + "," + UserBo}, "invalid_user_combination"},
		{"Who is from elsewhere may know them all.", map[string]string{"users": UserNoor + "," + UserAna + "," + UserJonas}, ""},
		{"Nothing is opened where it is only looked for.", map[string]string{"users": UserAna + "," + UserDee, "prevent_creation": "true"}, "channel_not_found"},
		{"Nobody is counted twice.", map[string]string{"users": UserAna + "," + UserAna}, ""},
		{"A channel is no conversation to open.", map[string]string{"channel": ChannelPartners}, "method_not_supported_for_channel_type"},
	} {
		if got, _ := r.call("conversations.open", row.form)["error"].(string); got != row.want {
			t.Errorf("%s It is refused with %q, want %q", row.sentence, got, row.want)
		}
	}
}

func TestPeopleOpenGroupsOfTheirOwn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	made := r.post("channel", obj{"as": UserAna, "op": "open", "users": []string{UserBo, UserDee}})
	id, _ := made["channel"].(string)
	r.post("message", obj{"as": UserDee, "channel": id, "text": "between us three"})
	if got := r.lastMessage(UserBo, id); got["text"] != "between us three" {
		t.Errorf("Bo sees %v", got)
	}
	if again := r.post("channel", obj{"as": UserDee, "op": "open", "users": []string{UserBo, UserAna}}); again["channel"] != id {
		t.Errorf("the same three get %v", again)
	}
	for want, users := range map[string][]string{
		"invalid_users": {UserBo}, "user_not_found": {UserBo, "U0NOBODY01"}, "app_opens_itself": {UserBo, r.s.w.app.BotUserID},
	} {
		if out := r.try("channel", obj{"as": UserAna, "op": "open", "users": users}); out["error"] != want {
			t.Errorf("%v: %v, want %s", users, out, want)
		}
	}
	if out := r.try("channel", obj{"as": UserAna, "op": "archive", "channel": id}); out["error"] != "method_not_supported_for_channel_type" {
		t.Errorf("a group is archived: %v", out)
	}
	if out := r.call("chat.postMessage", map[string]string{"channel": id, "text": "x"}); out["error"] != "channel_not_found" {
		t.Errorf("the app writes into a group without it: %v", out)
	}
}
