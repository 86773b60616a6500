package erased_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"throughline/internal/erased"
	"throughline/internal/seal"
)

func linesOf(t *testing.T, j *erased.Journal) []string {
	t.Helper()
	lines, err := j.Lines()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func adopts(t *testing.T, j *erased.Journal, lines []string, want int) {
	t.Helper()
	if n, err := j.Adopt(lines); err != nil || n != want {
		t.Errorf("%d of the lines %q are adopted, %v; want %d", n, lines, err, want)
	}
}

// TestJournalsOfCopiesBecomeOne lets two copies that never met, each with a key of its own in its journal, know whom the
// other forgot.
func TestJournalsOfCopiesBecomeOne(t *testing.T) {
	t.Parallel()
	folder, key := t.TempDir(), seal.NewKey()
	first, second := open(t, filepath.Join(folder, "first"), key), open(t, filepath.Join(folder, "second"), key)
	ana, bo := remember(t, first, "U0ANA00001", noon), remember(t, second, "U0BO000001", noon)
	own := first.Hashes("T1", "U0CHIDI001")
	adopts(t, first, linesOf(t, second), 2)
	adopts(t, first, linesOf(t, second), 0)
	adopts(t, second, linesOf(t, first), 2)

	want := []erased.Entry{{Hash: ana, At: noon, Words: true}, {Hash: bo, At: noon}}
	for name, j := range map[string]*erased.Journal{
		"as it runs": first, "opened anew": open(t, filepath.Join(folder, "first"), key),
	} {
		if got := j.Entries(); !slices.Equal(got, want) {
			t.Errorf("%s: the first journal has %v, want %v", name, got, want)
		}
		if !slices.Contains(j.Hashes("T1", "U0ANA00001"), ana) || !slices.Contains(j.Hashes("T1", "U0BO000001"), bo) {
			t.Errorf("%s: somebody is not known again", name)
		}
	}
	// What is remembered next goes under a key that this copy made, which it can open for as long as it can open any.
	if chidi := remember(t, first, "U0CHIDI001", noon); !slices.Contains(own, chidi) {
		t.Error("the first journal goes on under the key of the other")
	}
}

// TestNoLineOfAnotherCopySpoilsAJournal hands over lines that no journal may have.
func TestNoLineOfAnotherCopySpoilsAJournal(t *testing.T) {
	t.Parallel()
	path, key := filepath.Join(t.TempDir(), "erased"), seal.NewKey()
	j := open(t, path, key)
	remember(t, j, "U0ANA00001", noon)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	adopts(t, j, []string{
		"", "key", "key a b", "erased", "erased abc", "erased abc 1", "erased abc 1 kee", "erased abc noon keep", "erased abc 1 keep more",
		"dear diary", "forgot abc 1 keep",
	}, 0)
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the journal became %q, %v", after, err)
	}
	open(t, path, key)

	// What a crash tore in this one is not handed on.
	if err := os.WriteFile(path, append(before, "erased abc 17"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := linesOf(t, open(t, path, key)); len(got) != 2 {
		t.Errorf("it hands on %q", got)
	}
}
