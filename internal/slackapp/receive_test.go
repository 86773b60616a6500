package slackapp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"throughline/internal/slackapp/socket"
)

// submission returns a form as Slack sends it.
func submission(t *testing.T, trigger, hash, name string) *slack.InteractionCallback {
	t.Helper()
	raw := `{"type":"view_submission","trigger_id":"` + trigger + `","view":{"id":"V1","hash":"` + hash + `","state":{"values":{` +
		`"why":{"v":{"type":"plain_text_input","value":"their money is back"}},"name":{"v":{"type":"plain_text_input","value":"` + name + `"}}}}}}`
	var c slack.InteractionCallback
	if err := json.Unmarshal([]byte(raw), &c); err != nil {
		t.Fatal(err)
	}
	return &c
}

// keyedTag is a tag that nobody without its key can find out by trying.
func keyedTag(purpose, data string) string {
	mac := hmac.New(sha256.New, []byte("a key"))
	mac.Write([]byte(purpose + "\x00" + data))
	return hex.EncodeToString(mac.Sum(nil))
}

// A form with one choice of three has three possible hashes, so a plain one would tell which it was.
func TestSubmissionKeysAreNoPlainHashes(t *testing.T) {
	t.Parallel()
	c := submission(t, "", "1.a", "good")
	values, err := json.Marshal(c.View.State)
	if err != nil {
		t.Fatal(err)
	}
	plain := sha256.Sum256(values)
	if key := submissionKey(c, keyedTag); strings.Contains(key, hex.EncodeToString(plain[:])) {
		t.Errorf("the key %q tells the values to whoever tries them", key)
	}
}

func TestSubmissionKey(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		a, b     *slack.InteractionCallback
		same     bool
	}{
		{"the same form sent again is the same", submission(t, "", "1.a", "Refunds"), submission(t, "", "1.a", "Refunds"), true},
		{"one that was corrected is another, though the hash is the same", submission(t, "", "1.a", "Refunds"), submission(t, "", "1.a", "Refunds in a day"), false},
		{"one that was rendered anew is another", submission(t, "", "1.a", "Refunds"), submission(t, "", "2.b", "Refunds"), false},
		{"pressed again after an answer that did not come, it is the same", submission(t, "1.2.x", "1.a", "Refunds"), submission(t, "1.3.y", "1.a", "Refunds"), true},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			a, b := submissionKey(row.a, keyedTag), submissionKey(row.b, keyedTag)
			if (a == b) != row.same {
				t.Errorf("the keys are %q and %q", a, b)
			}
			for _, key := range []string{a, b} {
				if !strings.HasPrefix(key, "form/") || strings.Contains(key, "Refunds") || strings.Contains(key, "money") {
					t.Errorf("the key %q is not one of a form, or holds what was typed", key)
				}
			}
		})
	}
}

func TestDirect(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence, channel, name string
		want                    bool
	}{
		{"a channel is none", "C0REFUNDS1", "refunds", false},
		{"a private channel is none", "G0SECRET01", "privategroup", false},
		{"a direct conversation is one by its id", "D0ANA00001", "", true},
		{"and by the name that Slack gives it in commands", "X0ANA00001", "directmessage", true},
		{"no channel is none", "", "", false},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			if got := direct(row.channel, row.name); got != row.want {
				t.Errorf("direct(%q, %q) = %v", row.channel, row.name, got)
			}
		})
	}
}

// What cannot be read or is of no interest is acknowledged with nothing: Slack would only send it again.
func TestHandleLetsGoOfWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ sentence, kind, payload string }{
		{"a type that is not known", "hologram", `{}`},
		{"a command that is no object", "slash_commands", `"progress"`},
		{"a click that is no object", "interactive", `[]`},
		{"a click without an action", "interactive", `{"type":"block_actions","actions":[]}`},
		{"a click whose action is nothing", "interactive", `{"type":"block_actions","actions":[null]}`},
		{"an interaction of another kind", "interactive", `{"type":"dialog_submission"}`},
		{"an event without an event", "events_api", `{"event_id":"Ev1"}`},
		{"an event that is no object", "events_api", `7`},
		{"an event of no interest", "events_api", `{"type":"event_callback","event_id":"Ev1","event":{"type":"star_added"}}`},
		{"nothing", "events_api", ``},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			reply := e.Handle(t.Context(), socket.Envelope{ID: "1", Type: row.kind, Payload: json.RawMessage(row.payload)})
			if reply.NoAck || reply.Payload != nil || reply.After != nil {
				t.Errorf("the reply is %+v", reply)
			}
		})
	}
}

func TestHandleLeavesAnEventThatFailedForAnotherTime(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.store = failingStore{e.store, errors.New("no commit")}
	reply := e.Handle(t.Context(), socket.Envelope{ID: "1", Type: "events_api", Payload: json.RawMessage(
		`{"type":"event_callback","event_id":"Ev1","event":{"type":"channel_id_changed","old_channel_id":"C0REFUNDS1","new_channel_id":"C0REFUNDS2"}}`)})
	if !reply.NoAck {
		t.Errorf("the reply is %+v", reply)
	}
}
