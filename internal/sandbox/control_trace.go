package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"throughline/internal/sandbox/blockkit"
)

// getTrace lists what went between the app and this Slack, without payloads: the rows that are new or have changed
// since the revision that an earlier answer gave as "next". With seq it gives one row whole.
func (s *Server) getTrace(r *http.Request) (obj, error) {
	query := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	me, err := s.viewer(query.Get("as"))
	if err != nil {
		return nil, err
	}
	rev := 0
	if v := query.Get("since"); v != "" {
		if rev, err = strconv.Atoi(v); err != nil {
			return nil, refusal("invalid_since", "since is what an earlier answer gave as next.")
		}
	}
	if query.Get("seq") != "" {
		return s.oneTraced(me, query.Get("seq"))
	}
	rows := []obj{}
	for _, row := range s.trace.Rows {
		if row.Rev > rev {
			rows = append(rows, s.traceState(me, row))
		}
	}
	return obj{"rows": rows, "next": s.trace.Revs}, nil
}

func (s *Server) oneTraced(me *user, number string) (obj, error) {
	seq, err := strconv.Atoi(number)
	for _, row := range s.trace.Rows {
		if err != nil || row.Seq != seq {
			continue
		}
		out := s.traceState(me, row)
		if out["private"] == false {
			out["sent"], out["answer"] = orNull(row.Sent), orNull(row.Answer)
			out["limits"] = row.limits()
		}
		return obj{"row": out}, nil
	}
	return nil, refusal("not_found", "There is no such row, or it is too old.")
}

// limits are those that a call's blocks or view meet, whether Slack took them or not.
func (row *traceRow) limits() []blockkit.Use {
	var sent struct{ Blocks, View json.RawMessage }
	used := []blockkit.Use{}
	if json.Unmarshal(row.Sent, &sent) != nil || row.Kind != "call" {
		return used
	}
	surface := blockkit.Modal
	if row.Name == "views.publish" {
		surface = blockkit.Home
	}
	if len(sent.View) > 0 {
		used = append(used, blockkit.ViewUse(sent.View, surface)...)
	}
	return append(used, blockkit.MessageUse(sent.Blocks)...)
}

// traceState is a row as one person's window shows it. What is another's says only that it happened. Locked.
func (s *Server) traceState(me *user, row *traceRow) obj {
	shown := s.mayRead(me, row)
	out := obj{
		"seq": row.Seq, "at": row.At, "kind": row.Kind, "name": row.Name, "about": row.About, "outcome": row.Outcome,
		"failed": row.Failed, "took_ms": row.TookMS, "attempt": row.Attempt, "private": !shown, "channel": "",
	}
	if shown {
		out["channel"] = row.Channel
	}
	if shown && row.Fault != "" {
		out["outcome"] = row.Outcome + ": " + row.Fault
	}
	return out
}

// mayRead reports whether a person's window shows a row's payloads: what is said to one person is shown to that
// person, what is said in a conversation to those who see it.
func (s *Server) mayRead(me *user, row *traceRow) bool {
	if row.Whose != "" {
		return row.Whose == me.ID
	}
	if row.Channel != "" {
		return s.mayReadOf(me, row.Channel)
	}
	return !slices.ContainsFunc(row.Names, func(id string) bool { return !s.mayReadOf(me, id) })
}

// mayReadOf reports whether a person's window shows what a conversation or a file is about. Of a conversation that is
// not there, such as one of an earlier day that the app still writes to, nobody's does; a word that is no id is nobody's.
func (s *Server) mayReadOf(me *user, id string) bool {
	if f := s.files.files[id]; f != nil {
		return s.readsFile(me, f)
	}
	ch := s.w.channel(id)
	if ch == nil {
		ch = s.trace.Gone[id]
	}
	if ch == nil {
		return !idWords.MatchString(`"` + id + `"`)
	}
	return s.w.sees(me, ch)
}

// getInspect is a message or an open view as Slack holds it, with how much of each limit it uses.
func (s *Server) getInspect(r *http.Request) (obj, error) {
	query := r.URL.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	me, err := s.viewer(query.Get("as"))
	if err != nil {
		return nil, err
	}
	if id := query.Get("view_id"); id != "" {
		return s.inspectView(me, id)
	}
	ch, err := s.visible(me, query.Get("channel"))
	if err != nil {
		return nil, err
	}
	m := ch.messageFor(me.ID, query.Get("ts"))
	if m == nil {
		return nil, refusal("message_not_found", "There is no such message.")
	}
	used := []blockkit.Use{{At: "/text", Used: utf8.RuneCountInString(m.Text), Limit: maxText, Unit: blockkit.Characters}}
	return obj{"payload": s.messageJSON(ch, m, true), "limits": append(used, blockkit.MessageUse(m.Blocks)...), "pings": append([]string{}, m.Pings...)}, nil
}

func (s *Server) inspectView(me *user, id string) (obj, error) {
	v := s.views.byID(id)
	if v == nil || v.User != me.ID {
		return nil, refusal("view_not_found", "This person has no such view open.")
	}
	surface := blockkit.Modal
	if v.Type == "home" {
		surface = blockkit.Home
	}
	raw, err := json.Marshal(v.viewDef)
	if err != nil {
		return nil, refusal("invalid_view", "The view cannot be written as JSON.")
	}
	return obj{"payload": s.viewJSON(v), "limits": blockkit.ViewUse(raw, surface)}, nil
}
