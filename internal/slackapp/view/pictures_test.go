package view

import (
	"bytes"
	"image/png"
	"testing"

	"throughline/internal/chart"
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

func TestEnergyPictureInWords(t *testing.T) {
	s := newSample(asWritten)
	d := EnergyData{Mission: s.running(), Rounds: energySample()}
	for i, p := range []mission.Phase{mission.Beginning, mission.Beginning, mission.Middle, mission.Middle} {
		d.Rounds[i].Phase = p
	}
	p, held, err := EnergyPicture(s.env, d)
	if err != nil || !held {
		t.Fatalf("no picture: %v", err)
	}
	want := "Energy in Refunds in a day, four rounds, Wednesday 14 October to Wednesday 25 November: mixed, heavy, not enough answers, good."
	if p.Alt != want {
		t.Errorf("it is described as %q, want %q", p.Alt, want)
	}
	if img, err := png.Decode(bytes.NewReader(p.PNG)); err != nil || img.Bounds().Dx() != chart.Width {
		t.Errorf("it is no picture: %v", err)
	}
	d.Earlier, d.Then = s.over(mission.Completed), map[mission.Phase]rounds.Word{mission.Beginning: rounds.Heavy}
	d.Rounds = d.Rounds[:1]
	p, _, err = EnergyPicture(s.env, d)
	if want := "Energy in Refunds in a day, one round, Wednesday 14 October: mixed. At the same points Refunds in a day said: heavy."; err != nil || p.Alt != want {
		t.Errorf("beside an earlier one it is described as %q, %v", p.Alt, err)
	}
	if _, held, err := EnergyPicture(s.env, EnergyData{Mission: s.running()}); held || err != nil {
		t.Errorf("without a round there is a picture, %v", err)
	}
}

func TestTimelinePictureInWords(t *testing.T) {
	s := newSample(asWritten)
	moved := s.running()
	moved.Closings[0].TargetBefore = date(2026, 12, 4)
	for name, tc := range map[string]struct {
		m    mission.Mission
		want string
	}{
		"in the middle": {moved, "Timeline of Refunds in a day. Beginning: Monday 12 October to Friday 30 October. Middle: since Friday 30 October, planned until Friday 11 December. End: planned until Friday 15 January 2027. Today is Tuesday 24 November."},
		"after the end": {s.over(mission.OnPurpose), "Timeline of Refunds in a day. Beginning: Monday 12 October to Friday 30 October. Middle: Friday 30 October to Friday 20 November."},
	} {
		p, err := TimelinePicture(s.env, tc.m, s.story())
		if err != nil || p.Alt != tc.want {
			t.Errorf("%s it is described as %q, %v", name, p.Alt, err)
		}
		if _, err := png.Decode(bytes.NewReader(p.PNG)); err != nil {
			t.Errorf("%s it is no picture: %v", name, err)
		}
	}
	if got := firstTarget(moved, mission.Middle); got != date(2026, 12, 4) {
		t.Errorf("the middle was planned until %s at first", got)
	}
	if weeks := weeksOf(moved, []mission.Entry{s.step(), s.step()}); len(weeks) != 1 {
		t.Errorf("two steps in a week are %d marks", len(weeks))
	}
}
