package slackapp

import (
	"context"
	"time"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// Tx is what the Slack edge needs of a store inside one transaction.
type Tx interface {
	nudges.Tx
	mission.PrivateTx
	rounds.Tx
	mission.PersonalTx
	coaching.Tx

	// RowsWith returns the rows whose keys begin with a text, by their keys.
	RowsWith(team mission.TeamID, start string) ([]nudges.Row, error)

	// Seen returns what was remembered of a request, where it was answered before.
	Seen(team mission.TeamID, key string) (result []byte, ok bool, err error)
	// Remember keeps what a request led to, ids alone, so that a repeated one changes nothing.
	Remember(team mission.TeamID, key string, result []byte, at time.Time) error
	// SweepSeen forgets at most limit requests from before a time and says how many.
	SweepSeen(before time.Time, limit int) (int, error)
}

// Store runs transactions. Update's function may be run again and must have no effect outside of the
// transaction; its error rolls everything back.
type Store interface {
	Update(ctx context.Context, f func(Tx) error) error
	View(ctx context.Context, f func(Tx) error) error
}
