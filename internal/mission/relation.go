package mission

import (
	"errors"
	"slices"
	"time"
)

// Bond says how one mission stands to another.
type Bond string

// The bonds that a mission can name.
const (
	ServesIt Bond = "serves" // what it does helps the other one on
	NeedsIt  Bond = "needs"  // it cannot get there without the other one
)

// Consent is what the other mission says to being told.
type Consent string

// The answers. The first is none yet.
const (
	NotSaid  Consent = ""
	Agreed   Consent = "agreed"
	Declined Consent = "declined" // said no, or yes and later stop
)

// Relation is the word of one mission that it serves or needs another one. The other one is asked once whether
// it wants to be told when a phase is closed. Until it says yes nothing is shown and nothing is told.
type Relation struct {
	Team TeamID
	From ID // the mission that named it
	To   ID // the one that it serves or needs, which is asked and told
	Bond Bond

	By     UserID // who named it
	At     time.Time
	Answer Consent
	// AnsweredBy is who answered for the other one.
	AnsweredBy UserID
	AnsweredAt time.Time
	// DroppedAt is when the mission that named it took it back, or zero.
	DroppedAt time.Time

	// Ask is the message that asks the other one.
	Ask MessageRef
	// Told are the messages that tell it of closed phases and of the ending, oldest first.
	Told []Telling
}

// Telling is one message to the other mission's channel: that a phase was closed, or that the mission ended.
type Telling struct {
	Phase Phase
	Ended bool
	// At is when the phase was closed or the mission ended. It tells two closings of one phase apart.
	At      time.Time
	Message MessageRef
	// Helpers are those of the other mission who offered help, in order.
	Helpers []UserID
}

// Standing is a mission together with what Slack says of its channel at this moment.
type Standing struct {
	Mission Mission
	// Public says that the channel is a public one, of this workspace alone. Where Slack could not say it is
	// false.
	Public bool
}

// Named reports whether the one mission still names the other.
func (r Relation) Named() bool { return r.DroppedAt.IsZero() }

// Stands reports whether both sides want the relation.
func (r Relation) Stands() bool { return r.Named() && r.Answer == Agreed }

// Relatable reports whether a mission can be one side of a relation: it runs, in a public channel. What a private
// channel holds is told nowhere else.
func (s Standing) Relatable() bool { return s.Mission.Running() && s.Public && !s.Mission.Private }

// Shown reports whether a relation stands on the cards of its missions. One whose channel was made private rests,
// and one whose mission has ended is over.
func (r Relation) Shown(from, to Standing) bool {
	return r.Stands() && from.Relatable() && to.Relatable()
}

// Tells reports whether the other mission is told of a closed phase, or of the ending, which closes the mission
// that names it.
func (r Relation) Tells(from, to Standing) bool {
	return r.Stands() && from.Public && !from.Mission.Private && to.Relatable()
}

// Wanted is a mission that another one serves or needs, as somebody chose it.
type Wanted struct {
	To Standing
	// By is the one who chose, towards that mission.
	By   Actor
	Bond Bond
}

// Named is what naming relations changed.
type Named struct {
	Asked   []Relation // the other mission is to be asked
	Again   []Relation // named once more after a no: nobody is asked
	Dropped []Relation // taken back
}

// Relate makes a mission name the given others, and take back what it named besides them. One that rests, since its
// channel is not public at this moment, is left as it is. A relation that was named before stays as it was answered. One that is named anew is asked about, unless the other side has declined before: it is asked once.
//
// It refuses with [BadChoice] and the field "relations" a mission that is itself, that has ended, that stands twice
// or that is in no public channel, and with [Hidden] one that the person may not see.
func Relate(tx Tx, now time.Time, by Actor, from Standing, wanted []Wanted, resting ...ID) (Named, error) {
	var out Named
	m := from.Mission
	if err := Check(tx, EditMission, by, m, ""); err != nil {
		return out, err
	}
	if len(wanted) > 0 && !from.Relatable() {
		return out, &Refusal{Code: NotPublic, Mission: m.ID}
	}
	if err := checkWanted(m, wanted); err != nil {
		return out, err
	}
	named, _, err := RelationsOf(tx, m)
	if err != nil {
		return out, err
	}
	for _, r := range named {
		if r.Named() && !slices.Contains(resting, r.To) && !slices.ContainsFunc(wanted, func(w Wanted) bool { return w.To.Mission.ID == r.To }) {
			r.DroppedAt = now
			out.Dropped = append(out.Dropped, r)
			if err := tx.PutRelation(r); err != nil {
				return out, err
			}
		}
	}
	for _, w := range wanted {
		r, ask := name(named, w, by, m, now)
		switch {
		case ask:
			out.Asked = append(out.Asked, r)
		case r.Answer == Declined:
			out.Again = append(out.Again, r)
		}
		if err := tx.PutRelation(r); err != nil {
			return out, err
		}
	}
	return out, nil
}

// checkWanted holds what was chosen to being missions that can be named.
func checkWanted(m Mission, wanted []Wanted) error {
	seen := map[ID]bool{m.ID: true}
	for _, w := range wanted {
		if err := May(See, w.By, w.To.Mission, nil, ""); err != nil {
			return err
		}
		known := w.Bond == ServesIt || w.Bond == NeedsIt
		if !known || seen[w.To.Mission.ID] || !w.To.Relatable() {
			return &Refusal{Code: BadChoice, Field: "relations", Mission: m.ID}
		}
		seen[w.To.Mission.ID] = true
	}
	return nil
}

