// Package blockkit holds Slack's Block Kit rules as data and checks blocks and
// views against them, as Slack does before it accepts a call.
//
// The rules stand in four tables: rules_blocks.go (views and the older blocks),
// rules_newer.go (blocks added since 2025), rules_elements.go (what stands inside
// blocks) and rules_objects.go (texts, options, confirmations, rich text).
// check.go interprets them, cross.go and cross_newer.go hold the rules that span
// several fields of one object, surface.go those that span a whole message or view.
//
// Lengths are in Unicode code points of the string as sent, escapes included.
// Fields that no rule names are refused, as Slack does. Where Slack's pages, its
// types and what people measured disagree, the strictest is kept and the row says
// so; [unknown] marks what no source says.
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
	// MaxTableText is the length of all cells of a message's table together, in
	// code points. The page of the data_table has said 10,000, and 20,000 since;
	// the smaller one is kept for both (docs.slack.dev/reference/block-kit/blocks/table-block).
	MaxTableText = 10_000
	// MaxCharts is how many charts a message may have
	// (docs.slack.dev/reference/block-kit/blocks/data-visualization-block).
	MaxCharts = 2
)
