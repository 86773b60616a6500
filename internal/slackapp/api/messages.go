package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/slack-go/slack"
)

// MetadataEvent is the event_type of the metadata of messages that can be looked up.
const MetadataEvent = "throughline_nudge"

// Post is a message to a channel. Text and Blocks are sent as they are: escaping
// is the work of who renders them.
type Post struct {
	Channel  string
	ThreadTS string
	// Text is what notifications and screen readers give.
	Text   string
	Blocks []slack.Block
	// MetadataKey makes the message known to FindByMetadata. Everybody in the
	// workspace can read it, so it has to be opaque.
	MetadataKey string
}

// Posted says where a message is. For a post to a user, Channel is the id of
// the direct message.
type Posted struct {
	Channel, TS string
}

// PostMessage posts p. It is never repeated here.
func (c *Client) PostMessage(ctx context.Context, p Post) (Posted, error) {
	options := content(p.Text, p.Blocks, p.ThreadTS)
	if p.MetadataKey != "" {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: MetadataEvent, EventPayload: map[string]any{"k": p.MetadataKey},
		}))
	}
	var posted Posted
	err := c.call(ctx, methodPost, p.Channel, func(ctx context.Context) (err error) {
		posted.Channel, posted.TS, err = c.slack.PostMessageContext(ctx, p.Channel, options...)
		if err == nil && (posted.TS == "" || posted.Channel == "") {
			err = errUnreadable
		}
		return err
	})
	if err != nil {
		return Posted{}, err
	}
	return posted, nil
}

// content sets what a message says. Nothing in it is unfurled, parsed or linked.
func content(text string, blocks []slack.Block, threadTS string) []slack.MsgOption {
	options := []slack.MsgOption{
		slack.MsgOptionText(text, false), slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
	if len(blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	if threadTS != "" {
		options = append(options, slack.MsgOptionTS(threadTS))
	}
	return options
}

// UpdateMessage replaces the text and blocks of a message of the bot. Without
// blocks those that it has go.
func (c *Client) UpdateMessage(ctx context.Context, channel, ts, text string, blocks []slack.Block) error {
	options := content(text, blocks, "")
	if len(blocks) == 0 {
		options = append(options, slack.MsgOptionBlocks())
	}
	return c.call(ctx, "chat.update", "", func(ctx context.Context) error {
		_, _, _, err := c.slack.UpdateMessageContext(ctx, channel, ts, options...)
		return err
	})
}

// DeleteMessage removes a message of the bot. One that is gone already is no error.
func (c *Client) DeleteMessage(ctx context.Context, channel, ts string) error {
	err := c.call(ctx, "chat.delete", "", func(ctx context.Context) error {
		_, _, err := c.slack.DeleteMessageContext(ctx, channel, ts)
		return err
	})
	return except(err, "message_not_found")
}

// except drops an error with one of the codes that mean the work is done already.
func except(err error, codes ...string) error {
	if slices.Contains(codes, codeOf(err)) {
		return nil
	}
	return err
}

// Ephemeral is a message that one person sees, in a channel that both are in.
// Slack does not promise to deliver it.
type Ephemeral struct {
	Channel, User, ThreadTS string
	Text                    string
	Blocks                  []slack.Block
}

// PostEphemeral posts e.
func (c *Client) PostEphemeral(ctx context.Context, e Ephemeral) error {
	return c.call(ctx, methodEphemeral, e.Channel, func(ctx context.Context) error {
		_, err := c.slack.PostEphemeralContext(ctx, e.Channel, e.User, content(e.Text, e.Blocks, e.ThreadTS)...)
		return err
	})
}

// Response answers a command or a click through its response_url, which takes
// five answers within thirty minutes.
type Response struct {
	Text            string
	Blocks          []slack.Block
	ReplaceOriginal bool
	DeleteOriginal  bool
	// ResponseType is slack.ResponseTypeEphemeral, or slack.ResponseTypeInChannel.
	ResponseType string
}

// Respond posts r to responseURL. A URL that is used up or too old fails with
// the class Race.
func (c *Client) Respond(ctx context.Context, responseURL string, r Response) error {
	if err := respondsTo(c.url, responseURL); err != nil {
		return &Error{Method: methodRespond, Class: Bug, Err: err}
	}
	body, err := r.encode()
	if err != nil {
		return &Error{Method: methodRespond, Class: Bug, Err: err}
	}
	return c.call(ctx, methodRespond, "", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(body))
		if err != nil {
			return &Error{Method: methodRespond, Class: Bug, Err: bare(err)}
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		resp, answer, err := c.wire.send(methodRespond, req) //nolint:bodyclose // send has read it all and closed it.
		if err != nil {
			return err
		}
		return judgeResponse(resp, answer)
	})
}

func (r Response) encode() ([]byte, error) {
	never := false
	message := slack.WebhookMessage{
		Text: r.Text, ResponseType: r.ResponseType, Parse: "none",
		ReplaceOriginal: r.ReplaceOriginal, DeleteOriginal: r.DeleteOriginal,
		UnfurlLinks: &never, UnfurlMedia: &never,
	}
	if len(r.Blocks) > 0 {
		message.Blocks = &slack.Blocks{BlockSet: r.Blocks}
	}
	return json.Marshal(message)
}

// judgeResponse reads the answer of a response_url: "ok", an object, or a 4xx,
// which means that the URL is used up or too old.
func judgeResponse(resp *http.Response, body []byte) error {
	var v verdict
	_ = json.Unmarshal(body, &v)
	said := string(bytes.TrimSpace(body))
	switch status := resp.StatusCode; {
	case status == http.StatusOK && (said == "" || said == "ok"):
		return nil
	case v.Error == "" && (status == http.StatusNotFound || status == http.StatusGone || status == http.StatusForbidden):
		return &Error{Method: methodRespond, Class: Race, Code: statusCode(status)}
	}
	if fault := judge(methodRespond, resp, body); fault != nil {
		return fault
	}
	return nil
}
