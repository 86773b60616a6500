package sandbox

import (
	"context"
	"net/http"
	"strings"
	"time"
)

// remoteBot is what a bot in another process last reported.
type remoteBot struct {
	seen    time.Time // real time
	seq     int       // of the wake-up that the report has seen
	wakes   int       // how often the bot was woken
	nextDue time.Time
	rested  bool
}

// remoteSilence is how long a report holds; reports come every 50 ms.
const remoteSilence = 3 * time.Second

// pollRest is how often a walk asks whether the bot rests, in the long run. It asks sooner at first: most stops are
// over in less.
const pollRest = 5 * time.Millisecond

type botReport struct {
	NextDue *time.Time `json:"next_due"`
	Rested  bool       `json:"rested"`
	Seq     int        `json:"seq"`
}

// actBot takes the report of a bot in another process and tells it the time.
func (s *Server) actBot(req botReport) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.remote
	s.remote.seen, s.remote.seq, s.remote.rested = realNow(), req.Seq, req.Rested
	s.remote.nextDue = time.Time{}
	if req.NextDue != nil {
		s.remote.nextDue = *req.NextDue
	}
	if !was.nextDue.Equal(s.remote.nextDue) || was.rested != s.remote.rested {
		s.changed("bot")
	}
	return obj{"offset_seconds": s.clock.Offset().Seconds(), "seq": s.remote.wakes}, nil
}

// botStatus asks whichever bot there is; without one there is nothing to wait
// for. It is called without the lock, since a bot may be in a call to us.
func (s *Server) botStatus(ctx context.Context) (nextDue time.Time, rested bool) {
	s.mu.Lock()
	local, remote := s.bot, s.remote
	s.mu.Unlock()
	if local != nil {
		return local.Status(ctx)
	}
	if remote.seen.IsZero() || realNow().Sub(remote.seen) > remoteSilence {
		return time.Time{}, true
	}
	return remote.nextDue, remote.rested && remote.seq == remote.wakes
}

// botState is the bot as the page shows it. Locked.
func (s *Server) botState(due time.Time, rested bool) obj {
	out := obj{"connected": len(s.sockets) > 0, "next_due": nil, "rested": rested}
	if !due.IsZero() {
		out["next_due"] = due.UTC().Format(time.RFC3339)
	}
	return out
}

type clockRequest struct {
	As      string `json:"as"` // whose zone "next" is in
	Advance string `json:"advance"`
	To      string `json:"to"`
	Next    string `json:"next"`
	Walk    *bool  `json:"walk"`
}

func (s *Server) getClock(*http.Request) (obj, error) {
	return obj{"now": s.clock.Now().UTC().Format(time.RFC3339Nano), "offset_seconds": s.clock.Offset().Seconds()}, nil
}

// actClock moves the clock, walking unless told to jump.
func (s *Server) actClock(ctx context.Context, req clockRequest) (obj, error) {
	s.walking.Lock()
	defer s.walking.Unlock()
	target, err := s.target(req)
	if err == nil {
		err = tellable(target)
	}
	if err != nil {
		return nil, err
	}
	if req.Walk != nil && !*req.Walk {
		s.moveTo(target)
		return s.walked(0, nil, true), nil
	}
	if target.Before(s.clock.Now()) {
		return nil, refusal("backwards", "A walk goes forward only; a bare jump (walk: false) may go back.")
	}
	s.mu.Lock()
	before := s.posted
	s.mu.Unlock()
	stops, rested := s.walk(ctx, target)
	s.mu.Lock()
	s.did(TryClock, req.As, "", "")
	s.mu.Unlock()
	return s.walked(before, stops, rested), nil
}

func (s *Server) walked(postedBefore int, stops []time.Time, rested bool) obj {
	s.mu.Lock()
	defer s.mu.Unlock()
	shown := []string{}
	for _, t := range stops {
		shown = append(shown, t.UTC().Format(time.RFC3339))
	}
	posted := s.posted - postedBefore
	if stops == nil {
		posted = 0
	}
	return obj{
		"now": s.clock.Now().UTC().Format(time.RFC3339Nano), "offset_seconds": s.clock.Offset().Seconds(),
		"stops": shown, "posted": posted, "rested": rested,
	}
}

// Slack names messages by seconds of ten digits. Outside of these years a clock would give names that no client reads.
var (
	firstMoment = time.Unix(1_000_000_000, 0)  // 2001-09-09
	lastMoment  = time.Unix(10_000_000_000, 0) // 2286-11-20
)

