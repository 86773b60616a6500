package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The actions about missions that serve or need one another. Mission is the one that is asked and told, Other the one
// that names it.
const (
	ActRelateYes  = "relate_yes"
	ActRelateNo   = "relate_no"
	ActRelateHelp = "relate_help" // TS: the moment of what was told, in Unix milliseconds
)

// The fields about relations in the first view of the wording.
const (
	BlockServing = "serving"
	BlockNeeding = "needing"
	BlockToldBy  = "told_by"
)

// Related is a mission that serves or needs another one, as that one's card names it.
type Related struct {
	Mission mission.ID
	Channel mission.ChannelID
	Bond    mission.Bond
	// Named says that the other one named this mission, and not the reverse.
	Named bool
}

// relatedShown is how many relations a card names.
const relatedShown = 4

// related says on a card which missions serve or need one another.
func (e Env) related(all []Related) line {
	var parts []line
	for _, r := range all[:min(len(all), relatedShown)] {
		parts = append(parts, fill(bondWords(r)+" the mission in %s", e.channel(r.Channel)))
	}
	if more := len(all) - relatedShown; more > 0 {
		parts = append(parts, own(fmt.Sprintf("and %d more", more)))
	}
	return joined(" · ", parts...)
}

// bondWords says how a mission stands to another, before that one's name.
func bondWords(r Related) string {
	switch {
	case r.Bond == mission.NeedsIt && r.Named:
		return "is needed by"
	case r.Bond == mission.NeedsIt:
		return "needs"
	case r.Named:
		return "is served by"
	}
	return "serves"
}

// RelationData is one relation as the channel of the other mission reads it.
type RelationData struct {
	Relation mission.Relation
	From, To mission.Mission
	// Open says that both channels are public ones at this moment. Otherwise nothing of the one that told is shown.
	Open bool
}

func (d RelationData) meta() Meta { return Meta{Mission: d.To.ID, Other: d.From.ID} }

// RelationAsked asks a mission in its channel whether it wants to be told, or says what came of that.
func RelationAsked(e Env, d RelationData) Message {
	r, from := d.Relation, e.channel(d.From.Channel)
	switch {
	case !d.Open:
		return relationRests()
	case !r.Named():
		return one(fill("%s took its question back. It tells nothing here.", from))
	case r.Answer == mission.Agreed:
		return one(fill("This channel is told when %s closes a phase, says %s.", from, e.who(r.AnsweredBy)),
			button(ActRelateNo, "Stop these", d.meta()))
	case r.Answer == mission.Declined:
		return one(fill("%s tells nothing here, says %s.", from, e.who(r.AnsweredBy)),
			button(ActRelateYes, "Be told after all", d.meta()))
	}
	var p canvas
	p.section("Be told when %s closes a phase?", from)
	p.section("Its mission *%s* says that it %s this one.", title(d.From), own(bondWords(Related{Bond: r.Bond})))
	if d.To.SelfGoverned() {
		p.context("Any member answers for this mission. The answer can be changed at any time.")
	} else {
		p.context("%s answers for this mission. The answer can be changed at any time.", e.who(d.To.Lead))
	}
	p.actions(button(ActRelateYes, "Yes", d.meta()), button(ActRelateNo, "No", d.meta()))
	return p.message()
}

// RelationTold tells a mission in its channel that another one closed a phase, or ended, once. It always holds
// rich_text, which an update may not take away.
func RelationTold(e Env, d RelationData, t mission.Telling) Message {
	switch {
	case !d.Open:
		return richly("Nothing more is told here of that mission.")
	case !t.Still(d.From):
		return richly("%s took that back. *%s* goes on, in its %s.", e.channel(d.From.Channel), title(d.From), t.Phase.String())
	case t.Ended:
		return relatedEnded(e, d)
	}
	c, _ := d.From.Closing(t.Phase)
	next := min(t.Phase+1, mission.Ending)
	verb := "done"
	if c.Reached != mission.ReachedYes {
		verb = "closed"
	}
	var p canvas
	p.section("*%s* in %s: the %s is %s. Its %s has begun.", title(d.From), e.channel(d.From.Channel), t.Phase.String(), verb, next.String())
	plan := d.From.Plan[next]
	p.rich("*The %s is done when*  %s  *by* %s", next.String(), stopped(plan.DoneWhen), Day(plan.Target, d.From.Today(e.Now)))
	p.section("A question to put to them: *What do you need from us now?*")
	p.context("Told once, as you agreed.")
	help := d.meta()
	help.TS = fmt.Sprint(t.At.UnixMilli())
	p.actions(primary(ActRelateHelp, "Offer help", help), button(ActDetails, "Details", Meta{Mission: d.From.ID}),
		overflow(d.meta(), choice{action: ActRelateNo, label: "Stop these"}))
	return p.message()
}

func relatedEnded(e Env, d RelationData) Message {
	var p canvas
	o := d.From.Outcome
	p.section("*%s* in %s was %s on %s.", title(d.From), e.channel(d.From.Channel), endingOf(o.Kind).past, e.on(d.From, o.At))
	p.quote(o.Story)
	p.context("Told once, as you agreed.")
	p.actions(button(ActReadStory, "Read its story", Meta{Mission: d.From.ID}))
	return p.message()
}

