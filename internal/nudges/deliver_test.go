package nudges

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestWhatBecomesOfACall(t *testing.T) {
	doubt := errors.New("connection reset")
	tests := []struct {
		name   string
		script func(n int, r Row) fate
		posted int
		looks  int
		ended  []State
		at     time.Duration // when it was sent, or else ended
	}{
		{"an answer settles the row", func(int, Row) fate { return fate{accepted: true} }, 1, 0, []State{Settled}, 0},
		{"a lost answer is looked up and not repeated", func(int, Row) fate {
			return fate{accepted: true, err: doubt}
		}, 1, 1, []State{Settled}, 0},
		{"a message that shows late is found by the first look all the same", func(int, Row) fate {
			return fate{accepted: true, err: doubt, late: time.Minute, hidden: 30 * time.Second}
		}, 1, 1, []State{Settled}, 0},
		{"a lost request is sent again after two looks", func(n int, _ Row) fate {
			if n == 1 {
				return fate{err: doubt}
			}
			return fate{accepted: true}
		}, 1, 2, []State{Settled}, 140 * time.Second},
		{"a rate limit is waited out", func(n int, _ Row) fate {
			if n == 1 {
				return fate{err: &SendError{Class: RateLimited, Code: "ratelimited", RetryAfter: 7 * time.Second}}
			}
			return fate{accepted: true}
		}, 1, 0, []State{Settled}, 7 * time.Second},
		{"a rate limit without a time is waited out for a minute", func(n int, _ Row) fate {
			if n == 1 {
				return fate{err: &SendError{Class: RateLimited, Code: "message_limit_exceeded"}}
			}
			return fate{accepted: true}
		}, 1, 0, []State{Settled}, time.Minute},
		{"what surely did nothing is tried again, with growing pauses", func(n int, _ Row) fate {
			if n < 4 {
				return fate{err: &SendError{Class: Later, Code: "service_unavailable"}}
			}
			return fate{accepted: true}
		}, 1, 0, []State{Settled}, (2 + 4 + 8) * time.Second},
		{"a dead token stops everything for a while", func(n int, _ Row) fate {
			if n == 1 {
				return fate{err: &SendError{Class: Down, Code: "invalid_auth"}}
			}
			return fate{accepted: true}
		}, 1, 0, []State{Settled}, 5 * time.Minute},
		{"a channel that is gone fails the row", func(int, Row) fate {
			return fate{err: &SendError{Class: Gone, Code: "is_archived"}}
		}, 0, 0, []State{Failed}, 0},
		{"a row that names what was erased is dropped and not in doubt", func(int, Row) fate {
			return fate{err: fmt.Errorf("render: %w", mission.ErrNotFound)}
		}, 0, 0, []State{Dropped}, 0},
		{"a message that Slack refuses is never repeated", func(int, Row) fate {
			return fate{err: &SendError{Class: Refused, Code: "invalid_blocks"}}
		}, 0, 0, []State{Failed}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _, slack, clock, e := setup(t)
			slack.script = tt.script
			start := clock.Now()
			m.do(t, func(tx Tx) error {
				_, err := Post(tx, entry("E1"), start)
				return err
			})
			walkTo(t, e, clock, start.Add(time.Hour))
			r := m.only(t)
			if slack.posted() != tt.posted || slack.looks != tt.looks || !slices.Equal(slack.ended(), tt.ended) {
				t.Errorf("posted %d times after %d looks, ended %v; want %d, %d, %v",
					slack.posted(), slack.looks, slack.ended(), tt.posted, tt.looks, tt.ended)
			}
			if got := r.SentAt.Sub(start); got != tt.at {
				t.Errorf("it counts as sent after %v, want %v", got, tt.at)
			}
		})
	}
}

