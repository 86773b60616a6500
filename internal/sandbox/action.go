package sandbox

import (
	"encoding/json"
	"maps"
	"slices"

	"throughline/internal/sandbox/blockkit"
)

// passedOn are the members of an element that its action repeats, as Slack's
// own types of payloads have them (@slack/bolt, types/actions/block-action.ts).
var passedOn = []string{"text", "style", "confirm", "placeholder"}

// action is the entry of the payload's actions, and notes what was picked.
func (h hand) action(e blockkit.Element, fields map[string]json.RawMessage) (obj, error) {
	out := obj{"type": e.Type, "block_id": e.BlockID, "action_id": e.ActionID, "action_ts": h.s.w.nextTS(h.s.clock.Now())}
	for _, key := range passedOn {
		if v := member(e.Raw, key); v != nil {
			out[key] = v
		}
	}
	switch e.Type {
	case "button", "icon_button":
		if !shownTo(h.who, e) {
			return nil, refusal("no_such_element", "This person does not see the button.")
		}
		setIf(out, "value", e.Value)
		setIf(out, "url", e.URL)
		return out, nil
	case "feedback_buttons":
		return h.feedback(e, out, fields["value"])
	case "workflow_button":
		return nil, refusal("no_workflows", "There are no workflows here.")
	case "overflow":
		option, err := h.chosenOption(e, fields["selected_option"])
		if err != nil {
			return nil, refusal("no_such_option", "The menu does not offer that.")
		}
		out["selected_option"] = option
		return out, nil
	}
	return h.pick(e, out, fields)
}

// pick changes what an element holds.
func (h hand) pick(e blockkit.Element, out obj, fields map[string]json.RawMessage) (obj, error) {
	kind, ok := statefulElement(e.Type)
	if !ok {
		return nil, refusal("no_such_element", "This element cannot be used.")
	}
	value, err := h.chosen(e, fields[kind.key])
	if list, many := value.([]any); err != nil || (many && e.MaxItems > 0 && len(list) > e.MaxItems) {
		return nil, refusal("no_such_option", "The element does not offer that.")
	}
	if initial := member(e.Raw, kind.initial); kind.initial != "" && initial != nil {
		out[kind.initial] = initial
	}
	h.at.state.set(e, kind, value)
	maps.Copy(out, h.at.state[e.BlockID][e.ActionID])
	return out, nil
}

// feedback is one of a pair of buttons, named by its value.
func (h hand) feedback(e blockkit.Element, out obj, given json.RawMessage) (obj, error) {
	for _, which := range []string{"positive_button", "negative_button"} {
		button := member(e.Raw, which)
		if value := member(button, "value"); value != nil && string(value) == string(given) {
			out["value"], out["text"] = value, member(button, "text")
			return out, nil
		}
	}
	return nil, refusal("no_such_option", "The value is that of neither button.")
}

// shownTo reports whether a person sees a button: icon buttons may be for some
// people alone.
func shownTo(who *user, e blockkit.Element) bool {
	var only []string
	if raw := member(e.Raw, "visible_to_user_ids"); raw == nil || json.Unmarshal(raw, &only) != nil {
		return true
	}
	return slices.Contains(only, who.ID)
}
