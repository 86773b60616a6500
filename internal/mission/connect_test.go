package mission_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// shelf is a memory with what its people wrote of themselves.
type shelf struct {
	*memory
	mission.PrivateTx // panics on what connections do not use
	kept              map[mission.UserID]mission.Connection
}

func newShelf() *shelf {
	s := &shelf{memory: newMemory(), kept: make(map[mission.UserID]mission.Connection)}
	s.missions["M1"] = mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Lead: "UANA", StartedAt: begin}
	for _, u := range []mission.UserID{"UANA", "UBO", "UDEE"} {
		_ = s.PutMember(mission.Member{Team: "T1", Mission: "M1", User: u, JoinedAt: begin})
	}
	s.entries["W1"] = mission.Entry{
		ID: "W1", Team: "T1", Mission: "M1", Author: "UBO", Kind: mission.Win, Text: "won",
		Post: mission.MessageRef{Channel: "C1", TS: "1.1"},
	}
	return s
}

func (s *shelf) Connection(_ mission.TeamID, u mission.UserID, _ mission.ID) (mission.Connection, error) {
	return found(s.kept, u)
}

func (s *shelf) PutConnection(c mission.Connection) error {
	s.kept[c.User] = c
	return nil
}

func (s *shelf) Members(_ mission.TeamID, m mission.ID) ([]mission.Member, error) {
	var in []mission.Member
	for _, member := range s.members[m] {
		if member.In() {
			in = append(in, member)
		}
	}
	slices.SortFunc(in, func(a, b mission.Member) int { return compareIDs(mission.ID(a.User), mission.ID(b.User)) })
	return in, nil
}

func inChannel(u mission.UserID) mission.Actor {
	return mission.Actor{Team: "T1", User: u, InChannel: true}
}

// wrote is what Dee wrote, each sentence open to one of the rings.
func wrote() mission.Connection {
	return mission.Connection{
		Team: "T1", User: "UDEE", Mission: "M1", Lead: "UANA",
		Personal: mission.Ringed{Words: mission.Sealed("aim")},
		Power:    mission.Ringed{Words: mission.Sealed("power"), Ring: mission.ForLead},
		Serves:   mission.Ringed{Words: mission.Sealed("serves"), Ring: mission.ForTeam},
		Powers:   mission.Sealed("making"),
	}
}

