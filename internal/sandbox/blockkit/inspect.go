package blockkit

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Option is one choice of a menu, a group of checkboxes or radio buttons, or an
// overflow menu.
type Option struct {
	Value string
	Raw   json.RawMessage // The option object, as selected_option carries it.
}

// Element is something one can click, pick or fill in.
type Element struct {
	BlockID  string
	ActionID string
	Type     string
	Value    string   // A button's value.
	URL      string   // What a button opens.
	Options  []Option // Those of groups included, in the order shown.
	MaxItems int      // The most options or files one may pick; 0 when there is none.
	Input    bool     // Whether it stands in an input block.
	Dispatch bool     // Whether its input block asks for block_actions.
	Raw      json.RawMessage
}

// Typed is a block and where it stands.
type Typed struct {
	Type string
	At   string // Its JSON pointer.
	Raw  json.RawMessage
}

// Fires tells whether using the element sends block_actions: outside of input
// blocks always, inside only with dispatch_action
// (docs.slack.dev/reference/interaction-payloads/block_actions-payload).
func (e Element) Fires() bool { return !e.Input || e.Dispatch }

// FiresOn tells whether what was done in a text input sends block_actions:
// "on_enter_pressed" or "on_character_entered". Unless dispatch_action_config
// says otherwise Enter does. "" and elements that one does not type into always do
// (docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object).
func (e Element) FiresOn(done string) bool {
	if done == "" || !strings.HasSuffix(e.Type, "_input") || e.Type == "file_input" {
		return true
	}
	var element struct {
		Config *struct {
			On []string `json:"trigger_actions_on"`
		} `json:"dispatch_action_config"`
	}
	if json.Unmarshal(e.Raw, &element) != nil || element.Config == nil {
		return done == "on_enter_pressed"
	}
	return slices.Contains(element.Config.On, done)
}

// Input is an input block of a view and what a submission must give for it.
type Input struct {
	BlockID   string
	ActionID  string
	Type      string // The element's type, such as plain_text_input.
	Label     string
	Optional  bool
	MinLength int // In code points; 0 when there is none.
	MaxLength int // In code points; 0 when there is none.
	MaxItems  int // The most options or files one may pick; 0 when there is none.
	Options   []Option
	Raw       json.RawMessage // The element.
}

// Elements lists the interactive elements of a JSON array of blocks in reading
// order. Images are left out. What is no valid JSON has none.
func Elements(blocks json.RawMessage) []Element {
	v, err := decode(blocks)
	if err != nil {
		return nil
	}
	var found []Element
	for _, e := range placed(nest(items(v), "")) {
		if e.obj["type"] != "image" {
			found = append(found, elementOf(e))
		}
	}
	return found
}

// Inputs lists the input blocks of a view in reading order. What is no valid
// JSON has none.
func Inputs(view json.RawMessage) []Input {
	v, err := decode(view)
	if err != nil {
		return nil
	}
	var found []Input
	for _, e := range placed(nest(items(member(v, "blocks")), "")) {
		if e.place == inInput {
			found = append(found, inputOf(e))
		}
	}
	return found
}

func elementOf(e standing) Element {
	return Element{
		BlockID:  text(e.block.obj["block_id"]),
		ActionID: text(e.obj["action_id"]),
		Type:     text(e.obj["type"]),
		Value:    text(e.obj["value"]),
		URL:      text(e.obj["url"]),
		Options:  optionsOf(e.obj),
		MaxItems: mostOf(e.obj),
		Input:    e.place == inInput,
		Dispatch: e.block.obj["dispatch_action"] == true,
		Raw:      encode(e.obj),
	}
}

func inputOf(e standing) Input {
	in := Input{
		BlockID:  text(e.block.obj["block_id"]),
		ActionID: text(e.obj["action_id"]),
		Type:     text(e.obj["type"]),
		Label:    text(member(e.block.obj["label"], "text")),
		Optional: e.block.obj["optional"] == true,
		Options:  optionsOf(e.obj),
		Raw:      encode(e.obj),
	}
	in.MinLength, _ = intOf(e.obj["min_length"])
	in.MaxLength, _ = intOf(e.obj["max_length"])
	in.MaxItems = mostOf(e.obj)
	return in
}

// mostFiles is how many a file_input takes unless it says otherwise.
const mostFiles = 10

func mostOf(element map[string]any) int {
	if most, ok := intOf(element["max_files"]); ok {
		return most
	}
	if element["type"] == "file_input" {
		return mostFiles
	}
	most, _ := intOf(element["max_selected_items"])
	return most
}

func optionsOf(element map[string]any) []Option {
	var found []Option
	for _, o := range offeredOptions(element) {
		found = append(found, Option{Value: text(member(o, "value")), Raw: encode(o)})
	}
	return found
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// encode writes a decoded value back. Object members come in alphabetical order
// and nothing is escaped for HTML.
func encode(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("blockkit: encode a decoded value: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
