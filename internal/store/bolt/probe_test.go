package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		make func(path string) error
		is   error
		ok   bool
	}{
		"a store": {func(p string) error {
			db, err := Open(p, Options{})
			if err != nil {
				return err
			}
			return db.Close()
		}, nil, true},
		"a file of a version before the first": {func(p string) error { return withBolt(p, func(*bolt.Tx) error { return nil }) }, nil, true},
		"a later version's file":               {laterFile, ErrNewer, false},
		"another program's database":           {foreignFile, ErrForeign, false},
		"a text":                               {func(p string) error { return os.WriteFile(p, bytes.Repeat([]byte("no store\n"), 1024), 0o600) }, nil, false},
		"an empty file":                        {func(p string) error { return os.WriteFile(p, nil, 0o600) }, nil, false},
		"no file":                              {func(string) error { return nil }, os.ErrNotExist, false},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "throughline.db")
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			err := Probe(path, time.Second)
			if (err == nil) != c.ok || c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("Probe = %v", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestProbeTellsOfABotThatRuns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.db")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := Probe(path, time.Millisecond); !errors.Is(err, ErrLocked) {
		t.Errorf("Probe = %v", err)
	}
}
