package slackapp

import (
	"context"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
	"throughline/internal/trial"
)

// A trial of whether nudges help belongs to a channel, over all of its missions. Whoever steers turns it on; it
// begins on the day after its announcement stands in the channel; everybody leaves it with one tap.

// The notices about trials, as the first part of a row's Ref. Each has the trial's id after it.
const (
	noticeTrial       = "trial"        // trial:<trial>, it was turned on
	noticeTrialJoined = "trial_joined" // trial_joined:<trial>, to somebody who joined while one runs
	noticeTrialOff    = "trial_off"    // trial_off:<trial>, it was turned off
	noticeTrialDone   = "trial_done"   // trial_done:<trial>, its last look was taken
	// trial_retires:<trial>:<kind>, a kind has no effect and leaves; :told behind it where the figure may be read there.
	noticeTrialRetires = "trial_retires"
	noticeTrialOffers  = "trial_offers" // trial_offers:<trial>:<kind>, a kind that left is offered again
	lineTrialKept      = "trial_kept"   // trial_kept:<trial>:<kind>:<user>, somebody keeps a kind
)

func (a *App) trialClicks() map[string]pressed {
	return map[string]pressed{
		view.ActTrial:      a.at(a.clickTrial),
		view.ActTrialLeave: a.at(a.clickTrialLeave),
		view.ActTrialBack:  a.at(a.clickTrialBack),
		view.ActTrialStop:  a.at(a.clickTrialStop),
		view.ActTrialKeep:  a.at(a.clickTrialKeep),
	}
}

func (a *App) trialForms() map[string]sent {
	return map[string]sent{view.ViewTrial: a.submitTrial}
}

func (a *App) trialNotices() map[string]noticed {
	return map[string]noticed{
		noticeTrial:        a.trialNotice(view.TrialAnnounced),
		noticeTrialJoined:  a.trialNotice(view.TrialJoined),
		noticeTrialOff:     a.trialNotice(view.TrialOff),
		noticeTrialDone:    a.trialNotice(view.TrialDone),
		noticeTrialRetires: a.trialNotice(view.TrialRetires),
		noticeTrialOffers:  a.trialNotice(view.TrialOffers),
	}
}

func (a *App) trialLines() map[string]lined {
	return map[string]lined{
		lineTrialKept: func(_ context.Context, env view.Env, r rowRef) (view.Message, error) {
			return view.TrialKept(env, r.mission, nudges.Kind(r.args[1]), r.user()), nil
		},
	}
}

// trialData reads what is known of a channel's trial, for one person where that is given.
func (a *App) trialData(ctx context.Context, m mission.Mission, user mission.UserID) (d view.TrialData, err error) {
	now := a.clock.Now()
	err = a.store.View(ctx, func(tx Tx) error {
		d, err = trialRead(tx, m, now)
		return err
	})
	d.Out = user != "" && d.Trial.HasLeft(user)
	return d, err
}

// trialRead reads the newest trial of a mission's channel, its looks, and the workspace's.
func trialRead(tx nudges.Tx, m mission.Mission, now time.Time) (view.TrialData, error) {
	d := view.TrialData{Mission: m}
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return d, err
	}
	for _, in := range members {
		if in.In() {
			d.People++
		}
	}
	t, found, err := trial.Latest(tx, m.Team, m.Channel)
	if err != nil || !found {
		return d, err
	}
	d.Trial, d.Known, d.On = t, true, !t.Over(now)
	if d.Looks, err = tx.TrialLooks(m.Team, t.ID); err != nil {
		return d, err
	}
	d.Season, err = seasonOf(tx, t)
	if err != nil || d.Season.ID == "" {
		return d, err
	}
	d.SeasonLooks, err = tx.TrialLooks(m.Team, d.Season.ID)
	return d, err
}

// seasonOf returns the newest of the workspace's trials that a channel's falls into, or the zero trial.
func seasonOf(tx trial.Tx, t trial.Trial) (trial.Trial, error) {
	all, err := tx.TrialsIn(t.Team, "")
	for _, season := range slices.Backward(all) {
		if !t.From.IsZero() && season.From.Before(t.Until) && t.From.Before(season.Until) {
			return season, err
		}
	}
	return trial.Trial{}, err
}

// clickTrial opens what a trial is, or how the running one stands.
func (a *App) clickTrial(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	v, err := a.trialView(ctx, m, who)
	return a.form(p.request, v), err
}

