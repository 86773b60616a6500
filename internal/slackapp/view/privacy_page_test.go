package view

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPrivacyTellsOfEveryRecord: each kind of record and each field of private words has a row in PRIVACY.md, and no row
// is about one that there is not.
func TestPrivacyTellsOfEveryRecord(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../PRIVACY.md")
	if err != nil {
		t.Fatal(err)
	}
	records, words, found := strings.Cut(string(page), "| sealed words |")
	if !found {
		t.Fatal("there is no table of sealed words")
	}
	kinds := map[string]string{}
	for _, names := range []map[string]string{heldNames, unheld} {
		for name, of := range names {
			if name != "meta" { // which is the store's own, and about nobody
				kinds[name] = of
			}
		}
	}
	for table, names := range map[string]map[string]string{records: kinds, words: sealedNames} {
		rows := map[string]bool{}
		for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(table, -1) {
			rows[m[1]] = true
			if names[m[1]] == "" {
				t.Errorf("PRIVACY.md tells of %s, which there is not", m[1])
			}
		}
		for name := range names {
			if !rows[name] {
				t.Errorf("PRIVACY.md does not tell of %s", name)
			}
		}
	}
}

// TestPrivacyTellsOfWhatCopiesShare: each table of the database that holds no records is named on the page.
func TestPrivacyTellsOfWhatCopiesShare(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../PRIVACY.md")
	if err != nil {
		t.Fatal(err)
	}
	steps, err := filepath.Glob("../../store/postgres/migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, step := range steps {
		raw, err := os.ReadFile(step)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^create table "?(\w+)"?`).FindAllStringSubmatch(string(raw), -1) {
			n++
			if !strings.Contains(string(page), "`"+m[1]+"`") {
				t.Errorf("PRIVACY.md does not tell of the table %s", m[1])
			}
		}
	}
	if n < 20 {
		t.Errorf("%d tables were found", n)
	}
}
