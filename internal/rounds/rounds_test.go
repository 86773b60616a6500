package rounds_test

import (
	stdcontext "context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/rounds"
	"throughline/internal/store/bolt"
)

func context() stdcontext.Context { return stdcontext.Background() }

func mood(v int) rounds.Said { return rounds.Said{Value: v} }

func TestWhoMayOpenARoundAndWhen(t *testing.T) {
	t.Parallel()
	s := sit(t, 5)
	opens := func(what string, n int, id mission.ID, topic rounds.Topic, code mission.Code) {
		t.Helper()
		_, err := s.open(n, id, topic)
		s.refuses(what, err, code)
	}
	opens("five members and a floor of five", 0, "Q0", rounds.Energy, rounds.TooFew)
	s.joins(5)
	opens("a member in a led mission", 1, "Q0", rounds.Energy, mission.LeadOnly)
	opens("somebody outside", 9, "Q0", rounds.Energy, mission.LeadOnly)
	opens("a topic that nobody asks", 0, "Q0", "salary", mission.BadChoice)
	opens("the lead with six members", 0, "Q1", rounds.Load, "")
	opens("a second one beside it", 0, "Q2", rounds.Energy, rounds.Runs)
	opens("own words beside it", 0, "Q3", rounds.OwnWords, "")
	s.now = begin.Add(rounds.OpenFor)
	opens("before the first is closed", 0, "Q4", rounds.Energy, rounds.Runs)
	s.closes("Q1")
	s.now = begin.AddDate(0, 0, 12)
	opens("twelve days after the first", 0, "Q5", rounds.Energy, rounds.TooSoon)
	s.now = begin.AddDate(0, 0, 13).Add(-8 * time.Hour)
	opens("thirteen days after it, earlier in the day", 0, "Q6", rounds.Energy, "")
	s.m.Lead = ""
	s.closes("Q3")
	opens("any member where nobody leads, with own words of no result", 3, "Q7", rounds.OwnWords, "")
	s.m.Outcome = &mission.Outcome{}
	opens("a mission that has ended", 3, "Q8", rounds.Energy, mission.Ended)
}

