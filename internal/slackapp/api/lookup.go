package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// historyPage is how many messages are asked for at a time. Slack may give fewer.
const historyPage = "200"

var errPages = errors.New("pages of the history are held back")

// FindByMetadata looks for the message that was posted with key: in the thread
// threadTS, or in the channel if that is empty, among those not older than
// oldest, a time of this machine's clock: Slack's may be behind it, and is
// asked for as much more. found is false only after all pages were read, so any error means
// that nobody knows.
func (c *Client) FindByMetadata(ctx context.Context, channel, threadTS, key string, oldest time.Time) (p Posted, found bool, err error) {
	self, err := c.identity(ctx)
	if err != nil {
		return Posted{}, false, err
	}
	since := c.wire.clock.theirs(oldest)
	args := url.Values{
		"channel": {channel}, "limit": {historyPage}, "include_all_metadata": {"true"},
		"oldest": {fmt.Sprintf("%d.%06d", since.Unix(), since.Nanosecond()/1000)},
	}
	method := "conversations.history"
	if threadTS != "" {
		method = "conversations.replies"
		args.Set("ts", threadTS)
	}
	ts, err := c.search(ctx, method, args, func(m message) bool { return m.by(self) && m.key() == key })
	if threadTS != "" && codeOf(err) == "thread_not_found" {
		// Slack posts a reply to a deleted message into the channel.
		return c.FindByMetadata(ctx, channel, "", key, oldest)
	}
	if err != nil || ts == "" {
		return Posted{}, false, err
	}
	return Posted{Channel: channel, TS: ts}, true, nil
}

// message is what a lookup reads of a message. slack-go's own type is not used:
// it fails on a whole page if one message has a part that it does not know.
type message struct {
	TS       string          `json:"ts"`
	User     string          `json:"user"`
	BotID    string          `json:"bot_id"`
	Metadata json.RawMessage `json:"metadata"`
}

func (m message) by(self Identity) bool {
	return m.User == self.UserID || (m.BotID != "" && m.BotID == self.BotID)
}

// key returns the key that the message was posted with, or an empty string.
func (m message) key() string {
	var metadata struct {
		EventType string `json:"event_type"`
		Payload   struct {
			K string `json:"k"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &metadata) != nil || metadata.EventType != MetadataEvent {
		return ""
	}
	return metadata.Payload.K
}

type historyAnswer struct {
	Messages []message `json:"messages"`
	HasMore  bool      `json:"has_more"`
	Metadata struct {
		NextCursor string `json:"next_cursor"`
	} `json:"response_metadata"`
}

// search returns the ts of the first message that is wanted, or an empty string
// after the last page.
func (c *Client) search(ctx context.Context, method string, args url.Values, wanted func(message) bool) (string, error) {
	for {
		var page historyAnswer
		if err := c.read(ctx, method, args, &page); err != nil {
			return "", err
		}
		for _, m := range page.Messages {
			if wanted(m) {
				return m.TS, nil
			}
		}
		next := page.Metadata.NextCursor
		if next == "" && !page.HasMore {
			return "", nil
		}
		if next == "" || next == args.Get("cursor") {
			return "", &Error{Method: method, Class: Transient, Err: errPages}
		}
		args.Set("cursor", next)
	}
}

// read calls a method that changes nothing and decodes its answer.
func (c *Client) read(ctx context.Context, method string, args url.Values, answer any) error {
	return c.call(ctx, method, "", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+method, strings.NewReader(args.Encode()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Authorization", "Bearer "+c.token)
		resp, err := c.wire.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		return json.NewDecoder(resp.Body).Decode(answer)
	})
}

// MessageAt returns the text and the author of one message of a conversation whose history the bot may
// read, and empty strings where there is none at that time.
func (c *Client) MessageAt(ctx context.Context, channel, ts string) (text, user string, err error) {
	args := url.Values{"channel": {channel}, "latest": {ts}, "oldest": {ts}, "inclusive": {"true"}, "limit": {"1"}}
	var answer struct {
		Messages []struct {
			TS   string `json:"ts"`
			User string `json:"user"`
			Text string `json:"text"`
		} `json:"messages"`
	}
	err = c.read(ctx, "conversations.history", args, &answer)
	if err != nil || len(answer.Messages) == 0 || answer.Messages[0].TS != ts {
		return "", "", err
	}
	return answer.Messages[0].Text, answer.Messages[0].User, nil
}
