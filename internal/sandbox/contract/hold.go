package contract

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// complaints is where breaches go; a *testing.T is one.
type complaints interface {
	Errorf(format string, args ...any)
}

// Hold serves next and complains of each exchange below prefix that the description does not have: a request that is
// taken although the description refuses it, and an answer that the description lacks. A request that the server
// refuses may be anything.
func (c *Contract) Hold(t complaints, prefix string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, prefix) {
			next.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			next.ServeHTTP(w, r) // The connection broke, and the server shall see it.
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		seen := &answer{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(seen, r)
		if err := c.check(r, body, seen); err != nil {
			t.Errorf("%s %s %.300s\n\tis not as described: %v\n\tanswered %d %.400s", r.Method, r.URL, body, err, seen.status, seen.body.Bytes())
		}
	})
}

func (c *Contract) check(r *http.Request, body []byte, seen *answer) error {
	op := c.operations[r.Method+" "+r.URL.Path]
	if op == nil {
		if seen.status == http.StatusNotFound || seen.status == http.StatusForbidden {
			return nil
		}
		return fmt.Errorf("it has no such operation")
	}
	if seen.status < http.StatusBadRequest {
		if err := op.Asked(r.URL.Query(), r.Header.Get("Content-Type"), body); err != nil {
			return fmt.Errorf("the request was taken, but: %w", err)
		}
	}
	if seen.hijacked {
		return op.known(http.StatusSwitchingProtocols)
	}
	return op.answered(seen.status, seen.Header().Get("Content-Type"), seen.body.Bytes())
}

// Asked says whether the description has such a request.
func (op *Operation) Asked(query url.Values, kind string, body []byte) error {
	for name, p := range op.query {
		if p.required && !query.Has(name) {
			return fmt.Errorf("%s is missing", name)
		}
	}
	for name, values := range query {
		p, known := op.query[name]
		if !known || len(values) != 1 {
			return fmt.Errorf("%s is not a parameter, or stands twice", name)
		}
		if values[0] == "" && !p.required {
			continue // An empty one is as none.
		}
		if err := p.schema.Validate(typed(values[0], p.schema)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if op.body == nil {
		if len(body) > 0 {
			return fmt.Errorf("it takes no body")
		}
		return nil
	}
	if mediaType(kind) != "application/json" {
		return fmt.Errorf("the body is %q and not JSON", kind)
	}
	return valid(op.body, body)
}

// typed is a parameter's text as its schema has it.
func typed(text string, schema *jsonschema.Schema) any {
	if schema.Types == nil || schema.Types.String() != "[integer]" {
		return text
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return text
	}
	return v
}

func (op *Operation) known(status int) error {
	if _, known := op.answers[status]; !known {
		return fmt.Errorf("it has no answer %d", status)
	}
	return nil
}

func (op *Operation) answered(status int, kind string, body []byte) error {
	if err := op.known(status); err != nil {
		return err
	}
	kinds := op.answers[status]
	schema, known := kinds[mediaType(kind)]
	if !known {
		schema, known = kinds["*/*"]
	}
	switch {
	case !known:
		return fmt.Errorf("it has no answer %d of kind %q", status, kind)
	case mediaType(kind) != "application/json":
		return nil
	default:
		return valid(schema, body)
	}
}

func valid(schema *jsonschema.Schema, body []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("no JSON: %w", err)
	}
	return schema.Validate(v)
}

func mediaType(header string) string {
	kind, _, err := mime.ParseMediaType(header)
	if err != nil {
		return header
	}
	return kind
}

// answer copies what is answered while it passes.
type answer struct {
	http.ResponseWriter
	status   int
	body     bytes.Buffer
	hijacked bool
}

// WriteHeader notes the status.
func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	a.body.Write(b)
	return a.ResponseWriter.Write(b)
}

// Hijack hands the connection over to a WebSocket.
func (a *answer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	a.hijacked = true
	return http.NewResponseController(a.ResponseWriter).Hijack()
}
