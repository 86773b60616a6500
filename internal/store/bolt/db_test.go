package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

func TestASecondCopyIsRefusedWithASentence(t *testing.T) {
	db := openTest(t)
	_, err := Open(db.bolt.Path(), Options{Timeout: time.Millisecond})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "another copy of the bot") || !strings.Contains(err.Error(), db.bolt.Path()) {
		t.Errorf("Open = %v; want ErrLocked with the path", err)
	}
}

func TestTheFileIsForItsOwnerAlone(t *testing.T) {
	db := openTest(t)
	path := db.bolt.Path()
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	again, err := Open(path, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !strings.Contains(log.String(), "can be read by other users") {
		t.Errorf("a file that others can read is not logged: %q", log.String())
	}
}

func TestFilesThatAreNotOursAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		make func(path string) error
		want string
		is   error
	}{
		"a text": {func(p string) error {
			return os.WriteFile(p, bytes.Repeat([]byte("no store at all\n"), 1024), 0o600)
		}, "it is no file of the bot's", nil},
		"a directory":                {func(p string) error { return os.Mkdir(p, 0o700) }, "directory", nil},
		"another program's database": {foreignFile, "another program", ErrForeign},
		"a later version's file":     {laterFile, fmt.Sprintf("the file has version 99, this bot knows %d", len(migrations)), ErrNewer},
		"a file with a broken version": {func(p string) error {
			return withBolt(p, func(tx *bolt.Tx) error {
				b, err := tx.CreateBucket(bucketMeta)
				return errors.Join(err, b.Put(keySchema, []byte("1")))
			})
		}, "damaged", nil},
	} {
		path := filepath.Join(t.TempDir(), "throughline.db")
		if err := c.make(path); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{Timeout: time.Millisecond})
		if err == nil || !strings.Contains(err.Error(), c.want) || (c.is != nil && !errors.Is(err, c.is)) {
			t.Errorf("%s: Open = %v; want a sentence with %q", name, err, c.want)
		}
		if _, err := Open(path, Options{Timeout: time.Millisecond}); errors.Is(err, ErrLocked) {
			t.Errorf("%s: the refused file stays locked", name)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "missing", "x.db"), Options{}); err == nil {
		t.Error("a store in a directory that does not exist was opened")
	}
}

func foreignFile(path string) error {
	return withBolt(path, func(tx *bolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	})
}

func laterFile(path string) error {
	return withBolt(path, func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket(bucketMeta)
		return errors.Join(err, b.Put(keySchema, binary.BigEndian.AppendUint64(nil, 99)))
	})
}

// withBolt changes a file without the store.
func withBolt(path string, f func(*bolt.Tx) error) error {
	b, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return err
	}
	return errors.Join(b.Update(f), b.Close())
}
