package blockkit

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
)

// anyOf asks for at least one of some fields.
func anyOf(names ...string) check {
	return func(obj map[string]any, _ scene) []problem {
		if present(obj, names) > 0 {
			return nil
		}
		return []problem{{"/type", "must define either " + quoteAll(names, " or ")}}
	}
}

// exactlyOne asks for one of some fields and no other of them.
func exactlyOne(names ...string) check {
	return func(obj map[string]any, _ scene) []problem {
		switch present(obj, names) {
		case 1:
			return nil
		case 0:
			return []problem{{"/type", "must define either " + quoteAll(names, " or ")}}
		default:
			return []problem{{"/type", "must define only one of " + quoteAll(names, ", ")}}
		}
	}
}

// notBoth refuses two fields that say the same thing.
func notBoth(one, other string) check {
	return func(obj map[string]any, _ scene) []problem {
		if present(obj, []string{one, other}) < 2 {
			return nil
		}
		return []problem{{"/type", "must define only one of " + quoteAll([]string{one, other}, ", ")}}
	}
}

func present(obj map[string]any, names []string) int {
	n := 0
	for _, name := range names {
		if _, there := obj[name]; there {
			n++
		}
	}
	return n
}

// optionsOrGroups asks a static menu for options or groups of options.
func optionsOrGroups(obj map[string]any, s scene) []problem {
	return exactlyOne("options", "option_groups")(obj, s)
}

// initialAmongOptions asks that what is picked at first equals an option,
// member by member.
func initialAmongOptions(obj map[string]any, _ scene) []problem {
	offered := offeredOptions(obj)
	var problems []problem
	if first, there := obj["initial_option"]; there && !among(offered, first) {
		problems = append(problems, problem{"/initial_option", "must match one of the options"})
	}
	for i, first := range items(obj["initial_options"]) {
		if !among(offered, first) {
			problems = append(problems, problem{fmt.Sprintf("/initial_options/%d", i), "must match one of the options"})
		}
	}
	return problems
}

// offeredOptions are the options of an element, those of its groups included.
func offeredOptions(element map[string]any) []any {
	offered := items(element["options"])
	for _, group := range items(element["option_groups"]) {
		offered = append(offered, items(member(group, "options"))...)
	}
	return offered
}

func among(offered []any, v any) bool {
	for _, o := range offered {
		if reflect.DeepEqual(o, v) {
			return true
		}
	}
	return false
}

// responseURLInModals refuses response_url_enabled outside of the input blocks
// of a modal.
func responseURLInModals(obj map[string]any, s scene) []problem {
	_, there := obj["response_url_enabled"]
	if !there || (s.surface == Modal && s.place == inInput) {
		return nil
	}
	return []problem{{"/response_url_enabled", "only allowed in input blocks of modals"}}
}

// minNotOverMax asks that a text input can be filled at all.
func minNotOverMax(obj map[string]any, _ scene) []problem {
	lo, ok := intOf(obj["min_length"])
	if !ok {
		return nil
	}
	if hi, ok := intOf(obj["max_length"]); ok && lo > hi {
		return []problem{{"/min_length", "must be no more than `max_length`"}}
	}
	return nil
}

// noDispatchForFiles refuses dispatch_action on a file input.
func noDispatchForFiles(obj map[string]any, _ scene) []problem {
	if obj["dispatch_action"] != true || member(obj["element"], "type") != "file_input" {
		return nil
	}
	return []problem{{"/dispatch_action", "not allowed with a file_input element"}}
}

// onePrimary allows one primary button among those that stand together.
func onePrimary(list string) check {
	return func(obj map[string]any, _ scene) []problem {
		seen := false
		var problems []problem
		for i, e := range items(obj[list]) {
			if member(e, "style") != "primary" {
				continue
			}
			if seen {
				problems = append(problems, problem{fmt.Sprintf("/%s/%d/style", list, i), "only one primary button allowed"})
			}
			seen = true
		}
		return problems
	}
}

// uniqueActionIDs refuses an action_id used twice in one block.
func uniqueActionIDs(list string) check {
	return func(obj map[string]any, _ scene) []problem {
		return duplicates(items(obj[list]), "action_id", "/"+list)
	}
}

// duplicates complains about each object that repeats an earlier one's id.
func duplicates(objects []any, name, at string) []problem {
	seen := map[string]bool{}
	var problems []problem
	for i, o := range objects {
		id, _ := member(o, name).(string)
		if id == "" {
			continue
		}
		if seen[id] {
			problems = append(problems, problem{
				at:   fmt.Sprintf("%s/%d/%s", at, i, name),
				text: taken(name, id),
			})
		}
		seen[id] = true
	}
	return problems
}

// taken says that an id is used before.
func taken(name, id string) string {
	return fmt.Sprintf("`%s` %s already exists", name, strconv.Quote(shorten(id)))
}

// submitForInputs asks a modal with an input block for a submit button.
func submitForInputs(obj map[string]any, _ scene) []problem {
	if obj["submit"] != nil {
		return nil
	}
	for _, b := range nest(items(obj["blocks"]), "/blocks") {
		if b.obj["type"] == "input" {
			return []problem{{b.at + "/input", "must define `submit` to use an `input` block in modals"}}
		}
	}
	return nil
}

// member is a member of v, nil when v is no object or has none.
func member(v any, name string) any {
	obj, _ := v.(map[string]any)
	return obj[name]
}

// items are the items of v, none when v is no array. Appending to them copies.
func items(v any) []any {
	list, _ := v.([]any)
	return slices.Clip(list)
}

func intOf(v any) (int, bool) {
	num, _ := v.(json.Number)
	n, err := strconv.Atoi(num.String())
	return n, err == nil
}
