package sandbox

import (
	"encoding/json"
	"slices"

	"throughline/internal/sandbox/blockkit"
)

// attachedBlocks are the blocks of each attachment of a message.
func (m *message) attachedBlocks() []json.RawMessage {
	var list []struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if json.Unmarshal(m.Attachments, &list) != nil {
		return nil
	}
	out := make([]json.RawMessage, len(list))
	for i, one := range list {
		out[i] = one.Blocks
	}
	return out
}

// allBlocks are a message's own blocks and those of its attachments in one
// list: people press what stands in either.
func (m *message) allBlocks() json.RawMessage {
	attached := m.attachedBlocks()
	if len(attached) == 0 {
		return m.Blocks
	}
	all := []json.RawMessage{}
	for _, blocks := range append([]json.RawMessage{m.Blocks}, attached...) {
		var list []json.RawMessage
		if json.Unmarshal(blocks, &list) == nil {
			all = append(all, list...)
		}
	}
	return encodeJSON(all)
}

// attachmentOf is the number, counted from 1, of the attachment that an element
// stands in; 0 is the message itself.
func (m *message) attachmentOf(e blockkit.Element) int {
	same := func(other blockkit.Element) bool { return other.BlockID == e.BlockID && other.ActionID == e.ActionID }
	if slices.ContainsFunc(blockkit.Elements(m.Blocks), same) {
		return 0
	}
	return 1 + slices.IndexFunc(m.attachedBlocks(), func(blocks json.RawMessage) bool {
		return slices.ContainsFunc(blockkit.Elements(blocks), same)
	})
}
