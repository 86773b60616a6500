package view

import "github.com/slack-go/slack"

// bulletList is a list in rich_text. slack-go's own also sends an offset, which numbers a list that goes on and which
// Slack's types for Node do not know.
type bulletList struct {
	Type     slack.RichTextElementType     `json:"type"`
	Style    slack.RichTextListElementType `json:"style"`
	Elements []slack.RichTextElement       `json:"elements"`
}

func newBulletList() *bulletList {
	return &bulletList{Type: slack.RTEList, Style: slack.RTEListBullet}
}

// RichTextElementType makes it an element of a rich_text block.
func (l *bulletList) RichTextElementType() slack.RichTextElementType { return l.Type }
