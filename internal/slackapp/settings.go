package slackapp

import (
	"context"
	"errors"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
	"throughline/internal/when"
)

// What reaches a person, and when: her days and hours, and her pauses. They are hers alone and hold in every
// mission, so none of this is about a channel.

// settingsCommands are the commands about what reaches a person.
func (a *App) settingsCommands() map[verb]handler {
	return map[verb]handler{
		verbSnooze: a.snoozeCommand,
		verbAway:   a.awayCommand,
		verbResume: a.resumeCommand,
		verbQuiet:  a.quietCommand,
		verbDays:   a.daysCommand,
	}
}

// settingsClicks are the presses about it.
func (a *App) settingsClicks() map[string]pressed {
	return map[string]pressed{
		view.ActSettings:    a.clickSettings,
		view.ActSettingsIn:  a.clickSettingsIn,
		view.ActQuietFor:    a.clickQuietFor,
		view.ActQuietUntil:  a.clickQuietUntil,
		view.ActAwayThrough: a.clickAwayThrough,
		view.ActBack:        a.clickBack,
	}
}

// settingsForms are the forms about it.
func (a *App) settingsForms() map[string]sent {
	return map[string]sent{
		view.ViewReaches:    a.submitSettings,
		view.ViewQuietUntil: a.submitQuietUntil,
	}
}

// me is the one who asks, and what she reads in: her own day and zone.
type me struct {
	person nudges.Person
	env    view.Env
	today  mission.Date
}

func (a *App) me(ctx context.Context, user mission.UserID) (me, error) {
	p, err := a.person(ctx, user)
	if err != nil {
		return me{}, err
	}
	loc, err := nudges.LoadZone(p.Hours().Zone)
	if err != nil {
		loc = time.UTC
	}
	return me{person: p, env: a.env(ctx, loc), today: mission.DateOf(a.clock.Now().In(loc))}, nil
}

// settings changes what a person chose, once.
func (a *App) settings(ctx context.Context, r *request, did string, person nudges.Person, change func(*nudges.Settings)) (nudges.Person, error) {
	now := a.clock.Now()
	_, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		if err := keepZone(tx, person, now); err != nil {
			return outcome{}, err
		}
		if _, err := nudges.Change(tx, a.team, r.user, now, change); err != nil {
			return outcome{}, err
		}
		return outcome{Did: did, User: r.user}, a.replanPromises(tx, r.user, now)
	})
	if err != nil {
		return person, err
	}
	return a.person(ctx, r.user)
}

// replanPromises moves what somebody is asked about her promises to the days and hours that she chose. What was
// for a day that is over stays as it is: nothing from before is sent after her.
func (a *App) replanPromises(tx Tx, user mission.UserID, now time.Time) error {
	p, err := tx.Person(a.team, user)
	if err != nil {
		return ignoreNotFound(err)
	}
	loc, err := nudges.LoadZone(p.Hours().Zone)
	if err != nil {
		return err
	}
	today := mission.DateOf(now.In(loc))
	told, err := mission.OpenPromisesOf(tx, a.team, user)
	if err != nil {
		return err
	}
	for _, e := range told {
		if today.Before(e.Day()) {
			if err := nudges.PlanPromise(tx, e.Entry, now); err != nil {
				return err
			}
		}
	}
	own, err := ownOpen(tx, a.team, user)
	if err != nil {
		return err
	}
	for _, c := range own {
		if !today.Before(c.By) {
			continue
		}
		if err := nudges.PlanOwn(tx, c, now); ignoreNotFound(err) != nil {
			return err
		}
	}
	return nil
}