// The whole of who reads which sentence: one row for each kind of person, the sentences as they are open to me,
// to the lead and to the team. Any change of a mission's state is a table of its own.
func TestWhoReadsASentence(t *testing.T) {
	t.Parallel()
	joined := func(u mission.UserID) *mission.Member {
		return &mission.Member{Team: "T1", Mission: "M1", User: u, JoinedAt: begin}
	}
	left := joined("UEMI")
	left.LeftAt = begin.Add(1)
	outside := func(u mission.UserID) mission.Actor { return mission.Actor{Team: "T1", User: u} }
	guest, guestOutside, stranger, deactivated := inChannel("ULOU"), outside("ULOU"), inChannel("UZED"), inChannel("UBO")
	guest.Guest, guestOutside.Guest, stranger.Team, deactivated.Deactivated = true, true, "T2", true
	readers := []struct {
		name   string
		actor  mission.Actor
		member *mission.Member
	}{
		{"author", inChannel("UDEE"), joined("UDEE")},
		{"author outside the channel", outside("UDEE"), joined("UDEE")},
		{"lead", inChannel("UANA"), joined("UANA")},
		{"lead who is in the channel no more", outside("UANA"), joined("UANA")},
		{"next lead", inChannel("UCHIDI"), joined("UCHIDI")},
		{"member", inChannel("UBO"), joined("UBO")},
		{"member outside the channel", outside("UBO"), joined("UBO")},
		{"in the channel", inChannel("UEMI"), nil},
		{"once a member, outside", outside("UEMI"), left},
		{"outsider, or who follows from outside", outside("UEMI"), nil},
		{"guest in the channel", guest, nil},
		{"guest elsewhere", guestOutside, nil},
		{"other workspace", stranger, nil},
		{"deactivated", deactivated, joined("UBO")},
	}
	all, lead, team, none := "me lead team", "lead team", "team", ""
	public := map[string]string{
		"author": all, "author outside the channel": all, "lead": lead, "lead who is in the channel no more": lead,
		"next lead": team, "member": team, "member outside the channel": team, "in the channel": team,
		"guest in the channel": team,
	}
	private := map[string]string{
		"author": all, "author outside the channel": all, "lead": lead, "next lead": team, "member": team,
		"in the channel": team, "guest in the channel": team,
	}
	handed := map[string]string{
		"author": all, "author outside the channel": all, "lead": team, "lead who is in the channel no more": team,
		"next lead": team, "member": team, "member outside the channel": team, "in the channel": team,
		"guest in the channel": team,
	}
	mine := map[string]string{"author": all, "author outside the channel": all}
	for _, c := range []struct {
		name string
		m    func(*mission.Mission)
		in   func(*mission.Member) // the author
		want map[string]string
	}{
		{"public channel", nil, nil, public},
		{"private channel", func(m *mission.Mission) { m.Private = true }, nil, private},
		{"another leads", func(m *mission.Mission) { m.Lead = "UCHIDI" }, nil, handed},
		{"governed together", func(m *mission.Mission) { m.Lead = "" }, nil, handed},
		{"ended", func(m *mission.Mission) { m.Outcome = &mission.Outcome{} }, nil, mine},
		{"the author left", nil, func(m *mission.Member) { m.LeftAt = begin.Add(1) }, mine},
		{"another mission", func(m *mission.Mission) { m.ID = "M2" }, nil, nil},
	} {
		m := mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Lead: "UANA"}
		author := joined("UDEE")
		if c.m != nil {
			c.m(&m)
		}
		if c.in != nil {
			c.in(author)
		}
		for _, r := range readers {
			got := none
			for i, s := range []mission.Sentence{mission.PersonalMission, mission.PowerSource, mission.ThisServes} {
				if wrote().ReadableBy(s, r.actor, m, author, r.member) {
					if got != "" {
						got += " "
					}
					got += []string{"me", "lead", "team"}[i]
				}
			}
			if want := c.want[r.name]; got != want {
				t.Errorf("%s, %s: reads %q, want %q", c.name, r.name, got, want)
			}
		}
	}
}

func TestNothingIsReadThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newShelf()
	m, author := s.missions["M1"], s.members["M1"]["UDEE"]
	c := wrote()
	c.Serves.Words = nil
	for _, sentence := range []mission.Sentence{mission.ThisServes, "", "powers"} {
		if c.ReadableBy(sentence, inChannel("UBO"), m, &author, nil) || c.ReadableBy(sentence, inChannel("UDEE"), m, &author, nil) {
			t.Errorf("%q is read", sentence)
		}
	}
	if wrote().ReadableBy(mission.ThisServes, inChannel("UBO"), m, nil, nil) {
		t.Error("the words of somebody who never joined are read")
	}
}

func TestRingsThatAMissionDoesNotHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says string
		by   mission.UserID
		make func(*mission.Mission, *mission.Connection)
		want mission.Code
	}{
		{"the lead's, by a member", "UDEE", nil, ""},
		{"the lead's, where another leads by now", "UDEE", func(m *mission.Mission, _ *mission.Connection) { m.Lead = "UBO" }, mission.BadChoice},
		{"the lead's, where nobody leads", "UDEE", func(m *mission.Mission, _ *mission.Connection) { m.Lead = "" }, mission.BadChoice},
		{"the lead's, by the lead herself", "UANA", nil, mission.BadChoice},
		{"one that there is not", "UDEE", func(_ *mission.Mission, c *mission.Connection) { c.Serves.Ring = "world" }, mission.BadChoice},
		{"by somebody who is not in", "UEMI", nil, mission.MembersOnly},
		{"of a mission that ended", "UDEE", func(m *mission.Mission, _ *mission.Connection) { m.Outcome = &mission.Outcome{} }, mission.Ended},
	} {
		s := newShelf()
		m, in := s.missions["M1"], wrote()
		if c.make != nil {
			c.make(&m, &in)
		}
		_, err := mission.Connect(s, begin, inChannel(c.by), m, in)
		refusal, _ := mission.Refused(err)
		if c.want == "" && err != nil || c.want != "" && (refusal == nil || refusal.Code != c.want) {
			t.Errorf("%s: %v, want %q", c.says, err, c.want)
		}
		if _, kept := s.kept[c.by]; kept != (c.want == "") {
			t.Errorf("%s: kept is %v", c.says, kept)
		}
	}
}

