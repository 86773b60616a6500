package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// EndForm is what the three views that end a mission hold.
type EndForm struct {
	mission.EndOfMission
	// StartNext opens the start form with what is carried over.
	StartNext bool
	// Promised and Tried say that commitments and risks are open, which can be taken along.
	Promised, Tried bool
}

// maxLessons is how many lessons the form offers: Slack takes ten checkboxes.
const maxLessons = 10

// carryOption is something that the next mission can take along.
type carryOption struct {
	value, word, plain string
	of                 func(*mission.CarryOver) *bool
	// there reports whether the mission has such a thing. Lessons are those that its ending names.
	there func(m mission.Mission, lessons []mission.ID) bool
}

// carrying lists what can be carried over.
var carrying = [...]carryOption{
	{"aspiration", "The aspiration", "the aspiration", func(c *mission.CarryOver) *bool { return &c.Aspiration },
		func(m mission.Mission, _ []mission.ID) bool { return Clean(m.Aspiration) != "" }},
	{"why", "The three whys", "the three whys", func(c *mission.CarryOver) *bool { return &c.Why },
		func(m mission.Mission, _ []mission.ID) bool { return m.Why != (mission.Why{}) }},
	{"lessons", "The lessons", "the lessons", func(c *mission.CarryOver) *bool { return &c.Lessons },
		func(_ mission.Mission, lessons []mission.ID) bool { return len(lessons) > 0 }},
	{"commitments", "The open commitments", "the open commitments", func(c *mission.CarryOver) *bool { return &c.Commitments },
		func(m mission.Mission, _ []mission.ID) bool { return m.Tally.Count(mission.Commitment) > 0 }},
	{"risks", "The risks that were not looked at yet", "the risks that were not looked at yet", func(c *mission.CarryOver) *bool { return &c.Risks },
		func(m mission.Mission, _ []mission.ID) bool { return m.Tally.Count(mission.Risk) > 0 }},
}

// When the next mission starts, as the values of its choice.
const (
	nextNow   = "now"
	nextLater = "later"
)

// storyField is the field for the story; its label follows the ending.
func storyField(k mission.EndKind) field {
	return field{block: BlockStory, label: endingOf(k).question, max: maxField, long: true, required: true}
}

