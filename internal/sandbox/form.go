package sandbox

import (
	"encoding/json"
	"maps"

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
		if kind, ok := statefulElement(e.Type); ok {
			state.set(e, kind, initialValue(e, kind))
		}
	}
	return state
}

func initialValue(e blockkit.Element, kind stateful) any {
	if initial := member(e.Raw, kind.initial); kind.initial != "" && initial != nil {
		return initial
	}
	if kind.many {
		return []any{}
	}
	return nil
}

// startHere picks the conversation that somebody comes from in menus that
// begin with it. In a menu of one its initial_conversation is stronger, in one
// of several it is ignored
// (docs.slack.dev/reference/block-kit/block-elements/select-menu-element#conversations_select).
func (s *Server) startHere(state formState, blocks json.RawMessage, who *user, ch *channel) {
	for _, e := range blockkit.Elements(blocks) {
		kind, _ := statefulElement(e.Type)
		if string(member(e.Raw, "default_to_current_conversation")) != "true" || !s.offersChannel(who, e, ch) {
			continue
		}
		switch {
		case kind.many:
			state.set(e, kind, []any{ch.ID})
		case member(e.Raw, kind.initial) == nil:
			state.set(e, kind, ch.ID)
		}
	}
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
