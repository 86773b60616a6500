package bolt

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

func TestACopyStandsByItself(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	one, other := filepath.Join(dir, "one.db"), filepath.Join(dir, "other.db")
	db, err := Open(one, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	before, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.CopyTo(ctx, other); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(one)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("copying changed the store: %v", err)
	}
	twin, err := Open(other, Options{})
	if err != nil {
		t.Fatalf("the copy does not open: %v", err)
	}
	if err := twin.Check(ctx); err != nil {
		t.Errorf("the copy is not whole: %v", err)
	}
	if err := twin.Close(); err != nil {
		t.Error(err)
	}
	if err := db.CopyTo(ctx, other); err == nil {
		t.Error("a file that is there was written over")
	}
	if info, err := os.Stat(other); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the copy: %v %v", info.Mode(), err)
	}
}
