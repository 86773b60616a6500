package blockkit

import (
	"fmt"
	"slices"
	"unicode/utf8"
)

// What holds for all blocks of a message or view together, those inside of
// others included.

// wholeMessage checks the blocks of a message, at the pointer /blocks.
func wholeMessage(v any) []problem {
	all := nest(items(v), "")
	problems := tooMany(items(v), all, MaxMessageBlocks, "")
	problems = append(problems, duplicateBlockIDs(all)...)
	problems = append(problems, oneTable(all)...)
	problems = append(problems, tableText(all)...)
	problems = append(problems, twoCharts(all)...)
	return append(problems, markdownTotal(all)...)
}

// wholeView checks the blocks of a view, at the pointer /view.
func wholeView(v any) []problem {
	all := nest(items(member(v, "blocks")), "/blocks")
	problems := tooMany(items(member(v, "blocks")), all, MaxViewBlocks, "/blocks")
	problems = append(problems, duplicateBlockIDs(all)...)
	return append(problems, oneFocus(all)...)
}

// nested is a block and its pointer.
type nested struct {
	obj map[string]any
	at  string
}

// nest lists blocks and those inside of them, in reading order. A layout's
// fallback is left out: clients show it or the layout, never both.
func nest(blocks []any, at string) []nested {
	var all []nested
	for i, v := range blocks {
		if b, ok := v.(map[string]any); ok {
			all = append(all, nestOne(b, fmt.Sprintf("%s/%d", at, i))...)
		}
	}
	return all
}

func nestOne(b map[string]any, at string) []nested {
	all := []nested{{b, at}}
	switch b["type"] {
	case "container":
		all = append(all, nest(items(b["child_blocks"]), at+"/child_blocks")...)
	case "carousel":
		all = append(all, nest(items(b["elements"]), at+"/elements")...)
	case "layout":
		for i, row := range items(b["rows"]) {
			for j, item := range items(member(row, "items")) {
				if child, ok := member(item, "block").(map[string]any); ok {
					all = append(all, nestOne(child, fmt.Sprintf("%s/rows/%d/items/%d/block", at, i, j))...)
				}
			}
		}
	}
	return all
}

// tooMany counts the blocks inside of others too. Slack says that a layout's
// count, and nothing of a container's or a carousel's; they are counted alike.
// [unknown] More at the top than the limit were complained about before.
func tooMany(top []any, all []nested, most int, at string) []problem {
	if len(top) > most || len(all) <= most {
		return nil
	}
	return []problem{{at, fmt.Sprintf("no more than %d items allowed", most)}}
}

func duplicateBlockIDs(all []nested) []problem {
	seen := map[string]bool{}
	var problems []problem
	for _, b := range all {
		id := text(b.obj["block_id"])
		if id != "" && seen[id] {
			problems = append(problems, problem{b.at + "/block_id", taken("block_id", id)})
		}
		seen[id] = true
	}
	return problems
}

// oneTable allows one table or data_table a message.
func oneTable(all []nested) []problem {
	tables := 0
	var problems []problem
	for _, b := range all {
		if !isTable(b.obj) {
			continue
		}
		if tables++; tables > 1 {
			problems = append(problems, problem{b.at, "only_one_table_allowed"})
		}
	}
	return problems
}

func isTable(b map[string]any) bool { return b["type"] == "table" || b["type"] == "data_table" }

// tableText bounds the text of all cells of a message.
func tableText(all []nested) []problem {
	total := 0
	for _, b := range all {
		if !isTable(b.obj) {
			continue
		}
		for _, row := range items(b.obj["rows"]) {
			total += textIn(row)
		}
		if total > MaxTableText {
			return []problem{{b.at, fmt.Sprintf("all cells must be less than %d characters", MaxTableText+1)}}
		}
	}
	return nil
}

// textIn counts the characters of everything called text in a tree.
func textIn(v any) int {
	total := 0
	for _, child := range items(v) {
		total += textIn(child)
	}
	obj, _ := v.(map[string]any)
	for name, child := range obj {
		if s, ok := child.(string); ok && name == "text" {
			total += utf8.RuneCountInString(s)
			continue
		}
		total += textIn(child)
	}
	return total
}

// twoCharts allows two data_visualizations a message.
func twoCharts(all []nested) []problem {
	charts := 0
	var problems []problem
	for _, b := range all {
		if b.obj["type"] != "data_visualization" {
			continue
		}
		if charts++; charts > MaxCharts {
			problems = append(problems, problem{b.at, fmt.Sprintf("no more than %d data_visualization blocks allowed", MaxCharts)})
		}
	}
	return problems
}

// markdownTotal bounds the markdown of a message. One block over the bound by
// itself is complained about where it stands, so it is not counted here.
func markdownTotal(all []nested) []problem {
	total := 0
	for _, b := range all {
		n := utf8.RuneCountInString(text(b.obj["text"]))
		if b.obj["type"] != "markdown" || n > MaxMarkdown {
			continue
		}
		if total += n; total > MaxMarkdown {
			return []problem{{b.at + "/text", fmt.Sprintf("all markdown must be less than %d characters", MaxMarkdown+1)}}
		}
	}
	return nil
}

// oneFocus allows one element a view to take the focus.
func oneFocus(all []nested) []problem {
	seen := false
	var problems []problem
	for _, e := range placed(all) {
		if e.obj["focus_on_load"] != true {
			continue
		}
		if seen {
			problems = append(problems, problem{e.at + "/focus_on_load", "only one element may set `focus_on_load`"})
		}
		seen = true
	}
	return problems
}

// standing is an element and where it stands among blocks.
type standing struct {
	obj   map[string]any
	block nested
	place place
	at    string // Its pointer.
}

// elementsAt says which fields of a block hold elements, and what place they are.
var elementsAt = map[string]struct {
	field string
	place place
}{
	"section":         {"accessory", inAccessory},
	"input":           {"element", inInput},
	"actions":         {"elements", inActions},
	"context_actions": {"elements", inContextActions},
	"card":            {"actions", inCard},
}

// placed lists the elements of blocks in reading order.
func placed(all []nested) []standing {
	var found []standing
	for _, b := range all {
		where, holds := elementsAt[text(b.obj["type"])]
		if !holds {
			continue
		}
		at := b.at + "/" + where.field
		if one, ok := b.obj[where.field].(map[string]any); ok {
			found = append(found, standing{one, b, where.place, at})
		}
		for i, e := range items(b.obj[where.field]) {
			if obj, ok := e.(map[string]any); ok {
				found = append(found, standing{obj, b, where.place, fmt.Sprintf("%s/%d", at, i)})
			}
		}
	}
	return found
}

// CountBlocks is how many blocks a JSON array of blocks holds, those inside of
// others included. What is no valid JSON holds none.
func CountBlocks(blocks []byte) int {
	v, err := decode(blocks)
	if err != nil {
		return 0
	}
	return len(nest(items(v), ""))
}

// CountTables is how many tables a JSON array of blocks holds.
func CountTables(blocks []byte) int {
	n := 0
	for _, b := range Types(blocks) {
		if b.Type == "table" || b.Type == "data_table" {
			n++
		}
	}
	return n
}

// Types lists the types of a JSON array of blocks, those inside of others
// included, each with its JSON pointer from /blocks, in reading order.
func Types(blocks []byte) []Typed {
	v, err := decode(blocks)
	if err != nil {
		return nil
	}
	var found []Typed
	for _, b := range nest(items(v), "/blocks") {
		found = append(found, Typed{Type: text(b.obj["type"]), At: b.at, Raw: encode(b.obj)})
	}
	return slices.Clip(found)
}