// typedDay reads a day that somebody typed in her own zone, or answers what is wrong with it.
func (a *App) typedDay(me me, text string, away bool) (mission.Date, *answer) {
	words := strings.TrimSpace(unescape(text, a.dir.name))
	read := when.Until
	if away {
		read = when.Day
	}
	day, err := read(words, me.today)
	if err == nil {
		return day, nil
	}
	var said view.Message
	if two, ok := errors.AsType[*when.Ambiguous](err); ok {
		said = view.WhichDay(me.env, words, two.A, two.B, away)
	} else if past, ok := errors.AsType[*when.Past](err); ok {
		said = view.DayPassed(me.env, past.Date, away)
	} else {
		said = view.NotADay(me.env, words, away)
	}
	ans := say(said)
	return day, &ans
}

func (a *App) snoozeCommand(ctx context.Context, r *request) (answer, error) {
	return a.pauseCommand(ctx, r, false)
}

func (a *App) awayCommand(ctx context.Context, r *request) (answer, error) {
	return a.pauseCommand(ctx, r, true)
}

func (a *App) pauseCommand(ctx context.Context, r *request, away bool) (answer, error) {
	me, err := a.me(ctx, r.user)
	if err != nil {
		return answer{}, err
	}
	if strings.TrimSpace(r.text) == "" {
		return say(view.AskHowLong(me.env, away)), nil
	}
	day, wrong := a.typedDay(me, r.text, away)
	if wrong != nil {
		return *wrong, nil
	}
	return a.pause(ctx, r, me, day, away)
}

// pause keeps quiet until a day begins, or an absence through a day, and says when it ends.
func (a *App) pause(ctx context.Context, r *request, me me, day mission.Date, away bool) (answer, error) {
	if away {
		return a.goAway(ctx, r, me, day)
	}
	until := nudges.DayBegins(day, me.env.Zone)
	_, err := a.settings(ctx, r, "quiet", me.person, func(s *nudges.Settings) { s.SnoozedAll = until })
	return say(view.QuietKept(me.env, day)), err
}

func (a *App) goAway(ctx context.Context, r *request, me me, through mission.Date) (answer, error) {
	p, err := a.settings(ctx, r, "away", me.person, func(s *nudges.Settings) { s.AwayThrough = through })
	if err != nil {
		return answer{}, err
	}
	leads, err := a.leads(ctx, r.user)
	until := nudges.DayBegins(through.AddDays(1), me.env.Zone)
	return say(view.AwayKept(me.env, through, nudges.BackOn(p.Hours(), until), leads)), err
}

// leads reports whether somebody leads a running mission.
func (a *App) leads(ctx context.Context, user mission.UserID) (leads bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		mine, err := a.runningOf(tx, user)
		for _, m := range mine {
			leads = leads || m.Lead == user
		}
		return err
	})
	return leads, err
}

// runningOf returns the running missions that somebody is in, the most recently moved first.
func (a *App) runningOf(tx Tx, user mission.UserID) ([]mission.Mission, error) {
	members, err := tx.MembershipsOf(a.team, user)
	if err != nil {
		return nil, err
	}
	var missions []mission.Mission
	for _, member := range members {
		m, err := tx.Mission(a.team, member.Mission)
		if err != nil {
			return nil, err
		}
		if m.Running() {
			missions = append(missions, m)
		}
	}
	byMoved(missions)
	return missions, nil
}

func (a *App) resumeCommand(ctx context.Context, r *request) (answer, error) {
	me, err := a.me(ctx, r.user)
	if err != nil {
		return answer{}, err
	}
	done, err := a.once(ctx, r.key, func(tx Tx) (outcome, error) {
		paused, err := nudges.Resume(tx, a.team, r.user, a.clock.Now())
		if err != nil {
			return outcome{}, err
		}
		return outcome{Did: "back", User: r.user, New: paused}, a.replanPromises(tx, r.user, a.clock.Now())
	})
	return say(view.CameBack(me.env, done.New, me.person.Hours())), err
}

