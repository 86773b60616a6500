package postgres

import (
	"fmt"
	"strconv"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
	"throughline/internal/trial"
)

// Trial returns a trial, or ErrNotFound.
func (tx *Tx) Trial(team mission.TeamID, id mission.ID) (trial.Trial, error) {
	return get(tx, trials, sure(record.FromTrial), string(team), string(id))
}

// PutTrial keeps a trial in place of what was kept under its id.
func (tx *Tx) PutTrial(t trial.Trial) error { return trials.put(tx, record.ToTrial(t)) }

// TrialsIn returns the trials of a channel, oldest first; of no channel the workspace's.
func (tx *Tx) TrialsIn(team mission.TeamID, channel mission.ChannelID) ([]trial.Trial, error) {
	return find(tx, trials, sure(record.FromTrial), "team = $1 and channel = $2 order by trial", string(team), string(channel))
}

// TrialsOf returns all trials of a workspace, by their ids and so oldest first.
func (tx *Tx) TrialsOf(team mission.TeamID) ([]trial.Trial, error) {
	return find(tx, trials, sure(record.FromTrial), "team = $1 order by trial", string(team))
}

// TrialDecision returns what the coin said about a nudge, or ErrNotFound.
func (tx *Tx) TrialDecision(team mission.TeamID, id mission.ID, nudge string) (trial.Decision, error) {
	return get(tx, trialTosses, sure(record.FromToss), string(team), string(id), nudge)
}

// PutTrialDecision keeps what the coin said about a nudge in place of what was kept of it.
func (tx *Tx) PutTrialDecision(d trial.Decision) error { return trialTosses.put(tx, record.ToToss(d)) }

// DeleteTrialDecision removes what the coin said about a nudge; where nothing is kept it does nothing.
func (tx *Tx) DeleteTrialDecision(team mission.TeamID, id mission.ID, nudge string) error {
	return trialTosses.delete(tx, string(team), string(id), nudge)
}

// TrialDecisions returns the decisions of a trial, by their nudges.
func (tx *Tx) TrialDecisions(team mission.TeamID, id mission.ID) ([]trial.Decision, error) {
	return find(tx, trialTosses, sure(record.FromToss), "team = $1 and trial = $2 order by row_key", string(team), string(id))
}

// TrialLooks returns the looks at a trial, oldest first.
func (tx *Tx) TrialLooks(team mission.TeamID, id mission.ID) ([]trial.Look, error) {
	return find(tx, trialLooks, sure(record.FromLook), "team = $1 and trial = $2 order by look", string(team), string(id))
}

// PutTrialLook keeps a look in place of what was kept of it.
func (tx *Tx) PutTrialLook(l trial.Look) error { return trialLooks.put(tx, record.ToLook(l)) }

// Chosen returns how the question of a row was chosen, or ErrNotFound.
func (tx *Tx) Chosen(team mission.TeamID, user mission.UserID, k string) (nudges.Chosen, error) {
	return get(tx, choices, sure(record.FromChosen), string(team), string(user), k)
}

// PutChosen keeps a choice in place of an earlier one for the same row.
func (tx *Tx) PutChosen(c nudges.Chosen) error { return choices.put(tx, record.ToChosen(c)) }

// OpenChosen returns at most limit choices of all workspaces that have no outcome and were made at or before a
// time, earliest first.
func (tx *Tx) OpenChosen(before time.Time, limit int) ([]nudges.Chosen, error) {
	return find(tx, choices, sure(record.FromChosen),
		"made_at <= $1 and undecided order by made_at, team, person, row_key limit $2", before.UnixMilli(), max(limit, 0))
}

// ChosenSince returns at most limit choices of all workspaces made at or after a time, earliest first, from a
// place on, and where to go on, or "" at the end.
func (tx *Tx) ChosenSince(since time.Time, from string, limit int) (found []nudges.Chosen, next string, err error) {
	if limit <= 0 {
		return nil, from, tx.live()
	}
	where, args := "made_at >= $1", []any{since.UnixMilli()}
	if from != "" {
		behind, err := readTexts(from, 4)
		if err != nil {
			return nil, "", err
		}
		ms, err := strconv.ParseInt(behind[0], 10, 64)
		if err != nil {
			return nil, "", fmt.Errorf("no place in the store: %q", from)
		}
		where, args = "(made_at, team, person, row_key) > ($1, $2, $3, $4)", []any{ms, behind[1], behind[2], behind[3]}
	}
	args = append(args, limit+1)
	all, err := choices.find(tx, where+" order by made_at, team, person, row_key limit "+mark(len(args)), args...)
	if err != nil {
		return nil, "", err
	}
	if len(all) > limit {
		all = all[:limit]
		last := &all[limit-1]
		next = writeTexts(append([]string{strconv.FormatInt(record.Latest(last.At), 10)}, record.Choices.Key(last)...)...)
	}
	for _, r := range all {
		found = append(found, record.FromChosen(r))
	}
	return found, next, nil
}

// SweepChosen removes at most limit choices made before a time, the oldest first, and says how many.
func (tx *Tx) SweepChosen(before time.Time, limit int) (int, error) {
	found, err := choices.find(tx, "made_at < $1 order by made_at, team, person, row_key limit $2", before.UnixMilli(), max(limit, 0))
	if err != nil {
		return 0, err
	}
	return len(found), choices.deleteAll(tx, found)
}

// PlaceCounts returns what was counted at a channel or with a person, or ErrNotFound.
func (tx *Tx) PlaceCounts(team mission.TeamID, place string) (nudges.PlaceCounts, error) {
	return get(tx, placeCounts, sure(record.FromPlaceCounts), string(team), place)
}

// PutPlaceCounts keeps what was counted at a place in place of what was kept of it.
func (tx *Tx) PutPlaceCounts(c nudges.PlaceCounts) error {
	return placeCounts.put(tx, record.ToPlaceCounts(c))
}

// AudienceCounts returns what was counted of an audience, or ErrNotFound.
func (tx *Tx) AudienceCounts(team mission.TeamID, a nudges.Audience) (nudges.AudienceCounts, error) {
	return get(tx, audienceCounts, sure(record.FromAudienceCounts), string(team), string(a))
}

// PutAudienceCounts keeps what was counted of an audience in place of what was kept of it.
func (tx *Tx) PutAudienceCounts(c nudges.AudienceCounts) error {
	return audienceCounts.put(tx, record.ToAudienceCounts(c))
}

// moveCounts adds what was counted at a channel to what was counted under its new id.
func (tx *Tx) moveCounts(team mission.TeamID, from, to mission.ChannelID) error {
	was, err := placeCounts.get(tx, string(team), string(from))
	if isMissing(err) || err == nil && from == to {
		return nil
	}
	if err != nil {
		return err
	}
	is, err := placeCounts.get(tx, string(team), string(to))
	if err != nil && !isMissing(err) {
		return err
	}
	if err := placeCounts.put(tx, record.AddCounts(team, to, was, is)); err != nil {
		return err
	}
	return placeCounts.delete(tx, string(team), string(from))
}
