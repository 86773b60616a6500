package rules

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/slack-rules.md anew")

const pageFile = moduleRoot + "/docs/slack-rules.md"

const preface = `# What Slack does, and whether the sandbox does it too

This page is made from the tests: ` + "`go test ./internal/sandbox/rules -update`" + `. Each row is one rule of Slack's that an app can
notice. A rule is kept where a test holds the sandbox to it, named beside it. "By the client" is what Slack's own client does, so
that here the page or the check of a form does it. What is not kept says what that means for an app.

The source is Slack's page or a file of its libraries. Rules that Slack does not document say how they are known; where sources
differ or nobody knows, the sandbox is the stricter one.
`

// tally counts what became of the rules.
type tally struct{ kept, client, unkept, open int }

func (n tally) String() string {
	text := fmt.Sprintf("%d rules: %d kept, %d by the client, %d not.", n.kept+n.client+n.unkept+n.open, n.kept, n.client, n.unkept)
	if n.open > 0 {
		text += fmt.Sprintf(" %d are not shown yet.", n.open)
	}
	return text
}

// written is the page, and the ids of the rules that nothing shows.
func written(found marks) (page string, open []string) {
	var body strings.Builder
	var n tally
	for _, area := range Areas() {
		fmt.Fprintf(&body, "\n## %s\n\n| rule | kept | held by | source |\n|---|---|---|---|\n", area.Title)
		for _, rule := range area.Rules {
			tests := found[rule.ID]
			kept := n.count(rule, tests)
			if kept == notShown {
				open = append(open, rule.ID)
			}
			fmt.Fprintf(&body, "| %s | %s | %s | %s |\n", cell(rule.Says), kept, heldBy(rule, tests), cell(source(rule)))
		}
	}
	return preface + "\n" + n.String() + "\n" + body.String(), open
}

const notShown = "not shown yet"

func (n *tally) count(rule Rule, tests []string) string {
	switch {
	case rule.Unkept != "":
		n.unkept++
		return "no"
	case len(tests) == 0:
		n.open++
		return notShown
	case rule.Client:
		n.client++
		return "by the client"
	default:
		n.kept++
		return "yes"
	}
}

// mostTests is how many tests a row names, so that it stays readable.
const mostTests = 3

func heldBy(rule Rule, tests []string) string {
	if rule.Unkept != "" {
		return cell(rule.Unkept)
	}
	more := ""
	if len(tests) > mostTests {
		tests, more = tests[:mostTests], fmt.Sprintf(" and %d more", len(tests)-mostTests)
	}
	quoted := make([]string, len(tests))
	for i, name := range tests {
		quoted[i] = "`" + name + "`"
	}
	return strings.Join(quoted, ", ") + more
}

func source(rule Rule) string {
	if rule.Trust == Documented {
		return rule.Source
	}
	return rule.Source + " (" + string(rule.Trust) + ")"
}

// cell keeps a sentence's own signs from being read as Markdown.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "&", "&amp;", "_", `\_`, "*", `\*`).Replace(text)
}

func TestThePageOfRulesIsMadeFromTheTests(t *testing.T) {
	want, open := written(findMarks(t))
	if *update {
		if err := os.WriteFile(filepath.FromSlash(pageFile), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range open {
		t.Errorf("no test holds %q, and the table does not say why", id)
	}
	if string(got) != want {
		t.Error("docs/slack-rules.md is not what the tests say; write it anew with: go test ./internal/sandbox/rules -update")
	}
}

var idForm = regexp.MustCompile(`^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$`)

func TestRulesAreWhole(t *testing.T) {
	ids, sentences := map[string]bool{}, map[string]bool{}
	for _, area := range Areas() {
		for _, rule := range area.Rules {
			name, _, _ := strings.Cut(rule.ID, "/")
			switch {
			case !idForm.MatchString(rule.ID) || name != area.Name:
				t.Errorf("the id %q is not area/name of %q", rule.ID, area.Name)
			case ids[rule.ID] || sentences[rule.Says]:
				t.Errorf("%q is there twice", rule.ID)
			case !strings.HasSuffix(rule.Says, ".") || rule.Source == "":
				t.Errorf("%q is no sentence with a source", rule.ID)
			case rule.Unkept != "" && !strings.HasSuffix(rule.Unkept, "."):
				t.Errorf("%q does not say in a sentence why it is not kept", rule.ID)
			}
			ids[rule.ID], sentences[rule.Says] = true, true
		}
	}
}
