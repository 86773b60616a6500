package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The menu beside an invitation to a round. What is chosen is kept in the person's settings and nowhere beside the
// round, and her invitation stays as it is, like everyone's: nothing says who answered.

func (a *App) roundMenuClicks() map[string]pressed {
	return map[string]pressed{
		view.ActRoundWhy:    a.at(a.clickRoundWhy),
		view.ActRoundOff:    a.at(a.setRounds(true)),
		view.ActRoundOn:     a.at(a.setRounds(false)),
		view.ActRoundSnooze: a.at(a.clickRoundSnooze),
		view.ActRoundUntil:  a.at(a.clickRoundUntil),
		view.ActRoundFewer:  a.at(a.clickRoundFewer),
		view.ActRoundBack:   a.at(a.clickRoundBack),
	}
}

// onRounds changes how rounds like one reach the one who pressed.
func (a *App) onRounds(ctx context.Context, r *request, m mission.Mission, id mission.ID, change func(Tx, nudges.Kind, time.Time) error) (view.RoundData, nudges.Kind, error) {
	of, err := a.round(ctx, m, id)
	if err != nil {
		return view.RoundData{}, "", err
	}
	k := roundKind(of.Topic)
	_, err = a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "rounds_reach", Mission: m.ID}, change(tx, k, a.clock.Now())
	})
	return view.RoundData{Mission: m, Round: of}, k, err
}

func (a *App) setRounds(off bool) aimed {
	return func(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
		d, _, err := a.onRounds(ctx, p.request, m, p.meta.Round, func(tx Tx, k nudges.Kind, _ time.Time) error {
			return nudges.SetOff(tx, a.team, p.user, k, m.ID, off)
		})
		return say(view.RoundsOff(a.env(ctx, nil), d, off)), err
	}
}

func (a *App) clickRoundSnooze(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	said, err := a.roundsQuiet(ctx, p.request, m, p.meta.Round, a.clock.Now().Add(snoozeFor))
	return say(said), err
}

func (a *App) roundsQuiet(ctx context.Context, r *request, m mission.Mission, id mission.ID, until time.Time) (view.Message, error) {
	d, k, err := a.onRounds(ctx, r, m, id, func(tx Tx, k nudges.Kind, now time.Time) error {
		return nudges.Snooze(tx, a.team, r.user, k, m.ID, until, now)
	})
	return view.RoundsSnoozed(a.env(ctx, a.reader(ctx, r.user)), d, k, until), err
}

func (a *App) clickRoundUntil(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	r, err := a.round(ctx, m, p.meta.Round)
	if err != nil {
		return answer{}, err
	}
	me, err := a.me(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	meta := view.Meta{Mission: m.ID, Round: r.ID, Channel: p.channel}
	return a.form(p.request, view.SnoozeUntil(me.env, roundKind(r.Topic), meta)), nil
}

func (a *App) snoozeRounds(ctx context.Context, s submitted, until time.Time) (answer, error) {
	m, _, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	said, err := a.roundsQuiet(ctx, s.request, m, s.meta.Round, until)
	if err != nil {
		return answer{}, err
	}
	return a.kept(s, said), nil
}

func (a *App) clickRoundFewer(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	d, _, err := a.onRounds(ctx, p.request, m, p.meta.Round, func(tx Tx, k nudges.Kind, _ time.Time) error {
		return nudges.SetFewer(tx, a.team, p.user, k, m.ID, true)
	})
	return say(view.RoundsFewer(a.env(ctx, nil), d)), err
}

// clickRoundBack takes a snooze of rounds back, and fewer of them.
func (a *App) clickRoundBack(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	d, _, err := a.onRounds(ctx, p.request, m, p.meta.Round, func(tx Tx, k nudges.Kind, now time.Time) error {
		return inOrder(
			func() error { return nudges.Unsnooze(tx, a.team, p.user, k, m.ID, now) },
			func() error { return nudges.SetFewer(tx, a.team, p.user, k, m.ID, false) },
		)
	})
	return instead(view.RoundsOff(a.env(ctx, nil), d, false)), err
}
