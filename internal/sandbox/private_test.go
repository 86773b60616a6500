package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// sweep is all that the control interface gives to one person: every route that is asked in a person's name, with
// every id that there is, whoever has it.
func (r *rig) sweep(as string) string {
	r.t.Helper()
	r.s.mu.Lock()
	queries := []string{"state?", "trace?", "ahead?"}
	for _, row := range r.s.trace.Rows {
		queries = append(queries, fmt.Sprintf("trace?seq=%d", row.Seq))
	}
	for _, ch := range r.s.w.channels {
		queries = append(queries, "messages?peek=true&channel="+ch.ID)
		for _, m := range ch.Messages {
			queries = append(queries, "messages?peek=true&channel="+ch.ID+"&thread_ts="+m.TS, "inspect?channel="+ch.ID+"&ts="+m.TS)
		}
	}
	for id := range r.s.files.files {
		queries = append(queries, "file?id="+id)
	}
	for _, v := range r.s.views.homes {
		queries = append(queries, "inspect?view_id="+v.ID)
	}
	for _, stack := range r.s.views.stacks {
		for _, v := range stack {
			queries = append(queries, "inspect?view_id="+v.ID)
		}
	}
	r.s.mu.Unlock()
	all := &strings.Builder{}
	for _, query := range queries {
		resp, err := http.Get(r.url + "/_sandbox/" + query + "&as=" + url.QueryEscape(as))
		if err != nil {
			r.t.Fatal(err)
		}
		raw, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			r.t.Fatal(err)
		}
		fmt.Fprintf(all, "%s %s\n", query, raw)
	}
	return all.String()
}

