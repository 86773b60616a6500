package sandbox

import (
	"slices"
	"time"
)

// scheduledMessage is a message of the app's that waits for its time.
type scheduledMessage struct {
	ID      string // Q…
	Channel string
	PostAt  time.Time // whole seconds, in the sandbox's time
	Created time.Time
	Message message // without its ts, which it gets when it is posted
	// Lost says that it carries metadata: Slack takes such a message and never posts it, which its documentation
	// calls a bug (docs.slack.dev/reference/methods/chat.scheduleMessage).
	Lost bool
}

// nextScheduled is when the next message is due; zero means never. Locked.
func (w *world) nextScheduled() time.Time {
	var next time.Time
	for _, q := range w.scheduled {
		if next.IsZero() || q.PostAt.Before(next) {
			next = q.PostAt
		}
	}
	return next
}

// awaitScheduled sees to it that the next message is posted when the clock gets there. Whatever changes what is
// scheduled, or moves the clock, calls it. Locked.
func (s *Server) awaitScheduled() {
	if s.alarm != nil {
		s.alarm.Stop()
	}
	next := s.w.nextScheduled()
	if next.IsZero() || s.ctx.Err() != nil {
		return
	}
	s.alarm = time.AfterFunc(next.Sub(s.clock.Now()), func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.postScheduled()
	})
}

// postScheduled posts what is due by now, the oldest first. Locked.
func (s *Server) postScheduled() {
	now := s.clock.Now()
	var due []*scheduledMessage
	s.w.scheduled = slices.DeleteFunc(s.w.scheduled, func(q *scheduledMessage) bool {
		if q.PostAt.After(now) {
			return false
		}
		due = append(due, q)
		return true
	})
	slices.SortStableFunc(due, func(a, b *scheduledMessage) int { return a.PostAt.Compare(b.PostAt) })
	for _, q := range due {
		s.postOne(q)
	}
	if len(due) > 0 {
		s.changed("bot")
	}
	s.awaitScheduled()
}

// postOne posts a message whose time has come. Where the app may not write any longer it is lost without a word. Locked.
func (s *Server) postOne(q *scheduledMessage) {
	ch := s.w.channel(q.Channel)
	if q.Lost || ch == nil || ch.Archived || s.revoked || !s.mayPost(ch) {
		return
	}
	m := q.Message
	m.TS = s.w.nextTS(s.clock.Now())
	s.publishMessage(ch, &m)
}

// scheduledState lists the app's messages that wait in conversations which this person sees. Locked.
func (s *Server) scheduledState(me *user) []obj {
	out := []obj{}
	for _, q := range s.w.scheduled {
		if ch := s.w.channel(q.Channel); ch != nil && s.w.sees(me, ch) {
			out = append(out, obj{
				"id": q.ID, "channel": q.Channel, "post_at": q.PostAt.UTC().Format(time.RFC3339), "text": q.Message.Text,
				"never": q.Lost,
			})
		}
	}
	return out
}
