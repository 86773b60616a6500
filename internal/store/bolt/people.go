package bolt

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/record"
)

var people = table[record.Person]{kind: record.People, bucket: bucketPerson}

// Person returns what the nudges know of somebody, or ErrNotFound.
func (tx *Tx) Person(team mission.TeamID, user mission.UserID) (nudges.Person, error) {
	r, err := people.get(tx, key(string(team), string(user)))
	if err != nil {
		return nudges.Person{}, err
	}
	return record.FromPerson(r)
}

// PutPerson keeps a person in place of what was kept of her.
func (tx *Tx) PutPerson(p nudges.Person) error {
	if err := record.CheckDays(p.AwayThrough); err != nil {
		return err
	}
	return people.put(tx, record.ToPerson(p))
}
