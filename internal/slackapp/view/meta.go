package view

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Meta is what a button or a form carries back: ids, never words. Slack does not keep it from a
// determined client, so whoever reads one checks every id as if it had been typed.
type Meta struct {
	Channel mission.ChannelID `json:"c,omitempty"`
	Mission mission.ID        `json:"m,omitempty"`
	Entry   mission.ID        `json:"e,omitempty"`
	User    mission.UserID    `json:"u,omitempty"`
	Other   mission.ID        `json:"o,omitempty"` // another mission that it concerns
	Nudge   string            `json:"n,omitempty"` // the key of a nudge's row
	Plan    string            `json:"p,omitempty"` // the id of a nudge's plan
	Round   mission.ID        `json:"q,omitempty"` // an anonymous round
	TS      string            `json:"t,omitempty"` // a message in Channel
	Kind    string            `json:"k,omitempty"` // an entry kind, a nudge kind or a verb
	Phase   int               `json:"f,omitempty"`
	Page    int               `json:"g,omitempty"` // counted from 0
	// Ref names words that wait at the edge until a question about them is answered.
	Ref string `json:"r,omitempty"`
}

// Encode returns the compact form that a button's value or private_metadata holds.
func (m Meta) Encode() string {
	b, err := json.Marshal(m)
	if err != nil { // a struct of strings and numbers always can be
		return ""
	}
	return string(b)
}

// DecodeMeta reads what Encode wrote. Anything else gives the zero Meta: ids that name nothing are
// refused further in, with a sentence.
func DecodeMeta(s string) Meta {
	var m Meta
	if json.Unmarshal([]byte(s), &m) != nil {
		return Meta{}
	}
	m.Page = max(m.Page, 0)
	return m
}

// Pressed returns which action a click was and what it carries. A choice from an overflow menu counts as
// the action that it names; a value from a select that is no Meta stands in Kind.
func Pressed(a *slack.BlockAction) (action string, m Meta) {
	action, _, _ = strings.Cut(a.ActionID, "#")
	if action == actOverflow {
		chosen, rest, _ := strings.Cut(a.SelectedOption.Value, " ")
		return chosen, DecodeMeta(rest)
	}
	value := a.Value
	if value == "" {
		value = a.SelectedOption.Value
	}
	m = DecodeMeta(value)
	if m == (Meta{}) {
		m.Kind = strings.ToValidUTF8(value, "\uFFFD") // as it would come back in JSON
	}
	return action, m
}

// numbered tells apart buttons of one action in one row, where Slack wants every action_id once.
func numbered(action string, n int) string { return action + "#" + strconv.Itoa(n) }
