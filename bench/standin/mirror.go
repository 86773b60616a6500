package standin

import (
	"bytes"
	"context"
	"strings"

	"github.com/gorilla/websocket"
)

// Mirror opens a socket as an app would and acknowledges everything without reading more than the envelope's id,
// until ctx ends. What it measures is the stand-in, the kernel and the scheduler: no app can be quicker.
func Mirror(ctx context.Context, apiURL string) error {
	url := strings.TrimSuffix(strings.Replace(apiURL, "http", "ws", 1), "api/") + "link"
	conn, answer, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	for {
		_, frame, err := conn.ReadMessage()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		_, rest, ok := bytes.Cut(frame, idMark)
		id, _, closed := bytes.Cut(rest, []byte(`"`))
		if !ok || !closed {
			continue // hello
		}
		ack := append(append([]byte(`{"envelope_id":"`), id...), `"}`...)
		if err := conn.WriteMessage(websocket.TextMessage, ack); err != nil {
			return err
		}
	}
}
