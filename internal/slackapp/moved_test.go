package slackapp

import (
	"fmt"
	"testing"
	"time"

	"throughline/internal/mission"
)

// countedMissions counts how often all missions are read.
type countedMissions struct {
	mission.Tx
	missions map[mission.ID]mission.Mission
	scans    int
}

func (c *countedMissions) RunningMissions(mission.TeamID) (out []mission.Mission, err error) {
	c.scans++
	for _, m := range c.missions {
		if m.Running() {
			out = append(out, m)
		}
	}
	return out, nil
}

func (c *countedMissions) Mission(_ mission.TeamID, id mission.ID) (mission.Mission, error) {
	m, ok := c.missions[id]
	if !ok {
		return m, mission.ErrNotFound
	}
	return m, nil
}

func TestWhatMovedLastIsFoundOutOnceForMany(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)
	tx := &countedMissions{missions: map[mission.ID]mission.Mission{}}
	for n := range 40 {
		id := mission.ID(fmt.Sprintf("M%02d", n))
		tx.missions[id] = mission.Mission{ID: id, Team: "T1", StartedAt: now.Add(time.Duration(n) * -time.Hour)}
	}
	var l lastMoved
	ask := func(at time.Duration, scans int, first mission.ID, many int) {
		t.Helper()
		got, err := l.newest(tx, "T1", now.Add(at))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != many || got[0].ID != first || tx.scans != scans {
			t.Errorf("after %s there are %d, first %s, read %d times; want %d, %s, %d", at, len(got), got[0].ID, tx.scans, many, first, scans)
		}
	}
	ask(0, 1, "M00", joinableTried)
	ask(time.Second, 1, "M00", joinableTried)

	ended := tx.missions["M00"]
	ended.Outcome = &mission.Outcome{At: now}
	tx.missions["M00"] = ended
	delete(tx.missions, "M01") // as where a workspace is purged
	ask(2*time.Second, 1, "M02", joinableTried-2)

	tx.missions["M99"] = mission.Mission{ID: "M99", Team: "T1", StartedAt: now.Add(time.Minute)}
	l.forget()
	ask(3*time.Second, 2, "M99", joinableTried)
	ask(3*time.Second+movedKept, 3, "M99", joinableTried)
	ask(0, 4, "M99", joinableTried) // the clock was set back

	turns := l.turns
	l.forget()
	l.keep(nil, turns, now)
	ask(0, 5, "M99", joinableTried)
}
