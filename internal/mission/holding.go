package mission

import "time"

// Holding is one record of the store that speaks of a person. Every kind of record is found in the same way,
// by the fields of the types in this package that it is made of, so that a new kind is shown to its people
// and erased with them without anybody having to think of it.
type Holding struct {
	// Kind names the kind of record, such as "reflection".
	Kind string
	// Key is its place among those of its kind, for [PersonalTx.Forget] alone.
	Key string
	// Own says that the record is this person's alone and goes with her. Otherwise it is the team's and names
	// her in the fields that As lists, such as "lead" or "closings.by".
	Own bool
	As  []string
	// Others says that the record is another person's own, in which this one is named. It is hers to have her
	// name taken out of, and not hers to read.
	Others bool
	// Body is the record as the store keeps it, in JSON.
	Body []byte
	// Sealed are the sealed words in it that are hers.
	Sealed []SealedWords
}

// SealedWords are one sealed field of a record, by its path in the record's JSON, such as "text".
type SealedWords struct {
	Path  string
	Words Sealed
}

// PersonalTx is what a person's right to see and to erase what is held about her needs of a store.
type PersonalTx interface {
	// HoldingsOf returns the records that speak of a person, in the order in which they are kept, having read
	// at most limit records from the given place on; "" is the beginning. Next is where to go on, or "" at
	// the end. What is remembered of requests is no part of it.
	HoldingsOf(team TeamID, user UserID, from string, limit int) (found []Holding, next string, err error)
	// PrivateHoldings returns the records of a person's own that hold sealed words, by kind.
	PrivateHoldings(team TeamID, user UserID) ([]Holding, error)
	// PeopleIn returns whom at most limit records from the given place on name by their ids, some more than
	// once, and where to go on, or "" at the end.
	PeopleIn(team TeamID, from string, limit int) (found []UserID, next string, err error)
	// Forget takes a person out of one record: one of her own is removed, in one of the team's her id becomes
	// empty. A record that cannot be without her is removed, and one that is gone is no error.
	Forget(team TeamID, user UserID, h Holding) error
	// ForgetSeen takes a person out of what is remembered of requests.
	ForgetSeen(team TeamID, user UserID) error
	// EntriesBy returns what a person told, in all missions, at most limit entries from the given place on,
	// oldest mission first and within one oldest first. Next is where to go on, or "" at the end.
	EntriesBy(team TeamID, user UserID, from string, limit int) (found []Entry, next string, err error)

	// SentFiles returns the files that were sent to a person and are to be deleted again.
	SentFiles(team TeamID, user UserID) ([]SentFile, error)
	PutSentFile(f SentFile) error
	DeleteSentFile(team TeamID, user UserID, id string) error

	// Erased returns when the person behind a keyed hash was erased from this store, or the zero time.
	Erased(team TeamID, hash string) (time.Time, error)
	PutErased(team TeamID, hash string, at time.Time) error
	// Erasure returns the erasure of a person that is under way.
	Erasure(team TeamID, user UserID) (Erasure, error)
	PutErasure(e Erasure) error
	DeleteErasure(team TeamID, user UserID) error
	// Erasures returns every erasure under way, in all workspaces.
	Erasures() ([]Erasure, error)
}

// SentFile is a file with somebody's words that was sent to her and is to be deleted again.
type SentFile struct {
	Team TeamID
	User UserID
	// ID is Slack's id of the file, which is known before anybody can see it.
	ID string
	// For names the request that it answers, so that asking Slack twice leaves one file.
	For string
	At  time.Time
}
