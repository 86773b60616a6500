package blockkit

import (
	"fmt"
	"maps"
	"slices"
)

// bound is a limit as a rule has it.
type bound struct {
	unit     string // characters, items or values
	min, max int
}

func (b bound) String() string { return fmt.Sprintf("%s %d to %d", b.unit, b.min, b.max) }

// named are the shapes that several others share, by what the fixture calls them.
var named = map[*shape]string{
	&slackFile: "slack_file", &columnSetting: "column_setting", &confirmation: "confirm", &plainOption: "option",
	&richOption: "option", &overflowOption: "option", &optionGroup: "option_group", &conversationFilter: "filter",
	&dispatchConfig: "dispatch_action_config", &feedbackButton: "feedback_button", &workflow: "workflow",
	&workflowTrigger: "trigger", &workflowParameter: "input_parameter", &textStyle: "style", &listItem: "rich_text_section",
	&taskSource: "url_source", &slackIcon: "slack_icon", &layoutRow: "layout_row", &layoutItem: "layout_item",
	&richTextObject: "rich_text", &chartSegment: "segment", &chartPoint: "point", &chartSeries: "series",
	&axisConfig: "axis_config", &plannedTask: "task_card", &suggestion: "suggestion",
}

// everywhereAlike are fields that have one rule wherever they stand.
var everywhereAlike = map[string]string{
	"block_id": "block.block_id", "action_id": "element.action_id", "placeholder": "element.placeholder",
	"accessibility_label": "button.accessibility_label",
}

// bounds walks the tables and lists every limit in them by its path.
func bounds() map[string][]bound {
	w := walk{found: map[string][]bound{}, met: map[*shape]bool{}}
	for _, f := range []family{aView, aBlock, anElement, aRichPart, anInline, aCell, aChart} {
		for _, typ := range slices.Sorted(maps.Keys(shapesOf(f))) {
			s := shapesOf(f)[typ]
			w.shape(kindOf(f, typ), &s)
		}
	}
	w.shape("suggestion", &suggestion)
	return w.found
}

func kindOf(f family, typ string) string {
	switch f {
	case aView:
		return "view"
	case aChart:
		return "chart"
	case anElement:
		if typ == "plain_text" || typ == "mrkdwn" {
			return "text"
		}
	}
	return typ
}

type walk struct {
	found map[string][]bound
	met   map[*shape]bool
}

func (w *walk) shape(kind string, s *shape) {
	for _, f := range s.fields {
		path := kind + "." + f.name
		if alike := everywhereAlike[f.name]; alike != "" {
			path = alike
		}
		w.rule(path, f.rule)
	}
}

func (w *walk) rule(path string, r rule) {
	switch r.kind {
	case aString, aText:
		if r.enum == nil {
			w.add(path, bound{"characters", r.min, r.max})
		}
	case anInteger:
		w.add(path, bound{"values", r.min, r.max})
	case anObject:
		if !w.met[r.shape] {
			w.met[r.shape] = true
			w.shape(named[r.shape], r.shape)
		}
	case aList:
		w.add(path, bound{"items", r.min, r.max})
		w.rule(path+"[]", *r.item)
	}
}

// add keeps a bound; without an upper limit there is nothing to hold.
func (w *walk) add(path string, b bound) {
	if b.max > 0 && !slices.Contains(w.found[path], b) {
		w.found[path] = append(w.found[path], b)
	}
}
