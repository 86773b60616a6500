package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// place is how a person's client lists a conversation.
func (r *rig) place(as, id string) map[string]any {
	r.t.Helper()
	for _, c := range objects(r.get("state?as=" + as)["channels"]) {
		if c["id"] == id {
			return c
		}
	}
	r.t.Fatalf("%s does not see %s", as, id)
	return nil
}

func TestUnreadMessagesCountAndThoseThatNameOneCountLoudly(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	say := func(text string) string {
		return fmt.Sprint(r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": text})["ts"])
	}
	say("one")
	second := say("two for @bo")
	say("three for @channel")
	counts := func() string {
		c := r.place(UserBo, ChannelRefunds)
		return fmt.Sprintf("%v unread, %v loud", c["unread"], c["mentions"])
	}
	if got := counts(); got != "3 unread, 2 loud" {
		t.Errorf("at first: %s", got)
	}
	r.get("messages?as=" + UserBo + "&channel=" + ChannelRefunds + "&peek=true")
	if got := counts(); got != "3 unread, 2 loud" {
		t.Errorf("after peeking: %s", got)
	}
	r.messages(UserBo, ChannelRefunds)
	if got := counts(); got != "0 unread, 0 loud" {
		t.Errorf("after reading: %s", got)
	}
	r.post("unread", obj{"as": UserBo, "channel": ChannelRefunds, "ts": second})
	if got := counts(); got != "2 unread, 2 loud" {
		t.Errorf("marked unread from the second: %s", got)
	}
	if out := r.try("unread", obj{"as": UserBo, "channel": ChannelRefunds, "ts": "1.000000"}); out["error"] != "message_not_found" {
		t.Errorf("from a message that is not there: %v", out)
	}
}

func TestAReplyMayStandInTheChannelToo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	ts := r.post("message", obj{"as": UserAna, "channel": ChannelRefunds, "text": "Which step?"})["ts"]
	reply := r.post("message", obj{"as": UserBo, "channel": ChannelRefunds, "text": "The bank", "thread_ts": ts, "reply_broadcast": true})["ts"]
	last := r.lastMessage(UserAna, ChannelRefunds)
	if last["ts"] != reply || last["subtype"] != "thread_broadcast" || last["thread_ts"] != ts {
		t.Errorf("the channel shows %v", last)
	}
	r.post("edit", obj{"as": UserBo, "channel": ChannelRefunds, "ts": reply, "text": "The bank step"})
}

func TestAStandingFaultStrikesUntilItIsCleared(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.post("fault", obj{"kind": "status", "method": "*", "status": 503, "times": -1})
	for range 3 {
		resp, err := http.PostForm(r.url+"/api/api.test", nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusServiceUnavailable {
			t.Errorf("status %d while Slack is down", resp.StatusCode)
		}
	}
	if text := asText(r.get("state?as=" + UserAna)["faults"]); !strings.Contains(text, `"times":-1`) {
		t.Errorf("the page is told %s", text)
	}
	r.post("fault", obj{"kind": "clear"})
	if out := r.call("api.test", nil); out["ok"] != true {
		t.Errorf("after it: %v", out)
	}
}

func TestASnoozeKeepsTheHoursOfEveryDay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.post("user", obj{"user": UserEmi, "dnd": obj{"start": "22:00", "end": "08:00"}})
	person, _ := r.post("user", obj{"user": UserEmi, "dnd": obj{"snooze_minutes": 60}})["user"].(map[string]any)
	if person["quiet"] != true {
		t.Errorf("under a snooze she is shown as %v", person)
	}
	if d := r.s.w.user(UserEmi).DND; !d.Enabled || d.Start != 22*60 {
		t.Errorf("her hours are %+v", d)
	}
	person, _ = r.post("user", obj{"user": UserEmi, "dnd": obj{}})["user"].(map[string]any)
	if person["quiet"] != false {
		t.Errorf("with all of it off she is shown as %v", person)
	}
}
