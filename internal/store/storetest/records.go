package storetest

import (
	"errors"
	"strings"
	"time"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/trial"
)

// roundTrip puts a value and compares it with what read returns afterwards.
func roundTrip[T any](s *suite, v T, read func(Tx) (T, error)) {
	s.Helper()
	s.put(v)
	s.view(func(tx Tx) error {
		got, err := read(tx)
		s.same("what came back", got, v)
		return err
	})
}

func everyFieldComesBack(s *suite) {
	m := filled[mission.Mission]()
	roundTrip(s, m, func(tx Tx) (mission.Mission, error) { return tx.Mission(m.Team, m.ID) })
	mb := filled[mission.Member]()
	roundTrip(s, mb, func(tx Tx) (mission.Member, error) { return tx.Member(mb.Team, mb.Mission, mb.User) })
	e := filled[mission.Entry]()
	roundTrip(s, e, func(tx Tx) (mission.Entry, error) { return tx.Entry(e.Team, e.Mission, e.ID) })
	rel := filled[mission.Relation]()
	roundTrip(s, rel, func(tx Tx) (mission.Relation, error) { return tx.Relation(rel.Team, rel.From, rel.To) })
	c := filled[mission.Connection]()
	roundTrip(s, c, func(tx Tx) (mission.Connection, error) { return tx.Connection(c.Team, c.User, c.Mission) })
	r := filled[mission.Reflection]()
	roundTrip(s, r, func(tx Tx) (mission.Reflection, error) { return tx.ReflectionFrom(r.Team, r.User, r.Source) })
	own := filled[mission.OwnCommitment]()
	roundTrip(s, own, func(tx Tx) (mission.OwnCommitment, error) { return tx.OwnCommitment(own.Team, own.User, own.ID) })
	d := filled[mission.Draft]()
	roundTrip(s, d, func(tx Tx) (mission.Draft, error) { return tx.Draft(d.Team, d.User, d.Channel) })
	talk := filled[coaching.Conversation]()
	roundTrip(s, talk, func(tx Tx) (coaching.Conversation, error) { return tx.Conversation(talk.Team, talk.User) })
	practice := filled[coaching.Practice]()
	roundTrip(s, practice, func(tx Tx) (coaching.Practice, error) { return tx.Practice(practice.Team, practice.User) })
	check := filled[coaching.Check]()
	roundTrip(s, check, func(tx Tx) (coaching.Check, error) { return tx.Check(check.Team, check.User, check.ID) })
	order := filled[coaching.Rotation]()
	roundTrip(s, order, func(tx Tx) (coaching.Rotation, error) { return tx.Rotation(order.Team, order.Lead, order.Mission) })
	p := filled[nudges.Plan]()
	roundTrip(s, p, func(tx Tx) (nudges.Plan, error) { return tx.Plan(p.Team, p.ID) })
	row := filled[nudges.Row]()
	roundTrip(s, row, func(tx Tx) (nudges.Row, error) { return tx.Row(row.Team, row.Key) })
	round := filled[rounds.Round]()
	roundTrip(s, round, func(tx Tx) (rounds.Round, error) { return tx.Round(round.Team, round.Mission, round.ID) })
	chosen := filled[rounds.Settings]()
	roundTrip(s, chosen, func(tx Tx) (rounds.Settings, error) { return tx.RoundSettings(chosen.Team, chosen.Mission) })
	guess := filled[rounds.Guess]()
	roundTrip(s, guess, func(tx Tx) (rounds.Guess, error) { return tx.Guess(guess.Team, guess.User, guess.Round) })
	drawn := filled[nudges.Chosen]()
	roundTrip(s, drawn, func(tx Tx) (nudges.Chosen, error) { return tx.Chosen(drawn.Team, drawn.User, drawn.Key) })
	here := filled[nudges.PlaceCounts]()
	roundTrip(s, here, func(tx Tx) (nudges.PlaceCounts, error) { return tx.PlaceCounts(here.Team, string(here.User)) })
	everywhere := filled[nudges.AudienceCounts]()
	roundTrip(s, everywhere, func(tx Tx) (nudges.AudienceCounts, error) {
		return tx.AudienceCounts(everywhere.Team, everywhere.Audience)
	})
	person := filled[nudges.Person]()
	roundTrip(s, person, func(tx Tx) (nudges.Person, error) { return tx.Person(person.Team, person.User) })
	tried := filled[trial.Trial]()
	roundTrip(s, tried, func(tx Tx) (trial.Trial, error) { return tx.Trial(tried.Team, tried.ID) })
	toss := filled[trial.Decision]()
	roundTrip(s, toss, func(tx Tx) (trial.Decision, error) { return tx.TrialDecision(toss.Team, toss.Trial, toss.Nudge) })
	look := filled[trial.Look]()
	roundTrip(s, look, func(tx Tx) (trial.Look, error) {
		all, err := tx.TrialLooks(look.Team, look.Trial)
		return all[0], err
	})
	house := filled[nudges.House]()
	roundTrip(s, house, func(tx Tx) (nudges.House, error) { return tx.House(house.Team, house.Mission) })
}

