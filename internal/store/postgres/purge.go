package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/internal/copies"
)

// ErrCopiesRun says that copies of the bot work on the database.
var ErrCopiesRun = errors.New("copies of the bot are running on this database: stop them first")

// besideRecords are the tables that hold something else than records.
var besideRecords = []string{"note", "copy", "copy_lease", "copy_news", "copy_words", "copy_journal", "copy_canary"}

// Purge deletes everything, whichever copy wrote it, and leaves the empty tables. It does nothing while a copy lives.
func (db *DB) Purge(ctx context.Context) error {
	living, err := db.Copies().Living(ctx, copies.DeadAfter)
	if err != nil {
		return err
	}
	if len(living) > 0 {
		return ErrCopiesRun
	}
	names := make([]string, 0, len(tables)+len(besideRecords))
	for _, t := range tables {
		names = append(names, pgx.Identifier{t.KindName()}.Sanitize())
	}
	names = append(names, besideRecords...)
	return db.Copies().exec(ctx, "truncate table "+strings.Join(names, ", "))
}
