package sandbox

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"throughline/internal/sandbox/blockkit"
)

// Limits of messages (docs.slack.dev/reference/methods/chat.postMessage and chat.update).
const (
	maxText       = 40_000 // longer is cut, with a warning
	maxUpdateText = 4_000
	// maxBesideMarkdown is the most text in all blocks of a message with markdown among them. Slack documents none,
	// and refuses more than about so much (slackapi/bolt-js#2509).
	maxBesideMarkdown = 13_200
	noText            = "This content can't be displayed."
)

// content is what a message says, checked.
type content struct {
	text        string
	blocks      json.RawMessage
	attachments json.RawMessage
	metadata    *metadata
	noMetadata  bool // metadata was given, and empty

	username, iconEmoji, iconURL string // with chat:write.customize alone
}

// content reads and checks the arguments that all posting methods share.
func (c *call) content() (content, error) {
	out := content{}
	if err := c.readBlocks(&out); err != nil {
		return out, err
	}
	if err := c.readAttachments(&out); err != nil {
		return out, err
	}
	if err := c.readMetadata(&out); err != nil {
		return out, err
	}
	c.readAuthor(&out)
	text := c.args.text("text")
	if md := c.args.text("markdown_text"); md != "" {
		if text != "" || out.blocks != nil {
			return out, fail("markdown_text_conflict")
		}
		if utf8.RuneCountInString(md) > blockkit.MaxMarkdown {
			return out, fail("msg_too_long")
		}
		text = md
	}
	if strings.TrimSpace(text) == "" && out.blocks == nil && out.attachments == nil {
		return out, fail("no_text")
	}
	if utf8.RuneCountInString(text) > maxText {
		text = string([]rune(text)[:maxText])
		c.warn = append(c.warn, "message_truncated")
	}
	out.text = c.s.w.appText(text, c.args.text("parse"), c.args.flag("link_names"))
	if out.text == "" && out.blocks != nil {
		out.text = noText
	}
	return out, nil
}

// readBlocks checks blocks; an empty list is as none.
func (c *call) readBlocks(out *content) error {
	raw, given := c.args.raw("blocks")
	if !given {
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return failWith("invalid_blocks_format", "[ERROR] must be an array of blocks [json-pointer:/blocks]")
	}
	if problems := blockkit.ValidateMessage(raw); len(problems) > 0 {
		return failWith(blocksCode(raw), problems...)
	}
	if problems := c.s.absent(raw, "/blocks"); len(problems) > 0 {
		return failWith("invalid_blocks", problems...)
	}
	if hasBlock(raw, "markdown") && textIn(raw) > maxBesideMarkdown {
		return failWith("msg_blocks_too_long", "[ERROR] too much text in all blocks together [json-pointer:/blocks]")
	}
	if len(list) > 0 {
		out.blocks = c.s.w.arrived(raw)
	}
	return nil
}

// blocksCode is Slack's code for blocks that break its rules.
func blocksCode(raw json.RawMessage) string {
	if blockkit.CountBlocks(raw) > blockkit.MaxMessageBlocks {
		return "msg_blocks_too_long"
	}
	return "invalid_blocks"
}

// textIn counts the characters of all text in blocks.
func textIn(raw json.RawMessage) int {
	var tree any
	if json.Unmarshal(raw, &tree) != nil {
		return 0
	}
	return textUnder(tree)
}

func textUnder(node any) int {
	n := 0
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			n += textUnder(child)
		}
	case map[string]any:
		for key, child := range node {
			if text, ok := child.(string); ok && key == "text" {
				n += utf8.RuneCountInString(text)
			} else {
				n += textUnder(child)
			}
		}
	}
	return n
}

// readAuthor takes another name and icon for a message. Without the scope Slack leaves them out and says nothing.
func (c *call) readAuthor(out *content) {
	if c.s.w.app.hasScope("chat:write.customize") {
		out.username, out.iconEmoji, out.iconURL = c.args.text("username"), c.args.text("icon_emoji"), c.args.text("icon_url")
	}
}
