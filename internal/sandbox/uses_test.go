package sandbox

import (
	"testing"

	"throughline/internal/sandbox/rules"
)

const newerButtons = `[{"type":"context_actions","block_id":"row","elements":[
	{"type":"icon_button","action_id":"bin","icon":"trash","text":{"type":"plain_text","text":"Delete"},"value":"x","visible_to_user_ids":["U0ANA00001"]},
	{"type":"feedback_buttons","action_id":"said","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"1"},
		"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"0"}}]},
	{"type":"card","block_id":"card","title":{"type":"plain_text","text":"A"},"actions":[{"type":"button","action_id":"go","value":"v","text":{"type":"plain_text","text":"Go"}}]},
	{"type":"container","title":{"type":"plain_text","text":"A"},"child_blocks":[{"type":"actions","block_id":"inner","elements":[
		{"type":"button","action_id":"in","text":{"type":"plain_text","text":"In"}}]}]}]`

func TestButtonsOfNewerBlocks(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "click/elements")
	r := newRig(t)
	b := r.connect()
	where := r.posted(b, newerButtons)
	for _, row := range []struct {
		sentence, action string
		more             []any
		block, value     any
	}{
		{"Feedback sends the value of its button.", "said", []any{"value", "0"}, "row", "0"},
		{"A card's button is in its block.", "go", nil, "card", "v"},
		{"A button inside of a container is in its own.", "in", nil, "inner", nil},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			r.post("click", atPlace(where, append([]any{"action_id", row.action}, row.more...)...))
			action := at(b.payload(t)["actions"], []string{"0"})
			if at(action, []string{"block_id"}) != row.block || at(action, []string{"value"}) != row.value {
				t.Errorf("sent %v", action)
			}
		})
	}
	for _, refused := range []struct {
		sentence, code string
		more           []any
	}{
		{"A button for others is not seen.", "no_such_element", []any{"action_id", "bin"}},
		{"Feedback is one of two.", "no_such_option", []any{"action_id", "said", "value", "7"}},
	} {
		t.Run(refused.sentence, func(t *testing.T) {
			if out := r.try("click", atPlace(where, refused.more...)); out["error"] != refused.code {
				t.Errorf("got %v, want %s", out, refused.code)
			}
		})
	}
}

func TestTextInputsSendWhatTheyAreAskedTo(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "click/inputs-silent", "click/dispatch-config", "click/null-values")
	r := newRig(t)
	b := r.connect()
	view := r.rawForm(b, `[{"type":"input","block_id":"enter","dispatch_action":true,"label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input","action_id":"a"}},
		{"type":"input","block_id":"letter","dispatch_action":true,"label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input","action_id":"a",
			"dispatch_action_config":{"trigger_actions_on":["on_character_entered"]}}},
		{"type":"input","block_id":"silent","label":{"type":"plain_text","text":"A"},"element":{"type":"plain_text_input","action_id":"a"}}]`)
	use := func(block, trigger string) map[string]any {
		return r.try("click", obj{"as": UserBo, "view_id": view, "block_id": block, "action_id": "a", "value": "typed", "trigger": trigger})
	}
	for _, row := range []struct {
		block, trigger string
		sent           bool
	}{
		{"enter", "on_enter_pressed", true},
		{"enter", "on_character_entered", false},
		{"letter", "on_character_entered", true},
		{"letter", "on_enter_pressed", false},
		{"silent", "on_enter_pressed", false},
	} {
		out := use(row.block, row.trigger)
		if !row.sent {
			if out["error"] != "element_does_not_fire" {
				t.Errorf("%s of %s: %v", row.trigger, row.block, out)
			}
			continue
		}
		p := b.payload(t)
		if at(p["actions"], []string{"0", "value"}) != "typed" || dig(p, "view", "state", "values", row.block, "a", "value") != "typed" {
			t.Errorf("%s of %s sent %v", row.trigger, row.block, p)
		}
		if values, _ := dig(p, "view", "state", "values", "silent").(map[string]any); values == nil || dig(values, "a", "value") != nil {
			t.Errorf("what was not touched is %v", values)
		}
	}
}

func TestAModalIsNotPushedOntoTheHome(t *testing.T) {
	t.Parallel()
	rules.Keeps(t, "trigger/push-inside", "trigger/invalid")
	r := newRig(t)
	b := r.connect()
	r.call("views.publish", map[string]string{"user_id": UserBo, "view": `{"type":"home","blocks":[{"type":"actions","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}}]}]}`})
	r.post("click", obj{"as": UserBo, "home": true, "action_id": "go"})
	trigger, _ := b.payload(t)["trigger_id"].(string)
	const view = `{"type":"modal","title":{"type":"plain_text","text":"A"},"blocks":[{"type":"divider"}]}`
	for _, row := range []struct{ trigger, code string }{{trigger, "invalid_arguments"}, {"1.2.made-up", "invalid_trigger_id"}} {
		if out := r.call("views.push", map[string]string{"trigger_id": row.trigger, "view": view}); out["error"] != row.code {
			t.Errorf("got %v, want %s", out, row.code)
		}
	}
}
