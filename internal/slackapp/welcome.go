package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// grownFrom is how many of the missions before one its story names.
const grownFrom = 3

// welcomeFrames is the story so far, for whoever joined.
func (a *App) welcomeFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{nudges.Welcome: a.frameWelcome}
}

// welcomeClicks are the kinds that a welcome offers once more.
func (a *App) welcomeClicks() map[string]pressed {
	return map[string]pressed{view.ActWelcomeTick: a.clickWelcomeTick}
}

// clickWelcomeTick lets a kind reach a member, as if she had ticked it when she joined.
func (a *App) clickWelcomeTick(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.asked(ctx, p)
	if err != nil {
		return answer{}, err
	}
	kind := nudges.Kind(p.meta.Kind)
	if row.User == "" || !view.TickOffered(kind) {
		return answer{}, &mission.Refusal{Code: mission.BadChoice}
	}
	err = inOrder(
		func() error { return a.may(ctx, mission.ChangePiece, who, m) },
		func() error { return running(m) },
	)
	if err != nil {
		return answer{}, err
	}
	person, err := a.person(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		steps := []func() error{func() error { return keepZone(tx, person, a.clock.Now()) }}
		for _, k := range withRounds([]nudges.Kind{kind}) {
			steps = append(steps, func() error { return a.reachBy(tx, m, person, k) })
		}
		steps = append(steps, func() error { return a.rows(tx).nudgeChanged(row) })
		return outcome{Did: "welcome_tick", Mission: m.ID, Row: row.Key}, inOrder(steps...)
	})
	return answer{}, err
}

// reachBy lets one more kind reach a member, and leaves the others as they are.
func (a *App) reachBy(tx Tx, m mission.Mission, person nudges.Person, k nudges.Kind) error {
	if !k.Planned() {
		return nudges.SetOff(tx, m.Team, person.User, k, m.ID, false)
	}
	return a.chooseKind(tx, m, person, k, true, a.clock.Now())
}

func (a *App) frameWelcome(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	m := d.Mission
	if m.Name == view.UnseenMission {
		return view.WelcomeOver(env), nil
	}
	w := view.WelcomeData{NudgeData: d}
	err := a.store.View(ctx, func(tx Tx) error {
		member, err := optional(tx.Member(m.Team, m.ID, row.User))
		if err != nil {
			return err
		}
		w.Piece = member != nil && member.Piece != ""
		if w.Reach, err = reachIn(tx, m, row.User); err != nil {
			return err
		}
		if w.Win, err = newestOf(tx, m, mission.Win); err != nil {
			return err
		}
		if w.Lesson, err = newestOf(tx, m, mission.Learned); err != nil {
			return err
		}
		w.Before, err = before(tx, m)
		return err
	})
	if err != nil {
		return view.Message{}, err
	}
	if row.Nudge.Answer == nudges.Answered {
		if w.Form, w.Kept, err = a.answerKept(ctx, row); err != nil {
			return view.Message{}, err
		}
	}
	return view.Welcome(env, w), nil
}

// newestOf returns the newest entry of a kind that stands, or nil.
func newestOf(tx Tx, m mission.Mission, k mission.EntryKind) (*mission.Entry, error) {
	found, err := newest(tx, m, 1, k)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// before returns the missions that one grew from, the latest first.
func before(tx Tx, m mission.Mission) ([]mission.Mission, error) {
	var all []mission.Mission
	for m.From != "" && len(all) < grownFrom {
		from, err := optional(tx.Mission(m.Team, m.From))
		if err != nil || from == nil || from.Outcome == nil {
			return all, err
		}
		all, m = append(all, *from), *from
	}
	return all, nil
}
