package blockkit

import "slices"

// kind says how a rule reads a value.
type kind int

const (
	aString kind = iota
	aBool
	anInteger
	aNumber
	aText    // A text object, plain_text or mrkdwn.
	anObject // An object with one known shape.
	aList
	aChoice // An object whose "type" picks its shape from a family.
)

// rule is what one value must be. Only the members its kind reads are set.
type rule struct {
	kind     kind
	min, max int      // Code points, items or the value of an integer; max 0 means no upper limit.
	enum     []string // The strings allowed, if limited.
	format   format   // A further condition on a string.
	mrkdwn   bool     // Whether a text object may be mrkdwn.
	positive bool     // Whether a number has to be over 0.
	nullable bool     // Whether null counts as absent.
	shape    *shape   // The shape of an object.
	item     *rule    // The rule of each item of a list.
	family   family   // The shapes a choice picks from.
	in       place    // The place a choice stands in; 0 for any.
}

// format is a condition on a string: the complaint, or "" when it holds.
type format func(string) string

// shape is what an object must be.
type shape struct {
	on     Surface // The surfaces it may stand on; 0 for any.
	in     place   // The places it may stand in; 0 for any.
	fields []field
	checks []check
}

func (s shape) has(name string) bool {
	return slices.ContainsFunc(s.fields, func(f field) bool { return f.name == name })
}

// field is the rule of one member of an object.
type field struct {
	name     string
	required bool
	rule     rule
}

// check is a rule over several fields of one object. It meets objects whose
// fields may have wrong types, which were already complained about.
type check func(obj map[string]any, s scene) []problem

// scene is where an object stands.
type scene struct {
	surface Surface
	place   place
}

// problem is one complaint and where it is, relative to the object checked.
type problem struct {
	at   string // "" for the object itself, else "/field…".
	text string
}

// place is where inside a block an element stands.
type place int

const (
	inAccessory place = 1 << iota
	inActions
	inInput
	inContext
	inCard           // Icons, pictures and buttons of a card, the icon of a container.
	inContextActions // Inside a context_actions block.
	inSection        // Inside rich_text_section and rich_text_quote.
	inPreformatted   // Inside rich_text_preformatted.

	// Where blocks stand.
	onTop       // In the array of blocks of a message or view.
	inContainer // Among the child_blocks of a container.
	inLayout    // In an item of a layout.
	inFallback  // Among the blocks that old clients show in place of a layout.
	inCarousel
)

// family is a set of shapes told apart by their "type".
type family int

const (
	aView family = iota
	aBlock
	anElement
	aRichPart
	anInline
	aCell
	aChart
)

func need(name string, r rule) field { return field{name: name, required: true, rule: r} }
func may(name string, r rule) field  { return field{name: name, rule: r} }

func str(minLen, maxLen int) rule { return rule{kind: aString, min: minLen, max: maxLen} }
func oneOf(words ...string) rule  { return rule{kind: aString, enum: words} }
func formatted(f format) rule     { return rule{kind: aString, format: f} }
func address(f format) rule       { return rule{kind: aString, min: 1, max: 3000, format: f} }
func boolean() rule               { return rule{kind: aBool} }
func number() rule                { return rule{kind: aNumber} }
func overZero() rule              { return rule{kind: aNumber, positive: true} }
func integer(lo, hi int) rule     { return rule{kind: anInteger, min: lo, max: hi} }
func plain(maxLen int) rule       { return rule{kind: aText, min: 1, max: maxLen} }
func anyText(maxLen int) rule     { return rule{kind: aText, min: 1, max: maxLen, mrkdwn: true} }
func object(s *shape) rule        { return rule{kind: anObject, shape: s} }

func list(minItems, maxItems int, item rule) rule {
	return rule{kind: aList, min: minItems, max: maxItems, item: &item}
}

func choice(f family, in place) rule { return rule{kind: aChoice, family: f, in: in} }

func orNull(r rule) rule {
	r.nullable = true
	return r
}
