package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// The question after a silence, and a mission's rest.

// QuietNudge asks whether a mission still holds.
type QuietNudge struct {
	SingleNudge
	Weeks int // of silence
	// RestsOn is the day from which on the mission rests if nobody answers, or no day.
	RestsOn mission.Date
	// Rests says that the mission rests by now. Asked says that somebody chose that here.
	Rests, Asked bool
}

// QuietAsked asks, without a reproach.
func QuietAsked(e Env, d QuietNudge) Message {
	m := d.Mission
	var p canvas
	p.section("%s Is *%s* still what we are after?", quietWeeks(d.Weeks), title(m))
	if !d.RestsOn.IsZero() {
		p.context("If nobody answers, the mission rests from %s on, until someone goes on.", e.day(m, d.RestsOn))
	}
	p.actions(primary(ActStillTrue, "Still true", d.meta()), button(ActChanged, "It has changed", d.meta()),
		button(ActLetRest, "Let it rest", d.onMission()), hereMenu(d.NudgeData))
	return p.message()
}

func quietWeeks(n int) string {
	switch n {
	case 1:
		return "A quiet week."
	case 2:
		return "Two quiet weeks."
	case 4:
		return "Four quiet weeks."
	case 8:
		return "Eight quiet weeks."
	}
	return fmt.Sprintf("%d quiet weeks.", n)
}

// QuietStill says who said that it still holds.
func QuietStill(e Env, d QuietNudge) Message {
	return one(fill("Still true, says %s, %s.", e.who(d.By), e.day(d.Mission, d.On)))
}

// QuietRest says that the mission rests, and offers to go on.
func QuietRest(e Env, d QuietNudge) Message {
	m := d.Mission
	switch {
	case !d.Rests:
		return one(fill("*%s* goes on.", title(m)))
	case m.Rest.By == "":
		return one(fill("No answer came, so *%s* rests %s.", title(m), e.restEnds(m)), wake(m))
	}
	return one(fill("*%s* rests %s, says %s.", title(m), e.restEnds(m), e.who(m.Rest.By)), wake(m))
}

func wake(m mission.Mission) *slack.ButtonBlockElement {
	return button(ActWake, "Go on", Meta{Mission: m.ID})
}

// restEnds says until when a mission rests.
func (e Env) restEnds(m mission.Mission) line {
	if m.Rest == nil || m.Rest.Until.IsZero() {
		return own("until someone goes on")
	}
	return fill("until %s", e.day(m, m.Rest.Until))
}

// restLine is what the card says of a rest.
func (e Env) restLine(m mission.Mission) line {
	return append(append(fill("*At rest*  "), e.restEnds(m)...), span{text: ". Any entry goes on, and so does the button below."})
}

// LetRest is the form for a rest.
func LetRest(e Env, m mission.Mission, nudge string) slack.ModalViewRequest {
	f := &form{callback: ViewLetRest, title: "Let it rest", submit: "Let it rest", close: "Cancel", meta: Meta{Mission: m.ID, Nudge: nudge}}
	f.rich("*%s*", title(m))
	f.section("While it rests nothing of it reaches anybody: no questions, no digest. Any entry goes on with it.")
	f.input(field{block: BlockUntil, label: "Until when?", hint: "It comes back by itself on that day. Leave it empty and it rests until someone goes on."},
		datePicker(mission.Date{}))
	f.context("The card says so, and its thread says who chose it, in %s.", e.channel(m.Channel))
	return f.view()
}

// ParseLetRest reads the form on a day.
func ParseLetRest(state *slack.ViewState, today mission.Date) (mission.Date, FieldErrors) {
	a := read(state)
	until := a.date(BlockUntil)
	if !until.IsZero() && !today.Before(until) {
		a.errs.put(BlockUntil, datePassed(today))
	}
	return until, a.errs
}

// ThreadRests says in the card's thread that the mission rests.
func ThreadRests(e Env, m mission.Mission, by mission.UserID) Message {
	if by == "" {
		return one(fill("Nobody said for weeks that *%s* goes on, so it rests. Any entry goes on.", title(m)), wake(m))
	}
	return one(fill("%s lets *%s* rest %s. Any entry goes on.", e.who(by), title(m), e.restEnds(m)), wake(m))
}

// ThreadGoesOn says who ended the rest.
func ThreadGoesOn(e Env, m mission.Mission, by mission.UserID) Message {
	return one(fill("%s goes on with *%s*.", e.who(by), title(m)))
}

// RestBegun and RestOver answer a press where no message can be changed.
func RestBegun(e Env, m mission.Mission) Message {
	return one(fill("*%s* rests %s. Nothing of it reaches anybody meanwhile.", title(m), e.restEnds(m)), wake(m))
}

// RestOver says that a mission goes on.
func RestOver(_ Env, m mission.Mission) Message {
	return one(fill("*%s* goes on.", title(m)), button(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)}))
}

// atRest adds to Home that a mission rests.
func (p *canvas) atRest(e Env, m mission.Mission) {
	if m.Resting(e.Now) {
		p.sectionWith(about(wake(m), "Go on: "+title(m)), "*%s* rests %s.", title(m), e.restEnds(m))
	}
}
