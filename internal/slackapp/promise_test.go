package slackapp

import (
	"errors"
	"fmt"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// TestAnOldCommitmentOfOnesOwnStaysInSight keeps one open that lies below many of which was said what became of them.
func TestAnOldCommitmentOfOnesOwnStaysInSight(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	m := mission.Mission{ID: "M1", Team: ourTeam, Channel: refunds, Zone: "Europe/Lisbon"}
	e.update(func(tx Tx) error {
		err := errors.Join(tx.PutMission(m), tx.PutPerson(nudges.Person{Team: ourTeam, User: ana, Zone: "Europe/Lisbon"}))
		for i := range 3 * ownAtOnce {
			c := mission.OwnCommitment{
				ID: mission.ID(fmt.Sprintf("O%04d", i)), Team: ourTeam, User: ana, Mission: m.ID, By: mission.DateOf(noon).AddDays(3),
			}
			if i > 0 {
				c = c.Ended(mission.Kept, nil, noon)
			}
			err = errors.Join(err, tx.PutOwnCommitment(c))
		}
		return err
	})
	e.update(func(tx Tx) error { return e.replanPromises(tx, ana, noon) })
	err := e.store.View(t.Context(), func(tx Tx) error {
		open, err := promisesOf(tx, ourTeam, ana, map[mission.ID]mission.Mission{m.ID: m})
		if len(open) != 1 || open[0].Promise.ID != "O0000" {
			t.Errorf("Home shows %+v", open)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if rows := e.waitingRows(); len(rows) != 1 {
		t.Errorf("asked after: %+v", rows)
	}
}

// TestPromisesInManyMissionsCostAFewQuestions lists what somebody promised in sixty channels.
func TestPromisesInManyMissionsCostAFewQuestions(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	inMany(e, 60)
	e.update(func(tx Tx) error {
		var err error
		for i := range 60 {
			err = errors.Join(err, tx.PutEntry(mission.Entry{
				ID: "E1", Team: ourTeam, Mission: mission.ID(fmt.Sprintf("M%04d", i)), Author: ana, Kind: mission.Commitment,
				Text: "call", At: noon, By: mission.DateOf(noon).AddDays(1),
			}))
		}
		return err
	})
	items, err := e.promisesOf(t.Context(), &request{user: ana, userTeam: ourTeam})
	if err != nil || len(items) != 54 {
		t.Errorf("%d promises, %v; want those of the 54 channels that she is in", len(items), err)
	}
	if e.slack.asked > 10 {
		t.Errorf("Slack was asked %d times", e.slack.asked)
	}
}
