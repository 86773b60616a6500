package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// The actions and forms about a trial of whether nudges help.
const (
	ActTrial      = "trial"       // Mission: open what it is, or how it stands
	ActTrialLeave = "trial_leave" // Mission
	ActTrialBack  = "trial_back"  // Mission: take part again
	ActTrialStop  = "trial_stop"  // Mission
	ActTrialKeep  = "trial_keep"  // Mission, Kind: keep a kind that retires, or bring it back

	ViewTrial = "trial" // Mission

	BlockShare = "share"
)

// TrialData is what is known of a channel's trial, for one reader.
type TrialData struct {
	Mission mission.Mission
	// Trial is the newest trial of the channel, where one is Known. On says that it is not over.
	Trial trial.Trial
	Known bool
	On    bool
	// Looks are the looks at it; Season is the workspace's trial that it falls into, and SeasonLooks the looks at that.
	Looks       []trial.Look
	Season      trial.Trial
	SeasonLooks []trial.Look
	// People is how many are in the mission.
	People int
	// Steers says that the reader may turn it on and off, and Out that she left it.
	Steers, Out bool
	// Kind is the kind of nudge that a message is about, and Told says that this team may read what was counted of it.
	Kind nudges.Kind
	Told bool
}

// shares are the chances of being withheld, in words: of how many one is held back, and as a part.
var shares = map[float64]struct{ label, part string }{
	.1: {"One in ten", "tenth"},
	.2: {"One in five", "fifth"},
	.3: {"Three in ten", "three tenths"},
	.5: {"One in two", "half"},
}

func shareLabel(rho float64) string { return shares[rho].label }

// randomPart writes the withheld share as it is said of some messages.
func randomPart(rho float64) string { return "a random " + shares[rho].part }

// visibleIn says which differences a number of people is likely to see after some weeks, in points.
func visibleIn(people, weeks int, rho float64) string {
	return fmt.Sprintf("%.0f", trial.Visible(trial.BaseUnknown, rho, trial.Expected(people, weeks)))
}

// TrialForm says what a trial is and lets whoever steers turn one on; where one runs it says how that stands.
func TrialForm(e Env, d TrialData) slack.ModalViewRequest {
	f := &form{callback: ViewTrial, title: "Do the nudges help?", close: "Close", meta: Meta{Mission: d.Mission.ID}}
	switch {
	case d.On:
		f.trialRuns(e, d)
	case d.Steers:
		f.submit = "Announce it"
		f.trialTerms()
		f.trialShares(d)
	default:
		f.trialTerms()
		f.section("No trial runs here. %s", e.whoSteersTrial(d.Mission))
	}
	return f.view()
}

func (e Env) whoSteersTrial(m mission.Mission) string {
	if m.SelfGoverned() {
		return "Any member can turn one on."
	}
	return e.who(m.Lead) + " leads this mission and can turn one on. You can suggest it."
}

// trialTerms says what a trial does, what it notes, and who takes part.
func (f *form) trialTerms() {
	f.section("A trial holds back some of my questions by the toss of a coin, and looks at what follows. So a team finds out whether they help.")
	f.section("*What may be held back*  reflections, how this fits you, mirror questions, and the questions to the channel. What somebody waits for always comes.")
	f.section("*What I note*  for each toss whom it was for and what the coin said. A working day later I note whether progress was told meanwhile. Never what anybody wrote. It is erased %s days after the last look.", fmt.Sprint(trial.KeptAfter))
	f.section("*Who takes part*  everybody in the mission, from the day after the channel has read of it. Anybody leaves with one tap, and nobody is told who did.")
	f.section("*When I look*  after %s, %s and %s weeks, and at no other time. All teams here that run a trial are counted together first, then your own. With two teams each sees its own only: it could work out the other's. Most often the answer is: cannot tell yet.",
		fmt.Sprint(trial.Weeks[0]), fmt.Sprint(trial.Weeks[1]), fmt.Sprint(trial.Weeks[2]))
}

