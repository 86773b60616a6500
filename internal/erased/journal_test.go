package erased_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/erased"
	"throughline/internal/mission"
	"throughline/internal/seal"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

func sealerOf(t *testing.T, keys ...seal.Key) *seal.Sealer {
	t.Helper()
	s, err := seal.New(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t *testing.T, path string, keys ...seal.Key) *erased.Journal {
	t.Helper()
	j, err := erased.Open(path, sealerOf(t, keys...))
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func remember(t *testing.T, j *erased.Journal, user string, at time.Time) string {
	t.Helper()
	hash, err := j.Remember("T1", mission.UserID(user), at, user == "U0ANA00001")
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

func TestTheForgottenAreKnownAgainAndNotNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erased")
	key := seal.NewKey()
	j := open(t, path, key)
	ana, bo := remember(t, j, "U0ANA00001", noon), remember(t, j, "U0BO000001", noon)
	if again := remember(t, j, "U0ANA00001", noon); again != ana || ana == bo {
		t.Errorf("hashes %s, %s and %s", ana, again, bo)
	}
	j = open(t, path, key)
	want := []erased.Entry{{Hash: ana, At: noon, Words: true}, {Hash: bo, At: noon}}
	if got := j.Entries(); !slices.Equal(got, want) {
		t.Errorf("read back %v, want %v", got, want)
	}
	if !slices.Contains(j.Hashes("T1", "U0ANA00001"), ana) || slices.Contains(j.Hashes("T2", "U0ANA00001"), ana) {
		t.Error("her hash is another one, or the same in another workspace")
	}
	raw, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(raw), "ANA") {
		t.Errorf("the file names her, or %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestTheJournalOutlivesItsKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erased")
	first, second := seal.NewKey(), seal.NewKey()
	ana := remember(t, open(t, path, first), "U0ANA00001", noon)

	both := sealerOf(t, second, first)
	if err := open(t, path, second, first).Renew(both.Renew); err != nil {
		t.Fatal(err)
	}
	j := open(t, path, second)
	if j.Unreadable() || !slices.Contains(j.Hashes("T1", "U0ANA00001"), ana) {
		t.Error("after the rotation the new key alone does not know her")
	}

	lost := open(t, path, seal.NewKey())
	if !lost.Unreadable() {
		t.Error("nobody is told that the key is another one")
	}
	remember(t, lost, "U0BO000001", noon)
	j = open(t, path, second)
	if !slices.Contains(j.Hashes("T1", "U0ANA00001"), ana) || len(j.Entries()) != 2 {
		t.Error("what was written under another key has taken her out")
	}
}

func TestTornLinesAreNoReasonToStop(t *testing.T) {
	path := filepath.Join(t.TempDir(), "erased")
	key := seal.NewKey()
	remember(t, open(t, path, key), "U0ANA00001", noon)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(raw) {
		if err := os.WriteFile(path, raw[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := erased.Open(path, sealerOf(t, key))
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", cut, err)
		}
		hash, err := j.Remember("T1", "U0BO000001", noon, false)
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", cut, err)
		}
		if got := open(t, path, key); !slices.Contains(got.Hashes("T1", "U0BO000001"), hash) {
			t.Fatalf("cut after %d bytes: who was erased later is not known", cut)
		}
	}
	if err := os.WriteFile(path, []byte("dear diary\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := erased.Open(path, sealerOf(t, key)); err == nil {
		t.Error("a file of somebody else was taken for the journal")
	}
}
