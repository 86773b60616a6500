package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// When somebody's account is closed nothing reaches her any more, and she is out of her missions. Her private
// words wait for a while, since accounts come back; then they are erased.

// keepPrivate is how long they wait where the settings do not say it.
const keepPrivate = 30 * 24 * time.Hour

// deactivated takes somebody whose account is closed out of every mission, and has her private words erased
// in time. What she told stays. Doing it twice changes nothing.
func (a *App) deactivated(tx Tx, user mission.UserID) error {
	kept, err := optional(tx.Person(a.team, user))
	if err != nil {
		return err
	}
	mine, err := tx.MembershipsOf(a.team, user)
	if err != nil {
		return err
	}
	private, err := tx.PrivateHoldings(a.team, user)
	if err != nil {
		return err
	}
	if kept == nil && len(mine) == 0 && len(private) == 0 {
		return nil // an account that the bot has nothing of
	}
	p := nudges.Person{Team: a.team, User: user}
	if kept != nil {
		p = *kept
	}
	if err := a.noteClosed(tx, p); err != nil {
		return err
	}
	for _, member := range mine {
		m, err := tx.Mission(a.team, member.Mission)
		if err != nil {
			return err
		}
		if err := a.remove(tx, m, user); err != nil {
			return err
		}
	}
	return nil
}

// noteClosed notes once that a person's account is closed, and has her private words erased in time.
func (a *App) noteClosed(tx Tx, p nudges.Person) error {
	if p.Gone && !p.GoneAt.IsZero() {
		return nil
	}
	p.Gone, p.GoneAt = true, a.clock.Now()
	user, at := string(p.User), unix(p.GoneAt)
	return inOrder(
		func() error { return tx.PutPerson(p) },
		func() error {
			return a.rows(tx).chore(a.team, ref(choreGone, user, at), p.GoneAt.Add(a.set().KeepPrivate), choreGone, user, at)
		},
	)
}

// accountClosed does the same where it was found out by asking Slack, since the event about it was missed.
func (a *App) accountClosed(ctx context.Context, user mission.UserID) error {
	return a.store.Update(ctx, func(tx Tx) error { return a.deactivated(tx, user) })
}

// eraseGone erases the private words of somebody whose account was closed, unless it came back meanwhile.
func (a *App) eraseGone(ctx context.Context, _ nudges.Row, args []string) error {
	user := mission.UserID(args[0])
	return a.store.Update(ctx, func(tx Tx) error {
		p, err := tx.Person(a.team, user)
		if err != nil {
			return ignoreNotFound(err)
		}
		if !p.Gone || unix(p.GoneAt) != args[1] {
			return nil
		}
		private, err := tx.PrivateHoldings(a.team, user)
		if err != nil {
			return err
		}
		for _, h := range private {
			if err := tx.Forget(a.team, user, h); err != nil {
				return err
			}
		}
		return nil
	})
}

// closedAccounts looks for members of a mission whose accounts were closed while the bot was away. Looked are
// those whose accounts were looked at already.
func (a *App) closedAccounts(ctx context.Context, id mission.ID, looked map[mission.UserID]bool) error {
	var members []mission.Member
	err := a.store.View(ctx, func(tx Tx) (err error) {
		members, err = tx.Members(a.team, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, m := range members {
		if looked[m.User] {
			continue
		}
		if looked[m.User] = true; len(looked)%peopleAtOnce == 0 && !pause(ctx, peoplePause) {
			return ctx.Err()
		}
		profile, err := a.dir.person(ctx, m.User)
		if err != nil && !gone(err) {
			return err
		}
		if err == nil && !profile.Deleted {
			continue
		}
		if err := a.accountClosed(ctx, m.User); err != nil {
			return err
		}
	}
	return nil
}
