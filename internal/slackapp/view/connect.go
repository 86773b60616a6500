package view

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// ConnectForm is how a mission touches what a person is after herself, with who may read which sentence.
type ConnectForm struct {
	// Sentences stand in the order of [mission.Sentences].
	Sentences [len(mission.Sentences)]Shared
	Powers    []mission.Power
	// Typed is what came with the command, to go into the form: see [Connect].
	Typed string
}

// Shared is a sentence and the ring that it is open to.
type Shared struct {
	Words string
	Ring  mission.Ring
}

// Empty reports whether nothing is written.
func (c ConnectForm) Empty() bool { return len(c.Powers) == 0 && !c.anyWords() }

func (c ConnectForm) anyWords() bool {
	return slices.ContainsFunc(c.Sentences[:], func(s Shared) bool { return s.Words != "" })
}

// Rings returns who may read what, without the words.
func (c ConnectForm) Rings() Readers {
	var r Readers
	for i, s := range c.Sentences {
		r.Written[i], r.Rings[i] = s.Words != "", s.Ring
	}
	r.Ticked = len(c.Powers) > 0
	return r
}

// Readers is who may read which sentence of a connection. It holds no words.
type Readers struct {
	Written [len(mission.Sentences)]bool
	Rings   [len(mission.Sentences)]mission.Ring
	Ticked  bool
}

// Empty reports whether nothing is written.
func (r Readers) Empty() bool { return !r.Ticked && !slices.Contains(r.Written[:], true) }

// Shared reports whether anybody else may read anything.
func (r Readers) Shared() bool {
	for i, ring := range r.Rings {
		if r.Written[i] && ring != mission.OnlyMe {
			return true
		}
	}
	return false
}

// sentenceWords are the names of one sentence.
type sentenceWords struct {
	block string
	asks  string // the label of its field
	mine  string // to its author: "your …"
	hers  string // a label for others, after a name
	// questions are three to ask its author, not to tell her.
	questions [3]string
}

var sentencesOf = [len(mission.Sentences)]sentenceWords{
	{
		block: BlockPersonal, asks: "What are you after in your own life or work, these years?",
		mine: "what you are after", hers: "is after, these years",
		questions: [3]string{
			"What would a good year on the way there look like?", "What here already brings it closer?",
			"What could make more room for it in this mission?",
		},
	},
	{
		block: BlockPower, asks: "What gives you energy at work?",
		mine: "what gives you energy", hers: "finds energy in",
		questions: [3]string{
			"When did you last have work like that here?", "What in this mission could hold more of it?",
			"What takes that energy away?",
		},
	},
	{
		block: BlockServes, asks: "How does this mission touch one of these?",
		mine: "how this mission touches it", hers: "sees in this mission",
		questions: [3]string{
			"What made you see it that way?", "What would make that tie stronger?",
			"How will you notice that it still fits?",
		},
	},
}

func sentenceOf(s mission.Sentence) sentenceWords {
	return sentencesOf[max(slices.Index(mission.Sentences[:], s), 0)]
}

func (w sentenceWords) field() field {
	return field{block: w.block, label: w.asks, max: mission.MaxEnd, long: true}
}

// powerWords are the kinds of work to tick, by their names for people.
var powerWords = map[mission.Power]string{
	mission.Teaching: "Teaching", mission.Making: "Making", mission.Solving: "Solving",
	mission.Helping: "Helping", mission.Finishing: "Finishing", mission.Learning: "Learning",
}

// The values of the choice of a ring.
const (
	ringMe   = "me"
	ringLead = "lead"
	ringTeam = "team"
)

var ringValues = map[mission.Ring]string{mission.OnlyMe: ringMe, mission.ForLead: ringLead, mission.ForTeam: ringTeam}

