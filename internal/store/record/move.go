package record

import (
	"cmp"
	"math"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// Mover is what a transaction of either store offers for moving a channel.
type Mover interface {
	MissionsIn(team mission.TeamID, channel mission.ChannelID) ([]mission.Mission, error)
	PutMission(m mission.Mission) error
	RelationsOf(team mission.TeamID, id mission.ID) ([]mission.Relation, error)
	PutRelation(r mission.Relation) error
	TrialsIn(team mission.TeamID, channel mission.ChannelID) ([]trial.Trial, error)
	PutTrial(t trial.Trial) error
	AskedAt(team mission.TeamID, place string, since time.Time) ([]nudges.Row, error)
	WaitingAt(team mission.TeamID, place string, until time.Time) ([]nudges.Row, error)
	PutRow(r nudges.Row) error
}

// MoveChannel gives every mission of a channel to another channel id, with the messages of ours that stand there and
// that the mission itself names, its card and its story, with its trials and with the questions that were asked there
// or wait to be. What is counted for the channel is moved by the store itself, which adds it to what is there.
func MoveChannel(tx Mover, team mission.TeamID, from, to mission.ChannelID) error {
	all, err := tx.MissionsIn(team, from)
	if err != nil {
		return err
	}
	for _, m := range all {
		m = MoveMission(m, from, to)
		if err := moveRelations(tx, m, from, to); err != nil {
			return err
		}
		if err := tx.PutMission(m); err != nil {
			return err
		}
	}
	if err := moveTrials(tx, team, from, to); err != nil {
		return err
	}
	return moveAsked(tx, team, from, to)
}

// moveRelations moves what a mission was asked and told of others, which stands in its own channel.
func moveRelations(tx Mover, m mission.Mission, from, to mission.ChannelID) error {
	all, err := tx.RelationsOf(m.Team, m.ID)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.To != m.ID {
			continue
		}
		if err := tx.PutRelation(MoveRelation(r, from, to)); err != nil {
			return err
		}
	}
	return nil
}

func moveTrials(tx Mover, team mission.TeamID, from, to mission.ChannelID) error {
	all, err := tx.TrialsIn(team, from)
	if err != nil {
		return err
	}
	for _, t := range all {
		if err := tx.PutTrial(MoveTrial(t, from, to)); err != nil {
			return err
		}
	}
	return nil
}

// moveAsked lets what was asked in a channel, or waits to be, count in another one.
func moveAsked(tx Mover, team mission.TeamID, from, to mission.ChannelID) error {
	asked, err := tx.AskedAt(team, string(from), time.Time{})
	if err != nil {
		return err
	}
	waiting, err := tx.WaitingAt(team, string(from), time.UnixMilli(math.MaxInt64))
	if err != nil {
		return err
	}
	for _, r := range append(asked, waiting...) {
		r.Channel = to
		if err := tx.PutRow(r); err != nil {
			return err
		}
	}
	return nil
}

// MoveMission gives a mission to another channel id, with the messages of ours that it names and that stand there.
func MoveMission(m mission.Mission, from, to mission.ChannelID) mission.Mission {
	m.Channel = to
	moveRef(&m.Card, from, to)
	for i := range m.Closings {
		moveRef(&m.Closings[i].Message, from, to)
	}
	if m.Outcome != nil {
		moveRef(&m.Outcome.Message, from, to)
	}
	if m.Midpoint != nil {
		moveRef(&m.Midpoint.Message, from, to)
	}
	return m
}

// MoveRelation moves what a mission was asked and told of another one, which stands in its channel.
func MoveRelation(r mission.Relation, from, to mission.ChannelID) mission.Relation {
	moveRef(&r.Ask, from, to)
	for i := range r.Told {
		moveRef(&r.Told[i].Message, from, to)
	}
	return r
}

// MoveTrial gives a trial to another channel id.
func MoveTrial(t trial.Trial, from, to mission.ChannelID) trial.Trial {
	t.Channel = to
	moveRef(&t.Message, from, to)
	return t
}

func moveRef(r *mission.MessageRef, from, to mission.ChannelID) {
	if r.Channel == from {
		r.Channel = to
	}
}

// SortMembers puts members into the order in which they joined; those of the same millisecond by their ids.
func SortMembers(of []mission.Member) {
	slices.SortFunc(of, func(a, b mission.Member) int {
		return cmp.Or(a.JoinedAt.Compare(b.JoinedAt), cmp.Compare(a.User, b.User))
	})
}
