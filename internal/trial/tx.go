package trial

import (
	"errors"

	"throughline/internal/mission"
)

// Tx is what trials need of a store inside one transaction. It returns [mission.ErrNotFound] for what is not
// there.
type Tx interface {
	Trial(team mission.TeamID, id mission.ID) (Trial, error)
	PutTrial(t Trial) error
	// TrialsIn returns the trials of a channel, oldest first; of no channel the workspace's.
	TrialsIn(team mission.TeamID, channel mission.ChannelID) ([]Trial, error)
	// TrialsOf returns all trials of a workspace, oldest first.
	TrialsOf(team mission.TeamID) ([]Trial, error)

	TrialDecision(team mission.TeamID, trial mission.ID, nudge string) (Decision, error)
	PutTrialDecision(d Decision) error
	DeleteTrialDecision(team mission.TeamID, trial mission.ID, nudge string) error
	// TrialDecisions returns the decisions of a trial, by their nudges.
	TrialDecisions(team mission.TeamID, trial mission.ID) ([]Decision, error)

	// TrialLooks returns the looks at a trial, oldest first.
	TrialLooks(team mission.TeamID, trial mission.ID) ([]Look, error)
	PutTrialLook(l Look) error
}

// Latest returns the newest trial of a channel, or of the workspace for no channel, and whether there is one.
func Latest(tx Tx, team mission.TeamID, channel mission.ChannelID) (Trial, bool, error) {
	all, err := tx.TrialsIn(team, channel)
	if err != nil || len(all) == 0 {
		return Trial{}, false, err
	}
	return all[len(all)-1], true, nil
}

// notFound reports whether an error says that something is not there.
func notFound(err error) bool { return errors.Is(err, mission.ErrNotFound) }
