package view

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/coaching"
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// The refusals that the edge knows and the domain does not. They share the domain's type, so that one
// function words them all.
const (
	BotOutside    mission.Code = "bot_outside"    // the bot is not in the private channel
	ChannelClosed mission.Code = "channel_closed" // the channel is archived or read-only
	ThanksOutside mission.Code = "thanks_outside" // By would not see the thanks
	ThanksApp     mission.Code = "thanks_app"     // By is an app
	MessageGone   mission.Code = "message_gone"   // the message no longer exists in Slack
	NothingComes  mission.Code = "nothing_comes"  // the mission has ended, and with it what it plans
	TooSlow       mission.Code = "too_slow"       // a form could not open in time
	NotConfirmed  mission.Code = "not_confirmed"  // it may or may not be saved
	NotSaved      mission.Code = "not_saved"      // it is surely not saved
	SlackAway     mission.Code = "slack_away"     // Slack does not answer, so nothing was done
	NotOpened     mission.Code = "not_opened"     // the same, of a form
	TooManyForms  mission.Code = "too_many_forms" // Slack lays at most three on one another
	CannotSave    mission.Code = "cannot_save"    // it is surely not saved, and trying again at once does not help
	OpenUnsure    mission.Code = "open_unsure"    // nobody knows whether a form opened
	CannotRead    mission.Code = "cannot_read"    // the store does not answer, before anything was changed
	NoKey         mission.Code = "no_key"         // private words were sealed with a key that is not there
	NoneOfMine    mission.Code = "none_of_mine"   // a direct message from somebody in no mission
	OutsideDM     mission.Code = "outside_dm"     // a direct conversation that the bot is not in
	WordsGone     mission.Code = "words_gone"     // words that waited for an answer wait no more
	BeingErased   mission.Code = "being_erased"   // the person is being forgotten at this moment
	Unforeseen    mission.Code = "unforeseen"     // a fault of ours; Reference names it in the log

	// The limits for one person; At says when it goes on.
	TooFast      mission.Code = "too_fast"      // requests follow each other faster than anybody can mean
	Many         mission.Code = "many"          // changes
	ManyPosts    mission.Code = "many_posts"    // messages in one channel
	ManyMissions mission.Code = "many_missions" // missions started
	ManyLetters  mission.Code = "many_letters"  // text
)

// RefusalContext is what a refusal's sentence needs besides the refusal.
type RefusalContext struct {
	Env
	Mission *mission.Mission  // that it is about, where there is one that the person may see
	Channel mission.ChannelID // where it was asked
	Do      mission.Action    // what was tried
	Verb    string            // the word that was typed for it, such as "progress"
	// Words are what was typed, given back to be copied; Ref is the name under which they wait. Filed
	// says that they lie in the direct conversation.
	Words string
	Ref   string
	Filed bool
	// DraftUntil is until when what was written to start a mission is kept, or zero.
	DraftUntil time.Time
	// Meanwhile says that the other mission was started while the form was open.
	Meanwhile bool
	// Reference is the word under which the log has a fault.
	Reference string
}

// said is a refusal in words, with the buttons that lead on.
type said struct {
	line    line
	buttons []slack.BlockElement
	// kept says that the words are safe, so that they need not be given back.
	kept bool
}

func say(tmpl string, args ...any) said { return said{line: fill(tmpl, args...)} }

func (s said) with(buttons ...slack.BlockElement) said {
	s.buttons = append(s.buttons, buttons...)
	return s
}

// Refusal says what happened, what is safe and what to do, and gives typed words back. Private words it
// does not give back: they stand in no message.
func Refusal(r *mission.Refusal, c RefusalContext) Message {
	if r.Code == NoKey {
		c.Words = ""
	}
	var p canvas
	p.refusal(r, c)
	return p.message()
}

// RefusalView is the same in place of a form, whose fields have no place for it.
func RefusalView(r *mission.Refusal, c RefusalContext) slack.ModalViewRequest {
	f := reader("Nothing was changed")
	if r.Code == NotConfirmed {
		f.title = "Please look"
	}
	f.refusal(r, c)
	return f.view()
}

