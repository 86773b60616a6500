package sandbox

import "time"

// eventLifetime is the age at which Slack delivers an event no more
// (docs.slack.dev/apis/events-api).
const eventLifetime = 2 * time.Hour

// eventBudget counts the events of the last hour of the workspace's time, by
// minute. It is guarded by Server.mu.
type eventBudget struct {
	minutes map[int64]int
	told    int64 // the minute of which the app was last told
}

// spend counts an event, or refuses it. tell means that the app is to be told
// that this minute's events are not sent.
func (b *eventBudget) spend(now time.Time, most int) (allowed, tell bool) {
	minute := now.Unix() / 60
	if b.minutes == nil {
		b.minutes = map[int64]int{}
	}
	sum := 0
	for at, n := range b.minutes {
		if at <= minute-60 || at > minute { // the clock may have jumped back
			delete(b.minutes, at)
			continue
		}
		sum += n
	}
	if sum < most {
		b.minutes[minute]++
		return true, false
	}
	tell = b.told != minute
	b.told = minute
	return false, tell
}

// withinBudget holds back the events over Slack's 30,000 an hour, and tells the
// app so once a minute (docs.slack.dev/apis/web-api/rate-limits). Locked.
func (s *Server) withinBudget() bool {
	now := s.clock.Now()
	allowed, tell := s.events.spend(now, s.opt.EventsPerHour)
	if tell {
		s.sendEvent(obj{
			"token": "sandbox", "type": "app_rate_limited", "team_id": s.w.team.ID, "api_app_id": s.w.app.ID,
			"minute_rate_limited": now.Truncate(time.Minute).Unix(),
		})
	}
	return allowed
}