// Connect is the form for it, with what was written before. Me is whose form it is; the nudge's key is empty
// where none asked. What was typed stands in the last field, or above the others to copy where that has words.
func Connect(e Env, m mission.Mission, me mission.UserID, nudge string, in ConnectForm) slack.ModalViewRequest {
	f := connectForm(m, nudge)
	written, serves := !in.Empty(), &in.Sentences[len(in.Sentences)-1]
	switch {
	case in.Typed == "":
	case serves.Words == "":
		serves.Words = in.Typed
	default:
		f.section("What you typed, to copy where it belongs:")
		f.copyOut(in.Typed)
	}
	f.connectFields(e, m, me, in)
	if written {
		f.actions(button(ActTakeBack, "Take back all", Meta{Mission: m.ID}))
	}
	return f.view()
}

// ConnectWider is the form once more, after somebody chose more readers than before: it says what that means
// before anything is kept.
func ConnectWider(e Env, m mission.Mission, me mission.UserID, nudge string, in ConnectForm, wider []mission.Sentence) slack.ModalViewRequest {
	f := connectForm(m, nudge)
	f.submit, f.meta.Kind = "Share", widened(in, wider)
	f.section("*Before you share.* %s Nothing is kept yet.", e.readersLine(m, in.Rings(), func(i int) bool {
		return slices.Contains(wider, mission.Sentences[i])
	}))
	f.context("%s Press Share to go on, or choose fewer readers below.", e.meaning(m, in, wider))
	f.connectFields(e, m, me, in)
	return f.view()
}

func connectForm(m mission.Mission, nudge string) *form {
	return &form{callback: ViewConnect, title: "This mission and you", submit: "Keep", close: "Cancel",
		meta: Meta{Nudge: nudge, Mission: m.ID, User: m.Lead}}
}

// meaning says what the chosen rings mean, each once.
func (e Env) meaning(m mission.Mission, in ConnectForm, wider []mission.Sentence) line {
	var lead, team line
	for i, s := range mission.Sentences {
		switch ring := in.Sentences[i].Ring; {
		case !slices.Contains(wider, s):
		case ring == mission.ForTeam:
			team = fill("The team: shown in Details to whoever is in the mission or in %s, and perhaps in a celebration, which asks you first.",
				e.channel(m.Channel))
		case ring == mission.ForLead:
			lead = fill("%s is told that you shared something, and reads it in a form. Nobody who leads later does.", e.who(m.Lead))
		}
	}
	return joined(" ", lead, team)
}

func (f *form) connectFields(e Env, m mission.Mission, me mission.UserID, in ConnectForm) {
	f.rich("*%s*", title(m))
	f.context("An invitation, never a duty. Each sentence has its own readers, and you can narrow or take back any of them at any time. " +
		"All of it is sealed; whoever runs my server and holds its key could open it.")
	for i, s := range mission.Sentences {
		w := sentencesOf[i]
		f.textInput(w.field(), in.Sentences[i].Words)
		if s == mission.PowerSource {
			f.powerChecks(in.Powers)
		}
		f.ringSelect(e, m, me, s, in.Sentences[i].Ring)
	}
	f.context("Empty a field to take it back.")
}

func (f *form) powerChecks(ticked []mission.Power) {
	var options []*slack.OptionBlockObject
	var values []string
	for _, p := range mission.Powers {
		options = append(options, option(string(p), powerWords[p], ""))
	}
	for _, p := range ticked {
		values = append(values, string(p))
	}
	f.checks(field{block: BlockPowers, label: "Which of these give you energy?",
		hint: "The ticks stay with you. Questions that fit them reach you sooner."}, values, options...)
}

// ringSelect asks who may read a sentence. The lead is named, since nobody else is meant; who leads herself,
// or is in a mission without a lead, has two rings.
func (f *form) ringSelect(e Env, m mission.Mission, me mission.UserID, s mission.Sentence, ring mission.Ring) {
	options := []*slack.OptionBlockObject{option(ringMe, "Only me", "")}
	if m.Lead != "" && m.Lead != me {
		options = append(options, option(ringLead, "My lead, "+Cut(e.who(m.Lead), cutButton), ""))
	}
	options = append(options, option(ringTeam, "The team", ""))
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, actInput, options...)
	if element.InitialOption = first(options, ringValues[ring]); element.InitialOption == nil {
		element.InitialOption = options[0]
	}
	f.input(field{block: ringBlock(s), label: "Who may read it?", required: true}, element)
}

