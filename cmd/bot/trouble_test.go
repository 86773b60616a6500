package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Helpers for making trouble on the stage: forged envelopes, faults, and what the bot answered to them.

// openStage starts a local Slack with the bot in it, at the time at which the story begins.
func openStage(t *testing.T, flags ...string) *stage {
	t.Helper()
	args := append([]string{"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock, "--verbose"}, flags...)
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil, args...)
	s := &stage{t: t, url: p.out.find("page"), output: p.out.text}
	s.eventually("the bot connects", func() bool { return s.call("state?as=U0ANA00001", nil)["sockets"] != 0.0 })
	return s
}

// openSlack starts a local Slack alone.
func openSlack(t *testing.T, flags ...string) *stage {
	t.Helper()
	args := append([]string{"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock}, flags...)
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil, args...)
	return &stage{t: t, url: strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/"), output: slack.out.text}
}

// launchBot starts the bot alone against a local Slack, on the store in a folder.
func launchBot(t *testing.T, slack *stage, data string) *process {
	t.Helper()
	return launch(t, func(line string) bool { return line == "connected" }, nil,
		"sandbox", "--bot-only", "--slack", slack.url, "--data", data, "--verbose")
}

// begins starts a mission by the short way and returns its id.
func (a actor) begins(channel, name, steer string) string {
	a.t.Helper()
	a.types(channel, "/mission start "+name)
	a.submits("start_1", object{
		"end_state": object{"v": "Nine in ten arrive within a day."}, "steer": object{"v": steer}, "rest": object{"start_rest": "write"},
	})
	a.submits("start_2", object{})
	if out := a.submits("start_3", object{}); out["result"] != "cleared" {
		a.t.Fatalf("the mission was not started: %v", out)
	}
	card := a.card(channel)
	a.passes(time.Minute)
	return missionOf(a.t, card)
}

// missionOf returns the id of the mission that a card's buttons carry.
func missionOf(t *testing.T, card object) string {
	t.Helper()
	value := valueOf(card, "details")
	id := cutOut(value, `"m":"`, `"`)
	if id == "" {
		t.Fatalf("no mission in %q", value)
	}
	return id
}

// valueOf returns the value of the first element with an action id, wherever it stands in a message or a
// view.
func valueOf(tree any, action string) string {
	switch node := tree.(type) {
	case object:
		if id := text(node, "action_id"); id == action || strings.HasPrefix(id, action+"#") {
			return text(node, "value")
		}
		for _, child := range node {
			if v := valueOf(child, action); v != "" {
				return v
			}
		}
	case []any:
		for _, child := range node {
			if v := valueOf(child, action); v != "" {
				return v
			}
		}
	}
	return ""
}

func cutOut(s, before, after string) string {
	_, rest, ok := strings.Cut(s, before)
	if !ok {
		return ""
	}
	found, _, _ := strings.Cut(rest, after)
	return found
}

// serial numbers forged requests, so that none is taken for a repetition of another.
var serial atomic.Int64

// fresh returns a name that no request had.
func fresh(what string) string { return fmt.Sprintf("%s.%d", what, serial.Add(1)) }

const (
	ourTeam   = "T0ACME0001"
	otherTeam = "T0PAPER001"
)

// ear takes what the bot posts to the response_urls of forged payloads.
type ear struct {
	t   *testing.T
	url string

	mu   sync.Mutex
	said map[string][]object // by path
}

func newEar(t *testing.T) *ear {
	t.Helper()
	e := &ear{t: t, said: make(map[string][]object)}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m object
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			http.Error(w, "no JSON", http.StatusBadRequest)
			return
		}
		e.mu.Lock()
		defer e.mu.Unlock()
		e.said[r.URL.Path] = append(e.said[r.URL.Path], m)
	}))
	t.Cleanup(srv.Close)
	e.url = srv.URL
	return e
}

// hears waits for the answer to one payload and returns its words.
func (e *ear) hears(s *stage, what, responseURL string) string {
	e.t.Helper()
	var words string
	s.eventually("an answer to "+what, func() bool {
		words = e.heard(responseURL)
		return words != ""
	})
	return words
}

// heard returns the answer to one payload so far, or "".
func (e *ear) heard(responseURL string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	said := e.said[strings.TrimPrefix(responseURL, e.url)]
	if len(said) == 0 {
		return ""
	}
	return text(said[0], "text")
}

// forged is somebody as a payload says she is, whoever really sent it.
type forged struct {
	*stage
	*ear
	user, team, channel string
}

func (f forged) responseURL() string { return f.ear.url + "/" + fresh("answer") }

