package slackapp

import (
	"context"
	"errors"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How nudges look: as they are asked, and as what became of them.

// renderNudge makes the message of a nudge: the question in its frame, or the line that it turned into.
func (a *App) renderNudge(ctx context.Context, r nudges.Row) (view.Message, error) {
	row, m, err := a.nudge(ctx, r)
	if err != nil {
		return view.Message{}, err
	}
	var reader *time.Location
	if row.User != "" {
		reader = a.reader(ctx, row.User)
	}
	if r.Update && row.User != "" && !a.sees(ctx, &request{user: row.User, userTeam: a.team}, m) {
		m = unseen(m)
	}
	if _, err := a.dir.channel(ctx, m.Channel); err != nil {
		a.log.Debug("a channel's name is not known", "error", err)
	}
	env := a.env(ctx, reader, row.Nudge.By)
	d := a.nudgeData(row, m)
	if row.User != "" {
		line, aside, err := a.putAside(ctx, env, row, d)
		if aside && err == nil && d.Kind == nudges.Mirror { // whose turn it is stays, whatever becomes of the question
			line, err = a.withTurn(ctx, line, row, m)
		}
		if aside || err != nil {
			return line, err
		}
	}
	frame, ok := a.table.frames[d.Kind]
	if !ok {
		return view.Message{}, unknown("nudge", string(d.Kind))
	}
	return frame(ctx, env, row, d)
}

// unseen is a mission for somebody who may no longer see it: what she was sent before stays hers to answer and to
// put aside, and tells nothing of what the mission is called by now.
func unseen(m mission.Mission) mission.Mission {
	m.Name = view.UnseenMission
	return m
}

// nudge returns the row of a nudge, where r is that row or an edit of it, and its mission.
func (a *App) nudge(ctx context.Context, r nudges.Row) (row nudges.Row, m mission.Mission, err error) {
	row = r
	err = a.store.View(ctx, func(tx Tx) error {
		if r.Update {
			if row, err = tx.Row(r.Team, r.Ref); err != nil {
				return err
			}
		}
		m, err = tx.Mission(r.Team, row.Mission)
		return err
	})
	if err == nil && row.Nudge == nil {
		err = errors.New("render: the row is no nudge")
	}
	return row, m, err
}

func (a *App) nudgeData(row nudges.Row, m mission.Mission) view.NudgeData {
	d := view.NudgeData{
		Key: row.Key, Kind: row.Nudge.Kind, Mission: m, Again: row.Nudge.Question == nudges.ConnectAgain,
		TalkedBy: row.Nudge.By, Tires: row.Nudge.Tires,
	}
	d.Question = a.questionText(row.Nudge.Question)
	return d
}

// questionText returns the words of a question by its id, or "" for one that is worded with its mission. A team may
// have taken a question out of its own file since it was asked.
func (a *App) questionText(id string) string {
	if id == nudges.WelcomeQuestion {
		return view.WelcomeQuestion
	}
	words, known := a.set().Library.Text(id)
	if !known && id != "" && id != nudges.ConnectFirst && id != nudges.ConnectAgain {
		return view.QuestionGone
	}
	return words
}

// putAside makes the line into which a direct nudge of any kind turned that was not answered, and reports
// whether it did.
func (a *App) putAside(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, bool, error) {
	switch row.Nudge.Answer {
	case nudges.NotNow:
		return view.NotNow(env, d), true, nil
	case nudges.TurnedOff, nudges.OffAll:
		return view.TurnedOff(env, d, row.Nudge.Answer == nudges.OffAll), true, nil
	case nudges.FewerOf:
		return view.Fewer(env, d), true, nil
	case nudges.SnoozedIt:
		p, err := a.person(ctx, row.User)
		return view.Snoozed(env, d, p.SnoozedUntil[nudges.SnoozeKey(d.Kind, d.Mission.ID)]), true, err
	}
	return view.Message{}, false, nil
}

// questionFrames are the frames of the questions: asked, or answered.
func (a *App) questionFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{
		nudges.Coach: func(_ context.Context, env view.Env, _ nudges.Row, d view.NudgeData) (view.Message, error) {
			return view.Nudge(env, d), nil
		},
		nudges.Reflect: a.frameReflect,
		nudges.Connect: a.frameConnect,
	}
}

func (a *App) frameReflect(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	if row.Nudge.Answer != nudges.Answered {
		return view.Nudge(env, d), nil
	}
	form, kept, err := a.answerKept(ctx, row)
	if err == nil && !kept {
		return view.AnswerDeleted(env, d), nil
	}
	return view.Answered(env, d, form, a.further(row)), err
}

// frameConnect asks how the mission touches somebody, says who reads what she wrote or that it stands, or that
// it was taken back.
func (a *App) frameConnect(ctx context.Context, env view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	switch row.Nudge.Answer {
	case nudges.StillSo:
		return view.StillSo(env, d), nil
	case nudges.Answered:
		in, _, err := a.connection(ctx, d.Mission, row.User)
		return view.ConnectKept(a.env(ctx, env.Zone, d.Mission.Lead), d.Mission, in.Rings()), err
	}
	return view.Nudge(env, d), nil
}

// nudgeLines are the lines about what is planned for the channel.
func (a *App) nudgeLines() map[string]lined {
	skipped := func(back bool) lined {
		return func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.QuestionSkipped(env, r.mission, r.user(), back), nil
		}
	}
	return map[string]lined{
		lineSkipped:   skipped(false),
		lineUnskipped: skipped(true),
		lineOff:       byWhom(view.QuestionsOff),
		lineOn:        byWhom(view.QuestionsOn),
	}
}

// nudgeClicks are the presses beside nudges.
func (a *App) nudgeClicks() map[string]pressed {
	return map[string]pressed{
		view.ActAnswer:         a.clickAnswer,
		view.ActNotNow:         a.clickNotNow,
		view.ActAnswerHere:     a.clickAnswerHere,
		view.ActTalked:         a.clickTalked,
		view.ActUnskip:         a.at(a.clickUnskip),
		view.ActOnHere:         a.at(a.clickOnHere),
		view.ActNotAnswer:      a.clickNotAnswer,
		view.ActKeepReflection: a.clickKeepReflection,
	}
}

// nudgeForms are the forms in which nudges are answered.
func (a *App) nudgeForms() map[string]sent {
	return map[string]sent{
		view.ViewAnswer:     a.submitAnswer,
		view.ViewAnswerHere: a.submitAnswerHere,
	}
}
