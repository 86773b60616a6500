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
	// Talks counts the turns that are over, so that the question changes with each.
	Talks int
	// Told is whose turn was told in a message, which In names, and Became what became of it there.
	Told   mission.UserID
	In     string
	Became Became
}

// Became says what whoever leads said of a conversation that a message told of.
type Became string

// What can become of one.
const (
	Open   Became = ""
	Talked Became = "talked"
	Put    Became = "put_off" // until NotBefore
)

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
	if r.Told != "" && gone(r.Told) {
		r.Told, r.In, r.Became = "", "", Open
	}
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
	if r.Told == with && known {
		r.Became = Talked
	}
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
	if r.Told != "" && r.Became == Open {
		r.Became = Put
	}
	return r
}

// Here returns whose turn it is among those who are there. Who is away is passed over, keeps her place, and so comes
// first when she is back.
func (r Rotation) Here(away func(mission.UserID) bool) (mission.UserID, bool) {
	for _, u := range slices.Concat(r.Waiting, r.Passed, r.Talked) {
		if !away(u) {
			return u, true
		}
	}
	return "", false
}

// Tell notes that a message tells whose turn it is, and reports false where there is nobody to tell of, or where the
// turn was put off to a later time. A turn that the message before told of, and that nobody said anything about, is
// over: whoever leads may have talked without saying so, and everyone comes round.
func (r Rotation) Tell(in string, now time.Time, away func(mission.UserID) bool) (Rotation, bool) {
	if r.NotBefore.After(now) {
		return r, false
	}
	if r.Told != "" && r.Became == Open {
		r = r.Done(r.Told)
	}
	next, ok := r.Here(away)
	r.Told, r.In, r.Became, r.NotBefore = next, in, Open, time.Time{}
	return r, ok
}

// TellOther lets the message tell of the next instead of somebody who was put off in it.
func (r Rotation) TellOther(insteadOf mission.UserID, away func(mission.UserID) bool) Rotation {
	r = r.Someone(insteadOf)
	if next, ok := r.Here(away); ok && r.Told == insteadOf {
		r.Told, r.Became = next, Open
	}
	return r
}