// ParseConnect reads the form. Written says whether something stood there before: then all of it may be
// emptied.
func ParseConnect(state *slack.ViewState, written bool) (ConnectForm, FieldErrors) {
	a := read(state)
	var in ConnectForm
	for i, s := range mission.Sentences {
		in.Sentences[i] = Shared{Words: a.text(sentencesOf[i].field()), Ring: a.ring(s)}
		if in.Sentences[i].Words == "" {
			in.Sentences[i].Ring = mission.OnlyMe
		}
	}
	in.Powers = a.powers()
	if in.Empty() && !written && a.errs == nil {
		a.errs.put(BlockPersonal, "Write one of the three, or press Cancel.")
	}
	return in, a.errs
}

func (a *answers) ring(s mission.Sentence) mission.Ring {
	switch a.one(ringBlock(s), ringMe, ringLead, ringTeam) {
	case ringLead:
		return mission.ForLead
	case ringTeam:
		return mission.ForTeam
	}
	return mission.OnlyMe
}

func (a *answers) powers() []mission.Power {
	var names []string
	for _, p := range mission.Powers {
		names = append(names, string(p))
	}
	ticked := a.some(BlockPowers, names...)
	var out []mission.Power
	for _, p := range mission.Powers {
		if slices.Contains(ticked, string(p)) {
			out = append(out, p)
		}
	}
	return out
}

// widened names the sentences with more readers than before and their rings, for the meta of the form that
// asks about them.
func widened(in ConnectForm, wider []mission.Sentence) string {
	var parts []string
	for i, s := range mission.Sentences {
		if slices.Contains(wider, s) {
			parts = append(parts, string(s)+"="+ringValues[in.Sentences[i].Ring])
		}
	}
	return strings.Join(parts, ",")
}

// AskedAbout reports whether the form that asks before sharing named all of these as they are chosen.
func AskedAbout(kind string, in ConnectForm, wider []mission.Sentence) bool {
	asked := strings.Split(kind, ",")
	for part := range strings.SplitSeq(widened(in, wider), ",") {
		if !slices.Contains(asked, part) {
			return false
		}
	}
	return true
}

// LeadLeads is the mistake at every field that names somebody who leads no more.
func LeadLeads(in ConnectForm) FieldErrors {
	var errs FieldErrors
	for i, s := range mission.Sentences {
		if in.Sentences[i].Ring == mission.ForLead {
			errs.put(ringBlock(s), "Someone else leads by now, or nobody. Choose again, or open this form anew.")
		}
	}
	return errs
}

// readersLine says who reads which sentence, of those that include holds for.
func (e Env) readersLine(m mission.Mission, r Readers, include func(int) bool) line {
	by := map[mission.Ring][]line{}
	for i := range mission.Sentences {
		if r.Written[i] && include(i) {
			by[r.Rings[i]] = append(by[r.Rings[i]], fill("%s", own(sentencesOf[i].mine)))
		}
	}
	var parts []line
	if what := by[mission.OnlyMe]; len(what) > 0 {
		parts = append(parts, fill("Only you read %s.", list(what)))
	}
	if what := by[mission.ForLead]; len(what) > 0 {
		parts = append(parts, fill("%s reads %s.", e.who(m.Lead), list(what)))
	}
	if what := by[mission.ForTeam]; len(what) > 0 {
		parts = append(parts, fill("The team reads %s.", list(what)))
	}
	return joined(" ", parts...)
}

