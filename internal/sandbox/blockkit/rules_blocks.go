package blockkit

import "maps"

const (
	inViews    = Modal | Home
	everywhere = Message | Modal | Home
)

// shapesOf returns the shapes of a family by type.
func shapesOf(f family) map[string]shape {
	switch f {
	case aView:
		return viewShapes
	case aBlock:
		return blockShapes
	case aChart:
		return chartShapes
	case anElement:
		return elementShapes
	case aRichPart:
		return richPartShapes
	case anInline:
		return richInlineShapes
	default:
		return cellShapes
	}
}

// viewShapes follows docs.slack.dev/reference/views.
var viewShapes = map[string]shape{
	"modal": {on: Modal, fields: []field{
		need("title", plain(24)),
		may("submit", orNull(plain(24))),
		may("close", orNull(plain(24))),
		may("callback_id", str(0, 255)),
		may("external_id", str(0, 255)),
		may("private_metadata", str(0, 3000)),
		may("clear_on_close", boolean()),
		may("notify_on_close", boolean()),
		need("blocks", list(1, MaxViewBlocks, choice(aBlock, onTop))),
	}, checks: []check{submitForInputs}},
	"home": {on: Home, fields: []field{
		may("callback_id", str(0, 255)),
		may("external_id", str(0, 255)),
		may("private_metadata", str(0, 3000)),
		need("blocks", list(1, MaxViewBlocks, choice(aBlock, onTop))),
	}},
}

// messageBlocks is the rule of the blocks of a message.
func messageBlocks() rule { return list(0, MaxMessageBlocks, choice(aBlock, onTop)) }

// blockShapes are all blocks.
var blockShapes = union(coreShapes, newerShapes)

func union(a, b map[string]shape) map[string]shape {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// Where the core blocks may stand. Slack's page on containers also lists input,
// rich_text and file; its validator is reported to refuse them there.
const (
	anywhere   = onTop | inContainer | inLayout | inFallback
	notInOld   = onTop | inContainer | inLayout
	topOrItem  = onTop | inLayout
	topAndItem = onTop | inLayout | inFallback
)

// coreShapes follows docs.slack.dev/reference/block-kit/blocks.
var coreShapes = map[string]shape{
	"section": {on: everywhere, in: anywhere, fields: []field{
		blockID,
		may("text", anyText(3000)),
		may("fields", list(1, 10, anyText(2000))),
		may("accessory", choice(anElement, inAccessory)),
		may("expand", boolean()),
	}, checks: []check{anyOf("text", "fields")}},
	"header": {on: everywhere, in: anywhere, fields: []field{
		blockID,
		need("text", plain(150)),
		may("level", integer(1, 4)),
	}},
	"context": {on: everywhere, in: anywhere, fields: []field{
		blockID,
		need("elements", list(1, 10, choice(anElement, inContext))),
	}},
	"actions": {on: everywhere, in: notInOld, fields: []field{
		blockID,
		need("elements", list(1, 25, choice(anElement, inActions))),
	}, checks: []check{onePrimary("elements"), uniqueActionIDs("elements")}},
	"divider": {on: everywhere, in: anywhere, fields: []field{blockID}},
	"image": {on: everywhere, in: anywhere, fields: append([]field{
		blockID,
		may("image_url", address(isWeb)),
		may("slack_file", object(&slackFile)),
		need("alt_text", str(1, 2000)),
		may("title", plain(2000)),
	}, fetched...), checks: []check{exactlyOne("image_url", "slack_file")}},
	"input": {on: everywhere, in: topOrItem, fields: []field{
		blockID,
		need("label", plain(2000)),
		need("element", choice(anElement, inInput)),
		may("hint", plain(2000)),
		may("optional", boolean()),
		may("dispatch_action", boolean()),
	}, checks: []check{noDispatchForFiles}},
	"rich_text": {on: everywhere, in: topAndItem, fields: []field{
		blockID,
		need("elements", list(1, 0, choice(aRichPart, 0))),
	}},
	"markdown": {on: Message, in: onTop, fields: []field{
		blockID,
		need("text", str(1, MaxMarkdown)),
	}},
	"table": {on: Message, in: anywhere, fields: []field{
		blockID,
		need("rows", list(1, 100, list(1, 20, choice(aCell, 0)))),
		may("column_settings", list(0, 20, orNull(object(&columnSetting)))),
	}, checks: []check{evenRows, settingsFitRows}},
	"video": {on: Message, in: anywhere, fields: []field{
		blockID,
		need("video_url", address(isSecure)),
		need("thumbnail_url", address(isSecure)),
		need("alt_text", str(1, 200)),
		need("title", plain(200)),
		may("title_url", address(isSecure)),
		may("description", plain(200)),
		may("author_name", str(0, 50)),
		may("provider_name", str(0, 50)),
		may("provider_icon_url", address(isSecure)),
	}},
	"file": {on: Message, in: topOrItem, fields: []field{
		blockID,
		need("external_id", str(1, 0)),
		need("source", oneOf("remote")),
	}},
	"call": {on: Message, in: onTop, fields: []field{
		blockID,
		need("call_id", str(1, 0)),
	}},
}

var blockID = may("block_id", str(0, 255))
