package slackapp

import (
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack/slackevents"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/view"
)

// The Home tab: what waits for a person, her missions, what she promised, what comes to her, and her corner.
// It is drawn when she opens it, and again whenever she does something within the hour.

// homeOpened returns what draws the Home tab anew. Slack tells of every visit, and of the messages tab too. It
// is drawn after the acknowledgement: of many channels Slack takes longer to tell than it waits.
func (a *App) homeOpened(ev *slackevents.AppHomeOpenedEvent) func(context.Context) {
	if ev.Tab != "home" || a.tooFast(mission.UserID(ev.User)) != nil {
		return nil
	}
	return a.drawHome(mission.UserID(ev.User), 0, "")
}

// drawHome returns what draws a page of somebody's Home.
func (a *App) drawHome(user mission.UserID, page int, hash string) func(context.Context) {
	return func(ctx context.Context) {
		if err := a.publishHome(ctx, user, page, hash); err != nil {
			a.log.Warn("home not drawn", "error", err)
		}
	}
}

// homeClicks are the presses in Home that are no others'.
func (a *App) homeClicks() map[string]pressed {
	return map[string]pressed{
		view.ActHomePage: a.clickHomePage,
		view.ActDo:       a.clickDo,
		view.ActRest:     a.at(a.clickRestMission),
		view.ActUnrest:   a.at(a.clickUnrest),
	}
}

func (a *App) clickHomePage(_ context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	return answer{then: a.drawHome(p.user, p.meta.Page, p.view.Hash)}, nil
}

// clickDo does what a command does, about the mission that the button names. Home has buttons for a few.
func (a *App) clickDo(ctx context.Context, p press) (answer, error) {
	if !slices.Contains(view.HomeWords(), p.meta.Kind) {
		return answer{}, nil
	}
	p.request.verb, p.request.text, p.request.about = p.meta.Kind, "", p.meta.Mission
	p.request.dm = p.request.dm || p.request.channel == ""
	ans, err := a.command(ctx, p.request, verb(p.meta.Kind), a.knows(p.meta.Kind))
	if err == nil && ans.message == nil && ans.open == nil {
		return say(view.WroteToYou(a.env(ctx, nil))), nil // what it began goes on in direct messages
	}
	return ans, err
}

// knows reports whether a word is a command.
func (a *App) knows(word string) bool {
	_, told := told[verb(word)]
	_, known := a.table.commands[verb(word)]
	return told || known
}

// restFor is how long a mission sends nothing where that is asked for.
const restFor = 7

// clickRestMission lets a mission send nothing to the person for a week.
func (a *App) clickRestMission(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	me, err := a.me(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	until := nudges.DayBegins(me.today.AddDays(restFor), me.env.Zone)
	err = a.snoozeIn(ctx, p, m, who, func(tx Tx, k nudges.Kind, now time.Time) error {
		return nudges.Snooze(tx, a.team, p.user, k, m.ID, until, now)
	})
	return say(view.MissionRests(me.env, m, until)), err
}

func (a *App) clickUnrest(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	err := a.snoozeIn(ctx, p, m, who, func(tx Tx, k nudges.Kind, now time.Time) error {
		return nudges.Unsnooze(tx, a.team, p.user, k, m.ID, now)
	})
	return instead(view.MissionRestsNot(a.env(ctx, nil), m)), err
}

func (a *App) snoozeIn(ctx context.Context, p press, m mission.Mission, who mission.Actor, change func(Tx, nudges.Kind, time.Time) error) error {
	_, err := a.once(ctx, p.key, func(tx Tx) (outcome, error) {
		if err := mission.Check(tx, mission.ChangePiece, who, m, ""); err != nil {
			return outcome{}, err
		}
		for _, k := range nudges.OwnKinds() {
			if err := change(tx, k, a.clock.Now()); err != nil {
				return outcome{}, err
			}
		}
		return outcome{Did: "rest", Mission: m.ID, User: p.user}, nil
	})
	return err
}

// publishHome draws a page of a person's Home tab.
func (a *App) publishHome(ctx context.Context, user mission.UserID, page int, hash string) error {
	drawing := a.homes.looks(user, page, a.clock.Now())
	a.opensHome(user, page)
	drawing.Lock()
	defer drawing.Unlock()
	me, err := a.me(ctx, user)
	if err != nil {
		return err
	}
	d, err := a.homeData(ctx, me, page)
	if err != nil {
		return err
	}
	if d.Mirror, err = a.mirrorInHome(ctx, me); err != nil {
		return err
	}
	e := a.env(ctx, me.env.Zone, namedIn(d)...)
	_, err = a.api.PublishHome(ctx, string(user), view.Home(e, d), hash)
	if api.ClassOf(err) == api.Race || api.ClassOf(err) == api.Config {
		a.log.Debug("home not drawn anew", "error", err)
		return nil
	}
	return err
}

// redrawHome draws a person's Home anew where she has opened it lately, on the page that she was on.
func (a *App) redrawHome(ctx context.Context, r *request) {
	page, lately := a.homes.lately(r.user, a.clock.Now())
	if !lately || r.userTeam != a.team {
		return
	}
	if err := a.publishHome(ctx, r.user, page, ""); err != nil {
		a.log.Debug("home not drawn anew", "error", err)
	}
}

// follows reports whether somebody's Home may show what became of a request. What is only looked at changes
// nothing.
func (a *App) follows(r *request) bool {
	if _, lately := a.homes.lately(r.user, a.clock.Now()); !lately {
		return false
	}
	if r.source != fromClick {
		return r.source != fromShortcut
	}
	action, _ := view.Pressed(r.action)
	return !view.OnlyLooks(action)
}

// namedIn lists the people whom a Home names.
func namedIn(d view.HomeData) []mission.UserID {
	var ids []mission.UserID
	for _, h := range d.Missions {
		if h.LatestWin != nil {
			ids = append(ids, h.LatestWin.Author)
		}
	}
	for _, w := range d.Waits {
		ids = append(ids, w.Asks, w.Shared)
	}
	return ids
}
