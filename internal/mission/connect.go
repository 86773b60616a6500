package mission

import (
	"slices"
	"time"
)

// Ring says who may read a sentence besides the one who wrote it.
type Ring string

// The rings, from the narrowest on. The zero value is the narrowest, so that whatever is not said stays with
// its author.
const (
	OnlyMe  Ring = ""
	ForLead Ring = "lead" // the person who led when it was shared, and nobody who follows her
	ForTeam Ring = "team" // whoever is in the mission or in its channel
)

// Rings lists the rings from the narrowest on.
var Rings = [3]Ring{OnlyMe, ForLead, ForTeam}

// Wider reports whether r lets somebody read whom old did not.
func (r Ring) Wider(old Ring) bool { return slices.Index(Rings[:], r) > slices.Index(Rings[:], old) }

// Sentence names one of the sentences of a [Connection].
type Sentence string

// The sentences.
const (
	PersonalMission Sentence = "personal" // what a person is after in her own life or work
	PowerSource     Sentence = "power"    // what gives her energy
	ThisServes      Sentence = "serves"   // how this mission touches one of the two
)

// Sentences lists them in the order in which they are asked.
var Sentences = [3]Sentence{PersonalMission, PowerSource, ThisServes}

// Power is a kind of work that gives a person energy.
type Power string

// The kinds that can be ticked.
const (
	Teaching  Power = "teaching"
	Making    Power = "making"
	Solving   Power = "solving"
	Helping   Power = "helping"
	Finishing Power = "finishing"
	Learning  Power = "learning"
)

// Powers lists them in the order in which they are offered.
var Powers = [6]Power{Teaching, Making, Solving, Helping, Finishing, Learning}

// Ringed is one sealed sentence and the ring that it is open to.
type Ringed struct {
	Words Sealed
	Ring  Ring
}

// Connection is how a person says that a mission touches what she is after herself. Who may read a sentence
// of it [Connection.ReadableBy] says, and nothing else does.
type Connection struct {
	Team     TeamID
	User     UserID
	Mission  ID
	Personal Ringed
	Power    Ringed
	Serves   Ringed
	// Powers are the kinds of work that she ticked, sealed. They are hers alone, whatever the rings say.
	Powers Sealed
	// Lead is who led when a sentence was shared with the lead. Whoever leads later reads nothing by it.
	Lead UserID
	// Said are the celebrations that hold a sentence of this connection.
	Said      []ID
	UpdatedAt time.Time
	// Source is the person's own message in Slack where Serves was typed there. Editing or deleting that
	// message changes or removes this copy.
	Source MessageRef
}

// Ringed returns one of the sentences; one that there is not is empty.
func (c Connection) Ringed(s Sentence) Ringed {
	if k := c.at(s); k != nil {
		return *k
	}
	return Ringed{}
}

func (c *Connection) at(s Sentence) *Ringed {
	switch s {
	case PersonalMission:
		return &c.Personal
	case PowerSource:
		return &c.Power
	case ThisServes:
		return &c.Serves
	}
	return nil
}

// Written reports whether anything stands in the connection.
func (c Connection) Written() bool {
	return len(c.Personal.Words)+len(c.Power.Words)+len(c.Serves.Words)+len(c.Powers) > 0
}

// Shared reports whether any sentence is open to somebody else, by its ring alone.
func (c Connection) Shared() bool {
	return slices.ContainsFunc(Sentences[:], func(s Sentence) bool { return c.Ringed(s).Ring != OnlyMe })
}

// ReadableBy reports whether somebody may read a sentence. Author and reader are the memberships of the one
// who wrote it and of the one who asks, or nil.
//
// Its author reads it always. Others read only while the mission runs and the author is in it, and only what
// is open to them: the lead ring holds the one person who led when it was shared, and only while she leads;
// the team ring holds those who are in the mission or its channel. Everyone who may not see the mission reads
// nothing.
func (c Connection) ReadableBy(s Sentence, a Actor, m Mission, author, reader *Member) bool {
	k := c.Ringed(s)
	switch {
	case len(k.Words) == 0, a.Team != c.Team, m.Team != c.Team, m.ID != c.Mission, a.Deactivated:
		return false
	case a.User == c.User:
		return true
	case maySee(a, m) != nil, !m.Running(), author == nil, !author.In(), author.User != c.User:
		return false
	}
	switch k.Ring {
	case OnlyMe:
		return false
	case ForLead:
		return m.Lead == a.User && c.Lead == a.User
	case ForTeam:
		return a.InChannel || reader != nil && reader.In()
	}
	return false
}
