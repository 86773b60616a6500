package licenses

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/licensecheck"
)

var update = flag.Bool("update", false, "write third_party.txt anew")

// systems are those that the program is built for. What one alone needs is listed for all.
var systems = []string{"linux", "darwin", "windows"}

// shipped are the licences that what is linked may have: they ask for no more than that their text goes along.
var shipped = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC"}

// tested are those that only tests may have besides: MPL-2.0 asks for its changed files, and nothing is handed on.
var tested = append(slices.Clone(shipped), "MPL-2.0")

// module is one as "go list" tells of it.
type module struct{ Path, Version, Dir string }

func (m module) String() string { return m.Path + " " + m.Version }

func TestTheListTellsOfWhatIsLinked(t *testing.T) {
	t.Parallel()
	var want strings.Builder
	for _, m := range linked(t) {
		kinds, texts := licenceOf(t, m)
		for _, kind := range kinds {
			if !slices.Contains(shipped, kind) {
				t.Errorf("%s is linked and under %s, which is not among %v", m, kind, shipped)
			}
		}
		fmt.Fprintf(&want, "%s%s %s\n\n%s\n", begins, m, strings.Join(kinds, ", "), texts)
	}
	if *update {
		if err := os.WriteFile("third_party.txt", []byte(want.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want.String() == Full() {
		return
	}
	// What differs is told by the lines of the modules: the texts alone are thousands of lines.
	t.Errorf("third_party.txt is stale, write it anew with -update (-want +got):\n%s", cmp.Diff(listOf(want.String()), List()))
}

func TestWhatTestsNeedIsFreeToo(t *testing.T) {
	t.Parallel()
	for _, m := range listed(t, "", "-test", "./...") {
		kinds, _ := licenceOf(t, m)
		for _, kind := range kinds {
			if !slices.Contains(tested, kind) {
				t.Errorf("%s is needed by the tests and under %s, which is not among %v", m, kind, tested)
			}
		}
	}
}

func TestListNamesEachModuleOnce(t *testing.T) {
	t.Parallel()
	list := List()
	for _, wanted := range []string{"github.com/slack-go/slack ", "go.etcd.io/bbolt ", "github.com/robfig/cron/v3 ", "Go "} {
		n := 0
		for _, line := range list {
			if strings.HasPrefix(line, wanted) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the list names %q %d times: %q", wanted, n, list)
		}
	}
}

// linked returns the modules that are linked into the program on any system, and Go itself.
func linked(t *testing.T) []module {
	t.Helper()
	var all []module
	for _, system := range systems {
		all = append(all, listed(t, system, "./cmd/bot")...)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.String(), b.String()) })
	all = slices.Compact(all)
	// Its authors give out golang.org/x/sys under the same text, which does not change with the Go that runs the tests.
	at := slices.IndexFunc(all, func(m module) bool { return m.Path == "golang.org/x/sys" })
	return append(all, module{Path: "Go", Version: "standard library", Dir: all[at].Dir})
}

// listed returns the modules of the packages that the given ones need, but for our own.
func listed(t *testing.T, system string, args ...string) []module {
	t.Helper()
	if system == "" {
		system = runtime.GOOS
	}
	c := exec.CommandContext(t.Context(), "go", append([]string{"list", "-deps", "-json=Module"}, args...)...)
	c.Dir, c.Env = "../..", append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v", system, err)
	}
	var all []module
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Module *struct {
				module
				Main bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if p.Module != nil && !p.Module.Main && !slices.Contains(all, p.Module.module) {
			all = append(all, p.Module.module)
		}
	}
	return all
}

// texts are how modules call the files with their licences.
var texts = []string{"LICENSE*", "LICENCE*", "License*", "COPYING*", "NOTICE*"}

// licenceOf returns the names of a module's licences and their texts.
func licenceOf(t *testing.T, m module) (kinds []string, all string) {
	t.Helper()
	for _, pattern := range texts {
		files, err := filepath.Glob(filepath.Join(m.Dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if errors.Is(err, fs.ErrNotExist) || isFolder(file) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, kindsIn(t, file, raw)...)
			all += strings.ReplaceAll(strings.TrimSpace(string(raw)), "\r\n", "\n") + "\n\n"
		}
	}
	slices.Sort(kinds)
	if kinds = slices.Compact(kinds); len(kinds) == 0 {
		t.Errorf("%s says under no licence that is known", m)
	}
	return kinds, strings.TrimRight(all, "\n") + "\n"
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// kindsIn names the licences of a file. A NOTICE names none by itself.
func kindsIn(t *testing.T, file string, raw []byte) []string {
	t.Helper()
	found := licensecheck.Scan(raw)
	if strings.HasPrefix(filepath.Base(file), "NOTICE") {
		return nil
	}
	if found.Percent < 60 {
		t.Errorf("%s: only %.0f %% of it is a licence that is known", file, found.Percent)
	}
	var out []string
	for _, match := range found.Match {
		out = append(out, match.ID)
	}
	return out
}