// tellable refuses moments that have no place in a workspace.
func tellable(t time.Time) error {
	if t.Before(firstMoment) || !t.Before(lastMoment) {
		return refusal("time_out_of_range", "The clock stands between the years 2002 and 2286.")
	}
	return nil
}

// target reads where the clock shall stand.
func (s *Server) target(req clockRequest) (time.Time, error) {
	now := s.clock.Now()
	switch {
	case req.Advance != "":
		d, err := time.ParseDuration(req.Advance)
		if err != nil {
			return now, refusal("invalid_advance", `Say how far, such as "1h" or "90m".`)
		}
		return now.Add(d), nil
	case req.To != "":
		t, err := time.Parse(time.RFC3339, req.To)
		if err != nil {
			return now, refusal("invalid_to", `Say where to, such as "2026-12-01T09:00:00Z".`)
		}
		return t, nil
	default:
		s.mu.Lock()
		defer s.mu.Unlock()
		return nextWeekday(now.In(s.zoneOf(req.As)), req.Next)
	}
}

// zoneOf is the zone of a person, or of the first of the workspace.
func (s *Server) zoneOf(id string) *time.Location {
	if u := s.w.user(id); u != nil {
		return u.zone()
	}
	return s.w.users[0].zone()
}

// nextWeekday reads "monday 09:00" or "tomorrow 09:00" as a moment after now.
func nextWeekday(now time.Time, text string) (time.Time, error) {
	bad := refusal("invalid_next", `Say when, such as "monday 09:00" or "tomorrow 09:00".`)
	word, hour, found := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	minute, err := clockTime(strings.TrimSpace(hour))
	if !found || err != nil {
		return now, bad
	}
	for day := range 8 {
		t := atMinute(now, day, minute)
		named := strings.ToLower(t.Weekday().String()) == word || (word == "tomorrow" && day == 1) || (word == "today" && day == 0)
		if named && t.After(now) {
			return t, nil
		}
	}
	return now, bad
}

// walk goes to the target by way of every moment at which the bot has
// something to do or a scheduled message is due, and waits at each until it rests. It reports the stops, and
// whether the bot rested at all of them.
func (s *Server) walk(ctx context.Context, target time.Time) (stops []time.Time, rested bool) {
	return s.walkBy(ctx, target, func() {})
}

// walkBy is walk, and calls arrived at each stop once the bot rests there.
func (s *Server) walkBy(ctx context.Context, target time.Time, arrived func()) (stops []time.Time, rested bool) {
	stops = []time.Time{}
	s.wantNews()
	rested = s.untilRest(ctx)
	for ctx.Err() == nil && s.clock.Now().Before(target) {
		due, _ := s.botStatus(ctx)
		t := earliest(target, s.clock.Now(), due, s.scheduledNext())
		s.moveTo(t)
		stops = append(stops, t)
		rested = s.untilRest(ctx) && rested
		arrived()
	}
	return stops, rested && ctx.Err() == nil
}

// wantNews lets no report of a bot in another process count that was on its way already: since then it may have
// been given work, and a clock that moves while it sends would tell it that it is too late to.
func (s *Server) wantNews() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remote.wakes++
}

// earliest is the first of the moments after now and before target, or target.
func earliest(target, now time.Time, moments ...time.Time) time.Time {
	for _, t := range moments {
		if t.After(now) && t.Before(target) {
			target = t
		}
	}
	return target
}

func (s *Server) scheduledNext() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w.nextScheduled()
}

// moveTo sets the clock, lets rate windows pass and wakes the bot.
func (s *Server) moveTo(t time.Time) {
	s.mu.Lock()
	s.clock.set(t)
	s.limits.reset()
	s.postScheduled()
	s.remote.wakes++
	local := s.bot
	s.changed("clock")
	s.mu.Unlock()
	if local != nil {
		local.Wake()
	}
}

// untilRest waits until the bot rests and nothing is under way, for a bounded
// real time.
func (s *Server) untilRest(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, s.opt.Timing.Rest)
	defer cancel()
	for wait := pollRest / 16; ; wait = min(2*wait, pollRest) {
		_, rested := s.botStatus(ctx)
		if rested && !s.underWay() {
			return true
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return false
		case <-s.ctx.Done():
			return false
		}
	}
}

// underWay reports calls that are being answered and envelopes that wait for
// their acknowledgement.
func (s *Server) underWay() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pending > 0 || s.busy.Load() > 0
}
