package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"throughline/internal/config"
)

// maxAnswer bounds what is read of an answer; Slack's have a few hundred bytes.
const maxAnswer = 64 << 10

// Answer is what came back from one method of the Web API, with the headers that slack-go does not
// hand on.
type Answer struct {
	// Err says that no answer came, or one that is not Slack's.
	Err error
	// OK and Error are those of every answer, see docs.slack.dev/apis/web-api.
	OK    bool
	Error string
	// Team, User and BotID come with auth.test.
	Team  string
	User  string
	BotID string
	// HasURL comes with apps.connections.open. The address itself holds a ticket and is not kept.
	HasURL bool
	// Scopes are those that the token was granted. ScopesKnown is false where the server does not say.
	Scopes      []string
	ScopesKnown bool
	// Date is the server's clock, in whole seconds; zero where it does not say.
	Date time.Time
	// Sent and Took are on our clock.
	Sent time.Time
	Took time.Duration
}

// Client asks Slack. slack-go is not used here, because it hides the headers.
type Client struct {
	HTTP *http.Client
	// Base is the address of the Web API and ends in a slash.
	Base string
	Now  func() time.Time
}

// Call calls a method without arguments. It never fails otherwise than by Answer.Err.
func (c Client) Call(ctx context.Context, method string, token config.Secret) Answer {
	a, _ := c.call(ctx, method, token)
	return a
}

// call is Call, with the address of a connection where the method grants one.
func (c Client) call(ctx context.Context, method string, token config.Secret) (a Answer, address string) {
	a.Sent = c.Now()
	body, header, err := c.post(ctx, method, token)
	a.Took = c.Now().Sub(a.Sent)
	if err != nil {
		a.Err = err
		return a, ""
	}
	a.Date, _ = http.ParseTime(header.Get("Date"))
	if values, known := header[http.CanonicalHeaderKey("X-OAuth-Scopes")]; known {
		a.ScopesKnown = true
		a.Scopes = strings.FieldsFunc(strings.Join(values, ","), func(r rune) bool { return r == ',' || r == ' ' })
	}
	return a, a.decode(body)
}

func (c Client) post(ctx context.Context, method string, token config.Secret) ([]byte, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.Base+method, http.NoBody)
	if err != nil {
		return nil, nil, fmt.Errorf("ask %s: %w", method, err)
	}
	if token.IsSet() {
		req.Header.Set("Authorization", "Bearer "+token.Reveal())
	}
	resp, err := c.HTTP.Do(req)
	if err != nil {
		return nil, nil, fmt.Errorf("ask Slack: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusTooManyRequests {
		return []byte(`{"ok":false,"error":"ratelimited"}`), resp.Header, nil // Slack's body need not say so.
	}
	if resp.StatusCode != http.StatusOK {
		return nil, nil, fmt.Errorf("ask Slack: %s answered with HTTP %d", method, resp.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, nil, fmt.Errorf("read the answer of %s: %w", method, err)
	}
	return body, resp.Header, nil
}

func (a *Answer) decode(body []byte) (address string) {
	var v struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
		Team  string `json:"team"`
		User  string `json:"user"`
		BotID string `json:"bot_id"`
		URL   string `json:"url"`
	}
	if err := json.Unmarshal(body, &v); err != nil || v.OK == nil {
		a.Err = errors.New("ask Slack: the answer is not one of Slack's")
		return ""
	}
	a.OK, a.Error, a.Team, a.User, a.BotID, a.HasURL = *v.OK, v.Error, v.Team, v.User, v.BotID, v.URL != ""
	return v.URL
}
