package view

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The form for holidays.
const (
	// ActHolidays opens it. Mission.
	ActHolidays = "holidays"
	// ActHolidaysPick shows the next days off of the calendar that was chosen. It is the menu of the form itself.
	ActHolidaysPick = "holidays_pick"
	// ActHolidaysBack takes a choice of holidays back. Mission, Kind: the calendar before it, or noHolidays, and Ref: the
	// one that it chose.
	ActHolidaysBack = "holidays_back"

	ViewHolidays = "holidays" // Mission

	blockHolidays = "holidays"
	noHolidays    = "none"
)

// HolidayBook is a calendar that can be chosen.
type HolidayBook struct{ Code, Name string }

// DayOff is a day on which nothing is sent.
type DayOff struct {
	Day  mission.Date
	Name string
}

// HolidaysForm is the form in which a mission chooses the holidays that it keeps.
type HolidaysForm struct {
	Mission mission.Mission
	// Books are the calendars there are, and Chosen the code of the one that is kept, or empty.
	Books  []HolidayBook
	Chosen string
	// Next are the next days off of the chosen one.
	Next []DayOff
}

// Holidays is the form in which a mission chooses its holidays. What is picked is shown at once, and holds once it is
// saved.
func Holidays(e Env, in HolidaysForm) slack.ModalViewRequest {
	f := &form{callback: ViewHolidays, title: "Holidays", submit: "Save", close: "Back", meta: Meta{Mission: in.Mission.ID}}
	f.section("On a holiday I post nothing here and write to nobody about *%s*.", title(in.Mission))
	options := []*slack.OptionBlockObject{option(noHolidays, "No holidays", "")}
	for _, b := range in.Books {
		options = append(options, option(b.Code, b.Name, ""))
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("Type a country"), ActHolidaysPick, options...)
	menu.InitialOption = first(options, holidayValue(in.Chosen))
	if len(options) > mostInMenu {
		menu.Options, menu.OptionGroups = nil, byInitial(options)
	}
	f.input(field{block: blockHolidays, label: "Whose holidays?", required: true}, menu).DispatchAction = true
	if len(in.Next) > 0 {
		items := make([]line, len(in.Next))
		for i, d := range in.Next {
			items[i] = fill("%s: %s", own(e.day(in.Mission, d.Day)), d.Name)
		}
		f.bullets("*The next days on which nothing comes*", items)
	}
	f.context("Days that fall on a weekend are free anyway. Whoever runs my server can add days of your own.")
	return f.view()
}

func holidayValue(code string) string {
	if code == "" {
		return noHolidays
	}
	return code
}

// byInitial groups the lines of a long menu by their first letter, since a menu holds a hundred lines and a hundred
// groups of a hundred (docs.slack.dev/reference/block-kit/block-elements/select-menu-element).
func byInitial(options []*slack.OptionBlockObject) []*slack.OptionGroupBlockObject {
	var groups []*slack.OptionGroupBlockObject
	for _, o := range options {
		letter, _ := utf8.DecodeRuneInString(o.Text.Text)
		label := string(letter)
		i := slices.IndexFunc(groups, func(g *slack.OptionGroupBlockObject) bool {
			return g.Label.Text == label && len(g.Options) < mostInMenu
		})
		if i < 0 {
			groups = append(groups, slack.NewOptionGroupBlockElement(plain(label)))
			i = len(groups) - 1
		}
		groups[i].Options = append(groups[i].Options, o)
	}
	return groups
}

// ParseHolidays reads which calendar was chosen, by its code, or none.
func ParseHolidays(state *slack.ViewState, books []HolidayBook) (code string, errs FieldErrors) {
	a := read(state)
	allowed := []string{noHolidays}
	for _, b := range books {
		allowed = append(allowed, b.Code)
	}
	if code = a.one(blockHolidays, allowed...); code == noHolidays {
		code = ""
	}
	return code, a.errs
}

// PickedHolidays is the calendar that a button or menu names, or none.
func PickedHolidays(value string) string {
	if value == noHolidays {
		return ""
	}
	return value
}

// holidayRow says in the form of all kinds which holidays are kept.
func (f *form) holidayRow(d PlansData) {
	if d.Steers {
		f.sectionWith(button(ActHolidays, "Holidays", Meta{Mission: d.Mission.ID}), "*Holidays* · %s", holidaysKept(d.Holidays))
		return
	}
	f.section("*Holidays* · %s", holidaysKept(d.Holidays))
}

func holidaysKept(name string) line {
	if name == "" {
		return own("none are kept")
	}
	return fill("%s", name)
}

// HolidaysChange is a change of the holidays that a mission keeps. The codes may be empty.
type HolidaysChange struct {
	Name, Code, Before string // Name is of the calendar under Code
	By                 mission.UserID
	Back               bool
}

// HolidaysChanged says in a thread who chose which holidays, and lets any member take it back.
func HolidaysChanged(e Env, m mission.Mission, d HolidaysChange) Message {
	did := fill("%s changed what comes here.", e.who(d.By))
	if d.Back {
		did = fill("%s took that back.", e.who(d.By))
	}
	back := Meta{Mission: m.ID, Kind: holidayValue(d.Before), Ref: holidayValue(d.Code)}
	return one(fill("%s *Holidays*: %s.", did, holidaysKept(d.Name)),
		button(ActHolidaysBack, "Undo", back), button(ActPlans, "Nudges here", Meta{Mission: m.ID}))
}
