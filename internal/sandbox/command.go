package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
)

// What a person's client says when an app does not answer in time, or is not
// there (docs.slack.dev/interactivity/implementing-slash-commands).
const (
	noticeTimeout  = "operation_timeout"
	noticeNoSocket = "dispatch_failed"
	noticeOff      = "interactivity_off"
)

type commandRequest struct {
	As      string `json:"as"`
	Channel string `json:"channel"`
	Text    string `json:"text"`
}

// actCommand types a slash command.
func (s *Server) actCommand(req commandRequest) (obj, error) {
	s.mu.Lock()
	d, u, ch, name, err := s.sendCommand(req)
	if err == nil {
		s.did(TryWriting, u.ID, ch.ID, req.Text)
	}
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	acked := s.await(d)
	s.mu.Lock()
	defer s.mu.Unlock()
	out := outcome(d, acked)
	if !acked {
		s.slackbotSays(u, ch, fmt.Sprintf("%s failed with the error %q", name, out["notice"]))
	}
	return out, nil
}

// outcome is what became of a delivery, for the control interface.
func outcome(d *delivery, acked bool) obj {
	if acked {
		return obj{"acked": true, "ack": orNull(d.payload)}
	}
	if d.off {
		return obj{"acked": false, "notice": noticeOff}
	}
	if d.sock == nil {
		return obj{"acked": false, "notice": noticeNoSocket}
	}
	return obj{"acked": false, "notice": noticeTimeout}
}

func (s *Server) sendCommand(req commandRequest) (*delivery, *user, *channel, string, error) {
	u, ch, err := s.writer(req.As, req.Channel)
	if err != nil {
		return nil, nil, nil, "", err
	}
	typed := strings.TrimSpace(req.Text)
	name, rest := typed, ""
	if i := strings.IndexAny(typed, " \t\n\u00a0"); i >= 0 {
		name, rest = typed[:i], strings.TrimSpace(typed[i:])
	}
	cmd, known := s.w.app.command(name)
	if !known {
		return nil, nil, nil, "", refusal("unknown_command", "No app has the command "+name+".")
	}
	if s.w.external(u) {
		return nil, nil, nil, "", refusal("command_not_available", "People of other organisations cannot use an app's commands.")
	}
	d := s.dispatch(envelope{
		kind: "slash_commands", accepts: true, payload: s.commandPayload(u, ch, cmd, rest),
		onAck: func(payload json.RawMessage) string { return s.commandAnswer(u, ch, typed, payload) },
	})
	return d, u, ch, name, nil
}

func (s *Server) commandPayload(u *user, ch *channel, cmd Command, text string) obj {
	return obj{
		"token": "sandbox", "team_id": s.w.team.ID, "team_domain": s.w.team.Domain,
		"channel_id": ch.ID, "channel_name": commandChannelName(ch), "user_id": u.ID, "user_name": u.Name,
		"command": cmd.Name, "text": s.w.commandText(u, text, cmd.ShouldEscape), "api_app_id": s.w.app.ID,
		"is_enterprise_install": "false", "response_url": s.newResponseURL(u, ch, ""),
		"trigger_id": s.newTriggerIn(u.ID, "", ch.ID),
	}
}

func commandChannelName(ch *channel) string {
	switch {
	case ch.IM:
		return "directmessage"
	case ch.Private:
		return "privategroup"
	default:
		return ch.Name
	}
}

// typedCommand is a command that an answer in the channel shows to everyone. How
// Slack keeps it is not published [unknown], so no event tells of it.
const typedCommand = "slash_command"

// commandAnswer shows what an acknowledgement says: text, or a message that is
// ephemeral unless it says in_channel, which also shows what was typed. It returns why that cannot be shown. Locked.
func (s *Server) commandAnswer(u *user, ch *channel, typed string, payload json.RawMessage) (fault string) {
	if !hasPayload(payload) {
		return ""
	}
	a := args{}
	var text string
	if json.Unmarshal(payload, &text) == nil {
		a["text"] = text
	} else if err := a.readJSON(strings.NewReader(string(payload))); err != nil {
		s.slackbotSays(u, ch, fmt.Sprintf("%s failed with the error %q", firstWord(typed), err.Error()))
		return faultOf(err)
	}
	if a.text("response_type") == "in_channel" {
		s.publishMessage(ch, &message{TS: s.w.nextTS(s.clock.Now()), User: u.ID, Text: s.w.typedText(u, typed), Subtype: typedCommand})
	}
	c := &call{s: s, name: "ack", args: a}
	if err := c.respond(u, ch, ""); err != nil {
		s.slackbotSays(u, ch, fmt.Sprintf("%s failed with the error %q", firstWord(typed), codeOf(err)))
		return faultOf(err)
	}
	return ""
}
