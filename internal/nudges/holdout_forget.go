package nudges

import (
	"errors"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// codeForgotten is why a nudge is no more among those that a trial withheld.
const codeForgotten = "forgotten"

// LeaveTrial takes out of a trial what it noted of somebody, wherever that stands: in its own records, in what its
// looks counted, beside the choices of her questions, and in the outbox. Only the log of choices itself stays, which
// says nothing of the coin any more. What was withheld from her takes up no room in her week after that.
func LeaveTrial(tx Tx, t trial.Trial, user mission.UserID) error {
	all, err := tx.TrialDecisions(t.Team, t.ID)
	if err != nil {
		return wrap("leave a trial", err)
	}
	for _, d := range all {
		if d.User == user {
			if err := forgetCoin(tx, d); err != nil {
				return wrap("leave a trial", err)
			}
		}
	}
	return wrap("leave a trial", trial.Forget(tx, t, user))
}

// ForgetToss takes one decision of a trial out of everything, and leaves what was counted of it.
func ForgetToss(tx Tx, d trial.Decision) error {
	if err := forgetCoin(tx, d); err != nil {
		return wrap("forget a toss", err)
	}
	return wrap("forget a toss", tx.DeleteTrialDecision(d.Team, d.Trial, d.Nudge))
}

// forgetCoin takes what the coin said out of the log of choices, and out of the outbox.
func forgetCoin(tx Tx, d trial.Decision) error {
	return errors.Join(forgetChosen(tx, d), forgetRow(tx, d))
}

func forgetChosen(tx Tx, d trial.Decision) error {
	c, err := tx.Chosen(d.Team, d.User, d.Nudge)
	if err != nil || c.Share == 0 {
		return unlessGone(err)
	}
	if c.Withheld {
		c.Outcome = OutcomeVoid
	}
	c.Share, c.Coin, c.Withheld = 0, 0, false
	return tx.PutChosen(c)
}

// forgetRow leaves alone what is under way: the coin falls once for a nudge, and that it fell says not how.
func forgetRow(tx Tx, d trial.Decision) error {
	r, err := tx.Row(d.Team, d.Nudge)
	if err != nil || r.Nudge == nil || !r.State.Ended() {
		return unlessGone(err)
	}
	asked := *r.Nudge
	asked.Trial = ""
	if r.Nudge = &asked; r.State == Withheld {
		r.State, r.Reason = Dropped, codeForgotten
	}
	return tx.PutRow(r)
}

// unlessGone returns an error, unless it says that something is not there.
func unlessGone(err error) error {
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	return err
}
