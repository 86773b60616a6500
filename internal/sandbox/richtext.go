package sandbox

import (
	"encoding/json"
	"regexp"
	"strings"
)

var markupToken = regexp.MustCompile(`<([^<>]+)>`)

// richText is the rich_text block that Slack adds to what a person typed.
func richText(markup string) json.RawMessage {
	raw, err := json.Marshal([]obj{{"type": "rich_text", "block_id": randomText(5), "elements": richParts(markup)}})
	if err != nil {
		return nil // maps of strings always marshal
	}
	return raw
}

// richElement is one control form of the markup, without its angle brackets.
func richElement(token string) obj {
	target, label, labelled := strings.Cut(token, "|")
	switch {
	case strings.HasPrefix(target, "@"):
		return obj{"type": "user", "user_id": target[1:]}
	case strings.HasPrefix(target, "#"):
		return obj{"type": "channel", "channel_id": target[1:]}
	case strings.HasPrefix(target, "!"):
		return obj{"type": "broadcast", "range": target[1:]}
	case labelled:
		return obj{"type": "link", "url": unescapeMarkup(target), "text": unescapeMarkup(label)}
	default:
		return obj{"type": "link", "url": unescapeMarkup(target)}
	}
}
