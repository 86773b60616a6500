package sandbox

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// A response_url takes five posts in half an hour of the sandbox's time
// (docs.slack.dev/interactivity/handling-user-interaction).
const (
	responseUses = 5
	responseLife = 30 * time.Minute
)

// methodResponseURL is what posts to a response_url are called in records and faults.
const methodResponseURL = "response_url"

// responseURL is where an app may answer one interaction.
type responseURL struct {
	user, channel string
	source        string // ts of the message that was clicked; empty for commands
	flat          bool   // of a message shortcut: it answers in no thread
	uses          int
	expires       time.Time
}

// newResponseURL opens one for an interaction in a conversation. Locked.
func (s *Server) newResponseURL(u *user, ch *channel, source string) string {
	now := s.clock.Now()
	s.urls.tidy(func(old *responseURL) bool { return now.Sub(old.expires) > time.Hour })
	token := randomText(32)
	s.urls.all[token] = &responseURL{user: u.ID, channel: ch.ID, source: source, expires: now.Add(responseLife)}
	return s.baseURL + "/response/" + token
}

// flatten keeps the answers at an address out of threads. Locked.
func (s *Server) flatten(address any) {
	text, _ := address.(string)
	if at := s.urls.all[text[strings.LastIndexByte(text, '/')+1:]]; at != nil {
		at.flat = true
	}
}

func (s *Server) serveResponseURL(w http.ResponseWriter, r *http.Request) {
	s.busy.Add(1)
	defer s.busy.Add(-1)
	a, err := readResponse(r)
	c := &call{s: s, name: methodResponseURL, args: a, host: r.Host, callTrace: startTrace()}
	f := s.takeFault(c.name)
	if f.delay(r.Context()) != nil {
		return
	}
	if f.hits() && !f.After {
		s.misbehave(w, c, f, nil)
		return
	}
	if err != nil {
		err = fail(err.Error())
	} else {
		err = s.useResponseURL(c, r.PathValue("token"))
	}
	if f.hits() {
		s.misbehave(w, c, f, obj{})
		return
	}
	s.answerResponse(w, c, err)
}

func (s *Server) answerResponse(w http.ResponseWriter, c *call, err error) {
	if limited, ok := errors.AsType[*tooMany](err); ok {
		s.recordCall(c, limited.body())
		limited.write(w)
		return
	}
	status, body := http.StatusOK, s.responseBody(c, nil, err)
	if err != nil {
		status = http.StatusBadRequest
	}
	switch body["error"] {
	case "used_url", "expired_url", "invalid_url", "message_not_found":
		status = http.StatusNotFound
	}
	s.recordCall(c, body)
	if err != nil {
		writeJSON(w, status, body)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok")
}

// readResponse reads a post to a response_url: JSON, a form, or a form that holds the JSON in payload.
func readResponse(r *http.Request) (args, error) {
	a, _, err := readArgs(r)
	if err != nil || a.text("payload") == "" {
		return a, err
	}
	inner := args{}
	return inner, inner.readJSON(strings.NewReader(a.text("payload")))
}

func (s *Server) useResponseURL(c *call, token string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.urls.all[token]
	switch {
	case u == nil:
		return fail("invalid_url")
	case u.uses >= responseUses:
		return fail("used_url")
	case s.clock.Now().After(u.expires):
		return fail("expired_url")
	}
	who, ch := s.w.user(u.user), s.w.channel(u.channel)
	if who == nil || ch == nil {
		return fail("invalid_url")
	}
	c.whose, c.where = who.ID, ch.ID
	if u.flat { // docs.slack.dev/interactivity/implementing-shortcuts
		delete(c.args, "thread_ts")
	}
	err := c.respond(who, ch, u.source)
	if err == nil {
		u.uses++
	}
	return err
}

// respond does what an answer says: delete or replace the clicked message, or
// add one. It needs no membership and no permission to post. Locked.
func (c *call) respond(who *user, ch *channel, source string) error {
	if source != "" && c.args.flag("delete_original") {
		m := ch.messageFor(who.ID, source)
		if m == nil {
			return fail("message_not_found")
		}
		c.s.removeAny(ch, m)
		return nil
	}
	body, err := c.content()
	if err != nil {
		return err
	}
	if source != "" && c.args.flag("replace_original") {
		m := ch.messageFor(who.ID, source)
		if m == nil {
			return fail("message_not_found")
		}
		c.s.replaceAny(ch, m, body)
		return nil
	}
	thread, err := c.thread(ch)
	if err != nil {
		return err
	}
	if c.name == methodResponseURL { // nobody can refuse an acknowledgement for its rate
		if err := c.s.spendPost(ch.ID); err != nil {
			return err
		}
	}
	m := c.s.botMessage(body)
	m.ThreadTS = thread
	if c.args.text("response_type") != "in_channel" {
		m.EphemeralFor = who.ID
		m.ThreadTS = threadOf(ch, who, source)
	}
	c.s.publishMessage(ch, m)
	return nil
}

// threadOf keeps an ephemeral answer in the thread of the clicked message.
func threadOf(ch *channel, who *user, source string) string {
	if m := ch.messageFor(who.ID, source); m != nil && m.ThreadTS != m.TS {
		return m.ThreadTS
	}
	return ""
}

// removeAny deletes a message, ephemeral or not. Locked.
func (s *Server) removeAny(ch *channel, m *message) {
	if m.EphemeralFor == "" {
		s.deleteMessage(ch, m)
		return
	}
	ch.drop(m)
	s.changed("messages:" + ch.ID)
}

func (s *Server) replaceAny(ch *channel, m *message, body content) {
	if m.EphemeralFor != "" {
		m.show(body)
		s.changed("messages:" + ch.ID)
		return
	}
	before := s.messageJSON(ch, m, false)
	s.rewrite(m, body)
	s.changedEvent(ch, before, m)
}

// slackbotSays shows somebody an ephemeral line of Slack's own. Locked.
func (s *Server) slackbotSays(u *user, ch *channel, text string) {
	ch.insert(&message{
		TS: s.w.nextTS(s.clock.Now()), User: slackbotID, Text: escapeMarkup(text), EphemeralFor: u.ID,
	})
	s.changed("messages:"+ch.ID, "notices")
}
