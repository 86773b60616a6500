package slackapp

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"throughline/internal/mission"
)

// errInTheWay is what a transaction fails with that was in another one's way.
var errInTheWay = errors.New("could not serialize access")

// retriedStore runs every transaction once in vain before it counts, as a store that several copies share may.
type retriedStore struct{ Store }

func (s retriedStore) Update(ctx context.Context, f func(Tx) error) error {
	err := s.Store.Update(ctx, func(tx Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return errInTheWay
	})
	if !errors.Is(err, errInTheWay) {
		return err
	}
	return s.Store.Update(ctx, f)
}

// TestANameIsTakenOutWhereTransactionsAreRetried holds for every slice of a mission's entries.
func TestANameIsTakenOutWhereTransactionsAreRetried(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	m := mission.Mission{ID: "m1", Team: ourTeam, Channel: "C0REFUNDS1"}
	e.update(func(tx Tx) error {
		if err := tx.PutMission(m); err != nil {
			return err
		}
		for n := range 2*eraseSlice + 1 {
			entry := mission.Entry{
				ID: mission.ID(fmt.Sprintf("e%04d", n)), Team: ourTeam, Mission: m.ID, Author: ana, Kind: mission.Win,
				Text: "@Emi called the bank", At: noon,
			}
			if err := tx.PutEntry(entry); err != nil {
				return err
			}
		}
		return nil
	})
	e.store = retriedStore{e.store}
	wish := mission.Erasure{Team: ourTeam, User: bo, At: noon, Names: []string{"Emi"}}
	if err := e.unmentionIn(t.Context(), wish, []mission.ID{m.ID}); err != nil {
		t.Fatal(err)
	}
	err := e.store.View(t.Context(), func(tx Tx) error {
		all, err := tx.Entries(ourTeam, m.ID, "", 3*eraseSlice)
		for _, entry := range all {
			if mission.Mentions(entry.Text, wish.Names) {
				t.Errorf("%s still says %q", entry.ID, entry.Text)
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
