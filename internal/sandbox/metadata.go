package sandbox

import (
	"encoding/json"
	"regexp"
)

// maxMetadata is how large metadata may be, in bytes of JSON. Slack publishes no number [unknown]; this is small
// enough for any that it may have.
const maxMetadata = 16_000

// eventType is a type of metadata: letters, digits and what joins them, at most fifty (the length that a manifest
// takes in a subscription).
var eventType = regexp.MustCompile(`^[A-Za-z0-9_.:-]{1,50}$`)

// readMetadata checks metadata. Keys that Slack does not know are refused, and an empty object takes it away.
func (c *call) readMetadata(out *content) error {
	raw, given := c.args.raw("metadata")
	if !given {
		return nil
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return fail("invalid_metadata_format")
	}
	if _, entities := fields["entities"]; entities && len(fields) == 1 {
		return nil // Work Objects alone, which nothing here shows.
	}
	if len(raw) > maxMetadata {
		return fail("metadata_too_large")
	}
	for key := range fields {
		if key != "event_type" && key != "event_payload" && key != "entities" {
			return failWith("invalid_metadata_schema", "[ERROR] unknown field: "+key)
		}
	}
	var m metadata
	var payload map[string]json.RawMessage
	if json.Unmarshal(raw, &m) == nil && m.EventType == "" && !hasPayload(m.EventPayload) {
		out.noMetadata = true
		return nil
	}
	if !eventType.MatchString(m.EventType) || json.Unmarshal(m.EventPayload, &payload) != nil || payload == nil {
		return fail("invalid_metadata_schema")
	}
	out.metadata = &m
	return nil
}
