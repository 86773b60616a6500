package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"
)

// OwnMessage is a message of the bot's.
type OwnMessage struct {
	TS    string
	Files []string // the ids of files that came with it
}

// ownMessage is what OwnMessages reads of a message, see message.
type ownMessage struct {
	message
	Subtype    string          `json:"subtype"`
	ReplyCount int             `json:"reply_count"`
	Files      json.RawMessage `json:"files"`
}

func (m ownMessage) files() []string {
	var files []struct {
		ID   string `json:"id"`
		Mode string `json:"mode"`
	}
	if json.Unmarshal(m.Files, &files) != nil {
		return nil
	}
	var ids []string
	for _, f := range files {
		if f.Mode != "tombstone" {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// OwnMessages returns the messages of the bot's in a conversation whose history it may read, up to a time,
// with those in threads: at least one where there is any, and not more than a page and the threads of it.
// Whoever deletes them asks again until there are none
// (docs.slack.dev/reference/methods/conversations.history and conversations.replies).
func (c *Client) OwnMessages(ctx context.Context, channel string, until time.Time) ([]OwnMessage, error) {
	self, err := c.identity(ctx)
	if err != nil {
		return nil, err
	}
	args := url.Values{
		"channel": {channel}, "limit": {historyPage}, "inclusive": {"true"},
		"latest": {fmt.Sprintf("%d.%06d", until.Unix(), until.Nanosecond()/1000)},
	}
	for {
		page, next, err := c.messages(ctx, "conversations.history", args)
		if err != nil {
			return nil, err
		}
		var own []OwnMessage
		for _, m := range page {
			in, err := c.ownIn(ctx, channel, m, self)
			if err != nil {
				return nil, err
			}
			own = append(own, in...)
		}
		if len(own) > 0 || next == "" {
			return own, nil
		}
		args.Set("cursor", next)
	}
}

// ownIn returns what is the bot's of a message and its thread, the replies first.
func (c *Client) ownIn(ctx context.Context, channel string, m ownMessage, self Identity) ([]OwnMessage, error) {
	var own []OwnMessage
	thread := []ownMessage{m}
	if m.ReplyCount > 0 {
		var err error
		if thread, err = c.thread(ctx, channel, m.TS); err != nil {
			return nil, err
		}
	}
	for _, t := range thread {
		if t.by(self) && t.Subtype != "tombstone" {
			own = append([]OwnMessage{{TS: t.TS, Files: t.files()}}, own...)
		}
	}
	return own, nil
}

// thread returns all messages of a thread, its first one among them.
func (c *Client) thread(ctx context.Context, channel, ts string) ([]ownMessage, error) {
	var all []ownMessage
	args := url.Values{"channel": {channel}, "ts": {ts}, "limit": {historyPage}}
	for {
		page, next, err := c.messages(ctx, "conversations.replies", args)
		if err != nil || next == "" {
			return append(all, page...), err
		}
		all = append(all, page...)
		args.Set("cursor", next)
	}
}

// messages reads one page of messages, and returns the cursor of the next one, or "" after the last.
func (c *Client) messages(ctx context.Context, method string, args url.Values) (page []ownMessage, next string, err error) {
	var answer struct {
		Messages []ownMessage `json:"messages"`
		Metadata struct {
			NextCursor string `json:"next_cursor"`
		} `json:"response_metadata"`
	}
	err = c.read(ctx, method, args, &answer)
	next = answer.Metadata.NextCursor
	if err == nil && next != "" && next == args.Get("cursor") {
		return nil, "", &Error{Method: method, Class: Transient, Err: errPages}
	}
	return answer.Messages, next, err
}