func TestWhatBecomesOfALookUp(t *testing.T) {
	failing := func(times int, err error) func(int) error {
		return func(n int) error {
			if n <= times {
				return err
			}
			return nil
		}
	}
	tests := []struct {
		name    string
		history func(int) error
		grace   time.Duration
		lost    bool // whether the request never arrived
		want    State
		posted  int
	}{
		{"without the history scope the outcome stays unsure", failing(9, ErrNoHistory), 0, false, Unsure, 1},
		{"a channel that is gone cannot be looked up", failing(9, &SendError{Class: Gone}), 0, false, Unsure, 1},
		{"a look-up that is refused for good cannot be had", failing(9, &SendError{Class: Refused, Code: "access_denied"}), 0, false, Unsure, 1},
		{"a look-up that fails is repeated, not guessed", failing(3, errors.New("reset")), 0, false, Settled, 1},
		{"a limited look-up waits", failing(1, &SendError{Class: RateLimited, RetryAfter: time.Minute}), 0, false, Settled, 1},
		{"past its grace a message that stands is settled", nil, time.Minute, false, Settled, 1},
		{"past its grace a message that does not stand is skipped", nil, time.Minute, true, Skipped, 0},
		{"within its grace it is sent again", nil, time.Hour, true, Settled, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _, slack, clock, e := setup(t)
			slack.history = tt.history
			slack.script = func(n int, _ Row) fate {
				if n > 1 {
					return fate{accepted: true}
				}
				return fate{accepted: !tt.lost, err: errors.New("timeout")}
			}
			m.do(t, func(tx Tx) error {
				r := entry("E1")
				r.Grace = tt.grace
				_, err := Post(tx, r, clock.Now())
				return err
			})
			walkTo(t, e, clock, clock.Now().Add(6*time.Hour))
			if r := m.only(t); r.State != tt.want || slack.posted() != tt.posted {
				t.Errorf("row is %s after %d posts, want %s after %d", r.State, slack.posted(), tt.want, tt.posted)
			}
			if !slices.Equal(slack.ended(), []State{tt.want}) {
				t.Errorf("the settler was told %v", slack.ended())
			}
		})
	}
}

func TestARateLimitPausesItsMethodForAll(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	slack.script = func(n int, _ Row) fate {
		if n == 1 {
			return fate{err: &SendError{Class: RateLimited, RetryAfter: 20 * time.Second}}
		}
		return fate{accepted: true}
	}
	post := func(key string, channel mission.ChannelID, now time.Time) {
		m.do(t, func(tx Tx) error {
			r := entry(key)
			r.Channel = channel
			_, err := Post(tx, r, now)
			return err
		})
	}
	post("E1", "C1", clock.Now())
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	post("E2", "C2", clock.Now())
	m.do(t, func(tx Tx) error {
		return Edit(tx, Row{Key: "card", Team: team, Subject: OfCard, Channel: "C3"}, clock.Now())
	})
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slack.posted() != 0 || slack.edited() != 1 {
		t.Fatalf("while posting rests, %d posts and %d edits went out; want none and one", slack.posted(), slack.edited())
	}
	if next, rested := e.Status(t.Context()); !rested || !next.Equal(clock.Now().Add(20*time.Second)) {
		t.Errorf("next work at %v, rested %v; want at the end of the pause", next, rested)
	}
	walkTo(t, e, clock, clock.Now().Add(time.Minute))
	if slack.count("E1") != 1 || slack.count("E2") != 1 {
		t.Errorf("after the pause E1 stands %d times and E2 %d times", slack.count("E1"), slack.count("E2"))
	}
}

func TestAPauseIsNotCutShortByAShorterOne(t *testing.T) {
	_, _, _, clock, e := setup(t)
	r := entry("E1")
	r.State = Sending
	for _, wait := range []time.Duration{time.Minute, time.Second} {
		e.again(r, &SendError{Class: RateLimited, RetryAfter: wait}, clock.Now())
	}
	r.State = Due
	if p, ok := e.paused(r, clock.Now()); !ok || !p.until.Equal(clock.Now().Add(time.Minute)) {
		t.Errorf("posting rests until %v, %v; want a minute", p.until, ok)
	}
}

func TestALookUpDoesNotMoveTheDayOfANudge(t *testing.T) {
	m, run, slack, clock, e := setup(t)
	slack.script = func(n int, _ Row) fate {
		if n == 1 {
			return fate{accepted: true, err: errors.New("timeout")}
		}
		return fate{accepted: true}
	}
	slack.history = func(int) error { // Slack's history is away until Thursday morning.
		if clock.Now().Before(lisbonDay(3, 9, 0)) {
			return errors.New("reset")
		}
		return nil
	}
	m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
	walkTo(t, e, clock, lisbonDay(3, 9, 30))
	if p := m.plan(t, coachPlan); !p.LastSent.Equal(onTuesday(10, 0)) {
		t.Errorf("found on Thursday, Tuesday's question was sent at %v", p.LastSent)
	}
	walkTo(t, e, clock, lisbonDay(3, 12, 0))
	if n := slack.posted(); n != 2 {
		t.Errorf("%d questions stand, want Tuesday's and Thursday's", n)
	}
}

