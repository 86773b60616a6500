package nudges

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestLimitsLeaveNoRoomForDoubles(t *testing.T) {
	if err := DefaultLimits().Check(); err != nil {
		t.Fatalf("the limits the program runs with: %v", err)
	}
	tests := []struct {
		name   string
		change func(*Limits)
	}{
		{"waiting less than everything that may still happen", func(l *Limits) { l.Wait = l.Begin + l.Call + l.Accept + l.Visible - 1 }},
		{"a call that must begin before it may", func(l *Limits) { l.Begin = 0 }},
		{"a call without time", func(l *Limits) { l.Call = 0 }},
		{"a call that is accepted before it was made", func(l *Limits) { l.Accept = -time.Minute }},
		{"a message that shows before it stands", func(l *Limits) { l.Visible = -time.Minute }},
		{"looking again before having looked", func(l *Limits) { l.LookAgain = -1 }},
		{"edits without a gap", func(l *Limits) { l.EditGap = 0 }},
		{"a claim that holds nothing", func(l *Limits) { l.Claim = 0 }},
		{"a look-up without time", func(l *Limits) { l.Look = 0 }},
		{"never looking", func(l *Limits) { l.Looks = 0 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := DefaultLimits()
			tt.change(&l)
			if l.Check() == nil {
				t.Errorf("%+v was accepted", l)
			}
		})
	}
}

func TestBackoffGrowsAndEnds(t *testing.T) {
	last := time.Duration(0)
	for n := range 100 {
		d := backoff(n)
		if d < last || d < 2*time.Second || d > 15*time.Minute {
			t.Fatalf("after %d tries it waits %v, before %v", n, d, last)
		}
		last = d
	}
	if last != 15*time.Minute || backoff(-1) != 2*time.Second {
		t.Errorf("it ends at %v and begins at %v", last, backoff(-1))
	}
}

func TestDoubtDoesNotOutlastAClockThatWasSetBack(t *testing.T) {
	now := onTuesday(10, 0)
	r := doubt(Row{State: Sending, SentAt: now.Add(24 * time.Hour)}, now, DefaultLimits())
	if want := now.Add(DefaultLimits().Wait); !r.NotBefore.Equal(want) {
		t.Errorf("looked up at %v, want %v", r.NotBefore, want)
	}
}

func TestMayBegin(t *testing.T) {
	sent, l := onTuesday(10, 0), DefaultLimits()
	tests := []struct {
		name   string
		passed time.Duration // on the wall
		waited time.Duration // on the monotonic clock
		want   bool
	}{
		{"at once", 0, 0, true},
		{"just in time", l.Begin - 1, l.Begin - 1, true},
		{"too late by both", l.Begin, l.Begin, false},
		{"a clock that was set forward", time.Hour, 0, false},
		{"a pause behind a clock that was set back", -time.Hour, l.Begin, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mayBegin(sent, sent.Add(tt.passed), tt.waited, l); got != tt.want {
				t.Errorf("mayBegin = %v", got)
			}
		})
	}
}

func TestPostingAKeyTwicePostsOnce(t *testing.T) {
	m, _ := refundsTeam()
	first := onTuesday(9, 0)
	for i, want := range []bool{true, false} {
		m.do(t, func(tx Tx) error {
			added, err := Post(tx, entry("E1"), first.Add(time.Duration(i)*time.Hour))
			if added != want {
				t.Errorf("added = %v, want %v", added, want)
			}
			return err
		})
		r := m.only(t)
		if r.State != Due || !r.Due.Equal(first) || !r.NotBefore.Equal(first) {
			t.Errorf("the row is %+v", r)
		}
	}
}

func TestAPostMayBeForLater(t *testing.T) {
	m, _ := refundsTeam()
	later := entry("E1")
	later.Due = onTuesday(12, 0)
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, later, onTuesday(9, 0))
		return err
	})
	if r := m.only(t); !r.NotBefore.Equal(later.Due) {
		t.Errorf("it goes out at %v", r.NotBefore)
	}
}

