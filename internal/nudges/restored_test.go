package nudges

import (
	"slices"
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
			Row{Subject: OfCard, Update: true, State: Claimed, NotBefore: before}, Row{Subject: OfCard, Update: true, State: Due, NotBefore: before},
		},
		"a chore may be done again": {
			Row{Subject: OfChore, State: Due, NotBefore: before}, Row{Subject: OfChore, State: Due, NotBefore: before},
		},
		"a round closes by itself": {
			Row{Subject: OfRound, State: Claimed, NotBefore: before}, Row{Subject: OfRound, State: Due, NotBefore: before},
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

// TestASilenceIsAskedAboutOnceAfterARestoration restores a backup from the beginning of a silence: the questions that have
// followed the one that it knows are in doubt with it.
func TestASilenceIsAskedAboutOnceAfterARestoration(t *testing.T) {
	const day = 24 * time.Hour
	for sentence, row := range map[string]struct {
		after time.Duration // of the last sign
		doubt []int         // the turns that are in doubt
	}{
		"before the first":             {5 * day, nil},
		"after the first":              {9 * day, []int{0}},
		"after the second":             {15*day + 12*time.Hour, []int{0, 1}},
		"between the second and third": {20 * day, []int{0}}, // nobody asks the second so late
		"after the third":              {29*day + 12*time.Hour, []int{0, 2}},
		"long after the third":         {90 * day, []int{0, 2}},
	} {
		t.Run(sentence, func(t *testing.T) {
			m, run := refundsTeam()
			sign := lisbonDay(0, 9, 0)
			run.StartedAt, run.Starter = sign, ""
			m.missions[run.ID] = run
			m.do(t, func(tx Tx) error { return Reschedule(tx, run, sign.Add(time.Hour)) })
			now := sign.Add(row.after)
			for again := range 2 {
				if n, err := Restored(t.Context(), m, now); err != nil || again == 0 && n != len(row.doubt) || again == 1 && n != 0 {
					t.Fatalf("restored for the %d. time: %d in doubt, %v; want %d", again+1, n, err, len(row.doubt))
				}
			}
			for turn := range quietDays {
				r, there := m.rows[rowKey{team, Once{Kind: StillTrue, Ref: quietRef(run), Turn: turn}.Key()}]
				if want := slices.Contains(row.doubt, turn); (there && r.State == Unknown) != want {
					t.Errorf("question %d is in doubt: %t, want %t (%+v)", turn, !want, want, r)
				}
				if r.State == Unknown && turn > 0 && (r.SentAt.After(now) || r.Due.Add(r.Grace).Before(now)) {
					t.Errorf("question %d is looked for since %s, and may be asked until %s", turn, r.SentAt, r.Due.Add(r.Grace))
				}
			}
		})
	}
}
