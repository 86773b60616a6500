package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/view"
)

// What only whoever steers may do: closing phases, changing the wording, ending the mission.

// phaseForm opens the form that closes the phase a mission is in. In the end phase that is ending it.
func (a *App) phaseForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	if m.Phase.Last() {
		return a.endForm(ctx, r, m, who)
	}
	if err := a.steerable(ctx, mission.ClosePhaseOf, m, who); err != nil {
		return answer{}, err
	}
	if err := a.asksFirst(r, m, who); err != nil {
		return answer{}, err
	}
	all, err := a.around(ctx, m)
	if err != nil {
		return answer{}, err
	}
	return a.form(r, view.ClosePhase(a.env(ctx, nil), m, all.told()...)), nil
}

// steerable refuses where the mission has ended, or somebody else steers it.
func (a *App) steerable(ctx context.Context, do mission.Action, m mission.Mission, who mission.Actor) error {
	if err := running(m); err != nil {
		return err
	}
	return a.may(ctx, do, who, m)
}

// clickClosePhase opens the form, unless the phase that the button was made for is closed already.
func (a *App) clickClosePhase(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if int(m.Phase) != p.meta.Phase && p.meta.Kind == "" {
		return answer{}, &mission.Refusal{Code: mission.MovedOn, Mission: m.ID}
	}
	return a.phaseForm(ctx, p.request, m, who)
}

func (a *App) submitClosePhase(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	done, err := a.before(ctx, s.key)
	if err != nil {
		return answer{}, err
	}
	if done == nil {
		in, errs := view.ParseClosePhase(s.values, m, s.meta.Phase, m.Today(a.clock.Now()))
		if len(errs) > 0 {
			return wrong(errs)
		}
		all, err := a.around(ctx, m)
		if err != nil {
			return answer{}, err
		}
		closed, err := a.closePhase(ctx, s.request, who, m.ID, in, all)
		if err != nil {
			return answer{}, err
		}
		done = &closed
	}
	if m, err = a.mission(ctx, done.Mission); err != nil || len(m.Closings) == 0 {
		return answer{}, err
	}
	undo := view.PhaseUndo(a.env(ctx, a.reader(ctx, s.user)), m, m.Closings[len(m.Closings)-1])
	return doneAnd(s, m, undo), nil
}

// mission reads a mission that was seen before.
func (a *App) mission(ctx context.Context, id mission.ID) (m mission.Mission, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		m, err = tx.Mission(a.team, id)
		return err
	})
	return m, err
}

// editForm opens the first view of the wording.
func (a *App) editForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.EditMission, m, who); err != nil {
		return answer{}, err
	}
	if err := a.asksFirst(r, m, who); err != nil {
		return answer{}, err
	}
	in, err := a.editing(ctx, m)
	if err != nil {
		return answer{}, err
	}
	in.StandsIn = who.LeadAway && m.Lead != who.User
	return a.form(r, view.Edit1(a.env(ctx, nil, m.Lead), m, in)), nil
}

func (a *App) clickEdit(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	return a.editForm(ctx, p.request, m, who)
}

// editDraft returns what was kept of an edit so far, on top of what the mission says.
func (a *App) editDraft(ctx context.Context, s submitted, m mission.Mission) (view.EditForm, error) {
	in := view.NewEdit(m)
	_, err := a.loadDraft(ctx, s.user, draftKey("edit", m.ID), &in)
	return in, err
}

func (a *App) submitEdit1(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if err := a.steerable(ctx, mission.EditMission, m, who); err != nil {
		return answer{}, err
	}
	before, err := a.editing(ctx, m)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEdit1(s.values, m, before)
	if len(errs) == 0 {
		_, errs, err = a.chosen(ctx, s.request, m, in)
	}
	if err != nil {
		return answer{}, err
	}
	if len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.saveDraft(ctx, s.user, draftKey("edit", m.ID), in); err != nil {
		return answer{}, err
	}
	return next(view.Edit2(a.env(ctx, nil), m, in))
}

func (a *App) submitEdit2(ctx context.Context, s submitted) (answer, error) {
	m, _, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, err := a.editDraft(ctx, s, m)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEdit2(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if err := a.saveDraft(ctx, s.user, draftKey("edit", m.ID), in); err != nil {
		return answer{}, err
	}
	return next(view.Edit3(a.env(ctx, nil), m, in))
}

func (a *App) submitEdit3(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, err := a.editDraft(ctx, s, m)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEdit3(s.values, m, in, m.Today(a.clock.Now()))
	if len(errs) > 0 {
		return wrong(errs)
	}
	others, _, err := a.chosen(ctx, s.request, m, in)
	if err != nil {
		return answer{}, err
	}
	if err := a.reachAll(ctx, others); err != nil {
		return answer{}, err
	}
	change := mission.Rewording{Wording: in.Wording, Reason: in.Reason, SelfGoverned: in.SelfGoverned, InThread: in.InThread}
	now := a.clock.Now().Truncate(time.Millisecond) // as the store keeps it
	done, err := a.reword(ctx, s.request, who, m.ID, change, in.NextLead, others)
	if err != nil {
		return answer{}, err
	}
	asked, err := a.askedNow(ctx, m, now)
	return doneAnd(s, m, view.Reworded(a.env(ctx, nil, in.NextLead), m, done.New, in.NextLead, asked...)), err
}

// endForm opens the first view of the ending.
func (a *App) endForm(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.EndMission, m, who); err != nil {
		return answer{}, err
	}
	if err := a.asksFirst(r, m, who); err != nil {
		return answer{}, err
	}
	return a.form(r, view.End1(a.env(ctx, nil), m, view.EndForm{})), nil
}

