package showcase

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

// object is decoded JSON.
type object = map[string]any

// client speaks to the control interface of a local Slack.
type client struct {
	base string // ends before /_sandbox/
	http *http.Client
}

// refused is what the control interface says no with.
type refused struct{ code, message string }

func (r *refused) Error() string { return fmt.Sprintf("%s (%s)", r.message, r.code) }

func (c *client) get(ctx context.Context, path string, query url.Values) (object, error) {
	return c.call(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
}

func (c *client) post(ctx context.Context, path string, body object) (object, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return c.call(ctx, http.MethodPost, path, raw)
}

func (c *client) call(ctx context.Context, method, path string, body []byte) (object, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+"/_sandbox/"+path, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("the local Slack does not answer: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out object
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return nil, fmt.Errorf("%s: the local Slack's answer cannot be read: %w", path, err)
	}
	if out["ok"] != true {
		return nil, &refused{text(out, "error"), text(out, "message")}
	}
	return out, nil
}

func text(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

func part(o object, key string) object {
	p, _ := o[key].(object)
	return p
}

func list(o object, key string) []object {
	raw, _ := o[key].([]any)
	out := make([]object, 0, len(raw))
	for _, r := range raw {
		if item, ok := r.(object); ok {
			out = append(out, item)
		}
	}
	return out
}
