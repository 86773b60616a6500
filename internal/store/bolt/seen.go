package bolt

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/record"
)

// Seen returns what was remembered under a key, such as the id of an event or a trigger of Slack, and
// whether anything was.
func (tx *Tx) Seen(team mission.TeamID, k string) (result []byte, ok bool, err error) {
	raw, err := tx.get(bucketSeen, key(string(team), k))
	if errors.Is(err, mission.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	if _, err := readTime(raw); err != nil {
		return nil, false, fmt.Errorf("a record in %s is damaged: %w", bucketSeen, err)
	}
	return slices.Clone(raw[timeSize:]), true, nil
}

// Remember keeps a result under a key, in place of an earlier one, until it is swept.
func (tx *Tx) Remember(team mission.TeamID, k string, result []byte, at time.Time) error {
	if err := record.CheckIDs([]string{string(team), k}, nil); err != nil {
		return fmt.Errorf("keep in %s: %w", bucketSeen, err)
	}
	under, ms := key(string(team), k), at.UnixMilli()
	if err := tx.forget(under); err != nil {
		return err
	}
	if err := tx.put(bucketSeen, under, append(appendTime(nil, ms), result...)); err != nil {
		return err
	}
	return tx.put(bucketSeenAt, append(appendTime(nil, ms), under...), nil)
}

// forget removes a key and its time; one that is not there is no error.
func (tx *Tx) forget(under []byte) error {
	raw, err := tx.get(bucketSeen, under)
	if errors.Is(err, mission.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	ms, err := readTime(raw)
	if err != nil {
		return fmt.Errorf("a record in %s is damaged: %w", bucketSeen, err)
	}
	if err := tx.remove(bucketSeen, under); err != nil {
		return err
	}
	return tx.remove(bucketSeenAt, append(appendTime(nil, ms), under...))
}

// SweepSeen forgets at most limit keys that were remembered before the given time, the oldest first,
// and says how many.
func (tx *Tx) SweepSeen(before time.Time, limit int) (int, error) {
	keys, err := tx.keysBefore(bucketSeenAt, before, limit)
	if err != nil {
		return 0, err
	}
	for _, k := range keys {
		if err := tx.forget(k[timeSize:]); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
