package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"regexp"
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
	errNoPostType    = errors.New("missing_post_type")
	errCharset       = errors.New("invalid_charset")
	errArgName       = errors.New("invalid_arg_name")
	errArray         = errors.New("invalid_array_arg")
)

// readArgs reads the query, then a form or a JSON object over it. Its errors
// are Slack's codes.
func readArgs(r *http.Request) (a args, isJSON bool, err error) {
	a = queryArgs(r)
	if r.Method == http.MethodGet {
		return a, false, a.checkNames()
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && r.Header.Get("Content-Type") != "" {
		return a, false, errPostType
	}
	if !knownCharset(params["charset"]) {
		return a, false, errCharset
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	switch kind {
	case "application/json":
		err := a.readJSON(r.Body)
		delete(a, "token") // beside JSON a token counts in the header alone
		if err == nil {
			err = a.checkNames()
		}
		return a, true, err
	case "application/x-www-form-urlencoded", "multipart/form-data":
		return a, false, a.readForm(r, kind)
	case "text/plain": // which Slack takes, and reads nothing in it
		return a, false, a.checkNames()
	case "":
		return a, false, noBody(r.Body)
	default:
		return a, false, errPostType
	}
}

// queryArgs are the arguments in the address.
func queryArgs(r *http.Request) args {
	a := args{}
	for k, v := range r.URL.Query() {
		a[k] = v[0]
	}
	delete(a, "token") // Slack takes no token from an address
	return a
}

// noBody asks for a type where something was sent.
func noBody(body io.Reader) error {
	if n, _ := io.ReadFull(body, make([]byte, 1)); n > 0 {
		return errNoPostType
	}
	return nil
}

func knownCharset(name string) bool {
	return name == "" || strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "iso-8859-1")
}

// argName is what the name of an argument may be; Slack says no more than that very long ones and other characters
// are refused.
var argName = regexp.MustCompile(`^[A-Za-z0-9_]{1,100}$`)

// checkNames refuses names that no method has, and lists in a form.
func (a args) checkNames() error {
	for name := range a {
		if strings.HasSuffix(name, "]") && strings.Contains(name, "[") {
			return errArray
		}
		if !argName.MatchString(name) {
			return errArgName
		}
	}
	return nil
}

// readForm reads either kind of form. Files in it are no arguments.
func (a args) readForm(r *http.Request, kind string) error {
	var err error
	if kind == "multipart/form-data" {
		err = r.ParseMultipartForm(maxBody) //nolint:gosec // G120: readArgs bounds the body.
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return errInvalidForm
	}
	for k, v := range r.PostForm {
		a[k] = v[0]
	}
	return a.checkNames()
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
	more     obj      // what else the body has
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
