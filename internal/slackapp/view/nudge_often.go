package view

import "throughline/internal/nudges"

// ActHowOften is what a channel answers when it is asked how often it wants a question. Nudge, and Ref: a nudges.Pace.
const ActHowOften = "how_often"

// halfAsOften says, once, that what goes unanswered comes less often.
func (p *canvas) halfAsOften(d NudgeData) {
	if d.Tires {
		p.context("I will write half as often. Any answer brings the old rhythm back.")
	}
}

// howOften asks the channel, once, how often it wants a question.
func (p *canvas) howOften(d NudgeData) {
	if !d.Tires {
		return
	}
	p.context("How often would you like a question here? I ask this once.")
	p.actions(
		button(numbered(ActHowOften, 0), "As it is", often(d, nudges.AsPlanned)),
		button(numbered(ActHowOften, 1), "Half as often", often(d, nudges.HalfAsOften)),
		button(numbered(ActHowOften, 2), "Off", often(d, nudges.Never)),
	)
}

func often(d NudgeData, pace nudges.Pace) Meta {
	m := d.onMission()
	m.Ref = string(pace)
	return m
}
