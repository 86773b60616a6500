package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// topic is a chapter of the help.
type topic struct {
	id, name string
	lines    []string
}

// topics are the chapters, in the order of the menu. They name only what is there.
var topics = [...]topic{
	{"entries", "Entries", []string{
		"*Progress* is a step. *Win* changed something for someone. *Learned* is a lesson. *Blocked* asks for help. *Changed* says what is different.",
		"Write `/mission progress …` with the words, or without them for a form. They appear in the channel under your name.",
		"The menu beside an entry edits or withdraws it. Only its author can. A withdrawn entry leaves one line.",
		"`/mission thanks @name for …` is a real mention, for up to five people.",
		"`/mission report week`, `phase` or `all` says what moved and for whom. `/mission book` is the story of all missions here, as a file.",
		"`/mission follow` brings the Monday digest to you by direct message, and nothing else. You need not be in the mission.",
		"*Connects to…* beside a win shows what people opened to the team. Only whoever wrote a sentence can say it in the win's thread.",
		"`/mission commit … by friday` says what you will see to. I ask once, in private, on that day. Done, let go and a new date are equal answers.",
		"`/mission risk` says what we try, what we expect and when we look. Whatever comes of it is told as a lesson.",
	}},
	{"phases", "Phases and endings", []string{
		"A mission has a beginning, a middle and an end. `/mission phase` closes the one it is in, with a look back and ahead.",
		"`/mission complete` ends it: completed, ended on purpose, or overtaken. All three have the same weight.",
		"For 24 hours whoever closed a phase or ended the mission can take it back.",
		"`/mission edit` changes the wording and asks what made you change it. The earlier wording stays in the card's thread.",
		"Where a line of the card is empty, anyone can suggest words for it. Whoever steers puts them on the card with one tap.",
		"From half of the planned time on, *Details* has *What we decided*: what you keep, change and stop.",
	}},
	{"nudges", "Nudges and quiet", []string{
		"The channel gets a question on Tuesdays and Thursdays at 10:00. On Mondays at 09:30 comes a digest, where something moved. At most one message of mine a day.",
		"Whoever joins gets a welcome, once, and each anonymous round that is opened. Other questions come when you tick them: *What reaches me*, in the mission's details. At most one direct message a day and three a week, on working days, outside quiet hours. Besides: one line when something concerns you, and one question about what you said you would do.",
		"`/mission nudges` shows what comes to the channel and when. Whoever steers changes it there. `/mission nudges preview` lists four weeks.",
		"Every nudge has a menu: why it came, and how to turn it off. Most can be put off for a week. What was turned off stays off until you turn it on again.",
		"`snooze`, `away`, `quiet` and `days` are yours alone and hold in every mission. Every pause ends by itself, and `resume` ends it at once.",
		"Reactions and thread replies in channels are not read.",
	}},
	{"privacy", "Privacy", []string{
		"I read commands, buttons, mentions and direct messages. I do not read channels.",
		"An answer in a form stays with you: it is sealed. A reply typed to me is kept the same way, and also stays in Slack's own history.",
		"`/mission connect` has three sentences about you. Each is for you alone until you open it to your lead or the team, and can be taken back at any time.",
		"`/mission reflect` and `/mission journal` open forms that nobody else can open. You alone read, search, change and delete what is there.",
		"`/mission my-data` sends you everything I hold about you. `/mission forget-me` shows what erasing means, and then erases.",
		"A private channel's mission is shown to people in that channel and to nobody else.",
	}},
	{"rounds", "Anonymous rounds", []string{
		"`/mission energy` answers the round that runs, or shows what the rounds said. `/mission own-words` asks what the mission is for.",
		"An answer goes by a form, without your name. A result appears only once enough answers are in, at the close; then the answers are deleted.",
		"The result is one of three words, never a number. Notes appear only where enough people wrote one. There is no list of who has answered.",
		"Whoever leads opens a round, once in 13 days at most, and guesses first. Where nobody leads, any member can.",
	}},
	{"think", "To think with", []string{
		"`/mission coach` asks you one question at a time, in our direct messages: what you are after, what is true, what you could do, what you will do.",
		"Pause, or leave it: *go on* takes it up again for a week. *Stop and delete* removes all that I hold of it, and my messages.",
		"`/mission balance` asks about eight pairs of managing and leading. It says what changed since the last time. The picture comes only when you ask.",
		"`/mission mirror` has one question a day about oneself. Whoever leads has it; everyone else can turn it on.",
		"All of it is yours alone, sealed, and in forms. A reply typed to me also stays in Slack's own history.",
	}},
	{"lead", "For whoever leads", []string{
		"`/mission mirror` also shows whose turn it is to be talked with, and how your guesses about rounds fared. Only you see it.",
		"Whoever leads closes phases, changes the wording and ends the mission. Where nobody leads, any member can.",
		"`/mission edit` names missions that yours serves or needs. They are asked once; after a yes their channel is told of each closed phase. A private mission is told nowhere.",
		"*Pieces* in *Details* has questions to ask: which done-whens no piece touches yet. It names nobody.",
		"`/mission edit` can ask someone else to lead, or hand the steering to all members.",
		"Whoever shares a sentence with the lead means that person. It passes on to nobody: when someone else leads, it is its author's alone again.",
		"While a lead is away any member can close phases, change the wording and end it. Who leads stays as it is.",
		"If the lead leaves, the mission is governed by its members.",
	}},
}

