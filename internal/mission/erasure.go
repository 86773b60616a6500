package mission

import "time"

// Erasure is a person's wish to be forgotten while it is carried out. It is written before anything is
// erased and removed when all of it is done, so that a crash in between leaves it to be finished.
type Erasure struct {
	Team TeamID
	User UserID
	At   time.Time
	// Words says that what she told goes too; otherwise it stays without her name.
	Words bool
	// DM is the direct conversation with her, whose messages of ours are deleted, or empty.
	DM ChannelID
	// Names are those under which others may have mentioned her, to be taken out of what they wrote.
	Names []string
	// Stored says that nothing of hers is left in the store, and that only messages in Slack remain.
	Stored bool
}
