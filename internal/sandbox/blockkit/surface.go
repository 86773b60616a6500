package blockkit

import (
	"fmt"
	"unicode/utf8"
)

// wholeMessage checks what holds for all blocks of a message together.
func wholeMessage(v any) []problem {
	all := items(v)
	problems := duplicates(all, "block_id", "")
	problems = append(problems, oneTable(all)...)
	return append(problems, markdownTotal(all)...)
}

// wholeView checks what holds for all blocks of a view together.
func wholeView(v any) []problem {
	all := items(member(v, "blocks"))
	return append(duplicates(all, "block_id", "/blocks"), oneFocus(all)...)
}

// oneTable allows one table a message.
func oneTable(all []any) []problem {
	tables := 0
	var problems []problem
	for i, b := range all {
		if member(b, "type") != "table" {
			continue
		}
		if tables++; tables > 1 {
			problems = append(problems, problem{fmt.Sprintf("/%d", i), "only_one_table_allowed"})
		}
	}
	return problems
}

// markdownTotal bounds the markdown of a message. One block over the bound by
// itself is complained about where it stands, so it is not counted here.
func markdownTotal(all []any) []problem {
	total := 0
	for i, b := range all {
		text, _ := member(b, "text").(string)
		n := utf8.RuneCountInString(text)
		if member(b, "type") != "markdown" || n > MaxMarkdown {
			continue
		}
		if total += n; total > MaxMarkdown {
			return []problem{{fmt.Sprintf("/%d/text", i), fmt.Sprintf("all markdown must be less than %d characters", MaxMarkdown+1)}}
		}
	}
	return nil
}

// oneFocus allows one element a view to take the focus.
func oneFocus(all []any) []problem {
	seen := false
	var problems []problem
	for _, e := range placed(all) {
		if e.obj["focus_on_load"] != true {
			continue
		}
		if seen {
			problems = append(problems, problem{"/blocks" + e.at + "/focus_on_load", "only one element may set `focus_on_load`"})
		}
		seen = true
	}
	return problems
}

// standing is an element and where it stands among blocks.
type standing struct {
	obj   map[string]any
	block map[string]any
	index int // The block's.
	place place
	at    string // Its pointer, from the array of blocks.
}

// placed lists the elements of blocks in reading order: accessories, the
// elements of actions blocks and those of input blocks.
func placed(all []any) []standing {
	var found []standing
	for i, v := range all {
		b, ok := v.(map[string]any)
		if !ok {
			continue
		}
		put := func(e any, in place, at string) {
			if obj, ok := e.(map[string]any); ok {
				found = append(found, standing{obj, b, i, in, fmt.Sprintf("/%d%s", i, at)})
			}
		}
		switch b["type"] {
		case "section":
			put(b["accessory"], inAccessory, "/accessory")
		case "input":
			put(b["element"], inInput, "/element")
		case "actions":
			for j, e := range items(b["elements"]) {
				put(e, inActions, fmt.Sprintf("/elements/%d", j))
			}
		}
	}
	return found
}
