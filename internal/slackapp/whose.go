package slackapp

import (
	"encoding/json"

	"throughline/internal/slackapp/socket"
)

// muchToRead is how long a payload may be for its author to be looked for before it has its turn, in bytes. Slack's own
// are shorter by far.
const muchToRead = 256 << 10

// long stands for the authors of all payloads that are longer: they wait in one line.
const long = "?"

// Whose says who sent an envelope, for the queue that is fair between people: the one who typed, pressed, sent or wrote.
// What it says is believed for this alone.
func Whose(e socket.Envelope) string {
	if len(e.Payload) > muchToRead {
		return long
	}
	switch e.Type {
	case "slash_commands":
		var c struct {
			User person `json:"user_id"`
		}
		return author(e.Payload, &c, &c.User)
	case "interactive":
		var c struct {
			User person `json:"user"`
		}
		return author(e.Payload, &c, &c.User)
	case "events_api":
		var c struct {
			Event struct {
				User person `json:"user"`
			} `json:"event"`
		}
		return author(e.Payload, &c, &c.Event.User)
	}
	return ""
}

func author(raw json.RawMessage, into any, user *person) string {
	if json.Unmarshal(raw, into) != nil {
		return ""
	}
	return string(*user)
}

// person is somebody's id, which Slack writes by itself or inside of an object.
type person string

// UnmarshalJSON reads either; anything else is nobody.
func (p *person) UnmarshalJSON(raw []byte) error {
	var id string
	if json.Unmarshal(raw, &id) == nil {
		*p = person(id)
		return nil
	}
	var of struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &of) == nil {
		*p = person(of.ID)
	}
	return nil
}