func (a *App) quietCommand(ctx context.Context, r *request) (answer, error) {
	return a.hoursCommand(ctx, r, func(me me, words string) (answer, error) {
		quiet, ok := nudges.ParseQuiet(words)
		if !ok {
			return say(view.NotHours(me.env, words)), nil
		}
		p, err := a.settings(ctx, r, "hours", me.person, func(s *nudges.Settings) { s.Quiet = &quiet })
		return say(view.QuietHoursKept(me.env, quiet, p.Hours().Zone)), err
	})
}

func (a *App) daysCommand(ctx context.Context, r *request) (answer, error) {
	return a.hoursCommand(ctx, r, func(me me, words string) (answer, error) {
		days, ok := nudges.ParseDays(words)
		if !ok {
			return say(view.NotDays(me.env, words)), nil
		}
		p, err := a.settings(ctx, r, "days", me.person, func(s *nudges.Settings) { s.Days = days })
		return say(view.DaysKept(me.env, p.Hours())), err
	})
}

// hoursCommand shows somebody's hours, or keeps what the words say of them.
func (a *App) hoursCommand(ctx context.Context, r *request, keep func(me, string) (answer, error)) (answer, error) {
	me, err := a.me(ctx, r.user)
	if err != nil {
		return answer{}, err
	}
	words := strings.TrimSpace(unescape(r.text, a.dir.name))
	if words == "" {
		return say(view.YourHours(me.env, me.person.Hours())), nil
	}
	return keep(me, words)
}

// dayOf reads the day that a button carries, where it has not passed.
func (a *App) dayOf(p press, me me) (mission.Date, error) {
	day, err := mission.ParseDate(p.meta.Kind)
	if err != nil || day.Before(me.today) || me.today.AddDays(farthest).Before(day) {
		return day, &mission.Refusal{Code: mission.BadChoice}
	}
	return day, nil
}

// farthest is how many days ahead a pause may end.
const farthest = 3660

func (a *App) clickQuietFor(ctx context.Context, p press) (answer, error) {
	return a.clickPause(ctx, p, false)
}

func (a *App) clickAwayThrough(ctx context.Context, p press) (answer, error) {
	return a.clickPause(ctx, p, true)
}

func (a *App) clickPause(ctx context.Context, p press, away bool) (answer, error) {
	me, err := a.me(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	day, err := a.dayOf(p, me)
	if err != nil {
		return answer{}, err
	}
	ans, err := a.pause(ctx, p.request, me, day, away)
	ans.replace = p.ephemeral
	return ans, err
}

func (a *App) clickBack(ctx context.Context, p press) (answer, error) {
	ans, err := a.resumeCommand(ctx, p.request)
	ans.replace = p.ephemeral
	return ans, err
}

// clickQuietUntil opens the form for a day.
func (a *App) clickQuietUntil(ctx context.Context, p press) (answer, error) {
	me, err := a.me(ctx, p.user)
	return a.form(p.request, view.QuietUntil(me.env, askedIn(p, p.meta.Kind))), err
}

// askedIn is the meta of a form that answers where it was asked for. It names no mission.
func askedIn(p press, kind string) view.Meta {
	return view.Meta{Kind: kind, Channel: p.channel}
}

func (a *App) submitQuietUntil(ctx context.Context, s submitted) (answer, error) {
	me, err := a.me(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	away := s.meta.Kind == view.AwayKind
	day, errs := view.ParseQuietUntil(s.values, me.today, away)
	if len(errs) > 0 {
		return wrong(errs)
	}
	ans, err := a.pause(ctx, s.request, me, day, away)
	if err != nil {
		return answer{}, err
	}
	return a.kept(s, *ans.message), nil
}

// kept closes a form and answers where it was asked for: in the conversation, or by Home drawn anew.
func (a *App) kept(s submitted, said view.Message) answer {
	ans := done()
	if s.meta.Channel == "" {
		return ans // Home is drawn anew
	}
	s.channel, s.dm = s.meta.Channel, direct(string(s.meta.Channel), "")
	ans.message = &said
	return ans
}