func (a *App) submitTrial(ctx context.Context, s submitted) (answer, error) {
	rho, errs := view.ParseTrial(s.values)
	if len(errs) > 0 {
		return wrong(errs)
	}
	m, who, err := a.seen(ctx, s.request, s.meta.Mission)
	if err != nil {
		return answer{}, err
	}
	if err := inOrder(
		func() error { return running(m) },
		func() error { return a.may(ctx, mission.PlanNudges, who, m) },
		func() error { return a.reachable(ctx, m) },
	); err != nil {
		return answer{}, err
	}
	t := trial.Trial{
		ID: a.newID(), Team: m.Team, Channel: m.Channel, Rho: rho, By: who.User, AskedAt: a.clock.Now(),
		Zone: nudges.FirstZone(m.Zone),
	}
	_, err = a.onMission(ctx, s.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		before, found, err := trial.Latest(tx, m.Team, m.Channel)
		if err != nil || found && !before.Over(w.now) {
			return outcome{Did: "trial", Mission: m.ID}, err // somebody was quicker
		}
		t.Left = before.Left // who left once need not leave again
		return outcome{Did: "trial", Mission: m.ID}, inOrder(
			func() error { return tx.PutTrial(t) },
			func() error { return w.trialTold(m, t, noticeTrial) },
		)
	})
	return done(), err
}

// trialTold tells the channel of a trial.
func (w rows) trialTold(m mission.Mission, t trial.Trial, what string, args ...string) error {
	said := ref(append([]string{what, string(t.ID)}, args...)...)
	return w.post(nudges.Row{
		Key: trialKey(said), Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, Ref: said, Channel: m.Channel,
	})
}

// trialKey is the key of the row that tells a channel something of a trial.
func trialKey(said string) string { return "trial/" + said }

// trialAnnounced lets a trial begin once its announcement stands, and takes it away where that cannot be said.
func trialAnnounced(tx nudges.Tx, w rows, r nudges.Row) error {
	what, args := refParts(r.Ref)
	if what != noticeTrial || r.Subject != nudges.OfNotice || r.Update || len(args) != 1 {
		return nil
	}
	t, err := tx.Trial(r.Team, mission.ID(args[0]))
	if err != nil || !t.From.IsZero() || t.Over(w.now) {
		return ignoreNotFound(err)
	}
	if r.State != nudges.Settled {
		t.EndedAt = w.now
		return tx.PutTrial(t)
	}
	t = t.Begin(w.now, mission.MessageRef{Channel: r.Channel, TS: r.TS})
	return inOrder(
		func() error { return tx.PutTrial(t) },
		func() error { return w.trialLooks(t) },
		func() error { return w.season(tx, t) },
	)
}

// season opens the workspace's trial with the first of a team, where none is running.
func (w rows) season(tx trial.Tx, t trial.Trial) error {
	last, found, err := trial.Latest(tx, t.Team, "")
	if err != nil || found && last.Until.After(t.From) {
		return err
	}
	season := trial.Trial{ID: "S" + t.ID, Team: t.Team, AskedAt: w.now, Zone: t.Zone, From: t.From}
	season.Until = season.LookAt(len(trial.Weeks))
	return inOrder(
		func() error { return tx.PutTrial(season) },
		func() error { return w.trialLooks(season) },
	)
}

// trialJoined tells somebody who joined a mission while a trial runs there, once for a trial.
func (w rows) trialJoined(m mission.Mission, user mission.UserID) error {
	t, found, err := trial.Latest(w.tx, m.Team, m.Channel)
	if err != nil || !found || t.Over(w.now) || t.HasLeft(user) || user == t.By {
		return err
	}
	said := ref(noticeTrialJoined, string(t.ID))
	return w.post(nudges.Row{
		Key: "notice/" + string(user) + "/" + said, Team: m.Team, Subject: nudges.OfNotice, Mission: m.ID, Ref: said, User: user,
	})
}

// trialNotice renders a message about a trial.
func (a *App) trialNotice(render func(view.Env, view.TrialData) view.Message) noticed {
	return func(ctx context.Context, env view.Env, r rowRef) (view.Message, error) {
		d, err := a.trialData(ctx, r.mission, r.row.User)
		if err != nil {
			return view.Message{}, err
		}
		if d.Trial.ID != mission.ID(r.args[0]) {
			if err := a.store.View(ctx, func(tx Tx) (err error) {
				d.Trial, err = tx.Trial(a.team, mission.ID(r.args[0]))
				return err
			}); err != nil {
				return view.Message{}, err
			}
		}
		if len(r.args) > 1 {
			d.Kind, d.Told = nudges.Kind(r.args[1]), len(r.args) > 2
		}
		return render(a.env(ctx, env.Zone, d.Trial.By, d.Trial.EndedBy, r.mission.Lead), d), nil
	}
}

