package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What a mission brings its channel a single time: how its messages look, and what their buttons do.

// laterDays is how many days "Two days later" puts the midpoint off.
const laterDays = 2

// lineUndecided says in the thread of a midpoint that nobody answered: undecided:<turn>.
const lineUndecided = "undecided"

func (a *App) singleFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{
		nudges.Midpoint:  a.frameMidpoint,
		nudges.PhaseDue:  a.frameTarget,
		nudges.StillTrue: a.frameQuiet,
		nudges.Alone:     a.frameAlone,
	}
}

func (a *App) singleClicks() map[string]pressed {
	return map[string]pressed{
		view.ActSee:         a.clickSee,
		view.ActLater:       a.clickLater,
		view.ActNotThisTime: a.clickNotThisTime,
		view.ActAskAgain:    a.clickAskAgain,
		view.ActThere:       a.clickThere,
		view.ActNotYet:      a.clickNotYet,
		view.ActChanged:     a.clickChanged,
		view.ActAskJoin:     a.clickAskJoin,
		view.ActWordsToAsk:  a.clickWordsToAsk,
	}
}

func (a *App) singleForms() map[string]sent {
	return map[string]sent{view.ViewSee: a.submitSee, view.ViewNotYet: a.submitNotYet}
}

func (a *App) singleLines() map[string]lined {
	return map[string]lined{lineUndecided: a.renderUndecided}
}

// single is what such a message shows of what became of it.
func single(row nudges.Row, d view.NudgeData) view.SingleNudge {
	out := view.SingleNudge{NudgeData: d, By: row.Nudge.By}
	if at := row.Nudge.AnsweredAt; !at.IsZero() {
		out.On = d.Mission.Today(at)
	}
	return out
}

// askedHere returns the channel's nudge of a kind that a press is about, and its running mission.
func (a *App) askedHere(ctx context.Context, p press, kinds ...nudges.Kind) (nudges.Row, mission.Mission, mission.Actor, error) {
	row, m, who, err := a.asked(ctx, p)
	if err == nil {
		err = running(m)
	}
	for _, k := range kinds {
		if err == nil && row.Nudge.Kind == k {
			return row, m, who, nil
		}
	}
	if err == nil {
		err = hidden
	}
	return row, m, who, err
}

// pressHere notes what became of a nudge and who pressed, and brings its message up to date, once.
func (a *App) pressHere(ctx context.Context, p press, row nudges.Row, how nudges.Answer, also func(Tx, mission.Mission, rows) error) error {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		m, err := tx.Mission(a.team, row.Mission)
		if err != nil {
			return outcome{}, err
		}
		w := a.rows(tx)
		return outcome{Did: string(how), Mission: m.ID, Row: row.Key}, inOrder(
			func() error { return also(tx, m, w) },
			func() error { return nudges.Press(tx, a.team, row.Key, how, p.user, w.now) },
			func() error { return w.nudgeChanged(row) },
		)
	})
	return err
}

// Midpoint.

func (a *App) frameMidpoint(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	m, s := d.Mission, single(row, d)
	switch {
	case m.Midpoint != nil:
		return view.Decided(a.env(ctx, nil, m.Midpoint.By), m), nil
	case row.Nudge.Answer == nudges.NotNow:
		return view.MidpointNot(env, s), nil
	case row.Nudge.Answer == nudges.SnoozedIt:
		s.Again = a.laterDay(m, s.On)
		return view.MidpointLater(env, s), nil
	}
	return view.MidpointAsked(env, s), nil
}

// laterDay is when a midpoint that was put off on a day is asked again: on a working day.
func (a *App) laterDay(m mission.Mission, on mission.Date) mission.Date {
	return nudges.WorkingDay(nudges.DefaultHours(m.Zone), on.AddDays(laterDays-1), 1)
}

func (a *App) clickSee(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.askedHere(ctx, p, nudges.Midpoint)
	if err == nil {
		err = a.may(ctx, mission.AnswerHere, who, m)
	}
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.See(a.env(ctx, nil), a.nudgeData(row, m))), nil
}

