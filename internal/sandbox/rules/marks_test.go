package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// moduleRoot is where the search for marks begins.
const moduleRoot = "../../.."

// marks maps the id of each marked rule to the names of the tests that hold it.
type marks map[string][]string

func (m marks) add(id, test string) {
	if !slices.Contains(m[id], test) {
		m[id] = append(m[id], test)
	}
}

// findMarks reads every test of the module, in Go and in Node.
func findMarks(t *testing.T) marks {
	t.Helper()
	found := marks{}
	err := fs.WalkDir(os.DirFS(moduleRoot), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata"):
			return fs.SkipDir
		case strings.HasSuffix(name, "_test.go"):
			readGo(t, name, found)
		case path.Ext(name) == ".mjs" && !strings.Contains(name, "/static/"):
			readNode(t, name, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tests := range found {
		slices.Sort(tests)
	}
	return found
}

// readGo finds rules.Keeps(t, "id", …) within tests.
func readGo(t *testing.T, name string, found marks) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(moduleRoot, name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && isKeeps(call) {
				readCall(t, name, f.Name.Name, call, found)
			}
			return true
		})
	}
}

func isKeeps(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Keeps" {
		return false
	}
	pkg, ok := sel.X.(*ast.Ident)
	return ok && pkg.Name == "rules"
}

func readCall(t *testing.T, file, test string, call *ast.CallExpr, found marks) {
	t.Helper()
	if !strings.HasPrefix(test, "Test") && !strings.HasPrefix(test, "Fuzz") {
		t.Errorf("%s: %s marks rules and is no test", file, test)
	}
	for _, arg := range call.Args[1:] {
		lit, ok := arg.(*ast.BasicLit)
		if !ok {
			t.Errorf("%s: %s marks a rule whose id is not written out", file, test)
			continue
		}
		id, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		found.add(id, test)
	}
}

// A mark in a Node test is keeps("id", "id"), called or in a comment.
var (
	nodeMark = regexp.MustCompile(`keeps\(((?:\s*["'][^"']*["']\s*,?)+)\s*\)`)
	nodeID   = regexp.MustCompile(`["']([^"']*)["']`)
)

func readNode(t *testing.T, name string, found marks) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(moduleRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range nodeMark.FindAllStringSubmatch(string(text), -1) {
		for _, id := range nodeID.FindAllStringSubmatch(call[1], -1) {
			found.add(id[1], path.Base(name))
		}
	}
}

func TestMarksAreOfRulesThatAreThere(t *testing.T) {
	all := All()
	for id, tests := range findMarks(t) {
		rule, there := all[id]
		if !there {
			t.Errorf("%s marks %q, which is no rule", strings.Join(tests, ", "), id)
		}
		if rule.Unkept != "" {
			t.Errorf("%s marks %q, of which the table says that it is not kept", strings.Join(tests, ", "), id)
		}
	}
}

func TestNodeMarksAreRead(t *testing.T) {
	rows := []struct {
		sentence, text string
		want           []string
	}{
		{"A call marks.", `keeps("a/b");`, []string{"a/b"}},
		{"A comment marks.", `// keeps('a/b', 'c/d')`, []string{"a/b", "c/d"}},
		{"A call may take several lines.", "keeps(\n  \"a/b\",\n  \"c/d\",\n)", []string{"a/b", "c/d"}},
		{"A definition marks nothing.", `function keeps(...ids) {}`, nil},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			var got []string
			for _, call := range nodeMark.FindAllStringSubmatch(row.text, -1) {
				for _, id := range nodeID.FindAllStringSubmatch(call[1], -1) {
					got = append(got, id[1])
				}
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("read %q, want %q", got, row.want)
			}
		})
	}
}
