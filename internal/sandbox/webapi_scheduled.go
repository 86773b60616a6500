package sandbox

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Limits of scheduled messages (docs.slack.dev/reference/methods/chat.scheduleMessage and
// chat.deleteScheduledMessage).
const (
	scheduleAhead  = 120 * 24 * time.Hour
	scheduleWindow = 5 * time.Minute // in any of which a channel takes scheduleMost
	scheduleMost   = 30
	scheduleSettle = time.Minute // before its time a message can no more be taken back
)

func scheduledMethods() map[string]method {
	write := []string{"chat:write"}
	return map[string]method{
		"chat.scheduleMessage":        {scopes: write, tier: 3, run: chatScheduleMessage},
		"chat.deleteScheduledMessage": {scopes: write, tier: 3, run: chatDeleteScheduled},
		"chat.scheduledMessages.list": {tier: 3, run: chatScheduledList},
	}
}

func chatScheduleMessage(c *call) (obj, error) {
	ch, err := c.postable()
	if err != nil {
		return nil, err
	}
	at, err := c.postAt()
	if err != nil {
		return nil, err
	}
	m, err := c.draft(ch)
	if err != nil {
		return nil, err
	}
	if c.s.w.crowded(ch.ID, at) {
		return nil, fail("restricted_too_many")
	}
	q := &scheduledMessage{
		ID: randomID("Q0", 9), Channel: ch.ID, PostAt: at, Created: c.s.clock.Now(), Message: *m, Lost: m.Metadata != nil,
	}
	c.s.w.scheduled = append(c.s.w.scheduled, q)
	c.s.awaitScheduled()
	c.s.changed("bot")
	shown := c.s.messageJSON(ch, m, true)
	delete(shown, "ts")
	shown["type"] = "delayed_message"
	return obj{"channel": ch.ID, "scheduled_message_id": q.ID, "post_at": at.Unix(), "message": shown}, nil
}

// postAt reads when the message shall be posted: whole seconds, at most 120 days ahead.
func (c *call) postAt() (time.Time, error) {
	given := c.args.text("post_at")
	if given == "" {
		return time.Time{}, missing("post_at")
	}
	seconds, err := strconv.ParseInt(given, 10, 64)
	if err != nil {
		return time.Time{}, fail("invalid_time")
	}
	at, now := time.Unix(seconds, 0), c.s.clock.Now()
	switch {
	case !at.After(now):
		return at, fail("time_in_past")
	case at.Sub(now) > scheduleAhead:
		return at, fail("time_too_far")
	default:
		return at, nil
	}
}

// crowded reports whether one more message at that time would be too many for the channel in some five minutes.
func (w *world) crowded(channel string, at time.Time) bool {
	times := []time.Time{at}
	for _, q := range w.scheduled {
		if q.Channel == channel {
			times = append(times, q.PostAt)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	for i := scheduleMost; i < len(times); i++ {
		if times[i].Sub(times[i-scheduleMost]) < scheduleWindow {
			return true
		}
	}
	return false
}

func chatDeleteScheduled(c *call) (obj, error) {
	ch, err := c.target()
	if err != nil {
		return nil, err
	}
	id := c.args.text("scheduled_message_id")
	if id == "" {
		return nil, missing("scheduled_message_id")
	}
	settled := c.s.clock.Now().Add(scheduleSettle)
	before := len(c.s.w.scheduled)
	c.s.w.scheduled = slices.DeleteFunc(c.s.w.scheduled, func(q *scheduledMessage) bool {
		return q.ID == id && q.Channel == ch.ID && q.PostAt.After(settled)
	})
	if len(c.s.w.scheduled) == before {
		return nil, fail("invalid_scheduled_message_id")
	}
	c.s.awaitScheduled()
	c.s.changed("bot")
	return nil, nil
}

func chatScheduledList(c *call) (obj, error) {
	channel := c.args.text("channel")
	if channel != "" && c.s.w.channel(channel) == nil {
		return nil, fail("invalid_channel")
	}
	oldest, latest, err := c.spanOf("oldest", "latest")
	if err != nil {
		return nil, err
	}
	list := []*scheduledMessage{}
	for _, q := range c.s.w.scheduled {
		at := q.PostAt.Unix()
		if (channel == "" || q.Channel == channel) && at >= oldest && at <= latest {
			list = append(list, q)
		}
	}
	slices.SortStableFunc(list, func(a, b *scheduledMessage) int {
		return cmp.Or(a.PostAt.Compare(b.PostAt), cmp.Compare(a.ID, b.ID))
	})
	page, meta, err := paged(c, list)
	shown := []obj{}
	for _, q := range page {
		shown = append(shown, obj{
			"id": q.ID, "channel_id": q.Channel, "post_at": q.PostAt.Unix(), "date_created": q.Created.Unix(),
			"text": q.Message.Text,
		})
	}
	return obj{"scheduled_messages": shown, "response_metadata": meta}, err
}

// spanOf reads two arguments as Unix times; without them it is all time.
func (c *call) spanOf(from, to string) (oldest, latest int64, err error) {
	latest = 1 << 40
	for key, into := range map[string]*int64{from: &oldest, to: &latest} {
		text := c.args.text(key)
		if text == "" {
			continue
		}
		if !tsShape.MatchString(text) {
			return 0, 0, failWith("invalid_arguments", "[ERROR] invalid "+key)
		}
		seconds, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return 0, 0, failWith("invalid_arguments", "[ERROR] invalid "+key)
		}
		*into = int64(seconds)
	}
	return oldest, latest, nil
}