func TestASentenceWithoutWordsIsOpenToNobody(t *testing.T) {
	t.Parallel()
	s := newShelf()
	in := wrote()
	in.Power.Words, in.Serves.Words = nil, mission.Sealed{}
	got, err := mission.Connect(s, begin, inChannel("UDEE"), s.missions["M1"], in)
	if c := got.Connection; err != nil || c.Shared() || c.Lead != "" || got.ToLead {
		t.Errorf("kept %+v, %v", got, err)
	}
}

// celebrated is a shelf on which Dee said how the mission serves her beside a win.
func celebrated(t *testing.T) *shelf {
	t.Helper()
	s := newShelf()
	m := s.missions["M1"]
	if _, err := mission.Connect(s, begin, inChannel("UDEE"), m, wrote()); err != nil {
		t.Fatal(err)
	}
	if _, fresh, err := mission.Celebrate(s, begin, inChannel("UDEE"), m, "W1", mission.ThisServes, "C1"); err != nil || !fresh {
		t.Fatalf("celebrated anew %v, %v", fresh, err)
	}
	return s
}

func TestACelebrationLivesAsLongAsItsSentence(t *testing.T) {
	t.Parallel()
	dee := inChannel("UDEE")
	for _, c := range []struct {
		says string
		do   func(s *shelf) (mission.Connected, error)
		gone bool
	}{
		{"the sentence is kept as it is", func(s *shelf) (mission.Connected, error) {
			return mission.Connect(s, begin, dee, s.missions["M1"], wrote())
		}, false},
		{"another sentence changes", func(s *shelf) (mission.Connected, error) {
			in := wrote()
			in.Personal.Words = mission.Sealed("another aim")
			return mission.Connect(s, begin, dee, s.missions["M1"], in)
		}, false},
		{"the words change", func(s *shelf) (mission.Connected, error) {
			in := wrote()
			in.Serves.Words = mission.Sealed("other words")
			return mission.Connect(s, begin, dee, s.missions["M1"], in)
		}, true},
		{"fewer may read it", func(s *shelf) (mission.Connected, error) {
			in := wrote()
			in.Serves.Ring = mission.ForLead
			return mission.Connect(s, begin, dee, s.missions["M1"], in)
		}, true},
		{"it is emptied", func(s *shelf) (mission.Connected, error) {
			in := wrote()
			in.Serves.Words = nil
			return mission.Connect(s, begin, dee, s.missions["M1"], in)
		}, true},
		{"all is taken back", func(s *shelf) (mission.Connected, error) {
			return mission.TakeSentencesBack(s, begin, "T1", "UDEE", "M1", false)
		}, true},
		{"all is deleted", func(s *shelf) (mission.Connected, error) {
			return mission.TakeSentencesBack(s, begin, "T1", "UDEE", "M1", true)
		}, true},
		{"a reply was typed in its place", func(s *shelf) (mission.Connected, error) {
			return mission.TypeServes(s, begin, "T1", "UDEE", "M1", mission.Sealed("typed"), mission.MessageRef{Channel: "D1", TS: "2.2"})
		}, true},
		{"she takes it out", func(s *shelf) (mission.Connected, error) {
			return mission.Unsay(s, begin, "T1", "UDEE", "M1", "C1")
		}, true},
		{"another takes it out", func(s *shelf) (mission.Connected, error) {
			_, err := mission.Unsay(s, begin, "T1", "UBO", "M1", "C1")
			if refused, ok := mission.Refused(err); !ok || refused.Code != mission.Hidden {
				t.Errorf("another took it out: %v", err)
			}
			return mission.Connected{}, nil
		}, false},
		{"a win is taken for a celebration", func(s *shelf) (mission.Connected, error) {
			_, err := mission.Unsay(s, begin, "T1", "UBO", "M1", "W1")
			if refused, ok := mission.Refused(err); !ok || refused.Code != mission.Hidden || s.entries["W1"].Withdrawn() {
				t.Errorf("a win was taken out: %v", err)
			}
			return mission.Connected{}, nil
		}, false},
		{"another takes back her own", func(s *shelf) (mission.Connected, error) {
			return mission.TakeSentencesBack(s, begin, "T1", "UBO", "M1", true)
		}, false},
	} {
		s := celebrated(t)
		got, err := c.do(s)
		if gone := s.entries["C1"].Withdrawn(); err != nil || gone != c.gone || len(got.Silenced) > 0 != c.gone {
			t.Errorf("%s: gone is %v with %d silenced, %v; want %v", c.says, gone, len(got.Silenced), err, c.gone)
		}
		if said := len(s.kept["UDEE"].Said); (said == 0) != c.gone {
			t.Errorf("%s: %d celebrations are noted", c.says, said)
		}
	}
}

