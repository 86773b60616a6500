package slackapp

import (
	"context"
	"errors"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/slackapp/view"
)

// Following a mission is to have its digest by direct message. Who does not need be in it.

func (a *App) followCommands() map[verb]handler {
	return map[verb]handler{verbFollow: a.followCommand, verbUnfollow: a.unfollowCommand}
}

func (a *App) followClicks() map[string]pressed {
	return map[string]pressed{
		view.ActFollow: a.at(func(ctx context.Context, p press, m mission.Mission, who mission.Actor) (answer, error) {
			return a.follow(ctx, p.request, m, who)
		}),
		view.ActUnfollow: a.clickUnfollow,
	}
}

func (a *App) followCommand(ctx context.Context, r *request) (answer, error) {
	m, who, err := a.here(ctx, r)
	if err != nil {
		return answer{}, err
	}
	return a.follow(ctx, r, m, who)
}

func (a *App) follow(ctx context.Context, r *request, m mission.Mission, who mission.Actor) (answer, error) {
	if err := running(m); err != nil {
		return answer{}, err
	}
	if err := a.may(ctx, mission.FollowIt, who, m); err != nil {
		return answer{}, err
	}
	person, err := a.person(ctx, who.User)
	if err != nil {
		return answer{}, err
	}
	member, err := a.membership(ctx, m, who.User)
	if err != nil {
		return answer{}, err
	}
	_, err = a.onMission(ctx, r, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		now := a.clock.Now()
		return outcome{Did: "follow", Mission: m.ID, User: who.User}, inOrder(
			func() error { return keepZone(tx, person, now) },
			func() error { return nudges.FollowMission(tx, m, who.User, now) },
			func() error { return w.cardChanged(m) },
		)
	})
	if err != nil {
		return answer{}, err
	}
	return say(view.Followed(a.env(ctx, nil), m, member != nil && member.In())), nil
}

func (a *App) unfollowCommand(ctx context.Context, r *request) (answer, error) {
	m, _, err := a.here(ctx, r)
	if errors.Is(err, errNoMission) {
		if ended, found := a.followedHere(ctx, r); found {
			return a.unfollow(ctx, r, ended)
		}
	}
	if err != nil {
		return answer{}, err
	}
	return a.unfollow(ctx, r, m)
}

// followedHere returns a mission of the channel that ended and that somebody still follows: what she follows is hers to
// stop, also where no mission runs any more.
func (a *App) followedHere(ctx context.Context, r *request) (m mission.Mission, found bool) {
	err := a.store.View(ctx, func(tx Tx) error {
		all, err := tx.MissionsIn(a.team, r.channel)
		for _, in := range all {
			following, errFollows := nudges.Follows(tx, in, r.user)
			if err = errors.Join(err, errFollows); following && !found {
				m, found = in, true
			}
		}
		return err
	})
	return m, found && err == nil && !r.dm
}

// clickUnfollow stops what somebody follows, also where she no longer sees the mission: what comes to her is hers to
// stop.
func (a *App) clickUnfollow(ctx context.Context, p press) (answer, error) {
	m, _, err := a.seen(ctx, p.request, p.meta.Mission)
	if refused, ok := mission.Refused(err); ok && refused.Code == mission.Hidden {
		following, lookErr := a.isFollowing(ctx, p.meta.Mission, p.user)
		if lookErr != nil || !following {
			return answer{}, err
		}
		m, err = a.mission(ctx, p.meta.Mission)
		m = unseen(m)
	}
	if err != nil {
		return answer{}, err
	}
	return a.unfollow(ctx, p.request, m)
}

func (a *App) isFollowing(ctx context.Context, id mission.ID, user mission.UserID) (following bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		following, err = nudges.Follows(tx, mission.Mission{Team: a.team, ID: id}, user)
		return err
	})
	return following, err
}

func (a *App) unfollow(ctx context.Context, r *request, m mission.Mission) (answer, error) {
	done, err := a.onMission(ctx, r, m.ID, func(tx Tx, m mission.Mission, w rows) (outcome, error) {
		was, err := nudges.Unfollow(tx, m, r.user)
		if err != nil || !was {
			return outcome{Did: "unfollow", Mission: m.ID}, err
		}
		return outcome{Did: "unfollow", Mission: m.ID, New: true}, w.cardChanged(m)
	})
	return say(view.Unfollowed(a.env(ctx, nil), m, done.New)), err
}

// followsNoMore ends what somebody follows who can no longer see the mission.
func (a *App) followsNoMore(tx Tx, m mission.Mission, user mission.UserID) error {
	was, err := nudges.Unfollow(tx, m, user)
	if err != nil || !was {
		return err
	}
	return a.rows(tx).cardChanged(m)
}
