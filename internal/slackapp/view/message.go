package view

import (
	"strings"

	"github.com/slack-go/slack"
)

// Message is what is sent to Slack. Text is the whole message in the order of its blocks, escaped and
// without marks: notifications show its beginning, screen readers read it
// (docs.slack.dev/reference/methods/chat.postMessage). It is at most 3,900 characters long, because an
// update refuses more than 4,000, and never empty.
type Message struct {
	Text   string
	Blocks []slack.Block
}

// canvas builds blocks and their plain text side by side, for messages and for views.
type canvas struct {
	blocks []slack.Block
	text   []string
	mute   bool // blocks are added without text
}

// add appends a block whose plain text is text.
func (p *canvas) add(b slack.Block, text string) {
	p.blocks = append(p.blocks, b)
	if !p.mute {
		p.say(text)
	}
}

// say adds a line of plain text that no block shows.
func (p *canvas) say(text string) {
	if strings.TrimSpace(text) != "" {
		p.text = append(p.text, text)
	}
}

// instead adds the blocks that build adds, with one line of plain text in place of theirs. It is how
// the first sentence says it all where the blocks show it in a title and a quote.
func (p *canvas) instead(text line, build func()) {
	p.say(text.text())
	p.mute = true
	build()
	p.mute = false
}

// head adds a header block.
func (p *canvas) head(title string) {
	title = Cut(oneLine(title), maxHeader)
	if title == "" {
		return
	}
	p.add(slack.NewHeaderBlock(plain(title)), Esc(title))
}

// section adds our own words, with names and titles in them where they must.
func (p *canvas) section(tmpl string, args ...any) { p.sectionWith(nil, tmpl, args...) }

// sectionWith adds a section that has an accessory.
func (p *canvas) sectionWith(e slack.BlockElement, tmpl string, args ...any) {
	l := fill(tmpl, args...)
	var accessory *slack.Accessory
	if e != nil {
		accessory = slack.NewAccessory(e)
	}
	p.add(slack.NewSectionBlock(mrkdwn(l), nil, accessory), l.text())
}

// rich adds a line with people's words in it, as literal rich_text.
func (p *canvas) rich(tmpl string, args ...any) { p.richLine(fill(tmpl, args...)) }

// richLine adds a line as literal rich_text.
func (p *canvas) richLine(l line) {
	if elements := l.rich(); len(elements) > 0 {
		p.add(slack.NewRichTextBlock("", slack.NewRichTextSection(elements...)), l.text())
	}
}

// bullets adds a label and a list of lines with people's words in them.
func (p *canvas) bullets(label string, items []line) {
	if len(items) == 0 {
		return
	}
	heading := fill(label)
	list := newBulletList()
	text := []string{heading.text()}
	for _, item := range items {
		if elements := item.rich(); len(elements) > 0 {
			list.Elements = append(list.Elements, slack.NewRichTextSection(elements...))
			text = append(text, "• "+item.text())
		}
	}
	if len(list.Elements) == 0 {
		return
	}
	p.add(slack.NewRichTextBlock("", slack.NewRichTextSection(heading.rich()...), list), strings.Join(text, "\n"))
}

// quote adds a person's words, cut to what a channel shows, and reports whether they were cut.
func (p *canvas) quote(words string) (shortened bool) {
	short, shortened := cut(words, cutChannel)
	p.quoteWhole(short)
	return shortened
}

// quoteWhole adds a person's words in as many quotes as they need.
func (p *canvas) quoteWhole(words string) {
	for _, part := range chunks(words, maxChunk) {
		p.add(quoteBlock(part), entities.Replace(part))
	}
}

// quoteBlock quotes a person's words. Links in them stay links; nothing else is interpreted.
func quoteBlock(words string) slack.Block {
	return slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote, Elements: withLinks(words)})
}

// context adds small print. It is plain text, so that people's words may stand in it.
func (p *canvas) context(tmpl string, args ...any) {
	p.contextLine(fill(tmpl, args...))
}

func (p *canvas) contextLine(l line) {
	if text := l.plain(); strings.TrimSpace(text) != "" {
		p.add(slack.NewContextBlock("", plain(text)), l.text())
	}
}

// hint adds small print of our own with `code` in it.
func (p *canvas) hint(tmpl string, args ...any) {
	l := fill(tmpl, args...)
	p.add(slack.NewContextBlock("", mrkdwn(l)), l.text())
}

// actions adds a row of buttons and menus; those that are nil are left out.
func (p *canvas) actions(elements ...slack.BlockElement) {
	var row []slack.BlockElement
	for _, e := range elements {
		if e != nil {
			row = append(row, e)
		}
	}
	if len(row) > 0 {
		p.blocks = append(p.blocks, slack.NewActionBlock("", row...))
	}
}

// divide adds a rule.
func (p *canvas) divide() { p.blocks = append(p.blocks, slack.NewDividerBlock()) }

// message returns what was built.
func (p *canvas) message() Message {
	text := strings.Join(p.text, "\n")
	if text == "" {
		text = "…"
	}
	return Message{Text: cutEscaped(text, maxText), Blocks: p.blocks}
}

// one returns a message of one sentence and perhaps some buttons.
func one(l line, buttons ...slack.BlockElement) Message {
	var p canvas
	p.add(slack.NewSectionBlock(mrkdwn(l), nil, nil), l.text())
	p.actions(buttons...)
	return p.message()
}

// mrkdwn returns a text object that Slack formats and does not search for links and mentions.
func mrkdwn(l line) *slack.TextBlockObject {
	text := l.mrkdwn()
	if strings.TrimSpace(text) == "" {
		text = "…"
	}
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

// plain returns a literal text object.
func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}
