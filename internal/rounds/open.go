package rounds

import (
	"errors"
	"io"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/ownwords"
)

// keySize is the length of a round's key and of an answer's, in bytes.
const keySize = 32

// Opening is a round that is to open.
type Opening struct {
	ID    mission.ID
	Topic Topic
	// Asked are the people whom the round asks: those of the mission who agreed to be asked. Others of it cannot
	// answer, so that it is settled at the opening who is in the crowd.
	Asked []mission.UserID
	// ClosesAt is when it closes for all, or zero for [OpenFor] from now.
	ClosesAt time.Time
}

// Open opens a round that somebody asks for. Random is a source of secrets.
//
// It refuses with [Runs], [TooFew], [TooSoon] or [ThisPhase].
func Open(tx Tx, now time.Time, by mission.Actor, m mission.Mission, o Opening, random io.Reader) (Round, error) {
	if err := mission.Check(tx, mission.OpenRound, by, m, ""); err != nil {
		return Round{}, err
	}
	if !o.Topic.Valid() {
		return Round{}, &mission.Refusal{Code: mission.BadChoice, Field: "topic"}
	}
	return open(tx, now, by.User, m, o, random)
}

// OpenPlanned is [Open] for a round that the mission's plan brings, and that nobody opens.
func OpenPlanned(tx Tx, now time.Time, m mission.Mission, o Opening, random io.Reader) (Round, error) {
	return open(tx, now, "", m, o, random)
}

func open(tx Tx, now time.Time, by mission.UserID, m mission.Mission, o Opening, random io.Reader) (Round, error) {
	o.Asked = slices.Compact(slices.Sorted(slices.Values(o.Asked)))
	if err := May(tx, now, m, o.Topic, len(o.Asked)); err != nil {
		return Round{}, err
	}
	floor, err := floorFor(tx, m, o.Topic)
	if err != nil {
		return Round{}, err
	}
	r := Round{
		ID: o.ID, Team: m.Team, Mission: m.ID, Topic: o.Topic, Phase: m.Phase, OpenedBy: by,
		OpenedAt: now, ClosesAt: o.ClosesAt, Floor: floor, Asked: o.Asked, Key: make([]byte, keySize),
	}
	if r.ClosesAt.IsZero() {
		r.ClosesAt = now.Add(OpenFor)
	}
	if _, err := io.ReadFull(random, r.Key); err != nil {
		return Round{}, err
	}
	if r.Changed, err = forgetAsked(tx, r); err != nil {
		return Round{}, err
	}
	return r, tx.PutRound(r)
}

// May returns nil where a round on the topic could open now that asks so many people, and otherwise why not. Who
// may open it is another question.
func May(tx Tx, now time.Time, m mission.Mission, topic Topic, asked int) error {
	if !m.Running() {
		return refuse(mission.Ended, m)
	}
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return err
	}
	if last, ok := latest(all, topic); ok {
		if err := last.leavesRoom(m, topic, now); err != nil {
			return err
		}
	}
	floor, err := floorFor(tx, m, topic)
	if err != nil {
		return err
	}
	if asked <= floor {
		return &mission.Refusal{Code: TooFew, Mission: m.ID, Max: floor + 1}
	}
	return nil
}

// leavesRoom says why the last round of a kind keeps the next one from opening, where it does.
func (r Round) leavesRoom(m mission.Mission, topic Topic, now time.Time) error {
	if !r.Closed() {
		return &mission.Refusal{Code: Runs, Mission: m.ID, Date: mission.DateOf(r.ClosesAt.In(m.Location()))}
	}
	if topic == OwnWords && r.Phase == m.Phase && r.Told() {
		return refuse(ThisPhase, m)
	}
	if next := r.NextFrom(m); m.Today(now).Before(next) {
		return &mission.Refusal{Code: TooSoon, Mission: m.ID, Date: next}
	}
	return nil
}

// NextFrom is the day from which the next round of the same kind can open.
func (r Round) NextFrom(m mission.Mission) mission.Date {
	return mission.DateOf(r.OpenedAt.In(m.Location())).AddDays(GapDays)
}

// latest returns the newest round of the topic's kind.
func latest(all []Round, topic Topic) (Round, bool) {
	for _, r := range slices.Backward(all) {
		if r.Topic.Alike(topic) {
			return r, true
		}
	}
	return Round{}, false
}

// Running returns the round of a kind that is not closed, and whether there is one. Its time may be over.
func Running(tx Tx, m mission.Mission, topic Topic) (Round, bool, error) {
	all, err := tx.RoundsOf(m.Team, m.ID)
	if err != nil {
		return Round{}, false, err
	}
	r, ok := latest(all, topic)
	return r, ok && !r.Closed(), nil
}

// forgetAsked reports whether others were asked in the last round of the kind than in this one, and forgets
// who they were.
func forgetAsked(tx Tx, r Round) (changed bool, err error) {
	all, err := tx.RoundsOf(r.Team, r.Mission)
	if err != nil {
		return false, err
	}
	last, ok := latest(all, r.Topic)
	if !ok || last.Asked == nil {
		return false, nil
	}
	changed = !slices.Equal(last.Asked, r.Asked)
	last.Asked = nil
	return changed, tx.PutRound(last)
}

// Floor returns how many people have to answer in a mission's rounds.
func Floor(tx Tx, m mission.Mission) (int, error) {
	s, err := settingsOf(tx, m)
	return min(max(s.Floor, LeastFloor), MostFloor), err
}

// settingsOf returns what a mission's team chose for its rounds, or the default.
func settingsOf(tx Tx, m mission.Mission) (Settings, error) {
	s, err := tx.RoundSettings(m.Team, m.ID)
	if errors.Is(err, mission.ErrNotFound) {
		return Settings{Team: m.Team, Mission: m.ID, Floor: DefaultFloor}, nil
	}
	return s, err
}

// floorFor is the floor of a round on a topic. Own words are compared from [ownwords.Enough] people on.
func floorFor(tx Tx, m mission.Mission, topic Topic) (int, error) {
	floor, err := Floor(tx, m)
	if topic == OwnWords {
		floor = max(floor, ownwords.Enough)
	}
	return floor, err
}

// SetFloor chooses how many people have to answer. While a round runs it is refused with [FloorFixed], so
// that nobody can look at fewer answers than was promised.
func SetFloor(tx Tx, by mission.Actor, m mission.Mission, floor int) error {
	if err := MaySetFloor(tx, by, m); err != nil {
		return err
	}
	if floor < LeastFloor || floor > MostFloor {
		return &mission.Refusal{Code: FloorRange, Mission: m.ID, Field: "floor", Got: LeastFloor, Max: MostFloor}
	}
	s, err := settingsOf(tx, m)
	if err != nil {
		return err
	}
	s.Floor = floor
	return tx.PutRoundSettings(s)
}

// MaySetFloor returns nil where somebody may choose the floor now, and otherwise why not.
func MaySetFloor(tx Tx, by mission.Actor, m mission.Mission) error {
	if err := mission.Check(tx, mission.SetFloor, by, m, ""); err != nil {
		return err
	}
	for _, topic := range [2]Topic{Energy, OwnWords} {
		r, runs, err := Running(tx, m, topic)
		if err != nil {
			return err
		}
		if runs {
			return &mission.Refusal{Code: FloorFixed, Mission: m.ID, Date: mission.DateOf(r.ClosesAt.In(m.Location()))}
		}
	}
	return nil
}
