package view

import (
	"strings"
)

// What people wrote stands in Markdown files as they typed it: nothing in it is a heading, a list, a link, markup
// or HTML (spec.commonmark.org/0.31.2/#backslash-escapes).

// markup are the characters that mean something in the middle of a line of Markdown. The three that HTML is made of
// are written as entities, which every reader of Markdown knows.
var markup = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "$", `\$`,
)

// Markdown makes people's words literal in a Markdown file. Its lines stay lines.
func Markdown(words string) string {
	lines := strings.Split(Clean(words), "\n")
	for i, l := range lines {
		lines[i] = atStart(markup.Replace(strings.TrimSpace(l)))
	}
	return strings.Join(lines, "\n")
}

// atStart escapes what means something at the beginning of a line alone: a list, a rule, the line below a heading.
func atStart(l string) string {
	digits := len(l) - len(strings.TrimLeft(l, "0123456789"))
	switch {
	case l == "":
		return l
	case strings.ContainsRune("-+=:", rune(l[0])):
		return `\` + l
	case digits > 0 && digits < len(l) && strings.ContainsRune(".)", rune(l[digits])):
		return l[:digits] + `\` + l[digits:]
	}
	return l
}

// mdLine makes words literal on one line of Markdown.
func mdLine(words string) string { return Markdown(oneLine(words)) }

// page builds a Markdown file.
type page struct{ strings.Builder }

// para adds a paragraph of our own words, in which everything of people's is literal already.
func (p *page) para(s string) {
	if s != "" {
		p.WriteString(s + "\n\n")
	}
}

// heading adds a heading of a level.
func (p *page) heading(level int, s string) { p.para(strings.Repeat("#", level) + " " + s) }

// quote adds people's words as a quote, its lines as they typed them.
func (p *page) quote(words string) {
	if Clean(words) != "" {
		p.para(quoted(words, "> "))
	}
}

// quoted puts a mark before each line of people's words. A line's end is kept by the two spaces behind it.
func quoted(words, mark string) string {
	lines := strings.Split(Markdown(words), "\n")
	for i, l := range lines {
		end := "  "
		if i == len(lines)-1 || l == "" {
			end = ""
		}
		lines[i] = strings.TrimRight(mark+l, " ") + end
	}
	return strings.Join(lines, "\n")
}

// item adds a point of a list: who said it, and the words below.
func (p *page) item(label, words string) {
	p.WriteString("- " + label + "\n")
	if Clean(words) != "" {
		p.WriteString("\n" + quoted(words, "  > ") + "\n")
	}
	p.WriteString("\n")
}
