package bolt

import (
	"slices"

	"throughline/internal/mission"
	"throughline/internal/store/record"
	"throughline/internal/trial"
)

var trialBuckets = [][]byte{bucketTrial, bucketTrialChannel, bucketTrialToss, bucketTrialLook}

var trials = table[record.Trial]{kind: record.Trials, bucket: bucketTrial,
	indexes: []index[record.Trial]{
		{bucketTrialChannel, func(r *record.Trial) []byte { return key(string(r.Team), string(r.Channel), string(r.ID)) }},
	},
}

var trialTosses = table[record.Toss]{kind: record.TrialTosses, bucket: bucketTrialToss}

var trialLooks = table[record.Look]{kind: record.TrialLooks, bucket: bucketTrialLook}

// Trial returns a trial, or ErrNotFound.
func (tx *Tx) Trial(team mission.TeamID, id mission.ID) (trial.Trial, error) {
	r, err := trials.get(tx, key(string(team), string(id)))
	if err != nil {
		return trial.Trial{}, err
	}
	return record.FromTrial(r), nil
}

// PutTrial keeps a trial in place of what was kept under its id.
func (tx *Tx) PutTrial(t trial.Trial) error { return trials.put(tx, record.ToTrial(t)) }

// TrialsIn returns the trials of a channel, oldest first; of no channel the workspace's.
func (tx *Tx) TrialsIn(team mission.TeamID, channel mission.ChannelID) ([]trial.Trial, error) {
	p := prefix(string(team), string(channel))
	var out []trial.Trial
	for k := range tx.ascend(bucketTrialChannel, p) {
		t, err := tx.Trial(team, mission.ID(lastText(k, p)))
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, tx.live()
}

// TrialsOf returns all trials of a workspace, by their ids and so oldest first.
func (tx *Tx) TrialsOf(team mission.TeamID) ([]trial.Trial, error) {
	return underKeys(tx, &trials, prefix(string(team)), record.FromTrial)
}

// TrialDecision returns what the coin said about a nudge, or ErrNotFound.
func (tx *Tx) TrialDecision(team mission.TeamID, id mission.ID, nudge string) (trial.Decision, error) {
	r, err := trialTosses.get(tx, key(string(team), string(id), nudge))
	if err != nil {
		return trial.Decision{}, err
	}
	return record.FromToss(r), nil
}

// PutTrialDecision keeps what the coin said about a nudge in place of what was kept of it.
func (tx *Tx) PutTrialDecision(d trial.Decision) error { return trialTosses.put(tx, record.ToToss(d)) }

// DeleteTrialDecision removes what the coin said about a nudge; where nothing is kept it does nothing.
func (tx *Tx) DeleteTrialDecision(team mission.TeamID, id mission.ID, nudge string) error {
	return trialTosses.delete(tx, key(string(team), string(id), nudge))
}

// TrialDecisions returns the decisions of a trial, by their nudges.
func (tx *Tx) TrialDecisions(team mission.TeamID, id mission.ID) ([]trial.Decision, error) {
	return underKeys(tx, &trialTosses, prefix(string(team), string(id)), record.FromToss)
}

// TrialLooks returns the looks at a trial, oldest first.
func (tx *Tx) TrialLooks(team mission.TeamID, id mission.ID) ([]trial.Look, error) {
	return underKeys(tx, &trialLooks, prefix(string(team), string(id)), record.FromLook)
}

// PutTrialLook keeps a look in place of what was kept of it.
func (tx *Tx) PutTrialLook(l trial.Look) error { return trialLooks.put(tx, record.ToLook(l)) }

// underKeys returns what a table holds under keys that begin alike, by their keys.
func underKeys[R, T any](tx *Tx, of *table[R], start []byte, from func(R) T) ([]T, error) {
	var out []T
	for _, raw := range tx.ascend(of.bucket, start) {
		r, err := of.kind.Decode(slices.Clone(raw))
		if err != nil {
			return nil, err
		}
		out = append(out, from(r))
	}
	return out, tx.live()
}
