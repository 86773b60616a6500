package nudges

import (
	"fmt"

	"throughline/internal/mission"
)

// What a phase needs so that two questions a week last for a year in it, though none comes back within
// [NoRepeat] and themes rest. Whoever leads may be asked on every working day.
const (
	enough       = 45
	enoughToLead = 60
	enoughThemes = 15
)

// Thinness is a phase in which an audience runs short of questions.
type Thinness struct {
	Audience          Audience
	Phase             mission.Phase
	Questions, Themes int // those that fit
	Want, WantThemes  int
}

// String says it in a sentence.
func (s Thinness) String() string {
	return fmt.Sprintf("For a %s in the %s: %s in %s. A year needs %d in %d.",
		s.Audience, s.Phase, counted(s.Questions, "question"), counted(s.Themes, "theme"), s.Want, s.WantThemes)
}

func counted(n int, what string) string {
	switch n {
	case 0:
		return "no " + what + "s"
	case 1:
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Thin returns the phases and audiences for which a library is too small, in their order.
func Thin(l Library) []Thinness {
	var short []Thinness
	for _, a := range audiences {
		for _, p := range mission.Phases {
			if s := fullness(l, a, p); s.Questions < s.Want || s.Themes < s.WantThemes {
				short = append(short, s)
			}
		}
	}
	return short
}

func fullness(l Library, a Audience, p mission.Phase) Thinness {
	s := Thinness{Audience: a, Phase: p, Want: enough, WantThemes: enoughThemes}
	if a == Lead {
		s.Want = enoughToLead
	}
	themes := make(map[string]bool)
	for _, q := range l.Fitting(a, p) {
		s.Questions++
		themes[q.Theme] = true
	}
	s.Themes = len(themes)
	return s
}