func emptyRecordsComeBack(s *suite) {
	roundTrip(s, mission.Mission{Team: "T1", ID: "M1"}, func(tx Tx) (mission.Mission, error) { return tx.Mission("T1", "M1") })
	roundTrip(s, mission.Member{Team: "T1", Mission: "M1", User: "UANA"},
		func(tx Tx) (mission.Member, error) { return tx.Member("T1", "M1", "UANA") })
	roundTrip(s, mission.Entry{Team: "T1", Mission: "M1", ID: "E1"},
		func(tx Tx) (mission.Entry, error) { return tx.Entry("T1", "M1", "E1") })
	roundTrip(s, mission.Relation{Team: "T1", From: "M1", To: "M2"},
		func(tx Tx) (mission.Relation, error) { return tx.Relation("T1", "M1", "M2") })
	roundTrip(s, mission.Draft{Team: "T1", User: "UANA"}, func(tx Tx) (mission.Draft, error) { return tx.Draft("T1", "UANA", "") })
	roundTrip(s, nudges.Plan{Team: "T1", ID: "P1"}, func(tx Tx) (nudges.Plan, error) { return tx.Plan("T1", "P1") })
	roundTrip(s, nudges.Row{Team: "T1", Key: "K1"}, func(tx Tx) (nudges.Row, error) { return tx.Row("T1", "K1") })
	roundTrip(s, rounds.Round{Team: "T1", Mission: "M1", ID: "Q1"},
		func(tx Tx) (rounds.Round, error) { return tx.Round("T1", "M1", "Q1") })
	roundTrip(s, rounds.Guess{Team: "T1", User: "UANA", Round: "Q1"},
		func(tx Tx) (rounds.Guess, error) { return tx.Guess("T1", "UANA", "Q1") })
	roundTrip(s, nudges.Person{Team: "T1", User: "UANA"},
		func(tx Tx) (nudges.Person, error) { return tx.Person("T1", "UANA") })
	roundTrip(s, nudges.House{Team: "T1", Mission: "M1"},
		func(tx Tx) (nudges.House, error) { return tx.House("T1", "M1") })
}

func timesComeBack(s *suite) {
	kathmandu := time.FixedZone("Asia/Kathmandu", 5*3600+45*60)
	for sentence, c := range map[string]struct{ in, want time.Time }{
		"no time stays no time":              {time.Time{}, time.Time{}},
		"the first moment of 1970 is a time": {time.Unix(0, 0), time.Unix(0, 0).UTC()},
		"a time before 1970":                 {time.Date(1969, 7, 20, 20, 17, 40, 1e6, time.UTC), time.Date(1969, 7, 20, 20, 17, 40, 1e6, time.UTC)},
		"a time in a zone comes in UTC":      {noon.In(kathmandu), noon},
		"milliseconds are kept":              {noon.Add(123 * time.Millisecond), noon.Add(123 * time.Millisecond)},
	} {
		s.put(member("T1", "M1", "UANA", c.in), nudges.Plan{ID: "P1", Team: "T1", Next: c.in})
		s.view(func(tx Tx) error {
			m, err := tx.Member("T1", "M1", "UANA")
			p, errPlan := tx.Plan("T1", "P1")
			s.same(sentence, m.JoinedAt, c.want)
			s.same(sentence, p.Next, c.want)
			if m.JoinedAt.Location() != time.UTC {
				s.Errorf("%s: it came back in %s", sentence, m.JoinedAt.Location())
			}
			return errors.Join(err, errPlan)
		})
	}
}