func TestOwnWordsOnceAPhase(t *testing.T) {
	t.Parallel()
	s := sit(t, 7)
	if _, err := s.open(0, "Q1", rounds.OwnWords); err != nil {
		t.Fatal(err)
	}
	for n := range 6 {
		if err := s.gives(n, "Q1", rounds.Said{Words: "a berth for every skipper", Needs: "the harbour agrees"}); err != nil {
			t.Fatal(err)
		}
	}
	s.now = begin.Add(rounds.OpenFor)
	r, _ := s.closes("Q1")
	if diff := cmp.Diff([]string{"berth", "skipper"}, r.Shared.Most); diff != "" {
		t.Errorf("shared:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"agrees", "harbour"}, r.Needed.Most); diff != "" {
		t.Errorf("needed:\n%s", diff)
	}
	s.now = begin.AddDate(0, 1, 0)
	_, err := s.open(0, "Q2", rounds.OwnWords)
	s.refuses("in the same phase", err, rounds.ThisPhase)
	s.m.Phase = mission.Middle
	_, err = s.open(0, "Q2", rounds.OwnWords)
	s.refuses("in the next phase", err, "")
}

func TestWhoMayAnswer(t *testing.T) {
	t.Parallel()
	s := sit(t, 6)
	if _, err := s.open(0, "Q1", rounds.Energy); err != nil {
		t.Fatal(err)
	}
	s.joins(6)
	long := strings.Repeat("é", rounds.MaxNote+1)
	for _, c := range []struct {
		says string
		n    int
		said rounds.Said
		code mission.Code
	}{
		{"somebody who joined after it opened", 6, mood(3), rounds.NotAsked},
		{"somebody outside", 9, mood(3), mission.MembersOnly},
		{"no choice", 1, mood(0), mission.BadChoice},
		{"a sixth choice", 1, mood(6), mission.BadChoice},
		{"a note that is too long", 1, rounds.Said{Value: 3, Note: long}, mission.TooLong},
		{"a member", 1, mood(3), ""},
		{"the same member again", 1, mood(5), rounds.AlreadyIn},
	} {
		s.refuses(c.says, s.gives(c.n, "Q1", c.said), c.code)
	}
	s.leaves(2)
	s.refuses("a member who left meanwhile", s.gives(2, "Q1", mood(3)), mission.MembersOnly)
	s.now = begin.Add(rounds.OpenFor).Add(-time.Second)
	s.refuses("in the last second", s.gives(3, "Q1", mood(3)), "")
	s.now = begin.Add(rounds.OpenFor)
	s.refuses("after it, with the bot down at the close", s.gives(4, "Q1", mood(3)), rounds.Over)
	if n := len(s.answers("Q1")); n != 2 {
		t.Errorf("%d answers were kept, want two", n)
	}
}

func TestAnAnswerHasNoAuthorNoTimeAndNoOrder(t *testing.T) {
	t.Parallel()
	s := sit(t, 7)
	r, err := s.open(0, "Q1", rounds.Energy)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 7 {
		if err := s.gives(n, "Q1", rounds.Said{Value: n%5 + 1, Note: "from " + string(person(n))}); err != nil {
			t.Fatal(err)
		}
		s.now = s.now.Add(time.Hour)
	}
	if diff := cmp.Diff(r, s.round("Q1")); diff != "" {
		t.Errorf("the round shows that somebody answered:\n%s", diff)
	}
	var order []string
	for _, a := range s.answers("Q1") {
		if len(a.Key) != 64 || strings.Contains(string(a.Body), string(r.Key)) {
			t.Errorf("an answer stands under %q", a.Key)
		}
		order = append(order, string(a.Body[strings.LastIndex(string(a.Body), "from ")+5:]))
	}
	if slices.IsSorted(order) {
		t.Errorf("the answers stand in the order in which they came: %v", order)
	}
}

func TestTheFloor(t *testing.T) {
	t.Parallel()
	s := sit(t, 12)
	sets := func(what string, n, floor int, code mission.Code) {
		t.Helper()
		s.refuses(what, s.try(func(tx *bolt.Tx) error { return rounds.SetFloor(tx, s.who(n), s.m, floor) }), code)
	}
	sets("a member", 1, 6, mission.LeadOnly)
	sets("too low", 0, 3, rounds.FloorRange)
	sets("too high", 0, 11, rounds.FloorRange)
	sets("the lead", 0, 4, "")
	if r, err := s.open(0, "Q1", rounds.Energy); err != nil || r.Floor != 4 {
		t.Errorf("a floor of %d, %v", r.Floor, err)
	}
	sets("while a round runs", 0, 10, rounds.FloorFixed)
	if r, err := s.open(0, "Q2", rounds.OwnWords); err != nil || r.Floor != 5 {
		t.Errorf("own words with a floor of %d, %v", r.Floor, err)
	}
	s.closes("Q1")
	sets("while own words run", 0, 10, rounds.FloorFixed)
	s.closes("Q2")
	sets("after them", 0, 10, "")
}

func TestNotesFollowTheFateOfTheRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		says         string
		voices, note int
		notes        int
		word         rounds.Word
	}{
		{"fewer than the floor answered", 4, 4, 0, ""},
		{"fewer than the floor wrote one", 7, 4, 0, rounds.Mixed},
		{"enough did", 7, 5, 5, rounds.Mixed},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			s := sit(t, 7)
			if _, err := s.open(0, "Q1", rounds.Energy); err != nil {
				t.Fatal(err)
			}
			for n := range c.voices {
				said := mood(3)
				if n < c.note {
					said.Note = "note " + string(person(n))
				}
				if err := s.gives(n, "Q1", said); err != nil {
					t.Fatal(err)
				}
			}
			s.now = begin.Add(rounds.OpenFor)
			r, fresh := s.closes("Q1")
			if !fresh || r.Word != c.word || len(r.Notes) != c.notes || len(s.answers("Q1")) > 0 || r.Key != nil {
				t.Errorf("closed as %q with %d notes, %d answers left", r.Word, len(r.Notes), len(s.answers("Q1")))
			}
			if again, fresh := s.closes("Q1"); fresh || !cmp.Equal(again, r) {
				t.Errorf("closing it twice made %+v of it", again)
			}
			s.readsNotes(c.notes)
		})
	}
}

// readsNotes reads the notes as a member, an outsider, and after their time.
func (s *table) readsNotes(want int) {
	s.Helper()
	read := func(n int) (notes []string, err error) {
		err = s.try(func(tx *bolt.Tx) error {
			notes, err = rounds.Notes(tx, sealer{}, s.now, s.who(n), s.m, "Q1")
			return err
		})
		return notes, err
	}
	code := mission.Code("")
	if want == 0 {
		code = rounds.NotesGone
	}
	notes, err := read(6)
	s.refuses("a member", err, code)
	slices.Sort(notes)
	if len(notes) != want || want > 0 && notes[0] != "note U00" {
		s.Errorf("notes %v", notes)
	}
	_, err = read(9)
	s.refuses("an outsider", err, mission.MembersOnly)
	s.now = s.now.Add(rounds.NotesFor)
	_, err = read(6)
	s.refuses("after two weeks", err, rounds.NotesGone)
	s.do(func(tx *bolt.Tx) error { return rounds.DropNotes(tx, s.now, "T1", s.m.ID, "Q1") })
	if r := s.round("Q1"); r.Notes != nil {
		s.Errorf("%d notes are kept after their time", len(r.Notes))
	}
}

