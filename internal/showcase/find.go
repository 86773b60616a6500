package showcase

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// control is a button, or a line of a menu, as people find it by its words.
type control struct {
	block, action string
	option        object
}

// labelled finds the first control with the words on it, or for screen readers. Otherwise it names those that there are.
func labelled(blocks []object, label string) (control, error) {
	var there []string
	for _, b := range blocks {
		for _, e := range elementsOf(b) {
			c := control{block: text(b, "block_id"), action: text(e, "action_id")}
			for _, words := range []string{text(part(e, "text"), "text"), text(e, "accessibility_label")} {
				if words == label {
					return c, nil
				}
				there = append(there, words)
			}
			for _, o := range list(e, "options") {
				words := text(part(o, "text"), "text")
				if words == label {
					c.option = o
					return c, nil
				}
				there = append(there, words)
			}
		}
	}
	there = slices.DeleteFunc(there, func(s string) bool { return s == "" })
	return control{}, fmt.Errorf("nothing is labelled %q; there is: %s", label, strings.Join(there, " · "))
}

func elementsOf(block object) []object {
	all := list(block, "elements")
	for _, key := range []string{"accessory", "element"} {
		if e := part(block, key); e != nil {
			all = append(all, e)
		}
	}
	return all
}

// wordsOf is everything that a message or a form says, for finding it by some of its words.
func wordsOf(v any) string {
	var out strings.Builder
	gather(&out, v)
	return out.String()
}

func gather(out *strings.Builder, v any) {
	switch v := v.(type) {
	case object:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if s, ok := v[key].(string); ok && (key == "text" || key == "title") {
				out.WriteString(strings.ReplaceAll(s, "*", "") + "\n")
				continue
			}
			gather(out, v[key])
		}
	case []any:
		for _, item := range v {
			gather(out, item)
		}
	}
}

// filled is what a form's fields hold, as a submission has it.
func filled(view object, fields []field, days func(string) string) (object, error) {
	values := object{}
	for _, f := range fields {
		block, found := inputNamed(view, f.name)
		if !found {
			return nil, fmt.Errorf("the form has no field %q; there is: %s", f.name, strings.Join(fieldNames(view), " · "))
		}
		element := part(block, "element")
		var value any = days(f.value)
		if many[text(element, "type")] {
			value = listed(days(f.value))
		}
		values[text(block, "block_id")] = object{text(element, "action_id"): value}
	}
	return values, nil
}

// many are elements that take a list.
var many = map[string]bool{
	"checkboxes": true, "multi_static_select": true, "multi_users_select": true, "multi_channels_select": true, "multi_conversations_select": true,
}

// listed reads "one, two".
func listed(value string) []string {
	all := []string{}
	for one := range strings.SplitSeq(value, ",") {
		if one = strings.TrimSpace(one); one != "" {
			all = append(all, one)
		}
	}
	return all
}

// inputNamed finds an input by its block's id or by its label.
func inputNamed(view object, name string) (object, bool) {
	for _, b := range list(view, "blocks") {
		if text(b, "type") == "input" && (text(b, "block_id") == name || text(part(b, "label"), "text") == name) {
			return b, true
		}
	}
	return nil, false
}

func fieldNames(view object) []string {
	var names []string
	for _, b := range list(view, "blocks") {
		if text(b, "type") == "input" {
			names = append(names, text(b, "block_id"))
		}
	}
	return names
}
