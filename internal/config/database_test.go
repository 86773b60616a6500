package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/config"
)

const databaseURL = "postgres://throughline:made-up@db.example/throughline?sslmode=verify-full"

// TestADatabaseNeedsItsAddressAndOneKeyForAllCopies has a row for each way to give them, and to fail.
func TestADatabaseNeedsItsAddressAndOneKeyForAllCopies(t *testing.T) {
	for name, tc := range map[string]struct {
		file string
		env  []string
		want []string // of each mistake, in order
	}{
		"both from the environment": {"", []string{"THROUGHLINE_DATABASE_URL", databaseURL, "THROUGHLINE_KEY", "made-up"}, nil},
		"the key in a file":         {"key_file = \"/run/secrets/key\"\n", []string{"THROUGHLINE_DATABASE_URL", databaseURL}, nil},
		"neither":                   {"", nil, []string{"THROUGHLINE_DATABASE_URL is not set", "no key for private words"}},
		"no key":                    {"", []string{"THROUGHLINE_DATABASE_URL", databaseURL}, []string{"no key for private words"}},
		"another database":          {"", []string{"THROUGHLINE_DATABASE_URL", "mysql://u:made-up@db/throughline", "THROUGHLINE_KEY", "k"}, []string{"does not begin with postgres://"}},
		"no name": {
			"", []string{"THROUGHLINE_DATABASE_URL", "postgres://u:made-up@db.example", "THROUGHLINE_KEY", "k"},
			[]string{"names no database"},
		},
		"no address at all": {
			"", []string{"THROUGHLINE_DATABASE_URL", "postgres://u:made-up%@db.example/x", "THROUGHLINE_KEY", "k"},
			[]string{"THROUGHLINE_DATABASE_URL is not an address"},
		},
		"the address in the file": {
			"url = \"" + databaseURL + "\"\n", []string{"THROUGHLINE_DATABASE_URL", databaseURL, "THROUGHLINE_KEY", "k"},
			[]string{"store.url is a secret"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "throughline.toml")
			if err := os.WriteFile(path, []byte("[store]\ndriver = \"postgres\"\n"+tc.file), 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := config.Load(path, tokens(tc.env...))
			var lines []string
			if err != nil {
				lines = strings.Split(err.Error(), "\n")
			}
			if len(lines) != len(tc.want) {
				t.Fatalf("got %q, want mistakes with %q", lines, tc.want)
			}
			for i, want := range tc.want {
				if !strings.Contains(lines[i], want) {
					t.Errorf("got %q, want one with %q", lines[i], want)
				}
			}
			if said := fmt.Sprintf("%v %+v", err, c); strings.Contains(said, "made-up") {
				t.Errorf("a secret was told: %s", said)
			}
			if len(tc.want) == 0 && c.Database.Reveal() != databaseURL {
				t.Error("the address was not read")
			}
		})
	}
}

func TestTheAddressOfTheDatabaseFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "url")
	if err := os.WriteFile(path, []byte(databaseURL+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(filepath.Join("testdata", "good.toml"), tokens("THROUGHLINE_DATABASE_URL_FILE", path))
	if err != nil || c.Database.Reveal() != databaseURL {
		t.Errorf("got %v, %v", c.Database.IsSet(), err)
	}
}
