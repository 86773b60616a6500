package importtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "throughline"

// edge is one import in one file. Paths of our own are relative to the module.
type edge struct {
	file     string
	importer string
	imported string
	test     bool
}

// imports reads every Go file of the module, whatever its build tags.
func imports(t *testing.T) []edge {
	t.Helper()
	const root = "../.."
	if text, err := os.ReadFile(filepath.Join(root, "go.mod")); err != nil || !strings.HasPrefix(string(text), "module "+module+"\n") {
		t.Fatalf("the module's root is not at %s: %v", root, err)
	}
	var out []edge
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || otherModule(root, name)):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		edges, err := importsOf(root, name)
		out = append(out, edges...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 10 {
		t.Fatalf("only %d imports were found", len(out))
	}
	return out
}

func otherModule(root, dir string) bool {
	_, err := os.Stat(filepath.Join(root, dir, "go.mod"))
	return err == nil
}

func importsOf(root, name string) ([]edge, error) {
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var out []edge
	for _, spec := range f.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, edge{
			file:     name,
			importer: path.Dir(name),
			imported: strings.TrimPrefix(imported, module+"/"),
			test:     strings.HasSuffix(name, "_test.go"),
		})
	}
	return out, nil
}
