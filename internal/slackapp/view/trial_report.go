package view

import (
	"fmt"
	"math"
	"slices"
	"time"

	"throughline/internal/nudges"
	"throughline/internal/trial"
)

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
	common, last, looked := d.common(e.Now)
	if len(common) == 0 && len(d.Looks) == 0 {
		p.nothingFound(e, d, last, looked)
		return
	}
	said := 0
	if len(common) > 0 {
		said += p.found(e, d, common, fill("*All teams here that run a trial*, last look on %s", e.on(d.Mission, last)), true)
	}
	if len(d.Looks) > 0 {
		heading := "*This team alone*, last look on %s"
		if len(common) == 0 {
			heading = "*Last look*, on %s"
		}
		said += p.found(e, d, d.Looks, fill(heading, e.on(d.Mission, d.Looks[len(d.Looks)-1].At)), len(common) == 0)
	}
	p.section("%s", e.nextLook(d, len(common) > 0))
	if said > 1 {
		p.context("Several figures stand here: one verdict in about twenty is a false one.")
	}
}

// common returns what the looks at all teams found that this one may read: what was counted while it took part, of
// enough teams that nobody can take another's figures out of it. It says when the last of these looks was, whether or
// not anything of it is shown.
func (d TrialData) common(now time.Time) (looks []trial.Look, last time.Time, looked bool) {
	for _, l := range d.SeasonLooks {
		if !l.At.After(d.Trial.From) || l.At.After(now) {
			continue
		}
		last, looked = l.At, true
		l.Of = slices.DeleteFunc(slices.Clone(l.Of), func(f trial.Figures) bool { return f.Channels < trial.FewestTeams })
		if len(l.Of) > 0 {
			looks = append(looks, l)
		}
	}
	return looks, last, looked
}

// nothingFound says when the first look is, as long as there is nothing to tell.
func (p *canvas) nothingFound(e Env, d TrialData, last time.Time, looked bool) {
	n, at := d.next(e.Now, true)
	switch {
	case !d.On || n == 0:
	case looked:
		_, own := d.Trial.NextLook(e.Now)
		p.section("On %s there were too few teams for a figure over all of them. First look at this team alone: %s.", e.on(d.Mission, last), e.on(d.Mission, own))
	default:
		p.section("First look: %s. Nothing is computed before.", e.on(d.Mission, at))
	}
}

// next is the next look at this team, or at all of them where that comes sooner and is asked for.
func (d TrialData) next(now time.Time, common bool) (n int, at time.Time) {
	n, at = d.Trial.NextLook(now)
	if m, sooner := d.Season.NextLook(now); common && m > 0 && (n == 0 || sooner.Before(at)) {
		return m, sooner
	}
	return n, at
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
	if !nudges.Kind(counted.Kind).ToChannel() && counted.People < trial.FewestPeople {
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
func (e Env) nextLook(d TrialData, common bool) line {
	n, at := d.next(e.Now, common)
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