func (p *canvas) refusal(r *mission.Refusal, c RefusalContext) {
	word, ok := sentences[r.Code]
	if !ok {
		word = unforeseen
	}
	s := word(r, c)
	s.line = append(s.line, wordToTell(r.Code, c)...)
	back := Clean(c.Words) != "" && !c.Filed && !s.kept
	if back {
		s.line = append(s.line, span{text: " Your words:"})
	}
	p.add(slack.NewSectionBlock(mrkdwn(s.line), nil, nil), s.line.text())
	if back {
		p.quoteWhole(atMost(c.Words))
	}
	p.actions(s.buttons...)
}

// name is the mission's name, or words for it where it is not known.
func (c RefusalContext) name() string {
	if c.Mission == nil {
		return "A mission"
	}
	return title(*c.Mission)
}

func (c RefusalContext) mission() mission.Mission {
	if c.Mission == nil {
		return mission.Mission{Channel: c.Channel}
	}
	return *c.Mission
}

func (c RefusalContext) meta() Meta {
	m := c.mission()
	return Meta{Mission: m.ID, Kind: string(c.Do), Ref: c.Ref}
}

func (c RefusalContext) here() string {
	if c.Channel == "" {
		return c.channel(c.mission().Channel)
	}
	return c.channel(c.Channel)
}

// draft says until when a draft is kept.
func (c RefusalContext) draft() string {
	if c.DraftUntil.IsZero() {
		return ""
	}
	return fmt.Sprintf(" Your draft is kept until %s.", c.on(c.mission(), c.DraftUntil))
}

