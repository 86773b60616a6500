package doctor

import "time"

// Inside is what only somebody tells who has the store open: the bot that runs, or doctor itself where none does. It is
// sent as JSON from the one to the other, and holds numbers and names of machines, nobody's words.
type Inside struct {
	// Running says that a bot which runs on this store tells it, and Version is that bot's.
	Running bool   `json:"running"`
	Version string `json:"version,omitzero"`
	// Layout is the version of the store's layout, and Known the newest that the program knows; zero is not known.
	Layout int `json:"layout,omitzero"`
	Known  int `json:"known,omitzero"`
	// Size is how many bytes the store takes; zero is not known.
	Size int64 `json:"size,omitzero"`
	// Writes says why the store takes no writes, or is empty.
	Writes string `json:"writes,omitzero"`
	// Read is how many records were read as a sample, and Damage what was wrong with the first that is not in order.
	Read   int    `json:"read"`
	Damage string `json:"damage,omitzero"`
	// Words is how many private texts were tried with the key, and Shut how many of these did not open.
	Words int `json:"words"`
	Shut  int `json:"shut"`
	// Erasing is how many people asked to be forgotten of whom something is left.
	Erasing int `json:"erasing"`
	// Sockets are those of the bot that runs.
	Sockets *Sockets `json:"sockets,omitzero"`
	// Shared says that several copies may run on this store, and Copies are those that live.
	Shared bool   `json:"shared"`
	Copies []Copy `json:"copies,omitzero"`
	// Left is what commands left inside of the database that the store is kept in.
	Left []Leftover `json:"left,omitzero"`
	// Ahead is how far the store's own clock is ahead of this machine's, where it has one.
	Ahead time.Duration `json:"ahead"`
}

// Sockets is how the connections of a running bot to Slack stand.
type Sockets struct {
	Connected int `json:"connected"`
	Wanted    int `json:"wanted"`
	// Foreign are those of this app that belong to nobody known.
	Foreign int `json:"foreign"`
}

// Copy is one of the copies that live.
type Copy struct {
	Host    string `json:"host"`
	Version string `json:"version"`
	Sockets int    `json:"sockets"`
}

// Empty reports whether there is no store of ours yet.
func (i Inside) Empty() bool { return i.Known > 0 && i.Layout == 0 }

// held is how many connections the copies that live want to hold.
func (i Inside) held() int {
	n := 0
	for _, c := range i.Copies {
		n += c.Sockets
	}
	return n
}
