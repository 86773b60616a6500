package slackapp

import (
	"context"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// How a team gives its mission a shape by hand: which done-whens no piece touches, what the midpoint decided, and words
// for lines that are still empty.

// lineMidpoint keeps in the card's thread what the midpoint decided: midpoint:<user>.
const lineMidpoint = "midpoint"

func (a *App) shapeClicks() map[string]pressed {
	return map[string]pressed{
		view.ActPieces:       a.at(a.clickPieces),
		view.ActDecide:       a.at(a.clickDecide),
		view.ActSuggestWords: a.at(a.clickSuggestWords),
		view.ActUseWords:     a.at(a.clickUseWords),
	}
}

func (a *App) shapeForms() map[string]sent {
	return map[string]sent{
		view.ViewDecide:       a.submitDecide,
		view.ViewSuggestWords: a.submitSuggestWords,
	}
}

func (a *App) shapeLines() map[string]lined {
	return map[string]lined{lineMidpoint: byWhom(view.ThreadDecided)}
}

// clickPieces opens which done-whens no piece touches, for whoever steers.
func (a *App) clickPieces(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.SeePieces, m, who); err != nil {
		return answer{}, err
	}
	var members []mission.Member
	err := a.store.View(ctx, func(tx Tx) (err error) {
		members, err = tx.Members(m.Team, m.ID)
		return err
	})
	return a.form(p.request, view.Pieces(a.env(ctx, a.reader(ctx, p.user)), m, mission.Untouched(m, members))), err
}

// clickDecide opens the form for what the midpoint decided.
func (a *App) clickDecide(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.DecideMidpoint, m, who); err != nil {
		return answer{}, err
	}
	if !m.PastMidpoint(a.clock.Now()) {
		return answer{}, &mission.Refusal{Code: mission.TooEarly, Mission: m.ID}
	}
	return a.form(p.request, view.Decide(a.env(ctx, nil), m)), nil
}

func (a *App) submitDecide(ctx context.Context, s submitted) (answer, error) {
	in, errs := view.ParseDecide(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		m, first, err := mission.Decide(tx, a.clock.Now(), who, m, in)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "decide", Mission: m.ID}, inOrder(
			func() error { return w.decided(m, first) },
			func() error { return w.line(m, lineMidpoint, string(who.User)) },
			func() error { return w.cardChanged(m) },
		)
	})
	return done(), err
}

// decided tells the channel what the midpoint decided, or brings what was told up to date. Where the question of the
// midpoint stands in the channel, it turns into the decision.
func (w rows) decided(m mission.Mission, first bool) error {
	asked, stands, err := w.midpointIn(m, first)
	if err != nil {
		return err
	}
	if stands && first {
		d := *m.Midpoint
		d.Message = mission.MessageRef{Channel: asked.Channel, TS: asked.TS}
		m.Midpoint = &d
		err = w.tx.PutMission(m)
	}
	if stands {
		return inOrder(func() error { return err }, func() error { return w.nudgeChanged(asked) })
	}
	row := nudges.Row{Key: "midpoint/" + string(m.ID), Team: m.Team, Subject: nudges.OfMidpoint, Mission: m.ID, Channel: m.Channel}
	if first {
		return w.post(row)
	}
	row.Key, row.Update, row.Due, row.Grace = row.Key+"/edit", true, w.now, postGrace
	return nudges.Edit(w.tx, row, w.now)
}

// midpointIn returns the question of the midpoint that turns into the decision, or has.
func (w rows) midpointIn(m mission.Mission, first bool) (nudges.Row, bool, error) {
	if first {
		return nudges.MidpointStanding(w.tx, m)
	}
	row, err := w.tx.RowAt(m.Team, m.Midpoint.Message)
	return row, err == nil && row.Subject == nudges.OfNudge, ignoreNotFound(err)
}

// renderDecided makes the message about what the midpoint decided.
func (a *App) renderDecided(ctx context.Context, m mission.Mission) (view.Message, error) {
	if m.Midpoint == nil {
		return view.Message{}, mission.ErrNotFound
	}
	return view.Decided(a.env(ctx, nil, m.Midpoint.By), m), nil
}

// clickSuggestWords opens the form for words for an empty line.
func (a *App) clickSuggestWords(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.steerable(ctx, mission.SuggestLine, m, who); err != nil {
		return answer{}, err
	}
	empty := mission.EmptyLines(m)
	if len(empty) == 0 {
		return say(view.NothingToSuggest(a.env(ctx, nil), m)), nil
	}
	return a.form(p.request, view.SuggestWords(a.env(ctx, nil, m.Lead), m, empty)), nil
}

func (a *App) submitSuggestWords(ctx context.Context, s submitted) (answer, error) {
	l, text, errs := view.ParseSuggestWords(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.subject(ctx, s)
	if err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	id := a.newID()
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		e, err := mission.SuggestWords(tx, a.clock.Now(), who, m, id, l, text)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "suggest_words", Mission: m.ID, Entry: e.ID}, w.entryPosted(m, e)
	})
	return done(), err
}

// clickUseWords puts suggested words on the card. Its thread says what the line said before, and what it says now.
func (a *App) clickUseWords(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if _, err := a.suggestion(ctx, m, p.meta.Entry); err != nil {
		return answer{}, err
	}
	_, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		earlier := len(m.Earlier)
		m, e, err := mission.UseWords(tx, a.clock.Now(), who, m, p.meta.Entry)
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "use_words", Mission: m.ID, Entry: e.ID}, inOrder(
			func() error { return w.entryChanged(m, e) },
			func() error {
				if len(m.Earlier) == earlier {
					return nil
				}
				return w.line(m, lineReworded, ordinal(len(m.Earlier)))
			},
			func() error { return w.cardChanged(m) },
		)
	})
	return answer{}, err
}

// suggestion returns words that somebody suggested in a mission. An id that names none is hidden, like a mission that
// is not there.
func (a *App) suggestion(ctx context.Context, m mission.Mission, id mission.ID) (mission.Entry, error) {
	e, err := a.entry(ctx, m, id)
	if isNotFound(err) || err == nil && e.Kind != mission.Suggestion {
		return e, hidden
	}
	return e, err
}
