package sandbox

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"slices"
)

// The copy of a sandbox is a second one that begins where the first stands: with its people, conversations, views,
// files and clock, and with nothing of what is between the first and the world: sockets, pages, records, faults and
// what is under way. Nothing that happens in one shows in the other. A test fills every field there is, and fails on
// one that is forgotten here or shared.

// copy makes it. It listens nowhere yet and has no bot. Locked.
func (s *Server) copy() (*Server, error) {
	opt := s.opt
	opt.Page, opt.Record, opt.AllowedHosts, opt.Crowd = nil, nil, nil, 0
	opt.Logger = slog.New(slog.DiscardHandler)
	twin, err := New(opt)
	if err != nil {
		return nil, err
	}
	twin.clock.offset.Store(s.clock.offset.Load())
	twin.w, twin.views, twin.files, twin.urls = s.w.copy(), s.views.copy(), s.files.copy(), s.urls.copy()
	twin.revoked, twin.off, twin.uninstalled = s.revoked, s.off, s.uninstalled
	return twin, nil
}

func (w *world) copy() *world {
	twin := *w
	twin.app = w.app.copy()
	twin.users = copyEach(w.users, func(u user) user { return u })
	twin.channels = copyEach(w.channels, channel.copy)
	twin.scheduled = copyEach(w.scheduled, scheduledMessage.copy)
	twin.groups = copyEach(w.groups, usergroup.copy)
	return &twin
}

// copyEach copies a list of things that are pointed to.
func copyEach[T any](list []*T, copyOf func(T) T) []*T {
	twins := make([]*T, 0, len(list))
	for _, one := range list {
		twin := copyOf(*one)
		twins = append(twins, &twin)
	}
	return twins
}

// copyMap copies a map of things that are pointed to.
func copyMap[T any](all map[string]*T, copyOf func(T) T) map[string]*T {
	twins := make(map[string]*T, len(all))
	for key, one := range all {
		twin := copyOf(*one)
		twins[key] = &twin
	}
	return twins
}

func (a App) copy() App {
	a.Commands = slices.Clone(a.Commands)
	for i := range a.Commands {
		a.Commands[i].Hints = slices.Clone(a.Commands[i].Hints)
	}
	a.Shortcuts, a.Scopes, a.Events = slices.Clone(a.Shortcuts), slices.Clone(a.Scopes), slices.Clone(a.Events)
	a.UnfurlDomains = slices.Clone(a.UnfurlDomains)
	return a
}

func (c channel) copy() channel {
	c.SharedWith, c.PreviousNames, c.Members = slices.Clone(c.SharedWith), slices.Clone(c.PreviousNames), slices.Clone(c.Members)
	c.lastRead = maps.Clone(c.lastRead)
	c.Bookmarks = copyEach(c.Bookmarks, func(b bookmark) bookmark { return b })
	twins := make(map[*message]*message, len(c.Messages)) // a reply stands in the list and in its thread
	twinOf := func(list []*message) []*message {
		out := make([]*message, 0, len(list))
		for _, m := range list {
			if twins[m] == nil {
				twin := m.copy()
				twins[m] = &twin
			}
			out = append(out, twins[m])
		}
		return out
	}
	c.Messages = twinOf(c.Messages)
	threads := make(map[string][]*message, len(c.threads))
	for ts, replies := range c.threads {
		threads[ts] = twinOf(replies)
	}
	c.threads = threads
	return c
}

func (m message) copy() message {
	m.Blocks, m.Attachments = bytes.Clone(m.Blocks), bytes.Clone(m.Attachments)
	if m.Metadata != nil {
		m.Metadata = &metadata{m.Metadata.EventType, bytes.Clone(m.Metadata.EventPayload)}
	}
	if m.Edited != nil {
		twin := *m.Edited
		m.Edited = &twin
	}
	m.Reactions = slices.Clone(m.Reactions)
	for i := range m.Reactions {
		m.Reactions[i].Users = slices.Clone(m.Reactions[i].Users)
	}
	m.Files, m.Pings, m.Said = slices.Clone(m.Files), slices.Clone(m.Pings), maps.Clone(m.Said)
	m.offers = copyOffers(m.offers)
	m.Unfurls = slices.Clone(m.Unfurls)
	for i := range m.Unfurls {
		m.Unfurls[i].Attachment = bytes.Clone(m.Unfurls[i].Attachment)
	}
	forms := make(map[string]formState, len(m.forms))
	for who, form := range m.forms {
		forms[who] = form.copy()
	}
	m.forms = forms
	return m
}

func (g usergroup) copy() usergroup {
	g.Members = slices.Clone(g.Members)
	return g
}

func (q scheduledMessage) copy() scheduledMessage {
	q.Message = q.Message.copy()
	return q
}

func (v viewStore) copy() viewStore {
	twin := viewStore{stacks: make(map[string][]*view, len(v.stacks)), homes: copyMap(v.homes, view.copy)}
	for who, stack := range v.stacks {
		twin.stacks[who] = copyEach(stack, view.copy)
	}
	return twin
}

func (v view) copy() view {
	v.viewDef = v.viewDef.copy()
	v.state, v.offers = v.state.copy(), copyOffers(v.offers)
	return v
}

func copyOffers(list []offer) []offer {
	list = slices.Clone(list)
	for i := range list {
		list[i].Option = bytes.Clone(list[i].Option)
	}
	return list
}

func (d viewDef) copy() viewDef {
	d.Title, d.Submit, d.Close, d.Blocks = bytes.Clone(d.Title), bytes.Clone(d.Submit), bytes.Clone(d.Close), bytes.Clone(d.Blocks)
	return d
}

func (f formState) copy() formState {
	twin := make(formState, len(f))
	for block, actions := range f {
		twin[block] = make(map[string]obj, len(actions))
		for action, value := range actions {
			twin[block][action] = copyJSON(value).(obj) //nolint:forcetypeassert // copyJSON keeps the type.
		}
	}
	return twin
}

// copyJSON copies a tree of JSON values.
func copyJSON(v any) any {
	switch v := v.(type) {
	case obj:
		twin := make(obj, len(v))
		for key, one := range v {
			twin[key] = copyJSON(one)
		}
		return twin
	case []any:
		twin := make([]any, 0, len(v))
		for _, one := range v {
			twin = append(twin, copyJSON(one))
		}
		return twin
	case []string:
		return slices.Clone(v)
	case json.RawMessage:
		return json.RawMessage(bytes.Clone(v))
	default:
		return v // a number, a text, true, false or nothing
	}
}

func (fs fileStore) copy() fileStore {
	return fileStore{files: copyMap(fs.files, file.copy), awaited: maps.Clone(fs.awaited)}
}

func (f file) copy() file {
	f.Body, f.Channels = bytes.Clone(f.Body), slices.Clone(f.Channels)
	return f
}

func (s shortLived[T]) copy() shortLived[T] {
	return shortLived[T]{all: copyMap(s.all, func(v T) T { return v }), most: s.most}
}
