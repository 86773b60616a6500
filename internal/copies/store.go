package copies

import (
	"context"
	"errors"
	"time"
)

// Copy is one process of the bot.
type Copy struct {
	// ID is another for each life of each process. It is the owner of the rows that the process holds.
	ID string
	// Host is the machine, or the container, for whoever reads a log.
	Host string
	// Sockets is how many connections to Slack it wants to hold.
	Sockets int
	// Version is the program's.
	Version string
	// Started and Seen are by the database's clock.
	Started, Seen time.Time
}

// News is something that happened to one copy and matters to the others, such as an event that makes what they remember of
// a channel old. It holds ids, never words of anybody.
type News struct {
	ID      int64
	Kind    string
	Subject string
}

// ErrOutgrown says that a newer version of the program has changed the tables while this copy runs. What this one would
// write is not what the other reads.
var ErrOutgrown = errors.New("a newer version of the bot has changed the database, so this copy stops: start that version in its place")

// Store keeps what copies know of each other. Every time is by the database's clock.
type Store interface {
	// Beat notes that a copy lives, and returns all that were seen within the given time, and the time. Its error is
	// ErrOutgrown where a newer version has changed the database.
	Beat(ctx context.Context, c Copy, within time.Duration) (living []Copy, now time.Time, err error)
	// Living returns the copies that were seen within the given time.
	Living(ctx context.Context, within time.Duration) ([]Copy, error)
	// Leave takes a copy out of the list.
	Leave(ctx context.Context, id string) error
	// Tell adds news of a copy.
	Tell(ctx context.Context, from string, news []News) error
	// Heard returns the news that other copies told within the given time, in the order of their ids.
	Heard(ctx context.Context, by string, within time.Duration) ([]News, error)
	// TakeLease gives a lease to whoever has it already, or to anybody where nobody has it, and reports whether it did.
	TakeLease(ctx context.Context, name, owner string, length time.Duration) (bool, error)
	// Sweep removes what is older than the given time.
	Sweep(ctx context.Context, age time.Duration) error
}
