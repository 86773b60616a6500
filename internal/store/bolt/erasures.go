package bolt

import (
	"errors"
	"fmt"
	"time"

	"throughline/internal/mission"
	"throughline/internal/store/damage"
	"throughline/internal/store/record"
)

var erasures = table[record.Erasure]{kind: record.Erasures, bucket: bucketErasure}

// Erasure returns the erasure of a person that is under way, or ErrNotFound.
func (tx *Tx) Erasure(team mission.TeamID, user mission.UserID) (mission.Erasure, error) {
	r, err := erasures.get(tx, key(string(team), string(user)))
	if err != nil {
		return mission.Erasure{}, err
	}
	return record.FromErasure(r), nil
}

// PutErasure keeps an erasure in place of what was kept of it.
func (tx *Tx) PutErasure(e mission.Erasure) error {
	return erasures.put(tx, record.ToErasure(e))
}

// DeleteErasure removes an erasure; one that is not there is no error.
func (tx *Tx) DeleteErasure(team mission.TeamID, user mission.UserID) error {
	return erasures.delete(tx, key(string(team), string(user)))
}

// Erasures returns every erasure under way, in all workspaces.
func (tx *Tx) Erasures() ([]mission.Erasure, error) {
	var out []mission.Erasure
	for _, raw := range tx.ascend(bucketErasure, nil) {
		r, err := erasures.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromErasure(r))
	}
	return out, tx.live()
}

var files = table[record.File]{kind: record.Files, bucket: bucketFile}

// SentFiles returns the files that were sent to a person and are to be deleted again, by their ids.
func (tx *Tx) SentFiles(team mission.TeamID, user mission.UserID) ([]mission.SentFile, error) {
	var out []mission.SentFile
	for _, raw := range tx.ascend(bucketFile, prefix(string(team), string(user))) {
		r, err := files.kind.Decode(raw)
		if err != nil {
			return nil, err
		}
		out = append(out, record.FromFile(r))
	}
	return out, tx.live()
}

// PutSentFile keeps that a file was sent.
func (tx *Tx) PutSentFile(f mission.SentFile) error {
	return files.put(tx, record.ToFile(f))
}

// DeleteSentFile forgets a file; one that is not there is no error.
func (tx *Tx) DeleteSentFile(team mission.TeamID, user mission.UserID, id string) error {
	return files.delete(tx, key(string(team), string(user), id))
}

// Erased returns when the person behind a keyed hash was erased from this store, or the zero time.
func (tx *Tx) Erased(team mission.TeamID, hash string) (time.Time, error) {
	raw, err := tx.get(bucketErased, key(string(team), hash))
	if errors.Is(err, mission.ErrNotFound) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	ms, err := readTime(raw)
	if err != nil {
		return time.Time{}, fmt.Errorf("a record in %s is damaged: %w", bucketErased, err)
	}
	return record.Moment(&ms), nil
}

// PutErased remembers that the person behind a keyed hash was erased from this store.
func (tx *Tx) PutErased(team mission.TeamID, hash string, at time.Time) error {
	if err := record.CheckIDs([]string{string(team), hash}, nil); err != nil {
		return fmt.Errorf("keep in %s: %w", bucketErased, err)
	}
	return tx.put(bucketErased, key(string(team), hash), appendTime(nil, at.UnixMilli()))
}

// checkErased verifies what is remembered of erasures.
func checkErased(c *checker) error {
	for k, raw := range c.tx.ascend(bucketErased, nil) {
		if err := c.next(); err != nil {
			return err
		}
		if _, err := readTime(raw); err != nil || len(raw) != timeSize {
			c.report(damage.Record, string(bucketErased), k, "%d bytes are no time", len(raw))
		}
	}
	return nil
}