func notFound(s *suite) {
	s.checkEmpty()
	s.put(oneOfEach()...)
	s.view(func(tx Tx) error {
		for what, err := range map[string]error{
			"a mission":               second(tx.Mission("T1", "M2")),
			"a mission of nobody":     second(tx.Mission("", "")),
			"a mission of a channel":  second(tx.ActiveMission("T1", "C2")),
			"a member":                second(tx.Member("T1", "M1", "UBO")),
			"an entry":                second(tx.Entry("T1", "M1", "E2")),
			"an entry of another":     second(tx.Entry("T1", "M2", "E1")),
			"a relation":              second(tx.Relation("T1", "M2", "M1")),
			"a connection":            second(tx.Connection("T1", "UBO", "M1")),
			"a reflection of another": second(tx.ReflectionFrom("T1", "UBO", mission.MessageRef{Channel: "D1", TS: "1.1"})),
			"a reflection of nothing": second(tx.ReflectionFrom("T1", "UANA", mission.MessageRef{})),
			"a commitment of another": second(tx.OwnCommitment("T1", "UBO", "O1")),
			"a draft":                 second(tx.Draft("T1", "UANA", "C2")),
			"a conversation":          second(tx.Conversation("T1", "UBO")),
			"a practice":              second(tx.Practice("T1", "UBO")),
			"a check":                 second(tx.Check("T1", "UBO", "B1")),
			"a rotation":              second(tx.Rotation("T1", "UBO", "M1")),
			"a plan":                  second(tx.Plan("T1", "P2")),
			"a row":                   second(tx.Row("T1", "K2")),
			"a row at no message":     second(tx.RowAt("T1", mission.MessageRef{})),
			"a round":                 second(tx.Round("T1", "M1", "Q9")),
			"settings of rounds":      second(tx.RoundSettings("T1", "M2")),
			"a guess":                 second(tx.Guess("T1", "UBO", "Q9")),
			"a choice":                second(tx.Chosen("T1", "UANA", "K2")),
			"counts of a place":       second(tx.PlaceCounts("T1", "UBO")),
			"counts of an audience":   second(tx.AudienceCounts("T1", nudges.Lead)),
			"a person":                second(tx.Person("T1", "UBO")),
			"what a mission chose":    second(tx.House("T1", "M2")),
			"a trial":                 second(tx.Trial("T1", "TR2")),
			"a toss of another trial": second(tx.TrialDecision("T1", "TR2", "K1")),
		} {
			s.missing(what, err)
		}
		return nil
	})
	s.update(func(tx Tx) error { // Deleting what is not there is no error.
		return errors.Join(tx.DeleteReflection("T1", "UBO", "R9"), tx.DeleteDraft("T1", "UBO", "C1"), tx.DeleteOwnCommitment("T1", "UBO", "O9"),
			tx.DeleteConversation("T1", "UBO"), tx.DeleteCheck("T1", "UBO", "B9"),
			tx.DeletePlan("T1", "P9"), tx.MoveChannel("T1", "C9", "C8"))
	})
}

func second[T any](_ T, err error) error { return err }

func refusesBadDates(s *suite) {
	bad := mission.Date{Year: 2026, Month: time.February, Day: 30}
	withTarget, withEarlier := running("T1", "M1", "C1"), running("T1", "M1", "C1")
	withTarget.Plan[mission.Middle].Target = bad
	withEarlier.Earlier = []mission.Revision{{Wording: withTarget.Wording}}
	withClosing := running("T1", "M1", "C1")
	withClosing.Closings = []mission.Closing{{TargetBefore: bad}}
	withBy, withLook := entry("T1", "M1", "E1", mission.Commitment), entry("T1", "M1", "E1", mission.Risk)
	withBy.By, withLook.Look = bad, bad
	for _, v := range []any{withTarget, withEarlier, withClosing, withBy, withLook} {
		if err := s.store.Update(s.Context(), func(tx Tx) error { return put(tx, v) }); err == nil {
			s.Errorf("a %T with 30 February was stored", v)
		}
	}
	s.checkEmpty()
}

// teamsNeverMeet gives two workspaces records with the same ids and other contents.
func teamsNeverMeet(s *suite) {
	for _, team := range []mission.TeamID{"T1", "T2"} {
		m := running(team, "M1", "C1")
		m.Name = "of " + string(team)
		s.put(m, member(team, "M1", "UANA", noon), entry(team, "M1", "E1", mission.Win), plan(team, "P1", noon),
			nudges.Row{Key: "K1", Team: team, State: nudges.Settled, Channel: "C1", TS: "1.1", SentAt: noon, Nudge: &nudges.Asked{}},
			mission.Reflection{ID: "R1", Team: team, User: "UANA", At: noon},
			nudges.Person{Team: team, User: "UANA", Zone: string(team)})
	}
	s.update(func(tx Tx) error { // What happens to one leaves the other alone.
		gone := ended("T1", "M1", "C1")
		left := member("T1", "M1", "UANA", noon)
		left.LeftAt = at(1)
		return errors.Join(put(tx, gone, left), tx.MoveChannel("T1", "C1", "C2"),
			tx.DeletePlan("T1", "P1"), tx.DeleteReflection("T1", "UANA", "R1"))
	})
	s.view(func(tx Tx) error {
		m, err := tx.ActiveMission("T2", "C1")
		s.same("the other workspace's mission", m.Name, "of T2")
		members, errMembers := tx.Members("T2", "M1")
		s.same("the other workspace's members", ids(members, memberUser), []string{"UANA"})
		asked, errAsked := tx.AskedAt("T2", "C1", at(-1))
		s.same("the other workspace's nudges", ids(asked, rowKey), []string{"K1"})
		due, errDue := tx.DuePlans(noon, 9)
		if len(due) != 1 || due[0].Team != "T2" {
			s.Errorf("due are %+v; want the other workspace's plan", due)
		}
		notes, errNotes := tx.Reflections("T2", "UANA", "", 9)
		s.same("the other workspace's reflections", len(notes), 1)
		person, errPerson := tx.Person("T2", "UANA")
		s.same("the other workspace's person", person.Zone, "T2")
		return errors.Join(err, errMembers, errAsked, errDue, errNotes, errPerson)
	})
}

