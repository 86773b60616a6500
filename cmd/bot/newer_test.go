package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
)

// reading are commands that work on a store that is there, with what they need.
var reading = [][]string{{"run"}, {"check"}, {"backup"}, {"export", "--to", "lines.jsonl"}}

// TestANewerStoreIsRefused puts the store of a later version before each command, which says so in a sentence and leaves it.
func TestANewerStoreIsRefused(t *testing.T) {
	source, err := filepath.Abs("../../internal/store/bolt/testdata/layout-999.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	packed, err := os.ReadFile(source)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	newer, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	env, _ := keyed(t)
	env["SLACK_APP_TOKEN"], env["SLACK_BOT_TOKEN"] = "xapp-made-up", "xoxb-made-up"
	if err := os.WriteFile("throughline.db", newer, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range append(reading, []string{"restore", "throughline.db"}) {
		expect(t, env, 1, "a newer version of the bot has written this file", args...)
	}
	if after, err := os.ReadFile("throughline.db"); err != nil || !bytes.Equal(after, newer) {
		t.Errorf("the file was changed, %v", err)
	}
	url := onDatabase(t, env)
	reflectionsIn(t, url) // makes the tables
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values (999, true)"); err != nil {
		t.Fatal(err)
	}
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, args := range reading {
		expect(t, env, 1, "a newer version of the bot has written this database", args...)
	}
}
