package view

import (
	"fmt"
	"math"
	"strings"
	"time"

	"throughline/internal/chart"
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// Picture is a picture of a report, with what it shows in words. Everything in it stands in the message that it
// belongs to as well.
type Picture struct {
	// Name is that of its file, Title what people read above it.
	Name, Title string
	// Alt says in words what it shows, in at most 1,000 characters.
	Alt string
	PNG []byte
}

// daysSince counts the days from a mission's beginning to a moment, with parts of days.
func daysSince(m mission.Mission, t time.Time) float64 { return t.Sub(m.StartedAt).Hours() / 24 }

// dayOfDate is the same for the middle of a day in the mission's zone.
func dayOfDate(m mission.Mission, d mission.Date) float64 {
	return daysSince(m, d.At(12, 0, m.Location()))
}

// shortDay writes a date as the scale of a picture has room for it.
func shortDay(d mission.Date) string { return fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3]) }

// EnergyData is what the picture of energy shows.
type EnergyData struct {
	Mission mission.Mission
	Rounds  []rounds.Result // oldest first
	// Earlier is the mission that this one grew from, and Then what it said in each phase.
	Earlier mission.Mission
	Then    map[mission.Phase]rounds.Word
}

// EnergyPicture draws what the rounds on energy said. It reports false where none was held.
func EnergyPicture(e Env, d EnergyData) (Picture, bool, error) {
	if len(d.Rounds) == 0 {
		return Picture{}, false, nil
	}
	t := chart.Trend{
		Levels: []string{string(rounds.Heavy), string(rounds.Mixed), string(rounds.Good)},
		Own:    "this mission", Earlier: "the mission before", Missing: []string{"not", "enough", "answers"},
	}
	for _, c := range d.Mission.Closings {
		if !c.Phase.Last() {
			t.Turns = append(t.Turns, chart.Turn{At: daysSince(d.Mission, c.At), Label: "the " + (c.Phase + 1).String() + " begins"})
		}
	}
	for _, r := range d.Rounds {
		t.Rounds = append(t.Rounds, chart.Round{
			At: daysSince(d.Mission, r.At), Label: shortDay(d.Mission.Today(r.At)),
			Level: levelOf(r.Word), Earlier: levelOf(d.Then[r.Phase]),
		})
	}
	png, err := t.PNG()
	return Picture{Name: "energy.png", Title: "Energy", Alt: Cut(energyAlt(e, d), maxAlt), PNG: png}, true, err
}

func levelOf(w rounds.Word) chart.Level {
	for i, known := range rounds.Words {
		if w == known {
			return chart.Level(i)
		}
	}
	return chart.None
}

// energyAlt is the picture of energy in words.
func energyAlt(e Env, d EnergyData) string {
	m := d.Mission
	var words, then []string
	for _, r := range d.Rounds {
		words = append(words, energyWord(r))
		if w := d.Then[r.Phase]; w != "" {
			then = append(then, string(w))
		}
	}
	first, last := e.on(m, d.Rounds[0].At), e.on(m, d.Rounds[len(d.Rounds)-1].At)
	alt := fmt.Sprintf("Energy in %s, %s rounds, %s to %s: %s.", title(m), inWords(len(words)), first, last, strings.Join(words, ", "))
	if len(words) == 1 {
		alt = fmt.Sprintf("Energy in %s, one round, %s: %s.", title(m), first, words[0])
	}
	if len(then) > 0 {
		alt += fmt.Sprintf(" At the same points %s said: %s.", title(d.Earlier), strings.Join(then, ", "))
	}
	return alt
}

// inWords writes a small number as a word.
func inWords(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return number(n)
}

