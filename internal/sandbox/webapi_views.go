package sandbox

import (
	"encoding/json"
	"errors"
	"strings"

	"throughline/internal/sandbox/blockkit"
)

// readView checks a view for its surface.
func (s *Server) readView(raw json.RawMessage, surface blockkit.Surface) (viewDef, error) {
	var def viewDef
	if len(raw) > blockkit.MaxViewBytes {
		return def, fail("view_too_large")
	}
	if problems := blockkit.ValidateView(raw, surface); len(problems) > 0 {
		return def, failWith("invalid_arguments", problems...)
	}
	if json.Unmarshal(raw, &def) != nil {
		return def, failWith("invalid_arguments", "[ERROR] must be a view [json-pointer:/view]")
	}
	if problems := s.absent(def.Blocks, "/view/blocks"); len(problems) > 0 {
		return def, failWith("invalid_arguments", problems...)
	}
	return def, nil
}

func (c *call) view(surface blockkit.Surface) (viewDef, error) {
	raw, given := c.args.raw("view")
	if !given {
		return viewDef{}, missing("view")
	}
	return c.s.readView(raw, surface)
}

// freeExternalID refuses an external_id that another live view has. Locked.
func (s *Server) freeExternalID(def viewDef, except *view) error {
	if def.ExternalID == "" {
		return nil
	}
	if other := s.views.byExternalID(def.ExternalID); other != nil && other != except {
		return fail("duplicate_external_id")
	}
	return nil
}

func viewsOpen(c *call) (obj, error) {
	v, _, err := c.triggered()
	if err != nil {
		return nil, err
	}
	c.s.open(v)
	return obj{"view": c.s.viewJSON(v)}, nil
}

// triggered checks the view, then spends the trigger and makes the modal.
func (c *call) triggered() (*view, *trigger, error) {
	def, err := c.view(blockkit.Modal)
	if err != nil {
		return nil, nil, err
	}
	if err := c.s.freeExternalID(def, nil); err != nil {
		return nil, nil, err
	}
	t, err := c.s.spend(c.args.text("trigger_id"))
	if err != nil {
		return nil, nil, err
	}
	return c.s.newView(def, t.user, t.from), t, nil
}

func viewsPush(c *call) (obj, error) {
	v, t, err := c.triggered()
	if err != nil {
		return nil, err
	}
	if t.view == "" {
		return nil, fail("invalid_trigger_id")
	}
	from := c.s.views.byID(t.view)
	if from == nil {
		return nil, fail("not_found")
	}
	if from.Type != "modal" {
		return nil, failWith("invalid_arguments", "[ERROR] must match the `type` of the root view whose stack we're pushing onto [json-pointer:/view/type]")
	}
	if !c.s.push(v) {
		return nil, fail("push_limit_reached")
	}
	return obj{"view": c.s.viewJSON(v)}, nil
}

func viewsUpdate(c *call) (obj, error) {
	v, err := c.liveView()
	if err != nil {
		return nil, err
	}
	surface := blockkit.Modal
	if v != nil && v.Type == "home" {
		surface = blockkit.Home
	}
	def, err := c.view(surface)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, fail("not_found")
	}
	if hash := c.args.text("hash"); hash != "" && hash != v.Hash {
		return nil, fail("hash_conflict")
	}
	if err := c.s.freeExternalID(def, v); err != nil {
		return nil, err
	}
	if def.ExternalID == "" {
		def.ExternalID = v.ExternalID
	}
	c.s.redefine(v, def)
	return obj{"view": c.s.viewJSON(v)}, nil
}

// liveView finds the view to update; nil where it is closed or never was.
func (c *call) liveView() (*view, error) {
	if id := c.args.text("view_id"); id != "" {
		return c.s.views.byID(id), nil
	}
	if id := c.args.text("external_id"); id != "" {
		return c.s.views.byExternalID(id), nil
	}
	return nil, missing("view_id")
}

func viewsPublish(c *call) (obj, error) {
	if !c.s.w.app.HomeTab {
		return nil, fail("not_enabled")
	}
	def, err := c.view(blockkit.Home)
	if err != nil {
		return nil, err
	}
	u := c.s.w.user(c.args.text("user_id"))
	if u == nil || u.IsBot {
		return nil, fail("user_not_found")
	}
	home := c.s.views.homes[u.ID]
	if hash := c.args.text("hash"); hash != "" && (home == nil || home.Hash != hash) {
		return nil, fail("hash_conflict")
	}
	if err := c.s.freeExternalID(def, home); err != nil {
		return nil, err
	}
	if home == nil {
		home = c.s.newView(def, u.ID, "")
		c.s.views.homes[u.ID] = home
	} else {
		c.s.redefine(home, def)
	}
	return obj{"view": c.s.viewJSON(home)}, nil
}

// codeOf is Slack's code of a refusal.
func codeOf(err error) string {
	if refused, ok := errors.AsType[*apiError](err); ok {
		return refused.code
	}
	return "internal_error"
}

// faultOf is a refusal with its places, as a line.
func faultOf(err error) string {
	if refused, ok := errors.AsType[*apiError](err); ok && len(refused.messages) > 0 {
		return refused.code + ", " + strings.Join(bareMessages(refused.messages), "; ")
	}
	return err.Error()
}
