package blockkit

import "encoding/json"

// The units in which limits are counted.
const (
	Characters = "characters" // Unicode code points
	Items      = "items"
	Bytes      = "bytes"
)

// Use is how much of one limit a message or a view takes.
type Use struct {
	At    string `json:"at"` // a JSON pointer, as invalid_blocks names places
	Used  int    `json:"used"`
	Limit int    `json:"limit"`
	Unit  string `json:"unit"`
}

// MessageUse lists the limits that a message's blocks meet, in reading order. What is no array of blocks meets none.
func MessageUse(blocks json.RawMessage) []Use {
	v, err := decode(blocks)
	if err != nil {
		return nil
	}
	c := checker{surface: Message}
	c.value(messageBlocks(), v, 0, "/blocks")
	return c.used
}

// ViewUse lists the limits that a view meets, beginning with its size.
func ViewUse(view json.RawMessage, s Surface) []Use {
	v, err := decode(view)
	if err != nil {
		return nil
	}
	c := checker{surface: s}
	c.note("/view", len(view), MaxViewBytes, Bytes)
	c.value(choice(aView, 0), v, 0, "/view")
	return c.used
}

// note counts a value against its limit. A limit of zero is none.
func (c *checker) note(at string, used, limit int, unit string) {
	if limit > 0 {
		c.used = append(c.used, Use{At: at, Used: used, Limit: limit, Unit: unit})
	}
}