func (a *App) clickEnd(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	return a.endForm(ctx, p.request, m, who)
}

func (a *App) submitEnd1(ctx context.Context, s submitted) (answer, error) {
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if err := a.steerable(ctx, mission.EndMission, m, who); err != nil {
		return answer{}, err
	}
	var in view.EndForm
	if _, err := a.loadDraft(ctx, s.user, draftKey("end", m.ID), &in); err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEnd1(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	in.Carry = mission.CarryOver{Why: true, Lessons: true, Commitments: true, Risks: true}
	if err := a.saveDraft(ctx, s.user, draftKey("end", m.ID), in); err != nil {
		return answer{}, err
	}
	lessons, err := a.lessonsOf(ctx, m)
	if err != nil {
		return answer{}, err
	}
	var authors []mission.UserID
	for _, l := range lessons {
		authors = append(authors, l.Author)
	}
	return next(view.End2(a.env(ctx, nil, authors...), m, in, lessons))
}

// lessonsOffered is how many lessons a form offers, as many as Slack takes checkboxes.
const lessonsOffered = 10

// lessonsOf returns the newest lessons of a mission that still stand.
func (a *App) lessonsOf(ctx context.Context, m mission.Mission) (standing []mission.Entry, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		standing, err = newest(tx, m, lessonsOffered, mission.Learned)
		return err
	})
	return standing, err
}

// newest returns the newest entries of a kind that were not withdrawn.
func newest(tx Tx, m mission.Mission, limit int, kinds ...mission.EntryKind) ([]mission.Entry, error) {
	entries, err := tx.Entries(m.Team, m.ID, "", 5*limit, kinds...)
	var standing []mission.Entry
	for _, e := range entries {
		if !e.Withdrawn() && len(standing) < limit {
			standing = append(standing, e)
		}
	}
	return standing, err
}

func (a *App) submitEnd2(ctx context.Context, s submitted) (answer, error) {
	m, in, err := a.endDraft(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEnd2(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if in.Promised, in.Tried, err = a.openIn(ctx, m); err != nil {
		return answer{}, err
	}
	if err := a.saveDraft(ctx, s.user, draftKey("end", m.ID), in); err != nil {
		return answer{}, err
	}
	all, err := a.around(ctx, m)
	if err != nil {
		return answer{}, err
	}
	return next(view.End3(a.env(ctx, nil), m, in, all.told()...))
}

func (a *App) endDraft(ctx context.Context, s submitted) (mission.Mission, view.EndForm, error) {
	m, _, err := a.subject(ctx, s)
	if err != nil {
		return m, view.EndForm{}, err
	}
	in := view.EndForm{EndOfMission: mission.EndOfMission{Kind: mission.EndKind(s.meta.Kind)}}
	_, err = a.loadDraft(ctx, s.user, draftKey("end", m.ID), &in)
	return m, in, err
}

// submitEnd3 ends the mission. Where the next one is to start now, its form opens once this one is closed.
func (a *App) submitEnd3(ctx context.Context, s submitted) (answer, error) {
	m, in, err := a.endDraft(ctx, s)
	if err != nil {
		return answer{}, err
	}
	in, errs := view.ParseEnd3(s.values, in)
	if len(errs) > 0 {
		return wrong(errs)
	}
	who, err := a.actor(ctx, s.request, m.Channel)
	if err != nil {
		return answer{}, err
	}
	all, err := a.around(ctx, m)
	if err != nil {
		return answer{}, err
	}
	if _, err := a.finish(ctx, s.request, who, m.ID, in.EndOfMission, all); err != nil {
		return answer{}, err
	}
	if m, err = a.mission(ctx, m.ID); err != nil || m.Outcome == nil {
		return answer{}, err
	}
	ans := doneAnd(s, m, view.EndUndo(a.env(ctx, a.reader(ctx, s.user)), m))
	if !in.StartNext {
		return ans, nil
	}
	start, err := a.startForm(ctx, s.request, view.StartForm{Channel: m.Channel, From: m.ID}, false)
	if err != nil || start.open == nil {
		return ans, err
	}
	ans.open = start.open
	return ans, nil
}

// outcomeData reads what the message about an ended mission shows.
func (a *App) outcomeData(ctx context.Context, m mission.Mission) (view.OutcomeData, error) {
	d := view.OutcomeData{Mission: m}
	err := a.store.View(ctx, func(tx Tx) (err error) {
		if d.Lessons, err = chosenLessons(tx, m); err == nil {
			d.Wins, err = newest(tx, m, 20, mission.Win)
		}
		return err
	})
	return d, err
}

// chosenLessons reads the lessons that an ending takes along.
func chosenLessons(tx Tx, m mission.Mission) ([]mission.Entry, error) {
	if m.Outcome == nil {
		return nil, nil
	}
	var lessons []mission.Entry
	for _, id := range m.Outcome.Lessons {
		e, err := tx.Entry(m.Team, m.ID, id)
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, e)
	}
	return lessons, nil
}