// Help answers /mission help, unknown words without a near one, and "help" in a direct message.
func Help(e Env) Message {
	var p canvas
	p.section("*Every day*  `/mission` the mission · `/mission progress …` a step · `/mission win …` · `/mission learned …` · " +
		"`/mission blocked …` · `/mission changed …` · `/mission thanks @who …` · " +
		"`/mission commit … by friday`")
	p.section("*Now and then*  `start` · `join` · `piece` · `leave` · `phase` · `complete` · `edit` · `nudges` · `risk`")
	p.section("*Looking back*  `report` · `list` · `history` · `book` · `follow`")
	p.section("*Without your name*  `energy` · `own-words`")
	p.section("*What reaches you*  `snooze 1 week` · `away until friday` · `resume` · `quiet 18-9` · `days mon-thu`")
	p.section("*For you alone*  `connect` this mission and you · `reflect` write something down · `journal` read it")
	p.section("*To think with*  `coach` talk something through with questions · `balance` · `mirror`")
	p.section("*What I hold about you*  `my-data` everything, as files · `forget-me` erase it")
	p.section("*How much*  As much as a busy day brings. Past that I hold one person back for a while, say until when, and give the words back.")
	p.section("*In a thread* commands do not work in Slack: mention me, \"%s win …\". Reactions and thread replies in channels are not read.", e.bot())
	p.actions(topicMenu(), button(ActWhatIStore, "What I store", Meta{}))
	return p.message()
}

func topicMenu() *slack.SelectBlockElement {
	options := make([]*slack.OptionBlockObject, len(topics))
	for i, t := range topics {
		options[i] = option(t.id, t.name, "")
	}
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain("More about…"), ActHelpTopic, options...)
}

// Topics names the chapters of the help, as they are typed after /mission help.
func Topics() []string {
	names := make([]string, len(topics))
	for i, t := range topics {
		names[i] = t.id
	}
	return names
}

// HelpTopic shows one chapter of the help. It reports whether there is one of that name.
func HelpTopic(_ Env, name string) (Message, bool) {
	for _, t := range topics {
		if t.id != name {
			continue
		}
		var p canvas
		for _, l := range t.lines {
			p.section(l)
		}
		p.actions(topicMenu(), button(ActHelp, "All of the help", Meta{}))
		return p.message(), true
	}
	return Message{}, false
}

// DidYouMean answers a word that is no command with the nearest one, and gives the words back. The meta
// names them for the button, which carries on with the same text.
func DidYouMean(_ Env, typed, meant, words string, m Meta) Message {
	m.Kind = meant
	var p canvas
	p.section("I do not know *%s*. Did you mean *%s*?", Cut(typed, cutContext), meant)
	p.quoteWhole(atMost(words))
	label := "Yes, " + meant
	for _, k := range kindNames() {
		if k == meant && k != string(mission.Thanks) {
			label = "Yes, tell " + meant
		}
	}
	p.actions(primary(ActDidYouMean, label, m), button(ActHelp, "Help", Meta{}))
	return p.message()
}

// PrivateHere answers a mention in a channel with a word for what is private. The words it does not give back.
// Word is one that opens a form, which the button does for this person alone, or empty.
func PrivateHere(_ Env, word string) Message {
	if word == "" {
		return one(fill("That is private, and this is a channel. I kept nothing. Delete your message, then write it to me directly."))
	}
	return one(fill("That is private, and this is a channel. I kept nothing. Delete your message, then:"),
		button(ActDidYouMean, "Write it privately", Meta{Kind: word}))
}

// UnknownWord answers a word that is near no command.
func UnknownWord(e Env, typed, words string) Message {
	var p canvas
	if Clean(words) == "" {
		p.section("I do not know *%s*. This is what I know:", Cut(typed, cutContext))
	} else {
		p.section("I do not know *%s*. Your words:", Cut(typed, cutContext))
		p.quoteWhole(atMost(words))
		p.section("This is what I know:")
	}
	help := Help(e)
	p.say(help.Text)
	p.blocks = append(p.blocks, help.Blocks...)
	return p.message()
}

// atMost cuts words so that a message of quotes stays within Slack's fifty blocks: forty quotes, each of
// which may fall short for the sake of a word. A mission keeps 12,000 characters, so that nothing which
// can be told is cut here.
func atMost(words string) string { return Cut(words, 40*(maxChunk-seamRoom-10)) }
