package slackapp

import (
	"context"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// clickSettings opens what reaches me: about the mission that the button names, or the one that moved last.
func (a *App) clickSettings(ctx context.Context, p press) (answer, error) {
	in, err := a.settingsForm(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	if p.meta.Mission != "" && !in.holds(p.meta.Mission) {
		return answer{}, &mission.Refusal{Code: mission.NotIn}
	}
	if p.meta.Mission == "" && len(in.form.Missions) > 0 {
		p.meta.Mission = in.form.Missions[0].ID
	}
	form, err := a.settingsIn(ctx, in, p.user, p.meta.Mission)
	return a.form(p.request, view.Settings(in.me.env, form, askedIn(p, ""))), err
}

// clickReaches is the same from a mission that the button names.
func (a *App) clickReaches(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.ChangePiece, who, m); err != nil {
		return answer{}, err
	}
	return a.clickSettings(ctx, p)
}

// clickSettingsIn shows the form for another mission; what was typed into the other fields stays.
func (a *App) clickSettingsIn(ctx context.Context, p press) (answer, error) {
	if p.view == nil {
		return answer{}, nil
	}
	in, err := a.settingsForm(ctx, p.user)
	if err != nil {
		return answer{}, err
	}
	chosen := view.ChosenMission(p.meta.Kind)
	if chosen != "" && !in.holds(chosen) {
		return answer{}, &mission.Refusal{Code: mission.Hidden}
	}
	form, err := a.settingsIn(ctx, in, p.user, chosen)
	meta := view.DecodeMeta(p.view.PrivateMetadata)
	return a.refresh(p, view.Settings(in.me.env, form, meta)), err
}

// mySettings are somebody's settings as the form begins with them.
type mySettings struct {
	me   me
	form view.SettingsForm
}

func (s mySettings) holds(id mission.ID) bool {
	return slices.ContainsFunc(s.form.Missions, func(m mission.Mission) bool { return m.ID == id })
}

// settingsForm reads what a person chose, and the missions that she is in and may see.
func (a *App) settingsForm(ctx context.Context, user mission.UserID) (mySettings, error) {
	me, err := a.me(ctx, user)
	if err != nil {
		return mySettings{}, err
	}
	h := me.person.Hours()
	form := view.SettingsForm{
		Zone: h.Zone, Days: h.Days, Quiet: nudges.Quiet{From: h.QuietFrom, To: h.QuietTo}, Preview: me.person.Preview,
		NoWelcome: me.person.IsOff(nudges.Welcome, ""),
	}
	if _, away := me.person.Away(a.clock.Now()); away {
		form.Away = me.person.AwayThrough
	}
	if form.Missions, err = a.tellable(ctx, user); err != nil {
		return mySettings{}, err
	}
	err = a.store.View(ctx, func(tx Tx) (err error) {
		form.Mirror, err = a.hasMirror(tx, user)
		return err
	})
	return mySettings{me: me, form: form}, err
}

// settingsIn fills in which kinds reach the person from a mission, or from every one of them.
func (a *App) settingsIn(ctx context.Context, s mySettings, user mission.UserID, id mission.ID) (view.SettingsForm, error) {
	s.form.In = id
	err := a.store.View(ctx, func(tx Tx) error {
		for i, m := range s.form.Missions {
			if id != "" && m.ID != id {
				continue
			}
			kinds, err := reachIn(tx, m, user)
			if err != nil {
				return err
			}
			also := alsoIn(s.me.person, m)
			if id != "" || i == 0 {
				s.form.Reach, s.form.Also = kinds, also
				continue
			}
			s.form.Reach = both(s.form.Reach, kinds)
			s.form.Also = both(s.form.Also, also)
		}
		return nil
	})
	return s.form, err
}

// both are the kinds that stand in two lists.
func both(a, b []nudges.Kind) []nudges.Kind {
	return slices.DeleteFunc(a, func(k nudges.Kind) bool { return !slices.Contains(b, k) })
}

// alsoIn are the kinds that come by themselves in a mission and that the person did not turn off.
func alsoIn(p nudges.Person, m mission.Mission) []nudges.Kind {
	var on []nudges.Kind
	for _, k := range view.AlsoKinds {
		if !p.IsOff(k, m.ID) {
			on = append(on, k)
		}
	}
	return on
}

func (a *App) submitSettings(ctx context.Context, s submitted) (answer, error) {
	kept, err := a.settingsForm(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	if s.meta.Mission != "" && !kept.holds(s.meta.Mission) {
		return answer{}, &mission.Refusal{Code: mission.Hidden}
	}
	in, kinds, errs := view.ParseSettings(s.values, s.meta)
	if len(errs) > 0 {
		return wrong(errs)
	}
	if in.Away != (mission.Date{}) && in.Away.Before(kept.me.today) {
		return wrong(view.AwayPassed(kept.me.today))
	}
	about := kept.form.Missions
	if in.In != "" {
		about = slices.DeleteFunc(about, func(m mission.Mission) bool { return m.ID != in.In })
	}
	if !kinds {
		about = nil
	}
	if err := a.keepSettings(ctx, s, kept.me.person, in, about); err != nil {
		return answer{}, err
	}
	return a.settingsKept(ctx, s, in, about)
}

// keepSettings keeps the whole form in one go.
func (a *App) keepSettings(ctx context.Context, s submitted, person nudges.Person, in view.SettingsForm, about []mission.Mission) error {
	now := a.clock.Now()
	_, err := a.once(ctx, s.key, func(tx Tx) (outcome, error) {
		if err := keepZone(tx, person, now); err != nil {
			return outcome{}, err
		}
		person, err := nudges.Change(tx, a.team, s.user, now, func(set *nudges.Settings) { fillIn(set, in) })
		if err != nil {
			return outcome{}, err
		}
		if err := nudges.SetOff(tx, a.team, s.user, nudges.Welcome, "", in.NoWelcome); err != nil {
			return outcome{}, err
		}
		for _, m := range about {
			if err := a.choose(tx, m, person, in.Reach); err != nil {
				return outcome{}, err
			}
			for _, k := range view.AlsoKinds {
				if err := nudges.SetOff(tx, a.team, s.user, k, m.ID, !slices.Contains(in.Also, k)); err != nil {
					return outcome{}, err
				}
			}
		}
		return outcome{Did: "settings", Mission: in.In, User: s.user}, inOrder(
			func() error { return a.mirrorTicked(tx, s.user, in.Mirror) },
			func() error { return a.replanPromises(tx, s.user, now) },
		)
	})
	return err
}

// hasMirror reports whether the mirror asks somebody, or will once she is in a mission.
func (a *App) hasMirror(tx Tx, user mission.UserID) (bool, error) {
	if has, on, err := nudges.HasMirror(tx, a.team, user); has || err != nil {
		return on, err
	}
	own, err := a.practice(tx, user)
	return own.Mirror, err
}

// mirrorTicked turns the mirror on or off where the tick is a change.
func (a *App) mirrorTicked(tx Tx, user mission.UserID, on bool) error {
	has, err := a.hasMirror(tx, user)
	if err != nil || has == on {
		return err
	}
	return a.wantsMirror(tx, user, on)
}

// fillIn puts what the form says into somebody's settings. What is as the default has it follows the default.
func fillIn(set *nudges.Settings, in view.SettingsForm) {
	set.Days, set.Quiet = in.Days, &in.Quiet
	if in.Days == nudges.MonToFri {
		set.Days = 0
	}
	if in.Quiet == nudges.DefaultQuiet {
		set.Quiet = nil
	}
	set.AwayThrough, set.Preview = in.Away, in.Preview
}

func (a *App) settingsKept(ctx context.Context, s submitted, in view.SettingsForm, about []mission.Mission) (answer, error) {
	me, err := a.me(ctx, s.user)
	if err != nil {
		return answer{}, err
	}
	hours := me.person.Hours()
	if len(about) == 0 {
		return a.kept(s, view.HoursNow(me.env, hours, in.Away)), nil
	}
	var only *mission.Mission
	if in.In != "" {
		only = &about[0]
	}
	return a.kept(s, view.ReachesNow(me.env, only, in.Reach, hours, in.Away)), nil
}
