package slackapp

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// watched is a transaction that notes which missions are changed in it, so that what they bring a single time (the
// midpoint, target dates, a silence) follows in the same transaction. No handler has to think of it.
type watched struct {
	Tx
	read    map[mission.ID]mission.Mission // as each stood at first
	changed map[mission.ID]bool

	now   time.Time
	posts map[mission.ChannelID]int // new messages on their way to channels
	sent  int                       // new messages on their way to people
}

func watch(tx Tx, now time.Time) *watched {
	return &watched{
		Tx: tx, read: make(map[mission.ID]mission.Mission, 1), changed: make(map[mission.ID]bool, 1),
		now: now, posts: make(map[mission.ChannelID]int, 1),
	}
}

// Mission returns a mission and notes how it stood.
func (w *watched) Mission(team mission.TeamID, id mission.ID) (mission.Mission, error) {
	m, err := w.Tx.Mission(team, id)
	if _, known := w.read[id]; err == nil && !known {
		w.read[id] = m
	}
	return m, err
}

// PutMission keeps a mission and notes where its life has turned.
func (w *watched) PutMission(m mission.Mission) error {
	before, known := w.read[m.ID]
	if !known || lifeOf(before) != lifeOf(m) {
		w.changed[m.ID] = true
	}
	return w.Tx.PutMission(m)
}

// PutHouse keeps what a mission agreed on about its nudges.
func (w *watched) PutHouse(h nudges.House) error {
	w.changed[h.Mission] = true
	return w.Tx.PutHouse(h)
}

// life is what of a mission decides on what it brings a single time, and when.
type life struct {
	running     bool
	unreachable string
	zone        string
	channel     mission.ChannelID
	starter     mission.UserID
	phase       mission.Phase
	targets     [len(mission.Phases)]mission.Date
	decided     bool
	rest        mission.Rest
	pulse       time.Time
}

func lifeOf(m mission.Mission) life {
	t := life{
		running: m.Running(), unreachable: m.Unreachable, zone: m.Zone, channel: m.Channel, starter: m.Starter,
		phase: m.Phase, decided: m.Midpoint != nil, pulse: m.Pulse.At,
	}
	for i, p := range m.Plan {
		t.targets[i] = p.Target
	}
	if m.Rest != nil {
		t.rest = *m.Rest
	}
	return t
}

// lifeFollows brings what those missions bring up to date, and the messages that ask about a date which is none by now.
func (a *App) lifeFollows(w *watched) error {
	for _, id := range slices.SortedFunc(maps.Keys(w.changed), cmp.Compare) {
		m, err := w.Tx.Mission(a.team, id)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		if err := nudges.Reschedule(w.Tx, m, a.clock.Now()); err != nil {
			return err
		}
		before := w.read[id]
		if err := inOrder(
			func() error { return a.datesTold(w.Tx, m, before) },
			func() error { return a.restTold(w.Tx, m, before) },
		); err != nil {
			return err
		}
	}
	return nil
}
