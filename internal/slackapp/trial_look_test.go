package slackapp

import (
	"context"
	"fmt"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// meanwhileStore lets something be stored just before the next transaction that writes, as another worker may.
type meanwhileStore struct {
	Store
	do func(Tx) error
}

func (s *meanwhileStore) Update(ctx context.Context, f func(Tx) error) error {
	if do := s.do; do != nil {
		s.do = nil
		if err := s.Store.Update(ctx, do); err != nil {
			return err
		}
	}
	return s.Store.Update(ctx, f)
}

// TestALookCountsWhatStandsWhenItIsKept: a look is counted in the transaction that keeps it, so that whoever leaves while
// it is taken is not in it, and a trial that is ended meanwhile is not looked at.
func TestALookCountsWhatStandsWhenItIsKept(t *testing.T) {
	t.Parallel()
	began := noon.AddDate(0, 0, -7*trial.Weeks[0])
	season := trial.Trial{ID: "R1", Team: ourTeam, Channel: refunds, Zone: "UTC", AskedAt: began, From: began, Until: noon.AddDate(1, 0, 0)}
	for _, row := range []struct {
		sentence  string
		meanwhile func(Tx) error
		people    int // in the look; -1 where there is none
	}{
		{"nothing happens meanwhile", nil, 2},
		{"somebody leaves", func(tx Tx) error { return trial.Forget(tx, season, bo) }, 1},
		{"the trial is ended", func(tx Tx) error {
			over := season
			over.EndedAt = season.LookAt(1).Add(-time.Minute)
			return tx.PutTrial(over)
		}, -1},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			e.update(func(tx Tx) error {
				for i, user := range []mission.UserID{ana, bo} {
					d := trial.Decision{
						Team: ourTeam, Trial: season.ID, Nudge: fmt.Sprint("nudge/", i), Kind: string(nudges.Reflect), User: user,
						Due: began.Add(time.Hour), Until: began.Add(25 * time.Hour), Outcome: trial.Told, Rho: 0.5,
					}
					if err := tx.PutTrialDecision(d); err != nil {
						return err
					}
				}
				return tx.PutTrial(season)
			})
			e.store = &meanwhileStore{e.store, row.meanwhile}
			if err := e.takeTrialLook(t.Context(), nudges.Row{}, []string{string(season.ID), "1"}); err != nil {
				t.Fatal(err)
			}
			people := -1
			err := e.store.View(t.Context(), func(tx Tx) error {
				looks, err := tx.TrialLooks(ourTeam, season.ID)
				for _, l := range looks {
					f, _ := l.Kind(string(nudges.Reflect))
					people = f.People
				}
				return err
			})
			if err != nil || people != row.people {
				t.Errorf("the look is about %d people, want %d (%v)", people, row.people, err)
			}
		})
	}
}
