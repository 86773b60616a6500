package mission_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// refunds is the wording of a mission that passes every check on its first day.
func refunds() mission.Wording {
	return mission.Wording{
		Name: "Refunds in a day", EndState: "Nine refunds in ten arrive within a day",
		Why: mission.Why{Customers: "their money is back before they worry"},
		Plan: [3]mission.PhasePlan{
			{DoneWhen: "we followed ten refunds", Target: mission.Date{Year: 2026, Month: 10, Day: 30}},
			{DoneWhen: "the new way runs for one shop", Target: mission.Date{Year: 2026, Month: 12, Day: 11}},
			{DoneWhen: "", Target: mission.Date{Year: 2027, Month: 1, Day: 15}},
		},
	}
}

var (
	ana = mission.Actor{Team: "T1", User: "UANA", InChannel: true}
	bo  = mission.Actor{Team: "T1", User: "UBO", InChannel: true}
)

// started returns a store with a mission that Ana leads.
func started(t *testing.T) (*memory, mission.Mission) {
	t.Helper()
	s := newMemory()
	m, err := mission.Start(s, begin, ana, mission.NewMission{
		ID: "M1", Channel: "C1", Zone: "Europe/Lisbon", Wording: refunds(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, m
}

func TestStartMakesTheStarterFirstMemberAndLead(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if m.Lead != "UANA" || m.Phase != mission.Beginning || !m.Running() {
		t.Errorf("started as %+v", m)
	}
	if member, err := s.Member("T1", "M1", "UANA"); err != nil || !member.In() {
		t.Errorf("the starter's membership is %+v, %v", member, err)
	}
}

func TestStartRefusesWordingThatWillNotDo(t *testing.T) {
	t.Parallel()
	day := func(m time.Month, d int) mission.Date { return mission.Date{Year: 2026, Month: m, Day: d} }
	for _, row := range []struct {
		sentence string
		change   func(*mission.Wording)
		code     mission.Code
		field    string
	}{
		{"a mission has a name", func(w *mission.Wording) { w.Name = " \t" }, mission.Empty, "name"},
		{"a name is short enough to be said aloud", func(w *mission.Wording) { w.Name = strings.Repeat("é", 81) }, mission.TooLong, "name"},
		{"a mission has an end state", func(w *mission.Wording) { w.EndState = "" }, mission.Empty, "end_state"},
		{"every phase has a target date", func(w *mission.Wording) { w.Plan[mission.Middle].Target = mission.Date{} }, mission.NoDate, "target_middle"},
		{"a target lies ahead", func(w *mission.Wording) { w.Plan[0].Target = day(time.October, 11) }, mission.DatePast, "target_beginning"},
		{"the middle comes after the beginning", func(w *mission.Wording) { w.Plan[1].Target = day(time.October, 30) }, mission.DateOrder, "target_middle"},
		{"the end comes after the middle", func(w *mission.Wording) { w.Plan[2].Target = day(time.December, 1) }, mission.DateOrder, "target_end"},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			w := refunds()
			row.change(&w)
			_, err := mission.Start(newMemory(), begin, ana, mission.NewMission{ID: "M1", Channel: "C1", Wording: w})
			r, ok := mission.Refused(err)
			if !ok || r.Code != row.code || r.Field != row.field {
				t.Errorf("got %v, want %s (%s)", err, row.code, row.field)
			}
		})
	}
}

func TestOneChannelHasOneMission(t *testing.T) {
	t.Parallel()
	s, _ := started(t)
	_, err := mission.Start(s, begin, bo, mission.NewMission{ID: "M2", Channel: "C1", Wording: refunds()})
	if r, ok := mission.Refused(err); !ok || r.Code != mission.MissionRuns || r.Mission != "M1" || r.By != "UANA" {
		t.Errorf("got %v, want mission_runs naming M1 and its starter", err)
	}
}

func TestJoinOnceAndAgainAfterLeaving(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, err := mission.Join(s, begin, bo, m, " find where the days go ", nil); err != nil {
		t.Fatal(err)
	}
	member, err := mission.Join(s, begin, bo, m, "something else", nil)
	if verdict(err) != string(mission.AlreadyIn) || member.Piece != "find where the days go" {
		t.Errorf("joining twice gave %+v, %v", member, err)
	}
	if m, err = mission.Leave(s, begin, bo, m); err != nil {
		t.Fatal(err)
	}
	if _, err := mission.Join(s, begin, bo, m, "", nil); err != nil {
		t.Errorf("coming back was refused: %v", err)
	}
}

func TestALeadWhoLeavesLeavesTheMissionToItsMembers(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	m, err := mission.Leave(s, begin, ana, m)
	if err != nil || !m.SelfGoverned() {
		t.Errorf("after the lead left: lead %q, %v", m.Lead, err)
	}
}

func TestTellCountsAndNamesThePiece(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, err := mission.Join(s, begin, bo, m, "the bank", nil); err != nil {
		t.Fatal(err)
	}
	m, e, err := mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "E1", Kind: mission.Win, Text: "one shop pays out", Gain: mission.ForCustomers})
	if err != nil {
		t.Fatal(err)
	}
	if e.Piece != "the bank" || m.Tally.Count(mission.Win) != 1 || m.Tally.LatestWin != "E1" {
		t.Errorf("told %+v, tally %+v", e, m.Tally)
	}
}