func TestEditOfARowInEachState(t *testing.T) {
	now := onTuesday(9, 0)
	sent := now.Add(-time.Second)
	tests := []struct {
		name  string
		row   Row
		state State
		again bool
		at    time.Time
	}{
		{"one that waits is the same edit", Row{State: Due, NotBefore: now.Add(time.Second)}, Due, false, now.Add(time.Second)},
		{"one that was claimed will show the newest", Row{State: Claimed, NotBefore: sent}, Claimed, false, sent},
		{"one under way is followed by another", Row{State: Sending, NotBefore: sent}, Sending, true, sent},
		{"one just done is followed after the gap", Row{State: Settled, SentAt: sent}, Due, false, sent.Add(3 * time.Second)},
		{"one done long ago is followed at once", Row{State: Settled, SentAt: now.Add(-time.Hour)}, Due, false, now},
		{"one that failed may do better", Row{State: Failed, SentAt: sent, Reason: "x"}, Due, false, now},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := refundsTeam()
			tt.row.Key, tt.row.Team, tt.row.Update = "card", team, true
			m.rows[keyOf(tt.row)] = tt.row
			m.do(t, func(tx Tx) error { return Edit(tx, Row{Key: "card", Team: team}, now) })
			r := m.only(t)
			if r.State != tt.state || r.Again != tt.again || !r.NotBefore.Equal(tt.at) || r.Reason != "" {
				t.Errorf("the row is %+v", r)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		name string
		taps []Answer
		want Answer
	}{
		{"a tap is noted", []Answer{NotNow}, NotNow},
		{"an answer stands over a tap", []Answer{NotNow, Answered}, Answered},
		{"no tap stands over an answer", []Answer{Answered, SnoozedIt, TurnedOff}, Answered},
		{"no tap stands over a talk", []Answer{Talked, NotNow}, Talked},
		{"taking a tap back takes no answer back", []Answer{Answered, NotAnswered}, Answered},
		{"a tap can be taken back", []Answer{SnoozedIt, NotAnswered}, NotAnswered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := refundsTeam()
			now := onTuesday(9, 0)
			m.rows[rowKey{team, "N"}] = Row{Key: "N", Team: team, State: Settled, Nudge: &Asked{Kind: Reflect}}
			for _, tap := range tt.taps {
				m.do(t, func(tx Tx) error {
					_, err := MarkAnswered(tx, team, "N", tap, now)
					return err
				})
			}
			r := m.only(t)
			if r.Nudge.Answer != tt.want || r.Nudge.AnsweredAt.IsZero() != (tt.want == NotAnswered) || r.State != Settled {
				t.Errorf("the row is %s, answered %q at %v", r.State, r.Nudge.Answer, r.Nudge.AnsweredAt)
			}
		})
	}
}

func TestReopenTakesAnAnswerBack(t *testing.T) {
	m, _ := refundsTeam()
	sent := Row{Key: "N", Team: team, User: "UANA", State: Settled, SentAt: onFriday(15, 0), Nudge: &Asked{Kind: Reflect, Answer: Answered, AnsweredAt: onFriday(16, 0)}}
	m.rows[keyOf(sent)] = sent
	var open bool
	m.do(t, func(tx Tx) error {
		if _, err := Reopen(tx, team, "N"); err != nil {
			return err
		}
		var err error
		_, open, err = OpenPrompt(tx, team, "UANA", onFriday(17, 0))
		return err
	})
	if r := m.only(t); !open || r.Nudge.Answer != NotAnswered || !r.Nudge.AnsweredAt.IsZero() {
		t.Errorf("open %v, answered %q at %v", open, r.Nudge.Answer, r.Nudge.AnsweredAt)
	}
}

func TestAnsweringWhatIsNoNudge(t *testing.T) {
	m, _ := refundsTeam()
	m.do(t, func(tx Tx) error {
		_, err := Post(tx, entry("E1"), onTuesday(9, 0))
		return err
	})
	before := m.only(t)
	m.do(t, func(tx Tx) error {
		_, err := MarkAnswered(tx, team, "E1", Answered, onTuesday(9, 0))
		return err
	})
	if m.only(t) != before {
		t.Error("the row changed")
	}
	err := m.Update(t.Context(), func(tx Tx) error {
		_, err := MarkAnswered(tx, team, "none", Answered, onTuesday(9, 0))
		return err
	})
	if err == nil {
		t.Error("a nudge that is not there was answered")
	}
}

func TestOpenPrompt(t *testing.T) {
	now := onFriday(16, 0)
	dm := func(key string, sent time.Time, s State, a Answer) Row {
		return Row{
			Key: key, Team: team, User: "UANA", Channel: "DUANA", State: s, SentAt: sent, TS: key,
			Nudge: &Asked{Kind: Reflect, Answer: a},
		}
	}
	tests := []struct {
		name string
		rows []Row
		want string
	}{
		{"no question, no prompt", nil, ""},
		{"the newest open one", []Row{dm("a", onTuesday(9, 0), Settled, ""), dm("b", onFriday(15, 0), Settled, "")}, "b"},
		{"one that was answered is not open", []Row{dm("a", onTuesday(9, 0), Settled, ""), dm("b", onFriday(15, 0), Settled, Answered)}, "a"},
		{"one that was put off is not open", []Row{dm("a", onTuesday(9, 0), Settled, NotNow)}, ""},
		{"one that may not stand is not open", []Row{dm("a", onTuesday(9, 0), Unknown, "")}, ""},
		{"after a week it is closed", []Row{dm("a", now.Add(-OpenFor-time.Second), Settled, "")}, ""},
		{"somebody else's is not hers", []Row{{
			Key: "c", Team: team, User: "UBO", State: Settled, SentAt: onFriday(15, 0), Nudge: &Asked{Kind: Reflect},
		}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := refundsTeam()
			for _, r := range tt.rows {
				m.rows[keyOf(r)] = r
			}
			var got Row
			var open bool
			m.do(t, func(tx Tx) (err error) {
				got, open, err = OpenPrompt(tx, team, mission.UserID("UANA"), now)
				return err
			})
			if got.Key != tt.want || open != (tt.want != "") {
				t.Errorf("open %v: %q, want %q", open, got.Key, tt.want)
			}
		})
	}
}
