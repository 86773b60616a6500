package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxTrace and maxTraceBytes bound what the inspector can look back on.
const (
	maxTrace      = 2_000
	maxTraceBytes = 32 << 20
)

// nobody is whose a payload is that no window may show.
const nobody = "-"

// What became of an envelope.
const (
	envelopeWaiting  = "waiting"
	envelopeAcked    = "acked"
	envelopeMissed   = "not acknowledged"
	envelopeUndialed = "no socket was open"
)

// traceRow is one thing between the app and this Slack: a call of the app's with its answer, or an envelope with its
// acknowledgement.
type traceRow struct {
	Seq     int       `json:"seq"`
	Rev     int       `json:"-"`    // grows with every change of any row
	At      time.Time `json:"at"`   // sandbox time
	Kind    string    `json:"kind"` // call, envelope
	Name    string    `json:"name"` // the method, or the envelope's type
	About   string    `json:"about,omitempty"`
	Outcome string    `json:"outcome"` // "ok" or Slack's code; of envelopes what became of them
	Failed  bool      `json:"failed"`
	Fault   string    `json:"-"`       // of an acknowledgement that came and was not taken; it may say what stands in it
	TookMS  float64   `json:"took_ms"` // in real time, of a call until its answer, of an envelope until its acknowledgement
	Attempt int       `json:"attempt,omitempty"`
	Channel string    `json:"channel,omitempty"`

	Whose  string          `json:"-"` // the only person whose window shows the payloads; empty: everyone who sees Channel
	Names  []string        `json:"-"` // without a Channel: the conversations and files that the payloads name
	Began  time.Time       `json:"-"` // real time
	Sent   json.RawMessage `json:"-"`
	Answer json.RawMessage `json:"-"`
	size   int
}

// trace keeps the newest rows. Guarded by Server.mu.
type trace struct {
	Rows  []*traceRow
	Bytes int // of what the rows began with
	Next  int
	Revs  int
	Gone  map[string]*channel // conversations that were deleted, since rows go on being of those who saw them
}

// callTrace is what a call carries for its row.
type callTrace struct {
	began        time.Time
	whose, where string // of a response_url
}

func startTrace() callTrace { return callTrace{began: realNow()} }

func (t *trace) add(row *traceRow) {
	row.Seq = t.Next
	t.Next++
	t.touch(row)
	t.Rows = append(t.Rows, row)
	row.size = len(row.Sent) + len(row.Answer)
	t.Bytes += row.size
	for len(t.Rows) > 1 && (len(t.Rows) > maxTrace || t.Bytes > maxTraceBytes) {
		half := len(t.Rows) / 2
		for _, old := range t.Rows[:half] {
			t.Bytes -= old.size
		}
		t.Rows = slices.Clone(t.Rows[half:])
	}
}

func (t *trace) touch(row *traceRow) {
	t.Revs++
	row.Rev = t.Revs
}

