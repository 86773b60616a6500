package view

import (
	"fmt"

	"throughline/internal/mission"
)

// where says in which phase and week a mission is: "middle, week 7 of 14".
func (e Env) where(m mission.Mission) string {
	week, of := m.Weeks(e.Now)
	if week > of {
		return fmt.Sprintf("%s, week %d", m.Phase, week)
	}
	return fmt.Sprintf("%s, week %d of %d", m.Phase, week, of)
}

// path shows the three phases and where the mission is among them.
func (e Env) path(m mission.Mission) line {
	steps := make([]line, 0, len(mission.Phases))
	for _, p := range mission.Phases {
		steps = append(steps, e.step(m, p))
	}
	return joined("  →  ", steps...)
}

func (e Env) step(m mission.Mission, p mission.Phase) line {
	if c, ok := m.Closing(p); ok {
		return fill("%s (done %s)", phaseWord(p), Day(mission.DateOf(c.At.In(m.Location())), m.Today(e.Now)))
	}
	if p == m.Phase && m.Running() {
		return fill("*%s, you are here*", phaseWord(p))
	}
	return fill("%s", phaseWord(p))
}

// ended says how and when a mission ended, beginning with the word for it in bold.
func (e Env) ended(m mission.Mission) line {
	return fill("*%s* on %s", endingOf(m.Outcome.Kind).word, e.on(m, m.Outcome.At))
}

// lasted is how many days a mission took, the first and the last counted.
func lasted(m mission.Mission) int {
	return m.Today(m.StartedAt).DaysUntil(m.Today(m.Outcome.At)) + 1
}
