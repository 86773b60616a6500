package sandbox

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"throughline/internal/emoji"
)

type messageRequest struct {
	As       string `json:"as"`
	Channel  string `json:"channel"`
	Text     string `json:"text"`
	ThreadTS string `json:"thread_ts"`
	TS       string `json:"ts"`
	// Broadcast also sends a reply to the conversation, as the box under Slack's composer does.
	Broadcast bool `json:"reply_broadcast"`
}

// actMessage is a person writing a message.
func (s *Server) actMessage(req messageRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ch, err := s.writer(req.As, req.Channel)
	if err != nil {
		return nil, err
	}
	if err := checkTyped(req.Text); err != nil {
		return nil, err
	}
	m := &message{
		TS: s.w.nextTS(s.clock.Now()), User: u.ID, ClientMsgID: randomUUID(), Text: s.w.typedText(u, req.Text),
	}
	if req.ThreadTS != "" {
		parent := ch.message(req.ThreadTS)
		if parent == nil {
			return nil, refusal("thread_not_found", "There is no such message to answer.")
		}
		m.ThreadTS = orElse(parent.ThreadTS, parent.TS)
		m.broadcast(req.Broadcast)
	}
	m.Blocks = richText(m.Text)
	m.Pings = pings(m.Text, nil)
	s.publishMessage(ch, m)
	s.did(TryWriting, u.ID, ch.ID, req.Text)
	return obj{"channel": ch.ID, "ts": m.TS}, nil
}

// checkTyped refuses what a client does not send.
func checkTyped(text string) error {
	if strings.TrimSpace(text) == "" {
		return refusal("no_text", "An empty message is not sent.")
	}
	if utf8.RuneCountInString(text) > maxText {
		return refusal("msg_too_long", "A message has at most 40,000 characters.")
	}
	return nil
}

// ownMessage is a message that the person may change. Locked.
func (s *Server) ownMessage(req messageRequest) (*channel, *message, error) {
	u, ch, err := s.writer(req.As, req.Channel)
	if err != nil {
		return nil, nil, err
	}
	m := ch.message(req.TS)
	if m == nil {
		return nil, nil, refusal("message_not_found", "There is no such message.")
	}
	if m.User != u.ID || (m.Subtype != "" && !m.Broadcast) {
		return nil, nil, refusal("not_own_message", "People can change their own messages only.")
	}
	return ch, m, nil
}

func (s *Server) actEdit(req messageRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.ownMessage(req)
	if err != nil {
		return nil, err
	}
	if err := checkTyped(req.Text); err != nil {
		return nil, err
	}
	before := s.messageJSON(ch, m, false)
	m.Text = s.w.typedText(s.w.user(m.User), req.Text)
	m.Blocks = richText(m.Text)
	m.Edited = &edited{User: m.User, TS: s.w.nextTS(s.clock.Now())}
	s.changedEvent(ch, before, m)
	return obj{"ts": m.TS}, nil
}

func (s *Server) actDelete(req messageRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch, m, err := s.ownMessage(req)
	if err != nil {
		return nil, err
	}
	s.deleteMessage(ch, m)
	return nil, nil
}

type reactRequest struct {
	As      string `json:"as"`
	Channel string `json:"channel"`
	TS      string `json:"ts"`
	Name    string `json:"name"`
	Remove  bool   `json:"remove"`
}

func (s *Server) actReact(req reactRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, ch, err := s.writer(req.As, req.Channel)
	if err != nil {
		return nil, err
	}
	m := ch.message(req.TS)
	name := strings.Trim(req.Name, ":")
	switch {
	case m == nil:
		return nil, refusal("message_not_found", "There is no such message, or only one person sees it.")
	case !emoji.Known(name):
		return nil, refusal("invalid_name", "A reaction is the name of an emoji, such as tada.")
	}
	event, change := "reaction_added", m.addReaction
	if req.Remove {
		event, change = "reaction_removed", m.removeReaction
	}
	if change(name, u.ID) {
		s.reactionEvent(event, ch, m, name, u.ID)
		s.changed("messages:" + ch.ID)
	}
	return nil, nil
}

type envelopeRequest struct {
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
	Accepts bool            `json:"accepts_response_payload"`
}

// actEnvelope sends what it is given, for tests of recorded and forged
// payloads, and answers as for a command.
func (s *Server) actEnvelope(req envelopeRequest) (obj, error) {
	if req.Type == "" || len(req.Payload) == 0 {
		return nil, refusal("invalid_envelope", "An envelope has a type and a payload.")
	}
	s.mu.Lock()
	d := s.dispatch(envelope{kind: req.Type, payload: req.Payload, accepts: req.Accepts})
	s.mu.Unlock()
	acked := s.await(d)
	return outcome(d, acked), nil
}