// alike are ids of which each begins like another, or which give the same bytes when joined carelessly.
var alike = []string{"1", "10", "100", "1/", "1\x01", "11", "01", "0"}

// prefixesNeverMeet fills a store with every pair of such ids and reads each pair back alone.
func prefixesNeverMeet(s *suite) {
	s.update(func(tx Tx) error {
		for _, a := range alike {
			for _, b := range alike {
				if err := put(tx, entry(mission.TeamID(a), mission.ID(b), "E1", mission.Win),
					running(mission.TeamID(a), mission.ID("M"+b), mission.ChannelID(b)),
					member(mission.TeamID(a), mission.ID(b), "UANA", noon),
					nudges.Plan{ID: a + b, Team: mission.TeamID(a), Mission: mission.ID(b), Next: noon}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	s.view(func(tx Tx) error {
		for _, a := range alike {
			for _, b := range alike {
				s.onlyOwn(tx, mission.TeamID(a), b)
			}
		}
		return nil
	})
}

func (s *suite) onlyOwn(tx Tx, team mission.TeamID, id string) {
	s.Helper()
	what := strings.Join([]string{string(team), id}, " and ")
	entries, err := tx.Entries(team, mission.ID(id), "", 99)
	if len(entries) != 1 || entries[0].Team != team || entries[0].Mission != mission.ID(id) || err != nil {
		s.Errorf("entries of %q: %+v, %v; want its own alone", what, entries, err)
	}
	in, err := tx.MissionsIn(team, mission.ChannelID(id))
	s.same("missions in "+what, ids(in, missionID), []string{"M" + id})
	members, errMembers := tx.Members(team, mission.ID(id))
	s.same("members of "+what, len(members), 1)
	plans, errPlans := tx.PlansOf(team, mission.ID(id))
	s.same("plans of "+what, ids(plans, planID), []string{string(team) + id})
	if err := errors.Join(err, errMembers, errPlans); err != nil {
		s.Errorf("%q: %v", what, err)
	}
}

// hostileIDs tries ids that no honest client sends. Each is kept exactly or refused, and neither
// touches what is stored under another id.
func hostileIDs(s *suite) {
	s.put(oneOfEach()...)
	hostile := []string{"", "\x00", "M1\x00", "\x00M1", "M1\xff", "\xff", "\xff\xff\xff", "é🌱\u202e", " ", strings.Repeat("x", 70_000)}
	for _, id := range hostile {
		m := running("T1", mission.ID(id), "C1")
		m.Name = "hostile"
		kept := s.store.Update(s.Context(), func(tx Tx) error { return put(tx, m) }) == nil
		s.view(func(tx Tx) error {
			got, err := tx.Mission("T1", mission.ID(id))
			if !kept {
				s.missing("a refused id", err)
				return nil
			}
			s.same("the mission under a hostile id", got, m)
			return err
		})
		s.hostileElsewhere(id)
	}
	s.view(func(tx Tx) error {
		m, err := tx.Mission("T1", "M1")
		s.same("the honest mission", m, running("T1", "M1", "C1"))
		entries, errEntries := tx.Entries("T1", "M1", "", 99, mission.Risk)
		s.same("the honest entries", ids(entries, entryID), []string{"E1"})
		return errors.Join(err, errEntries)
	})
}

// hostileElsewhere reads with a hostile id wherever one goes. Nothing may be found, and nothing break.
func (s *suite) hostileElsewhere(id string) {
	s.Helper()
	s.update(func(tx Tx) error {
		team, user := mission.TeamID(id), mission.UserID(id)
		for what, err := range map[string]error{
			"Mission":       second(tx.Mission(team, "M1")),
			"ActiveMission": second(tx.ActiveMission(team, "C1")),
			"Member":        second(tx.Member("T1", "M1", user)),
			"Relation":      second(tx.Relation("T1", "M1", mission.ID(id))),
			"Plan":          second(tx.Plan("T1", id)),
			"Row":           second(tx.Row("T1", id)),
			"Person":        second(tx.Person("T1", user)),
		} {
			s.missing(what+" under a hostile id", err)
		}
		_, errBefore := tx.Entries("T1", "M1", mission.ID(id), 9)
		_, seen, errSeen := tx.Seen("T1", id)
		if seen {
			s.Error("something was remembered under a hostile key")
		}
		return errors.Join(errBefore, errSeen)
	})
}
