package judges_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/sandbox/judges"
)

// TestTheLockedLibrariesAreInstalled fails where the installed libraries are others than those that are named, whose
// judgement would then be about something else.
func TestTheLockedLibrariesAreInstalled(t *testing.T) {
	var named struct {
		DevDependencies map[string]string `json:"devDependencies"`
	}
	readJSON(t, filepath.Join(judges.Dir(t), "package.json"), &named)
	if len(named.DevDependencies) < 6 {
		t.Fatalf("package.json names %d libraries", len(named.DevDependencies))
	}
	for name, version := range named.DevDependencies {
		var installed struct{ Version string }
		readJSON(t, judges.Module(t, name+"/package.json"), &installed)
		if installed.Version != version {
			t.Errorf("%s %s is installed, %s is named: run scripts/test.sh once", name, installed.Version, version)
		}
	}
}

// TestTheLockNamesNoHost keeps the libraries' source a setting of whoever installs them.
func TestTheLockNamesNoHost(t *testing.T) {
	raw, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{`"resolved"`, "://"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("package-lock.json contains %s: install with --omit-lockfile-registry-resolved and drop \"funding\"", word)
		}
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}
