package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"
)

// Rehearser runs the app once more beside a copy of the sandbox, so that one can look ahead and change nothing.
type Rehearser interface {
	// Rehearse starts a copy of the bot, with all that it keeps by now, against the copy of the sandbox, names it there
	// with SetBot, and returns once it is connected. stop ends it and throws away what it kept.
	Rehearse(ctx context.Context, on *Server) (stop func() error, err error)
}

// SetRehearser names who runs the app once more. Without one, looking ahead means moving the clock.
func (s *Server) SetRehearser(r Rehearser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.rehearser = r
	s.changed("ahead")
}

// Looking ahead goes four weeks by default, and a quarter at most.
const (
	daysAhead     = 28
	mostDaysAhead = 92
)

// look is what one look ahead brought.
type look struct {
	from, to time.Time
	took     time.Duration // of real time
	rested   bool
	copied   bool // it happened in a copy, and nothing of it here
	came     []arrival
}

// arrival is a message of the app's, as it read when it came.
type arrival struct {
	channel string
	message obj
}

type aheadRequest struct {
	As   string `json:"as"`
	Days int    `json:"days"`
	Real bool   `json:"real"` // move the clock here, since the app cannot be copied
}

// actAhead runs the coming days and answers with what comes to one person: in a copy, or for real where that is asked.
// It ends early, and keeps nothing, when whoever asked goes away or the sandbox is closed.
func (s *Server) actAhead(ctx context.Context, req aheadRequest) (obj, error) {
	days := orElseNumber(req.Days, daysAhead)
	if days < 1 || days > mostDaysAhead {
		return nil, refusal("invalid_days", fmt.Sprintf("Look ahead from 1 to %d days.", mostDaysAhead))
	}
	rehearser, err := s.beginLook(req, days)
	if err != nil {
		return nil, err
	}
	defer s.wg.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	found, err := s.runAhead(ctx, rehearser, days)
	s.endLook(found, err)
	if err != nil {
		return nil, err
	}
	return s.showLook(req.As)
}

func orElseNumber(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}

// beginLook takes the one look that there can be at a time, for which Close waits: what the copy of the app keeps is
// thrown away before the program ends. rehearser is nil where the clock shall be moved for real.
func (s *Server) beginLook(req aheadRequest, days int) (rehearser Rehearser, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.viewer(req.As); err != nil {
		return nil, err
	}
	g := &s.guide
	switch {
	case s.ctx.Err() != nil:
		return nil, refusal("cancelled", "The sandbox is being closed.")
	case g.ahead.Running:
		return nil, refusal("busy", "Somebody is looking ahead already.")
	case g.preparing != "":
		return nil, refusal("busy", "The sandbox is being made ready. Look ahead when that is done.")
	case g.rehearser == nil && !req.Real:
		return nil, refusal("no_copy", "The app runs elsewhere and cannot be copied, so looking ahead moves the clock.")
	case !req.Real && (s.revoked || len(s.sockets) == 0):
		return nil, refusal("not_connected", "The app is not connected, so nothing would come.")
	}
	s.wg.Add(1)
	g.ahead = aheadState{Running: true, Of: days}
	s.changed("ahead")
	if req.Real {
		return nil, nil //nolint:nilnil // Without a rehearser it is real.
	}
	return g.rehearser, nil
}

func (s *Server) endLook(found *look, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.ahead = aheadState{}
	if err == nil {
		s.guide.look = found
		s.did(TryAhead, "", "", "")
	}
	s.changed("ahead")
}

// aheadState is how far a look is, for the page.
type aheadState struct {
	Running bool `json:"running"`
	Day     int  `json:"day"`
	Of      int  `json:"of"`
}

func (s *Server) aheadDay(day int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guide.ahead.Day = day
	s.changed("ahead")
}

// runAhead goes through the days one by one.
func (s *Server) runAhead(ctx context.Context, rehearser Rehearser, days int) (*look, error) {
	began := realNow()
	on := s
	if rehearser != nil {
		twin, stop, err := s.rehearse(ctx, rehearser)
		if err != nil {
			return nil, cancelled(ctx, err)
		}
		defer stop()
		on = twin
	} else {
		s.walking.Lock()
		defer s.walking.Unlock()
	}
	found, err := on.lookAhead(ctx, days, s.aheadDay)
	if err != nil {
		return nil, cancelled(ctx, err)
	}
	found.copied, found.took = rehearser != nil, realNow().Sub(began)
	return found, nil
}

