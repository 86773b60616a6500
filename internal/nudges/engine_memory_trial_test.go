package nudges

import (
	"cmp"
	"maps"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// trialRecords are what the store for tests keeps of trials.
type trialRecords struct {
	trials []trial.Trial
	tosses map[string]trial.Decision // by the nudge
	looks  []trial.Look
}

func (r trialRecords) clone() trialRecords {
	r.trials, r.looks, r.tosses = slices.Clone(r.trials), slices.Clone(r.looks), maps.Clone(r.tosses)
	return r
}

func (m *memory) Trial(_ mission.TeamID, id mission.ID) (trial.Trial, error) {
	for _, t := range m.trials.trials {
		if t.ID == id {
			return t, nil
		}
	}
	return trial.Trial{}, mission.ErrNotFound
}

func (m *memory) PutTrial(t trial.Trial) error {
	m.trials.trials = slices.DeleteFunc(m.trials.trials, func(o trial.Trial) bool { return o.ID == t.ID })
	m.trials.trials = append(m.trials.trials, t)
	slices.SortFunc(m.trials.trials, func(a, b trial.Trial) int { return cmp.Compare(a.ID, b.ID) })
	return nil
}

func (m *memory) TrialsIn(_ mission.TeamID, c mission.ChannelID) ([]trial.Trial, error) {
	return slices.DeleteFunc(slices.Clone(m.trials.trials), func(t trial.Trial) bool { return t.Channel != c }), nil
}

func (m *memory) TrialsOf(mission.TeamID) ([]trial.Trial, error) {
	return slices.Clone(m.trials.trials), nil
}

func (m *memory) TrialDecision(_ mission.TeamID, _ mission.ID, nudge string) (trial.Decision, error) {
	return at(m.trials.tosses, nudge)
}

func (m *memory) PutTrialDecision(d trial.Decision) error {
	if m.trials.tosses == nil {
		m.trials.tosses = make(map[string]trial.Decision)
	}
	m.trials.tosses[d.Nudge] = d
	return nil
}

func (m *memory) DeleteTrialDecision(_ mission.TeamID, _ mission.ID, nudge string) error {
	delete(m.trials.tosses, nudge)
	return nil
}

func (m *memory) TrialDecisions(_ mission.TeamID, id mission.ID) ([]trial.Decision, error) {
	var out []trial.Decision
	for _, k := range slices.Sorted(maps.Keys(m.trials.tosses)) {
		if d := m.trials.tosses[k]; d.Trial == id {
			out = append(out, d)
		}
	}
	return out, nil
}

func (m *memory) TrialLooks(_ mission.TeamID, id mission.ID) ([]trial.Look, error) {
	return slices.DeleteFunc(slices.Clone(m.trials.looks), func(l trial.Look) bool { return l.Trial != id }), nil
}

func (m *memory) PutTrialLook(l trial.Look) error {
	m.trials.looks = slices.DeleteFunc(m.trials.looks, func(o trial.Look) bool { return o.Trial == l.Trial && o.N == l.N })
	m.trials.looks = append(m.trials.looks, l)
	return nil
}
