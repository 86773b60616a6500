package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Words for the lines of a card that are still empty: anyone suggests some, whoever steers uses them.
const (
	// ActSuggestWords opens the form for words. Mission.
	ActSuggestWords = "suggest_words"
	// ActUseWords puts suggested words on the card. Mission, Entry.
	ActUseWords = "use_words"

	ViewSuggestWords = "suggest_words" // Mission

	BlockLine = "line"
)

// lineWords are the words for a line of the wording.
type lineWords struct {
	line     mission.Line
	question string // in the menu
	is       string // after "suggests"
}

var lineNames = [...]lineWords{
	{mission.LineAspiration, "What are we after?", "for what we are after"},
	{mission.LineBeginning, "When is the beginning done?", "for when the beginning is done"},
	{mission.LineMiddle, "When is the middle done?", "for when the middle is done"},
	{mission.LineEnd, "When is the end done?", "for when the end is done"},
	{mission.LineCustomers, "What changes for customers?", "for customers"},
	{mission.LineUs, "What changes for us?", "for us"},
	{mission.LineCompany, "What changes for the company?", "for the company"},
}

func wordsOfLine(l mission.Line) lineWords {
	for _, w := range lineNames {
		if w.line == l {
			return w
		}
	}
	return lineWords{line: l, question: "Which line?", is: "for the card"}
}

var suggestField = field{block: BlockText, label: "Your words", max: mission.MaxEnd, long: true, required: true}

// SuggestWords is the form for words for an empty line.
func SuggestWords(e Env, m mission.Mission, empty []mission.Line) slack.ModalViewRequest {
	f := &form{callback: ViewSuggestWords, title: "Suggest words", submit: "Suggest", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.rich("*%s*  done when %s", title(m), writtenOr(m.EndState))
	var options []*slack.OptionBlockObject
	for _, l := range empty {
		options = append(options, option(string(l), wordsOfLine(l).question, ""))
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, options...)
	if len(options) > 0 {
		menu.InitialOption = options[0]
	}
	f.input(field{block: BlockLine, label: "Which line?", required: true}, menu)
	f.textInput(suggestField, "")
	if m.SelfGoverned() {
		f.context("Posted in the card's thread in %s, under your name. Any member can put them on the card.", e.channel(m.Channel))
	} else {
		f.context("Posted in the card's thread in %s, under your name. %s can put them on the card.", e.channel(m.Channel), e.who(m.Lead))
	}
	return f.view()
}

// ParseSuggestWords reads the form.
func ParseSuggestWords(state *slack.ViewState) (mission.Line, string, FieldErrors) {
	a := read(state)
	var all []string
	for _, w := range lineNames {
		all = append(all, string(w.line))
	}
	l := mission.Line(a.one(BlockLine, all...))
	if l == "" {
		a.errs.put(BlockLine, "Choose one of these.")
	}
	text := a.text(suggestField)
	return l, text, a.errs
}

// NothingToSuggest answers who would suggest words for a card on which nothing is empty.
func NothingToSuggest(_ Env, m mission.Mission) Message {
	return one(fill("Every line of *%s* is written by now.", title(m)), button(ActDetails, "Details", Meta{Mission: m.ID}))
}

// SuggestedWords shows somebody's words for a line, in the card's thread. The message always holds rich_text, which an update may not take away.
func SuggestedWords(e Env, entry mission.Entry) Message {
	var p canvas
	is := wordsOfLine(entry.Line).is
	meta := Meta{Mission: entry.Mission, Entry: entry.ID}
	p.instead(fill("%s suggests %s: %s", e.who(entry.Author), own(is), entry.Text), func() {
		title := fill("%s suggests %s:", e.who(entry.Author), own(is))
		menu := overflow(meta, choice{action: ActWithdraw, label: "Withdraw"}, choice{action: ActThank, label: "Thank " + Cut(e.who(entry.Author), cutButton)})
		p.add(slack.NewSectionBlock(mrkdwn(title), nil, slack.NewAccessory(menu)), "")
		p.quoteWhole(atMost(entry.Text))
	})
	if entry.UsedBy != "" {
		p.context("%s put these words on the card.", e.who(entry.UsedBy))
		return p.message()
	}
	p.actions(button(ActUseWords, "Use it", meta))
	return p.message()
}
