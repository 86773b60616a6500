package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"throughline/internal/sandbox/blockkit"
)

// Limits of attachments (docs.slack.dev/reference/methods/chat.postMessage). Their size in all is not published;
// this is what a message's text may have [unknown].
const (
	maxAttachments     = 100
	maxAttachmentBytes = 4 * maxText
)

// namedColors are the words that Slack takes for colours (docs.slack.dev/legacy/legacy-messaging).
var namedColors = map[string]string{"good": "2eb886", "warning": "daa038", "danger": "a30200"}

// readAttachments checks attachments; empty ones are as none.
func (c *call) readAttachments(out *content) error {
	raw, given := c.args.raw("attachments")
	if !given {
		return nil
	}
	var list []map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&list) != nil {
		return fail("invalid_attachments")
	}
	switch {
	case len(list) > maxAttachments:
		return fail("too_many_attachments")
	case len(raw) > maxAttachmentBytes:
		return fail("attachment_payload_limit_exceeded")
	}
	kept := []map[string]any{}
	tables := blockkit.CountTables(out.blocks)
	for i, a := range list {
		if len(a) == 0 {
			continue
		}
		at := fmt.Sprintf("/attachments/%d", i)
		if problems := checkAttachment(a, at); len(problems) > 0 {
			return failWith("invalid_attachments", problems...)
		}
		if problems := c.s.absent(blocksOf(a), at+"/blocks"); len(problems) > 0 {
			return failWith("invalid_attachments", problems...)
		}
		if tables += blockkit.CountTables(blocksOf(a)); tables > 1 {
			return failWith("invalid_attachments", "[ERROR] only_one_table_allowed [json-pointer:"+at+"]")
		}
		c.s.w.completeAttachment(a, len(kept)+1)
		kept = append(kept, a)
	}
	if len(kept) > 0 {
		out.attachments = encodeJSON(kept)
	}
	return nil
}

// attachmentTexts are the fields of an attachment that hold text.
var attachmentTexts = []string{
	"fallback", "color", "pretext", "author_name", "author_link", "author_icon", "title", "title_link", "text",
	"image_url", "thumb_url", "footer", "footer_icon", "callback_id",
}

// blocksOf are an attachment's blocks, or nothing.
func blocksOf(a map[string]any) json.RawMessage {
	if blocks, there := a["blocks"]; there && blocks != nil {
		return encodeJSON(blocks)
	}
	return nil
}

// checkAttachment lists what is wrong with the attachment at that place.
func checkAttachment(a map[string]any, at string) []string {
	for _, key := range attachmentTexts {
		if v, there := a[key]; there && v != nil && !isText(v) {
			return []string{"[ERROR] must be a string [json-pointer:" + at + "/" + key + "]"}
		}
	}
	for _, key := range []string{"fields", "actions", "mrkdwn_in"} {
		if v, there := a[key]; there && v != nil && !isList(v) {
			return []string{"[ERROR] must be an array [json-pointer:" + at + "/" + key + "]"}
		}
	}
	return blockkit.ValidateBlocks(blocksOf(a), at+"/blocks")
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

// completeAttachment gives an attachment what Slack gives it on arrival: an id, a fallback, a colour without its
// sign, and ids in its blocks.
func (w *world) completeAttachment(a map[string]any, id int) {
	a["id"] = id
	if color, ok := a["color"].(string); ok {
		a["color"] = strings.TrimPrefix(color, "#")
		if named, known := namedColors[color]; known {
			a["color"] = named
		}
	}
	if blocks := blocksOf(a); blocks != nil {
		a["blocks"] = w.arrived(blocks)
	}
	if text, _ := a["fallback"].(string); text == "" {
		a["fallback"] = fallbackOf(a)
	}
}

func fallbackOf(a map[string]any) string {
	for _, key := range []string{"text", "pretext", "title"} {
		if text, _ := a[key].(string); text != "" {
			return text
		}
	}
	return "[no preview available]"
}
