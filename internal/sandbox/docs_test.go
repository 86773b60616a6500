package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"regexp"
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

// TestTheExamplesOnThePageAreTaken sends each example of docs/sandbox.md as it is printed. One with … for what the
// reader puts there may be refused for that alone.
func TestTheExamplesOnThePageAreTaken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.forges.Store(true) // with the example of an envelope
	raw, err := os.ReadFile("../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	acts := regexp.MustCompile(`\bP ([a-z]+) '(\{[^']*\})'`).FindAllStringSubmatch(string(raw), -1)
	looks := regexp.MustCompile(`curl -s "\$S/([^"]*)"`).FindAllStringSubmatch(string(raw), -1)
	if len(acts) < 20 || len(looks) < 8 {
		t.Fatalf("%d acts and %d looks are found on the page", len(acts), len(looks))
	}
	for _, found := range acts {
		resp, err := http.Post(r.url+"/_sandbox/"+found[1], "application/json", strings.NewReader(found[2]))
		r.takesExample(found[0], resp, err)
	}
	for _, found := range looks {
		resp, err := http.Get(r.url + "/_sandbox/" + found[1])
		r.takesExample(found[0], resp, err)
	}
}

func (r *rig) takesExample(example string, resp *http.Response, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out struct{ Error, Message string }
	_ = json.NewDecoder(resp.Body).Decode(&out)
	open := []string{"message_not_found", "no_such_message", "no_such_view", "file_not_found"}
	if !strings.Contains(example, "…") {
		open = []string{"no_copy", "no_look"} // no bot that could be copied is here
	}
	if resp.StatusCode != http.StatusOK && !slices.Contains(open, out.Error) {
		r.t.Errorf("%s is refused: %d %s %s", example, resp.StatusCode, out.Error, out.Message)
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