// TestNobodyIsShownWhatIsAnothers puts words where Bo alone may read them, and looks for them in all that
// somebody else is given.
func TestNobodyIsShownWhatIsAnothers(t *testing.T) {
	t.Parallel()
	inQuiet := func(method string, args map[string]string) func(*rig) {
		return func(r *rig) {
			r.invite(UserBo, ChannelQuietRoom)
			r.call(method, args)
		}
	}
	dm := "D" + UserBo[1:]
	for _, row := range []struct {
		sentence string
		act      func(*rig)
	}{
		{"A private channel.", inQuiet("chat.postMessage", map[string]string{"channel": ChannelQuietRoom, "text": "sealed"})},
		{"One of those that was deleted since.", func(r *rig) {
			inQuiet("chat.postMessage", map[string]string{"channel": ChannelQuietRoom, "text": "sealed"})(r)
			r.post("channel", obj{"as": UserAna, "op": "delete", "channel": ChannelQuietRoom})
		}},
		{"One named by its name.", inQuiet("chat.postMessage", map[string]string{"channel": "#quiet-room", "text": "sealed"})},
		{"One that is not there.", inQuiet("chat.postMessage", map[string]string{"channel": "C0EARLIER1", "text": "sealed"})},
		{"A topic.", inQuiet("conversations.setTopic", map[string]string{"channel": ChannelQuietRoom, "topic": "sealed"})},
		{"What is scheduled.", func(r *rig) {
			inQuiet("chat.scheduleMessage", map[string]string{"channel": ChannelQuietRoom, "text": "sealed", "post_at": fmt.Sprint(r.s.clock.Now().Unix() + 600)})(r)
			r.call("chat.scheduledMessages.list", nil)
		}},
		{"Lists of conversations.", func(r *rig) {
			inQuiet("conversations.rename", map[string]string{"channel": ChannelQuietRoom, "name": "sealed"})(r)
			r.call("conversations.list", map[string]string{"types": "private_channel,im"})
			r.call("users.conversations", map[string]string{"types": "private_channel,im"})
			r.call("conversations.info", map[string]string{"channel": ChannelQuietRoom})
		}},
		{"A file for a private channel.", func(r *rig) {
			r.invite(UserBo, ChannelQuietRoom)
			r.upload("sealed.txt", ChannelQuietRoom, "", []byte("sealed"))
			r.call("files.list", nil)
		}},
		{"A file for one person, with its words.", func(r *rig) {
			up := r.call("files.getUploadURLExternal", map[string]string{"filename": "sealed.txt", "length": "6"})
			resp, err := http.Post(fmt.Sprint(up["upload_url"]), "application/octet-stream", strings.NewReader("sealed"))
			if err != nil {
				r.t.Fatal(err)
			}
			resp.Body.Close()
			files := fmt.Sprintf(`[{"id":%q,"title":"sealed"}]`, up["file_id"])
			r.call("files.completeUploadExternal", map[string]string{"files": files, "channels": UserBo, "initial_comment": "sealed"})
			r.call("files.info", map[string]string{"file": fmt.Sprint(up["file_id"])})
		}},
		{"A file handed over for a form.", func(r *rig) {
			r.post("upload", obj{"as": UserBo, "name": "sealed.txt", "data": "c2VhbGVk"})
		}},
		{"A direct conversation, its history, marks and bookmarks.", func(r *rig) {
			posted := r.call("chat.postMessage", map[string]string{"channel": UserBo, "text": "sealed"})
			at := fmt.Sprint(posted["ts"])
			r.call("conversations.history", map[string]string{"channel": dm})
			r.call("conversations.open", map[string]string{"users": UserBo, "return_im": "true"})
			r.call("chat.update", map[string]string{"channel": dm, "ts": at, "text": "sealed again"})
			r.call("pins.add", map[string]string{"channel": dm, "timestamp": at})
			r.call("pins.list", map[string]string{"channel": dm})
			r.call("reactions.add", map[string]string{"channel": dm, "timestamp": at, "name": "tada"})
			r.call("reactions.get", map[string]string{"channel": dm, "timestamp": at})
			r.call("reactions.list", nil)
			r.call("bookmarks.add", map[string]string{"channel_id": dm, "title": "sealed", "type": "link", "link": "https://example.com/sealed"})
			r.call("chat.delete", map[string]string{"channel": dm, "ts": at})
		}},
		{"Words for one in a channel, on a button and in a command.", func(r *rig) {
			r.invite(UserAna, ChannelRefunds)
			r.call("chat.postEphemeral", map[string]string{"channel": ChannelRefunds, "user": UserBo, "text": "sealed"})
			r.post("command", obj{"as": UserBo, "channel": ChannelRefunds, "text": "/mission sealed"})
		}},
		{"A Home.", func(r *rig) {
			r.call("views.publish", map[string]string{"user_id": UserBo, "view": `{"type":"home","private_metadata":"sealed","blocks":[{"type":"divider"}]}`})
			r.post("home", obj{"as": UserBo, "tab": "home"})
		}},
		{"What people write to each other and to the app.", func(r *rig) {
			r.post("message", obj{"as": UserBo, "channel": "@" + UserAna, "text": "sealed"})
			r.post("message", obj{"as": UserBo, "channel": "@app", "text": "sealed"})
			r.post("channel", obj{"as": UserBo, "op": "open", "users": []string{UserAna, UserDee}})
			r.post("channel", obj{"as": UserBo, "op": "create", "name": "sealed", "is_private": true})
		}},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, with(func(a *App) {
				a.Scopes = everyScope()
				a.Events = append(a.Events, "file_shared", "reaction_added", "pin_added", "message.groups")
			}))
			r.connect()
			row.act(r)
			if own := r.sweep(UserBo); !strings.Contains(own, "sealed") && !strings.Contains(row.sentence, "not there") {
				t.Errorf("Bo is shown nothing of it: %s", own)
			}
			for _, other := range []string{UserChidi, UserLou, UserNoor} {
				for line := range strings.Lines(r.sweep(other)) {
					if strings.Contains(line, "sealed") || strings.Contains(line, "c2VhbGVk") {
						t.Errorf("%s is shown %s", other, line)
					}
				}
			}
		})
	}
}
