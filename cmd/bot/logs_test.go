package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/config"
)

// logSite is a line of the source that writes to the log.
type logSite struct {
	at, level, message string
	keys               []string
}

// logNames are the methods of a logger, with how many arguments stand before the keys and values.
var logNames = map[string]int{
	"Debug": 1, "Info": 1, "Warn": 1, "Error": 1, "With": 0, "DebugContext": 2, "InfoContext": 2, "WarnContext": 2, "ErrorContext": 2,
	"Log": 3, "LogAttrs": 3,
}

var attrNames = []string{"String", "Int", "Int64", "Uint64", "Bool", "Time", "Duration", "Any", "Float64"}

// everyLogLine reads the source of the bot for what it logs.
func everyLogLine(t *testing.T) []logSite {
	t.Helper()
	var out []logSite
	fset := token.NewFileSet()
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains([]string{"internal/sandbox", "internal/showcase", "bench", "examples", "scripts", "tools"}, name),
			d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".cache" || d.Name() == ".git"):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(fset, filepath.Join("../..", name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if l, ok := logLine(call); ok {
					l.at = fset.Position(call.Pos()).String()
					out = append(out, l)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// logLine reads a call of a logger, or of one of slog's attributes.
func logLine(call *ast.CallExpr) (l logSite, ok bool) {
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return l, false
	}
	on := lastName(f.X)
	if on == "slog" && slices.Contains(attrNames, f.Sel.Name) {
		return logSite{keys: []string{literal(call.Args[0])}}, true
	}
	before, known := logNames[f.Sel.Name]
	if !known || !strings.HasSuffix(strings.ToLower(on), "log") && !strings.HasSuffix(strings.ToLower(on), "logger") || len(call.Args) < before {
		return l, false
	}
	if before > 0 {
		l.level, l.message = strings.TrimSuffix(f.Sel.Name, "Context"), literal(call.Args[before-1])
	}
	for i := before; i < len(call.Args); i += 2 {
		if key := literal(call.Args[i]); key != "" {
			l.keys = append(l.keys, key)
		}
	}
	return l, true
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		if f, ok := e.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "With" {
			return lastName(f.X)
		}
	}
	return ""
}

func literal(e ast.Expr) string {
	b, ok := e.(*ast.BasicLit)
	if !ok || b.Kind != token.STRING {
		return ""
	}
	s, err := strconv.Unquote(b.Value)
	if err != nil {
		return ""
	}
	return s
}

// TestKeysOfTheLogAreListed holds the keys that the bot logs to docs/logs.md, both ways: what is searched for by a
// script of an operator keeps its name and its meaning.
func TestKeysOfTheLogAreListed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/logs.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		listed[m[1]] = false
	}
	lines := everyLogLine(t)
	if len(lines) < 60 {
		t.Fatalf("only %d lines that log were found", len(lines))
	}
	for _, l := range lines {
		for _, key := range l.keys {
			if _, ok := listed[key]; !ok {
				t.Errorf("%s: docs/logs.md does not list the key %q", l.at, key)
			}
			listed[key] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(listed)) {
		if !listed[key] && !slices.Contains([]string{"time", "level", "msg"}, key) {
			t.Errorf("docs/logs.md lists %q, which nothing logs", key)
		}
	}
}

// TestOneMessageOneLevel: what is logged with the same words in two places is the same event, and weighs the same.
func TestOneMessageOneLevel(t *testing.T) {
	t.Parallel()
	first := map[string]logSite{}
	for _, l := range everyLogLine(t) {
		before, again := first[l.message]
		if l.message != "" && again && before.level != l.level {
			t.Errorf("%q is %s at %s and %s at %s", l.message, before.level, before.at, l.level, l.at)
		}
		first[l.message] = l
	}
}

// TestLengthsOfTimeCanBeRead: nobody counts the zeros of nanoseconds at night.
func TestLengthsOfTimeCanBeRead(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	slog.New(newHandler(config.Log{Format: "json"}, slog.LevelInfo, &out)).Info("cut off", "silent", 7*time.Second, "copies", 3)
	if !strings.Contains(out.String(), `"silent":"7s","copies":3`) {
		t.Error(out.String())
	}
}
