package slackapp

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/api"
)

// seenFor is how long a request is remembered. Slack repeats within minutes, and for a day at most where
// "delayed events" are switched on (docs.slack.dev/apis/events-api).
const seenFor = 26 * time.Hour

// sweepEvery and sweepSlice pace the forgetting, so that commands get in between.
const (
	sweepEvery = 10 * time.Minute
	sweepSlice = 500
)

// reconcilePause keeps the look at every channel after a start well under Slack's limits.
const reconcilePause = 1200 * time.Millisecond

// lookedAt is for how long copies that start at the same time leave a channel to the one that looked at it.
const lookedAt = 90 * time.Second

// A look at everybody after a start asks about so many people at once, and then waits, to stay under the hundred
// a minute that Slack answers (docs.slack.dev/reference/methods/users.info).
const (
	peopleAtOnce = 20
	peoplePause  = 20 * time.Second
)

// Run keeps house until ctx ends: once after the start it catches up with what happened to channels and
// people while the bot was away, and beside it it forgets requests that cannot come again. It returns an error
// where Slack ends the installation.
func (a *App) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		a.reconcile(ctx)
		return nil
	})
	g.Go(func() error {
		a.keepHouse(ctx)
		return nil
	})
	g.Go(func() error {
		a.watchToken(ctx)
		return nil
	})
	g.Go(func() error {
		select {
		case <-ctx.Done():
			return nil
		case err := <-a.ended:
			return a.whichEnd(ctx, err)
		}
	})
	return g.Wait()
}

func (a *App) keepHouse(ctx context.Context) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		if err := a.sweep(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("old requests not forgotten", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case channel := <-a.dir.turned:
			if err := a.turnedOpen(ctx, channel); err != nil && ctx.Err() == nil {
				a.log.Warn("a channel that was made private or public was not followed", "error", err)
			}
		case <-tick.C:
			a.lookAtRelated(ctx)
		}
	}
}

func (a *App) sweep(ctx context.Context) error {
	before := a.clock.Now().Add(-seenFor)
	for {
		n := 0
		err := a.store.Update(ctx, func(tx Tx) (err error) {
			n, err = tx.SweepSeen(before, sweepSlice)
			return err
		})
		if err != nil || n < sweepSlice {
			return err
		}
	}
}

// turnedOpen follows a channel that was made private, or public: what its mission says of others, and others of it,
// stands on their cards at once as it may be read by now.
func (a *App) turnedOpen(ctx context.Context, channel mission.ChannelID) error {
	c, err := a.dir.channel(ctx, channel)
	if err != nil && !gone(err) {
		return err
	}
	closed := err != nil || c.Private
	defer a.engine.Wake()
	return a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.ActiveMission(a.team, channel)
		if isNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		m.Private = closed
		w := a.rows(tx)
		return inOrder(
			func() error { return tx.PutMission(m) },
			func() error { return w.cardChanged(m) },
			func() error { return a.relatedCards(tx, w, m) },
		)
	})
}

// lookAtRelated looks at the channels of missions that are related to others, so that one that was made private is
// noticed although nobody uses the bot there.
func (a *App) lookAtRelated(ctx context.Context) {
	var channels []mission.ChannelID
	err := a.store.View(ctx, func(tx Tx) error {
		running, err := tx.RunningPlaces(a.team)
		for _, m := range running {
			related, err := tx.RelationsOf(a.team, m.ID)
			if err != nil {
				return err
			}
			if len(related) > 0 {
				channels = append(channels, m.Channel)
			}
		}
		return err
	})
	if err != nil {
		a.log.Error("missions not read", "error", err)
		return
	}
	a.dir.manyFor(ctx, len(channels), "")
	for _, channel := range channels {
		if _, err := a.dir.channel(ctx, channel); err != nil {
			a.log.Debug("a related mission's channel was not looked at", "error", err)
		}
	}
}

