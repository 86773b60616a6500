package blockkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// ValidateMessage checks the blocks of a message, a JSON array, and returns what
// Slack would put into response_metadata.messages beside invalid_blocks: one line
// a fault with its JSON pointer, in the order of the blocks. Nothing returned
// means the blocks are fine; so are absent blocks.
func ValidateMessage(blocks json.RawMessage) []string { return ValidateBlocks(blocks, "/blocks") }

// ValidateBlocks checks the blocks of a message that stand at another pointer,
// such as those of an attachment.
func ValidateBlocks(blocks json.RawMessage, at string) []string {
	if len(bytes.TrimSpace(blocks)) == 0 {
		return nil
	}
	v, err := decode(blocks)
	if err != nil {
		return []string{complaint("must be valid JSON", at)}
	}
	c := checker{surface: Message}
	c.value(messageBlocks(), v, 0, at)
	c.add(at, wholeMessage(v))
	return c.found
}

// ValidateView checks a view against the rules of its surface, Modal or Home,
// and returns what Slack would put into response_metadata.messages beside
// invalid_arguments. Pointers begin with /view. Over MaxViewBytes nothing but
// the size is looked at.
func ValidateView(view json.RawMessage, s Surface) []string {
	if len(view) > MaxViewBytes {
		return []string{complaint(fmt.Sprintf("must be no more than %d bytes", MaxViewBytes), "/view")}
	}
	v, err := decode(view)
	if err != nil {
		return []string{complaint("must be valid JSON", "/view")}
	}
	c := checker{surface: s}
	c.value(choice(aView, 0), v, 0, "/view")
	c.add("/view", wholeView(v))
	return c.found
}

// decode reads exactly one JSON value, numbers kept as written.
func decode(raw json.RawMessage) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("decode blocks: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("decode blocks: data after the value")
	}
	return v, nil
}

// complaint words a fault as Slack does.
func complaint(text, at string) string {
	return fmt.Sprintf("[ERROR] %s [json-pointer:%s]", text, at)
}

// checker interprets the rules and gathers complaints.
type checker struct {
	surface Surface
	found   []string
	used    []Use // of every limit that was met
}

func (c *checker) complain(at, format string, args ...any) {
	c.found = append(c.found, complaint(fmt.Sprintf(format, args...), at))
}

func (c *checker) add(at string, problems []problem) {
	for _, p := range problems {
		c.complain(at+p.at, "%s", p.text)
	}
}

// value checks v, which stands in a place at a pointer, against its rule.
func (c *checker) value(r rule, v any, in place, at string) {
	if v == nil && r.nullable {
		return
	}
	switch r.kind {
	case aString:
		c.str(r, v, at)
	case aBool:
		if _, ok := v.(bool); !ok {
			c.complain(at, "must provide a boolean")
		}
	case anInteger:
		c.integer(r, v, at)
	case aNumber:
		c.number(r, v, at)
	case aText:
		c.text(r, v, in, at)
	case anObject:
		c.object(*r.shape, v, in, at, "")
	case aList:
		c.list(r, v, in, at)
	case aChoice:
		c.choice(r, v, at)
	}
}

func (c *checker) str(r rule, v any, at string) {
	s, ok := v.(string)
	if !ok {
		c.complain(at, "must provide a string")
		return
	}
	if r.enum != nil && !slices.Contains(r.enum, s) {
		c.complain(at, "must be a valid enum value")
		return
	}
	n := utf8.RuneCountInString(s)
	c.note(at, n, r.max, Characters)
	switch {
	case n < r.min:
		c.complain(at, "must be more than %d characters", r.min-1)
	case r.max > 0 && n > r.max:
		c.complain(at, "must be less than %d characters", r.max+1)
	case r.format != nil:
		if fault := r.format(s); fault != "" {
			c.complain(at, "%s", fault)
		}
	}
}

func (c *checker) number(r rule, v any, at string) {
	num, _ := v.(json.Number)
	n, err := num.Float64()
	switch {
	case err != nil:
		c.complain(at, "must provide a number")
	case r.positive && n <= 0:
		c.complain(at, "must be greater than 0")
	}
}

func (c *checker) integer(r rule, v any, at string) {
	num, _ := v.(json.Number)
	n, err := strconv.Atoi(num.String())
	switch {
	case err != nil:
		c.complain(at, "must provide an integer")
	case n < r.min:
		c.complain(at, "must be at least %d", r.min)
	case r.max > 0 && n > r.max:
		c.complain(at, "must be at most %d", r.max)
	}
}

func (c *checker) text(r rule, v any, in place, at string) {
	obj, typ, ok := c.typed(v, at)
	if !ok {
		return
	}
	if typ != "plain_text" && (typ != "mrkdwn" || !r.mrkdwn) {
		c.complain(at+"/type", "unsupported type: %s", typ)
		return
	}
	c.object(textShape(typ, r.min, r.max), obj, in, at, "type")
}

// object checks an object's fields. Slack refuses what it does not know; picked
// names the field that told which shape to take, if one did.
func (c *checker) object(s shape, v any, in place, at, picked string) {
	obj, ok := v.(map[string]any)
	if !ok {
		c.complain(at, "must provide an object")
		return
	}
	for _, f := range s.fields {
		c.field(f, obj, in, at)
	}
	for _, name := range slices.Sorted(maps.Keys(obj)) {
		if name != picked && !s.has(name) {
			c.complain(at, "invalid additional property: %s", shorten(name))
		}
	}
	for _, check := range s.checks {
		c.add(at, check(obj, scene{surface: c.surface, place: in}))
	}
}

func (c *checker) field(f field, obj map[string]any, in place, at string) {
	v, there := obj[f.name]
	switch {
	case there:
		c.value(f.rule, v, in, at+"/"+f.name)
	case f.required:
		c.complain(at, "missing required field: %s", f.name)
	}
}

func (c *checker) list(r rule, v any, in place, at string) {
	items, ok := v.([]any)
	if !ok {
		c.complain(at, "must provide an array")
		return
	}
	c.note(at, len(items), r.max, Items)
	if len(items) < r.min {
		c.complain(at, "must provide at least %d items", r.min)
	}
	if r.max > 0 && len(items) > r.max {
		c.complain(at, "no more than %d items allowed", r.max)
		return
	}
	for i, item := range items {
		c.value(*r.item, item, in, fmt.Sprintf("%s/%d", at, i))
	}
}

func (c *checker) choice(r rule, v any, at string) {
	obj, typ, ok := c.typed(v, at)
	if !ok {
		return
	}
	s, known := shapesOf(r.family)[typ]
	if !known || !c.fits(s, r.in) {
		c.complain(at+"/type", "unsupported type: %s", shorten(typ))
		return
	}
	c.object(s, obj, r.in, at, "type")
}

// fits tells whether a shape may stand in a place of the checker's surface.
func (c *checker) fits(s shape, in place) bool {
	return (s.on == 0 || s.on&c.surface != 0) && (in == 0 || s.in&in != 0)
}

// typed reads an object and its type, complaining when it cannot.
func (c *checker) typed(v any, at string) (obj map[string]any, typ string, ok bool) {
	obj, ok = v.(map[string]any)
	if !ok {
		c.complain(at, "must provide an object")
		return nil, "", false
	}
	t, there := obj["type"]
	if !there {
		c.complain(at, "missing required field: type")
		return nil, "", false
	}
	typ, ok = t.(string)
	if !ok {
		c.complain(at+"/type", "must provide a string")
	}
	return obj, typ, ok
}
