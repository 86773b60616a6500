package slackapp

import (
	"context"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// What another person's act has to tell somebody. One thing is a message with its buttons. Several that waited at the
// same time are one message with a line each, which opens.

func (a *App) toldFrames() map[nudges.Kind]framed {
	return map[nudges.Kind]framed{nudges.Told: a.frameTold}
}

func (a *App) toldClicks() map[string]pressed {
	return map[string]pressed{view.ActToldOpen: a.clickToldOpen}
}

// frameTold tells what the row is about, and what went along with it.
func (a *App) frameTold(ctx context.Context, _ view.Env, row nudges.Row, d view.NudgeData) (view.Message, error) {
	rows, err := a.toldRows(ctx, row)
	if err != nil {
		return view.Message{}, err
	}
	var items []view.ToldItem
	for i, r := range rows {
		said, err := a.toldItem(ctx, r, row.State == nudges.Settled)
		if errors.Is(err, mission.ErrNotFound) {
			continue // it was taken back meanwhile
		}
		if err != nil {
			return view.Message{}, err
		}
		items = append(items, view.ToldItem{Message: said, Index: i})
	}
	if len(items) == 0 {
		return view.Message{}, mission.ErrNotFound
	}
	return view.ToldTo(d, items), nil
}

// toldRows returns the row and those that went along with it.
func (a *App) toldRows(ctx context.Context, row nudges.Row) (all []nudges.Row, err error) {
	all = []nudges.Row{row}
	err = a.store.View(ctx, func(tx Tx) error {
		for _, key := range row.Nudge.Along() {
			r, err := optional(tx.Row(row.Team, key))
			if err != nil {
				return err
			}
			if r != nil && r.Nudge != nil && r.User == row.User {
				r.State = row.State // they are told together
				all = append(all, *r)
			}
		}
		return nil
	})
	return all, err
}

// toldItem makes the message of one thing that concerns somebody. Once it was told it says nothing more of a mission
// that she may no longer see.
func (a *App) toldItem(ctx context.Context, r nudges.Row, told bool) (view.Message, error) {
	m, err := a.mission(ctx, r.Mission)
	if err != nil {
		return view.Message{}, err
	}
	if told && !a.sees(ctx, &request{user: r.User, userTeam: a.team}, m) {
		return view.ToldUnseen(), nil
	}
	r.Subject, r.Nudge = nudges.OfNotice, nil
	return a.renderNotice(ctx, m, r)
}

// clickToldOpen opens one of several things that were told together, or one that stands on Home.
func (a *App) clickToldOpen(ctx context.Context, p press) (answer, error) {
	row, _, err := a.askedOwn(ctx, p)
	if err != nil {
		return answer{}, err
	}
	rows, err := a.toldRows(ctx, row)
	if err != nil || row.Nudge.Kind != nudges.Told || p.meta.Page >= len(rows) {
		return answer{}, err
	}
	opened := rows[p.meta.Page]
	said, err := a.toldItem(ctx, opened, true)
	if errors.Is(err, mission.ErrNotFound) {
		said, err = view.ToldGone(), nil
	}
	if err != nil {
		return answer{}, err
	}
	_, err = a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "told_open"}, nudges.MarkTold(tx, a.team, opened.Key, a.clock.Now())
	})
	return a.form(p.request, view.Told(said)), err
}

// readTold reads what others have to tell the person and no message has told yet. What has a row of its own on Home
// is left to that.
func (a *App) readTold(tx Tx, user mission.UserID, read *homeRead) error {
	waiting, err := nudges.Untold(tx, a.team, user)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		m, err := optional(tx.Mission(r.Team, r.Mission))
		if err != nil {
			return err
		}
		what, args := refParts(r.Ref)
		shown, err := a.onHomeAlready(tx, r, what, rowRef{args: args}.user())
		if err != nil {
			return err
		}
		if m != nil && m.Running() && !shown {
			read.waits = append(read.waits, view.HomeWait{Mission: *m, Told: r.Key, What: what})
		}
	}
	return nil
}

// onHomeAlready reports whether Home shows the same by another row.
func (a *App) onHomeAlready(tx Tx, r nudges.Row, what string, by mission.UserID) (bool, error) {
	switch what {
	case noticeLeadAsked:
		return true, nil
	case noticeShared:
		row, err := optional(tx.Row(r.Team, sharedKey(mission.Mission{ID: r.Mission, Lead: r.User}, by)))
		return row != nil, err
	}
	return false, nil
}

// whyTold says what brought each thing that a row told.
func (a *App) whyTold(ctx context.Context, row nudges.Row) ([]string, error) {
	rows, err := a.toldRows(ctx, row)
	var all []string
	for _, r := range rows {
		what, args := refParts(r.Ref)
		m, err := a.mission(ctx, r.Mission)
		if err != nil {
			return nil, err
		}
		if !a.sees(ctx, &request{user: r.User, userTeam: a.team}, m) {
			m = unseen(m)
		}
		by := rowRef{args: args}.user()
		if what == noticeSuggest {
			by = mission.UserID(args[0])
		}
		all = append(all, view.ToldWhy(a.env(ctx, nil, by), what, m, by))
	}
	return all, err
}