// name returns the relation with one mission as it is to be kept, and whether that one is to be asked.
func name(before []Relation, w Wanted, by Actor, m Mission, now time.Time) (Relation, bool) {
	fresh := Relation{Team: m.Team, From: m.ID, To: w.To.Mission.ID, Bond: w.Bond, By: by.User, At: now}
	i := slices.IndexFunc(before, func(r Relation) bool { return r.To == w.To.Mission.ID })
	if i < 0 {
		return fresh, true
	}
	old := before[i]
	switch {
	case old.Answer == Declined:
		old.Bond, old.DroppedAt = w.Bond, time.Time{}
		return old, false
	case old.Named() && old.Bond == w.Bond:
		return old, false
	}
	fresh.Told = old.Told
	return fresh, true
}

// AnswerRelation is the other mission's answer to whether it wants to be told. Whoever steers it answers, and can
// answer otherwise at any time. It reports whether the answer is a new one.
func AnswerRelation(tx Tx, now time.Time, by Actor, to Mission, from ID, yes bool) (_ Relation, changed bool, err error) {
	r, err := relationTo(tx, by, to, from)
	if err != nil {
		return r, false, err
	}
	answer := Declined
	if yes {
		answer = Agreed
	}
	if r.Answer == answer {
		return r, false, nil
	}
	r.Answer, r.AnsweredBy, r.AnsweredAt = answer, by.User, now
	return r, true, tx.PutRelation(r)
}

// relationTo returns the relation that another mission named, where the actor may answer for the one it is about.
func relationTo(tx Tx, by Actor, to Mission, from ID) (Relation, error) {
	if err := Check(tx, AnswerRelated, by, to, ""); err != nil {
		return Relation{}, err
	}
	r, err := tx.Relation(to.Team, from, to.ID)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !r.Named():
		return Relation{}, refuse(MovedOn, to)
	case err != nil:
		return Relation{}, err
	case !to.Running():
		return Relation{}, refuse(Ended, to)
	}
	return r, nil
}

// tell returns the relation with one more message to the other mission.
func (r Relation) tell(t Telling) Relation {
	r.Told = append(slices.Clip(r.Told), t)
	return r
}

// TellRelated notes that those who agreed are told of the closing of a phase, or of the ending, and returns their
// relations. Look says how a mission stands at this moment.
func TellRelated(tx Tx, from Mission, of Telling, look func(ID) (Standing, error)) ([]Relation, error) {
	self, err := look(from.ID)
	if err != nil {
		return nil, err
	}
	self.Mission = from
	named, _, err := RelationsOf(tx, from)
	if err != nil {
		return nil, err
	}
	var told []Relation
	for _, r := range named {
		to, err := look(r.To)
		if err != nil {
			return nil, err
		}
		if !r.Tells(self, to) {
			continue
		}
		r = r.tell(of)
		if err := tx.PutRelation(r); err != nil {
			return nil, err
		}
		told = append(told, r)
	}
	return told, nil
}

// TellingAt returns the place among what was told of what happened at a moment, or -1.
func (r Relation) TellingAt(at time.Time) int {
	return slices.IndexFunc(r.Told, func(t Telling) bool { return t.At.Equal(at) })
}

// Still reports whether the mission still says what was told: the closing or the ending was not taken back.
func (t Telling) Still(m Mission) bool {
	if t.Ended {
		return m.Outcome != nil && m.Outcome.At.Equal(t.At)
	}
	c, ok := m.Closing(t.Phase)
	return ok && c.At.Equal(t.At)
}

// OfferAcross notes that somebody of the other mission offers help with what was told, once a person. It reports
// whether the offer is a new one. By is the person towards the mission that was told, byFrom towards the one that
// told it.
func OfferAcross(tx Tx, by, byFrom Actor, to, from Mission, at time.Time) (Relation, bool, error) {
	if err := firstError(Check(tx, OfferHelp, by, to, ""), May(See, byFrom, from, nil, "")); err != nil {
		return Relation{}, false, err
	}
	r, err := tx.Relation(to.Team, from.ID, to.ID)
	if errors.Is(err, ErrNotFound) {
		return Relation{}, false, refuse(MovedOn, to)
	}
	if err != nil {
		return Relation{}, false, err
	}
	i := r.TellingAt(at)
	if i < 0 || !r.Stands() || r.Told[i].Ended || !from.Running() || !r.Told[i].Still(from) {
		return r, false, refuse(MovedOn, to)
	}
	if slices.Contains(r.Told[i].Helpers, by.User) {
		return r, false, nil
	}
	r.Told = slices.Clone(r.Told)
	r.Told[i].Helpers = append(slices.Clip(r.Told[i].Helpers), by.User)
	return r, true, tx.PutRelation(r)
}

// RelationsOf returns the relations that a mission named, and those in which others name it.
func RelationsOf(tx Tx, m Mission) (named, naming []Relation, err error) {
	all, err := tx.RelationsOf(m.Team, m.ID)
	for _, r := range all {
		if r.From == m.ID {
			named = append(named, r)
		} else {
			naming = append(naming, r)
		}
	}
	return named, naming, err
}
