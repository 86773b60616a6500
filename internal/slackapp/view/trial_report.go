package view

import (
	"fmt"
	"math"

	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// fewestPeople is how many people a figure of direct messages is about at least.
const fewestPeople = 3

// trial adds what is known of whether nudges help, where a trial runs or ran.
func (p *canvas) trial(e Env, d TrialData) {
	if !d.Known || d.Trial.From.IsZero() {
		return
	}
	p.section("*Do the nudges help?*")
	if d.On {
		p.section("%s", e.trialSince(d))
	}
	p.findings(e, d)
}

// findings adds what the looks found: over all teams first, then of the team itself.
func (p *canvas) findings(e Env, d TrialData) {
	looks := d.SeasonLooks
	alone := len(looks) == 0 || channelsIn(looks) < 2
	if alone && len(looks) == 0 {
		looks = d.Looks
	}
	if len(looks) == 0 {
		if n, at := d.Season.NextLook(e.Now); d.On && n > 0 {
			p.section("First look: %s. Nothing is computed before.", e.on(d.Mission, at))
		}
		return
	}
	heading := "*All teams here that run a trial*, last look on %s"
	if alone {
		heading = "*Last look*, on %s"
	}
	said := p.found(e, d, looks, fill(heading, e.on(d.Mission, looks[len(looks)-1].At)), true)
	if !alone && len(d.Looks) > 0 {
		said += p.found(e, d, d.Looks, fill("*This team alone*, last look on %s", e.on(d.Mission, d.Looks[len(d.Looks)-1].At)), false)
	}
	p.section("%s", e.nextLook(d))
	if said > 1 {
		p.context("Several figures stand here: one verdict in about twenty is a false one.")
	}
}

// channelsIn is over how many teams the looks were counted.
func channelsIn(looks []trial.Look) int {
	most := 0
	for _, l := range looks {
		for _, f := range l.Of {
			most = max(most, f.Channels)
		}
	}
	return most
}

// found adds one line a kind, and returns how many there are. Where direct messages were of one kind alone, that
// line stands for all of them.
func (p *canvas) found(e Env, d TrialData, looks []trial.Look, heading line, retires bool) int {
	last := looks[len(looks)-1]
	direct := 0
	for _, f := range last.Of {
		if f.Kind != trial.Direct && !nudges.Kind(f.Kind).ToChannel() {
			direct++
		}
	}
	var items []line
	for _, f := range last.Of {
		if f.Kind != trial.Direct || direct > 1 {
			items = append(items, fill("%s: %s", own(kindNamed(nudges.Kind(f.Kind))), e.verdict(d, looks, f, retires)))
		}
	}
	if len(items) == 0 {
		items = []line{own(tooFew)}
	}
	p.section("%s", heading)
	p.section("%s", joined("\n", bulleted(items)...))
	return len(items)
}

func bulleted(items []line) []line {
	var out []line
	for _, item := range items {
		out = append(out, fill("• %s", item))
	}
	return out
}

// tooFew is what is said before there were ten nudges of both sorts.
const tooFew = "Cannot tell yet: too few tosses so far."

// verdict says what the looks found of one kind.
func (e Env) verdict(d TrialData, looks []trial.Look, counted trial.Figures, retires bool) line {
	if !nudges.Kind(counted.Kind).ToChannel() && counted.People < fewestPeople {
		return own("Too few people for a figure.")
	}
	f, _, ok := trial.Found(looks, counted.Kind)
	switch {
	case !ok || !f.Enough():
		return own(tooFew)
	case f.Word == trial.Helps:
		return own(helps(f))
	case f.Word == trial.NoEffect && retires:
		return e.retirement(d, counted.Kind, f)
	case f.Word == trial.NoEffect:
		return own(noEffect(f))
	}
	return own(cannotTell(f))
}

// helps, noEffect and cannotTell are the three verdicts. A bound is rounded away from what would please.
func helps(f trial.Finding) string {
	low := fmt.Sprintf("%.0f", math.Floor(100*f.Low))
	if low == "0" {
		low = "less than 1"
	}
	return fmt.Sprintf("Nudges help: progress was told within a day after %.0f of 100 nudges, and %.0f of 100 where we stayed silent. The difference is between %s and %.0f points.",
		100*f.Sent.Share(), 100*f.Withheld.Share(), low, math.Ceil(100*f.High))
}

func noEffect(f trial.Finding) string {
	return fmt.Sprintf("No effect worth a message: at most %s.", points(max(math.Ceil(100*f.High), 0)))
}

func cannotTell(f trial.Finding) string {
	return fmt.Sprintf("Cannot tell yet: anything from %s fewer to %.0f more fits.",
		points(math.Ceil(-100*f.Low)), math.Ceil(100*f.High))
}

func points(n float64) string {
	if n == 1 {
		return "1 point"
	}
	return fmt.Sprintf("%.0f points", max(n, 0))
}

// nextLook says when the next look is, and what a year could show.
func (e Env) nextLook(d TrialData) line {
	of := d.Season
	if of.ID == "" {
		of = d.Trial
	}
	n, at := of.NextLook(e.Now)
	if n == 0 || !d.On {
		return own("There is no further look.")
	}
	return own(fmt.Sprintf("Next look: %s. With %s a year shows differences of about %s points.",
		e.on(d.Mission, at), peopleInWords(d.People), visibleIn(max(d.People, 1), trial.Weeks[2], d.Trial.Rho)))
}

// peopleInWords writes how many people a team has.
func peopleInWords(n int) string {
	words := [...]string{"nobody", "one person", "two people", "three people", "four people", "five people", "six people",
		"seven people", "eight people", "nine people", "ten people"}
	if n < len(words) {
		return words[n]
	}
	return number(n) + " people"
}

// retirement says what became of a kind without effect.
func (e Env) retirement(d TrialData, kind string, f trial.Finding) line {
	r, known := d.Trial.Retiring(kind)
	what := noEffect(f)
	switch {
	case !known:
		return own(what)
	case r.Kept:
		return fill("%s Somebody kept it.", own(what))
	case r.Gone:
		return own(what + " It retired on " + e.on(d.Mission, r.At) + ".")
	}
	return own(what + " This kind of nudge retires on Friday; one tap keeps it.")
}