// recordCall notes a call on the tape and for the inspector.
func (s *Server) recordCall(c *call, answer obj) {
	sent, answered := frozen(c.args.public()), frozen(answer) // before the lock: it may be much
	row := &traceRow{
		Kind: "call", Name: c.name, Began: c.began, TookMS: since(c.began), Sent: redacted(sent), Answer: redacted(answered),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.record(c.name, sent, answered)
	row.At = s.clock.Now().Round(0)
	row.Outcome, row.Failed = verdict(answer)
	row.Channel, row.Whose = s.reach(c, answer)
	if row.Channel == "" && row.Whose == "" {
		row.Names = named(row.Sent, row.Answer)
	}
	s.trace.add(row)
	s.changed("trace")
}

// verdict is an answer in a word.
func verdict(answer obj) (outcome string, failed bool) {
	if code, found := answer["error"].(string); found {
		return code, true
	}
	if kind, found := answer["fault"].(string); found {
		if status, found := answer["status"].(int); found {
			return "fault: HTTP " + strconv.Itoa(status), true
		}
		return "fault: " + kind, true
	}
	return "ok", false
}

// traceEnvelope begins the row of an envelope. Locked.
func (s *Server) traceEnvelope(env envelope, open bool) *traceRow {
	raw := frozen(env.payload)
	row := &traceRow{
		At: s.clock.Now().Round(0), Kind: "envelope", Name: env.kind, Attempt: env.attempt, Began: realNow(),
		Outcome: envelopeWaiting, Sent: redacted(raw),
	}
	if !open {
		row.Outcome, row.Failed = envelopeUndialed, true
	}
	row.about(raw, env.kind)
	s.trace.add(row)
	s.changed("trace")
	return row
}

// traceSettled ends the row of an envelope. Locked.
func (s *Server) traceSettled(d *delivery) {
	d.row.Outcome, d.row.TookMS = envelopeAcked, since(d.row.Began)
	if !d.acked {
		d.row.Outcome, d.row.Failed = envelopeMissed, true
	}
	if d.fault != "" {
		d.row.Fault, d.row.Failed = d.fault, true
	}
	if hasPayload(d.payload) {
		d.row.Answer = redacted(frozen(d.payload))
	}
	s.trace.touch(d.row)
	s.changed("trace")
}

// about reads from a payload what it is about and whose it is. Commands and interactions are one person's; events
// are of those who see the conversation.
func (row *traceRow) about(raw json.RawMessage, kind string) {
	var p struct {
		Type, Command, Text string
		UserID              string              `json:"user_id"`
		ChannelID           string              `json:"channel_id"`
		CallbackID          string              `json:"callback_id"`
		User                struct{ ID string } `json:"user"`
		Channel             struct{ ID string } `json:"channel"`
		View                struct {
			CallbackID string `json:"callback_id"`
		} `json:"view"`
		Actions []struct {
			ActionID string `json:"action_id"`
		} `json:"actions"`
		Event struct {
			Type    string          `json:"type"`
			Subtype string          `json:"subtype"`
			User    json.RawMessage `json:"user"`
			Channel json.RawMessage `json:"channel"`
			Place   string          `json:"channel_id"` // as events of files and pins name it
			Item    struct {
				Channel string `json:"channel"`
			} `json:"item"`
		} `json:"event"`
	}
	_ = json.Unmarshal(raw, &p) // A forged envelope may hold anything; what cannot be read stays empty.
	switch kind {
	case "events_api":
		row.About = strings.Trim(p.Event.Type+" "+p.Event.Subtype, " ")
		row.Channel = orElse(textOrID(p.Event.Channel), orElse(p.Event.Place, p.Event.Item.Channel))
		if row.Channel == "" || p.Event.Type == "app_home_opened" {
			row.Whose = onlyWord(p.Event.User)
		}
	case "slash_commands":
		row.About, row.Channel, row.Whose = p.Command, p.ChannelID, p.UserID
	default:
		row.About, row.Channel, row.Whose = p.Type, p.Channel.ID, p.User.ID
		switch {
		case len(p.Actions) > 0:
			row.About += " " + p.Actions[0].ActionID
		case p.View.CallbackID+p.CallbackID != "":
			row.About += " " + p.View.CallbackID + p.CallbackID
		}
	}
}

// onlyWord is a JSON string's text, or nothing.
func onlyWord(raw json.RawMessage) string {
	var word string
	_ = json.Unmarshal(raw, &word) // Some events carry a whole object here, which names nobody in particular.
	return word
}

// textOrID is a JSON string's text, or the id of an object.
func textOrID(raw json.RawMessage) string {
	var whole struct{ ID string }
	if word := onlyWord(raw); word != "" {
		return word
	}
	_ = json.Unmarshal(raw, &whole) // Neither: the event is about no conversation.
	return whole.ID
}

// reach is the conversation that a call is about, or the one person whom it is for. Locked.
func (s *Server) reach(c *call, answer obj) (channel, whose string) {
	channel, _ = answer["channel"].(string)
	for _, key := range []string{"channel", "channel_id"} {
		channel = orElse(channel, c.args.text(key))
	}
	if ch := s.w.channelNamed(strings.TrimPrefix(channel, "#")); ch != nil {
		channel = ch.ID
	}
	switch {
	case c.name == methodResponseURL:
		if c.args.text("response_type") == "in_channel" {
			return c.where, ""
		}
		return c.where, orElse(c.whose, nobody)
	case c.name == "chat.postEphemeral":
		return channel, orElse(c.args.text("user"), nobody)
	case strings.HasPrefix(c.name, "views."):
		return "", s.ownerOfView(c, answer)
	case c.name == "chat.scheduledMessages.list" && channel == "":
		return "", nobody
	case strings.HasPrefix(channel, "U"):
		return "", channel
	}
	return channel, ""
}

// idWords are the ids of conversations and files in a payload.
var idWords = regexp.MustCompile(`"[CDGF][01][0-9A-Z]{6,}"`)

// named lists the conversations and files that payloads name.
func named(payloads ...json.RawMessage) []string {
	var ids []string
	for _, raw := range payloads {
		for _, word := range idWords.FindAll(raw, -1) {
			ids = append(ids, string(word[1:len(word)-1]))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// bury remembers who saw a conversation that is deleted.
func (t *trace) bury(ch *channel) {
	if t.Gone == nil {
		t.Gone = map[string]*channel{}
	}
	t.Gone[ch.ID] = &channel{ID: ch.ID, IM: ch.IM, Private: ch.Private, Group: ch.Group, Members: slices.Clone(ch.Members)}
}

// ownerOfView is who has the view that a call is about: by the answer, the trigger, or the view that is open. Locked.
func (s *Server) ownerOfView(c *call, answer obj) string {
	if id := c.args.text("user_id"); id != "" {
		return id
	}
	if view, ok := answer["view"].(obj); ok {
		if id, ok := view["id"].(string); ok && s.views.byID(id) != nil {
			return s.views.byID(id).User
		}
	}
	if t := s.triggers.all[c.args.text("trigger_id")]; t != nil {
		return t.user
	}
	if v := s.views.byID(c.args.text("view_id")); v != nil {
		return v.User
	}
	return nobody
}

// secretWords are what opens something: tickets of sockets and addresses that take answers.
var secretWords = regexp.MustCompile(`(ticket=|/response/|/upload/v1/|"token":\s?")[A-Za-z0-9_-]+`)

// redacted is a payload without what opens something.
func redacted(raw json.RawMessage) json.RawMessage {
	return secretWords.ReplaceAll(raw, []byte("${1}…"))
}

func since(t time.Time) float64 { return float64(realNow().Sub(t).Microseconds()) / 1000 }
