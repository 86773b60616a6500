package licenses

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// locks are the lists of what npm brings for tests and benchmarks.
var locks = []string{"internal/sandbox/judges/package-lock.json", "bench/bolt-js/package-lock.json"}

// TestWhatComesFromNpmIsPinned: each library that npm brings for tests and benchmarks is held to the bytes that it had
// when it was looked at. None is part of the program.
func TestWhatComesFromNpmIsPinned(t *testing.T) {
	t.Parallel()
	for _, path := range locks {
		raw, err := os.ReadFile(filepath.Join("../..", path))
		if err != nil {
			t.Fatal(err)
		}
		var lock struct {
			Version  int `json:"lockfileVersion"`
			Packages map[string]struct {
				Version, Integrity string
				Link               bool
			}
		}
		if err := json.Unmarshal(raw, &lock); err != nil || lock.Version < 3 || len(lock.Packages) < 2 {
			t.Errorf("%s: version %d, %d packages, %v", path, lock.Version, len(lock.Packages), err)
		}
		for name, p := range lock.Packages {
			if name != "" && (p.Link || p.Version == "" || !strings.HasPrefix(p.Integrity, "sha512-")) {
				t.Errorf("%s: %s is not held to a digest", path, name)
			}
		}
	}
}

// TestEveryLockIsLookedAt holds the list of locks to what there is. The examples are for whoever writes another bot, with
// the newest libraries; nothing here runs them.
func TestEveryLockIsLookedAt(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"*/package.json", "*/*/package.json", "*/*/*/package.json"} {
		found, err := filepath.Glob(filepath.Join("../..", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			lock := filepath.Join(strings.TrimPrefix(filepath.Dir(path), "../../"), "package-lock.json")
			if !slices.Contains(locks, lock) && !strings.HasPrefix(lock, "examples/") && !strings.Contains(lock, "node_modules") {
				t.Errorf("%s is not looked at", lock)
			}
		}
	}
}
