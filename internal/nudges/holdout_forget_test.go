package nudges

import (
	"testing"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// Whoever leaves a trial leaves nothing of its coin behind, and takes nothing of the others' along.
func TestWhoLeavesATrialLeavesNothingOfItsCoin(t *testing.T) {
	m, run := refundsTeam()
	now := lisbonDay(0, 9, 0)
	tried := halfWithheld(now)
	m.do(t, func(tx Tx) error { return tx.PutTrial(tried) })
	of := func(user mission.UserID, key string, state State) (Row, trial.Decision, Chosen) {
		withheld := state == Withheld
		r := Row{Key: key, Team: team, Mission: run.ID, User: user, State: state, Due: now, SentAt: now, Nudge: &Asked{Kind: Reflect, Trial: tried.ID}}
		d := trial.Decision{Team: team, Trial: tried.ID, Nudge: key, Mission: run.ID, User: user, Kind: string(Reflect), Due: now, Rho: .5, U: .25, Withheld: withheld}
		return r, d, Chosen{Team: team, Key: key, At: now, User: user, Share: .5, Coin: .25, Withheld: withheld}
	}
	put := func(user mission.UserID, key string, state State) {
		r, d, c := of(user, key, state)
		m.do(t, func(tx Tx) error { return tx.PutRow(r) })
		m.do(t, func(tx Tx) error { return tx.PutTrialDecision(d) })
		m.do(t, func(tx Tx) error { return tx.PutChosen(c) })
	}
	put("UBO", "bo withheld", Withheld)
	put("UBO", "bo sent", Settled)
	put("UDEE", "dee withheld", Withheld)

	m.do(t, func(tx Tx) error { return LeaveTrial(tx, tried, "UBO") })
	m.do(t, func(tx Tx) error { return LeaveTrial(tx, tried, "UBO") }) // changes nothing more
	for key, want := range map[string]State{"bo withheld": Dropped, "bo sent": Settled, "dee withheld": Withheld} {
		user, hers := mission.UserID("UBO"), key != "dee withheld"
		if !hers {
			user = "UDEE"
		}
		m.do(t, func(tx Tx) error {
			r, err := tx.Row(team, key)
			if err != nil || r.State != want || (r.Nudge.Trial == "") != hers {
				t.Errorf("the row %s: %+v, %v", key, r, err)
			}
			c, err := tx.Chosen(team, user, key)
			if err != nil || (c.Share == 0 && c.Coin == 0 && !c.Withheld) != hers {
				t.Errorf("the choice %s: %+v, %v", key, c, err)
			}
			_, err = tx.TrialDecision(team, tried.ID, key)
			if (err != nil) != hers {
				t.Errorf("the decision %s: %v", key, err)
			}
			return nil
		})
	}
	m.do(t, func(tx Tx) error {
		c, err := tx.Chosen(team, "UBO", "bo withheld")
		if c.Outcome != OutcomeVoid {
			t.Errorf("what was not asked counts as %q", c.Outcome)
		}
		return err
	})
}
