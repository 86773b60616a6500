package mission_test

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func day(y int, m time.Month, d int) mission.Date { return mission.Date{Year: y, Month: m, Day: d} }

func TestARestEndsOnItsDayOrWhenSomebodyGoesOn(t *testing.T) {
	t.Parallel()
	acts := map[string]func(*memory, time.Time, mission.Mission) error{
		"an entry": func(s *memory, now time.Time, m mission.Mission) error {
			_, _, err := mission.Tell(s, now, bo, m, mission.NewEntry{ID: "E1", Kind: mission.Progress, Text: "a step"})
			return err
		},
		"an answer": func(s *memory, now time.Time, m mission.Mission) error {
			_, err := mission.Answer(s, now, bo, m, "E1", "words", mission.MessageRef{})
			return err
		},
		"somebody who joins": func(s *memory, now time.Time, m mission.Mission) error {
			_, err := mission.Join(s, now, bo, m, "", nil)
			return err
		},
		"another date": func(s *memory, now time.Time, m mission.Mission) error {
			_, err := mission.MoveDate(s, now, ana, m, mission.NewDate{Phase: m.Phase, Target: day(2026, 11, 13)})
			return err
		},
		"a closed phase": func(s *memory, now time.Time, m mission.Mission) error {
			_, err := mission.ClosePhase(s, now, ana, m, mission.PhaseClose{Phase: m.Phase, Reached: mission.ReachedYes})
			return err
		},
		"a tap": func(s *memory, now time.Time, m mission.Mission) error {
			_, err := mission.GoOn(s, now, bo, m)
			return err
		},
	}
	for name, act := range acts {
		s, m := started(t)
		m, err := mission.LetRest(s, begin, ana, m, mission.Date{})
		if err != nil || !m.Resting(begin.AddDate(1, 0, 0)) {
			t.Fatalf("let rest without a day: %+v, %v", m.Rest, err)
		}
		now := begin.AddDate(0, 0, 3)
		if err := act(s, now, m); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if m, _ = s.Mission("T1", "M1"); m.Resting(now) || !m.LastSign().Equal(now) {
			t.Errorf("after %s: resting %v, the last sign %v, want %v", name, m.Resting(now), m.LastSign(), now)
		}
	}
	s, m := started(t)
	m, err := mission.LetRest(s, begin, ana, m, m.Today(begin).AddDays(10))
	if err != nil {
		t.Fatal(err)
	}
	last, first := m.Rest.Until.AddDays(-1).At(23, 59, m.Location()), m.Rest.Until.At(0, 0, m.Location())
	if !m.Resting(last) || m.Resting(first) || !m.RestsUntil(last).Equal(first) || !m.LastSign().Equal(first) {
		t.Errorf("rests at %v: %v, at %v: %v, until %v, last sign %v", last, m.Resting(last), first, m.Resting(first), m.RestsUntil(last), m.LastSign())
	}
}

func TestWhoMayLetItRestAndWhat(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	today := m.Today(begin)
	for name, c := range map[string]struct {
		by    mission.Actor
		until mission.Date
		want  mission.Code
	}{
		"somebody who is not in": {bo, mission.Date{}, mission.MembersOnly},
		"until today":            {ana, today, mission.DatePast},
		"until yesterday":        {ana, today.AddDays(-1), mission.DatePast},
	} {
		_, err := mission.LetRest(s, begin, c.by, m, c.until)
		if refused, ok := mission.Refused(err); !ok || refused.Code != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	ended, err := mission.Finish(s, begin, ana, m, mission.EndOfMission{Kind: mission.Completed, Story: "done"})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"let rest": second(mission.LetRest(s, begin, ana, ended, mission.Date{})),
		"go on":    second(mission.GoOn(s, begin, ana, ended)),
		"affirm":   second(mission.SayStillTrue(s, begin, ana, ended)),
		"move":     second(mission.MoveDate(s, begin, ana, ended, mission.NewDate{})),
	} {
		if refused, ok := mission.Refused(err); !ok || refused.Code != mission.Ended {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
	if _, rests, err := mission.RestUnasked(s, begin, ended); rests || err != nil {
		t.Errorf("an ended mission is let rest: %v, %v", rests, err)
	}
}

func second(_ mission.Mission, err error) error { return err }

func TestThoseWhoSayThatAPhaseIsThereStandUntilItsDateMoves(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, err := mission.Join(s, begin, bo, m, "", nil); err != nil {
		t.Fatal(err)
	}
	m, _ = s.Mission("T1", "M1")
	for i, want := range []bool{true, false} {
		after, fresh, err := mission.SayThere(s, begin, bo, m, mission.Beginning)
		if m = after; fresh != want || err != nil || len(m.There) != 1 {
			t.Errorf("said for the %d. time: fresh %v, %v, %v", i+1, fresh, m.There, err)
		}
	}
	if _, _, err := mission.SayThere(s, begin, bo, m, mission.Middle); err == nil {
		t.Error("a phase that is still to come is there")
	}
	if _, err := mission.MoveDate(s, begin, bo, m, mission.NewDate{Phase: m.Phase, Target: day(2026, 11, 6)}); err == nil {
		t.Error("somebody who does not lead moved a date")
	}
	if _, err := mission.MoveDate(s, begin, ana, m, mission.NewDate{Phase: m.Phase, Target: day(2026, 12, 11)}); err == nil {
		t.Error("the beginning was put behind the middle")
	}
	forgotten, err := mission.ForgetSteering(s, m, "UBO", nil)
	if err != nil || len(forgotten.There) != 1 || forgotten.There[0] != "" {
		t.Errorf("after forgetting: %q, %v", forgotten.There, err)
	}
	moved, err := mission.MoveDate(s, begin, ana, m, mission.NewDate{Phase: m.Phase, Target: day(2026, 11, 6), Why: "a week more"})
	if err != nil || len(moved.There) != 0 || moved.Due() != day(2026, 11, 6) || len(moved.Earlier) != 1 || moved.Earlier[0].Reason != "a week more" {
		t.Errorf("moved to %v, %v, earlier %+v, %v", moved.Due(), moved.There, moved.Earlier, err)
	}
}
