package sandbox

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"throughline/internal/sandbox/blockkit"
)

// Limits of messages (docs.slack.dev/reference/methods/chat.postMessage and chat.update).
const (
	maxText        = 40_000 // longer is cut, with a warning
	maxUpdateText  = 4_000
	maxAttachments = 100
	noText         = "This content can't be displayed."
)

// content is what a message says, checked.
type content struct {
	text        string
	blocks      json.RawMessage
	attachments json.RawMessage
	metadata    *metadata
	noMetadata  bool // metadata was given, and empty
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

func (c *call) readAttachments(out *content) error {
	raw, given := c.args.raw("attachments")
	if !given {
		return nil
	}
	var list []map[string]json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return fail("invalid_attachments")
	}
	if len(list) > maxAttachments {
		return fail("too_many_attachments")
	}
	tables := blockkit.CountTables(out.blocks)
	for i, attachment := range list {
		blocks := attachment["blocks"]
		at := fmt.Sprintf("/attachments/%d", i)
		if problems := blockkit.ValidateBlocks(blocks, at+"/blocks"); len(problems) > 0 {
			return failWith("invalid_attachments", problems...)
		}
		if tables += blockkit.CountTables(blocks); tables > 1 {
			return failWith("invalid_attachments", "[ERROR] only_one_table_allowed [json-pointer:"+at+"]")
		}
		if len(blocks) > 0 {
			attachment["blocks"] = c.s.w.arrived(blocks)
		}
	}
	if len(list) > 0 {
		out.attachments = encodeJSON(list)
	}
	return nil
}

func (c *call) readMetadata(out *content) error {
	raw, given := c.args.raw("metadata")
	if !given {
		return nil
	}
	var m metadata
	if json.Unmarshal(raw, &m) != nil {
		return fail("invalid_metadata_format")
	}
	if m.EventType == "" && !hasPayload(m.EventPayload) {
		out.noMetadata = true
		return nil
	}
	var payload map[string]json.RawMessage
	if m.EventType == "" || json.Unmarshal(m.EventPayload, &payload) != nil {
		return fail("invalid_metadata_schema")
	}
	out.metadata = &m
	return nil
}