// trialShares offers the shares, and says of each what it could show before anybody opts in.
func (f *form) trialShares(d TrialData) {
	var options []*slack.OptionBlockObject
	for _, rho := range trial.Shares {
		says := fmt.Sprintf("Shows differences of %s points in 12 weeks, %s in a year.",
			visibleIn(max(d.People, 1), trial.Weeks[0], rho), visibleIn(max(d.People, 1), trial.Weeks[2], rho))
		options = append(options, option(fmt.Sprint(rho), shareLabel(rho), says))
	}
	f.radio(field{block: BlockShare, label: "How many are held back?", required: true,
		hint: "Out of 100 nudges, how many more are followed by progress. Counted with the people in this mission today; smaller differences stay unseen."},
		fmt.Sprint(trial.DefaultShare), options...)
}

// ParseTrial reads the chance of being withheld.
func ParseTrial(state *slack.ViewState) (float64, FieldErrors) {
	a := read(state)
	var values []string
	for _, rho := range trial.Shares {
		values = append(values, fmt.Sprint(rho))
	}
	chosen := a.one(BlockShare, values...)
	for _, rho := range trial.Shares {
		if fmt.Sprint(rho) == chosen {
			return rho, a.errs
		}
	}
	a.errs.put(BlockShare, "Choose how many are held back.")
	return 0, a.errs
}

// trialRuns says how a running trial stands, with the ways out of it.
func (f *form) trialRuns(e Env, d TrialData) {
	f.section("%s", e.trialSince(d))
	if d.Out {
		f.section("You left it. Nothing is held back from you, and nothing is noted of you.")
	}
	f.findings(e, d)
	meta := Meta{Mission: d.Mission.ID}
	f.actions(
		when(!d.Out, button(ActTrialLeave, "Leave the trial", meta)),
		when(d.Out, button(ActTrialBack, "Take part again", meta)),
		when(d.Steers, danger(ActTrialStop, "End it for all", meta)),
	)
}

// trialSince says since when how much is held back, or that the announcement is on its way.
func (e Env) trialSince(d TrialData) line {
	t, m := d.Trial, d.Mission
	switch part := own(randomPart(t.Rho)); {
	case t.From.IsZero():
		return fill("The trial is being announced in the channel. It begins on the day after.")
	case t.From.After(e.Now):
		return fill("We hold back %s of these messages from %s on.", part, e.on(m, t.From))
	default:
		return fill("We hold back %s of these messages since %s.", part, e.on(m, t.From))
	}
}

// TrialAnnounced tells the channel that a trial begins tomorrow.
func TrialAnnounced(e Env, d TrialData) Message {
	var p canvas
	m, t := d.Mission, d.Trial
	p.section("%s turned on a trial here: do my questions help? From tomorrow on I hold back %s of them, by the toss of a coin.", e.who(t.By), randomPart(t.Rho))
	p.section("I compare how often progress is told until the same time on the next working day, with a question and without. I look after 12, 26 and 52 weeks. What somebody waits for always comes.")
	p.context("Anybody leaves with one tap, and nobody is told who did. What I note of a person is erased %s days after the last look.", fmt.Sprint(trial.KeptAfter))
	p.actions(button(ActTrialLeave, "Leave the trial", Meta{Mission: m.ID}), button(ActTrial, "How it works", Meta{Mission: m.ID}))
	return p.message()
}

// TrialJoined tells somebody who joined that a trial runs.
func TrialJoined(e Env, d TrialData) Message {
	m := d.Mission
	return one(fill("A trial runs in *%s*: a coin holds back %s of my questions, to see whether they help. From tomorrow on you take part, unless you leave it. Nobody is told who leaves.",
		title(m), own(randomPart(d.Trial.Rho))),
		button(ActTrialLeave, "Leave the trial", Meta{Mission: m.ID}), button(ActTrial, "How it works", Meta{Mission: m.ID}))
}

