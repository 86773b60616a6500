package record

import (
	"cmp"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

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
