package sandbox

import (
	"bytes"
	"encoding/json"

	"throughline/internal/sandbox/blockkit"
)

// normaliseBlocks gives blocks what Slack gives them on arrival: ids where
// they have none, and the defaults of text objects. raw has been validated.
func normaliseBlocks(raw json.RawMessage) json.RawMessage {
	filled, err := blockkit.FillIDs(raw, func() string { return randomText(5) })
	if err != nil {
		return raw
	}
	return normaliseText(filled)
}

// normaliseText gives a text object, or everything that holds some, their
// defaults. What is no JSON stays.
func normaliseText(raw json.RawMessage) json.RawMessage {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var tree any
	if d.Decode(&tree) != nil {
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

func setDefault(o map[string]any, kind, key string, value bool) {
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
