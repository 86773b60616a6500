package bolt

import (
	"fmt"
	"slices"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

var trialBuckets = [][]byte{bucketTrial, bucketTrialChannel, bucketTrialToss, bucketTrialLook}

var trials = table[trialRecord]{
	bucket: bucketTrial,
	key:    func(r *trialRecord) []byte { return key(string(r.Team), string(r.ID)) },
	ids: func(r *trialRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.ID)}, []string{string(r.Channel)}
	},
	indexes: []index[trialRecord]{
		{bucketTrialChannel, func(r *trialRecord) []byte { return key(string(r.Team), string(r.Channel), string(r.ID)) }},
	},
}

var trialTosses = table[tossRecord]{
	bucket: bucketTrialToss,
	key:    func(r *tossRecord) []byte { return key(string(r.Team), string(r.Trial), r.Nudge) },
	ids: func(r *tossRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Trial), r.Nudge}, []string{string(r.Mission), string(r.User)}
	},
	missions: func(r *tossRecord) (mission.TeamID, []mission.ID) { return r.Team, present(r.Mission) },
}

var trialLooks = table[lookRecord]{
	bucket: bucketTrialLook,
	key: func(r *lookRecord) []byte {
		return key(string(r.Team), string(r.Trial), fmt.Sprintf("%02d", r.N))
	},
	ids: func(r *lookRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Trial)}, nil
	},
}

// Trial returns a trial, or ErrNotFound.
func (tx *Tx) Trial(team mission.TeamID, id mission.ID) (trial.Trial, error) {
	r, err := trials.get(tx, key(string(team), string(id)))
	if err != nil {
		return trial.Trial{}, err
	}
	return fromTrial(r), nil
}

// PutTrial keeps a trial in place of what was kept under its id.
func (tx *Tx) PutTrial(t trial.Trial) error { return trials.put(tx, toTrial(t)) }

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
	return underKeys(tx, &trials, prefix(string(team)), fromTrial)
}

// moveTrials moves the trials of a channel to another one.
func (tx *Tx) moveTrials(team mission.TeamID, from, to mission.ChannelID) error {
	all, err := tx.TrialsIn(team, from)
	if err != nil {
		return err
	}
	for _, t := range all {
		t.Channel = to
		moveRef(&t.Message, from, to)
		if err := tx.PutTrial(t); err != nil {
			return err
		}
	}
	return nil
}

// TrialDecision returns what the coin said about a nudge, or ErrNotFound.
func (tx *Tx) TrialDecision(team mission.TeamID, id mission.ID, nudge string) (trial.Decision, error) {
	r, err := trialTosses.get(tx, key(string(team), string(id), nudge))
	if err != nil {
		return trial.Decision{}, err
	}
	return fromToss(r), nil
}

// PutTrialDecision keeps what the coin said about a nudge in place of what was kept of it.
func (tx *Tx) PutTrialDecision(d trial.Decision) error { return trialTosses.put(tx, toToss(d)) }

// DeleteTrialDecision removes what the coin said about a nudge; where nothing is kept it does nothing.
func (tx *Tx) DeleteTrialDecision(team mission.TeamID, id mission.ID, nudge string) error {
	return trialTosses.delete(tx, key(string(team), string(id), nudge))
}

// TrialDecisions returns the decisions of a trial, by their nudges.
func (tx *Tx) TrialDecisions(team mission.TeamID, id mission.ID) ([]trial.Decision, error) {
	return underKeys(tx, &trialTosses, prefix(string(team), string(id)), fromToss)
}

// TrialLooks returns the looks at a trial, oldest first.
func (tx *Tx) TrialLooks(team mission.TeamID, id mission.ID) ([]trial.Look, error) {
	return underKeys(tx, &trialLooks, prefix(string(team), string(id)), fromLook)
}

// PutTrialLook keeps a look in place of what was kept of it.
func (tx *Tx) PutTrialLook(l trial.Look) error { return trialLooks.put(tx, toLook(l)) }

// underKeys returns what a table holds under keys that begin alike, by their keys.
func underKeys[R, T any](tx *Tx, of *table[R], start []byte, from func(R) T) ([]T, error) {
	var out []T
	for _, raw := range tx.ascend(of.bucket, start) {
		r, err := of.decode(slices.Clone(raw))
		if err != nil {
			return nil, err
		}
		out = append(out, from(r))
	}
	return out, tx.live()
}