// sentences has one sentence for each reason.
var sentences = map[mission.Code]func(*mission.Refusal, RefusalContext) said{
	mission.NoMission:    noMission,
	mission.MissionRuns:  missionRuns,
	mission.Ended:        hasEnded,
	mission.MovedOn:      movedOn,
	mission.OtherTeam:    fixed("This mission belongs to another organisation. You can read along here; buttons work for its own people."),
	mission.Hidden:       fixed("That is open to members of its channel."),
	mission.Deactivated:  fixed("This account is deactivated, so nothing was changed."),
	mission.NotInChannel: notInChannel,
	mission.MembersOnly:  membersOnly,
	mission.LeadOnly:     leadOnly,
	mission.AuthorOnly:   authorOnly,
	LeadAway:             leadAway,
	mission.AddedBefore:  fixed("That message is in the mission already."),
	AppMessage:           fixed("That is a message of an app. Choose one that a person wrote."),
	NoneThere:            fixed("A message goes only into the mission of its own channel, so that nothing private travels. No mission is running where this one stands."),
	mission.AlreadyIn:    alreadyIn,
	mission.NotIn:        notIn,
	mission.Empty:        emptyWords,
	mission.TooLong:      tooLongWords,
	mission.NoDate:       fixed("A day is missing. Choose one; it can be changed later."),
	mission.DatePast:     datePast,
	mission.DateOrder:    datesOutOfOrder,
	mission.ThanksNobody: fixed("Who is it for? Write `/mission thanks @name for …`"),
	mission.ThanksSelf:   thanksSelf,
	mission.ThanksMany:   fixed("Thanks go to up to five people at once. Tell them in two parts."),
	mission.TooLate:      tooLate,
	mission.BadChoice:    fixed("One of the choices is not among those that I know. Nothing was changed; open it once more."),

	coaching.Over:     talkOver,
	mission.LeadsOwn:  leadsOwn,
	rounds.Runs:       roundRuns,
	rounds.TooFew:     roundTooFew,
	rounds.TooSoon:    roundTooSoon,
	rounds.ThisPhase:  roundThisPhase,
	rounds.Over:       roundOver,
	rounds.AlreadyIn:  fixed("It is in already. I cannot tell which one is yours, so it cannot be changed or shown to you."),
	rounds.NotAsked:   fixed("This round is for those who were in the mission, and had ticked rounds, when it opened. Tick them, and the next one asks you."),
	rounds.FloorFixed: roundFloorFixed,
	rounds.FloorRange: fixed("Between 4 and 10 answers make a result. Choose one of these."),
	rounds.NotLeading: fixed("Guesses are for whoever leads the mission. You can answer the round itself."),
	rounds.NotesGone:  fixed("There are no notes to read. They are shown only where enough people wrote one, for two weeks."),

	mission.NotPublic: fixed("Only missions in public channels can be named, so that nothing private is told elsewhere. Nothing was changed."),
	mission.TooEarly:  tooEarly,

	BotOutside:    botOutside,
	ChannelClosed: channelClosed,
	NothingComes:  nothingComes,
	ThanksOutside: thanksOutside,
	ThanksApp:     thanksApp,
	MessageGone:   fixed("That message no longer exists in Slack, so nothing was kept."),
	TooSlow:       fixed("That took me too long to open. Please press once more; nothing was changed."),
	NotConfirmed:  fixed("I could not confirm in time that this is saved. Look in the channel before you send it again."),
	NotSaved:      fixed("I could not confirm in time that this is saved, so I have not saved it. Please send it again."),
	SlackAway:     fixed("Slack does not answer me at the moment, so nothing was saved. Please try again in a few minutes."),
	TooManyForms:  fixed("Three forms lie on one another already, and Slack takes no more. Close one, then press again."),
	NotOpened:     fixed("Slack does not answer me at the moment, so nothing opened. Please try again in a few minutes; nothing was changed."),
	CannotSave:    fixed("I cannot save anything at the moment, so nothing of this is kept. Please tell whoever runs me that the store needs room or care, and send it again later."),
	CannotRead:    fixed("I cannot look up what I keep at the moment, so nothing was done or saved. Please try again in a few minutes."),
	OpenUnsure:    fixed("Slack did not tell me whether that opened. If nothing is there, please try again in a few minutes."),
	NoKey:         fixed("Private words are off: the key to seal them is missing. Nothing was stored. Your admin can mend it (bot doctor)."),
	NoneOfMine:    fixed("You are in no mission yet. Open my Home tab to see those that you can join."),
	OutsideDM:     fixed("I am not in this conversation. Use the channel of the mission, or write to me directly."),
	WordsGone:     fixed("I no longer hold those words; they wait for half an hour. Please write them once more."),
	BeingErased:   fixed("I am still erasing what I hold about you. Come back in a few minutes, and we begin anew."),
	Unforeseen:    unforeseen,

	TooFast:      fixed("You are faster than I can follow, so I did not take this up. Try it again in a few seconds."),
	Many:         many("That is a lot at once, so nothing was changed. It goes through from %s on."),
	ManyPosts:    many("That is a lot at once for one channel, so nothing was posted or changed. It goes through from %s on."),
	ManyMissions: many("You have started several missions lately, so this one has not begun. The next can begin from %s on."),
	ManyLetters:  many("That is more text than I keep for one person in a day, so nothing was changed. It goes through from %s on."),
}

// fixed is a sentence that needs nothing.
func fixed(tmpl string) func(*mission.Refusal, RefusalContext) said {
	return func(*mission.Refusal, RefusalContext) said { return say(tmpl) }
}

func leadsOwn(*mission.Refusal, RefusalContext) said {
	return say("That is for whoever leads the mission. A mirror of your own is open to you.").
		with(button(ActMirror, "Open my mirror", Meta{}))
}

func talkOver(*mission.Refusal, RefusalContext) said {
	return say("This conversation is over. What you kept of it is in your journal.").
		with(button(ActCoach, "Talk it through", Meta{}))
}

// TooSlowToOpen is told where a form could not open in the three seconds that Slack gives.
func TooSlowToOpen() Message {
	return Refusal(&mission.Refusal{Code: TooSlow}, RefusalContext{})
}
