package sandbox

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestThePageListsTheMethodsThatAreServed holds the table in docs/sandbox.md to the table of methods.
func TestThePageListsTheMethodsThatAreServed(t *testing.T) {
	raw, err := os.ReadFile("../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	want := methodsTable()
	if _, after, found := strings.Cut(string(raw), "| family | methods |\n|---|---|\n"); !found || !strings.HasPrefix(after, want+"\n") {
		t.Errorf("the table of methods in docs/sandbox.md is not this one:\n%s", want)
	}
}

// methodsTable is the list of methods as the page has it: a row for each family.
func methodsTable() string {
	families := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(webMethods())) {
		family, rest, _ := strings.Cut(name, ".")
		families[family] = append(families[family], "`"+rest+"`")
	}
	var b strings.Builder
	for _, family := range slices.Sorted(maps.Keys(families)) {
		fmt.Fprintf(&b, "| `%s.` | %s |\n", family, strings.Join(families[family], " "))
	}
	return b.String()
}
