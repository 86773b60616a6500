package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// controlError is a refusal of the control interface: a code for programs and
// a sentence for people.
type controlError struct {
	code, message string
}

func (e *controlError) Error() string { return e.code + ": " + e.message }

func refusal(code, message string) error { return &controlError{code, message} }

// controlRoutes is the interface that drives the sandbox, JSON only.
func (s *Server) controlRoutes() *controlMux {
	mux := &controlMux{}
	get := func(path string, run func(*http.Request) (obj, error)) {
		mux.HandleFunc("GET /_sandbox/"+path, func(w http.ResponseWriter, r *http.Request) {
			out, err := run(r)
			answerControl(w, out, err)
		})
	}
	get("state", s.getState)
	get("messages", s.getMessages)
	get("clock", s.getClock)
	get("ahead", s.getAhead)
	get("calls", s.getCalls)
	get("trace", s.getTrace)
	get("inspect", s.getInspect)
	mux.HandleFunc("GET /_sandbox/openapi.yaml", serveOpenAPI)
	mux.HandleFunc("GET /_sandbox/events", s.serveEvents)
	mux.HandleFunc("GET /_sandbox/file", s.serveFile)

	handle(mux, "command", plainAct(s.actCommand))
	handle(mux, "message", plainAct(s.actMessage))
	handle(mux, "edit", plainAct(s.actEdit))
	handle(mux, "delete", plainAct(s.actDelete))
	handle(mux, "react", plainAct(s.actReact))
	handle(mux, "unread", plainAct(s.actUnread))
	handle(mux, "click", plainAct(s.actClick))
	handle(mux, "suggest", plainAct(s.actSuggest))
	handle(mux, "upload", plainAct(s.actUpload))
	handle(mux, "submit", plainAct(s.actSubmit))
	handle(mux, "close", plainAct(s.actClose))
	handle(mux, "home", plainAct(s.actHome))
	handle(mux, "shortcut", plainAct(s.actShortcut))
	handle(mux, "channel", plainAct(s.actChannel))
	handle(mux, "user", plainAct(s.actUser))
	handle(mux, "clock", s.actClock)
	handle(mux, "ahead", s.actAhead)
	handle(mux, "bot", plainAct(s.actBot))
	handle(mux, "fault", plainAct(s.actFault))
	handle(mux, "envelope", plainAct(s.actEnvelope))
	mux.ServeMux.HandleFunc("/_sandbox/", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusNotFound, obj{"ok": false, "error": "not_found", "message": "There is no such control."})
	})
	return mux
}

func plainAct[T any](act func(T) (obj, error)) func(context.Context, T) (obj, error) {
	return func(_ context.Context, req T) (obj, error) { return act(req) }
}

// handle reads one JSON object, acts, and answers.
func handle[T any](mux *controlMux, path string, act func(context.Context, T) (obj, error)) {
	mux.HandleFunc("POST /_sandbox/"+path, func(w http.ResponseWriter, r *http.Request) {
		var req T
		if err := readControl(r, &req); err != nil {
			answerControl(w, nil, err)
			return
		}
		out, err := act(r.Context(), req)
		answerControl(w, out, err)
	})
}

func readControl(r *http.Request, into any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return refusal("json_only", "Send a JSON object with Content-Type: application/json.")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return refusal("too_large", "The body has more than 4 MB (a file in it: 3 MB), or did not arrive.")
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return refusal("invalid_json", misread(err))
	}
	return onlyKnown(raw, into)
}

// misread says in a sentence why a body could not be read.
func misread(err error) string {
	if _, ok := errors.AsType[*time.ParseError](err); ok {
		return "A time is written as text, such as \"2026-12-01T09:00:00Z\"."
	}
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok || wrong.Field == "" {
		return "The body is not a JSON object."
	}
	field := wrong.Field[strings.LastIndex(wrong.Field, ".")+1:] // The path before it names types of ours too.
	return field + " takes " + taken(wrong.Type) + ", and not this " + wrong.Value + "."
}

// taken names what a field takes.
func taken(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "text in quotation marks"
	case reflect.Bool:
		return "true or false"
	case reflect.Int, reflect.Int64:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	}
	return "an object"
}

func answerControl(w http.ResponseWriter, out obj, err error) {
	if err == nil {
		if out == nil {
			out = obj{}
		}
		out["ok"] = true
		writeJSON(w, http.StatusOK, out)
		return
	}
	refused, ok := errors.AsType[*controlError](err)
	if !ok {
		refused = &controlError{codeOf(err), "Slack refuses this: " + err.Error() + "."}
	}
	writeJSON(w, http.StatusBadRequest, obj{"ok": false, "error": refused.code, "message": refused.message})
}

// actor is the person who acts. Locked.
func (s *Server) actor(id string) (*user, error) {
	u := s.w.user(id)
	switch {
	case u == nil || u.IsBot:
		return nil, refusal("unknown_user", "There is no such person.")
	case u.Deleted:
		return nil, refusal("account_inactive", "This person's account is deactivated.")
	default:
		return u, nil
	}
}

// visible is a conversation on this person's screen: an id, "#name", "@app"
// for the app's, or "@U…" for the direct conversation with somebody. Locked.
func (s *Server) visible(u *user, ref string) (*channel, error) {
	ch := s.conversation(u, ref)
	if ch == nil || !s.w.sees(u, ch) {
		return nil, refusal("channel_not_found", "This person sees no such conversation.")
	}
	return ch, nil
}

func (s *Server) conversation(u *user, ref string) *channel {
	if ref == "@app" {
		ref = "@" + s.w.app.BotUserID
	}
	if len(ref) > 1 && ref[0] == '#' {
		return s.w.channelNamed(ref[1:])
	}
	if len(ref) > 1 && ref[0] == '@' {
		if other := s.w.user(ref[1:]); other != nil && other != u && s.knows(u, other) {
			ch, _ := s.w.dm(u.ID, other.ID, s.clock.Now())
			return ch
		}
	}
	return s.w.channel(ref)
}

// writer is a person and a conversation that they may write in. Locked.
func (s *Server) writer(as, ref string) (*user, *channel, error) {
	u, err := s.actor(as)
	if err != nil {
		return nil, nil, err
	}
	ch, err := s.visible(u, ref)
	switch {
	case err != nil:
		return nil, nil, err
	case !ch.has(u.ID):
		return nil, nil, refusal("not_in_channel", "This person has to join the channel first.")
	case ch.Archived:
		return nil, nil, refusal("is_archived", "The channel is archived: nobody can write in it.")
	case ch.IM && ch.has(s.w.app.BotUserID) && !s.w.app.MessagesTab:
		return nil, nil, refusal("messages_tab_disabled", "The app takes no messages.")
	case ch.IM && ch.has(s.w.app.BotUserID) && s.w.app.MessagesReadOnly:
		return nil, nil, refusal("messages_tab_read_only", "The app writes here, and takes no messages.")
	default:
		return u, ch, nil
	}
}
