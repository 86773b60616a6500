package view

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryRecordHasANameForItsPeople walks the buckets that the store draws. A new one needs a line in
// view/held.go: a name under which people see what is held about them, or the reason why it speaks of nobody.
func TestEveryRecordHasANameForItsPeople(t *testing.T) {
	drawing, err := os.ReadFile("../../store/bolt/doc.go")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^//\t[├└]── (\w+) +[a-z ]+?  +(\S+)`)
	found := line.FindAllStringSubmatch(string(drawing), -1)
	if len(found) < 20 {
		t.Fatalf("read %d buckets", len(found))
	}
	for _, m := range found {
		kind, value := m[1], m[2]
		named := HeldName(kind) != HeldName("no such kind")
		switch index := value == "–"; {
		case !index && named == Unheld(kind):
			t.Errorf("%s: named for people %v, speaks of nobody %v: one of them in view/held.go", kind, named, Unheld(kind))
		case index && (named || Unheld(kind)):
			t.Errorf("%s is an index, which follows its record", kind)
		}
	}
}

// TestPrivateWordsHaveANameForTheirAuthor looks for the fields that private words are sealed for.
func TestPrivateWordsHaveANameForTheirAuthor(t *testing.T) {
	files, err := filepath.Glob("../../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sealed := regexp.MustCompile(`Binding\{[^}]*Field: ("(\w+)"|[^,}]+)`)
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "../../seal/") || strings.HasPrefix(name, "../../erased/") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sealed.FindAllStringSubmatch(string(source), -1) {
			n++
			if m[2] != "" && strings.HasPrefix(SealedName(m[2]), "Private words: ") {
				t.Errorf("%s seals for the field %q, which has no name in view/held.go", name, m[2])
			}
		}
	}
	if n < 4 {
		t.Errorf("%d fields were found", n)
	}
}
