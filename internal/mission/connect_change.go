package mission

import (
	"bytes"
	"errors"
	"slices"
	"time"
)

// Connected is what became of a connection.
type Connected struct {
	Connection Connection
	// ToLead says that the lead may read a sentence that she could not read before.
	ToLead bool
	// Narrowed says that somebody may no longer read a sentence.
	Narrowed bool
	// Silenced are the celebrations whose sentence is gone or is another one.
	Silenced []Entry
}

// Connect keeps what a person writes about herself and a mission, in place of what she wrote before. What
// she left as it was comes with the same sealed bytes. Said of in is ignored.
//
// It refuses with [BadChoice] a ring that there is not, and the lead's where nobody else leads or another
// person does than in.Lead names.
func Connect(tx ConnectTx, now time.Time, by Actor, m Mission, in Connection) (Connected, error) {
	if err := Check(tx, ConnectIt, by, m, ""); err != nil {
		return Connected{}, err
	}
	if !m.Running() {
		return Connected{}, refuse(Ended, m)
	}
	in.Team, in.User, in.Mission, in.UpdatedAt = m.Team, by.User, m.ID, now
	if err := in.checkRings(m); err != nil {
		return Connected{}, err
	}
	before, err := connection(tx, m.Team, by.User, m.ID)
	if err != nil {
		return Connected{}, err
	}
	return change(tx, now, before, in)
}

// checkRings holds the rings to those that the mission has, and gives what is empty to nobody.
func (c *Connection) checkRings(m Mission) error {
	toLead := false
	for _, s := range Sentences {
		k := c.at(s)
		if len(k.Words) == 0 {
			k.Words, k.Ring = nil, OnlyMe
		}
		lead := k.Ring == ForLead
		if !slices.Contains(Rings[:], k.Ring) || lead && (m.Lead == "" || m.Lead == c.User || m.Lead != c.Lead) {
			return &Refusal{Code: BadChoice, Field: "ring_" + string(s), Mission: m.ID}
		}
		toLead = toLead || lead
	}
	if !toLead {
		c.Lead = ""
	}
	return nil
}

// TakeSentencesBack gives every sentence of a person's connection back to her alone, and with forget takes the
// words away too. It asks for no right but that the words are hers: who left a mission, or can no longer see
// it, still takes back what she wrote there.
func TakeSentencesBack(tx ConnectTx, now time.Time, team TeamID, user UserID, id ID, forget bool) (Connected, error) {
	before, err := connection(tx, team, user, id)
	if err != nil || !before.Written() {
		return Connected{Connection: before}, err
	}
	after := before.alone()
	if forget {
		after = Connection{Team: team, User: user, Mission: id, UpdatedAt: now}
	}
	return change(tx, now, before, after)
}

// alone returns the connection with every sentence open to its author only.
func (c Connection) alone() Connection {
	for _, s := range Sentences {
		c.at(s).Ring = OnlyMe
	}
	c.Lead = ""
	return c
}

// LeadChanged gives what members shared with a lead who leads no more back to them alone, and says whose
// words those are. Nothing passes on to whoever leads next.
func LeadChanged(tx ConnectTx, now time.Time, m Mission) ([]UserID, error) {
	members, err := tx.Members(m.Team, m.ID)
	if err != nil {
		return nil, err
	}
	var authors []UserID
	for _, member := range members {
		before, err := connection(tx, m.Team, member.User, m.ID)
		if err != nil {
			return nil, err
		}
		if before.Lead == "" || before.Lead == m.Lead {
			continue
		}
		after := before
		for _, s := range Sentences {
			if k := after.at(s); k.Ring == ForLead {
				k.Ring = OnlyMe
			}
		}
		after.Lead = ""
		if _, err := change(tx, now, before, after); err != nil {
			return nil, err
		}
		authors = append(authors, member.User)
	}
	return authors, nil
}

// change writes a connection over the one before it, and silences what no longer holds.
func change(tx ConnectTx, now time.Time, before, after Connection) (Connected, error) {
	out := Connected{}
	for _, s := range Sentences {
		was, is := before.Ringed(s), after.Ringed(s)
		lead := is.Ring == ForLead && (was.Ring != ForLead || before.Lead != after.Lead)
		out.ToLead = out.ToLead || lead && was.Ring != ForTeam
		out.Narrowed = out.Narrowed || was.Ring.Wider(is.Ring)
	}
	after.Said = nil
	for _, id := range before.Said {
		e, err := tx.Entry(before.Team, before.Mission, id)
		if errors.Is(err, ErrNotFound) || err == nil && e.Withdrawn() {
			continue
		}
		if err != nil {
			return out, err
		}
		was, is := before.Ringed(e.Sentence), after.Ringed(e.Sentence)
		if is.Ring == ForTeam && bytes.Equal(was.Words, is.Words) {
			after.Said = append(after.Said, id)
			continue
		}
		e.WithdrawnAt = now
		if err := tx.PutEntry(e); err != nil {
			return out, err
		}
		out.Silenced = append(out.Silenced, e)
	}
	out.Connection = after
	return out, tx.PutConnection(after)
}

