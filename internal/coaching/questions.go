package coaching

import (
	"encoding/binary"
	"hash/fnv"
	"slices"

	"throughline/internal/mission"
)

// Step is where a conversation stands.
type Step int

// The four steps, and what they lead to: what she will do, in one line.
const (
	Goal Step = iota
	Reality
	Options
	Will
	Plan
)

// Steps is how many steps are counted aloud.
const Steps = 4

// place says whether a question opens a step or goes deeper into it.
type place int

const (
	first place = iota
	further
)

// Question is one question of a conversation.
type Question struct {
	ID   string // kept when the wording changes
	Text string
}

type questionsOf struct{ first, further []Question }

// questions are all there are, by step. They ask about what a person sees and can do, and never tell.
var questions = [...]questionsOf{
	Goal: {
		first: []Question{
			{"goal-clear", "What would you like to be clear about by the end of this conversation?"},
			{"goal-better", "What would you like to be different, and who would notice first?"},
			{"goal-mind", "What is on your mind, and what would make it lighter?"},
			{"goal-matters", "What matters to you in this, and what are you after?"},
			{"goal-week", "What would you be glad to have moved by this time next week?"},
			{"goal-question", "If this were one question, how would you put it?"},
		},
		further: []Question{
			{"goal-sign", "What would you see or hear that tells you that you are there?"},
			{"goal-yours", "Which part of that is yours to change?"},
			{"goal-worth", "What would that make possible for you?"},
			{"goal-size", "What piece of it would be enough for now?"},
		},
	},
	Reality: {
		first: []Question{
			{"reality-outside", "What is true now, seen from outside?"},
			{"reality-camera", "What would a camera have shown the last time it came up?"},
			{"reality-known", "What do you know for certain here, and what do you take to be so?"},
			{"reality-tried", "What have you tried so far, and what came of it?"},
			{"reality-others", "Who else is part of this, and how might it look to them?"},
			{"reality-holds", "What holds this where it is?"},
		},
		further: []Question{
			{"reality-works", "What is already working, even a little?"},
			{"reality-own", "What is your own part in how it is?"},
			{"reality-missing", "What do you not know that you could find out?"},
			{"reality-feel", "What do you notice in yourself as you write this?"},
		},
	},
	Options: {
		first: []Question{
			{"options-three", "What could you do? Name three, one of them odd."},
			{"options-friend", "What would you tell a friend to try?"},
			{"options-free", "If nothing stood in the way, what would you try?"},
			{"options-smaller", "What could you do today, this week, and with help?"},
			{"options-opposite", "What could you do, stop doing, or ask somebody for?"},
			{"options-before", "When something like this went well before, what did you do that you could do here?"},
		},
		further: []Question{
			{"options-else", "What else?"},
			{"options-more", "And what else could you do?"},
			{"options-unsaid", "What have you thought of and left out?"},
			{"options-who", "Who could do something here with you?"},
		},
	},
	Will: {
		first: []Question{
			{"will-which", "Which one, and what moment will start it?"},
			{"will-first", "What will you do first, and when?"},
			{"will-choose", "Which of these do you choose, and what starts it?"},
			{"will-ready", "What are you ready to do, and on which occasion?"},
			{"will-step", "What is the next step that is yours alone, and what sets it off?"},
		},
		further: []Question{
			{"will-way", "What could get in the way, and what will you do then?"},
			{"will-know", "How will you know that it is done?"},
			{"will-moment", "What moment could start it?"},
			{"will-help", "Whom will you tell, and what do you need from them?"},
		},
	},
	Plan: {first: []Question{{"plan", "How would you say it in one line: if this happens, then I will do that?"}}},
}

// Text returns the words of a question, or "" where there is none of that id any more.
func Text(id string) string {
	for _, s := range questions {
		for _, q := range slices.Concat(s.first, s.further) {
			if q.ID == id {
				return q.Text
			}
		}
	}
	return ""
}

// All returns every question, for those who check their words.
func All() []Question {
	var all []Question
	for _, s := range questions {
		all = append(all, slices.Concat(s.first, s.further)...)
	}
	return all
}

// choose returns a question that was not asked yet, or else the one that was asked longest ago. The seed
// decides among several, so that running it again gives the same.
func choose(s Step, p place, asked []string, seed uint64) string {
	candidates := questions[s].first
	if p == further {
		candidates = questions[s].further
	}
	var fresh []Question
	oldest, at := candidates[0], len(asked)
	for _, q := range candidates {
		i := lastIndex(asked, q.ID)
		switch {
		case i < 0:
			fresh = append(fresh, q)
		case i < at:
			oldest, at = q, i
		}
	}
	if len(fresh) == 0 {
		return oldest.ID
	}
	return fresh[seed%uint64(len(fresh))].ID
}

func lastIndex(all []string, one string) int {
	for i, each := range slices.Backward(all) {
		if each == one {
			return i
		}
	}
	return -1
}

// seedOf makes a seed of an id and a number.
func seedOf(id mission.ID, n int) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(n)))
	return h.Sum64() >> 8
}
