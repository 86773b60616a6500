package doctor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/gorilla/websocket"

	"throughline/internal/config"
)

// Hello is how Slack greeted a connection of ours.
type Hello struct {
	// Dialled says whether a connection was tried at all.
	Dialled bool
	// Err says why no greeting came.
	Err error
	// Counted is how many connections of this app Slack counts, with this one.
	Counted int
	// Took is from dialling to the greeting.
	Took time.Duration
}

// Open asks for the address of a connection, and with dial it connects there, waits for the greeting and hangs up. Slack
// gives what people write to any one connection of an app, so it is dialled only where no bot runs that would miss it.
func (c Client) Open(ctx context.Context, token config.Secret, dial bool) (Answer, Hello) {
	a, address := c.call(ctx, "apps.connections.open", token)
	if !dial || address == "" {
		return a, Hello{}
	}
	h := Hello{Dialled: true}
	began := c.Now()
	h.Counted, h.Err = greeting(ctx, address)
	h.Took = c.Now().Sub(began)
	return a, h
}

// greetWithin bounds dialling and the wait for the greeting.
const greetWithin = 10 * time.Second

// greeting returns num_connections of Slack's hello, see docs.slack.dev/apis/events-api/using-socket-mode.
func greeting(ctx context.Context, address string) (counted int, err error) {
	ctx, cancel := context.WithTimeout(ctx, greetWithin)
	defer cancel()
	conn, answer, err := websocket.DefaultDialer.DialContext(ctx, address, nil)
	if err != nil {
		return 0, withoutAddress(err)
	}
	defer func() { _, _ = answer.Body.Close(), conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	conn.SetReadLimit(maxAnswer)
	var hello struct {
		Type   string `json:"type"`
		Count  int    `json:"num_connections"`
		Reason string `json:"reason"`
	}
	_, text, err := conn.ReadMessage()
	switch {
	case err != nil:
		return 0, fmt.Errorf("no greeting came: %w", withoutAddress(err))
	case json.Unmarshal(text, &hello) != nil:
		return 0, errors.New("what came first is no greeting of Slack's")
	case hello.Type == "disconnect":
		return 0, fmt.Errorf("Slack hung up (%s)", hello.Reason) //nolint:staticcheck // ST1005: Slack is a name.
	case hello.Type != "hello":
		return 0, errors.New("what came first is no greeting of Slack's")
	}
	over := time.Now().Add(time.Second)
	_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), over)
	return hello.Count, nil
}

// withoutAddress drops the address from an error, as it holds a ticket.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
