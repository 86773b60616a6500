package view

import (
	"regexp"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// span is a stretch of a line in one style.
type span struct {
	text    string
	foreign bool
	bold    bool
	code    bool
	user    mission.UserID // a real mention, which notifies
	blocks  bool           // shown in blocks alone: an emoji that plain text leaves out
}

// line is one line of a message, ready for any of its three forms.
type line []span

// mention names a person so that Slack notifies them. Where the id is none of Slack's it is the name.
type mention struct {
	id   mission.UserID
	name string
}

// userID matches the ids of people in Slack.
var userID = regexp.MustCompile(`^[UW][A-Z0-9]+$`)

// fill turns a template into a line. In a template *…* is bold, `…` is code, and each %s takes the next
// argument: a string, which is somebody's words and is never interpreted, a mention, or a line.
func fill(tmpl string, args ...any) line {
	var out line
	var style span
	literal := func(s string) {
		if s != "" {
			out = append(out, span{text: s, bold: style.bold, code: style.code})
		}
	}
	for tmpl != "" {
		i := strings.IndexAny(tmpl, "*`%")
		if i < 0 {
			literal(tmpl)
			break
		}
		literal(tmpl[:i])
		switch {
		case tmpl[i] == '*' && !style.code:
			style.bold = !style.bold
		case tmpl[i] == '`':
			style.code = !style.code
		case strings.HasPrefix(tmpl[i:], "%s") && len(args) > 0:
			out = append(out, begun(len(out) == 0, argument(args[0], style.bold))...)
			args = args[1:]
			i++
		default:
			literal(tmpl[i : i+1])
		}
		tmpl = tmpl[i+1:]
	}
	return out
}

// begun writes somebody without a name with a capital where she begins a line.
func begun(first bool, l line) line {
	if first && len(l) > 0 && l[0].text == nobodysName {
		l = slices.Clone(l)
		l[0].text = "Someone"
	}
	return l
}

// argument turns what stands for a %s into spans.
func argument(arg any, bold bool) line {
	switch a := arg.(type) {
	case line:
		return a
	case mention:
		if userID.MatchString(string(a.id)) {
			return line{{text: a.name, foreign: true, user: a.id}}
		}
		return line{{text: "@" + a.name, foreign: true, bold: bold}}
	case string:
		return line{{text: Cut(oneLine(a), cutChannel), foreign: true, bold: bold}}
	}
	panic("view: a template takes strings, mentions and lines")
}

// mrkdwn returns the line as the text of a mrkdwn object.
func (l line) mrkdwn() string {
	var b strings.Builder
	open := "" // the mark of the stretch that is under way
	for _, s := range l {
		text := s.escaped()
		if text == "" {
			continue
		}
		if m := s.mark(); m != open {
			b.WriteString(open + m)
			open = m
		}
		b.WriteString(text)
	}
	return b.String() + open
}

// mark is what stands round the span in mrkdwn.
func (s span) mark() string {
	switch {
	case s.user != "":
		return ""
	case s.bold:
		return "*"
	case s.code:
		return "`"
	}
	return ""
}

// escaped is the span's text for mrkdwn.
func (s span) escaped() string {
	if s.user != "" {
		return "<@" + string(s.user) + ">"
	}
	if s.foreign {
		return EscName(s.text)
	}
	return entities.Replace(s.text)
}

// plain returns the line as the text of a plain_text object: marks left out, nothing escaped.
func (l line) plain() string {
	var b strings.Builder
	for _, s := range l {
		if s.blocks {
			continue
		}
		if s.user != "" {
			b.WriteByte('@')
		}
		if s.foreign {
			b.WriteString(oneLine(s.text))
			continue
		}
		b.WriteString(s.text)
	}
	return b.String()
}

// text returns the line for a message's top-level text: marks left out, escaped.
func (l line) text() string { return entities.Replace(l.plain()) }

// rich returns the line as elements of a rich_text section, in which everything is literal.
func (l line) rich() []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	var last *slack.RichTextSectionTextElement
	for _, s := range l {
		if s.user != "" {
			out = append(out, slack.NewRichTextSectionUserElement(string(s.user), nil))
			last = nil
			continue
		}
		text := s.text
		if s.foreign {
			text = oneLine(text)
		}
		if text == "" {
			continue
		}
		if last != nil && sameStyle(last.Style, s.style()) {
			last.Text += text
			continue
		}
		last = slack.NewRichTextSectionTextElement(text, s.style())
		out = append(out, last)
	}
	return out
}

func sameStyle(a, b *slack.RichTextSectionTextStyle) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func (s span) style() *slack.RichTextSectionTextStyle {
	if !s.bold && !s.code {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: s.bold, Code: s.code}
}

// own makes a line of words of ours, spaces and all.
func own(s string) line {
	if s == "" {
		return nil
	}
	return line{{text: s}}
}

// list joins lines as people do: "a, b and c".
func list(items []line) line {
	var out line
	for i, item := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			out = append(out, span{text: " and "})
		default:
			out = append(out, span{text: ", "})
		}
		out = append(out, item...)
	}
	return out
}

// joined joins lines with a separator of our own, leaving out empty ones.
func joined(sep string, items ...line) line {
	var out line
	for _, item := range items {
		if len(item) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, span{text: sep})
		}
		out = append(out, item...)
	}
	return out
}
