package mission

// Said says of an entry that its words are those of a message that somebody added to the mission.
type Said struct {
	// By is who wrote the message. She may take the words back, as whoever added them may.
	By UserID
	// Source is the message. It stands in the mission's own channel.
	Source MessageRef
	// Reworded says that whoever added it did not leave the words as they were.
	Reworded bool
}

// AnothersWords reports whether the words are not those of the entry's author.
func (e Entry) AnothersWords() bool { return e.Said.By != "" && e.Said.By != e.Author }

// AuthorFor is whose words an entry holds towards somebody who would do something with it: its author's, and
// for taking them back also those of the one who said them.
func (e Entry) AuthorFor(do Action, user UserID) UserID {
	if do == TakeBack && e.Said.By == user {
		return user
	}
	return e.Author
}

// addedLook is how many of the newest entries are looked at for a message that was added before.
const addedLook = 200

// Added returns the entry that a message was added as and that still stands.
func Added(tx Tx, m Mission, source MessageRef) (Entry, bool, error) {
	entries, err := tx.Entries(m.Team, m.ID, "", addedLook)
	for _, e := range entries {
		if e.Said.Source == source && !e.Withdrawn() {
			return e, true, nil
		}
	}
	return Entry{}, false, err
}

// check holds what was said to its message: it stands in the mission's channel, and is added once.
func (s Said) check(tx Tx, m Mission) error {
	if s.By == "" {
		return nil
	}
	if s.Source.Channel != m.Channel || !s.Source.Posted() {
		return refuse(Hidden, m)
	}
	_, found, err := Added(tx, m, s.Source)
	if err != nil || !found {
		return err
	}
	return refuse(AddedBefore, m)
}
