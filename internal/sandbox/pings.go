package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

var (
	markupPing = regexp.MustCompile(`<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^([A-Z0-9]+))(?:\|[^<>]*)?>`)
	barePing   = regexp.MustCompile(`(?i)@(channel|here|everyone)\b`)
)

// pings lists who a message notifies: user ids, "channel", "here", "everyone",
// group ids. blocks are blocks and attachments. Where Slack's rules are not
// published it counts what might: the text beside blocks, attachments, and a
// bare @here in mrkdwn that is not verbatim.
func pings(text string, blocks ...json.RawMessage) []string {
	found := textPings(nil, text)
	for _, raw := range blocks {
		var tree any
		if json.Unmarshal(raw, &tree) == nil {
			found = attachmentPings(blockPings(found, tree), tree)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func textPings(found []string, text string) []string {
	for _, m := range markupPing.FindAllStringSubmatch(text, -1) {
		found = append(found, m[1]+m[2]+m[3])
	}
	return found
}

func blockPings(found []string, node any) []string {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			found = blockPings(found, child)
		}
	case map[string]any:
		found = objectPings(found, node)
		for _, child := range node {
			found = blockPings(found, child)
		}
	}
	return found
}

// attachmentPings looks at the words of a list of attachments and of their
// fields. Blocks are passed over: they have a type.
func attachmentPings(found []string, tree any) []string {
	list, _ := tree.([]any)
	for _, item := range list {
		o, _ := item.(map[string]any)
		if _, block := o["type"]; block {
			continue
		}
		for _, key := range []string{"text", "pretext", "title", "value", "fallback"} {
			words, _ := o[key].(string)
			found = textPings(found, words)
		}
		found = attachmentPings(found, o["fields"])
	}
	return found
}

// objectPings looks at one text object or rich text element.
func objectPings(found []string, o map[string]any) []string {
	text, _ := o["text"].(string)
	switch o["type"] {
	case "mrkdwn":
		found = textPings(found, text)
		if verbatim, _ := o["verbatim"].(bool); !verbatim {
			found = barePings(found, text)
		}
	case "markdown":
		found = barePings(textPings(found, text), text)
	case "user":
		found = appendString(found, o["user_id"])
	case "usergroup":
		found = appendString(found, o["usergroup_id"])
	case "broadcast":
		found = appendString(found, o["range"])
	}
	return found
}

func barePings(found []string, text string) []string {
	for _, m := range barePing.FindAllStringSubmatch(text, -1) {
		found = append(found, strings.ToLower(m[1]))
	}
	return found
}

func appendString(found []string, v any) []string {
	if s, ok := v.(string); ok && s != "" {
		return append(found, s)
	}
	return found
}
