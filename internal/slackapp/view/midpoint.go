package view

import (
	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// What the midpoint decided: to keep, to change, to stop.
const (
	// ActDecide opens the form for what the midpoint decided. Mission.
	ActDecide = "decide"

	ViewDecide = "decide" // Mission

	BlockKeep   = "keep"
	BlockChange = "change"
	BlockStop   = "stop"
)

// decisionFields are the three parts of a decision, in their order.
var decisionFields = [3]field{
	{block: BlockKeep, label: "Keep: what works?", max: maxField, long: true},
	{block: BlockChange, label: "Change: what would work better another way?", max: maxField, long: true},
	{block: BlockStop, label: "Stop: what no longer serves the end we want?", max: maxField, long: true},
}

// Decide is the form for what the midpoint decided.
func Decide(e Env, m mission.Mission) slack.ModalViewRequest {
	f := &form{callback: ViewDecide, title: "What we decided", submit: "Post", close: "Cancel", meta: Meta{Mission: m.ID}}
	f.rich("*Half of the planned time is over.*  %s is done when %s", title(m), writtenOr(m.EndState))
	var d mission.Decision
	if m.Midpoint != nil {
		d = *m.Midpoint
	}
	for i, words := range [3]string{d.Keep, d.Change, d.Stop} {
		f.textInput(decisionFields[i], words)
	}
	f.context("Posted in %s under your name, and kept in the card's thread.", e.channel(m.Channel))
	return f.view()
}

// ParseDecide reads the form.
func ParseDecide(state *slack.ViewState) (mission.NewDecision, FieldErrors) {
	a := read(state)
	in := mission.NewDecision{Keep: a.text(decisionFields[0]), Change: a.text(decisionFields[1]), Stop: a.text(decisionFields[2])}
	if in == (mission.NewDecision{}) {
		a.errs.put(BlockKeep, "One of the three needs a few words.")
	}
	return in, a.errs
}

// Decided tells the channel what the midpoint decided. It always holds rich_text, which an update may not take away.
func Decided(e Env, m mission.Mission) Message {
	var p canvas
	p.section("At the midpoint of *%s* we decided, says %s:", title(m), e.who(m.Midpoint.By))
	short := p.decision(*m.Midpoint)
	if short {
		p.context("The whole of it stands in the card's thread.")
	}
	p.actions(button(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)}),
		button(ActMyPiece, "What changes for my piece?", Meta{Mission: m.ID}))
	return p.message()
}

// ThreadDecided keeps it in the card's thread, the first time or once more.
func ThreadDecided(e Env, m mission.Mission, by mission.UserID) Message {
	if m.Midpoint == nil {
		return one(fill("%s told what the midpoint decided.", e.who(by)))
	}
	var p canvas
	p.section("%s told what the midpoint decided:", e.who(by))
	p.decisionWhole(*m.Midpoint)
	return p.message()
}

// decision adds the parts that were written, and reports whether words were cut.
func (p *canvas) decision(d mission.Decision) (short bool) {
	for i, label := range [3]string{"*Keep*  %s", "*Change*  %s", "*Stop*  %s"} {
		words := [3]string{d.Keep, d.Change, d.Stop}[i]
		if Clean(words) != "" {
			p.rich(label, words)
			short = tooWide(words) || short
		}
	}
	return short
}

// decisionWhole adds them in full.
func (p *canvas) decisionWhole(d mission.Decision) {
	for i, label := range [3]string{"*Keep*", "*Change*", "*Stop*"} {
		if words := [3]string{d.Keep, d.Change, d.Stop}[i]; Clean(words) != "" {
			p.section(label)
			p.quoteWhole(firstRunes(words, maxField))
		}
	}
}

// midpointDetails adds to Details what the midpoint decided, and for whoever steers the way to tell it.
func (p *canvas) midpointDetails(e Env, d DetailsData) {
	m := d.Mission
	tell := button(ActDecide, "What we decided", Meta{Mission: m.ID})
	switch {
	case m.Midpoint == nil && d.Steers && m.PastMidpoint(e.Now):
		p.sectionWith(tell, "Half of the planned time is over. What do you keep, change and stop?")
	case m.Midpoint != nil && d.Steers:
		p.sectionWith(tell, "*At the midpoint*, on %s:", e.on(m, m.Midpoint.At))
		p.decision(*m.Midpoint)
	case m.Midpoint != nil:
		p.section("*At the midpoint*, on %s:", e.on(m, m.Midpoint.At))
		p.decision(*m.Midpoint)
	}
}