// onTrial changes the newest trial of a mission's channel, once.
func (a *App) onTrial(ctx context.Context, p press, m mission.Mission, did string, change func(Tx, rows, trial.Trial) error) error {
	_, err := a.onMission(ctx, p.request, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		t, found, err := trial.Latest(tx, m.Team, m.Channel)
		if err != nil || !found {
			return outcome{Did: did, Mission: m.ID}, err
		}
		return outcome{Did: did, Mission: m.ID}, change(tx, w, t)
	})
	return err
}

// clickTrialLeave takes a person out of a trial, and what was noted of her with her.
func (a *App) clickTrialLeave(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	err := a.onTrial(ctx, p, m, "trial_leave", func(tx Tx, _ rows, t trial.Trial) error {
		if t.HasLeft(p.user) {
			return nil
		}
		return inOrder(
			func() error { return tx.PutTrial(t.With(p.user, false)) },
			func() error { return nudges.LeaveTrial(tx, t, p.user) },
		)
	})
	if err != nil {
		return answer{}, err
	}
	return a.trialAnswer(ctx, p, m, who, view.TrialLeft)
}

func (a *App) clickTrialBack(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	err := a.onTrial(ctx, p, m, "trial_back", func(tx Tx, w rows, t trial.Trial) error {
		if t.Over(w.now) || !t.HasLeft(p.user) {
			return nil
		}
		return tx.PutTrial(t.With(p.user, true))
	})
	if err != nil {
		return answer{}, err
	}
	return a.trialAnswer(ctx, p, m, who, view.TrialRejoined)
}

// trialAnswer answers in the form that a press came from, or with a message.
func (a *App) trialAnswer(ctx context.Context, p press, m mission.Mission, who mission.Actor, said func(view.Env, view.TrialData) view.Message) (answer, error) {
	if p.view == nil {
		d, err := a.trialData(ctx, m, p.user)
		ans := say(said(a.env(ctx, a.reader(ctx, p.user)), d))
		ans.replace = p.ephemeral
		return ans, err
	}
	if p.view.CallbackID != view.ViewTrial {
		return answer{}, nil // Home is drawn anew
	}
	v, err := a.trialView(ctx, m, who)
	return a.refresh(p, v), err
}

// trialView is the form about a trial.
func (a *App) trialView(ctx context.Context, m mission.Mission, who mission.Actor) (v slack.ModalViewRequest, err error) {
	d, err := a.trialData(ctx, m, who.User)
	d.Steers = a.may(ctx, mission.PlanNudges, who, m) == nil
	return view.TrialForm(a.env(ctx, a.reader(ctx, who.User), d.Trial.By, m.Lead), d), err
}

// clickTrialStop ends a trial before its time.
func (a *App) clickTrialStop(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := a.may(ctx, mission.PlanNudges, who, m); err != nil {
		return answer{}, err
	}
	err := a.onTrial(ctx, p, m, "trial_stop", func(tx Tx, w rows, t trial.Trial) error {
		if t.Over(w.now) {
			return nil
		}
		t.EndedAt, t.EndedBy = w.now, p.user
		return inOrder(
			func() error { return tx.PutTrial(t) },
			func() error { return w.trialErase(t) },
			func() error { return w.trialTold(m, t, noticeTrialOff) },
		)
	})
	if err != nil || p.view == nil {
		return answer{}, err
	}
	return a.trialAnswer(ctx, p, m, who, nil)
}

// clickTrialKeep keeps a kind of nudge that retires, or brings it back once it left.
func (a *App) clickTrialKeep(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
	if err := inOrder(
		func() error { return running(m) },
		func() error { return a.may(ctx, mission.SteerNudges, who, m) },
	); err != nil {
		return answer{}, err
	}
	return answer{}, a.onTrial(ctx, p, m, "trial_keep", func(tx Tx, w rows, t trial.Trial) error {
		r, ok := t.Retiring(p.meta.Kind)
		if !ok || r.Kept {
			return nil
		}
		r.Kept, r.KeptBy = true, p.user
		if r.Gone {
			if err := setKind(tx, m, nudges.Kind(r.Kind), false, w.now); err != nil {
				return err
			}
		}
		return inOrder(
			func() error { return tx.PutTrial(t.Retire(r)) },
			func() error {
				return w.planLine(m, nudges.Row{TS: p.message.TS}, lineTrialKept, string(t.ID), r.Kind, string(p.user))
			},
		)
	})
}

// setKind turns a kind of nudge off in a mission, or on again.
func setKind(tx nudges.Tx, m mission.Mission, k nudges.Kind, off bool, now time.Time) error {
	agreed, err := nudges.AgreedOn(tx, m, k)
	if err != nil || agreed.Off == off {
		return err
	}
	agreed.Off = off
	_, err = nudges.Agree(tx, m, k, agreed, now)
	return err
}
