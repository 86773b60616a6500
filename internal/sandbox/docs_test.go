package sandbox

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestThePageNamesEveryMethod holds docs/sandbox.md to the methods that are served.
func TestThePageNamesEveryMethod(t *testing.T) {
	raw, err := os.ReadFile("../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	// A family is written once: `pins.` `add` `remove`.
	words := regexp.MustCompile("`([a-zA-Z.]+)`").FindAllStringSubmatch(string(raw), -1)
	named := make(map[string]bool)
	family := ""
	for _, w := range words {
		if strings.HasSuffix(w[1], ".") {
			family = w[1]
		}
		named[w[1]], named[family+w[1]] = true, true
	}
	for method := range webMethods() {
		if !named[method] {
			t.Errorf("docs/sandbox.md does not name %s", method)
		}
	}
}
