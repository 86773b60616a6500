package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// readTOML applies every row of the file to c. A file that is not TOML has one mistake, its first:
// what follows cannot be told apart.
//
// The tree is walked here instead of decoded into a struct, since decoding stops at the first value
// of a wrong type and takes [Slack] for [slack].
func (c *Config) readTOML(file string, text []byte) Mistakes {
	var values map[string]any
	if err := toml.Unmarshal(text, &values); err != nil {
		return Mistakes{notTOML(file, err)}
	}
	var found Mistakes
	for _, r := range rows(text) {
		if wrong, mend := c.apply(r, values); wrong != "" {
			found = append(found, Mistake{File: file, Line: r.line, Wrong: wrong, Mend: mend})
		}
	}
	return append(found, c.readHolidays(file, text, values)...)
}

func notTOML(file string, err error) Mistake {
	m := Mistake{File: file, Wrong: "this is not TOML: " + err.Error(), Mend: "Texts stand in quotation marks; compare it with config.example.toml."}
	if d, ok := errors.AsType[*toml.DecodeError](err); ok {
		m.Line, _ = d.Position()
		m.Wrong = "this is not TOML: " + strings.TrimPrefix(d.Error(), "toml: ")
	}
	return m
}

// row is a key with its value, or with header set the name of a section.
type row struct {
	path []string
	line int
	// under is the section header that the key stands below, empty for a dotted key before the first.
	under  []string
	header bool
	list   bool
}

// rows lists the keys and sections in the order of the file. An inline table is a section as well.
// What stands below a [[list]] is left out: the list itself is the mistake.
func rows(text []byte) []row {
	var out []row
	var section []string
	var list bool
	var p unstable.Parser
	p.Reset(text)
	for p.NextExpression() {
		n := p.Expression()
		switch {
		case n.Kind == unstable.Table || n.Kind == unstable.ArrayTable:
			section, list = keyOf(n), n.Kind == unstable.ArrayTable
			out = append(out, row{path: section, line: lineOf(&p, n), header: true, list: list})
		case n.Kind == unstable.KeyValue && !list:
			out = appendValue(out, &p, section, n)
		}
	}
	return out
}

func appendValue(out []row, p *unstable.Parser, under []string, n *unstable.Node) []row {
	r := row{path: slices.Concat(under, keyOf(n)), line: lineOf(p, n), under: under}
	r.header = n.Value().Kind == unstable.InlineTable
	out = append(out, r)
	if r.header {
		for children := n.Value().Children(); children.Next(); {
			out = appendValue(out, p, r.path, children.Node())
		}
	}
	return out
}

func keyOf(n *unstable.Node) []string {
	var parts []string
	for k := n.Key(); k.Next(); {
		parts = append(parts, string(k.Node().Data))
	}
	return parts
}

func lineOf(p *unstable.Parser, n *unstable.Node) int {
	k := n.Key()
	k.Next()
	return p.Shape(k.Node().Raw).Start.Line
}

// apply sets what the row says, or returns what is wrong with it and how to mend it.
func (c *Config) apply(r row, values map[string]any) (wrong, mend string) {
	value := lookUp(values, r.path)
	if wrong, mend := secretInFile(r, value); wrong != "" {
		return wrong, mend
	}
	if len(r.path) == 1 && r.path[0] == holidaysList {
		return "", "" // see readHolidays
	}
	if r.header {
		return checkHeader(r)
	}
	if underWrongHeader(r) {
		return "", ""
	}
	if len(r.path) == 1 {
		return outside(r.path[0])
	}
	if section := r.path[0]; !slices.Contains(sections(), section) {
		return unknownSection(section)
	}
	return c.applyKey(r, value)
}

func (c *Config) applyKey(r row, value any) (wrong, mend string) {
	name := strings.Join(r.path, ".")
	for _, k := range keys() {
		if k.name == name {
			c.Set++
			return k.set(c, k.name, value)
		}
	}
	return unknownKey(r.path[0], strings.Join(r.path[1:], "."))
}

// underWrongHeader says that the header above has been reported, so that its keys need not be.
func underWrongHeader(r row) bool {
	return len(r.under) > 1 || len(r.under) == 1 && !slices.Contains(sections(), r.under[0])
}

func checkHeader(r row) (wrong, mend string) {
	name := strings.Join(r.path, ".")
	switch {
	case len(r.path) > 1 && slices.Contains(sections(), r.path[0]):
		return fmt.Sprintf("[%s] is not a section", name), fmt.Sprintf("Write its settings under [%s].", r.path[0])
	case !slices.Contains(sections(), r.path[0]):
		return unknownSection(name)
	case r.list:
		return fmt.Sprintf("[[%s]] makes a list", name), fmt.Sprintf("Write [%s].", name)
	}
	return "", ""
}

func unknownSection(name string) (wrong, mend string) {
	wrong = fmt.Sprintf("there is no section [%s]", name)
	if near := nearest(name, sections()); near != "" {
		return wrong, fmt.Sprintf("Did you mean [%s]?", near)
	}
	return wrong, "The sections are [" + strings.Join(sections(), "], [") + "]."
}

func outside(name string) (wrong, mend string) {
	if slices.Contains(sections(), name) {
		return name + " is a section and not a setting", fmt.Sprintf("Write [%s] on a line of its own and its settings below.", name)
	}
	wrong = name + " stands outside of a section"
	for _, k := range keys() {
		if section, key, _ := strings.Cut(k.name, "."); key == name {
			return wrong, fmt.Sprintf("Write it under [%s].", section)
		}
	}
	return wrong, "The sections are [" + strings.Join(sections(), "], [") + "]."
}

func unknownKey(section, name string) (wrong, mend string) {
	wrong = fmt.Sprintf("[%s] has no setting %s", section, name)
	var known []string
	for _, k := range keys() {
		if s, key, _ := strings.Cut(k.name, "."); s == section {
			known = append(known, key)
		}
	}
	if near := nearest(name, known); near != "" {
		return wrong, fmt.Sprintf("Did you mean %s?", near)
	}
	return wrong, "It knows " + strings.Join(known, ", ") + "."
}

// nearest returns the word that name was probably meant to be: at most two letters differ, and fewer
// than half of them.
func nearest(name string, words []string) string {
	best, least := "", 3
	for _, w := range words {
		d := levenshtein.ComputeDistance(strings.ToLower(name), w)
		if d < least && 2*d < len(w) {
			best, least = w, d
		}
	}
	return best
}

func lookUp(values map[string]any, path []string) any {
	var v any = values
	for _, part := range path {
		table, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = table[part]
	}
	return v
}