// TrialLeft answers somebody who left a trial.
func TrialLeft(_ Env, d TrialData) Message {
	return one(fill("You are out of the trial. Nothing is held back from you, and what I noted of you is deleted. Nobody is told."),
		button(ActTrialBack, "Take part again", Meta{Mission: d.Mission.ID}))
}

// TrialRejoined answers somebody who takes part again.
func TrialRejoined(_ Env, d TrialData) Message {
	return one(fill("You take part in the trial again."), button(ActTrialLeave, "Leave the trial", Meta{Mission: d.Mission.ID}))
}

// TrialOff tells the channel that somebody ended a trial.
func TrialOff(e Env, d TrialData) Message {
	return one(fill("%s ended the trial here. All my questions come again. What I noted of people is erased %s days from now.",
		e.who(d.Trial.EndedBy), own(fmt.Sprint(trial.KeptAfter))))
}

// TrialDone tells the channel that the last look was taken.
func TrialDone(_ Env, d TrialData) Message {
	return one(fill("The trial here is over, after its last look. All my questions come again. What it found stands in the report. What I noted of people is erased in %s days.",
		own(fmt.Sprint(trial.KeptAfter))),
		button(ActReport, "Read the report", Meta{Mission: d.Mission.ID, Kind: string(mission.ThisPhase)}))
}

// TrialRetires tells the channel that a kind of nudge leaves, since it has no effect worth a message.
func TrialRetires(e Env, d TrialData) Message {
	var p canvas
	name := kindNamed(d.Kind)
	if f, _, ok := trial.Found(d.SeasonLooks, string(d.Kind)); ok && d.Told {
		p.section("*%s*  %s", name, noEffect(f)+" This kind of nudge retires on Friday; one tap keeps it.")
	} else {
		p.section("*%s*  No effect worth a message. This kind of nudge retires on Friday; one tap keeps it.", name)
	}
	r, _ := d.Trial.Retiring(string(d.Kind))
	p.context("That is %s. It is counted over all teams here that run a trial. I offer it again after half a year.", e.on(d.Mission, r.At))
	p.actions(button(ActTrialKeep, "Keep it", Meta{Mission: d.Mission.ID, Kind: string(d.Kind)}))
	return p.message()
}

// TrialOffers asks the channel, half a year later, whether a kind that left is wanted again.
func TrialOffers(_ Env, d TrialData) Message {
	return one(fill("*%s* left half a year ago, since a trial saw no effect worth a message. Teams change. Any member can bring it back.", kindNamed(d.Kind)),
		button(ActTrialKeep, "Bring it back", Meta{Mission: d.Mission.ID, Kind: string(d.Kind)}))
}

// TrialKept says who keeps a kind.
func TrialKept(e Env, _ mission.Mission, k nudges.Kind, by mission.UserID) Message {
	return one(fill("*%s*: %s keeps it, as before.", kindNamed(k), e.who(by)))
}

// kindNamed names a kind of nudge at the beginning of a line.
func kindNamed(k nudges.Kind) string {
	switch k {
	case nudges.Mirror:
		return "Mirror questions"
	case nudges.Coach:
		return "Questions to the channel"
	case trial.Direct:
		return "Direct messages together"
	}
	return nameOfPlan(k)
}

// trialLabel is the button that opens the form about a trial.
func trialLabel(on bool) string {
	if on {
		return "Trial: on"
	}
	return "Trial: off"
}

// inTrial says in Home that a trial runs, with the way out of it.
func (p *canvas) inTrial(h HomeMission) {
	meta := Meta{Mission: h.Mission.ID}
	switch {
	case !h.Trial:
	case h.OutOfTrial:
		p.sectionWith(button(ActTrialBack, "Take part again", meta), "You left the trial of whether questions help.")
	default:
		p.sectionWith(button(ActTrialLeave, "Leave the trial", meta), "A trial runs here: a coin holds back some of my questions.")
	}
}
