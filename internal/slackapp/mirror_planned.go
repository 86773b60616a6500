package slackapp

import (
	"context"
	"math/rand/v2"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// The mirror that comes by itself: on two mornings a week by direct message, and on the other working days in Home,
// where it is silent. Whoever leads a mission has one, and who turned it on.

func (a *App) mirrorFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{nudges.Mirror: a.frameMirror}
}

// frameMirror asks the question, or says that it was answered.
func (a *App) frameMirror(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	msg, err := a.frameReflect(ctx, env, row, d)
	if err != nil {
		return msg, err
	}
	return a.withTurn(ctx, msg, row, d.Mission)
}

// keepMirror gives a person the mirror of a mission that she is in and leads, or in which she turned it on; and takes
// it away where she does not any more, or wants none at all.
func (a *App) keepMirror(tx Tx, m mission.Mission, user mission.UserID) error {
	if user == "" {
		return nil
	}
	member, err := optional(tx.Member(m.Team, m.ID, user))
	if err != nil {
		return err
	}
	own, err := a.practice(tx, user)
	if err != nil {
		return err
	}
	none, err := nudges.WantsNoMirror(tx, m.Team, user)
	if err != nil {
		return err
	}
	wants := m.Running() && member != nil && member.In() && (m.Lead == user || own.Mirror) && !none
	return nudges.KeepMirror(tx, m, user, wants, a.clock.Now())
}

// keepMirrors does so in every mission that she is in.
func (a *App) keepMirrors(tx Tx, user mission.UserID) error {
	mine, err := a.runningOf(tx, user)
	for _, m := range mine {
		if err == nil {
			err = a.keepMirror(tx, m, user)
		}
	}
	return err
}

// wantsMirror turns the mirror on for somebody, or off, wherever she has it and wherever she will lead.
func (a *App) wantsMirror(tx Tx, user mission.UserID, on bool) error {
	own, err := a.practice(tx, user)
	if err != nil {
		return err
	}
	now := a.clock.Now()
	if own.Mirror = on; on {
		mine, err := a.runningOf(tx, user)
		if err != nil {
			return err
		}
		own.Mirror = !slices.ContainsFunc(mine, func(m mission.Mission) bool { return m.Lead == user })
	}
	return inOrder(
		func() error { return tx.PutPractice(own) },
		func() error { return nudges.SetOff(tx, a.team, user, nudges.Mirror, "", !on) },
		func() error { return a.keepMirrors(tx, user) },
		func() error { return nudges.MirrorsOn(tx, a.team, user, on, now) },
	)
}

// mirrorAsks reports whether a mission's mirror asks somebody. It is said beside something else, so it is no matter
// where it cannot be read.
func (a *App) mirrorAsks(ctx context.Context, m mission.Mission, user mission.UserID) bool {
	var plan nudges.Plan
	err := a.store.View(ctx, func(tx Tx) (err error) {
		plan, err = tx.Plan(m.Team, nudges.PlanID(nudges.Mirror, m.ID, user))
		return err
	})
	return err == nil && !plan.Off
}

// mirrored returns the missions in which a person has a mirror that is on, the most recently moved first.
func (a *App) mirrored(tx Tx, user mission.UserID) ([]mission.Mission, error) {
	mine, err := a.runningOf(tx, user)
	if err != nil {
		return nil, err
	}
	plans, err := tx.PlansFor(a.team, user)
	return slices.DeleteFunc(mine, func(m mission.Mission) bool {
		return !slices.ContainsFunc(plans, func(p nudges.Plan) bool {
			return p.Kind == nudges.Mirror && p.Mission == m.ID && !p.Off
		})
	}), err
}

// todaysMirror returns the question that a person's mirror asks today: the one that was sent, or stands in Home, or
// else one that is chosen now and stays for the day. About is the mission whose phase a new one fits. It returns no
// row where nothing fits.
func (a *App) todaysMirror(tx Tx, me me, about mission.Mission) (row nudges.Row, found bool, err error) {
	now := a.clock.Now()
	row, found, err = nudges.MirrorToday(tx, me.person, now, about.Zone)
	if err != nil || found || about.ID == "" {
		return row, found, err
	}
	return nudges.StandInHome(tx, a.set().Library, about, me.person, now, rand.Uint64()) //nolint:gosec // G404: a lot, no secret.
}

// mirrorInHome returns the question that stands in a person's Home today, or nil: it does on her working days on
// which none is sent, until she wrote something to it.
func (a *App) mirrorInHome(ctx context.Context, me me) (*view.HomeMirror, error) {
	now := a.clock.Now()
	if !me.person.Hours().Days.Has(me.today.Weekday()) {
		return nil, nil
	}
	var row nudges.Row
	var about mission.Mission
	read := func(tx Tx) (found bool, err error) {
		in, err := a.mirrored(tx, me.person.User)
		if err != nil || len(in) == 0 {
			return false, err
		}
		if comes, err := nudges.MirrorComes(tx, me.person, now); err != nil || comes {
			return true, err
		}
		about = in[0]
		row, found, err = nudges.MirrorToday(tx, me.person, now)
		return found || err != nil, err
	}
	found := false
	if err := a.store.View(ctx, func(tx Tx) (err error) { found, err = read(tx); return err }); err != nil {
		return nil, err
	}
	if !found && about.ID != "" {
		err := a.store.Update(ctx, func(tx Tx) (err error) {
			row, found, err = a.todaysMirror(tx, me, about)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if !found || row.Nudge == nil || row.Nudge.Kind != nudges.MirrorHome || row.Nudge.Answer == nudges.Answered {
		return nil, nil
	}
	return &view.HomeMirror{Mission: row.Mission, Question: a.questionText(row.Nudge.Question)}, nil
}

// answeredMirror notes that somebody wrote to the question that she has today.
func (a *App) answeredMirror(tx Tx, key string) error {
	if key == "" {
		return nil
	}
	row, err := nudges.MarkAnswered(tx, a.team, key, nudges.Answered, a.clock.Now())
	if err != nil || row.Nudge == nil || row.Nudge.Kind != nudges.Mirror {
		return ignoreNotFound(err)
	}
	return a.rows(tx).nudgeChanged(row)
}
