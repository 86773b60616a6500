package view

import (
	"slices"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// button returns a button. Its label is ours, with a name in it where it must.
func button(action, label string, m Meta) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(action, m.Encode(), plain(Cut(oneLine(label), cutTitle)))
}

// primary returns the one button of a message that stands out.
func primary(action, label string, m Meta) *slack.ButtonBlockElement {
	return button(action, label, m).WithStyle(slack.StylePrimary)
}

// danger returns a button for what cannot be taken back.
func danger(action, label string, m Meta) *slack.ButtonBlockElement {
	return button(action, label, m).WithStyle(slack.StyleDanger)
}

// about gives a button a label for screen readers, for where several look alike.
func about(b *slack.ButtonBlockElement, label string) *slack.ButtonBlockElement {
	b.AccessibilityLabel = Cut(oneLine(label), cutTitle)
	return b
}

// when returns e where cond holds, and nothing otherwise.
func when(cond bool, e slack.BlockElement) slack.BlockElement {
	if !cond {
		return nil
	}
	return e
}

// choice is one line of an overflow menu.
type choice struct {
	action, label string
	kind          string // of the meta, where it is not the menu's
}

// overflow returns a menu of at most five choices that all carry m. What is chosen comes back as an
// action of its own, see [Pressed]. The value of an option has room for 150 characters
// (docs.slack.dev/reference/block-kit/composition-objects/option-object).
func overflow(m Meta, choices ...choice) *slack.OverflowBlockElement {
	options := make([]*slack.OptionBlockObject, len(choices))
	for i, c := range choices {
		own := m
		if c.kind != "" {
			own.Kind = c.kind
		}
		options[i] = slack.NewOptionBlockObject(c.action+" "+own.Encode(), plain(Cut(oneLine(c.label), cutTitle)), nil)
	}
	return slack.NewOverflowBlockElement(actOverflow, options...)
}

// option returns one line of a select, radio or checkbox group.
func option(value, label, description string) *slack.OptionBlockObject {
	o := slack.NewOptionBlockObject(value, plain(Cut(oneLine(label), cutTitle)), nil)
	if description != "" {
		o.Description = plain(Cut(oneLine(description), cutTitle))
	}
	return o
}

// pick returns the options whose values are given, in the order of the options.
func pick(options []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, o := range options {
		if slices.Contains(values, o.Value) {
			out = append(out, o)
		}
	}
	return out
}

// first returns the first of the options whose value is given, or nil.
func first(options []*slack.OptionBlockObject, value string) *slack.OptionBlockObject {
	if found := pick(options, value); len(found) > 0 {
		return found[0]
	}
	return nil
}

// datePicker returns a date picker that shows d, where there is one.
func datePicker(d mission.Date) *slack.DatePickerBlockElement {
	e := slack.NewDatePickerBlockElement(actInput)
	e.InitialDate = d.String()
	return e
}

// people returns a select of up to five people (docs.slack.dev/reference/block-kit/block-elements).
func people(chosen []mission.UserID) *slack.MultiSelectBlockElement {
	e := &slack.MultiSelectBlockElement{Type: slack.MultiOptTypeUser, ActionID: actInput}
	most := mission.MaxThanks
	e.MaxSelectedItems = &most
	for _, u := range chosen {
		if userID.MatchString(string(u)) && len(e.InitialUsers) < most {
			e.InitialUsers = append(e.InitialUsers, string(u))
		}
	}
	return e
}
