package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"throughline/internal/sandbox/blockkit"
)

// formState is what a person has typed and picked: block_id, action_id, value
// (docs.slack.dev/reference/interaction-payloads/view-interactions-payload).
type formState map[string]map[string]obj

// stateful is how an element's value stands in the state: under which key, and
// which key of the element it begins with.
type stateful struct {
	key, initial string
	many         bool // a list, empty rather than null when nothing is picked
}

func statefulElement(kind string) (stateful, bool) {
	switch kind {
	case "plain_text_input", "number_input", "email_text_input", "url_text_input":
		return stateful{key: "value", initial: "initial_value"}, true
	case "rich_text_input":
		return stateful{key: "rich_text_value", initial: "initial_value"}, true
	case "static_select", "external_select", "radio_buttons":
		return stateful{key: "selected_option", initial: "initial_option"}, true
	case "multi_static_select", "multi_external_select", "checkboxes":
		return stateful{key: "selected_options", initial: "initial_options", many: true}, true
	case "users_select":
		return stateful{key: "selected_user", initial: "initial_user"}, true
	case "multi_users_select":
		return stateful{key: "selected_users", initial: "initial_users", many: true}, true
	case "conversations_select":
		return stateful{key: "selected_conversation", initial: "initial_conversation"}, true
	case "multi_conversations_select":
		return stateful{key: "selected_conversations", initial: "initial_conversations", many: true}, true
	case "channels_select":
		return stateful{key: "selected_channel", initial: "initial_channel"}, true
	case "multi_channels_select":
		return stateful{key: "selected_channels", initial: "initial_channels", many: true}, true
	case "datepicker":
		return stateful{key: "selected_date", initial: "initial_date"}, true
	case "timepicker":
		return stateful{key: "selected_time", initial: "initial_time"}, true
	case "datetimepicker":
		return stateful{key: "selected_date_time", initial: "initial_date_time"}, true
	case "file_input":
		return stateful{key: "files", many: true}, true
	default:
		return stateful{}, false
	}
}

// initialState is the state before anybody touched the form: what the elements
// begin with, else null.
func initialState(blocks json.RawMessage) formState {
	state := formState{}
	for _, e := range blockkit.Elements(blocks) {
		kind, ok := statefulElement(e.Type)
		if !ok {
			continue
		}
		var value any
		if kind.many {
			value = []any{}
		}
		if initial := member(e.Raw, kind.initial); kind.initial != "" && initial != nil {
			value = initial
		}
		state.set(e, kind, value)
	}
	return state
}

func (f formState) set(e blockkit.Element, kind stateful, value any) {
	if f[e.BlockID] == nil {
		f[e.BlockID] = map[string]obj{}
	}
	entry := obj{"type": e.Type, kind.key: value}
	if zone := member(e.Raw, "timezone"); zone != nil && e.Type == "timepicker" {
		entry["timezone"] = zone
	}
	f[e.BlockID][e.ActionID] = entry
}

// carry takes over what was typed before into elements that kept both their
// block_id and their action_id (docs.slack.dev/reference/methods/views.update).
func (f formState) carry(before formState) {
	for block, actions := range f {
		for action, value := range actions {
			old, there := before[block][action]
			if there && old["type"] == value["type"] {
				actions[action] = old
			}
		}
	}
}

// clone copies the state for a payload.
func (f formState) clone() formState {
	out := formState{}
	for block, actions := range f {
		out[block] = map[string]obj{}
		maps.Copy(out[block], actions)
	}
	return out
}

// errNoChoice is a value that the element does not offer.
var errNoChoice = errors.New("the element does not offer that")

// chosen reads a person's value for an element: Slack's state value, or a
// plain string or list as shorthand. It refuses what a client could not send.
func (s *Server) chosen(viewer *user, e blockkit.Element, given json.RawMessage) (any, error) {
	kind, ok := statefulElement(e.Type)
	if !ok {
		return nil, errNoChoice
	}
	if inner := member(given, kind.key); isObject(given) && inner != nil {
		given = inner
	} else if isObject(given) && kind.key != "selected_option" && kind.key != "rich_text_value" {
		given = json.RawMessage("null")
	}
	if len(given) == 0 || string(given) == "null" {
		if kind.many {
			return []any{}, nil
		}
		return nil, nil
	}
	if kind.many {
		return s.chosenMany(viewer, e, given)
	}
	return s.chosenOne(viewer, e, given)
}

func (s *Server) chosenMany(viewer *user, e blockkit.Element, given json.RawMessage) (any, error) {
	var list []json.RawMessage
	if json.Unmarshal(given, &list) != nil {
		return nil, fmt.Errorf("%w: a list is needed", errNoChoice)
	}
	out := []any{}
	for _, item := range list {
		v, err := s.chosenOne(viewer, e, item)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (s *Server) chosenOne(viewer *user, e blockkit.Element, given json.RawMessage) (any, error) {
	var text string
	isText := json.Unmarshal(given, &text) == nil
	switch e.Type {
	case "static_select", "radio_buttons", "multi_static_select", "checkboxes", "external_select", "multi_external_select":
		return chosenOption(e, given)
	case "rich_text_input":
		return given, nil
	case "datetimepicker":
		var seconds int64
		return seconds, json.Unmarshal(given, &seconds)
	}
	if !isText {
		return nil, fmt.Errorf("%w: text is needed", errNoChoice)
	}
	if text == "" {
		return nil, nil
	}
	return text, s.checkChoice(viewer, e.Type, text)
}

// chosenOption finds an option by its value, given as such or inside an option.
func chosenOption(e blockkit.Element, given json.RawMessage) (any, error) {
	var value string
	if json.Unmarshal(given, &value) != nil {
		_ = json.Unmarshal(member(given, "value"), &value)
	}
	i := slices.IndexFunc(e.Options, func(o blockkit.Option) bool { return o.Value == value })
	if i >= 0 {
		return e.Options[i].Raw, nil
	}
	if e.Type == "external_select" || e.Type == "multi_external_select" {
		return given, nil
	}
	return nil, errNoChoice
}

// checkChoice refuses dates that do not exist and people or channels that the
// viewer's client would not offer.
func (s *Server) checkChoice(viewer *user, kind, value string) error {
	var ok bool
	switch kind {
	case "datepicker":
		_, err := time.Parse(time.DateOnly, value)
		ok = err == nil
	case "timepicker":
		_, err := clockTime(value)
		ok = err == nil && len(value) == len("09:00")
	case "users_select", "multi_users_select":
		ok = s.w.user(value) != nil
	case "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select":
		ch := s.w.channel(value)
		public := kind == "channels_select" || kind == "multi_channels_select"
		ok = ch != nil && s.w.sees(viewer, ch) && (!public || !ch.Private)
	default:
		return nil
	}
	if !ok {
		return errNoChoice
	}
	return nil
}

// member is a field of a JSON object, or nil where it is absent or null.
func member(raw json.RawMessage, key string) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	if v := fields[key]; string(v) != "null" {
		return v
	}
	return nil
}

func isObject(raw json.RawMessage) bool {
	var fields map[string]json.RawMessage
	return json.Unmarshal(raw, &fields) == nil && fields != nil
}
