package sandbox

import (
	"bytes"
	"encoding/json"

	"throughline/internal/sandbox/blockkit"
)

// arrived is what Slack keeps of an app's blocks: with links in mrkdwn that is
// not verbatim, and normalised. raw has been validated.
func (w *world) arrived(raw json.RawMessage) json.RawMessage {
	tree, ok := decodeJSON(raw)
	if !ok {
		return raw
	}
	w.linkObjects(tree)
	return normaliseBlocks(encodeJSON(tree))
}

// linkObjects links the mrkdwn text objects of a tree, and names the emoji of all text objects.
func (w *world) linkObjects(node any) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			w.linkObjects(child)
		}
	case map[string]any:
		codeObject(node)
		if text, is := node["text"].(string); is && node["type"] == "mrkdwn" && node["verbatim"] != true {
			node["text"] = w.objectText(text)
		}
		for _, child := range node {
			w.linkObjects(child)
		}
	}
}

// normaliseBlocks gives blocks what Slack gives them on arrival: ids where
// they have none, and what is left out of texts and inputs. raw has been
// validated.
func normaliseBlocks(raw json.RawMessage) json.RawMessage {
	tree, ok := decodeJSON(raw)
	if !ok {
		return raw
	}
	defaultBlocks(tree)
	filled, err := blockkit.FillIDs(encodeJSON(tree), func() string { return randomText(5) })
	if err != nil {
		return raw
	}
	return normaliseText(filled)
}

// defaultBlocks writes out what Slack adds to blocks: an input's switches, a
// layout's fallback. The block_id of a markdown block is not kept
// (docs.slack.dev/reference/block-kit/blocks/markdown-block).
func defaultBlocks(node any) {
	list, _ := node.([]any)
	for _, child := range list {
		block, ok := child.(map[string]any)
		if !ok {
			continue
		}
		setDefault(block, "input", "optional", false)
		setDefault(block, "input", "dispatch_action", false)
		setDefault(block, "layout", "fallback", []any{})
		if block["type"] == "markdown" {
			delete(block, "block_id")
		}
		if e, ok := block["element"].(map[string]any); ok {
			setDefault(e, "plain_text_input", "dispatch_action_config", map[string]any{"trigger_actions_on": []any{"on_enter_pressed"}})
		}
	}
}

func decodeJSON(raw json.RawMessage) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	err := d.Decode(&tree)
	return tree, err == nil
}

// normaliseText gives a text object, or everything that holds some, their
// defaults. What is no JSON stays.
func normaliseText(raw json.RawMessage) json.RawMessage {
	tree, ok := decodeJSON(raw)
	if !ok {
		return raw
	}
	defaultTexts(tree)
	return encodeJSON(tree)
}

// defaultTexts writes out emoji and verbatim, which Slack adds when they are
// left out: the first true, the second false.
func defaultTexts(node any) {
	switch node := node.(type) {
	case []any:
		for _, child := range node {
			defaultTexts(child)
		}
	case map[string]any:
		setDefault(node, "plain_text", "emoji", true)
		setDefault(node, "mrkdwn", "verbatim", false)
		for _, child := range node {
			defaultTexts(child)
		}
	}
}

func setDefault(o map[string]any, kind, key string, value any) {
	if _, there := o[key]; o["type"] == kind && !there {
		o[key] = value
	}
}

// encodeJSON writes what was decoded or built from plain values.
func encodeJSON(v any) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSpace(b.Bytes())
}
