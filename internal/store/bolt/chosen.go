package bolt

import (
	"encoding/base64"
	"fmt"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

// chosenBuckets are those of what was chosen and of what was learned from it.
var chosenBuckets = [][]byte{bucketChosen, bucketChosenAt, bucketChosenOpen, bucketPlaceCounts, bucketAudienceCounts}

var choices = table[chosenRecord]{
	bucket: bucketChosen,
	key:    func(r *chosenRecord) []byte { return key(string(r.Team), string(r.User), r.Key) },
	ids: func(r *chosenRecord) (required, optional []string) {
		return []string{string(r.Team), r.Key}, []string{string(r.User)}
	},
	indexes: []index[chosenRecord]{
		{bucketChosenAt, (*chosenRecord).byTime},
		{bucketChosenOpen, func(r *chosenRecord) []byte {
			if r.Outcome != nudges.OutcomeOpen {
				return nil
			}
			return r.byTime()
		}},
	},
}

func (r *chosenRecord) byTime() []byte {
	return timeKey(latest(r.At), string(r.Team), string(r.User), r.Key)
}

var placeCounts = table[placeCountsRecord]{
	bucket: bucketPlaceCounts,
	key:    func(r *placeCountsRecord) []byte { return key(string(r.Team), r.place()) },
	ids: func(r *placeCountsRecord) (required, optional []string) {
		return []string{string(r.Team), r.place()}, nil
	},
}

func (r *placeCountsRecord) place() string {
	if r.User != "" {
		return string(r.User)
	}
	return string(r.Channel)
}

var audienceCounts = table[audienceCountsRecord]{
	bucket: bucketAudienceCounts,
	key:    func(r *audienceCountsRecord) []byte { return key(string(r.Team), string(r.Audience)) },
	ids: func(r *audienceCountsRecord) (required, optional []string) {
		return []string{string(r.Team), string(r.Audience)}, nil
	},
}

// Chosen returns how the question of a row was chosen, or ErrNotFound.
func (tx *Tx) Chosen(team mission.TeamID, user mission.UserID, k string) (nudges.Chosen, error) {
	r, err := choices.get(tx, key(string(team), string(user), k))
	if err != nil {
		return nudges.Chosen{}, err
	}
	return fromChosen(r), nil
}

// PutChosen keeps a choice in place of an earlier one for the same row.
func (tx *Tx) PutChosen(c nudges.Chosen) error { return choices.put(tx, toChosen(c)) }

// OpenChosen returns at most limit choices of all workspaces that have no outcome and were made at or before a
// time, earliest first.
func (tx *Tx) OpenChosen(before time.Time, limit int) ([]nudges.Chosen, error) {
	open, err := dueRecords(tx, &choices, bucketChosenOpen, nil, 0, before, limit)
	return convert(open, fromChosen), err
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
		found, after = append(found, fromChosen(r)), slices.Clone(k)
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
	return nudges.PlaceCounts{Team: r.Team, Channel: r.Channel, User: r.User, Themes: fromTally(r.Themes)}, nil
}

// PutPlaceCounts keeps what was counted at a place in place of what was kept of it.
func (tx *Tx) PutPlaceCounts(c nudges.PlaceCounts) error {
	return placeCounts.put(tx, placeCountsRecord{
		V: recordVersion, Team: c.Team, Channel: c.Channel, User: c.User, Themes: toTally(c.Themes),
	})
}

// AudienceCounts returns what was counted of an audience, or ErrNotFound.
func (tx *Tx) AudienceCounts(team mission.TeamID, a nudges.Audience) (nudges.AudienceCounts, error) {
	r, err := audienceCounts.get(tx, key(string(team), string(a)))
	if err != nil {
		return nudges.AudienceCounts{}, err
	}
	return nudges.AudienceCounts{
		Team: r.Team, Audience: r.Audience, Themes: fromTally(r.Themes), Questions: fromTally(r.Questions),
	}, nil
}

// PutAudienceCounts keeps what was counted of an audience in place of what was kept of it.
func (tx *Tx) PutAudienceCounts(c nudges.AudienceCounts) error {
	return audienceCounts.put(tx, audienceCountsRecord{
		V: recordVersion, Team: c.Team, Audience: c.Audience, Themes: toTally(c.Themes), Questions: toTally(c.Questions),
	})
}

func toTally(t choice.Tally) map[string]countRecord { return convertMap(t, toCount) }

func fromTally(r map[string]countRecord) choice.Tally { return convertMap(r, fromCount) }

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
	moved := placeCountsRecord{V: recordVersion, Team: team, Channel: to, Themes: map[string]countRecord{}}
	for _, r := range []*placeCountsRecord{was, is} {
		if r == nil {
			continue
		}
		for theme, c := range r.Themes {
			sum := moved.Themes[theme]
			moved.Themes[theme] = countRecord{sum[0] + c[0], sum[1] + c[1]}
		}
	}
	if err := placeCounts.put(tx, moved); err != nil {
		return err
	}
	return placeCounts.delete(tx, key(string(team), string(from)))
}
