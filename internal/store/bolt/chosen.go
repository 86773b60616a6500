package bolt

import (
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// chosenBuckets are those of what was chosen and of what was learned from it.
var chosenBuckets = [][]byte{bucketChosen, bucketChosenAt, bucketChosenOpen, bucketPlaceCounts, bucketAudienceCounts}

var choices = table[record.Chosen]{kind: record.Choices, bucket: bucketChosen,
	indexes: []index[record.Chosen]{
		{bucketChosenAt, chosenByTime},
		{bucketChosenOpen, func(r *record.Chosen) []byte {
			if r.Outcome != nudges.OutcomeOpen {
				return nil
			}
			return chosenByTime(r)
		}},
	},
}

// chosenByTime is the key of a choice by when it was made.
func chosenByTime(r *record.Chosen) []byte {
	return timeKey(record.Latest(r.At), record.Choices.Key(r)...)
}

var placeCounts = table[record.PlaceCounts]{kind: record.PlaceCountings, bucket: bucketPlaceCounts}

var audienceCounts = table[record.AudienceCounts]{kind: record.AudienceCountings, bucket: bucketAudienceCounts}

// Chosen returns how the question of a row was chosen, or ErrNotFound.
func (tx *Tx) Chosen(team mission.TeamID, user mission.UserID, k string) (nudges.Chosen, error) {
	r, err := choices.get(tx, key(string(team), string(user), k))
	if err != nil {
		return nudges.Chosen{}, err
	}
	return record.FromChosen(r), nil
}

// PutChosen keeps a choice in place of an earlier one for the same row.
func (tx *Tx) PutChosen(c nudges.Chosen) error { return choices.put(tx, record.ToChosen(c)) }

// OpenChosen returns at most limit choices of all workspaces that have no outcome and were made at or before a
// time, earliest first.
func (tx *Tx) OpenChosen(before time.Time, limit int) ([]nudges.Chosen, error) {
	open, err := dueRecords(tx, &choices, bucketChosenOpen, nil, 0, before, limit)
	return convert(open, record.FromChosen), err
}

// ChosenSince returns at most limit choices of all workspaces made at or after a time, earliest first, from a
// place on, and where to go on, or "" at the end.
func (tx *Tx) ChosenSince(since time.Time, from string, limit int) (found []nudges.Chosen, next string, err error) {
	after, err := base64.RawStdEncoding.DecodeString(from)
	if err != nil {
		return nil, "", fmt.Errorf("no place in the store: %q", from)
	}
	if from == "" && !since.IsZero() {
		after = appendTime(nil, since.UnixMilli())
	}
	for k := range tx.ascendFrom(bucketChosenAt, nil, after) {
		if len(found) >= limit {
			return found, base64.RawStdEncoding.EncodeToString(after), nil
		}
		r, err := choices.get(tx, k[timeSize:])
		if err != nil {
			return nil, "", err
		}
		found, after = append(found, record.FromChosen(r)), slices.Clone(k)
	}
	return found, "", tx.live()
}

// SweepChosen removes at most limit choices made before a time, the oldest first, and says how many.
func (tx *Tx) SweepChosen(before time.Time, limit int) (int, error) {
	keys, err := tx.keysBefore(bucketChosenAt, before, limit)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if err := choices.delete(tx, k[timeSize:]); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}

// PlaceCounts returns what was counted at a channel or with a person, or ErrNotFound.
func (tx *Tx) PlaceCounts(team mission.TeamID, place string) (nudges.PlaceCounts, error) {
	r, err := placeCounts.get(tx, key(string(team), place))
	if err != nil {
		return nudges.PlaceCounts{}, err
	}
	return record.FromPlaceCounts(r), nil
}

// PutPlaceCounts keeps what was counted at a place in place of what was kept of it.
func (tx *Tx) PutPlaceCounts(c nudges.PlaceCounts) error {
	return placeCounts.put(tx, record.ToPlaceCounts(c))
}

// AudienceCounts returns what was counted of an audience, or ErrNotFound.
func (tx *Tx) AudienceCounts(team mission.TeamID, a nudges.Audience) (nudges.AudienceCounts, error) {
	r, err := audienceCounts.get(tx, key(string(team), string(a)))
	if err != nil {
		return nudges.AudienceCounts{}, err
	}
	return record.FromAudienceCounts(r), nil
}

// PutAudienceCounts keeps what was counted of an audience in place of what was kept of it.
func (tx *Tx) PutAudienceCounts(c nudges.AudienceCounts) error {
	return audienceCounts.put(tx, record.ToAudienceCounts(c))
}

// moveCounts adds what was counted at a channel to what was counted under its new id.
func (tx *Tx) moveCounts(team mission.TeamID, from, to mission.ChannelID) error {
	was, err := placeCounts.stored(tx, key(string(team), string(from)))
	if err != nil || was == nil || from == to {
		return err
	}
	is, err := placeCounts.stored(tx, key(string(team), string(to)))
	if err != nil {
		return err
	}
	if is == nil {
		is = &record.PlaceCounts{}
	}
	moved := record.AddCounts(team, to, *was, *is)
	if err := placeCounts.put(tx, moved); err != nil {
		return err
	}
	return placeCounts.delete(tx, key(string(team), string(from)))
}
