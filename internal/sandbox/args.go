package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// maxBody bounds what one call may send; Slack's views may reach 250 KB.
const maxBody = 4 << 20

// args are the arguments of a call, from a form (all strings) or from JSON.
type args map[string]any

var (
	errInvalidJSON   = errors.New("invalid_json")
	errJSONNotObject = errors.New("json_not_object")
	errInvalidForm   = errors.New("invalid_form_data")
	errPostType      = errors.New("invalid_post_type")
)

// readArgs reads the query, then a form or a JSON object over it. Its errors
// are Slack's codes.
func readArgs(r *http.Request) (a args, isJSON bool, err error) {
	a = args{}
	for k, v := range r.URL.Query() {
		a[k] = v[0]
	}
	delete(a, "token") // Slack takes no token from an address
	if r.Method == http.MethodGet {
		return a, false, nil
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return a, false, errPostType
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	switch kind {
	case "application/json":
		err := a.readJSON(r.Body)
		delete(a, "token") // beside JSON a token counts in the header alone
		return a, true, err
	case "application/x-www-form-urlencoded":
		return a, false, a.readForm(r)
	case "":
		return a, false, nil
	default:
		return a, false, errPostType
	}
}

func (a args) readForm(r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return errInvalidForm
	}
	for k, v := range r.PostForm {
		a[k] = v[0]
	}
	return nil
}

func (a args) readJSON(body io.Reader) error {
	raw, err := io.ReadAll(body)
	if err != nil {
		return errInvalidJSON
	}
	if len(strings.TrimSpace(string(raw))) == 0 || string(raw) == "null" {
		return nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		if json.Valid(raw) {
			return errJSONNotObject
		}
		return errInvalidJSON
	}
	for k, v := range fields {
		var text string
		if json.Unmarshal(v, &text) == nil {
			a[k] = text
			continue
		}
		a[k] = v
	}
	return nil
}

func (a args) text(key string) string {
	switch v := a[key].(type) {
	case string:
		return v
	case json.RawMessage:
		if string(v) != "null" {
			return string(v)
		}
	}
	return ""
}

func (a args) flag(key string) bool {
	v := a.text(key)
	return v == "1" || strings.EqualFold(v, "true")
}

// number reads a whole number; ok is false when something else is there.
func (a args) number(key string, otherwise int) (n int, ok bool) {
	v := a.text(key)
	if v == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(v)
	return n, err == nil
}

// list reads "a,b" or ["a","b"].
func (a args) list(key string) []string {
	v := a.text(key)
	if v == "" {
		return nil
	}
	var out []string
	if json.Unmarshal([]byte(v), &out) == nil {
		return out
	}
	for part := range strings.SplitSeq(v, ",") {
		out = append(out, strings.TrimSpace(part))
	}
	return out
}

// raw reads an argument that holds JSON, given as such or as text.
func (a args) raw(key string) (value json.RawMessage, present bool) {
	v := a.text(key)
	if strings.TrimSpace(v) == "" {
		return nil, false
	}
	return json.RawMessage(v), true
}

// public are the arguments as the record shows them: no token, JSON as JSON.
func (a args) public() obj {
	out := obj{}
	for k, v := range a {
		if k == "token" {
			continue
		}
		out[k] = v
		text, isText := v.(string)
		if isText && len(text) > 1 && (text[0] == '{' || text[0] == '[') && json.Valid([]byte(text)) {
			out[k] = json.RawMessage(text)
		}
	}
	return out
}

// apiError is a refusal with Slack's code.
type apiError struct {
	code     string
	messages []string // response_metadata.messages
	needed   string   // scope
}

func (e *apiError) Error() string { return e.code }

func fail(code string) error { return &apiError{code: code} }

// failWith carries what Slack says in response_metadata.messages.
func failWith(code string, messages ...string) error {
	return &apiError{code: code, messages: messages}
}

// bareMessages are messages without the word that says how grave they are.
func bareMessages(messages []string) []string {
	out := make([]string, 0, len(messages))
	for _, m := range messages {
		out = append(out, strings.TrimPrefix(m, "[ERROR] "))
	}
	return out
}

func missing(field string) error {
	return failWith("invalid_arguments", fmt.Sprintf("[ERROR] missing required field: %s", field))
}
