package rounds_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/store/bolt"
)

// begin is a Monday morning; the mission is in Lisbon, which is on UTC in winter.
var begin = time.Date(2026, time.November, 23, 9, 0, 0, 0, time.UTC)

// table is a mission with people round it, on a real store.
type table struct {
	fails
	db   *bolt.DB
	m    mission.Mission
	now  time.Time
	lots *rand.ChaCha8
}

// fails is what a test and a run of rapid have in common.
type fails interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// sit opens a mission that Ana leads, with so many members.
func sit(t *testing.T, members int) *table {
	t.Helper()
	db, err := bolt.Open(filepath.Join(t.TempDir(), "rounds.db"), bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return seat(t, db, "M1", members)
}

func seat(t fails, db *bolt.DB, id mission.ID, members int) *table {
	t.Helper()
	s := &table{fails: t, db: db, now: begin, lots: newLots(1)}
	s.m = mission.Mission{
		ID: id, Team: "T1", Channel: mission.ChannelID("C" + id), Zone: "Europe/Lisbon", Lead: person(0), Starter: person(0), StartedAt: begin,
		Wording: mission.Wording{Name: "Berths", EndState: "A skipper can book a berth in a minute"},
	}
	s.do(func(tx *bolt.Tx) error { return tx.PutMission(s.m) })
	for n := range members {
		s.joins(n)
	}
	return s
}

func person(n int) mission.UserID { return mission.UserID(fmt.Sprintf("U%02d", n)) }

func (s *table) who(n int) mission.Actor {
	return mission.Actor{Team: "T1", User: person(n), InChannel: true}
}

func (s *table) joins(n int) {
	s.Helper()
	s.do(func(tx *bolt.Tx) error {
		return tx.PutMember(mission.Member{Team: "T1", Mission: s.m.ID, User: person(n), JoinedAt: s.now})
	})
}

func (s *table) leaves(n int) {
	s.Helper()
	s.do(func(tx *bolt.Tx) error {
		return tx.PutMember(mission.Member{Team: "T1", Mission: s.m.ID, User: person(n), JoinedAt: begin, LeftAt: s.now})
	})
}

// try runs a change and returns its error.
func (s *table) try(f func(tx *bolt.Tx) error) error {
	return s.db.Update(context(), f)
}

// do runs a change that must not fail.
func (s *table) do(f func(tx *bolt.Tx) error) {
	s.Helper()
	if err := s.try(f); err != nil {
		s.Fatalf("%v", err)
	}
}

func (s *table) open(n int, id mission.ID, topic rounds.Topic) (r rounds.Round, err error) {
	err = s.try(func(tx *bolt.Tx) error {
		r, err = rounds.Open(tx, s.now, s.who(n), s.m, s.opening(tx, id, topic), s.lots)
		return err
	})
	return r, err
}

// opening asks everyone who is in.
func (s *table) opening(tx *bolt.Tx, id mission.ID, topic rounds.Topic) rounds.Opening {
	s.Helper()
	members, err := tx.Members("T1", s.m.ID)
	if err != nil {
		s.Fatalf("%v", err)
	}
	o := rounds.Opening{ID: id, Topic: topic}
	for _, in := range members {
		o.Asked = append(o.Asked, in.User)
	}
	return o
}

func (s *table) gives(n int, id mission.ID, said rounds.Said) error {
	return s.try(func(tx *bolt.Tx) error {
		return rounds.Give(tx, sealer{}, s.now, s.who(n), s.m, id, said, s.lots)
	})
}

func (s *table) closes(id mission.ID) (r rounds.Round, fresh bool) {
	s.Helper()
	s.do(func(tx *bolt.Tx) (err error) {
		r, fresh, err = rounds.Close(tx, sealer{}, s.now, s.m, id, s.lots)
		return err
	})
	return r, fresh
}

func (s *table) round(id mission.ID) (r rounds.Round) {
	s.Helper()
	s.reads(func(tx *bolt.Tx) (err error) {
		r, err = tx.Round("T1", s.m.ID, id)
		return err
	})
	return r
}

// reads looks into the store.
func (s *table) reads(f func(tx *bolt.Tx) error) {
	s.Helper()
	if err := s.db.View(context(), f); err != nil {
		s.Fatalf("%v", err)
	}
}

func (s *table) answers(id mission.ID) (all []rounds.Answer) {
	s.Helper()
	s.reads(func(tx *bolt.Tx) (err error) {
		all, err = tx.Answers("T1", id)
		return err
	})
	return all
}

// refuses holds an error to a reason.
func (s *table) refuses(what string, err error, code mission.Code) {
	s.Helper()
	if code == "" && err == nil {
		return
	}
	if !errors.Is(err, &mission.Refusal{Code: code}) {
		s.Errorf("%s: %v; want %q", what, err, code)
	}
}

func newLots(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

// sealer puts a mark before the text and the binding, so that a wrong binding shows and the same text seals
// alike.
type sealer struct{}

func (sealer) Seal(b mission.Binding, text string) (mission.Sealed, error) {
	return mission.Sealed(fmt.Sprintf("%v|%s", b, text)), nil
}

func (sealer) Open(b mission.Binding, s mission.Sealed) (string, error) {
	text, ok := bytes.CutPrefix(s, fmt.Appendf(nil, "%v|", b))
	if !ok {
		return "", errors.New("another binding")
	}
	return string(text), nil
}