// End1 is the first view: how it ends.
func End1(_ Env, m mission.Mission, in EndForm) slack.ModalViewRequest {
	f := &form{callback: ViewEnd1, title: "End the mission", submit: "Next", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.rich("*%s*  done when %s", title(m), writtenOr(m.EndState))
	var options []*slack.OptionBlockObject
	for _, w := range endings {
		options = append(options, option(string(w.kind), w.word, w.because))
	}
	f.radio(field{block: BlockEnding, label: "How does it end?", required: true}, string(in.Kind), options...)
	return f.view()
}

// End2 is the second view: its story. Lessons are those told in the mission, newest first; ten are
// offered, all ticked.
func End2(e Env, m mission.Mission, in EndForm, lessons []mission.Entry) slack.ModalViewRequest {
	f := &form{callback: ViewEnd2, title: "Its story", submit: "Next", close: "Back",
		meta: Meta{Mission: m.ID, Kind: string(in.Kind)}}
	f.textInput(storyField(in.Kind), in.Story)
	var options []*slack.OptionBlockObject
	var all []string
	for _, l := range lessons {
		words := oneLine(l.Text)
		if len(options) == maxLessons || words == "" || l.Withdrawn() {
			continue
		}
		options = append(options, option(string(l.ID), Cut(words, cutTitle), Cut(e.who(l.Author), cutButton)))
		all = append(all, string(l.ID))
	}
	if len(options) > 0 {
		f.checks(field{block: BlockLessons, label: "What do we know now?"}, all, options...)
	}
	f.input(field{block: BlockThanks, label: "Whom do we want to thank?", hint: "Up to five people. They are really mentioned."}, people(in.Thanks))
	f.context("Posted in %s, under your name.", e.channel(m.Channel))
	return f.view()
}

// End3 is the third view: what comes next. Only what is there is offered to be taken along. Told are the channels of
// the missions that are told of the ending.
func End3(e Env, m mission.Mission, in EndForm, told ...mission.ChannelID) slack.ModalViewRequest {
	f := &form{callback: ViewEnd3, title: "What comes next", submit: "End it", close: "Back",
		meta: Meta{Mission: m.ID, Kind: string(in.Kind)}}
	var options []*slack.OptionBlockObject
	var ticked []string
	for _, c := range carrying {
		if !c.there(m, in.Lessons) || c.value == "commitments" && !in.Promised || c.value == "risks" && !in.Tried {
			continue
		}
		options = append(options, option(c.value, c.word, ""))
		if *c.of(&in.Carry) {
			ticked = append(ticked, c.value)
		}
	}
	if len(options) > 0 {
		f.checks(field{block: BlockCarry, label: "What does the next mission take along?"}, ticked, options...)
	}
	next := nextLater
	if in.StartNext {
		next = nextNow
	}
	f.radio(field{block: BlockNext, label: "The next one", required: true}, next,
		option(nextNow, "Start the next one now", ""), option(nextLater, "Later", ""))
	f.contextLine(e.postedIn(m, told))
	f.context("For 24 hours you can take the ending back.")
	return f.view()
}

// ParseEnd1 reads the first view into in.
func ParseEnd1(state *slack.ViewState, in EndForm) (EndForm, FieldErrors) {
	a := read(state)
	var all []string
	for _, w := range endings {
		all = append(all, string(w.kind))
	}
	if in.Kind = mission.EndKind(a.one(BlockEnding, all...)); in.Kind == "" {
		a.errs.put(BlockEnding, "Choose one of these. All three have the same weight.")
	}
	return in, a.errs
}

// ParseEnd2 reads the second view into in. Whether the lessons are this mission's is for the domain to
// say.
func ParseEnd2(state *slack.ViewState, in EndForm) (EndForm, FieldErrors) {
	a := read(state)
	in.Story = a.text(storyField(in.Kind))
	in.Lessons = nil
	v, _ := a.at(BlockLessons)
	for _, o := range v.SelectedOptions[:min(len(v.SelectedOptions), maxLessons)] {
		in.Lessons = append(in.Lessons, mission.ID(o.Value))
	}
	if in.Thanks = a.users(BlockThanks); len(in.Thanks) > mission.MaxThanks {
		a.errs.put(BlockThanks, "Thanks go to up to five people at once.")
	}
	return in, a.errs
}

// ParseEnd3 reads the third view into in.
func ParseEnd3(state *slack.ViewState, in EndForm) (EndForm, FieldErrors) {
	a := read(state)
	var all []string
	for _, c := range carrying {
		all = append(all, c.value)
	}
	in.Carry = mission.CarryOver{}
	for _, value := range a.some(BlockCarry, all...) {
		for _, c := range carrying {
			if c.value == value {
				*c.of(&in.Carry) = true
			}
		}
	}
	in.StartNext = a.one(BlockNext, nextNow, nextLater) == nextNow
	return in, a.errs
}

// OutcomeData is what the message about an ended mission shows.
type OutcomeData struct {
	Mission mission.Mission
	Lessons []mission.Entry // the chosen ones; three are shown
	Wins    []mission.Entry // newest first; the first for each who gains is shown
}

// Outcome tells the channel how a mission ended. The three endings look alike.
func Outcome(e Env, d OutcomeData) Message {
	m, o := d.Mission, d.Mission.Outcome
	if o == nil {
		return one(fill("*%s* goes on.", title(m)))
	}
	var p canvas
	span := "after " + days(lasted(m))
	p.instead(fill("%s, %s on %s, %s.", title(m), endingOf(o.Kind).past, e.on(m, o.At), span), func() {
		p.head(title(m))
		p.section("%s, %s.", e.ended(m), span)
	})
	p.bullets("*Who is better off*", betterOff(d.Wins))
	short := p.lessons(d.Lessons)
	short = p.quote(writtenOr(o.Story)) || short
	p.thanks(e, o.Thanks)
	meta := Meta{Mission: m.ID}
	p.actions(
		primary(ActStartNext, "Start the next one", Meta{Channel: m.Channel, Mission: m.ID}),
		button(ActReadStory, "Read its story", meta),
		when(short && len(d.Lessons) > 0, button(ActReadLessons, "Read the lessons", meta)),
	)
	return p.message()
}

// betterOff names for each who gains the newest win told.
func betterOff(wins []mission.Entry) []line {
	var out []line
	for _, g := range gains {
		for _, w := range wins {
			if w.Gain == g.gain && !w.Withdrawn() && Clean(w.Text) != "" {
				out = append(out, fill("%s %s", strings.TrimSuffix(g.sentence, ".")+":", Cut(oneLine(w.Text), cutList)))
				break
			}
		}
	}
	return out
}

// lessons adds up to three of the chosen lessons and reports whether more is to be read.
func (p *canvas) lessons(lessons []mission.Entry) (short bool) {
	var lines []line
	for _, l := range lessons {
		if l.Withdrawn() || Clean(l.Text) == "" {
			continue
		}
		if len(lines) == 3 {
			short = true
			break
		}
		words, cut := cut(oneLine(l.Text), cutList)
		short = short || cut
		lines = append(lines, fill("%s", words))
	}
	p.bullets("*What we know now*", lines)
	return short
}

// thanks adds the people to thank, really mentioned.
func (p *canvas) thanks(e Env, to []mission.UserID) {
	if len(to) == 0 {
		return
	}
	var names []line
	for _, u := range to[:min(len(to), mission.MaxThanks)] {
		names = append(names, fill("%s", e.at(u)))
	}
	p.section("%s to %s", e.marked(wordsFor(mission.Thanks)), list(names))
}

// Story is the whole story, in the thread of the message about the ending.
func Story(e Env, m mission.Mission, lessons []mission.Entry) Message {
	var p canvas
	shown := 0
	for _, part := range rowsOf(e.storyParts(m, lessons)) {
		if shown++; shown > 20 {
			break
		}
		if len(part.label) > 0 {
			p.richLine(part.label)
		}
		if part.words != "" {
			p.add(quoteBlock(part.words), entities.Replace(part.words))
		}
	}
	if m.Outcome != nil && m.Outcome.Kind == mission.Completed {
		p.section("What are we proud of, and whom did it help?")
	}
	p.actions(button(ActReadStory, "Read its story", Meta{Mission: m.ID}))
	return p.message()
}
