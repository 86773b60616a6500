package sandbox

import (
	"encoding/json"

	"throughline/internal/sandbox/blockkit"
)

// clickRequest uses one element of a message or view. What was picked stands
// under the key that Slack's payload has for it, such as selected_option.
type clickRequest struct {
	As       string                                `json:"as"`
	Channel  string                                `json:"channel"`
	TS       string                                `json:"ts"`
	ViewID   string                                `json:"view_id"`
	Home     bool                                  `json:"home"`
	BlockID  string                                `json:"block_id"`
	ActionID string                                `json:"action_id"`
	Values   map[string]map[string]json.RawMessage `json:"values"` // typed elsewhere in the form so far
	// Trigger says what was done in a text input: on_enter_pressed or
	// on_character_entered; empty is what the element asks for.
	Trigger string `json:"trigger"`
	fields  map[string]json.RawMessage
}

// UnmarshalJSON keeps every field, since the picked one depends on the element.
func (c *clickRequest) UnmarshalJSON(raw []byte) error {
	type plain clickRequest
	if err := json.Unmarshal(raw, (*plain)(c)); err != nil {
		return err
	}
	return json.Unmarshal(raw, &c.fields)
}

// place is where an element stands.
type place struct {
	view   *view
	ch     *channel
	m      *message
	blocks json.RawMessage
	state  formState

	attachment int // of m, counted from 1; 0 where the element stands in the message itself
}

// actClick presses a button or picks from a menu.
func (s *Server) actClick(req clickRequest) (obj, error) {
	s.mu.Lock()
	d, err := s.sendClick(req)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	acked := s.await(d)
	return outcome(d, acked), nil
}

func (s *Server) sendClick(req clickRequest) (*delivery, error) {
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	at, err := s.find(u, req)
	if err != nil {
		return nil, err
	}
	e, err := element(at.blocks, req.BlockID, req.ActionID)
	if err != nil {
		return nil, err
	}
	if at.m != nil {
		at.attachment = at.m.attachmentOf(e)
	}
	if !e.Fires() {
		return nil, refusal("element_does_not_fire", "This element sends nothing until its form is submitted.")
	}
	if !e.FiresOn(req.Trigger) {
		return nil, refusal("element_does_not_fire", "This element's dispatch_action_config does not ask for that.")
	}
	by := hand{s, u, at}
	if _, err := by.fill(req.Values); err != nil {
		return nil, err
	}
	action, err := by.action(e, req.fields)
	if err != nil {
		return nil, err
	}
	return s.dispatch(envelope{kind: "interactive", payload: s.clickPayload(u, at, action)}), nil
}

// find is the message or view as this person has it on the screen. Locked.
func (s *Server) find(u *user, req clickRequest) (place, error) {
	switch {
	case req.Home:
		home := s.views.homes[u.ID]
		if home == nil {
			return place{}, refusal("no_such_view", "The app has published no Home for this person.")
		}
		return place{view: home, blocks: home.Blocks, state: home.state}, nil
	case req.ViewID != "":
		v := s.views.byID(req.ViewID)
		if v == nil || v.User != u.ID {
			return place{}, refusal("no_such_view", "This person has no such view open.")
		}
		return place{view: v, blocks: v.Blocks, state: v.state}, nil
	}
	ch, err := s.visible(u, req.Channel)
	if err != nil {
		return place{}, err
	}
	m := ch.messageFor(u.ID, req.TS)
	if m == nil {
		return place{}, refusal("no_such_message", "This person sees no such message.")
	}
	if m.forms[u.ID] == nil {
		if m.forms == nil {
			m.forms = map[string]formState{}
		}
		m.forms[u.ID] = initialState(m.allBlocks())
	}
	return place{ch: ch, m: m, blocks: m.allBlocks(), state: m.forms[u.ID]}, nil
}

// element finds the one element that is meant.
func element(blocks json.RawMessage, blockID, actionID string) (blockkit.Element, error) {
	var found []blockkit.Element
	for _, e := range blockkit.Elements(blocks) {
		if e.ActionID == actionID && (blockID == "" || e.BlockID == blockID) {
			found = append(found, e)
		}
	}
	switch len(found) {
	case 0:
		return blockkit.Element{}, refusal("no_such_element", "There is no element with this action_id.")
	case 1:
		return found[0], nil
	default:
		return blockkit.Element{}, refusal("ambiguous_element", "Several elements have this action_id: say which block_id.")
	}
}

// clickPayload is a block_actions payload
// (docs.slack.dev/reference/interaction-payloads/block_actions-payload). Locked.
func (s *Server) clickPayload(u *user, at place, action obj) obj {
	out := s.interaction("block_actions", u)
	out["actions"] = []obj{action}
	if at.view != nil {
		out["trigger_id"] = s.newTriggerIn(u.ID, at.view.ID, at.view.From)
		out["container"] = at.container()
		out["view"] = s.viewJSON(at.view)
		return out
	}
	ephemeral := at.m.EphemeralFor != ""
	out["trigger_id"] = s.newTriggerIn(u.ID, "", at.ch.ID)
	out["container"] = at.container()
	out["channel"] = obj{"id": at.ch.ID, "name": commandChannelName(at.ch)}
	out["response_url"] = s.newResponseURL(u, at.ch, at.m.TS)
	out["state"] = obj{"values": at.state.clone()}
	if !ephemeral {
		out["message"] = s.messageJSON(at.ch, at.m, false)
	}
	return out
}

// interaction is what all interaction payloads share. Locked.
func (s *Server) interaction(kind string, u *user) obj {
	return obj{
		"type": kind, "token": "sandbox", "api_app_id": s.w.app.ID,
		"team":                  obj{"id": s.w.team.ID, "domain": s.w.team.Domain},
		"user":                  obj{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"is_enterprise_install": false, "enterprise": nil,
	}
}