// ConnectKept says who reads what a person wrote, in a message of hers.
func ConnectKept(e Env, m mission.Mission, r Readers) Message {
	if r.Empty() {
		return one(fill("Taken back. Nothing of it is kept."), button(ActConnect, "Write it anew", Meta{Mission: m.ID}))
	}
	words := fill("Kept. Only you read it.")
	if r.Shared() {
		words = joined(" ", fill("Kept."), e.readersLine(m, r, func(int) bool { return true }))
	}
	return one(words, button(ActConnect, "Change", Meta{Mission: m.ID}), button(ActTakeBack, "Take back all", Meta{Mission: m.ID}))
}

// ConnectNarrowed says that a sentence has fewer readers than before.
func ConnectNarrowed(e Env, m mission.Mission, r Readers) Message {
	if r.Empty() {
		return one(fill("Taken back. Nothing of it is kept. Whoever has read it may remember it."),
			button(ActConnect, "Write it anew", Meta{Mission: m.ID}))
	}
	words := fill("Taken back. It is gone from every place where others could read it; whoever has read it may remember it.")
	readers := e.readersLine(m, r, func(int) bool { return true })
	return one(joined(" ", words, readers), button(ActConnect, "Change", Meta{Mission: m.ID}), button(ActTakeBack, "Take back all", Meta{Mission: m.ID}))
}

// ConnectReply answers a typed reply to the connect question, which has a form of its own.
func ConnectReply(_ Env, d NudgeData) Message {
	return one(fill("Kept as how the mission serves you. Only you read my copy. Your message stays in Slack too; delete it there if you like."),
		button(ActConnect, "Show it", d.onMission()))
}

// takeBackButtons are the two ways to take everything back, and the way out.
func takeBackButtons(id mission.ID, shared bool) []slack.BlockElement {
	meta := Meta{Mission: id}
	return []slack.BlockElement{
		when(shared, button(ActTakeBackAlone, "Keep it for me alone", meta)),
		danger(ActTakeBackForget, "Delete all of it", meta),
		button(ActTakeBackNot, "Leave it as it is", meta),
	}
}

const askTakeBack = "Take back what you wrote about this mission and you? Deleted words cannot be brought back."

// AskTakeBack asks what is to become of what a person wrote.
func AskTakeBack(_ Env, id mission.ID, shared bool) Message {
	return one(fill(askTakeBack), takeBackButtons(id, shared)...)
}

// AskTakeBackView is the same in place of the form.
func AskTakeBackView(_ Env, id mission.ID, shared bool) slack.ModalViewRequest {
	f := reader("Take back")
	f.section(askTakeBack)
	f.actions(takeBackButtons(id, shared)...)
	return f.view()
}

// takenBackLine says what became of it.
func takenBackLine(forgotten, narrowed bool) line {
	words := "Only you read it."
	if forgotten {
		words = "Nothing of it is kept."
	}
	if narrowed {
		words += " It is gone from every place where others could read it; whoever has read it may remember it."
	}
	return fill("Taken back. %s", own(words))
}

// TookBack says what became of what was taken back. Of a mission that a person is no longer in she gets no
// way to write anew.
func TookBack(_ Env, id mission.ID, forgotten, narrowed, in bool) Message {
	label := "Change"
	if forgotten {
		label = "Write it anew"
	}
	return one(takenBackLine(forgotten, narrowed), when(in, button(ActConnect, label, Meta{Mission: id})))
}

// TookBackView is the same in place of a form.
func TookBackView(_ Env, forgotten, narrowed bool) slack.ModalViewRequest {
	f := reader("Taken back")
	f.add(slack.NewSectionBlock(mrkdwn(takenBackLine(forgotten, narrowed)), nil, nil), "")
	return f.view()
}

// LeftAsItIs takes the place of the question where nothing was taken back.
func LeftAsItIs(_ Env, id mission.ID) Message {
	return one(fill("It stands as you wrote it."), button(ActMine, "Show it", Meta{Mission: id}))
}

// LeftAsItIsView is the same in place of a form.
func LeftAsItIsView(Env) slack.ModalViewRequest {
	f := reader("As it was")
	f.section("It stands as you wrote it.")
	return f.view()
}
