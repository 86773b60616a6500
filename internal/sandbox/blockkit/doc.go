// Package blockkit holds Slack's Block Kit rules as data and checks blocks and
// views against them, as Slack does before it accepts a call.
//
// The rules stand in three tables: rules_blocks.go (views and blocks),
// rules_elements.go (what stands inside blocks) and rules_objects.go (texts,
// options, confirmations, rich text). check.go interprets them, cross.go holds the
// rules that span several fields of one object, surface.go those that span a
// whole message or view.
//
// Lengths are in Unicode code points of the string as sent, escapes included.
// Fields that no rule names are ignored; named fields of a wrong type are
// refused. Where Slack documents two values, the stricter one is kept. Block
// types outside of the tables (data_table, container, card, plan and the like)
// are refused as unsupported, because their surfaces are not settled.
//
// Source: docs.slack.dev/reference/block-kit and docs.slack.dev/surfaces.
package blockkit

// Surface is where blocks are shown. Each has its own permitted blocks and
// number of blocks.
type Surface int

const (
	// Message is a message in a conversation, ephemeral ones included.
	Message Surface = 1 << iota
	// Modal is a view opened, pushed or updated on a person's screen.
	Modal
	// Home is the view of an app's Home tab.
	Home
)

const (
	// MaxMessageBlocks is how many blocks a message may have; over it Slack
	// answers msg_blocks_too_long (docs.slack.dev/block-kit).
	MaxMessageBlocks = 50
	// MaxViewBlocks is how many blocks a modal or a Home tab may have
	// (docs.slack.dev/surfaces/modals).
	MaxViewBlocks = 100
	// MaxViewBytes is the size of a view's JSON; over it Slack answers
	// view_too_large (docs.slack.dev/surfaces/modals).
	MaxViewBytes = 250_000
	// MaxMarkdown is the length of all markdown blocks of one message together,
	// in code points (docs.slack.dev/reference/block-kit/blocks/markdown-block).
	MaxMarkdown = 12_000
)