func TestEditsOfOneMessageAreGathered(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	edit := func() {
		m.do(t, func(tx Tx) error {
			return Edit(tx, Row{Key: "card/M1", Team: team, Subject: OfCard, Channel: "C1"}, clock.Now())
		})
		if err := e.TickOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for range 10 {
		edit()
		clock.moveTo(clock.Now().Add(100 * time.Millisecond))
	}
	if n := slack.edited(); n != 1 {
		t.Errorf("ten edits within a second went out as %d, want 1 so far", n)
	}
	walkTo(t, e, clock, clock.Now().Add(time.Minute))
	if n := slack.edited(); n != 2 {
		t.Errorf("ten edits went out as %d in all, want 2", n)
	}
	if gap := slack.edits[1].accepted.Sub(slack.edits[0].accepted); gap != 3*time.Second {
		t.Errorf("the second edit came %v after the first, want 3 s", gap)
	}
}

func TestAnEditAskedForDuringAnEditFollowsIt(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	edit := func(tx Tx) error {
		return Edit(tx, Row{Key: "card/M1", Team: team, Subject: OfCard, Channel: "C1"}, clock.Now())
	}
	slack.script = func(n int, _ Row) fate {
		if n == 1 {
			m.do(t, edit)
		}
		return fate{accepted: true}
	}
	m.do(t, edit)
	walkTo(t, e, clock, clock.Now().Add(time.Minute))
	if n := slack.edited(); n != 2 {
		t.Errorf("%d edits went out, want 2", n)
	}
}

func TestADoubtfulEditIsDoneAgainAndOnceMore(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	slack.script = func(n int, _ Row) fate {
		if n == 1 {
			return fate{accepted: true, late: time.Minute, err: errors.New("timeout")}
		}
		return fate{accepted: true}
	}
	start := clock.Now()
	m.do(t, func(tx Tx) error {
		return Edit(tx, Row{Key: "card/M1", Team: team, Subject: OfCard, Channel: "C1"}, start)
	})
	walkTo(t, e, clock, start.Add(time.Hour))
	if slack.edited() != 3 || slack.looks != 0 {
		t.Fatalf("%d edits and %d looks, want 3 and none", slack.edited(), slack.looks)
	}
	last := slack.edits[2].accepted
	if soon := slack.edits[1].accepted.Sub(start); soon > 5*time.Second {
		t.Errorf("the edit was done again after %v, want at once", soon)
	}
	if !last.After(slack.edits[0].accepted) {
		t.Errorf("the last edit, at %v, stands before the one in doubt", last)
	}
}

func TestAnEditThatStaysInDoubtIsTriedEverMoreSeldom(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	slack.script = func(int, Row) fate { return fate{err: errors.New("http_503")} }
	m.do(t, func(tx Tx) error {
		return Edit(tx, Row{Key: "card/M1", Team: team, Subject: OfCard, Channel: "C1"}, clock.Now())
	})
	walkTo(t, e, clock, clock.Now().Add(time.Hour))
	if slack.calls < 3 || slack.calls > 15 {
		t.Errorf("an edit that Slack never answers was tried %d times within an hour", slack.calls)
	}
}

func TestARowForTheThreadWaitsForTheCard(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	carded := false
	slack.prepare = func(r Row) (Row, error) {
		if r.InThread && !carded {
			return r, ErrLater
		}
		carded = carded || r.Subject == OfCard
		return r, nil
	}
	line := Row{Key: "line", Team: team, Subject: OfThread, Mission: "M1", Channel: "C1", InThread: true}
	card := Row{Key: "card", Team: team, Subject: OfCard, Mission: "M1", Channel: "C1"}
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, line, clock.Now())
		return err
	})
	walkTo(t, e, clock, clock.Now().Add(10*time.Minute))
	if slack.posted() != 0 {
		t.Fatal("the line was posted without a card")
	}
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, card, clock.Now())
		return err
	})
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slack.count("card") != 1 || slack.count("line") != 1 {
		t.Errorf("once the card stands, the line has to follow at once: %+v", slack.posts)
	}
}

func TestRowsToOnePlaceGoInOrder(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	var want []string
	for _, key := range []string{"c", "a", "b"} {
		want = append(want, key)
		m.do(t, func(tx Tx) error {
			_, err := Post(tx, entry(key), clock.Now())
			return err
		})
		clock.moveTo(clock.Now().Add(time.Millisecond))
	}
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, msg := range slack.posts {
		got = append(got, msg.key)
	}
	if !slices.Equal(got, want) {
		t.Errorf("posted %v, want %v", got, want)
	}
}

