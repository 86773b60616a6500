package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"

	"throughline/internal/sandbox/blockkit"
)

// noticeTrouble is what a modal shows when the app's answer made no sense or
// did not come.
const noticeTrouble = "We had some trouble connecting. Try again?"

type submitRequest struct {
	As     string                                `json:"as"`
	ViewID string                                `json:"view_id"`
	Values map[string]map[string]json.RawMessage `json:"values"`
}

// submission is what became of a submitted modal.
type submission struct {
	result string // closed, errors, updated, pushed, cleared, trouble
	errors map[string]string
	fault  string // of trouble: what is wrong with the answer
}

func trouble(fault string) submission { return submission{result: "trouble", fault: fault} }

// actSubmit fills a modal in and submits it. What Slack's client would not let
// through is refused before anything is sent.
func (s *Server) actSubmit(req submitRequest) (obj, error) {
	s.mu.Lock()
	d, v, done, err := s.sendSubmission(req)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	out := obj{"acked": false}
	if d != nil {
		acked := s.await(d)
		out = outcome(d, acked)
		delete(out, "ack")
		if !acked {
			done.result = "trouble"
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out["result"] = done.result
	if done.result == "errors" {
		out["errors"] = done.errors
	}
	if done.result == "trouble" {
		out["notice"] = noticeTrouble
	}
	out["views"] = s.stackJSON(v.User)
	return out, nil
}

// sendSubmission checks and sends; d is nil where the client stops it.
func (s *Server) sendSubmission(req submitRequest) (d *delivery, v *view, done *submission, err error) {
	u, err := s.actor(req.As)
	if err != nil {
		return nil, nil, nil, err
	}
	v, err = s.topView(u, req.ViewID)
	if err != nil {
		return nil, nil, nil, err
	}
	by := hand{s, u, place{view: v, blocks: v.Blocks, state: v.state}}
	refused, err := by.fill(req.Values)
	if err != nil {
		return nil, nil, nil, err
	}
	problems := inputProblems(v)
	maps.Copy(problems, refused) // What was given and not taken is told before what is missing.
	if len(problems) > 0 {
		return nil, v, &submission{result: "errors", errors: problems}, nil
	}
	done = &submission{}
	payload := s.interaction("view_submission", u)
	payload["trigger_id"] = s.newTriggerIn(u.ID, v.ID, v.From)
	payload["view"] = s.viewJSON(v)
	payload["response_urls"] = s.responseURLs(u, v)
	d = s.dispatch(envelope{
		kind: "interactive", accepts: true, payload: payload,
		onAck: func(answer json.RawMessage) string {
			*done = s.submitted(v, answer)
			return done.fault
		},
	})
	return d, v, done, nil
}

// topView is the modal in front. Locked.
func (s *Server) topView(u *user, id string) (*view, error) {
	stack := s.views.stacks[u.ID]
	v := s.views.byID(id)
	switch {
	case v == nil || v.User != u.ID || v.Type != "modal":
		return nil, refusal("no_such_view", "This person has no such modal open.")
	case stack[len(stack)-1] != v:
		return nil, refusal("view_not_in_front", "Another modal stands in front of this one.")
	case len(v.Submit) == 0 || string(v.Submit) == "null":
		if len(blockkit.Inputs(encodeJSON(obj{"blocks": v.Blocks}))) == 0 {
			return nil, refusal("no_submit", "This modal has no button to submit it.")
		}
	}
	return v, nil
}

// fill types values into a form. A value that cannot be is a problem of its block.
func (h hand) fill(values map[string]map[string]json.RawMessage) (map[string]string, error) {
	problems := map[string]string{}
	for block, actions := range values {
		for action, given := range actions {
			e, err := element(h.at.blocks, block, action)
			if err != nil {
				return nil, err
			}
			kind, ok := statefulElement(e.Type)
			if !ok {
				return nil, refusal("no_such_element", "Nothing can be typed into "+block+".")
			}
			value, err := h.chosen(e, given)
			if err != nil {
				problems[block] = refusedChoice(e)
				continue
			}
			h.at.state.set(e, kind, value)
		}
	}
	return problems, nil
}

// refusedChoice says what can be picked instead.
func refusedChoice(e blockkit.Element) string {
	if asksApp(e.Type) {
		return "Pick something that the app has offered. It has to be asked first."
	}
	return "Pick something that is offered."
}

// inputProblems is what Slack's client finds before it sends a form.
func inputProblems(v *view) map[string]string {
	problems := map[string]string{}
	for _, in := range blockkit.Inputs(encodeJSON(obj{"blocks": v.Blocks})) {
		kind, ok := statefulElement(in.Type)
		if !ok {
			continue
		}
		if text := inputProblem(in, v.state[in.BlockID][in.ActionID][kind.key]); text != "" {
			problems[in.BlockID] = text
		}
	}
	return problems
}

// responseURLs are given for conversation menus that ask for them
// (docs.slack.dev/surfaces/modals). Locked.
func (s *Server) responseURLs(u *user, v *view) []obj {
	urls := []obj{}
	for _, e := range blockkit.Elements(v.Blocks) {
		if !e.Input || string(member(e.Raw, "response_url_enabled")) != "true" {
			continue
		}
		kind, _ := statefulElement(e.Type)
		id, _ := plain(v.state[e.BlockID][e.ActionID][kind.key]).(string)
		if ch := s.w.channel(id); ch != nil {
			urls = append(urls, obj{
				"block_id": e.BlockID, "action_id": e.ActionID, "channel_id": id,
				"response_url": s.newResponseURL(u, ch, ""),
			})
		}
	}
	return urls
}

// submitted does what the acknowledgement of a submission says
// (docs.slack.dev/surfaces/modals). Locked.
func (s *Server) submitted(v *view, answer json.RawMessage) submission {
	if !hasPayload(answer) {
		s.views.remove(v)
		s.changed("views")
		return submission{result: "closed"}
	}
	var said struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if json.Unmarshal(answer, &said) != nil {
		return trouble("the answer is no object with a response_action")
	}
	switch said.Action {
	case "errors":
		if !inputBlocks(v, said.Errors) {
			return trouble("errors has to name block_ids of input blocks, and nothing else")
		}
		s.changed("views")
		return submission{result: "errors", errors: said.Errors}
	case "clear":
		delete(s.views.stacks, v.User)
		s.changed("views")
		return submission{result: "cleared"}
	case "update", "push":
		return s.submittedView(v, said.Action, said.View)
	default:
		return trouble(fmt.Sprintf("response_action %q is none of errors, update, push, clear", said.Action))
	}
}

func (s *Server) submittedView(v *view, action string, raw json.RawMessage) submission {
	def, err := s.readView(raw, blockkit.Modal)
	if err != nil {
		return trouble(faultOf(err))
	}
	if action == "update" {
		if err := s.freeExternalID(def, v); err != nil {
			return trouble(faultOf(err))
		}
		s.redefine(v, def)
		return submission{result: "updated"}
	}
	if err := s.freeExternalID(def, nil); err != nil {
		return trouble(faultOf(err))
	}
	if !s.push(s.newView(def, v.User, v.From)) {
		return trouble("push_limit_reached")
	}
	return submission{result: "pushed"}
}

// inputBlocks reports whether errors name nothing but input blocks.
func inputBlocks(v *view, errors map[string]string) bool {
	known := map[string]bool{}
	for _, in := range blockkit.Inputs(encodeJSON(obj{"blocks": v.Blocks})) {
		known[in.BlockID] = true
	}
	for block := range errors {
		if !known[block] {
			return false
		}
	}
	return len(errors) > 0
}
