package seal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestWithoutHardLinksNoKeyIsReplacedEither(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "throughline.key")
	publish := func(key Key) error {
		tmp := filepath.Join(dir, "written")
		if err := os.WriteFile(tmp, []byte(key.line()), 0o600); err != nil {
			t.Fatal(err)
		}
		return publishUnlinked(tmp, path)
	}
	first := NewKey()
	if err := publish(first); err != nil {
		t.Fatal(err)
	}
	if err := publish(NewKey()); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second key got the name: %v", err)
	}
	if got, err := LoadKeys(path); err != nil || len(got) != 1 || got[0] != first {
		t.Errorf("the first key is not what the file holds: %v", err)
	}
}
