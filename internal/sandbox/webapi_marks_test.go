package sandbox

import (
	"fmt"
	"maps"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

func TestReactionsPinsAndBookmarksOfTheApp(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "mark/already-reacted", "mark/no-reaction", "mark/invalid-name", "mark/not-pinnable", "mark/bookmark-link")
	r := newRig(t, withScopes("reactions:write", "reactions:read", "pins:read", "bookmarks:write", "bookmarks:read"), withEvents("pin_added", "reaction_removed"))
	r.invite(UserAna, ChannelRefunds)
	ts := fmt.Sprint(r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "Hurrah"})["ts"])
	r.post("react", obj{"as": UserBo, "channel": ChannelRefunds, "ts": ts, "name": "heart"})
	type form = map[string]string
	at := func(more form) form {
		out := form{"channel": ChannelRefunds, "timestamp": ts}
		maps.Copy(out, more)
		return out
	}
	mark := func(more form) form {
		out := form{"channel_id": ChannelRefunds, "type": "link", "title": "Plan", "link": "https://example.com/plan"}
		maps.Copy(out, more)
		return out
	}
	for _, row := range []struct {
		sentence, method string
		form             form
		want             any
	}{
		{"A reaction is an emoji.", "reactions.add", at(form{"name": "no_such_thing"}), "invalid_name"},
		{"A reaction has a name.", "reactions.add", at(nil), "invalid_name"},
		{"A reaction comes.", "reactions.add", at(form{"name": "tada"}), nil},
		{"It comes once.", "reactions.add", at(form{"name": "tada"}), "already_reacted"},
		{"Another's is not one's own.", "reactions.remove", at(form{"name": "heart"}), "no_reaction"},
		{"One that nobody made is not there.", "reactions.remove", at(form{"name": "eyes"}), "no_reaction"},
		{"A message is named.", "reactions.get", form{"channel": ChannelRefunds}, "no_item_specified"},
		{"A message is there.", "reactions.get", form{"channel": ChannelRefunds, "timestamp": "1.000001"}, "message_not_found"},
		{"Whose reactions they are exists.", "reactions.list", form{"user": "U0NOBODY01"}, "user_not_found"},
		{"A page is a number.", "reactions.list", form{"page": "0"}, "invalid_arguments"},
		{"A pin comes.", "pins.add", at(nil), nil},
		{"A bookmark needs a channel.", "bookmarks.add", form{"title": "x", "type": "link"}, "invalid_arguments"},
		{"A bookmark needs a title.", "bookmarks.add", mark(form{"title": " "}), "invalid_arguments"},
		{"A bookmark is a link.", "bookmarks.add", mark(form{"type": "folder"}), "invalid_bookmark_type"},
		{"A link is one of the web.", "bookmarks.add", mark(form{"link": "ftp://example.com"}), "invalid_link"},
		{"A link is given.", "bookmarks.add", mark(form{"link": ""}), "invalid_link"},
		{"A sign is an emoji.", "bookmarks.add", mark(form{"emoji": "tada"}), "invalid_emoji"},
		{"A bookmark is where the app is.", "bookmarks.add", mark(form{"channel_id": ChannelCheckout}), "permission_denied"},
		{"A bookmark's channel is there.", "bookmarks.list", form{"channel_id": "C0NOTHING1"}, "channel_not_found"},
		{"A bookmark is there.", "bookmarks.edit", form{"channel_id": ChannelRefunds, "bookmark_id": "Bk0"}, "not_found"},
		{"A bookmark is named.", "bookmarks.remove", form{"channel_id": ChannelRefunds}, "invalid_arguments"},
	} {
		if out := r.call(row.method, row.form); out["error"] != row.want {
			t.Errorf("%s %s answered %v, want %v", row.sentence, row.method, out, row.want)
		}
	}
	got, err := r.api.GetReactions(slack.NewRefToMessage(ChannelRefunds, ts), slack.NewGetReactionsParameters())
	if err != nil || len(got.Reactions) != 2 {
		t.Errorf("reactions.get: %+v %v", got, err)
	}
	list, page, err := r.api.ListReactions(slack.ListReactionsParameters{User: UserBo})
	if err != nil || len(list) != 1 || page == "" && list[0].Channel != ChannelRefunds {
		t.Errorf("reactions.list: %+v %v", list, err)
	}
	if err := r.api.RemoveReaction("tada", slack.NewRefToMessage(ChannelRefunds, ts)); err != nil {
		t.Error(err)
	}
	pins := r.call("pins.list", form{"channel": ChannelRefunds})
	if items, _ := pins["items"].([]any); len(items) != 1 || dig(items[0], "message", "permalink") == nil || dig(items[0], "created") == nil {
		t.Errorf("pins.list: %v", pins)
	}
	made, err := r.api.AddBookmark(ChannelRefunds, slack.AddBookmarkParameters{Title: "Plan", Type: "link", Link: "https://example.com", Emoji: ":eyes:"})
	if err != nil {
		t.Fatal(err)
	}
	title := "Plans"
	if edited, err := r.api.EditBookmark(ChannelRefunds, made.ID, slack.EditBookmarkParameters{Title: &title}); err != nil || edited.Title != title || edited.Link != "https://example.com" {
		t.Errorf("edited %+v: %v", edited, err)
	}
	if ch, _ := r.stateChannel(UserBo, ChannelRefunds); len(ch["bookmarks"].([]any)) != 1 {
		t.Errorf("Bo's page shows %v", ch["bookmarks"])
	}
	if all, err := r.api.ListBookmarks(ChannelRefunds); err != nil || len(all) != 1 {
		t.Errorf("bookmarks.list: %v %v", all, err)
	}
	if err := r.api.RemoveBookmark(ChannelRefunds, made.ID); err != nil {
		t.Error(err)
	}
}

func TestAMessageTakesSoManyReactionsFromOnePerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, withScopes("reactions:write"))
	sent := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "x"})
	names := []string{
		"tada", "eyes", "heart", "wave", "+1", "-1", "smile", "grin", "joy", "fire", "star", "sun_with_face", "cat", "dog", "fox_face",
		"bear", "koala", "tiger", "lion_face", "cow", "pig", "frog", "monkey", "penguin",
	}
	for i, name := range names {
		out := r.call("reactions.add", map[string]string{"channel": fmt.Sprint(sent["channel"]), "timestamp": fmt.Sprint(sent["ts"]), "name": name})
		if wrong := i >= maxReactionsEach; wrong != (out["error"] == "too_many_reactions") || !wrong && out["ok"] != true {
			t.Errorf("reaction %d, %s: %v", i+1, name, out)
		}
	}
}