func cancelled(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return refusal("cancelled", "Looking ahead was given up.")
	}
	if _, ok := errors.AsType[*controlError](err); ok {
		return err
	}
	return refusal("ahead_failed", "Looking ahead did not work: "+err.Error()+".")
}

// rehearse makes the copy, at a moment at which nothing is under way, and starts a bot on it.
func (s *Server) rehearse(ctx context.Context, r Rehearser) (twin *Server, stop func(), err error) {
	s.walking.Lock()
	defer s.walking.Unlock()
	s.untilRest(ctx)
	s.mu.Lock()
	twin, err = s.copy()
	s.mu.Unlock()
	if err != nil {
		return nil, nil, err
	}
	closeTwin, err := twin.listen(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, twin.Close())
	}
	stopBot, err := r.Rehearse(ctx, twin)
	if err != nil {
		closeTwin()
		return nil, nil, err
	}
	return twin, func() {
		if err := stopBot(); err != nil {
			s.log.Debug("the copy of the bot ended with an error", "error", err)
		}
		closeTwin()
	}, nil
}

// listen serves a copy on an address of its own, on this machine alone.
func (s *Server) listen(ctx context.Context) (stop func(), err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the copy cannot listen: %w", err)
	}
	s.SetBaseURL("http://" + listener.Addr().String())
	web := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = web.Serve(listener) // it ends with Close
	}()
	return func() {
		_ = web.Close()
		_ = s.Close()
		<-done
	}, nil
}

// lookAhead walks day by day and gathers what the app posts, as it reads when it comes.
func (s *Server) lookAhead(ctx context.Context, days int, day func(int)) (*look, error) {
	found := &look{from: s.clock.Now(), rested: true}
	seen := s.newest()
	for i := range days {
		day(i + 1)
		_, rested := s.walkBy(ctx, found.from.AddDate(0, 0, i+1), func() { seen = s.gather(found, seen) })
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		found.rested = found.rested && rested
	}
	found.to = s.clock.Now()
	return found, nil
}

func (s *Server) newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return formatTS(s.w.lastMicro)
}

// gather notes what the app posted since a ts, and returns the newest by now.
func (s *Server) gather(found *look, since string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, ch := range s.w.channels {
		for _, m := range slices.Backward(ch.Messages) {
			if compareTS(m.TS, since) <= 0 {
				break
			}
			if m.BotID != "" && m.EphemeralFor == "" {
				found.came = append(found.came, arrival{ch.ID, s.messageState(ch, m)})
			}
		}
	}
	return formatTS(s.w.lastMicro)
}

// getAhead is the last look, as one person sees it.
func (s *Server) getAhead(r *http.Request) (obj, error) {
	return s.showLook(r.URL.Query().Get("as"))
}

// showLook lists what comes into the conversations of one person, oldest first.
func (s *Server) showLook(as string) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	me, err := s.viewer(as)
	if err != nil {
		return nil, err
	}
	found := s.guide.look
	if found == nil {
		return nil, refusal("no_look", "Nobody has looked ahead yet.")
	}
	came := []obj{}
	for _, a := range found.came {
		if ch := s.w.channel(a.channel); s.reaches(me, ch, a.channel) {
			came = append(came, obj{"channel": a.channel, "message": a.message})
		}
	}
	slices.SortStableFunc(came, func(a, b obj) int { return compareTS(tsOf(a), tsOf(b)) })
	return obj{
		"from": found.from.UTC().Format(time.RFC3339), "to": found.to.UTC().Format(time.RFC3339),
		"took_ms": found.took.Milliseconds(), "rested": found.rested, "copy": found.copied, "came": came,
	}, nil
}

// reaches reports whether a conversation is one of this person's. One with the app may be opened in the copy alone.
func (s *Server) reaches(me *user, ch *channel, id string) bool {
	if ch == nil {
		return id == s.w.dmID(s.w.app.BotUserID, me.ID)
	}
	return ch.has(me.ID)
}

func tsOf(came obj) string {
	m, _ := came["message"].(obj)
	ts, _ := m["ts"].(string)
	return ts
}
