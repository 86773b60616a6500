package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"throughline/internal/emoji"
)

// Slack keeps emoji by their names (docs.slack.dev/messaging/formatting-message-text). Whether it does so with what is
// typed into a form's text inputs is not documented [unknown]; there the characters stay.

// emojiCode is what may be the name of an emoji in a text.
var emojiCode = regexp.MustCompile(`:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:`)

// withCodes names the emoji of a text, outside of code, markup and addresses.
func withCodes(text string) string { return replaceTokens(bareURL, text, emoji.Codes, keep) }

// codeObject names the emoji of a text object: of mrkdwn, and of plain text unless emoji is false
// (docs.slack.dev/reference/block-kit/composition-objects/text-object).
func codeObject(o map[string]any) {
	text, is := o["text"].(string)
	switch {
	case !is: // of attachments and cards, an object
	case o["type"] == "mrkdwn":
		o["text"] = withCodes(text)
	case o["type"] == "plain_text" && o["emoji"] != false:
		o["text"] = emoji.Codes(text)
	}
}

// appendText adds a text of a person's, and the emoji within as elements of their own.
func appendText(elements []obj, markup string) []obj {
	last := 0
	plain := func(to int) {
		if to > last {
			elements = append(elements, obj{"type": "text", "text": unescapeMarkup(markup[last:to])})
		}
	}
	for _, at := range emojiCode.FindAllStringIndex(markup, -1) {
		name := strings.Trim(markup[at[0]:at[1]], ":")
		if !emoji.Known(name) {
			continue
		}
		plain(at[0])
		elements, last = append(elements, emojiElement(name)), at[1]
	}
	plain(len(markup))
	return elements
}

func emojiElement(code string) obj {
	name, tone, toned := strings.Cut(code, "::skin-tone-")
	out := obj{"type": "emoji", "name": name}
	points := emoji.Unicode(name)
	if n, err := strconv.Atoi(tone); toned && err == nil {
		out["skin_tone"] = n
		points += fmt.Sprintf("-%x", 0x1F3FB+n-2)
	}
	if emoji.Unicode(name) != "" {
		out["unicode"] = points
	}
	return out
}