func TestTellRefuses(t *testing.T) {
	t.Parallel()
	past := mission.Date{Year: 2026, Month: 10, Day: 1}
	for _, row := range []struct {
		sentence string
		in       mission.NewEntry
		code     mission.Code
	}{
		{"a step of what?", mission.NewEntry{Kind: mission.Progress, Text: " "}, mission.Empty},
		{"more than anyone will read", mission.NewEntry{Kind: mission.Progress, Text: strings.Repeat("a", 12_001)}, mission.TooLong},
		{"an unknown kind", mission.NewEntry{Kind: "praise", Text: "x"}, mission.BadChoice},
		{"thanks to nobody", mission.NewEntry{Kind: mission.Thanks, Text: "x"}, mission.ThanksNobody},
		{"thanks to oneself", mission.NewEntry{Kind: mission.Thanks, Text: "x", To: []mission.UserID{"UBO"}}, mission.ThanksSelf},
		{"thanks to a crowd", mission.NewEntry{Kind: mission.Thanks, Text: "x", To: []mission.UserID{"1", "2", "3", "4", "5", "6"}}, mission.ThanksMany},
		{"a win for the moon", mission.NewEntry{Kind: mission.Win, Text: "x", Gain: "moon"}, mission.BadChoice},
		{"a commitment without a day", mission.NewEntry{Kind: mission.Commitment, Text: "x"}, mission.NoDate},
		{"a commitment in the past", mission.NewEntry{Kind: mission.Commitment, Text: "x", By: past}, mission.DatePast},
		{"a risk without an expectation", mission.NewEntry{Kind: mission.Risk, Text: "x"}, mission.Empty},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s, m := started(t)
			row.in.ID = "E1"
			if _, err := mission.Join(s, begin, bo, m, "", nil); err != nil {
				t.Fatal(err)
			}
			if _, _, err := mission.Tell(s, begin, bo, m, row.in); verdict(err) != string(row.code) {
				t.Errorf("got %v, want %s", err, row.code)
			}
			if len(s.entries) != 0 {
				t.Error("a refused entry was kept")
			}
		})
	}
}

func TestWithdrawnWordsAreGoneAndTheTallyFollows(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	for _, id := range []mission.ID{"E1", "E2"} {
		var err error
		if m, _, err = mission.Tell(s, begin, bo, m, mission.NewEntry{ID: id, Kind: mission.Win, Text: "won"}); err != nil {
			t.Fatal(err)
		}
	}
	m, e, err := mission.Withdraw(s, begin, bo, m, "E2")
	if err != nil || e.Text != "" || !e.Withdrawn() {
		t.Fatalf("withdrawn as %+v, %v", e, err)
	}
	if m.Tally.Count(mission.Win) != 1 || m.Tally.LatestWin != "E1" {
		t.Errorf("tally after withdrawing: %+v", m.Tally)
	}
	if _, _, err := mission.Withdraw(s, begin, bo, m, "E2"); verdict(err) != string(mission.MovedOn) {
		t.Errorf("withdrawing twice: %v", err)
	}
	if _, err := mission.EditText(s, begin, ana, m, "E1", "mine now"); verdict(err) != string(mission.AuthorOnly) {
		t.Errorf("another's words edited: %v", err)
	}
}

func TestTheLatestWinIsTheNewestThatStands(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	id := func(n int) mission.ID { return mission.ID(fmt.Sprintf("E%02d", n)) }
	var err error
	for n := range 50 {
		if m, _, err = mission.Tell(s, begin, bo, m, mission.NewEntry{ID: id(n), Kind: mission.Win, Text: "won"}); err != nil {
			t.Fatal(err)
		}
	}
	for n := 1; n < 50; n++ { // All but the first, and the newest last.
		if m, _, err = mission.Withdraw(s, begin, bo, m, id(n)); err != nil {
			t.Fatal(err)
		}
	}
	if m.Tally.LatestWin != id(0) {
		t.Errorf("the latest win is %q, want the only one that stands", m.Tally.LatestWin)
	}
	if m, _, err = mission.Withdraw(unread{s}, begin, bo, m, id(0)); err != nil || m.Tally.LatestWin != "" {
		t.Errorf("where none stands, the latest is %q, %v", m.Tally.LatestWin, err)
	}
}

// unread is a store whose entries nobody may list.
type unread struct{ *memory }

func (unread) Entries(mission.TeamID, mission.ID, mission.ID, int, ...mission.EntryKind) ([]mission.Entry, error) {
	return nil, errors.New("the entries of a mission were read through for nothing")
}

