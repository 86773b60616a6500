package view

import (
	"os"
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
