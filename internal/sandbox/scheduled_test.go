package sandbox

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/sandbox/rules"
)

// at is a post_at so far from the sandbox's present.
func (r *rig) at(d time.Duration) string {
	return strconv.FormatInt(r.s.clock.Now().Add(d).Unix(), 10)
}

func TestAScheduledMessageIsPostedWhenTheClockGetsThere(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "schedule/posts")
	r := newRig(t)
	ch, id, err := r.api.ScheduleMessage(UserBo, r.at(2*time.Hour), slack.MsgOptionText("later", false))
	if err != nil || ch != "D0BO000001" || id == "" {
		t.Fatalf("scheduled %q in %q: %v", id, ch, err)
	}
	list, _, err := r.api.GetScheduledMessages(&slack.GetScheduledMessagesParameters{Channel: ch})
	if err != nil || len(list) != 1 || list[0].ID != id || list[0].Text != "later" {
		t.Fatalf("the list is %+v: %v", list, err)
	}
	if waiting, _ := r.get("state?as=" + UserBo)["scheduled"].([]any); len(waiting) != 1 {
		t.Errorf("Bo's page shows %v", waiting)
	}
	if waiting, _ := r.get("state?as=" + UserAna)["scheduled"].([]any); len(waiting) != 0 {
		t.Errorf("Ana's page shows what is for Bo alone: %v", waiting)
	}
	if got := r.messages(UserBo, "@app"); len(got) != 0 {
		t.Errorf("posted early: %v", got)
	}
	walk := r.post("clock", obj{"advance": "3h"})
	if stops, _ := walk["stops"].([]any); len(stops) != 2 || walk["posted"] != 1.0 {
		t.Errorf("the walk was %v", walk)
	}
	got := r.lastMessage(UserBo, "@app")
	seconds, _ := strconv.ParseFloat(fmt.Sprint(got["ts"]), 64)
	late := r.s.clock.Now().Add(-time.Hour).Sub(time.Unix(int64(seconds), 0))
	if got["text"] != "later" || late > 3*time.Second || late < -3*time.Second {
		t.Errorf("it came as %v, %v off", got, late)
	}
	if list, _, err = r.api.GetScheduledMessages(&slack.GetScheduledMessagesParameters{}); err != nil || len(list) != 0 {
		t.Errorf("it is still listed: %v %v", list, err)
	}
}

func TestAScheduledMessageNeedsNobodyToMoveTheClock(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	out := r.call("chat.scheduleMessage", map[string]string{"channel": UserBo, "text": "soon", "post_at": r.at(time.Minute)})
	r.s.mu.Lock()
	r.s.w.scheduled[0].PostAt = r.s.clock.Now().Add(30 * time.Millisecond)
	r.s.awaitScheduled()
	r.s.mu.Unlock()
	for deadline := time.Now().Add(5 * time.Second); len(r.messages(UserBo, "@app")) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%v was not posted", out)
		}
	}
}

func TestWhatIsScheduledWithMetadataIsNeverPosted(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "schedule/metadata-bug")
	r := newRig(t)
	out := r.call("chat.scheduleMessage", map[string]string{
		"channel": UserBo, "text": "never", "post_at": r.at(time.Hour), "metadata": `{"event_type":"x","event_payload":{"k":1}}`,
	})
	if out["ok"] != true {
		t.Fatal(out)
	}
	r.post("clock", obj{"advance": "2h"})
	if got := r.messages(UserBo, "@app"); len(got) != 0 {
		t.Errorf("it was posted: %v", got)
	}
}

func TestWhatWasScheduledForAClosedPlaceIsLost(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	for _, when := range []time.Duration{time.Hour, 3 * time.Hour} {
		form := map[string]string{"channel": ChannelRefunds, "text": "late", "post_at": r.at(when)}
		if out := r.call("chat.scheduleMessage", form); out["ok"] != true {
			t.Fatal(out)
		}
	}
	r.post("clock", obj{"advance": "2h", "walk": false})
	if got := r.lastMessage(UserAna, ChannelRefunds); got["text"] != "late" {
		t.Errorf("a jump over the time posts as well: %v", got)
	}
	r.post("channel", obj{"as": UserAna, "op": "archive", "channel": ChannelRefunds})
	before := len(r.messages(UserAna, ChannelRefunds))
	r.post("clock", obj{"advance": "2h"})
	if after := len(r.messages(UserAna, ChannelRefunds)); after != before {
		t.Errorf("posted to an archived channel: %d lines, then %d", before, after)
	}
}

