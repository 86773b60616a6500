package coaching

import (
	"math/rand/v2"
	"slices"
	"time"

	"throughline/internal/mission"
)

// Rotation is the order in which whoever leads a mission talks with each of the others, one at a time. It is
// drawn by lot, goes round, and knows nothing of what anybody did: nobody is chosen for something and nobody
// is forgotten.
type Rotation struct {
	Team    mission.TeamID
	Lead    mission.UserID
	Mission mission.ID
	// Waiting come next, in this order; Passed were put off in this round and come after them; Talked come
	// again in the next round.
	Waiting, Passed, Talked []mission.UserID
	// NotBefore is when the next conversation is to be, or zero for now.
	NotBefore time.Time
	// Talks counts the conversations, so that the question changes with each.
	Talks int
}

// With brings the rotation up to date with who is in the mission. The first order is drawn; who joins later
// comes last in the round, and who left is out of it.
func (r Rotation) With(others []mission.UserID) Rotation {
	empty := len(r.Waiting)+len(r.Passed)+len(r.Talked) == 0
	gone := func(u mission.UserID) bool { return !slices.Contains(others, u) }
	r.Waiting = slices.DeleteFunc(slices.Clone(r.Waiting), gone)
	r.Passed = slices.DeleteFunc(slices.Clone(r.Passed), gone)
	r.Talked = slices.DeleteFunc(slices.Clone(r.Talked), gone)
	var fresh []mission.UserID
	for _, u := range others {
		if !slices.Contains(slices.Concat(r.Waiting, r.Passed, r.Talked, fresh), u) {
			fresh = append(fresh, u)
		}
	}
	if empty {
		slices.Sort(fresh)
		seed := seedOf(r.Mission, len(r.Lead))
		//nolint:gosec // G404: an order of conversations, no secret.
		rand.New(rand.NewPCG(seed, seedOf(mission.ID(r.Lead), 0))).Shuffle(len(fresh), func(i, j int) {
			fresh[i], fresh[j] = fresh[j], fresh[i]
		})
	}
	r.Waiting = append(r.Waiting, fresh...)
	return r.round()
}

// round begins where everyone of this round has had her turn.
func (r Rotation) round() Rotation {
	if len(r.Waiting) == 0 {
		r.Waiting, r.Passed = r.Passed, nil
	}
	if len(r.Waiting) == 0 {
		r.Waiting, r.Talked = r.Talked, nil
	}
	return r
}

// Next returns whose turn it is, and false where there is nobody.
func (r Rotation) Next() (mission.UserID, bool) {
	if len(r.Waiting) == 0 {
		return "", false
	}
	return r.Waiting[0], true
}

// Done notes that the conversation with somebody took place, whether or not it was her turn.
func (r Rotation) Done(with mission.UserID) Rotation {
	other := func(u mission.UserID) bool { return u == with }
	known := slices.Contains(slices.Concat(r.Waiting, r.Passed, r.Talked), with)
	r.Waiting = slices.DeleteFunc(slices.Clone(r.Waiting), other)
	r.Passed = slices.DeleteFunc(slices.Clone(r.Passed), other)
	r.Talked = slices.DeleteFunc(slices.Clone(r.Talked), other)
	if known {
		r.Talked = append(r.Talked, with)
		r.Talks++
	}
	r.NotBefore = time.Time{}
	return r.round()
}

// Someone puts somebody off in this round, in favour of the next. With nobody else to come it changes nothing.
func (r Rotation) Someone(insteadOf mission.UserID) Rotation {
	if i := slices.Index(r.Waiting, insteadOf); i >= 0 {
		r.Waiting = slices.Delete(slices.Clone(r.Waiting), i, i+1)
		r.Passed = append(slices.Clone(r.Passed), insteadOf)
	}
	return r.round()
}

// Later leaves the turn where it is until a time.
func (r Rotation) Later(until time.Time) Rotation {
	r.NotBefore = until
	return r
}
