package sandbox

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"throughline/internal/sandbox/rules"
)

func TestWhoIsPinged(t *testing.T) {
	rules.Keeps(t, "text/mention-forms", "text/escaped-silent", "text/verbatim-false", "text/verbatim-true", "text/plain-text", "text/link-names", "text/rich-text")
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	rows := []struct {
		sentence string
		form     map[string]string
		want     []string
	}{
		{"Plain words ping nobody.", map[string]string{"text": "hello @here and @bo"}, nil},
		{"Escaped markup pings nobody.", map[string]string{"text": "&lt;!channel&gt;"}, nil},
		{"Markup pings.", map[string]string{"text": "<@U0BO000001> <!channel>"}, []string{UserBo, "channel"}},
		{"link_names makes names ping.", map[string]string{"text": "hello @bo", "link_names": "1"}, []string{UserBo}},
		{"A bare @here pings in mrkdwn that is not verbatim.", map[string]string{"text": "x", "blocks": `[{"type":"section","text":{"type":"mrkdwn","text":"hi @here"}}]`}, []string{"here"}},
		{"It does not in verbatim mrkdwn.", map[string]string{"text": "x", "blocks": `[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"hi @here"}}]`}, nil},
		{"Markup pings in verbatim mrkdwn too.", map[string]string{"text": "x", "blocks": `[{"type":"section","text":{"type":"mrkdwn","verbatim":true,"text":"<!everyone>"}}]`}, []string{"everyone"}},
		{"Plain text pings nobody.", map[string]string{"text": "x", "blocks": `[{"type":"section","text":{"type":"plain_text","text":"<!channel> @here"}}]`}, nil},
		{"Rich text pings by its elements.", map[string]string{"text": "x", "blocks": `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"user","user_id":"U0DEE00001"},{"type":"text","text":"<!channel>"}]}]}]`}, []string{UserDee}},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			r.s.mu.Lock()
			r.s.limits.reset()
			r.s.mu.Unlock()
			row.form["channel"] = ChannelRefunds
			if out := r.call("chat.postMessage", row.form); out["ok"] != true {
				t.Fatal(out)
			}
			list, _ := r.lastMessage(UserAna, ChannelRefunds)["pings"].([]any)
			var got []string
			for _, p := range list {
				got = append(got, p.(string))
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("pings %v, want %v", got, row.want)
			}
		})
	}
}

func FuzzTypedTextKeepsItsWords(f *testing.F) {
	for _, seed := range []string{"hello @bo", "<!channel>", "<@U0BO000001> & #refunds", "https://a.test/|x>", "@@@###", "\u202e@ana"} {
		f.Add(seed)
	}
	w := acmeBooks(DefaultApp().filled(), time.Now())
	f.Fuzz(func(t *testing.T, typed string) {
		for _, who := range pings(w.typedText(w.user(UserBo), typed), nil) {
			if w.user(who) == nil && !isBroadcast(who) {
				t.Errorf("typing %q pings %q", typed, who)
			}
		}
		_ = w.commandText(w.user(UserBo), typed, true)
		_ = w.appText(typed, "full", true)
		if !json.Valid(richText(w.typedText(w.user(UserBo), typed))) {
			t.Errorf("rich text of %q is no JSON", typed)
		}
	})
}