// reconcile looks at the channel and the people of every running mission. Events that came while no
// socket was open are lost after six minutes, so they are never relied on alone.
func (a *App) reconcile(ctx context.Context) {
	running, err := a.whereRunning(ctx)
	if err != nil {
		a.log.Error("missions not read", "error", err)
		return
	}
	looked := make(map[mission.UserID]bool)
	for _, m := range running {
		if !a.shared.Alone(ctx, "look at "+string(m.ID), lookedAt) {
			continue // another copy, which started a moment ago as well
		}
		if err := errors.Join(a.catchUp(ctx, m.ID, m.Channel), a.closedAccounts(ctx, m.ID, looked)); err != nil && ctx.Err() == nil {
			a.log.Warn("a mission's channel was not looked at", "mission", m.ID, "error", err)
		}
		if !pause(ctx, reconcilePause) {
			return
		}
	}
}

// whereRunning returns where missions run and no more of them: with ten thousand the look at all takes hours, for which
// they would lie in memory.
func (a *App) whereRunning(ctx context.Context) (out []mission.Place, err error) {
	err = a.store.View(ctx, func(tx Tx) (err error) {
		out, err = tx.RunningPlaces(a.team)
		return err
	})
	return out, err
}

// catchUp brings one mission up to date with its channel.
func (a *App) catchUp(ctx context.Context, id mission.ID, channel mission.ChannelID) error {
	c, err := a.dir.channel(ctx, channel)
	if err != nil && !gone(err) {
		return err
	}
	why := unreachable(c, err)
	left, err := a.leftPrivate(ctx, id, c)
	if err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error {
		m, err := tx.Mission(a.team, id)
		if err != nil {
			return err
		}
		if m.Unreachable != why || why == "" && m.Private != c.Private {
			if why == "" {
				m.Private = c.Private
			}
			if err := a.reached(tx, m, why); err != nil {
				return err
			}
		}
		if m.Running() {
			if err := a.plansOfEarlier(tx, m); err != nil {
				return err
			}
			if m, err = tx.Mission(a.team, id); err != nil {
				return err
			}
			if err := nudges.Reschedule(tx, m, a.clock.Now()); err != nil {
				return err
			}
		}
		for _, user := range left {
			if err := a.remove(tx, m, user); err != nil {
				return err
			}
			if m, err = tx.Mission(a.team, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// plansOfEarlier gives a running mission what one has that begins today, where it began before there were digests,
// rounds or a mirror for whoever leads. What its people turned off is there, and stays off.
func (a *App) plansOfEarlier(tx Tx, m mission.Mission) error {
	now := a.clock.Now()
	_, err := tx.Plan(m.Team, nudges.PlanID(nudges.Round, m.ID, ""))
	if err != nil && !isNotFound(err) {
		return err
	}
	steps := []func() error{
		func() error { return nudges.PlanDigest(tx, m, now) },
		func() error { return a.keepMirror(tx, m, m.Lead) },
	}
	if isNotFound(err) {
		steps = append(steps,
			func() error { return nudges.PlanRounds(tx, m, now) },
			func() error { return a.rows(tx).ownWordsPlanned(m) })
	}
	return inOrder(steps...)
}

// unreachable returns Slack's word for why a channel takes no messages, or "".
func unreachable(c api.Channel, err error) string {
	var e *api.Error
	switch {
	case errors.As(err, &e):
		return e.Code
	case c.Archived:
		return "is_archived"
	case !c.Member && c.Private:
		return "not_in_channel"
	}
	return ""
}

// leftPrivate returns the members of a mission who are no longer in its private channel.
func (a *App) leftPrivate(ctx context.Context, id mission.ID, c api.Channel) ([]mission.UserID, error) {
	if !c.Private || !c.Member {
		return nil, nil
	}
	var members []mission.Member
	err := a.store.View(ctx, func(tx Tx) (err error) {
		members, err = tx.Members(a.team, id)
		return err
	})
	var left []mission.UserID
	for _, member := range members {
		in, lookErr := a.dir.inChannel(ctx, mission.ChannelID(c.ID), member.User)
		if lookErr != nil {
			return nil, lookErr
		}
		if !in {
			left = append(left, member.User)
		}
	}
	return left, err
}

// pause waits, and reports false where ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
