package slackapp

import (
	"sync"
	"time"

	"throughline/internal/mission"
)

// movedKept is how long it is known which missions moved last. To find it out all that run are read, a fifth of a second
// with ten thousand, and everybody who is in no mission asks for it by opening Home.
const movedKept = 15 * time.Second

// lastMoved knows the missions that moved last, by their ids. What is shown of them is read each time.
type lastMoved struct {
	mu    sync.Mutex
	ids   []mission.ID
	at    time.Time
	known bool
	turns uint64 // how often it was forgotten
}

// newest returns the running missions that moved last, as many as Home tries.
func (l *lastMoved) newest(tx mission.Tx, team mission.TeamID, now time.Time) ([]mission.Mission, error) {
	ids, turns, known := l.get(now)
	if !known {
		all, err := tx.RunningMissions(team)
		if err != nil {
			return nil, err
		}
		byMoved(all)
		all = all[:min(len(all), joinableTried)]
		l.keep(all, turns, now)
		return all, nil
	}
	var out []mission.Mission
	for _, id := range ids {
		m, err := optional(tx.Mission(team, id))
		if err != nil {
			return nil, err
		}
		if m != nil && m.Running() {
			out = append(out, *m)
		}
	}
	byMoved(out)
	return out, nil
}

func (l *lastMoved) get(now time.Time) (ids []mission.ID, turns uint64, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	age := now.Sub(l.at)
	return l.ids, l.turns, l.known && age >= 0 && age < movedKept
}

// keep notes what was read, unless that was forgotten meanwhile.
func (l *lastMoved) keep(missions []mission.Mission, turns uint64, now time.Time) {
	ids := make([]mission.ID, len(missions))
	for i, m := range missions {
		ids[i] = m.ID
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.turns == turns {
		l.ids, l.at, l.known = ids, now, true
	}
}

// forget has it found out anew, after a mission began or ended.
func (l *lastMoved) forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.known, l.turns = false, l.turns+1
}
