package appmanifest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// kind is what a value of the manifest has to be.
type kind int

const (
	anything kind = iota // what a sandbox has no use for: taken as it is
	text
	flag
	number
	list
	object
)

func (k kind) String() string {
	return [...]string{"anything", "a text", "true or false", "a whole number", "a list", "a group of fields"}[k]
}

// field is the rule for one value. Lengths count characters, of lists items; zero sets no limit.
type field struct {
	kind     kind
	min, max int
	oneOf    []string
	shape    *regexp.Regexp
	shapeIs  string // the shape in words, to follow "has to"
	unique   bool
	item     *field
	fields   map[string]field // every field that there may be
	need     []string         // those of them that there have to be
}

// check returns a sentence for each fault below path.
func (f field) check(path string, v any) []string {
	switch f.kind {
	case text:
		return f.checkText(path, v)
	case list:
		return f.checkList(path, v)
	case object:
		return f.checkObject(path, v)
	case flag:
		if _, ok := v.(bool); !ok {
			return f.wrongKind(path, v)
		}
	case number:
		if _, ok := v.(int); !ok {
			return f.wrongKind(path, v)
		}
	case anything:
	}
	return nil
}

func (f field) wrongKind(path string, v any) []string {
	return []string{fmt.Sprintf("%s is %s and has to be %s.", path, describe(v), f.kind)}
}

func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "empty"
	case string:
		return fmt.Sprintf("the text %q", v)
	case []any:
		return "a list"
	case map[string]any:
		return "a group of fields"
	default:
		return fmt.Sprint(v)
	}
}

func (f field) checkText(path string, v any) []string {
	s, ok := v.(string)
	if !ok {
		return f.wrongKind(path, v)
	}
	n := utf8.RuneCountInString(s)
	switch {
	case n < f.min:
		return []string{fmt.Sprintf("%s has %d characters and needs at least %d.", path, n, f.min)}
	case f.max > 0 && n > f.max:
		return []string{fmt.Sprintf("%s has %d characters, of which Slack takes %d.", path, n, f.max)}
	case len(f.oneOf) > 0 && !slices.Contains(f.oneOf, s):
		return []string{fmt.Sprintf("%s is %q and has to be one of %s.", path, s, strings.Join(f.oneOf, ", "))}
	case f.shape != nil && !f.shape.MatchString(s):
		return []string{fmt.Sprintf("%s is %q and has to %s.", path, s, f.shapeIs)}
	}
	return nil
}

func (f field) checkList(path string, v any) []string {
	items, ok := v.([]any)
	if !ok {
		return f.wrongKind(path, v)
	}
	var faults []string
	if len(items) < f.min || f.max > 0 && len(items) > f.max {
		faults = append(faults, fmt.Sprintf("%s has %d entries and may have %d to %d.", path, len(items), f.min, f.max))
	}
	seen := map[string]bool{}
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		faults = append(faults, f.item.check(at, item)...)
		if s, ok := item.(string); ok && f.unique && seen[s] {
			faults = append(faults, fmt.Sprintf("%s says %q a second time.", at, s))
		} else if ok {
			seen[s] = true
		}
	}
	return faults
}

func (f field) checkObject(path string, v any) []string {
	given, ok := v.(map[string]any)
	if !ok {
		return f.wrongKind(path, v)
	}
	var faults []string
	for _, name := range f.need {
		if _, there := given[name]; !there {
			faults = append(faults, fmt.Sprintf("%s is missing.", below(path, name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		rule, known := f.fields[name]
		if !known {
			faults = append(faults, fmt.Sprintf("%s is nothing that a manifest has.", below(path, name)))
			continue
		}
		faults = append(faults, rule.check(below(path, name), given[name])...)
	}
	return faults
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