func (a *App) submitSee(ctx context.Context, s submitted) (answer, error) {
	text, errs := view.ParseSee(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	p := press{request: s.request, meta: s.meta}
	row, m, who, err := a.askedHere(ctx, p, nudges.Midpoint)
	if err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	id := a.newID()
	return done(), a.pressHere(ctx, p, row, nudges.SaidSomething, func(tx Tx, m mission.Mission, w rows) error {
		e, err := mission.Answer(tx, w.now, who, m, id, text, mission.MessageRef{Channel: row.Channel, TS: row.TS})
		if err != nil {
			return err
		}
		return w.entryPosted(m, e)
	})
}

// putOff is what is done to the midpoint by any member.
func (a *App) putOff(ctx context.Context, p press, how nudges.Answer, also func(Tx, nudges.Row, mission.Mission, rows) error) (answer, error) {
	row, m, who, err := a.askedHere(ctx, p, nudges.Midpoint)
	if err == nil {
		err = a.may(ctx, mission.SteerNudges, who, m)
	}
	if err == nil && m.Midpoint != nil {
		err = &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	if err != nil {
		return answer{}, err
	}
	return answer{}, a.pressHere(ctx, p, row, how, func(tx Tx, m mission.Mission, w rows) error { return also(tx, row, m, w) })
}

func (a *App) clickLater(ctx context.Context, p press) (answer, error) {
	return a.putOff(ctx, p, nudges.SnoozedIt, func(tx Tx, row nudges.Row, m mission.Mission, w rows) error {
		return nudges.AskMidpointAgain(tx, m, row, a.laterDay(m, m.Today(w.now)), w.now)
	})
}

func (a *App) clickNotThisTime(ctx context.Context, p press) (answer, error) {
	return a.putOff(ctx, p, nudges.NotNow, func(Tx, nudges.Row, mission.Mission, rows) error { return nil })
}

func (a *App) clickAskAgain(ctx context.Context, p press) (answer, error) {
	return a.putOff(ctx, p, nudges.NotAnswered, func(tx Tx, row nudges.Row, m mission.Mission, w rows) error {
		return nudges.UnaskMidpoint(tx, m, row, w.now)
	})
}

// midpointAsked plans the line that says that nobody answered a midpoint.
func (w rows) midpointAsked(m mission.Mission, row nudges.Row) error {
	at := nudges.WorkingDay(nudges.DefaultHours(m.Zone), m.Today(w.now), nudges.AnswerDays).At(10, 0, m.Location())
	_, err := nudges.Post(w.tx, nudges.Row{
		Key: row.Key + "/" + lineUndecided, Team: m.Team, Subject: nudges.OfThread, Mission: m.ID, Ref: ref(lineUndecided, row.Key),
		Channel: row.Channel, InThread: true, ThreadTS: row.TS, Due: at, NotBefore: at, Grace: postGrace,
	}, w.now)
	return err
}

// renderUndecided says that nobody answered, unless somebody has.
func (a *App) renderUndecided(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
	m := r.mission
	row, err := a.row(ctx, r.args[0])
	if err != nil {
		return view.Message{}, err
	}
	if m.Midpoint != nil || !m.Running() || m.Resting(a.clock.Now()) || row.Nudge == nil || row.Nudge.Answer != nudges.NotAnswered {
		return view.Message{}, mission.ErrNotFound
	}
	return view.MidpointUndecided(env, m), nil
}

func (a *App) row(ctx context.Context, key string) (row nudges.Row, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		row, err = tx.Row(a.team, key)
		return err
	})
	return row, err
}

