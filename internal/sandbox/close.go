package sandbox

type closeRequest struct {
	As      string `json:"as"`
	ViewID  string `json:"view_id"`
	Cleared bool   `json:"cleared"`
}

// actClose closes the modal in front (Cancel), or the whole stack (the X).
func (s *Server) actClose(req closeRequest) (obj, error) {
	s.mu.Lock()
	d, u, err := s.sendClose(req)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	out := obj{"acked": false}
	if d != nil {
		acked := s.await(d)
		out = outcome(d, acked)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	out["views"] = s.stackJSON(u.ID)
	return out, nil
}

func (s *Server) sendClose(req closeRequest) (*delivery, *user, error) {
	u, err := s.actor(req.As)
	if err != nil {
		return nil, nil, err
	}
	v := s.views.byID(req.ViewID)
	if v == nil || v.User != u.ID || v.Type != "modal" {
		return nil, nil, refusal("no_such_view", "This person has no such modal open.")
	}
	closed, cleared := v, req.Cleared || v.ClearOnClose
	if cleared {
		closed = s.views.stacks[u.ID][0]
		delete(s.views.stacks, u.ID)
	} else {
		s.views.remove(v)
	}
	s.changed("views")
	if !closed.NotifyOnClose {
		return nil, u, nil
	}
	payload := s.interaction("view_closed", u)
	shown := s.viewJSON(closed)
	shown["state"] = obj{"values": obj{}}
	payload["view"], payload["is_cleared"] = shown, cleared
	return s.dispatch(envelope{kind: "interactive", payload: payload}), u, nil
}

// stackJSON is a person's open modals, bottom first. Locked.
func (s *Server) stackJSON(userID string) []obj {
	out := []obj{}
	for _, v := range s.views.stacks[userID] {
		out = append(out, obj{"id": v.ID, "hash": v.Hash, "view": s.viewJSON(v)})
	}
	return out
}