func TestWhatCanBeCelebrated(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says     string
		by       mission.UserID
		sentence mission.Sentence
		make     func(*shelf)
		want     mission.Code // "" where it is said
	}{
		{"a sentence of one's own that the team reads", "UDEE", mission.ThisServes, nil, ""},
		{"one that the lead alone reads", "UDEE", mission.PowerSource, nil, mission.MovedOn},
		{"one that nobody reads", "UDEE", mission.PersonalMission, nil, mission.MovedOn},
		{"one that there is not", "UDEE", "powers", nil, mission.MovedOn},
		{"another's", "UBO", mission.ThisServes, nil, mission.MovedOn},
		{"by the lead", "UANA", mission.ThisServes, nil, mission.MovedOn},
		{"by somebody who is not in", "UEMI", mission.ThisServes, nil, mission.MembersOnly},
		{"beside a win that was withdrawn", "UDEE", mission.ThisServes, func(s *shelf) {
			e := s.entries["W1"]
			e.WithdrawnAt = begin
			s.entries["W1"] = e
		}, mission.MovedOn},
		{"beside something that is no win", "UDEE", mission.ThisServes, func(s *shelf) {
			e := s.entries["W1"]
			e.Kind = mission.Blocked
			s.entries["W1"] = e
		}, mission.MovedOn},
		{"beside nothing", "UDEE", mission.ThisServes, func(s *shelf) { delete(s.entries, "W1") }, mission.MovedOn},
		{"after the end", "UDEE", mission.ThisServes, func(s *shelf) {
			m := s.missions["M1"]
			m.Outcome = &mission.Outcome{}
			s.missions["M1"] = m
		}, mission.Ended},
	} {
		s := newShelf()
		s.kept["UDEE"] = wrote()
		if c.make != nil {
			c.make(s)
		}
		e, _, err := mission.Celebrate(s, begin, inChannel(c.by), s.missions["M1"], "W1", c.sentence, "C1")
		refusal, _ := mission.Refused(err)
		if c.want == "" && err != nil || c.want != "" && (refusal == nil || refusal.Code != c.want) {
			t.Errorf("%s: %v, want %q", c.says, err, c.want)
		}
		if c.want == "" && (e.Text != "" || e.Thread.TS != "1.1" || e.About != "W1") {
			t.Errorf("%s: the entry is %+v", c.says, e)
		}
	}
}

func TestACelebrationIsSaidOnce(t *testing.T) {
	t.Parallel()
	s := celebrated(t)
	e, fresh, err := mission.Celebrate(s, begin, inChannel("UDEE"), s.missions["M1"], "W1", mission.ThisServes, "C2")
	if err != nil || fresh || e.ID != "C1" {
		t.Errorf("said again: %+v, %v, %v", e, fresh, err)
	}
	if _, err := mission.EditText(s, begin, inChannel("UDEE"), s.missions["M1"], "C1", "words in the open"); err == nil {
		t.Error("a celebration took words of its own")
	}
	m, _, err := mission.Withdraw(s, begin, inChannel("UDEE"), s.missions["M1"], "C1")
	if err != nil || m.Tally.Count(mission.Celebration) != 0 {
		t.Errorf("withdrawn: %+v, %v", m.Tally, err)
	}
}