func TestWhatAnEarlierProcessLeftIsGivenOn(t *testing.T) {
	sent := lisbonDay(0, 8, 59)
	left := func(s State) Row {
		r := entry("E1")
		r.State, r.Due, r.Fence, r.SentAt, r.Lease = s, sent, 3, sent, lisbonDay(0, 12, 0)
		return r
	}
	tests := []struct {
		name   string
		row    Row
		stands bool // whether Slack has the message
		posted int
	}{
		{"a claim was never sent", left(Claimed), false, 1},
		{"a call that arrived is found", left(Sending), true, 1},
		{"a call that never arrived is made again", left(Sending), false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _, slack, clock, e := setup(t)
			m.rows[keyOf(tt.row)] = tt.row
			if tt.stands {
				slack.posts = []message{{key: "E1", ref: mission.MessageRef{Channel: "C1", TS: "7"}}}
			}
			if err := e.recoverRows(t.Context()); err != nil {
				t.Fatal(err)
			}
			walkTo(t, e, clock, lisbonDay(0, 9, 30))
			if r := m.only(t); r.State != Settled || slack.posted() != tt.posted {
				t.Errorf("row is %s and %d messages stand", r.State, slack.posted())
			}
		})
	}
}

func TestAStalledWorkerDoesNotCallTooLate(t *testing.T) {
	m, _, slack, clock, e := setup(t)
	stalled := &stallingStore{Store: m, stall: func() { clock.moveTo(clock.Now().Add(6 * time.Second)) }}
	e.store = stalled
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, entry("E1"), clock.Now())
		return err
	})
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slack.posted() != 0 {
		t.Fatal("the call was made six seconds after sending was written")
	}
	stalled.stall = func() {}
	walkTo(t, e, clock, clock.Now().Add(time.Minute))
	if slack.posted() != 1 || slack.looks != 0 {
		t.Errorf("then %d posts and %d looks, want one and none", slack.posted(), slack.looks)
	}
}

// stallingStore takes a while after each transaction that wrote that a row is being sent.
type stallingStore struct {
	Store
	stall func()
}

func (s *stallingStore) Update(ctx context.Context, f func(Tx) error) error {
	sending := false
	err := s.Store.Update(ctx, func(tx Tx) error {
		err := f(tx)
		rows, _ := tx.RowsIn(Sending)
		sending = len(rows) > 0
		return err
	})
	if sending {
		s.stall()
	}
	return err
}

func TestAPanicOfOneRowStopsNoOther(t *testing.T) {
	m, _, slack, clock, _ := setup(t)
	var log bytes.Buffer
	o := testOptions(t, m, slack, clock)
	o.Logger = slog.New(slog.NewTextHandler(&log, nil))
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	slack.prepare = func(r Row) (Row, error) {
		if r.Key == "bad" {
			panic("cannot render these private words")
		}
		return r, nil
	}
	m.do(t, func(tx Tx) error {
		bad := entry("bad")
		bad.Channel = "C9"
		_, err := Post(tx, bad, clock.Now())
		_, err2 := Post(tx, entry("good"), clock.Now())
		return errors.Join(err, err2)
	})
	if err := e.TickOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if slack.count("good") != 1 {
		t.Error("the good row was not posted")
	}
	if strings.Contains(log.String(), "words") || !strings.Contains(log.String(), "panic") {
		t.Errorf("the log has what the panic said, or nothing of it:\n%s", log.String())
	}
}

func TestAFailingSettlerLosesNothing(t *testing.T) {
	m, _, slack, clock, _ := setup(t)
	o := testOptions(t, m, slack, clock)
	failures := 3
	o.Settler = settlerFunc(func(tx Tx, r Row) error {
		if failures--; failures >= 0 {
			return errors.New("not now")
		}
		return slack.Settle(tx, r)
	})
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, entry("E1"), clock.Now())
		return err
	})
	walkTo(t, e, clock, clock.Now().Add(time.Hour))
	if slack.count("E1") != 1 || !slices.Equal(slack.ended(), []State{Settled}) {
		t.Errorf("posted %d times, settler was told %v", slack.count("E1"), slack.ended())
	}
}

type settlerFunc func(Tx, Row) error

func (f settlerFunc) Settle(tx Tx, r Row) error { return f(tx, r) }
