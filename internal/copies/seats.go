package copies

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

const (
	// MostSockets is how many connections Slack allows an app at a time
	// (docs.slack.dev/apis/events-api/comparing-http-socket-mode).
	MostSockets = 10
	// sharedSockets are those that the copies share as long as there is one for each. One is left for the change: a
	// connection that Slack ends is followed by the next before it closes.
	sharedSockets = MostSockets - 1
	// CutOffAfter is after how long without an answer of the database a copy takes itself for cut off. It gives up its
	// connections to Slack then, which hands each command to one of all that are open.
	CutOffAfter = 6 * time.Second
	// seatGlance is the pause between two looks how many connections there may be.
	seatGlance = 500 * time.Millisecond
	// A copy that is cut off looks now and then whether any other is connected, and where none is, it tells people for this
	// long that nothing can be saved, before it looks again.
	stayFor = time.Minute
	// firstLook and nextLook are the least pauses before it looks; each lasts up to twice as long, so that no two copies go
	// on looking at the same time. lookWithin bounds a look.
	firstLook, nextLook, lookWithin = 4 * time.Second, 20 * time.Second, 30 * time.Second
)

// Share returns how many connections to Slack a copy may hold among all that live: what it wants, as long as all together
// keep to what Slack allows. Where that is too little for everybody, each gets one before any gets another, the
// oldest first. Every copy comes to the same answer by the same list.
func Share(living []Copy, id string) int {
	bySeniority := slices.SortedFunc(slices.Values(living), func(a, b Copy) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.ID, b.ID))
	})
	left := max(sharedSockets, min(len(living), MostSockets))
	got := make([]int, len(bySeniority))
	for given := true; given; {
		given = false
		for i, c := range bySeniority {
			if left > 0 && got[i] < c.Sockets {
				got[i], left, given = got[i]+1, left-1, true
			}
		}
	}
	i := slices.IndexFunc(bySeniority, func(c Copy) bool { return c.ID == id })
	if i < 0 {
		return 0
	}
	return got[i]
}

// Sockets are the connections of this copy to Slack.
type Sockets interface {
	// Hold sets how many are held open.
	Hold(n int)
	// Beside returns how many of this app others held when one of ours was opened last, and false where none was opened
	// since Hold changed the number.
	Beside() (others int, known bool)
}

// Share returns how many connections this copy may hold among those that live.
func (m *Member) Share() int { return Share(m.Copies(), m.o.Self.ID) }

// Unanswered returns for how long the database has not answered.
func (m *Member) Unanswered() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.clock.Mono() - m.answered
}

// CutOff reports whether the database has been silent for [CutOffAfter], and others lived when it answered last. Whoever
// was alone stays where people reach it, since nobody else could tell them that nothing is saved.
func (m *Member) CutOff() bool {
	return m.Unanswered() >= CutOffAfter && len(m.Copies()) > 1
}

// Unseated says why this copy holds no connection to Slack, or returns nil where it may hold one.
func (m *Member) Unseated() error {
	switch {
	case m.CutOff():
		return fmt.Errorf("the database has not answered this copy for %s, so it leaves what people write to the other copies: "+
			"look at the network between them, and at the database", m.Unanswered().Round(time.Second))
	case m.Share() == 0:
		return fmt.Errorf("%d copies live, and Slack allows an app %d sockets: this copy sends what is due and takes over when another "+
			"one ends; run %d copies at most", len(m.Copies()), MostSockets, MostSockets)
	}
	return nil
}

// Seat keeps as many connections to Slack open as this copy may hold, until ctx ends.
func (m *Member) Seat(ctx context.Context, sockets Sockets) error {
	s := &seating{Member: m, sockets: sockets, held: m.o.Self.Sockets}
	tick := time.NewTicker(seatGlance)
	defer tick.Stop()
	for {
		s.look(m.clock.Mono())
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// seating is how a copy stands with its connections.
type seating struct {
	*Member
	sockets Sockets
	held    int  // connections, while the database answers
	cut     bool // the database does not answer
	open    bool // while it does not: a connection is held all the same, to look or to stay
	stays   bool // nobody else is connected
	next    time.Duration
}

func (s *seating) look(now time.Duration) {
	switch cut := s.CutOff(); {
	case !cut:
		s.sit(s.Share())
	case !s.cut:
		s.cut, s.held = true, 0
		s.o.Logger.Warn("the database does not answer this copy; it closes its sockets, so that the other copies get what people write",
			"silent", s.Unanswered().Round(time.Second))
		s.shut(now + some(firstLook))
	case s.open:
		s.beside(now)
	case now >= s.next:
		s.open, s.next = true, now+lookWithin
		s.sockets.Hold(1)
	}
}

// sit holds the share of a copy whose database answers.
func (s *seating) sit(share int) {
	if s.cut {
		s.o.Logger.Info("the database answers this copy again; it opens its sockets", "sockets", share)
	} else if share != s.held {
		s.tellShare(share)
	}
	s.cut, s.open, s.stays, s.held = false, false, false, share
	s.sockets.Hold(share)
}

func (s *seating) tellShare(share int) {
	wanted, living := s.o.Self.Sockets, len(s.Copies())
	switch {
	case share == 0:
		s.o.Logger.Warn("Slack allows an app ten sockets, and older copies hold them all; this copy waits until one of them ends",
			"copies", living)
	case share < wanted:
		s.o.Logger.Warn("Slack allows an app ten sockets; this copy holds fewer than its settings say, as long as so many copies live",
			"copies", living, "sockets", share, "wanted", wanted)
	default:
		s.o.Logger.Info("there is room again for all sockets of this copy", "copies", living, "sockets", share)
	}
}

// beside decides what becomes of a connection that is held although the database does not answer: it stays as long as no
// other copy has one.
func (s *seating) beside(now time.Duration) {
	switch others, known := s.sockets.Beside(); {
	case known && others > 0, !known && now >= s.next:
		s.shut(now + some(nextLook))
	case known && !s.stays:
		s.stays, s.next = true, now+stayFor
		s.o.Logger.Warn("no other copy is connected to Slack; this one tells people that nothing can be saved")
	case known && now >= s.next:
		s.shut(now + some(firstLook))
	}
}

// shut gives every connection up until a time.
func (s *seating) shut(until time.Duration) {
	s.open, s.stays, s.next = false, false, until
	s.sockets.Hold(0)
}

// some returns a time from d to twice d.
func some(d time.Duration) time.Duration { return d + rand.N(d) } //nolint:gosec // G404: jitter is no secret.
