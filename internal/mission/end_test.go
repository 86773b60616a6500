package mission_test

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestThreeEndingsAndWhatTheNextCarriesOver(t *testing.T) {
	t.Parallel()
	for _, kind := range mission.EndKinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			s, m := started(t)
			in := mission.EndOfMission{Kind: kind, Story: "what happened", Carry: mission.CarryOver{Lessons: true, Why: true}}
			m, err := mission.Finish(s, begin, ana, m, in)
			if err != nil || m.Running() {
				t.Fatalf("ended as %+v, %v", m.Outcome, err)
			}
			if _, _, err := mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "E9", Kind: mission.Progress, Text: "x"}); verdict(err) != string(mission.Ended) {
				t.Errorf("told after the end: %v", err)
			}
			next, err := mission.Start(s, begin, bo, mission.NewMission{ID: "M2", Channel: "C1", Wording: refunds(), From: "M1"})
			if err != nil || next.From != "M1" || next.Carried != in.Carry {
				t.Errorf("the next one: %+v, %v", next, err)
			}
			if _, err := mission.UndoEnd(s, begin.Add(time.Hour), ana, m); verdict(err) != string(mission.MissionRuns) {
				t.Errorf("undone although the next one runs: %v", err)
			}
		})
	}
}

func TestAnEndingCanBeUndoneForADay(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	ended, err := mission.Finish(s, begin, ana, m, mission.EndOfMission{Kind: mission.Overtaken, Story: "the bank did it"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mission.UndoEnd(s, begin.Add(time.Hour), bo, ended); verdict(err) != string(mission.TooLate) {
		t.Errorf("undone by another: %v", err)
	}
	if back, err := mission.UndoEnd(s, begin.Add(time.Hour), ana, ended); err != nil || !back.Running() {
		t.Errorf("undone to %+v, %v", back, err)
	}
}

func TestAnEndingThatWasFollowedStands(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	story := mission.EndOfMission{Kind: mission.Completed, Story: "all of it"}
	ended, err := mission.Finish(s, begin, ana, m, story)
	if err != nil {
		t.Fatal(err)
	}
	next, err := mission.Start(s, begin, ana, mission.NewMission{ID: "M2", Channel: "C1", Wording: refunds(), From: "M1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := mission.Finish(s, begin, ana, next, story); err != nil {
		t.Fatal(err)
	}
	if _, err := mission.UndoEnd(s, begin.Add(time.Hour), ana, ended); verdict(err) != string(mission.MovedOn) {
		t.Errorf("undone although another grew from it: %v", err)
	}
}

func TestAnEndingTakesLessonsOfItsMissionAlone(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	m, _, err := mission.Tell(s, begin, bo, m, mission.NewEntry{ID: "E1", Kind: mission.Win, Text: "won"})
	if err != nil {
		t.Fatal(err)
	}
	for sentence, id := range map[string]mission.ID{"a win": "E1", "an id that was made up": "E7"} {
		in := mission.EndOfMission{Kind: mission.Completed, Story: "all of it", Lessons: []mission.ID{id}}
		if _, err := mission.Finish(s, begin, ana, m, in); verdict(err) != string(mission.BadChoice) {
			t.Errorf("%s as a lesson: %v", sentence, err)
		}
	}
}
