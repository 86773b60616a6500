package sandbox

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// wider is a request that takes more fields than its struct has.
type wider interface {
	alsoTakes(field string) bool
}

// onlyKnown refuses what the act does not take: a field written wrong is told, and not passed over.
func onlyKnown(raw []byte, request any) error {
	strict := json.NewDecoder(bytes.NewReader(raw))
	strict.DisallowUnknownFields()
	if w, ok := request.(wider); ok {
		return onlyKnownOf(raw, w)
	}
	err := strict.Decode(reflect.New(reflect.TypeOf(request).Elem()).Interface())
	if err == nil {
		return nil
	}
	_, field, found := strings.Cut(err.Error(), "unknown field ")
	if !found {
		return refusal("invalid_json", misread(err))
	}
	return unknownField(strings.Trim(field, `"`))
}

func onlyKnownOf(raw []byte, w wider) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return refusal("invalid_json", misread(err))
	}
	for field := range fields {
		if !w.alsoTakes(field) {
			return unknownField(field)
		}
	}
	return nil
}

func unknownField(field string) error {
	return refusal("unknown_field", "This act takes no field "+field+". GET /_sandbox/openapi.yaml says what there is.")
}

// pickedKeys are the keys under which Slack's payloads tell what was picked or typed.
var pickedKeys = []string{
	"value", "rich_text_value", "files", "selected_option", "selected_options", "selected_user", "selected_users",
	"selected_channel", "selected_channels", "selected_conversation", "selected_conversations", "selected_date",
	"selected_time", "selected_date_time",
}

// alsoTakes are the request's own fields and Slack's keys for what is picked.
func (c *clickRequest) alsoTakes(field string) bool {
	own := []string{"as", "channel", "ts", "view_id", "home", "block_id", "action_id", "values", "trigger"}
	return slices.Contains(own, field) || slices.Contains(pickedKeys, field)
}
