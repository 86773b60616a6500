package nudges

import (
	"testing"
	"time"
)

func TestWhatWasDueBeforeARestorationIsInDoubt(t *testing.T) {
	now, before, later := lisbonDay(2, 12, 0), lisbonDay(1, 9, 0), lisbonDay(3, 9, 0)
	limits := DefaultLimits()
	for sentence, c := range map[string]struct {
		row, want Row
	}{
		"what was due may have been sent since it was due": {
			Row{Subject: OfNudge, User: "UBO", State: Due, Due: before, NotBefore: before},
			Row{Subject: OfNudge, User: "UBO", State: Unknown, Due: before, NotBefore: now.Add(limits.Wait), SentAt: before},
		},
		"what is not due yet was not sent": {
			Row{Subject: OfNudge, State: Due, Due: later, NotBefore: later}, Row{Subject: OfNudge, State: Due, Due: later, NotBefore: later},
		},
		"what was claimed may have been sent": {
			Row{Subject: OfEntry, State: Claimed, NotBefore: before, Lease: later}, Row{Subject: OfEntry, State: Unknown, NotBefore: now.Add(limits.Wait), SentAt: before},
		},
		"what was being sent was sent when that was written": {
			Row{Subject: OfCard, State: Sending, NotBefore: before, SentAt: before.Add(time.Hour), Lease: later},
			Row{Subject: OfCard, State: Unknown, NotBefore: now.Add(limits.Wait), SentAt: before.Add(time.Hour)},
		},
		"what was in doubt stays so, and begins to be looked up anew": {
			Row{Subject: OfCard, State: Unknown, NotBefore: before, SentAt: before, Absent: 1},
			Row{Subject: OfCard, State: Unknown, NotBefore: before, SentAt: before},
		},
		"an edit may be done again": {
			Row{Subject: OfCard, Update: true, State: Claimed, NotBefore: before}, Row{Subject: OfCard, Update: true, State: Due, NotBefore: now},
		},
		"a chore may be done again": {
			Row{Subject: OfChore, State: Due, NotBefore: before}, Row{Subject: OfChore, State: Due, NotBefore: before},
		},
		"a round closes by itself": {
			Row{Subject: OfRound, State: Claimed, NotBefore: before}, Row{Subject: OfRound, State: Due, NotBefore: now},
		},
		"what has ended has ended": {
			Row{Subject: OfNudge, State: Settled, NotBefore: before}, Row{Subject: OfNudge, State: Settled, NotBefore: before},
		},
	} {
		got, changed := afterRestore(c.row, now, limits)
		if got != c.want || changed != (c.row != c.want) {
			t.Errorf("%s: got %+v (changed: %t), want %+v", sentence, got, changed, c.want)
		}
	}
}

// TestARestoredPlanAsksBeforeItSends restores a store in which a nudge was due, and was sent by the store that it takes the
// place of.
func TestARestoredPlanAsksBeforeItSends(t *testing.T) {
	m, run := refundsTeam()
	wall := "2026-11-24T10:00"
	p := Plan{
		ID: PlanID(Coach, run.ID, ""), Team: team, Kind: Coach, Mission: run.ID,
		Recur: Recur{Expr: "0 10 * * 2", Zone: run.Zone}, Next: lisbonDay(1, 10, 0), NextWall: wall,
	}
	m.do(t, func(tx Tx) error { return tx.PutPlan(p) })
	for again := range 2 {
		n, err := Restored(t.Context(), m, lisbonDay(1, 15, 0))
		if err != nil || n != 1-again {
			t.Fatalf("restored for the %d. time: %d rows in doubt, %v", again+1, n, err)
		}
	}
	r := m.only(t)
	if r.State != Unknown || r.Key != NudgeKey(p.ID, wall, string(run.Channel)) || !r.SentAt.Equal(lisbonDay(1, 10, 0)) {
		t.Errorf("the row is %+v", r)
	}
}
