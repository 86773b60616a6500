package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// previewWeeks is how far a preview looks ahead.
const previewWeeks = 4

func (a *App) clickPreview(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	d, err := a.previewData(ctx, m, who)
	if err != nil {
		return answer{}, err
	}
	return a.form(p.request, view.PreviewView(a.env(ctx, nil), d)), nil
}

// previewData gathers what comes to the channel, and to the one who asks: what comes to others is theirs.
func (a *App) previewData(ctx context.Context, m mission.Mission, who mission.Actor) (view.PreviewData, error) {
	if err := stillComes(m); err != nil {
		return view.PreviewData{}, err
	}
	if _, err := a.dir.channel(ctx, m.Channel); err != nil {
		a.log.Debug("a channel's name is not known", "error", err)
	}
	me, err := a.me(ctx, who.User)
	if err != nil {
		return view.PreviewData{}, err
	}
	member, err := a.membership(ctx, m, who.User)
	if err != nil {
		return view.PreviewData{}, err
	}
	zone, err := nudges.LoadZone(me.person.Hours(m.Zone).Zone)
	if err != nil {
		return view.PreviewData{}, err
	}
	d := view.PreviewData{
		Mission: m, Weeks: previewWeeks, Member: member != nil && member.In(),
		MyZone: zone, Away: me.person.AwayThrough, Quiet: me.person.SnoozedAll,
	}
	if d.Channel, err = a.foreseen(ctx, m, ""); err == nil {
		d.Mine, err = a.foreseen(ctx, m, who.User)
	}
	return d, err
}

// foreseen returns what comes to a mission's channel, or to a person from that mission.
func (a *App) foreseen(ctx context.Context, m mission.Mission, user mission.UserID) (of []nudges.Foreseen, err error) {
	now := a.clock.Now()
	look := nudges.Look{Mission: m, User: user, Library: a.set().Library, Holidays: a.set().Holidays, Answered: true}
	var all []nudges.Foreseen
	err = a.store.View(ctx, func(tx Tx) (err error) {
		look.Rounds = func(m mission.Mission) bool { return EnoughForRounds(tx, m) }
		until := now.Add(previewWeeks * 7 * 24 * time.Hour)
		if look.Else, err = ForeseenOfRounds(tx, m, user, now, until); err == nil {
			all, err = nudges.Forecast(tx, look, now, until)
		}
		return err
	})
	for _, f := range all {
		if f.Mission == m.ID {
			of = append(of, f)
		}
	}
	return of, err
}
