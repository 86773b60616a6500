package slackapp

import (
	"context"
	"time"

	"throughline/internal/mission"
)

// Forgotten is what the journal remembers of one person: her keyed hash, when she was erased, and whether her
// words went too.
type Forgotten struct {
	Hash  string
	At    time.Time
	Words bool
}

// EraseAgain erases those who stand in the store although they were forgotten, as after a restored backup. It
// is called before anything else is done with the store. Where all that is remembered was carried out in this
// very store, which is so on any start but the first after a restore, it reads nothing more.
func (a *App) EraseAgain(ctx context.Context, remembered []Forgotten, hashes func(mission.TeamID, mission.UserID) []string) error {
	missing, err := a.notErased(ctx, remembered)
	if err != nil || len(missing) == 0 {
		return err
	}
	a.log.Warn("the store is older than some erasures; they are carried out again", "erasures", len(missing))
	people, err := a.everybody(ctx)
	if err != nil {
		return err
	}
	for user := range people {
		for _, hash := range hashes(a.team, user) {
			if f, ok := missing[hash]; ok {
				wish := mission.Erasure{Team: a.team, User: user, At: f.At, Words: f.Words}
				if err := a.eraseKnown(ctx, wish); err != nil {
					return err
				}
			}
		}
	}
	return a.store.Update(ctx, func(tx Tx) error {
		for _, f := range missing {
			if err := tx.PutErased(a.team, f.Hash, f.At); err != nil {
				return err
			}
		}
		return nil
	})
}

// eraseKnown carries an erasure out again. Messages in Slack were dealt with the first time.
func (a *App) eraseKnown(ctx context.Context, wish mission.Erasure) error {
	if err := a.eraseAll(ctx, wish, true); err != nil {
		return err
	}
	return a.store.Update(ctx, func(tx Tx) error { return tx.DeleteErasure(wish.Team, wish.User) })
}

// notErased returns what is remembered and was not carried out in this store.
func (a *App) notErased(ctx context.Context, remembered []Forgotten) (map[string]Forgotten, error) {
	missing := map[string]Forgotten{}
	err := a.store.View(ctx, func(tx Tx) error {
		for _, f := range remembered {
			at, err := tx.Erased(a.team, f.Hash)
			if err != nil {
				return err
			}
			if at.Before(f.At) {
				missing[f.Hash] = f
			}
		}
		return nil
	})
	return missing, err
}

// everybody returns all people whom the store names.
func (a *App) everybody(ctx context.Context) (map[mission.UserID]bool, error) {
	all := map[mission.UserID]bool{}
	for from, first := "", true; first || from != ""; first = false {
		err := a.store.View(ctx, func(tx Tx) error {
			found, next, err := tx.PeopleIn(a.team, from, holdSlice)
			for _, user := range found {
				all[user] = true
			}
			from = next
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}