func (f forged) command(words string) object {
	return object{
		"command": "/mission", "text": words, "user_id": f.user, "team_id": f.team, "channel_id": f.channel,
		"channel_name": "forged", "trigger_id": fresh("trigger"), "response_url": f.responseURL(),
	}
}

func (f forged) interaction(kind string) object {
	return object{
		"type": kind, "trigger_id": fresh("trigger"), "team": object{"id": f.team},
		"user": object{"id": f.user, "team_id": f.team},
	}
}

func (f forged) click(action, value string) object {
	p := f.interaction("block_actions")
	p["response_url"] = f.responseURL()
	p["channel"] = object{"id": f.channel, "name": "forged"}
	p["container"] = object{"type": "message", "message_ts": "1.000001", "channel_id": f.channel, "is_ephemeral": false}
	p["actions"] = []object{{
		"type": "button", "block_id": "b", "action_id": action, "value": value, "action_ts": fresh("1"),
	}}
	return p
}

// messageShortcut is a shortcut on a reply in a thread that has all that a message of a person can have. Slack names
// neither the person's team nor the app in it.
func (f forged) messageShortcut(callback, words string) object {
	p := f.interaction("message_action")
	p["user"] = object{"id": f.user, "name": "forged"}
	p["team"] = object{"id": f.team, "domain": "forged"}
	p["callback_id"], p["action_ts"], p["message_ts"] = callback, fresh("1"), "2.000002"
	p["response_url"], p["channel"] = f.responseURL(), object{"id": f.channel, "name": "forged"}
	p["message"] = object{
		"type": "message", "client_msg_id": fresh("m"), "text": words, "user": "U0DEE00001", "team": f.team, "ts": "2.000002",
		"thread_ts": "1.000001", "parent_user_id": f.user, "edited": object{"user": "U0DEE00001", "ts": "3.000000"},
		"blocks": []object{{"type": "rich_text", "block_id": "r", "elements": []object{
			{"type": "rich_text_section", "elements": []object{{"type": "text", "text": words}}},
		}}},
		"files":     []object{{"id": "F0FORGED01", "name": "page.png", "mimetype": "image/png", "mode": "hosted", "size": 1}},
		"reactions": []object{{"name": "tada", "users": []string{f.user}, "count": 1}},
	}
	return p
}

func (f forged) submission(callback, metadata string, values object) object {
	p := f.interaction("view_submission")
	p["view"] = object{
		"id": fresh("V0"), "type": "modal", "callback_id": callback, "private_metadata": metadata, "hash": "1.a",
		"title": object{"type": "plain_text", "text": "Forged"}, "blocks": []object{}, "state": object{"values": values},
	}
	return p
}

// clicks presses a button that may never have been there and returns the words of the answer.
func (f forged) clicks(action, value string) string {
	f.stage.t.Helper()
	p := f.click(action, value)
	f.sends("interactive", p)
	return f.hears(f.stage, action, text(p, "response_url"))
}

// submitsForm sends a form that may never have been open, and returns the acknowledgement.
func (f forged) submitsForm(callback, metadata string, values object) object {
	f.stage.t.Helper()
	return f.sends("interactive", f.submission(callback, metadata, values))
}

// sends delivers an envelope and returns what it was acknowledged with. Not to be acknowledged within
// three seconds is a failure.
func (s *stage) sends(kind string, payload object) object {
	s.t.Helper()
	out := s.call("envelope", object{"type": kind, "payload": payload, "accepts_response_payload": accepting(kind, payload)})
	if out["acked"] != true {
		s.t.Fatalf("%s %v was not acknowledged: %v", kind, payload["type"], out)
	}
	ack, _ := out["ack"].(object)
	return ack
}

func accepting(kind string, payload object) bool {
	return kind == "slash_commands" || payload["type"] == "view_submission" || payload["type"] == "block_suggestion"
}

// calls returns what went over the wire from a number on, and the number to go on from.
func (s *stage) calls(since int) ([]object, int) {
	s.t.Helper()
	out := s.call(fmt.Sprintf("calls?since=%d", since), nil)
	next, _ := out["next"].(float64)
	return list(out, "calls"), int(next)
}

// fault makes something go wrong.
func (s *stage) fault(kind string, more object) {
	s.t.Helper()
	body := object{"kind": kind}
	maps.Copy(body, more)
	s.call("fault", body)
}

// passes lets time go by, stopping wherever something is due.
func (s *stage) passes(d time.Duration) {
	s.t.Helper()
	if s.sleep != nil {
		s.sleep(d)
		return
	}
	s.call("clock", object{"advance": d.String()})
}

// settles lets a second go by, and waits until the bot has heard of all that happened and rests.
func (s *stage) settles() {
	s.t.Helper()
	s.passes(time.Second)
}
