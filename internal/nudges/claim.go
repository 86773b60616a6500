package nudges

import (
	"context"
	"errors"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

// rowKey names a row across workspaces.
type rowKey struct {
	team mission.TeamID
	key  string
}

func keyOf(r Row) rowKey { return rowKey{r.Team, r.Key} }

// errLost says that a row is no longer held: somebody else went on with it.
var errLost = errors.New("row is held by another")

// facts is what was asked of Slack for one nudge.
type facts struct {
	inChannel bool
	zone      string
	gone      bool
	quiet     time.Time // until when she is not to be disturbed, or zero
	powers    []mission.Power
}

// claim moves a row on to where something is to be done with it: it gives on a lease that is over,
// claims what is due, takes up a look-up, and drops or postpones at once what needs no call to Slack to
// be decided. It returns the row as it then stands, and false where there is nothing to do.
func (e *Engine) claim(ctx context.Context, k rowKey, lots lots) (Row, bool, error) {
	now := e.now()
	var out Row
	var mine, changed bool
	err := e.store.Update(ctx, func(tx Tx) error {
		before, err := e.rowToClaim(tx, k)
		if err != nil {
			return err
		}
		if out, mine = takeUp(before, e.owner, now, e.limits); mine && out.State == Claimed && out.Nudge != nil {
			if out, _, err = e.judge(tx, out, nil, lots.Lot, now); err != nil {
				return err
			}
		}
		if changed = out != before; !changed {
			return nil
		}
		return e.put(tx, out, now)
	})
	if err != nil {
		return Row{}, false, wrap("claim", err)
	}
	e.logMove(out, nil)
	if changed {
		e.tellMove(out)
	}
	return out, mine && (out.State == Claimed || out.State == Unknown), nil
}

// begin writes that a claimed row is about to be sent, after a last look at whether it still should be.
// The row it returns is sending, or it is not to be sent.
func (e *Engine) begin(ctx context.Context, held Row, known *facts, lots lots) (Row, error) {
	now := e.now()
	var d Decision
	r, err := e.move(ctx, held, Claimed, func(tx Tx, r Row) (Row, error) {
		d = Decision{}
		if now.After(r.Lease) {
			return r, errLost
		}
		if r.Channel, r.ThreadTS = held.Channel, held.ThreadTS; r.Update {
			r.TS = held.TS
		}
		if err := e.learn(tx, r, known, now); err != nil {
			return r, err
		}
		if r.Nudge != nil {
			var err error
			if r, d, err = e.judge(tx, r, known, lots.Lot, now); err != nil || d.Action != Send {
				return r, err
			}
			if r, err = toss(tx, r, d.Hours, lots.coin, now); err != nil {
				return r, err
			}
			if err := e.keepChosen(tx, r, d, now); err != nil || r.State == Withheld {
				return r, err
			}
		}
		return begin(r, now, e.limits), nil
	})
	if err != nil {
		return Row{}, err
	}
	e.logMove(r, nil)
	e.tellMove(r)
	e.logToss(r, lots.coin)
	e.logChoice(r, d, lots.Seed)
	return r, nil
}

// judge decides about a claimed nudge and applies the decision to the row, and to its plan where the
// plan need not come back for a while. Without facts what only Slack knows is taken to be well.
func (e *Engine) judge(tx Tx, r Row, known *facts, lot choice.Lot, now time.Time) (Row, Decision, error) {
	if err := settleSome(tx, r, now); err != nil {
		return r, Decision{}, err
	}
	s, err := e.set().reader.situation(tx, r, known, now)
	if err != nil {
		return r, Decision{}, err
	}
	if s.Lot = lot; known != nil {
		s.Near = ThemesNear(known.powers)
	}
	d := Decide(s, now)
	d.Phase, d.Twice, d.Hours = s.Mission.Phase, s.Near, s.Hours
	switch d.Action {
	case Wait:
		return moved(r, d, s.Hours), d, nil
	case Drop:
		return drop(r, string(d.Reason), now), d, e.restUntil(tx, s.Plan, d.Until, now)
	}
	asked := *r.Nudge
	asked.Tires = s.Plan.Tires()
	asked.Question, asked.Theme = d.Choice.Question.ID, d.Choice.Theme
	asked.Candidates, asked.Why = d.Choice.Candidates, d.Choice.Reason
	asked.Phase, asked.Recur, asked.With = s.Mission.Phase.String(), s.Plan.Recur, strings.Join(s.Along, " ")
	asked.drawn(d.Choice.Draw)
	r.Nudge = &asked
	if asked.Kind.ToChannel() {
		r.Channel = s.Mission.Channel
	}
	return r, d, nil
}

func (e *Engine) restUntil(tx Tx, p Plan, until, now time.Time) error {
	if p.ID == "" || until.IsZero() {
		return nil
	}
	p, err := pushBack(p, until, now)
	if err != nil {
		return err
	}
	return tx.PutPlan(p)
}

// learn keeps what was found out about a person on the way: where her direct messages are, and her zone.
func (e *Engine) learn(tx Tx, r Row, known *facts, now time.Time) error {
	if r.User == "" {
		return nil
	}
	if known != nil && known.zone != "" {
		if err := Rezone(tx, r.Team, r.User, known.zone, now); err != nil {
			return err
		}
	}
	p, err := personOf(tx, r.Team, r.User)
	if err != nil {
		return err
	}
	gone, dm := p.Gone, p.DM
	if p.DM = r.Channel; known != nil {
		if p.Gone = known.gone; !p.Gone {
			p.GoneAt = time.Time{}
		}
	}
	if p.Gone == gone && p.DM == dm {
		return nil
	}
	return tx.PutPerson(p)
}
