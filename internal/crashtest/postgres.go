package crashtest

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"throughline/internal/copies"
	"throughline/internal/slackapp"
	"throughline/internal/store/postgres"
)

// Postgres is a store in a database, which several copies of the program share.
type Postgres struct {
	// URL is how the harness itself reaches it.
	URL string
	// Ways are how copies reach it, one after another; none means as the harness does.
	Ways []string
	// Path is where what lies beside a store would, for each copy its own folder.
	Path string
}

// Settings names the driver.
func (p Postgres) Settings() string { return "[store]\ndriver = \"postgres\"\nmax_connections = 6\n" }

// Env is the way of the first copy.
func (p Postgres) Env() []string { return p.EnvOf(0) }

// EnvOf is what the n-th process finds in its environment.
func (p Postgres) EnvOf(n int) []string {
	url := p.URL
	if len(p.Ways) > 0 {
		url = p.Ways[n%len(p.Ways)]
	}
	return []string{"THROUGHLINE_DATABASE_URL=" + url}
}

// Ages makes the last sign of a copy older than any that lives gives.
func (p Postgres) Ages(ctx context.Context, pid int) error {
	conn, err := pgx.Connect(ctx, p.URL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "update copy set seen = seen - make_interval(secs => $1) where id like $2",
		copies.DeadAfter.Seconds(), fmt.Sprintf("%%/%d/%%", pid))
	return errors.Join(err, conn.Close(ctx))
}

// Shared is true: it is open to everybody.
func (Postgres) Shared() bool { return true }

// Open connects to the database.
func (p Postgres) Open() (Opened, error) {
	db, err := postgres.Open(context.Background(), postgres.Options{URL: p.URL, MaxConns: 4})
	if err != nil {
		return nil, err
	}
	return openPostgres{db}, nil
}

type openPostgres struct{ *postgres.DB }

func (o openPostgres) Update(ctx context.Context, f func(slackapp.Tx) error) error {
	return o.DB.Update(ctx, func(tx *postgres.Tx) error { return f(tx) })
}

func (o openPostgres) View(ctx context.Context, f func(slackapp.Tx) error) error {
	return o.DB.View(ctx, func(tx *postgres.Tx) error { return f(tx) })
}
