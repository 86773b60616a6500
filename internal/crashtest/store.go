package crashtest

import (
	"context"
	"fmt"

	"throughline/internal/slackapp"
	"throughline/internal/store/bolt"
)

// Store is what the program keeps everything in, as the harness needs it.
type Store interface {
	// Settings are the lines of the settings file that name it.
	Settings() string
	// Env is what the program finds in its environment because of it, such as NAME=value.
	Env() []string
	// Shared says that it can be opened while the program has it open.
	Shared() bool
	// Open opens it, and makes it where it is not there.
	Open() (Opened, error)
}

// Opened is a store that is open in this process.
type Opened interface {
	Update(ctx context.Context, f func(slackapp.Tx) error) error
	View(ctx context.Context, f func(slackapp.Tx) error) error
	// Check verifies every index and reference, and returns what is wrong.
	Check(ctx context.Context) error
	Close() error
}

// Bolt is a store in one file.
type Bolt struct{ Path string }

// Settings names the file.
func (b Bolt) Settings() string { return fmt.Sprintf("[store]\npath = %q\n", b.Path) }

// Env is empty: everything stands in the settings.
func (Bolt) Env() []string { return nil }

// Shared is false: one process holds the file.
func (Bolt) Shared() bool { return false }

// Open opens the file.
func (b Bolt) Open() (Opened, error) {
	db, err := bolt.Open(b.Path, bolt.Options{})
	if err != nil {
		return nil, err
	}
	return openBolt{db}, nil
}

type openBolt struct{ *bolt.DB }

func (o openBolt) Update(ctx context.Context, f func(slackapp.Tx) error) error {
	return o.DB.Update(ctx, func(tx *bolt.Tx) error { return f(tx) })
}

func (o openBolt) View(ctx context.Context, f func(slackapp.Tx) error) error {
	return o.DB.View(ctx, func(tx *bolt.Tx) error { return f(tx) })
}
