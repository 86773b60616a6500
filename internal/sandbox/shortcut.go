package sandbox

type shortcutRequest struct {
	As         string `json:"as"`
	CallbackID string `json:"callback_id"`
	Channel    string `json:"channel"`
	TS         string `json:"ts"`
}

// actShortcut runs a global shortcut, or a message shortcut on a message.
func (s *Server) actShortcut(req shortcutRequest) (obj, error) {
	s.mu.Lock()
	d, err := s.sendShortcut(req)
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	acked := s.await(d)
	return outcome(d, acked), nil
}

func (s *Server) sendShortcut(req shortcutRequest) (*delivery, error) {
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	sc, known := s.w.app.shortcut(req.CallbackID)
	onMessage := req.TS != ""
	if !known || (sc.Type == "message") != onMessage {
		return nil, refusal("unknown_shortcut", "The app has no such shortcut.")
	}
	if s.w.external(u) || (!onMessage && u.IsRestricted) {
		return nil, refusal("shortcut_not_available", "Guests see no global shortcuts, and people of other organisations none.")
	}
	if onMessage {
		return s.sendMessageAction(u, req)
	}
	payload := s.interaction("shortcut", u)
	delete(payload, "api_app_id")
	payload["user"] = obj{"id": u.ID, "username": u.Name, "team_id": u.TeamID}
	payload["callback_id"], payload["action_ts"] = req.CallbackID, s.w.nextTS(s.clock.Now())
	payload["trigger_id"] = s.newTrigger(u.ID, "")
	return s.dispatch(envelope{kind: "interactive", payload: payload}), nil
}

// sendMessageAction runs a shortcut on a message that everyone can see; there
// are none on ephemeral ones (docs.slack.dev/interactivity/implementing-shortcuts).
func (s *Server) sendMessageAction(u *user, req shortcutRequest) (*delivery, error) {
	ch, err := s.visible(u, req.Channel)
	if err != nil {
		return nil, err
	}
	m := ch.message(req.TS)
	if m == nil {
		return nil, refusal("no_such_message", "This person sees no such message, or only they see it.")
	}
	payload := s.interaction("message_action", u)
	delete(payload, "api_app_id")
	payload["user"] = obj{"id": u.ID, "name": u.Name}
	payload["callback_id"], payload["action_ts"] = req.CallbackID, s.w.nextTS(s.clock.Now())
	payload["trigger_id"] = s.newTriggerIn(u.ID, "", ch.ID)
	payload["channel"] = obj{"id": ch.ID, "name": commandChannelName(ch)}
	payload["message_ts"] = m.TS
	payload["message"] = s.messageJSON(ch, m, false)
	payload["response_url"] = s.newResponseURL(u, ch, "")
	s.flatten(payload["response_url"])
	return s.dispatch(envelope{kind: "interactive", payload: payload}), nil
}

type homeRequest struct {
	As  string `json:"as"`
	Tab string `json:"tab"`
}

// actHome opens the app's Home or Messages tab. Slack tells the app of each visit.
func (s *Server) actHome(req homeRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	tab := orElse(req.Tab, "home")
	switch {
	case tab != "home" && tab != "messages":
		return nil, refusal("unknown_tab", `The tabs are "home" and "messages".`)
	case tab == "home" && !s.w.app.HomeTab, tab == "messages" && !s.w.app.MessagesTab:
		return nil, refusal("tab_not_enabled", "The app has this tab switched off.")
	}
	ch, _ := s.w.dm(s.w.app.BotUserID, u.ID, s.clock.Now())
	event := obj{"type": "app_home_opened", "user": u.ID, "channel": ch.ID, "tab": tab}
	if home := s.views.homes[u.ID]; home != nil && tab == "home" {
		event["view"] = s.viewJSON(home)
	}
	s.emit("app_home_opened", ch, event)
	s.did(TryOpening, u.ID, "@app", tab)
	return obj{"channel": ch.ID}, nil
}
