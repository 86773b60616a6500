package slackapp

import (
	"encoding/json"
	"strings"
	"testing"

	"throughline/internal/slackapp/socket"
)

func TestWhoseAnEnvelopeIs(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ sentence, kind, payload, want string }{
		{"a command is whose typed it", "slash_commands", `{"user_id":"U1","text":"x"}`, "U1"},
		{"a press is whose pressed", "interactive", `{"user":{"id":"U1"}}`, "U1"},
		{"a message is whose wrote it", "events_api", `{"event":{"user":"U1"}}`, "U1"},
		{"a profile is whose it is", "events_api", `{"event":{"user":{"id":"U1"}}}`, "U1"},
		{"a channel is nobody's", "events_api", `{"event":{"channel":"C1"}}`, ""},
		{"what nobody knows is nobody's", "carrier_pigeon", `{"user":"U1"}`, ""},
		{"what is no object is nobody's", "interactive", `[1]`, ""},
		{"a number is nobody", "interactive", `{"user":7}`, ""},
		{"what cannot be read is nobody's", "slash_commands", `{`, ""},
		{"what is very long has a line of its own", "slash_commands", `{"user_id":"U1","text":"` + strings.Repeat("x", muchToRead) + `"}`, long},
	} {
		if got := Whose(socket.Envelope{Type: row.kind, Payload: json.RawMessage(row.payload)}); got != row.want {
			t.Errorf("%s: %q, want %q", row.sentence, got, row.want)
		}
	}
}
