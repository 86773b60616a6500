package view

import (
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// draw writes a surface as people read it, a line a block. The letters are those of the screens' drawings:
// H header, S section, R rich text, Q quote, C context, A actions, I input, D rule.
func (s surface) draw() string {
	var b strings.Builder
	fmt.Fprintf(&b, "== %s\n", s.name)
	switch {
	case s.message != nil:
		drawBlocks(&b, s.message.Blocks)
		fmt.Fprintf(&b, "text: %s\n", strings.ReplaceAll(s.message.Text, "\n", "\n      "))
	case s.modal != nil:
		drawModal(&b, *s.modal)
	case s.home != nil:
		drawBlocks(&b, s.home.Blocks.BlockSet)
	}
	return b.String()
}

func drawModal(b *strings.Builder, v slack.ModalViewRequest) {
	fmt.Fprintf(b, "MODAL %q", v.Title.Text)
	if v.Submit != nil {
		fmt.Fprintf(b, " · submit %q", v.Submit.Text)
	}
	if v.Close != nil {
		fmt.Fprintf(b, " · close %q", v.Close.Text)
	}
	fmt.Fprintln(b)
	drawBlocks(b, v.Blocks.BlockSet)
}

func drawBlocks(b *strings.Builder, blocks []slack.Block) {
	for _, block := range blocks {
		fmt.Fprintln(b, drawBlock(block))
	}
}

func drawBlock(block slack.Block) string {
	switch v := block.(type) {
	case *slack.HeaderBlock:
		return "H  " + v.Text.Text
	case *slack.SectionBlock:
		if v.Accessory == nil {
			return "S  " + v.Text.Text
		}
		return "S  " + v.Text.Text + "   → " + drawElement(accessoryOf(v))
	case *slack.RichTextBlock:
		return drawRich(v)
	case *slack.ContextBlock:
		return "C  " + v.ContextElements.Elements[0].(*slack.TextBlockObject).Text
	case *slack.ActionBlock:
		parts := make([]string, len(v.Elements.ElementSet))
		for i, e := range v.Elements.ElementSet {
			parts[i] = drawElement(e)
		}
		return "A  " + strings.Join(parts, " ")
	case *slack.InputBlock:
		return drawInput(v)
	case *slack.DividerBlock:
		return "D"
	}
	return fmt.Sprintf("?  %T", block)
}

func accessoryOf(s *slack.SectionBlock) slack.BlockElement {
	if s.Accessory.ButtonElement != nil {
		return s.Accessory.ButtonElement
	}
	if s.Accessory.SelectElement != nil {
		return s.Accessory.SelectElement
	}
	return s.Accessory.OverflowElement
}

func drawRich(v *slack.RichTextBlock) string {
	letter, lines := "R  ", []string{}
	for _, e := range v.Elements {
		switch e := e.(type) {
		case *slack.RichTextQuote:
			letter = "Q  "
			lines = append(lines, drawSpans(e.Elements))
		case *slack.RichTextSection:
			lines = append(lines, drawSpans(e.Elements))
		case *bulletList:
			for _, item := range e.Elements {
				lines = append(lines, "• "+drawSpans(item.(*slack.RichTextSection).Elements))
			}
		}
	}
	return letter + strings.Join(lines, "\n   ")
}

func drawSpans(elements []slack.RichTextSectionElement) string {
	var b strings.Builder
	for _, e := range elements {
		switch e := e.(type) {
		case *slack.RichTextSectionTextElement:
			if e.Style != nil && e.Style.Bold {
				b.WriteString("*" + e.Text + "*")
				continue
			}
			b.WriteString(e.Text)
		case *slack.RichTextSectionUserElement:
			b.WriteString("<@" + e.UserID + ">")
		case *slack.RichTextSectionLinkElement:
			b.WriteString(e.URL)
		}
	}
	return b.String()
}

func drawElement(e slack.BlockElement) string {
	switch v := e.(type) {
	case *slack.ButtonBlockElement:
		return "[" + v.Text.Text + map[slack.Style]string{slack.StylePrimary: "*", slack.StyleDanger: "!"}[v.Style] + "]"
	case *slack.OverflowBlockElement:
		return "[…: " + drawOptions(v.Options) + "]"
	case *slack.SelectBlockElement:
		if v.Type != slack.OptTypeStatic {
			return "(▾ " + v.Type + ")"
		}
		return "(▾ " + drawOptions(v.Options, v.InitialOption) + ")"
	case *slack.MultiSelectBlockElement:
		return "(▾ " + v.Type + " " + strings.Join(v.InitialUsers, " ") + ")"
	case *slack.RadioButtonsBlockElement:
		return "(o " + drawOptions(v.Options, v.InitialOption) + ")"
	case *slack.CheckboxGroupsBlockElement:
		return "(x " + drawOptions(v.Options, v.InitialOptions...) + ")"
	case *slack.TimePickerBlockElement:
		return "(time " + v.InitialTime + ")"
	case *slack.DatePickerBlockElement:
		return "(date " + v.InitialDate + ")"
	case *slack.PlainTextInputBlockElement:
		return fmt.Sprintf("▢ %d %q", v.MaxLength, beginning(v.InitialValue))
	}
	return fmt.Sprintf("?%T", e)
}

// beginning keeps long values from filling the page.
func beginning(s string) string {
	if r := []rune(s); len(r) > 100 {
		return fmt.Sprintf("%s… (%d characters)", string(r[:80]), len(r))
	}
	return s
}

func drawOptions(options []*slack.OptionBlockObject, chosen ...*slack.OptionBlockObject) string {
	parts := make([]string, len(options))
	for i, o := range options {
		parts[i] = o.Text.Text
		if o.Description != nil {
			parts[i] += " (" + o.Description.Text + ")"
		}
		for _, c := range chosen {
			if c == o {
				parts[i] += "✓"
			}
		}
	}
	return strings.Join(parts, " · ")
}

func drawInput(v *slack.InputBlock) string {
	s := "I  " + v.Label.Text + "  " + drawElement(v.Element)
	if v.Optional {
		s += ", optional"
	}
	if v.Hint != nil {
		s += "   hint: " + v.Hint.Text
	}
	return s
}

// named returns one surface of the catalogue.
func named(t *testing.T, all []surface, name string) surface {
	t.Helper()
	for _, s := range all {
		if s.name == name {
			return s
		}
	}
	t.Fatalf("no surface is called %q", name)
	return surface{}
}