func TestANewLeadReadsNothingOfTheOldOnes(t *testing.T) {
	t.Parallel()
	s := newShelf()
	m := s.missions["M1"]
	if got, err := mission.Connect(s, begin, inChannel("UDEE"), m, wrote()); err != nil || !got.ToLead {
		t.Fatalf("%+v, %v", got, err)
	}
	bo := wrote()
	bo.Power.Ring, bo.Lead = mission.OnlyMe, ""
	if got, err := mission.Connect(s, begin, inChannel("UBO"), m, bo); err != nil || got.ToLead {
		t.Fatalf("%+v, %v", got, err)
	}
	m.Lead = "UBO"
	authors, err := mission.LeadChanged(s, begin, m)
	if err != nil || !slices.Equal(authors, []mission.UserID{"UDEE"}) {
		t.Errorf("told are %v, %v", authors, err)
	}
	if c := s.kept["UDEE"]; c.Power.Ring != mission.OnlyMe || c.Lead != "" || c.Serves.Ring != mission.ForTeam || len(c.Power.Words) == 0 {
		t.Errorf("kept is %+v", c)
	}
	if authors, err := mission.LeadChanged(s, begin, m); err != nil || len(authors) != 0 {
		t.Errorf("told once more are %v, %v", authors, err)
	}
}

// TestNoStepOpensWhatItsAuthorDidNotOpen walks at random through what people do, and holds at each step that
// nobody reads a sentence whose author did not put it into a ring that holds the reader.
func TestNoStepOpensWhatItsAuthorDidNotOpen(t *testing.T) {
	t.Parallel()
	users := []mission.UserID{"UANA", "UBO", "UDEE"}
	rapid.Check(t, func(t *rapid.T) {
		s := newShelf()
		opened := map[mission.UserID]map[mission.Sentence]mission.UserID{} // to a lead, "*" to the team
		user := rapid.SampledFrom(users)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			u, m := user.Draw(t, "who"), s.missions["M1"]
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				in := drawConnection(t, m)
				if _, err := mission.Connect(s, begin, inChannel(u), m, in); err == nil {
					opened[u] = openedBy(in, m.Lead)
				}
			case 1:
				m.Lead = rapid.SampledFrom([]mission.UserID{"", "UANA", "UBO"}).Draw(t, "lead")
				s.missions["M1"] = m
				if rapid.Bool().Draw(t, "followed up") {
					if _, err := mission.LeadChanged(s, begin, m); err != nil {
						t.Fatal(err)
					}
				}
			case 2:
				if _, err := mission.TakeSentencesBack(s, begin, "T1", u, "M1", rapid.Bool().Draw(t, "forget")); err != nil {
					t.Fatal(err)
				}
				delete(opened, u)
			case 3:
				if _, err := mission.TypeServes(s, begin, "T1", u, "M1", mission.Sealed("typed"), mission.MessageRef{}); err != nil {
					t.Fatal(err)
				}
				delete(opened[u], mission.ThisServes)
			}
			s.holdsTo(t, opened, users)
		}
	})
}

func drawConnection(t *rapid.T, m mission.Mission) mission.Connection {
	c := mission.Connection{Lead: m.Lead}
	for _, k := range []*mission.Ringed{&c.Personal, &c.Power, &c.Serves} {
		k.Words = mission.Sealed(rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "words"))
		k.Ring = rapid.SampledFrom(mission.Rings[:]).Draw(t, "ring")
	}
	return c
}

func openedBy(c mission.Connection, lead mission.UserID) map[mission.Sentence]mission.UserID {
	to := map[mission.Sentence]mission.UserID{}
	for _, s := range mission.Sentences {
		switch k := c.Ringed(s); k.Ring {
		case mission.ForLead:
			to[s] = lead
		case mission.ForTeam:
			to[s] = "*"
		}
	}
	return to
}

func (s *shelf) holdsTo(t *rapid.T, opened map[mission.UserID]map[mission.Sentence]mission.UserID, users []mission.UserID) {
	m := s.missions["M1"]
	for _, author := range users {
		member := s.members["M1"][author]
		for _, reader := range users {
			for _, sentence := range mission.Sentences {
				reads := s.kept[author].ReadableBy(sentence, inChannel(reader), m, &member, nil)
				to := opened[author][sentence]
				if reads && author != reader && to != "*" && to != reader {
					t.Fatalf("%s reads %s of %s, which is open to %q", reader, sentence, author, to)
				}
			}
		}
	}
}