func TestGuesses(t *testing.T) {
	t.Parallel()
	s := sit(t, 7)
	guess := func(what string, n int, id mission.ID, w rounds.Word, code mission.Code) {
		t.Helper()
		s.refuses(what, s.try(func(tx *bolt.Tx) error {
			return rounds.PutGuess(tx, sealer{}, s.now, s.who(n), s.m, id, w)
		}), code)
	}
	if _, err := s.open(0, "Q1", rounds.Energy); err != nil {
		t.Fatal(err)
	}
	guess("a member", 1, "Q1", rounds.Good, rounds.NotLeading)
	guess("no word", 0, "Q1", "splendid", mission.BadChoice)
	guess("the lead", 0, "Q1", rounds.Good, "")
	guess("the lead, who thinks again", 0, "Q1", rounds.Mixed, "")
	for n := range 5 {
		if err := s.gives(n, "Q1", mood(1)); err != nil {
			t.Fatal(err)
		}
	}
	fared := func() (all []rounds.Fared) {
		s.do(func(tx *bolt.Tx) (err error) {
			all, err = rounds.Guesses(tx, sealer{}, "T1", person(0), s.m.ID)
			return err
		})
		return all
	}
	if got := fared(); len(got) > 0 {
		t.Errorf("it fared before the close: %v", got)
	}
	s.now = begin.Add(rounds.OpenFor)
	guess("after the close", 0, "Q1", rounds.Good, rounds.Over)
	s.closes("Q1")
	if got := fared(); len(got) != 1 || got[0].Expected != rounds.Mixed || got[0].Said != rounds.Heavy {
		t.Errorf("fared %v", got)
	}
	s.do(func(tx *bolt.Tx) error {
		all, _, err := tx.HoldingsOf("T1", person(0), "", 1000)
		for _, h := range all {
			err = errors.Join(err, tx.Forget("T1", person(0), h))
		}
		return err
	})
	if got := fared(); len(got) > 0 || s.round("Q1").OpenedBy != "" || s.round("Q1").Asks(person(0)) {
		t.Errorf("not forgotten: %v, %+v", got, s.round("Q1"))
	}
}

func TestWhatAResultIsToldBeside(t *testing.T) {
	t.Parallel()
	s := sit(t, 7)
	day := func(n int, id mission.ID, topic rounds.Topic, value, voices int) {
		t.Helper()
		s.now = begin.AddDate(0, 0, n)
		if _, err := s.open(0, id, topic); err != nil {
			t.Fatal(err)
		}
		for p := range voices {
			if err := s.gives(p, id, mood(value)); err != nil {
				t.Fatal(err)
			}
		}
		s.now = s.now.Add(rounds.OpenFor)
		s.closes(id)
	}
	day(0, "Q1", rounds.Energy, 1, 6)
	s.joins(7)
	day(14, "Q2", rounds.Energy, 3, 3)
	day(28, "Q3", rounds.Trust, 3, 6)
	day(42, "Q4", rounds.Energy, 5, 6)
	before := func(id mission.ID) (b rounds.Before) {
		r := s.round(id)
		s.do(func(tx *bolt.Tx) (err error) {
			b, err = rounds.TellBeside(tx, s.m, r)
			return err
		})
		return b
	}
	if b := before("Q1"); b.Last != nil || !b.Since.Equal(begin) {
		t.Errorf("the first is told beside %+v", b)
	}
	b := before("Q4")
	if b.Last == nil || b.Last.Word != rounds.Heavy || !b.Since.Equal(begin.AddDate(0, 0, 30)) {
		t.Errorf("the fourth is told beside %+v", b)
	}
	if s.round("Q1").Changed || !s.round("Q2").Changed || s.round("Q3").Changed || s.round("Q1").Asked != nil {
		t.Error("that different people were asked is not told of the second alone")
	}
	s.do(func(tx *bolt.Tx) error {
		trend, err := rounds.Trend(tx, s.m, rounds.Energy)
		var words []string
		for _, r := range trend {
			words = append(words, string(r.Word))
		}
		if diff := cmp.Diff([]string{"heavy", "", "good"}, words); diff != "" {
			t.Error(diff)
		}
		return err
	})
	next := seat(t, s.db, "M2", 7)
	next.m.From = "M1"
	next.now = begin
	if _, err := next.open(0, "Q9", rounds.Energy); err != nil {
		t.Fatal(err)
	}
	newest := next.round("Q9")
	next.do(func(tx *bolt.Tx) error {
		b, err := rounds.TellBeside(tx, next.m, newest)
		if b.Then != rounds.Good || b.Earlier.ID != "M1" {
			t.Errorf("beside the earlier mission's %q", b.Then)
		}
		return err
	})
}