// TimelinePicture draws a mission's phases over its days, and when things were told. The story is that of the
// whole mission.
func TimelinePicture(e Env, m mission.Mission, s mission.Story) (Picture, error) {
	t := chart.Timeline{From: 0, To: dayOfDate(m, m.EndDate()), Today: daysSince(m, e.Now), TodayWord: "today"}
	if m.Outcome != nil {
		t.Today = math.NaN()
		t.To = math.Max(t.To, daysSince(m, m.Outcome.At))
	} else {
		t.To = math.Max(t.To, t.Today)
	}
	began := 0.0
	for _, p := range mission.Phases {
		b := e.bar(m, p, began)
		t.To = math.Max(t.To, math.Max(b.Target, b.Before))
		t.Bars = append(t.Bars, b)
		began = b.To
	}
	t.Days = scale(m, t.To)
	risks := append(append([]mission.Entry(nil), s.Risks...), onlyRisks(s.Ahead)...)
	t.Rows = []chart.Row{
		{Name: "Steps", Shape: chart.Tick, At: weeksOf(m, s.Steps)},
		{Name: "Wins", Shape: chart.Dot, At: placesOf(m, s.Wins)},
		{Name: "Lessons", Shape: chart.Square, At: placesOf(m, s.Lessons)},
		{Name: "Risks", Shape: chart.HollowTriangle, At: placesOf(m, risks)},
	}
	png, err := t.PNG()
	return Picture{Name: "timeline.png", Title: "Timeline", Alt: Cut(timelineAlt(e, m), maxAlt), PNG: png}, err
}

// bar is one phase of a timeline.
func (e Env) bar(m mission.Mission, p mission.Phase, began float64) chart.Bar {
	target := m.Plan[p].Target
	b := chart.Bar{
		Name: phaseWord(p), From: began, State: chart.Ahead, Target: dayOfDate(m, target), Date: pictureDay(e, m, target),
	}
	b.To, b.Before = math.Max(b.Target, began), b.Target
	if before := firstTarget(m, p); !before.IsZero() && before != target {
		b.Before = dayOfDate(m, before)
	}
	closing, closed := m.Closing(p)
	switch {
	case closed:
		b.State, b.To = chart.Done, daysSince(m, closing.At)
	case p == m.Phase && m.Outcome != nil:
		b.State, b.To = chart.Done, daysSince(m, m.Outcome.At)
	case p == m.Phase:
		b.State, b.To = chart.Running, math.Max(b.To, daysSince(m, e.Now))
	}
	return b
}

// pictureDay writes a target date as a picture has room for it: "Fri 11 Dec".
func pictureDay(e Env, m mission.Mission, d mission.Date) string {
	s := d.Weekday().String()[:3] + " " + shortDay(d)
	if d.Year != m.Today(e.Now).Year {
		s += fmt.Sprintf(" %d", d.Year)
	}
	return s
}

// firstTarget is the target date that a phase had at first, or no date where it is not known.
func firstTarget(m mission.Mission, p mission.Phase) mission.Date {
	if len(m.Earlier) > 0 {
		return m.Earlier[0].Wording.Plan[p].Target
	}
	if p > 0 {
		if before, ok := m.Closing(p - 1); ok {
			return before.TargetBefore
		}
	}
	return mission.Date{}
}

// scale are the dates below a timeline: its first day and each month, or each week where it is a short one.
func scale(m mission.Mission, to float64) []chart.Turn {
	first := m.Today(m.StartedAt)
	days := []chart.Turn{{At: 0, Label: shortDay(first)}}
	for d := first.AddDays(1); dayOfDate(m, d) <= to; d = d.AddDays(1) {
		weekly := to < 45 && first.DaysUntil(d)%7 == 0
		if weekly || to >= 45 && d.Day == 1 {
			days = append(days, chart.Turn{At: daysSince(m, d.At(0, 0, m.Location())), Label: shortDay(d)})
		}
	}
	return days
}

func placesOf(m mission.Mission, entries []mission.Entry) []float64 {
	var at []float64
	for _, e := range entries {
		at = append(at, daysSince(m, e.At))
	}
	return at
}

// weeksOf returns the place of the last entry of each week: that there were steps is shown, and not
// how many.
func weeksOf(m mission.Mission, entries []mission.Entry) []float64 {
	var at []float64
	seen := map[int]bool{}
	for _, place := range placesOf(m, entries) {
		if week := int(place / 7); !seen[week] {
			seen[week] = true
			at = append(at, place)
		}
	}
	return at
}

func onlyRisks(entries []mission.Entry) []mission.Entry {
	var out []mission.Entry
	for _, e := range entries {
		if e.Kind == mission.Risk {
			out = append(out, e)
		}
	}
	return out
}

// timelineAlt is the timeline in words.
func timelineAlt(e Env, m mission.Mission) string {
	alt := fmt.Sprintf("Timeline of %s. %s", title(m), e.phasesInWords(m).plain())
	if m.Running() {
		alt += fmt.Sprintf(" Today is %s.", Day(m.Today(e.Now), m.Today(e.Now)))
	}
	return alt
}
