package postgres

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

// Person returns what the nudges know of somebody, or ErrNotFound.
func (tx *Tx) Person(team mission.TeamID, user mission.UserID) (nudges.Person, error) {
	return get(tx, people, record.FromPerson, string(team), string(user))
}

// PutPerson keeps a person in place of what was kept of her.
func (tx *Tx) PutPerson(p nudges.Person) error {
	if err := record.CheckDays(p.AwayThrough); err != nil {
		return err
	}
	return people.put(tx, record.ToPerson(p))
}

// House returns what a mission agreed on about its nudges, or ErrNotFound.
func (tx *Tx) House(team mission.TeamID, m mission.ID) (nudges.House, error) {
	return get(tx, houses, sure(record.FromHouse), string(team), string(m))
}

// PutHouse keeps it in place of what was agreed on before.
func (tx *Tx) PutHouse(h nudges.House) error { return houses.put(tx, record.ToHouse(h)) }

// SentFiles returns the files that were sent to a person and are to be deleted again, by their ids.
func (tx *Tx) SentFiles(team mission.TeamID, user mission.UserID) ([]mission.SentFile, error) {
	return find(tx, files, sure(record.FromFile), "team = $1 and person = $2 order by file", string(team), string(user))
}

// PutSentFile keeps that a file was sent.
func (tx *Tx) PutSentFile(f mission.SentFile) error { return files.put(tx, record.ToFile(f)) }

// DeleteSentFile forgets a file; one that is not there is no error.
func (tx *Tx) DeleteSentFile(team mission.TeamID, user mission.UserID, id string) error {
	return files.delete(tx, string(team), string(user), id)
}

// Erasure returns the erasure of a person that is under way, or ErrNotFound.
func (tx *Tx) Erasure(team mission.TeamID, user mission.UserID) (mission.Erasure, error) {
	return get(tx, erasures, sure(record.FromErasure), string(team), string(user))
}

// PutErasure keeps an erasure in place of what was kept of it.
func (tx *Tx) PutErasure(e mission.Erasure) error { return erasures.put(tx, record.ToErasure(e)) }

// DeleteErasure removes an erasure; one that is not there is no error.
func (tx *Tx) DeleteErasure(team mission.TeamID, user mission.UserID) error {
	return erasures.delete(tx, string(team), string(user))
}

// Erasures returns every erasure under way, in all workspaces.
func (tx *Tx) Erasures() ([]mission.Erasure, error) {
	return find(tx, erasures, sure(record.FromErasure), "true order by team, person")
}

// Erased returns when the person behind a keyed hash was erased from this store, or the zero time.
func (tx *Tx) Erased(team mission.TeamID, hash string) (time.Time, error) {
	r, err := erasedPeople.get(tx, string(team), hash)
	switch {
	case isMissing(err):
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, err
	}
	return record.Moment(&r.At), nil
}

// PutErased remembers that the person behind a keyed hash was erased from this store.
func (tx *Tx) PutErased(team mission.TeamID, hash string, at time.Time) error {
	return erasedPeople.put(tx, record.ToErased(team, hash, at))
}
