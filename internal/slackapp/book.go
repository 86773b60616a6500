package slackapp

import (
	"context"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// The book of a channel: its missions one after the other, as a Markdown file.

func (a *App) bookCommands() map[verb]handler {
	return map[verb]handler{verbBook: a.bookCommand}
}

func (a *App) bookClicks() map[string]pressed {
	return map[string]pressed{
		view.ActBook:     a.at(a.clickBook),
		view.ActBookHere: a.at(a.clickBookHere),
		view.ActBookMe:   a.at(a.clickBookMe),
	}
}

// bookCommand offers the book of the channel, whose missions may all have ended.
func (a *App) bookCommand(ctx context.Context, r *request) (answer, error) {
	if r.dm || r.about != "" {
		m, who, err := a.here(ctx, r)
		if err != nil {
			return answer{}, err
		}
		return a.book(ctx, r, m, who)
	}
	if err := a.openTo(ctx, r, r.channel); err != nil {
		if _, closed := a.postable(ctx, r.channel); errors.Is(err, hidden) && closed != nil {
			err = closed // she asks from the channel itself, so it is the bot that cannot see it
		}
		return answer{}, err
	}
	all, err := a.missionsIn(ctx, r.channel)
	if err != nil {
		return answer{}, err
	}
	if len(all) == 0 {
		return say(view.NoBook(a.env(ctx, nil), r.channel)), nil
	}
	m, who, err := a.towards(ctx, r, all[len(all)-1])
	if err != nil {
		return answer{}, err
	}
	return a.book(ctx, r, m, who)
}

func (a *App) missionsIn(ctx context.Context, channel mission.ChannelID) (all []mission.Mission, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		all, err = tx.MissionsIn(a.team, channel)
		return err
	})
	return all, err
}

func (a *App) clickBook(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	return a.book(ctx, p.request, m, who)
}

// book asks where the book is to go.
func (a *App) book(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	all, err := a.missionsIn(ctx, m.Channel)
	if err != nil {
		return answer{}, err
	}
	here := !r.dm && r.channel == m.Channel && a.may(ctx, mission.PostReport, who, m) == nil
	return say(view.AskBook(a.env(ctx, nil), m, len(all), here)), nil
}

// clickBookHere posts the book in the mission's channel, and nowhere else.
func (a *App) clickBookHere(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.PostReport, who, m); err != nil {
		return answer{}, err
	}
	if err := a.reachable(ctx, m); err != nil {
		return answer{}, err
	}
	_, err := a.sendBook(ctx, p, m, "")
	return answer{}, err
}

func (a *App) clickBookMe(ctx context.Context, p press, m mission.Mission, _ mission.Actor) (answer, error) {
	done, err := a.sendBook(ctx, p, m, p.user)
	if err != nil || done.again || p.dm {
		return answer{}, err
	}
	return say(view.OnItsWay()), nil
}

func (a *App) sendBook(ctx context.Context, p press, m mission.Mission, to mission.UserID) (outcome, error) {
	row := nudges.Row{
		Key: "book/" + string(a.newID()), Team: m.Team, Subject: nudges.OfFile, Mission: m.ID, User: to,
		Ref: ref(fileBook, string(p.user)),
	}
	if to == "" {
		row.Channel = m.Channel
	}
	return a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		return outcome{Did: "book", Mission: m.ID}, a.rows(tx).post(row)
	})
}

// bookFile makes the book of the channel that a mission is in.
func (a *App) bookFile(ctx context.Context, m mission.Mission, r nudges.Row, asked mission.UserID) (api.File, error) {
	var chapters []view.Chapter
	energy := a.showsEnergy(ctx, m)
	err := a.store.View(ctx, func(tx Tx) (err error) {
		chapters, err = a.chapters(tx, m, energy)
		return err
	})
	if err != nil {
		return api.File{}, err
	}
	by := asked
	if r.User != "" {
		by = ""
	}
	env := a.env(ctx, nil, append(view.BookPeople(chapters), by)...)
	return api.File{
		Name: "book.md", Title: view.BookTitle, Comment: view.BookComment(env, m.Channel, by),
		Body: []byte(view.Book(env, m.Channel, chapters)),
	}, nil
}

// chapters reads the missions of a channel, the oldest first.
func (a *App) chapters(tx Tx, latest mission.Mission, energy bool) ([]view.Chapter, error) {
	all, err := tx.MissionsIn(latest.Team, latest.Channel)
	if err != nil {
		return nil, err
	}
	byID := make(map[mission.ID]*mission.Mission, len(all))
	next := make(map[mission.ID]*mission.Mission, len(all))
	for i := range all {
		byID[all[i].ID] = &all[i]
		if from := all[i].From; from != "" && next[from] == nil {
			next[from] = &all[i]
		}
	}
	var out []view.Chapter
	for _, m := range all {
		c := view.Chapter{Mission: m, From: byID[m.From], Next: next[m.ID]}
		from, to := m.Days(mission.AllOfIt, a.clock.Now())
		if c.Story, err = mission.StoryOf(tx, m, from, to); err != nil {
			return nil, err
		}
		if c.Lessons, err = chosenLessons(tx, m); err != nil {
			return nil, err
		}
		if energy {
			if c.Energy, err = rounds.Trend(tx, m, rounds.Energy); err != nil {
				return nil, err
			}
		}
		out = append(out, c)
	}
	return out, nil
}