// Celebrate lets a person say a sentence of hers that is open to the team in the thread of a win. Nobody else
// can say it for her. It reports false where the sentence stands there already.
//
// It refuses with [MovedOn] where the win or the sentence is gone, or the sentence is open to fewer.
func Celebrate(tx ConnectTx, now time.Time, by Actor, m Mission, win ID, s Sentence, id ID) (Entry, bool, error) {
	if err := Check(tx, ConnectIt, by, m, ""); err != nil {
		return Entry{}, false, err
	}
	if !m.Running() {
		return Entry{}, false, refuse(Ended, m)
	}
	w, err := WinToCelebrate(tx, m, win)
	if err != nil {
		return Entry{}, false, err
	}
	c, err := connection(tx, m.Team, by.User, m.ID)
	if err != nil {
		return Entry{}, false, err
	}
	if k := c.Ringed(s); k.Ring != ForTeam || len(k.Words) == 0 {
		return Entry{}, false, refuse(MovedOn, m)
	}
	if e, said, err := alreadySaid(tx, c, win, s); err != nil || said {
		return e, false, err
	}
	e := Entry{
		ID: id, Team: m.Team, Mission: m.ID, Author: by.User, Kind: Celebration, At: now, Phase: m.Phase,
		About: win, Sentence: s, Thread: w.Post,
	}
	c.Said = append(slices.Clone(c.Said), id)
	if err := tx.PutConnection(c); err != nil {
		return Entry{}, false, err
	}
	return e, true, tx.PutEntry(e)
}

// WinToCelebrate returns a win that still stands in its channel. It refuses with [MovedOn] whatever is none.
func WinToCelebrate(tx Tx, m Mission, id ID) (Entry, error) {
	e, err := tx.Entry(m.Team, m.ID, id)
	if errors.Is(err, ErrNotFound) || err == nil && (e.Kind != Win || e.Withdrawn() || !e.Post.Posted()) {
		return Entry{}, refuse(MovedOn, m)
	}
	return e, err
}

func alreadySaid(tx Tx, c Connection, win ID, s Sentence) (Entry, bool, error) {
	for _, id := range c.Said {
		e, err := tx.Entry(c.Team, c.Mission, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return Entry{}, false, err
		}
		if err == nil && e.About == win && e.Sentence == s && !e.Withdrawn() {
			return e, true, nil
		}
	}
	return Entry{}, false, nil
}

// connection returns a person's connection, or an empty one where she wrote none.
func connection(tx ConnectTx, team TeamID, user UserID, id ID) (Connection, error) {
	c, err := tx.Connection(team, user, id)
	if errors.Is(err, ErrNotFound) {
		return Connection{Team: team, User: user, Mission: id}, nil
	}
	return c, err
}

// TypeServes keeps what a person typed as a message for how a mission serves her, or with no words takes it
// out. What is typed is hers alone, whoever could read what stood there before.
func TypeServes(tx ConnectTx, now time.Time, team TeamID, user UserID, id ID, words Sealed, source MessageRef) (Connected, error) {
	before, err := connection(tx, team, user, id)
	if err != nil {
		return Connected{}, err
	}
	after := before
	after.Serves, after.Source, after.UpdatedAt = Ringed{Words: words}, source, now
	return change(tx, now, before, after)
}

// Unsay takes a celebration back that a person said: the sentence stays as open as it is. It asks for no right
// but that she said it, and refuses with [Hidden] whatever is none of hers. One that is taken back already stays so.
func Unsay(tx ConnectTx, now time.Time, team TeamID, user UserID, id, celebration ID) (Connected, error) {
	c, err := connection(tx, team, user, id)
	if err != nil {
		return Connected{}, err
	}
	out := Connected{Connection: c}
	e, err := tx.Entry(team, id, celebration)
	if errors.Is(err, ErrNotFound) || err == nil && (e.Kind != Celebration || e.Author != user) {
		err = &Refusal{Code: Hidden}
	}
	if err != nil || e.Withdrawn() {
		return out, err
	}
	e.WithdrawnAt = now
	c.Said = slices.DeleteFunc(slices.Clone(c.Said), func(said ID) bool { return said == celebration })
	out.Connection, out.Silenced = c, []Entry{e}
	if err := tx.PutEntry(e); err != nil {
		return out, err
	}
	return out, tx.PutConnection(c)
}