// TestNothingButTheWordDependsOnTheAnswers closes two rounds of the same people, with the same lots and notes and
// with any answers. Where the word is the same, what is kept is the same, to the byte.
func TestNothingButTheWordDependsOnTheAnswers(t *testing.T) {
	t.Parallel()
	s := sit(t, 9)
	rounded := 0
	rapid.Check(t, func(t *rapid.T) {
		rounded++
		s.fails = t
		closed := func(label string) rounds.Round {
			var r rounds.Round
			err := s.try(func(tx *bolt.Tx) (err error) {
				voices := rapid.IntRange(5, 9).Draw(t, "voices of "+label)
				lots := newLots(1)
				if r, err = rounds.Open(tx, begin, s.who(0), s.m, s.opening(tx, "Q1", rounds.Energy), lots); err != nil {
					return err
				}
				for n := range voices {
					said := mood(rapid.IntRange(1, 5).Draw(t, label))
					if n < 5 {
						said.Note = "a note"
					}
					if err := rounds.Give(tx, sealer{}, begin, s.who(n), s.m, "Q1", said, newLots(byte(n+2))); err != nil {
						return err
					}
				}
				r, _, err = rounds.Close(tx, sealer{}, begin.Add(rounds.OpenFor), s.m, "Q1", newLots(99))
				if err == nil {
					err = errRollBack
				}
				return err
			})
			if !errors.Is(err, errRollBack) {
				t.Fatalf("%v", err)
			}
			return r
		}
		one, other := closed("one"), closed("other")
		if one.Word == other.Word {
			if diff := cmp.Diff(one, other); diff != "" {
				t.Errorf("two rounds that say %s differ:\n%s", one.Word, diff)
			}
		}
	})
	if rounded == 0 {
		t.Error("nothing was tried")
	}
}

var errRollBack = errors.New("enough")

// TestARoundKeepsItsPromises runs rounds with any people in any order.
func TestARoundKeepsItsPromises(t *testing.T) {
	t.Parallel()
	db := sit(t, 0).db
	missions := 0
	rapid.Check(t, func(t *rapid.T) {
		missions++
		s := seat(t, db, mission.ID("M"+strings.Repeat("x", missions)), rapid.IntRange(4, 8).Draw(t, "members"))
		id := "Q" + s.m.ID
		_, err := s.open(0, id, rounds.Energy)
		if err != nil {
			s.refuses("opening", err, rounds.TooFew)
			return
		}
		in := map[int]bool{}
		t.Repeat(map[string]func(*rapid.T){
			"answer": func(t *rapid.T) {
				n := rapid.IntRange(0, 9).Draw(t, "who")
				err := s.gives(n, id, mood(rapid.IntRange(0, 6).Draw(t, "value")))
				if err == nil && (in[n] || s.round(id).Closed() || !s.now.Before(begin.Add(rounds.OpenFor))) {
					t.Errorf("%d answered twice, or after the close", n)
				}
				in[n] = in[n] || err == nil
			},
			"join":  func(t *rapid.T) { s.joins(rapid.IntRange(5, 9).Draw(t, "who")) },
			"leave": func(t *rapid.T) { s.leaves(rapid.IntRange(1, 9).Draw(t, "who")) },
			"wait":  func(t *rapid.T) { s.now = s.now.Add(time.Duration(rapid.IntRange(1, 20).Draw(t, "h")) * time.Hour) },
			"close": func(*rapid.T) {
				if !s.now.Before(begin.Add(rounds.OpenFor)) {
					s.closes(id)
				}
			},
			"": func(t *rapid.T) {
				r, answers, voices := s.round(id), len(s.answers(id)), 0
				for _, answered := range in {
					if answered {
						voices++
					}
				}
				switch {
				case !r.Closed() && (answers != voices || r.Key == nil || r.Word != ""):
					t.Errorf("%d answers of %d people while it runs, word %q", answers, voices, r.Word)
				case r.Closed() && (answers != 0 || r.Key != nil || (r.Word != "") != (voices >= r.Floor)):
					t.Errorf("closed with word %q, %d of %d answers left", r.Word, answers, voices)
				}
			},
		})
	})
}
