package postgres

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/mission"
)

// TestWhatWasChangedIsCleanedUp: of a private record that was changed no older state waits for the server's own cleaning.
func TestWhatWasChangedIsCleanedUp(t *testing.T) {
	t.Parallel()
	db, url := openTest(t)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, words := range []string{"sealed words", "sealed words, changed"} {
		err := db.Update(t.Context(), func(tx *Tx) error {
			return tx.PutReflection(mission.Reflection{ID: "r1", Team: "T1", User: "U1", Text: mission.Sealed(words), At: at})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	db.wipe(t.Context())
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	var cleaned bool
	var left int
	err = conn.QueryRow(t.Context(), "select last_vacuum is not null, n_dead_tup from pg_stat_user_tables where relname = 'reflection'").
		Scan(&cleaned, &left)
	if err != nil || !cleaned || left != 0 {
		t.Errorf("cleaned %t, %d old states left, %v", cleaned, left, err)
	}
}