func TestSchedulingIsRefusedAsSlackRefusesIt(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "schedule/past", "schedule/120-days")
	r := newRig(t)
	r.invite(UserAna, ChannelRefunds)
	soon := r.call("chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "post_at": r.at(40 * time.Second)})
	for _, row := range []struct {
		sentence, method string
		form             map[string]string
		want             string
	}{
		{"A time is needed.", "chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "text": "x"}, "invalid_arguments"},
		{"A time is a number.", "chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "post_at": "noon"}, "invalid_time"},
		{"The past is over.", "chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "post_at": r.at(-time.Minute)}, "time_in_past"},
		{"Slack looks 120 days ahead.", "chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "text": "x", "post_at": r.at(scheduleAhead + time.Minute)}, "time_too_far"},
		{"A scheduled message says something.", "chat.scheduleMessage", map[string]string{"channel": ChannelRefunds, "post_at": r.at(time.Hour)}, "no_text"},
		{"Membership is needed now already.", "chat.scheduleMessage", map[string]string{"channel": ChannelCheckout, "text": "x", "post_at": r.at(time.Hour)}, "not_in_channel"},
		{"What is posted within a minute stays.", "chat.deleteScheduledMessage", map[string]string{"channel": ChannelRefunds, "scheduled_message_id": fmt.Sprint(soon["scheduled_message_id"])}, "invalid_scheduled_message_id"},
		{"Only what is scheduled can be taken back.", "chat.deleteScheduledMessage", map[string]string{"channel": ChannelRefunds, "scheduled_message_id": "Q0"}, "invalid_scheduled_message_id"},
		{"The list is of a channel that exists.", "chat.scheduledMessages.list", map[string]string{"channel": "C0NOTHING1"}, "invalid_channel"},
		{"The list is of a span of time.", "chat.scheduledMessages.list", map[string]string{"oldest": "dawn"}, "invalid_arguments"},
		{"The list is paged.", "chat.scheduledMessages.list", map[string]string{"cursor": "x"}, "invalid_cursor"},
	} {
		if out := r.call(row.method, row.form); out["error"] != row.want {
			t.Errorf("%s %s answered %v, want %s", row.sentence, row.method, out, row.want)
		}
	}
}

func TestAChannelTakesThirtyScheduledMessagesInFiveMinutes(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "schedule/thirty", "schedule/list-delete", "api/cursors")
	r := newRig(t)
	form := func(person string, after time.Duration) map[string]string {
		return map[string]string{"channel": person, "text": "x", "post_at": r.at(time.Hour + after)}
	}
	var last map[string]any
	for i := range scheduleMost {
		last = r.call("chat.scheduleMessage", form(UserBo, time.Duration(i)*9*time.Second))
	}
	if last["ok"] != true {
		t.Fatalf("the thirtieth: %v", last)
	}
	if out := r.call("chat.scheduleMessage", form(UserBo, 280*time.Second)); out["error"] != "restricted_too_many" {
		t.Errorf("the next within five minutes: %v", out)
	}
	if out := r.call("chat.scheduleMessage", form(UserBo, 20*time.Minute)); out["ok"] != true {
		t.Errorf("beyond them: %v", out)
	}
	if out := r.call("chat.scheduleMessage", form(UserDee, 0)); out["ok"] != true {
		t.Errorf("somebody else's channel: %v", out)
	}
	gone, err := r.api.DeleteScheduledMessage(&slack.DeleteScheduledMessageParameters{
		Channel: "D0BO000001", ScheduledMessageID: fmt.Sprint(last["scheduled_message_id"]),
	})
	if err != nil || !gone {
		t.Fatal(err)
	}
	page := r.call("chat.scheduledMessages.list", map[string]string{"channel": "D0BO000001", "limit": "20"})
	first, _ := page["scheduled_messages"].([]any)
	next, _ := dig(page, "response_metadata", "next_cursor").(string)
	rest := r.call("chat.scheduledMessages.list", map[string]string{"channel": "D0BO000001", "limit": "20", "cursor": next})
	second, _ := rest["scheduled_messages"].([]any)
	if len(first) != 20 || len(second) != 10 || dig(rest, "response_metadata", "next_cursor") != "" {
		t.Errorf("pages of %d and %d, then %v", len(first), len(second), rest["response_metadata"])
	}
}