// singleSent plans what follows a question that stands in its channel.
func singleSent(tx nudges.Tx, w rows, r nudges.Row) error {
	if r.Nudge == nil || r.Update {
		return nil
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil {
		return err
	}
	switch r.Nudge.Kind {
	case nudges.Midpoint:
		return w.midpointAsked(m, r)
	case nudges.StillTrue:
		return w.quietAsked(m, r)
	}
	return nil
}

// Target dates.

func targetNudge(row nudges.Row, d view.NudgeData) view.TargetNudge {
	t := view.TargetNudge{SingleNudge: single(row, d)}
	t.Phase, t.Target, _ = nudges.TargetOf(row)
	t.After = t.Target.Before(d.Mission.Today(row.Due))
	return t
}

func (a *App) frameTarget(ctx context.Context, _ view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	m, t := d.Mission, targetNudge(row, d)
	env := a.env(ctx, nil, append(m.There, m.Lead)...)
	if !m.Running() || m.Phase != t.Phase || m.Due() != t.Target {
		return view.TargetOver(env, t), nil
	}
	return view.TargetAsked(env, t), nil
}

// clickThere opens the closing of a phase for whoever may close it, and notes what any other member says.
func (a *App) clickThere(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.askedHere(ctx, p, nudges.PhaseDue)
	if err != nil {
		return answer{}, err
	}
	t := targetNudge(row, a.nudgeData(row, m))
	if m.Phase != t.Phase {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	if m.SelfGoverned() || m.Lead == who.User {
		return a.phaseForm(ctx, p.request, m, who)
	}
	return answer{}, a.pressHere(ctx, p, row, nudges.SaidSomething, func(tx Tx, m mission.Mission, w rows) error {
		_, _, err := mission.SayThere(tx, w.now, who, m, t.Phase)
		return err
	})
}

// clickNotYet opens the form for another date.
func (a *App) clickNotYet(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.askedHere(ctx, p, nudges.PhaseDue)
	if err == nil {
		err = a.may(ctx, mission.EditMission, who, m)
	}
	if err != nil {
		return answer{}, err
	}
	t := targetNudge(row, a.nudgeData(row, m))
	if m.Phase != t.Phase {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	if err := a.asksFirst(p.request, m, who); err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.NotYet(a.env(ctx, nil), t)), nil
}

func (a *App) submitNotYet(ctx context.Context, s submitted) (answer, error) {
	p := press{request: s.request, meta: s.meta}
	row, m, who, err := a.askedHere(ctx, p, nudges.PhaseDue)
	if err != nil {
		return answer{}, err
	}
	t := targetNudge(row, a.nudgeData(row, m))
	in, errs := view.ParseNotYet(s.values, m, t.Phase, m.Today(a.clock.Now()))
	if len(errs) > 0 {
		return wrong(errs)
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		before := len(m.Earlier)
		m, err := mission.MoveDate(tx, w.now, who, m, in)
		if err != nil || len(m.Earlier) == before {
			return outcome{Did: "not_yet", Mission: m.ID}, err
		}
		return outcome{Did: "not_yet", Mission: m.ID}, inOrder(
			func() error { return w.line(m, lineReworded, ordinal(len(m.Earlier))) },
			func() error { return w.cardChanged(m) },
		)
	})
	return done(), err
}

// clickChanged opens the wording for whoever may change it, and what changed for anybody else who may tell.
func (a *App) clickChanged(ctx context.Context, p press) (answer, error) {
	_, m, who, err := a.askedHere(ctx, p, nudges.PhaseDue, nudges.StillTrue)
	if err != nil {
		return answer{}, err
	}
	if m.SelfGoverned() && a.may(ctx, mission.EditMission, who, m) == nil || m.Lead == who.User {
		return a.editForm(ctx, p.request, m, who)
	}
	return a.tellForm(ctx, p.request, m, who, view.TellForm{Kind: mission.Changed})
}

// datesTold brings the questions about a date up to date that is none by now.
func (a *App) datesTold(tx Tx, m, before mission.Mission) error {
	if before.ID == "" || before.Running() == m.Running() && before.Phase == m.Phase && before.Due() == m.Due() {
		return nil
	}
	return a.turnAll(tx, m, nudges.PhaseDue, func(nudges.Row) bool { return true })
}

// turnAll brings the messages of a kind that stand in a mission's channel up to date.
func (a *App) turnAll(tx Tx, m mission.Mission, k nudges.Kind, which func(nudges.Row) bool) error {
	all, err := tx.RowsWith(m.Team, nudges.SinglesOf(k, m.ID))
	for _, r := range all {
		if err == nil && r.Nudge != nil && !r.Update && which(r) {
			err = a.rows(tx).nudgeShown(m.Team, r.Key)
		}
	}
	return err
}

// A starter who is alone.

// noticeAsks is the line in the channel in the name of a starter: asks:<mission>:<user>.
const noticeAsks = "asks"

func (a *App) singleNotices() map[string]noticed {
	return map[string]noticed{
		noticeAsks: func(ctx context.Context, _ view.Env, r rowRef) (view.Message, error) {
			return view.AsksToJoin(a.env(ctx, nil, r.user()), r.mission, r.user()), nil
		},
	}
}

func (a *App) frameAlone(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	if row.Nudge.Answer == nudges.Answered {
		return view.AloneDone(env, d), nil
	}
	return view.AloneAsked(env, d), nil
}

// clickAskJoin posts a line in the channel that asks who would want a piece.
func (a *App) clickAskJoin(ctx context.Context, p press) (answer, error) {
	row, m, who, err := a.askedHere(ctx, p, nudges.Alone)
	if err == nil {
		err = a.may(ctx, mission.TellEntry, who, m)
	}
	if err == nil {
		err = a.canPost(ctx, m.Channel)
	}
	if err != nil {
		return answer{}, err
	}
	return answer{}, a.onNudge(ctx, p, "ask_join", row, nudges.Answered, func(tx Tx, _ time.Time) error {
		return a.rows(tx).post(nudges.Row{
			Key: row.Key + "/asks", Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID,
			Ref: ref(noticeAsks, string(m.ID), string(p.user)), Channel: m.Channel,
		})
	})
}

func (a *App) clickWordsToAsk(ctx context.Context, p press) (answer, error) {
	_, m, _, err := a.askedHere(ctx, p, nudges.Alone)
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.WordsToAsk(a.env(ctx, nil), m)), nil
}
