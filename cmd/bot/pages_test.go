package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// sources hands over the Go files of the project, tests or the rest.
func sources(t *testing.T, tests bool, do func(name string, raw []byte)) {
	t.Helper()
	for _, root := range []string{"../../cmd", "../../internal"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "node_modules":
				return fs.SkipDir
			case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") != tests:
				return nil
			}
			raw, err := os.ReadFile(name)
			if err == nil {
				do(name, raw)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestWhatIsPromisedNamesItsTests: a page that says of a sentence which test holds it names one that there is.
func TestWhatIsPromisedNamesItsTests(t *testing.T) {
	t.Parallel()
	var all strings.Builder
	sources(t, true, func(_ string, raw []byte) { all.Write(raw) })
	for _, page := range []string{"SECURITY.md", "PRIVACY.md"} {
		raw, err := os.ReadFile("../../" + page)
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile("`(Test[A-Z]\\w+)`").FindAllStringSubmatch(string(raw), -1)
		if len(named) < 3 {
			t.Errorf("%s names %d tests", page, len(named))
		}
		for _, m := range named {
			if !strings.Contains(all.String(), "func "+m[1]+"(t *testing.T)") {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
}

// TestPeriodsAreThoseOfThePrivacyPage holds the periods that no setting changes to what the page says of them.
func TestPeriodsAreThoseOfThePrivacyPage(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../PRIVACY.md")
	if err != nil {
		t.Fatal(err)
	}
	for record, period := range map[string]time.Duration{"chosen": nudges.KeepChosen, "round_note": rounds.NotesFor} {
		row := regexp.MustCompile("(?m)^\\| `" + record + "` .*$").FindString(string(raw))
		if want := fmt.Sprintf("%d days", int(period.Hours()/24)); !strings.Contains(row, want) {
			t.Errorf("of %s the page says %q, and it is kept %s", record, row, want)
		}
	}
}

// TestTheBotSpeaksWithSlackAlone looks for every address in the program. The local Slack, which speaks with nobody, is
// left out; what follows on a host that the settings name is not an address in the program.
func TestTheBotSpeaksWithSlackAlone(t *testing.T) {
	t.Parallel()
	address := regexp.MustCompile(`(https?|wss?)://([A-Za-z0-9.-]+\.[a-z]{2,})`)
	known := []string{"slack.com", "api.slack.com", "hooks.slack.com", "files.slack.com"}
	n := 0
	sources(t, false, func(name string, raw []byte) {
		if strings.Contains(name, "internal/sandbox") || strings.Contains(name, "internal/showcase") || strings.Contains(name, "internal/licenses") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, raw, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			b, ok := node.(*ast.BasicLit)
			if !ok || b.Kind != token.STRING {
				return true
			}
			for _, m := range address.FindAllStringSubmatch(b.Value, -1) {
				n++
				if !slices.Contains(known, m[2]) {
					t.Errorf("%s names %s", name, m[0])
				}
			}
			return true
		})
	})
	if n == 0 {
		t.Error("no address was found, and Slack's should be")
	}
}
