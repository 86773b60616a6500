package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// Adding a message to the mission of its channel.
const (
	// ViewAdd is the form for it. Mission; User, Channel and TS: whose message it is, and which; Ref and Plan: what
	// holds them to what the bot itself wrote there.
	ViewAdd = "add_message"
	// ActToMessage leads to a message in Slack. It is a link and nothing happens here.
	ActToMessage = "to_message"

	// ActTellIn is the menu of missions in the tell form. What is chosen comes back in the form.
	ActTellIn = "tell_in"

	AppMessage mission.Code = "app_message" // the message that was chosen is an app's
	NoneThere  mission.Code = "none_there"  // no mission runs in the message's channel
)

// AddForm is what the form for adding a message holds.
type AddForm struct {
	Kind mission.EntryKind
	Text string
	By   mission.UserID
}

// addable are the kinds of entries that a message can be added as.
func addable() []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	for _, w := range kinds {
		switch w.kind {
		case mission.Progress, mission.Win, mission.Learned, mission.Blocked, mission.Changed:
			options = append(options, option(string(w.kind), w.word, ""))
		}
	}
	return options
}

// Add is the form for adding a message, with its words.
func Add(e Env, m mission.Mission, in AddForm, meta Meta) slack.ModalViewRequest {
	f := &form{callback: ViewAdd, title: "Add to the mission", submit: "Post", close: "Cancel", meta: meta}
	f.rich("*%s*", title(m))
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, addable()...)
	menu.InitialOption = first(menu.Options, string(in.Kind))
	f.input(field{block: BlockKind, label: "What is it?", required: true}, menu)
	words := field{block: BlockText, label: "The words", max: maxField, long: true, required: true}
	if Clean(in.Text) == "" {
		words.hint = "The message has no words of its own. Say in a few what it shows."
	}
	f.longText(words, in.Text)
	f.context("Posted in %s, under your name. It says that %s said it, and links to the message. %s is told, and may withdraw it.",
		e.channel(m.Channel), e.who(in.By), e.who(in.By))
	return f.view()
}

// ParseAdd reads the form.
func ParseAdd(state *slack.ViewState) (AddForm, FieldErrors) {
	a := read(state)
	var allowed []string
	for _, o := range addable() {
		allowed = append(allowed, o.Value)
	}
	in := AddForm{Kind: mission.EntryKind(a.one(BlockKind, allowed...))}
	if in.Kind == "" {
		a.errs.put(BlockKind, "Choose one of these.")
	}
	text, errs := ParseEditEntry(state)
	for block, words := range errs {
		a.errs.put(block, words)
	}
	in.Text = text
	return in, a.errs
}

// saidBy says whose words an entry holds.
func (e Env) saidBy(entry mission.Entry) line {
	if entry.Said.Reworded {
		return fill("after words of %s", e.who(entry.Said.By))
	}
	return fill("said by %s", e.who(entry.Said.By))
}

// toMessage leads to a message in Slack, where there is one and the address of the workspace is known. The form
// of the address is that of chat.getPermalink (docs.slack.dev/reference/methods/chat.getPermalink).
func (e Env) toMessage(at mission.MessageRef) slack.BlockElement {
	if !at.Posted() || e.Workspace == "" {
		return nil
	}
	b := button(ActToMessage, "See the message", Meta{})
	b.URL = strings.TrimSuffix(e.Workspace, "/") + "/archives/" + string(at.Channel) + "/p" + strings.ReplaceAll(at.TS, ".", "")
	return b
}

// SaidAdded tells the author of a message in the entry's thread that it was added.
func SaidAdded(e Env, m mission.Mission, entry mission.Entry) Message {
	return one(fill("%s, %s added your message to *%s*. The words are yours to withdraw.", e.at(entry.Said.By), e.who(entry.Author), title(m)),
		button(ActWithdraw, "Withdraw", Meta{Mission: m.ID, Entry: entry.ID}))
}