func TestABlockOpensOnce(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, _, err := mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "E1", Kind: mission.Blocked, Text: "closed"}); err != nil {
		t.Fatal(err)
	}
	_, first, err := mission.Help(s, ana, m, "E1")
	_, second, err2 := mission.Help(s, ana, m, "E1")
	if err != nil || err2 != nil || !first || second {
		t.Errorf("help offered: first %v %v, second %v %v", first, err, second, err2)
	}
	if _, err := mission.Reopened(s, begin, ana, m, "E1"); err != nil {
		t.Fatal(err)
	}
	if _, err := mission.Reopened(s, begin, ana, m, "E1"); verdict(err) != string(mission.MovedOn) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestPhasesCloseInOrderAndOnce(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	closing := mission.PhaseClose{Phase: mission.Beginning, Reached: mission.ReachedPart, Learned: "ask the bank first"}
	next, err := mission.ClosePhase(s, begin, ana, m, closing)
	if err != nil || next.Phase != mission.Middle {
		t.Fatalf("closed to %v, %v", next.Phase, err)
	}
	if _, err := mission.ClosePhase(s, begin, ana, next, closing); verdict(err) != string(mission.MovedOn) {
		t.Errorf("closed twice: %v", err)
	}
	if _, err := mission.UndoClose(s, begin.Add(25*time.Hour), ana, next); verdict(err) != string(mission.TooLate) {
		t.Errorf("undone after a day: %v", err)
	}
	back, err := mission.UndoClose(s, begin.Add(time.Hour), ana, next)
	if err != nil || back.Phase != mission.Beginning || len(back.Closings) != 0 {
		t.Errorf("undone to %+v, %v", back, err)
	}
}

func TestUndoingAClosingBringsTheDateBack(t *testing.T) {
	t.Parallel()
	planned := refunds().Plan[mission.Middle].Target
	sooner := mission.Date{Year: 2026, Month: 11, Day: 20}
	for _, row := range []struct {
		sentence string
		reworded []int // hours after the start; the phase is closed after two
		want     mission.Date
	}{
		{"the next phase is due when it was", nil, planned},
		{"a wording from before the closing changes nothing", []int{1}, planned},
		{"a wording from after the closing stands", []int{3}, sooner},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s, m := started(t)
			var err error
			for hour := range 4 {
				now := begin.Add(time.Duration(hour) * time.Hour)
				if hour == 2 {
					m, err = mission.ClosePhase(s, now, ana, m, mission.PhaseClose{Reached: mission.ReachedYes, NextTarget: sooner})
				}
				if slices.Contains(row.reworded, hour) {
					w := m.Wording
					w.Name += " or sooner"
					m, _, err = mission.Reword(s, now, ana, m, mission.Rewording{Wording: w, Reason: "clearer"})
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if m.Due() != sooner {
				t.Errorf("closed; the middle is due on %s, want %s", m.Due(), sooner)
			}
			m, err = mission.UndoClose(s, begin.Add(4*time.Hour), ana, m)
			if got := m.Plan[mission.Middle].Target; err != nil || got != row.want {
				t.Errorf("undone; the middle is due on %s, %v; want %s", got, err, row.want)
			}
		})
	}
}

func TestAClosedPhasesDateBindsNobody(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	sooner := mission.Date{Year: 2026, Month: 10, Day: 23} // before the beginning was hoped to be done
	m, err := mission.ClosePhase(s, begin, ana, m, mission.PhaseClose{Reached: mission.ReachedYes, NextTarget: sooner})
	if err != nil {
		t.Fatal(err)
	}
	w := m.Wording
	w.Name = "Refunds the same day"
	if m, _, err = mission.Reword(s, begin, ana, m, mission.Rewording{Wording: w, Reason: "clearer"}); err != nil {
		t.Errorf("reworded after an early closing: %v", err)
	}
	w.Plan[mission.Ending].Target = sooner
	if _, _, err = mission.Reword(s, begin, ana, m, mission.Rewording{Wording: w, Reason: "sooner"}); verdict(err) != string(mission.DateOrder) {
		t.Errorf("an end on the day of the middle: %v", err)
	}
}

func TestWeeksAndMidpoint(t *testing.T) {
	t.Parallel()
	_, m := started(t)
	day := func(n int) time.Time { return begin.AddDate(0, 0, n) }
	if week, of := m.Weeks(day(43)); week != 7 || of != 14 {
		t.Errorf("day 43 is week %d of %d, want 7 of 14", week, of)
	}
	if m.PastMidpoint(day(47)) || !m.PastMidpoint(day(48)) {
		t.Error("the midpoint of 95 days is not on the 48th day")
	}
}

func TestTheCardTurnsByTheCalendar(t *testing.T) {
	t.Parallel()
	_, m := started(t)
	for _, row := range []struct {
		sentence string
		day      int
		want     string
	}{
		{"a new week begins after seven days", 0, "2026-10-19"},
		{"and after seven more", 7, "2026-10-26"},
		{"the day after the beginning was hoped to be done comes before the week does", 14, "2026-10-31"},
		{"the midpoint does too", 43, "2026-11-29"},
		{"past the end the weeks go on", 120, "2027-02-15"},
	} {
		if got := m.NextTurn(begin.AddDate(0, 0, row.day)); got.String() != row.want {
			t.Errorf("%s: on day %d the next turn is %s, want %s", row.sentence, row.day, got, row.want)
		}
	}
}
