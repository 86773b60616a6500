package storetest

import (
	"errors"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// holdings reads everything that speaks of a person, three records at a time.
func (s *suite) holdings(team mission.TeamID, user mission.UserID) []mission.Holding {
	s.Helper()
	var all []mission.Holding
	for from, first := "", true; first || from != ""; first = false {
		s.view(func(tx Tx) error {
			found, next, err := tx.HoldingsOf(team, user, from, 3)
			all, from = append(all, found...), next
			return err
		})
	}
	return all
}

// forget takes a person out of every record.
func (s *suite) forget(team mission.TeamID, user mission.UserID) {
	s.Helper()
	all := s.holdings(team, user)
	s.update(func(tx Tx) error {
		for _, h := range all {
			if err := tx.Forget(team, user, h); err != nil {
				return err
			}
		}
		return nil
	})
}

// spokenOf names what speaks of a person: the kind, with a star where it is her own, and the fields.
func spokenOf(all []mission.Holding) []string {
	var out []string
	for _, h := range all {
		name := h.Kind
		if h.Own {
			name += "*"
		} else {
			name += " " + strings.Join(h.As, " ")
		}
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// told is a store in which Ana stands in many places and UANA2 in one of each kind.
func (s *suite) told() {
	s.Helper()
	m := running("T1", "M1", "C1")
	m.Lead, m.Offered = "UANA", "UANA2"
	m.Closings = []mission.Closing{{By: "UANA"}, {By: "UBO"}}
	m.Earlier = []mission.Revision{{By: "UANA"}}
	block := entry("T1", "M1", "E2", mission.Blocked)
	block.Helpers, block.To = []mission.UserID{"UANA", "UANA2"}, []mission.UserID{"UANA"}
	hers := entry("T1", "M1", "E1", mission.Win)
	hers.Author = "UANA"
	s.put(m, running("T1", "M2", "C2"), running("T2", "M1", "C1"),
		member("T1", "M1", "UANA", noon), member("T1", "M1", "UANA2", noon), hers, block,
		note("R1", "UANA", mission.MessageRef{}), note("R2", "UANA2", mission.MessageRef{}),
		mission.Connection{Team: "T1", User: "UANA", Mission: "M1", Serves: mission.Ringed{Words: mission.Sealed("sealed")}},
		nudges.Plan{Team: "T1", ID: "reflect/M1/UANA", User: "UANA", Mission: "M1"},
		nudges.Row{Team: "T1", Key: "nudge/reflect/M1/UANA", User: "UANA", State: nudges.Settled, SentAt: noon},
		nudges.Row{Team: "T1", Key: "thread/M1/joined:UANA", Ref: "joined:UANA", Channel: "C1", State: nudges.Settled, SentAt: noon, TS: "1.1"},
		nudges.Row{Team: "T1", Key: "thread/M1/joined:UANA2", Ref: "joined:UANA2", Channel: "C1", State: nudges.Settled, SentAt: noon},
		nudges.Person{Team: "T1", User: "UANA"}, nudges.Person{Team: "T2", User: "UANA"})
	s.update(func(tx Tx) error {
		return tx.Remember("T1", "K1", []byte(`{"did":"join","user":"UANA"}`), noon)
	})
}

func speaksOfAPerson(s *suite) {
	s.told()
	all := s.holdings("T1", "UANA")
	s.same("what speaks of her", spokenOf(all), []string{
		"connection*", "entry author", "entry to helpers", "member*", "mission lead starter closings.by earlier.by",
		"mission starter", "person*", "plan*", "reflection*", "row key ref", "row*",
	})
	for _, h := range all {
		if h.Kind == "reflection" {
			s.same("her sealed words", h.Sealed, []mission.SealedWords{{Path: "text", Words: mission.Sealed("sealed R1")}})
		}
		if len(h.Body) == 0 || !strings.Contains(string(h.Body), "UANA") {
			s.Errorf("%s has the body %q", h.Kind, h.Body)
		}
	}
	s.same("in the other workspace", spokenOf(s.holdings("T2", "UANA")), []string{"mission starter", "person*"})
	s.view(func(tx Tx) error {
		if _, _, err := tx.HoldingsOf("T1", "", "", 3); err == nil {
			s.Error("nobody was looked for")
		}
		if _, _, err := tx.HoldingsOf("T1", "UANA", "no place", 3); err == nil {
			s.Error("it was read on from nowhere")
		}
		return nil
	})
}

func takesAPersonOut(s *suite) {
	s.told()
	before := spokenOf(s.holdings("T1", "UANA2"))
	forget := func() {
		all := s.holdings("T1", "UANA")
		s.update(func(tx Tx) error {
			for _, h := range all {
				if err := errors.Join(tx.Forget("T1", "UANA", h), tx.Forget("T1", "UANA", h)); err != nil {
					return err
				}
			}
			return errors.Join(tx.ForgetSeen("T1", "UANA"), tx.ForgetSeen("T1", "UANA"))
		})
	}
	forget()
	s.same("what speaks of her", len(s.holdings("T1", "UANA")), 0)
	forget()
	s.same("what speaks of her whose id goes on", spokenOf(s.holdings("T1", "UANA2")), before)
	s.same("in the other workspace", spokenOf(s.holdings("T2", "UANA")), []string{"mission starter", "person*"})
	s.view(func(tx Tx) error {
		m, err := tx.Mission("T1", "M1")
		s.same("the mission", []mission.UserID{m.Lead, m.Starter, m.Offered, m.Closings[0].By, m.Closings[1].By}, []mission.UserID{"", "", "UANA2", "", "UBO"})
		e, errEntry := tx.Entry("T1", "M1", "E1")
		s.same("her entry", []string{string(e.Author), e.Text}, []string{"", "words of E1"})
		b, errBlock := tx.Entry("T1", "M1", "E2")
		s.same("a block", [][]mission.UserID{b.Helpers, b.To}, [][]mission.UserID{{"UANA2"}, {}})
		row, errRow := tx.Row("T1", "thread/M1/joined:")
		s.same("a row", []string{row.Ref, row.TS}, []string{"joined:", "1.1"})
		seen, ok, errSeen := tx.Seen("T1", "K1")
		s.same("what is remembered", string(seen), `{"did":"join","user":""}`)
		s.same("it is remembered", ok, true)
		return errors.Join(err, errEntry, errBlock, errRow, errSeen)
	})
}

func peopleInTheStore(s *suite) {
	s.told()
	met := map[mission.UserID]bool{}
	for from, first := "", true; first || from != ""; first = false {
		s.view(func(tx Tx) error {
			found, next, err := tx.PeopleIn("T1", from, 3)
			for _, u := range found {
				met[u] = true
			}
			from = next
			return err
		})
	}
	s.same("everybody", met, map[mission.UserID]bool{"UANA": true, "UANA2": true, "UBO": true})
}

func entriesByAuthor(s *suite) {
	by := func(in, id mission.ID, user mission.UserID) mission.Entry {
		e := entry("T1", in, id, mission.Win)
		e.Author = user
		return e
	}
	s.put(running("T1", "M1", "C1"), running("T1", "M2", "C2"), by("M2", "E3", "UANA"), by("M1", "E1", "UANA"), by("M1", "E2", "UANA2"),
		by("M1", "E4", "UANA"), by("M1", "E5", ""))
	var got []string
	for from, first := "", true; first || from != ""; first = false {
		s.view(func(tx Tx) error {
			found, next, err := tx.EntriesBy("T1", "UANA", from, 2)
			got, from = append(got, ids(found, entryID)...), next
			if len(found) > 2 {
				s.Errorf("%d entries came at once", len(found))
			}
			return err
		})
	}
	s.same("what she told", got, []string{"E1", "E4", "E3"})
}

func sentFilesAreKept(s *suite) {
	f := filled[mission.SentFile]()
	s.put(f, mission.SentFile{Team: f.Team, User: "UBO", ID: "F1"})
	s.view(func(tx Tx) error {
		got, err := tx.SentFiles(f.Team, f.User)
		s.same("her files", got, []mission.SentFile{f})
		return err
	})
	s.update(func(tx Tx) error { return tx.DeleteSentFile(f.Team, f.User, f.ID) })
	s.view(func(tx Tx) error {
		got, err := tx.SentFiles(f.Team, f.User)
		s.same("her files, once one is deleted", len(got), 0)
		return err
	})
}

func privateHoldings(s *suite) {
	s.told()
	s.view(func(tx Tx) error {
		got, err := tx.PrivateHoldings("T1", "UANA")
		s.same("what is hers alone to read", spokenOf(got), []string{"connection*", "reflection*"})
		none, errNone := tx.PrivateHoldings("T1", "UBO")
		s.same("of one who wrote nothing", len(none), 0)
		return errors.Join(err, errNone)
	})
}

func erasuresAreKept(s *suite) {
	e := filled[mission.Erasure]()
	roundTrip(s, e, func(tx Tx) (mission.Erasure, error) { return tx.Erasure(e.Team, e.User) })
	s.view(func(tx Tx) error {
		all, err := tx.Erasures()
		s.same("all erasures", all, []mission.Erasure{e})
		at, errErased := tx.Erased("T1", "hash")
		s.same("who was not erased", at.IsZero(), true)
		return errors.Join(err, errErased)
	})
	s.update(func(tx Tx) error {
		return errors.Join(tx.DeleteErasure(e.Team, e.User), tx.DeleteErasure(e.Team, e.User), tx.PutErased("T1", "hash", noon))
	})
	s.view(func(tx Tx) error {
		_, err := tx.Erasure(e.Team, e.User)
		s.missing("an erasure that is over", err)
		at, errErased := tx.Erased("T1", "hash")
		s.same("who was erased", at, noon)
		other, errOther := tx.Erased("T2", "hash")
		s.same("in another workspace", other.IsZero(), true)
		return errors.Join(errErased, errOther)
	})
}
