package nudges

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/raced"
)

// A channel that is written to without a pause, as after a night without Slack, has its question in time all the same,
// and what people did before it and after it stands once.
func TestWhatIsOvertakenGoesOutInTime(t *testing.T) {
	inBubble(t, func(t *testing.T, r *running) {
		busy := 180 // minutes of one row each; the question's grace is two hours
		if raced.Enabled {
			busy = 30
		}
		r.clock.jump(lisbonDay(1, 9, 50).Sub(r.clock.Now()))
		r.slack.prepare = func(row Row) (Row, error) {
			time.Sleep(time.Minute)
			return row, nil
		}
		r.do(t, func(tx Tx) error { return PlanMission(tx, r.run, r.clock.Now()) })
		for i := range busy {
			row := entry(fmt.Sprintf("E%03d", i))
			row.State, row.NotBefore = Due, r.clock.Now()
			r.do(t, func(tx Tx) error { return tx.PutRow(row) })
		}
		r.engine.Wake()
		time.Sleep(time.Duration(busy+20) * time.Minute)
		question, ok := r.rows[rowKey{team, NudgeKey(PlanID(Coach, "M1", ""), "2026-11-24T10:00", "C1")}]
		if !ok || question.State != Settled {
			t.Fatalf("the question is %s (%s)", question.State, question.Reason)
		}
		if late := question.SentAt.Sub(question.Due); late < overtakenFor || late > overtakenFor+3*time.Minute {
			t.Errorf("it went out after %v, want it after %v and what was under way then", late, overtakenFor)
		}
		if n := r.slack.posted(); n != busy+1 {
			t.Errorf("%d messages stand, want %d", n, busy+1)
		}
	})
}
