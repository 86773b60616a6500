package bolt

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A process that starts another one lends it its open files for the moment between fork and exec.
func TestAFileThatWasReadIsFreeThoughAChildHoldsItsDescriptor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.db")
	db, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := openReading(path, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	lent, err := syscall.Dup(int(r.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Close(lent) }()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(path, Options{Timeout: time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
