package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// maxStack is how many modals may stand on each other (docs.slack.dev/surfaces/modals).
const maxStack = 3

// viewDef is what an app says of a view.
type viewDef struct {
	Type            string          `json:"type"`
	Title           json.RawMessage `json:"title"`
	Submit          json.RawMessage `json:"submit"`
	Close           json.RawMessage `json:"close"`
	Blocks          json.RawMessage `json:"blocks"`
	PrivateMetadata string          `json:"private_metadata"`
	CallbackID      string          `json:"callback_id"`
	ExternalID      string          `json:"external_id"`
	ClearOnClose    bool            `json:"clear_on_close"`
	NotifyOnClose   bool            `json:"notify_on_close"`
}

// view is a modal on somebody's screen, or somebody's Home tab.
type view struct {
	viewDef
	ID, User, Hash   string
	RootID, Previous string
	From             string // the conversation that the person came from, if any
	state            formState
	offers           []offer // what the app named for menus that asked it
}

// viewStore holds who has which views open. Guarded by Server.mu.
type viewStore struct {
	stacks map[string][]*view // by person, bottom first
	homes  map[string]*view
}

func newViewStore() viewStore {
	return viewStore{stacks: map[string][]*view{}, homes: map[string]*view{}}
}

// find looks a live view up by its id.
func (v *viewStore) find(match func(*view) bool) *view {
	for _, stack := range v.stacks {
		if i := slices.IndexFunc(stack, match); i >= 0 {
			return stack[i]
		}
	}
	for _, home := range v.homes {
		if match(home) {
			return home
		}
	}
	return nil
}

func (v *viewStore) byID(id string) *view {
	return v.find(func(v *view) bool { return v.ID == id })
}

func (v *viewStore) byExternalID(id string) *view {
	return v.find(func(v *view) bool { return v.ExternalID == id })
}

// remove takes one view off its owner's stack.
func (v *viewStore) remove(gone *view) {
	v.stacks[gone.User] = slices.DeleteFunc(v.stacks[gone.User], func(v *view) bool { return v == gone })
}

// newView makes a view for a person who comes from a conversation, or from none.
func (s *Server) newView(def viewDef, userID, from string) *view {
	v := &view{ID: randomID("V", 10), User: userID, From: from}
	v.RootID = v.ID
	s.redefine(v, def)
	return v
}

// redefine gives a view new content and a new hash. Locked.
func (s *Server) redefine(v *view, def viewDef) {
	def.Blocks = s.w.arrived(def.Blocks)
	def.Title, def.Submit, def.Close = normaliseText(def.Title), normaliseText(def.Submit), normaliseText(def.Close)
	before := v.state
	v.viewDef = def
	v.Hash = fmt.Sprintf("%d.%s", time.Now().Unix(), randomText(8))
	v.state = initialState(def.Blocks)
	if who, ch := s.w.user(v.User), s.w.channel(v.From); who != nil && ch != nil {
		s.startHere(v.state, def.Blocks, who, ch)
	}
	v.state.carry(before)
	s.changed("views", "home")
}

// open starts a new stack with the view; what was open goes. Locked.
func (s *Server) open(v *view) {
	s.views.stacks[v.User] = []*view{v}
	s.changed("views")
}

// push puts the view on the stack, unless it is full. Locked.
func (s *Server) push(v *view) bool {
	stack := s.views.stacks[v.User]
	if len(stack) >= maxStack {
		return false
	}
	if len(stack) > 0 {
		v.RootID, v.Previous = stack[0].ID, stack[len(stack)-1].ID
	}
	s.views.stacks[v.User] = append(stack, v)
	s.changed("views")
	return true
}

// viewJSON is the view as payloads and answers carry it.
func (s *Server) viewJSON(v *view) obj {
	out := obj{
		"id": v.ID, "team_id": s.w.team.ID, "type": v.Type, "blocks": v.Blocks,
		"private_metadata": v.PrivateMetadata, "callback_id": v.CallbackID, "external_id": v.ExternalID,
		"state": obj{"values": v.state.clone()}, "hash": v.Hash,
		"title": v.Title, "submit": v.Submit, "close": v.Close,
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose,
		"root_view_id": v.RootID, "previous_view_id": nil,
		"app_id": s.w.app.ID, "app_installed_team_id": s.w.team.ID, "bot_id": s.w.app.BotID,
	}
	if v.Type == "home" {
		out["title"] = homeTitle
	}
	if v.Previous != "" {
		out["previous_view_id"] = v.Previous
	}
	return out
}

// trigger is the right to open one modal for somebody, once and soon.
type trigger struct {
	user   string
	view   string // the modal or Home it was given in; views.push needs a modal
	from   string // the conversation it was given in, if any
	issued time.Time
	used   bool
}

// newTrigger issues a trigger_id for what was done in no conversation. Locked.
func (s *Server) newTrigger(userID, viewID string) string { return s.newTriggerIn(userID, viewID, "") }

// newTriggerIn issues a trigger_id for what was done in a view, in a
// conversation, or in neither. Locked.
func (s *Server) newTriggerIn(userID, viewID, channelID string) string {
	id := fmt.Sprintf("%d.%s.%s", time.Now().UnixMilli(), "0001", randomText(24))
	s.triggers.tidy(func(old *trigger) bool { return realNow().Sub(old.issued) > time.Minute })
	s.triggers.all[id] = &trigger{user: userID, view: viewID, from: channelID, issued: realNow()}
	return id
}

// spend uses a trigger up, or says why it opens nothing. Locked.
func (s *Server) spend(id string) (*trigger, error) {
	t := s.triggers.all[id]
	switch {
	case t == nil:
		return nil, fail("invalid_trigger_id")
	case t.used:
		return nil, fail("exchanged_trigger_id")
	case realNow().Sub(t.issued) > s.opt.Timing.Trigger:
		return nil, fail("expired_trigger_id")
	}
	t.used = true
	return t, nil
}
