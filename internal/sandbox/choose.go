package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"throughline/internal/sandbox/blockkit"
)

// errNoChoice is a value that the element does not offer.
var errNoChoice = errors.New("the element does not offer that")

// hand is a person at the elements of one message or view. Its methods expect
// Server.mu held.
type hand struct {
	s   *Server
	who *user
	at  place
}

// chosen reads a person's value for an element: Slack's state value, or a
// plain string or list as shorthand. It refuses what a client could not send.
func (h hand) chosen(e blockkit.Element, given json.RawMessage) (any, error) {
	kind, ok := statefulElement(e.Type)
	if !ok {
		return nil, errNoChoice
	}
	if inner := member(given, kind.key); isObject(given) && inner != nil {
		given = inner
	} else if isObject(given) && kind.key != "selected_option" && kind.key != "rich_text_value" {
		given = json.RawMessage("null")
	}
	if len(given) == 0 || string(given) == "null" {
		if kind.many {
			return []any{}, nil
		}
		return nil, nil
	}
	if kind.many {
		return h.chosenMany(e, given)
	}
	return h.chosenOne(e, given)
}

func (h hand) chosenMany(e blockkit.Element, given json.RawMessage) (any, error) {
	var list []json.RawMessage
	if json.Unmarshal(given, &list) != nil {
		return nil, fmt.Errorf("%w: a list is needed", errNoChoice)
	}
	out, seen := []any{}, map[string]bool{}
	for _, item := range list {
		v, err := h.chosenOne(e, item)
		if err != nil {
			return nil, err
		}
		if seen[string(encodeJSON(v))] {
			return nil, fmt.Errorf("%w: nothing is picked twice", errNoChoice)
		}
		seen[string(encodeJSON(v))] = true
		out = append(out, v)
	}
	return out, nil
}

func (h hand) chosenOne(e blockkit.Element, given json.RawMessage) (any, error) {
	var text string
	isText := json.Unmarshal(given, &text) == nil
	switch e.Type {
	case "static_select", "radio_buttons", "multi_static_select", "checkboxes", "external_select", "multi_external_select":
		return h.chosenOption(e, given)
	case "rich_text_input":
		return h.written(text, given)
	case "datetimepicker":
		return moment(given)
	case "file_input":
		return h.chosenFile(e, given)
	}
	if !isText {
		return nil, fmt.Errorf("%w: text is needed", errNoChoice)
	}
	if text == "" {
		return nil, nil
	}
	return text, h.check(e, text)
}

// chosenOption finds an option by its value, given as such or inside an
// option. Of a menu that asks the app it is one that the app has named.
func (h hand) chosenOption(e blockkit.Element, given json.RawMessage) (any, error) {
	var value string
	if json.Unmarshal(given, &value) != nil {
		_ = json.Unmarshal(member(given, "value"), &value)
	}
	i := slices.IndexFunc(e.Options, func(o blockkit.Option) bool { return o.Value == value })
	if i >= 0 {
		return e.Options[i].Raw, nil
	}
	if asksApp(e.Type) {
		if option := h.at.offered(h.who.ID, e, value); option != nil {
			return option, nil
		}
	}
	return nil, errNoChoice
}

// written is rich text as a person wrote it: Slack's block, or plain words that
// become one.
func (h hand) written(words string, given json.RawMessage) (any, error) {
	if words != "" {
		var blocks []json.RawMessage
		if err := json.Unmarshal(richText(h.s.w.typedText(h.who, words)), &blocks); err != nil || len(blocks) != 1 {
			return nil, errNoChoice
		}
		return blocks[0], nil
	}
	if !isObject(given) {
		return nil, nil
	}
	if len(blockkit.ValidateRichText(given)) > 0 {
		return nil, fmt.Errorf("%w: a rich_text block is needed", errNoChoice)
	}
	return given, nil
}

// moment is what a datetimepicker holds: seconds since 1970, ten digits of them.
func moment(given json.RawMessage) (any, error) {
	var seconds int64
	if json.Unmarshal(given, &seconds) != nil || seconds < 1_000_000_000 || seconds > 9_999_999_999 {
		return nil, fmt.Errorf("%w: ten digits of seconds are needed", errNoChoice)
	}
	return seconds, nil
}

// chosenFile is a file that the person has uploaded for this form, as the app
// gets it.
func (h hand) chosenFile(e blockkit.Element, given json.RawMessage) (any, error) {
	var id string
	if json.Unmarshal(given, &id) != nil {
		_ = json.Unmarshal(member(given, "id"), &id)
	}
	f := h.s.files.standing(id)
	if f == nil || f.User != h.who.ID {
		return nil, errNoChoice
	}
	var kinds []string
	if raw := member(e.Raw, "filetypes"); raw != nil && json.Unmarshal(raw, &kinds) != nil {
		return nil, errNoChoice
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(f.Name), "."))
	if len(kinds) > 0 && !slices.ContainsFunc(kinds, func(kind string) bool { return strings.EqualFold(kind, ext) }) {
		return nil, fmt.Errorf("%w: files of this kind are not taken", errNoChoice)
	}
	return h.s.fileJSON(f), nil
}

// check refuses dates that do not exist and people or conversations that the
// person's client would not offer.
func (h hand) check(e blockkit.Element, value string) error {
	var ok bool
	switch e.Type {
	case "datepicker":
		_, err := time.Parse(time.DateOnly, value)
		ok = err == nil
	case "timepicker":
		_, err := clockTime(value)
		ok = err == nil && len(value) == len("09:00")
	case "users_select", "multi_users_select":
		u := h.s.w.user(value)
		ok = u != nil && !u.Deleted && h.s.knows(h.who, u)
	case "conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select":
		ok = h.s.offersChannel(h.who, e, h.s.w.channel(value))
	default:
		return nil
	}
	if !ok {
		return errNoChoice
	}
	return nil
}

// channelFilter narrows a menu of conversations
// (docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object).
type channelFilter struct {
	Include          []string `json:"include"`
	ExcludeExternal  bool     `json:"exclude_external_shared_channels"`
	ExcludeBotPeople bool     `json:"exclude_bot_users"`
}

// filterKinds are the filter's words for kinds of conversations.
var filterKinds = map[string]string{"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}

// offersChannel reports whether a menu shows a conversation to a person: what
// the client lists, of the kinds that the menu is for.
func (s *Server) offersChannel(who *user, e blockkit.Element, ch *channel) bool {
	if ch == nil || ch.Archived || !s.w.sees(who, ch) {
		return false
	}
	kind := conversationType(ch)
	if strings.Contains(e.Type, "channels_select") {
		return kind == "public_channel"
	}
	var filter channelFilter
	if raw := member(e.Raw, "filter"); raw != nil && json.Unmarshal(raw, &filter) != nil {
		return false
	}
	if len(filter.Include) > 0 && !slices.Contains(filter.Include, filterKinds[kind]) {
		return false
	}
	if filter.ExcludeExternal && len(ch.SharedWith) > 0 {
		return false
	}
	other := s.w.user(ch.other(who.ID))
	return !filter.ExcludeBotPeople || !ch.IM || other == nil || !other.IsBot
}
