package sandbox

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"throughline/internal/sandbox/blockkit"
)

// A menu with an external source asks the app for its options while somebody
// types into it (docs.slack.dev/reference/interaction-payloads/block_suggestion-payload).

// minQuery is how many characters such a menu waits for, unless it says otherwise.
const minQuery = 3

// noticeOptions is said when the app's answer holds no options that a menu could show.
const noticeOptions = "invalid_options"

type suggestRequest struct {
	As       string `json:"as"`
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ViewID   string `json:"view_id"`
	Home     bool   `json:"home"`
	BlockID  string `json:"block_id"`
	ActionID string `json:"action_id"`
	Value    string `json:"value"`
}

// offer is an option that the app named when a person's menu asked for it.
type offer struct {
	User, Block, Action string
	Value               string
	Option              json.RawMessage
}

// actSuggest types into a menu that asks the app. An app that does not answer,
// or not as Slack wants it, leaves the menu empty.
func (s *Server) actSuggest(req suggestRequest) (obj, error) {
	s.mu.Lock()
	d, answer, err := s.sendSuggestion(req)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if d == nil {
		return obj{"asked": false, "options": []obj{}}, nil
	}
	acked := s.await(d)
	out := outcome(d, acked)
	delete(out, "ack")
	s.mu.Lock()
	defer s.mu.Unlock()
	out["asked"] = true
	answer.show(out)
	return out, nil
}

// suggested is what an app answered: what the menu shows, or what is wrong with it.
type suggested struct {
	menu     json.RawMessage
	problems []string
}

// show adds the menu's content to the answer of the control interface.
func (a *suggested) show(out obj) {
	out["options"] = []obj{}
	if len(a.problems) > 0 {
		out["notice"], out["problems"] = noticeOptions, a.problems
	}
	if groups := member(a.menu, "option_groups"); groups != nil {
		delete(out, "options")
		out["option_groups"] = groups
	} else if options := member(a.menu, "options"); options != nil {
		out["options"] = options
	}
}

// sendSuggestion asks the app; the delivery is nil where too little is typed. Locked.
func (s *Server) sendSuggestion(req suggestRequest) (*delivery, *suggested, error) {
	u, err := s.actor(req.As)
	if err != nil {
		return nil, nil, err
	}
	at, err := s.find(u, clickRequest{Channel: req.Channel, TS: req.TS, ViewID: req.ViewID, Home: req.Home})
	if err != nil {
		return nil, nil, err
	}
	e, err := element(at.blocks, req.BlockID, req.ActionID)
	if err != nil {
		return nil, nil, err
	}
	if at.m != nil {
		at.attachment = at.m.attachmentOf(e)
	}
	if !asksApp(e.Type) {
		return nil, nil, refusal("no_such_element", "This element does not ask the app for its options.")
	}
	if utf8.RuneCountInString(req.Value) < leastTyped(e) {
		return nil, nil, nil
	}
	answer := &suggested{}
	return s.dispatch(envelope{
		kind: "interactive", accepts: true, payload: s.suggestionPayload(u, at, e, req.Value),
		onAck: func(raw json.RawMessage) string {
			*answer = s.suggested(u, at, e, raw)
			return strings.Join(answer.problems, "; ")
		},
	}), answer, nil
}

func asksApp(kind string) bool { return kind == "external_select" || kind == "multi_external_select" }

func leastTyped(e blockkit.Element) int {
	n := minQuery
	if raw := member(e.Raw, "min_query_length"); raw != nil && json.Unmarshal(raw, &n) != nil {
		return minQuery
	}
	return n
}

// suggestionPayload has no trigger and no response_url. Locked.
func (s *Server) suggestionPayload(u *user, at place, e blockkit.Element, typed string) obj {
	out := s.interaction("block_suggestion", u)
	out["action_id"], out["block_id"], out["value"] = e.ActionID, e.BlockID, typed
	out["container"] = at.container()
	if at.view != nil {
		out["view"] = s.viewJSON(at.view)
		return out
	}
	out["channel"] = obj{"id": at.ch.ID, "name": commandChannelName(at.ch)}
	if at.m.EphemeralFor == "" {
		out["message"] = s.messageJSON(at.ch, at.m, false)
	}
	return out
}

// suggested reads an answer, and remembers what may be picked from now on. Locked.
func (s *Server) suggested(u *user, at place, e blockkit.Element, raw json.RawMessage) suggested {
	if problems := blockkit.ValidateSuggestion(orNull(raw)); len(problems) > 0 {
		return suggested{problems: problems}
	}
	menu := normaliseText(raw)
	for _, option := range blockkit.Suggested(menu) {
		at.remember(offer{User: u.ID, Block: e.BlockID, Action: e.ActionID, Value: option.Value, Option: option.Raw})
	}
	return suggested{menu: menu}
}

// remember keeps the newest option of each value.
func (p place) remember(o offer) {
	offers := p.offers()
	for i, old := range *offers {
		if old.same(o.User, o.Block, o.Action, o.Value) {
			(*offers)[i] = o
			return
		}
	}
	*offers = append(*offers, o)
}

func (o offer) same(user, block, action, value string) bool {
	return o.User == user && o.Block == block && o.Action == action && o.Value == value
}

// offers are kept with the message or view whose menu asked.
func (p place) offers() *[]offer {
	if p.view != nil {
		return &p.view.offers
	}
	return &p.m.offers
}

// offered finds what the app has offered a person for a menu before.
func (p place) offered(user string, e blockkit.Element, value string) json.RawMessage {
	for _, o := range *p.offers() {
		if o.same(user, e.BlockID, e.ActionID, value) {
			return o.Option
		}
	}
	return nil
}

// container says where something was clicked or typed.
func (p place) container() obj {
	if p.view != nil {
		return obj{"type": "view", "view_id": p.view.ID}
	}
	out := obj{
		"type": "message", "message_ts": p.m.TS, "channel_id": p.ch.ID, "is_ephemeral": p.m.EphemeralFor != "",
	}
	setIf(out, "thread_ts", p.m.ThreadTS)
	if p.attachment > 0 {
		out["type"], out["attachment_id"], out["is_app_unfurl"] = "message_attachment", p.attachment, false
	}
	return out
}
