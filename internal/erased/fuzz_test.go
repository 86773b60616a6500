package erased

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// plainSealer seals by putting a word before the key: what a journal does with keys that open, that do not, and that are
// torn is the same as with the real one.
type plainSealer struct{}

func (plainSealer) Seal(_ mission.Binding, plain string) (mission.Sealed, error) {
	return mission.Sealed("sealed:" + plain), nil
}

func (plainSealer) Open(_ mission.Binding, s mission.Sealed) (string, error) {
	plain, ok := strings.CutPrefix(string(s), "sealed:")
	if !ok {
		return "", errors.New("it does not open")
	}
	return plain, nil
}

// FuzzOpen holds the journal to taking any file: it is refused, or everything that it says is known, and what is written
// behind it is found again. Nobody who was forgotten is lost to a line that cannot be read.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{
		"", "\n\n", "key c2VhbGVkOmFiYw==\nerased abc 1790000000000 keep\nerased def 1790000000001 remove\n", "key", "ke", "erased abc", "erased abc x keep\n",
		"key !!!\nerased abc 1 keep\n", "key bm90IG91cnM=\n", "erased abc 99999999999999999999 keep\n", "\x00\xff\n", "a line of something else\n",
		"erased abc 1 keep", "key c2VhbGVkOmFiYw==", strings.Repeat("x", 70_000) + "\nerased abc 1 keep\n", "erased " + strings.Repeat("y", 70_000) + " 1 keep\nerased abc 1 keep\n",
		"erased abc -9223372036854775808 keep\r\nerased abc 1 keep\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		path := filepath.Join(t.TempDir(), "journal")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := Open(path, plainSealer{})
		if err != nil {
			return
		}
		if said, known := strings.Count("\n"+string(raw), "\nerased abc 1 keep\n"), countOf(j, "abc"); known < said {
			t.Fatalf("%d of %d erasures are known", known, said)
		}
		before := len(j.Entries())
		if _, err := j.Remember("T1", "UANA", time.UnixMilli(1_790_000_000_000), true); err != nil {
			t.Fatal(err)
		}
		again, err := Open(path, plainSealer{})
		if err != nil {
			t.Fatalf("what was written behind it cannot be read: %v", err)
		}
		if n := len(again.Entries()); n != before+1 {
			t.Fatalf("%d erasures are known, and one more than %d were written", n, before)
		}
	})
}

func countOf(j *Journal, hash string) int {
	n := 0
	for _, e := range j.Entries() {
		if e.Hash == hash {
			n++
		}
	}
	return n
}