// relationRests takes the place of a question about a mission whose channel is no longer public.
func relationRests() Message { return one(fill("Nothing more is told here of that mission.")) }

// richly returns a message of one line of rich_text.
func richly(tmpl string, args ...any) Message {
	var p canvas
	p.rich(tmpl, args...)
	return p.message()
}

// HelpAcross says in the thread of a closed phase who of a related mission offers help. From is that one's channel, or
// empty where it is public no more.
func HelpAcross(e Env, helper mission.UserID, from mission.ChannelID) Message {
	if from == "" {
		return one(fill("%s offers help.", e.who(helper)))
	}
	return one(fill("%s of %s offers help.", e.who(helper), e.channel(from)))
}

// HelpToldAcross is told to whoever offered help to another mission. Fresh says that the offer is a new one.
func HelpToldAcross(e Env, from mission.Mission, fresh bool) Message {
	if !fresh {
		return one(fill("Your offer stands in %s already.", e.channel(from.Channel)))
	}
	return one(fill("Your offer stands in %s, in the thread of what they told.", e.channel(from.Channel)))
}

// RelationAnswered is told to whoever answered for a mission, where the message itself does not say it.
func RelationAnswered(e Env, d RelationData) Message {
	if !d.Open {
		return relationRests()
	}
	if d.Relation.Answer == mission.Agreed {
		return one(fill("This channel is told when %s closes a phase.", e.channel(d.From.Channel)))
	}
	return one(fill("%s tells nothing here any more.", e.channel(d.From.Channel)))
}

// relationInputs adds which missions this one serves and needs, and which others tell it something.
func (f *form) relationInputs(e Env, in EditForm) {
	if !in.Public {
		f.context("This channel is not open to the whole workspace, so its mission is told nowhere else.")
		return
	}
	f.input(field{block: BlockServing, label: "Which missions does it serve?",
		hint: "Choose their public channels. Each is asked once whether it wants to be told when you close a phase."}, channels(in.Serves))
	f.input(field{block: BlockNeeding, label: "Which missions does it need?", hint: "They are asked in the same way."}, channels(in.Needs))
	if len(in.Naming) == 0 {
		return
	}
	var options []*slack.OptionBlockObject
	var kept []string
	for _, r := range in.Naming[:min(len(in.Naming), maxOptions)] {
		options = append(options, option(string(r.Mission), e.channel(r.Channel), ""))
	}
	for _, id := range in.Keeps {
		kept = append(kept, string(id))
	}
	told := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, actInput, options...)
	told.InitialOptions = pick(options, kept...)
	f.input(field{block: BlockToldBy, label: "Which missions tell us when they close a phase?", hint: "Take one out and it tells nothing here any more."}, told)
}

// maxOptions is how many options a select takes (docs.slack.dev/reference/block-kit/block-elements).
const maxOptions = 100

// maxRelated is how many missions another one can name in each way.
const maxRelated = 10

// channels returns a select of public channels.
func channels(chosen []mission.ChannelID) *slack.MultiSelectBlockElement {
	e := &slack.MultiSelectBlockElement{Type: slack.MultiOptTypeChannels, ActionID: actInput}
	most := maxRelated
	e.MaxSelectedItems = &most
	for _, c := range chosen[:min(len(chosen), most)] {
		e.InitialChannels = append(e.InitialChannels, string(c))
	}
	return e
}

// channels returns the channels of a select, each once.
func (a *answers) channels(block string) []mission.ChannelID {
	v, _ := a.at(block)
	var out []mission.ChannelID
	seen := map[string]bool{}
	for _, c := range v.SelectedChannels {
		if c != "" && !seen[c] && len(out) < maxRelated {
			seen[c] = true
			out = append(out, mission.ChannelID(c))
		}
	}
	return out
}

// relations reads the fields about relations into in.
func (a *answers) relations(in *EditForm) {
	if !in.Public {
		return
	}
	in.Serves, in.Needs = a.channels(BlockServing), a.channels(BlockNeeding)
	for _, c := range in.Needs {
		for _, s := range in.Serves {
			if c == s {
				a.errs.put(BlockNeeding, "Choose each mission once, above or here.")
			}
		}
	}
	if len(in.Naming) == 0 {
		return
	}
	var all []string
	for _, r := range in.Naming {
		all = append(all, string(r.Mission))
	}
	in.Keeps = nil
	for _, id := range a.some(BlockToldBy, all...) {
		in.Keeps = append(in.Keeps, mission.ID(id))
	}
}

// The mistakes about a chosen channel, told at its field.

// NoMissionThere is told of a channel without a mission that can be named.
func NoMissionThere(e Env, c mission.ChannelID) string {
	return fmt.Sprintf("No mission that can be named is running in %s. Choose a public channel that has one.", e.channel(c))
}

// OwnChannel is told of the mission's own channel.
func OwnChannel() string { return "That is this mission's own channel. Choose another one." }

// BondBlock is the field of a bond.
func BondBlock(b mission.Bond) string {
	if b == mission.NeedsIt {
		return BlockNeeding
	}
	return BlockServing
}
