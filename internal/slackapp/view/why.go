package view

import (
	"fmt"
	"slices"

	"github.com/slack-go/slack"

	"throughline/internal/nudges"
)

// WhyData is why a nudge came, as things stood when it was sent.
type WhyData struct {
	NudgeData
	// Reason ends the sentence "This question, because …", or is empty.
	Reason string
	// Recur is when its plan was due, where it had one.
	Recur nudges.Recur
	// Phase is the one it was asked in, as [mission.Phase.String] writes it.
	Phase string
	// Candidates is how many questions it was chosen among.
	Candidates int
	Drawn      Drawn
	// Counted is how often the reader answered what she was asked on this theme by herself, and Theme which it is.
	Counted nudges.Count
	Theme   string
	// Told says, of something that concerns the reader, what brought each of its lines.
	Told []string
	// Leads says, of a mirror, that the reader leads the mission, and Turn that it named whose turn a conversation is.
	Leads, Turn bool
	// OwnWords says, of a round's result, that the round asked for the mission in people's own words.
	OwnWords bool
	// Outside says that the reader is not in the mission.
	Outside bool
}

// Why explains a nudge: which plan or event brought it, why this question, and how to change or stop it.
func Why(e Env, d WhyData) slack.ModalViewRequest {
	f := reader("Why this?")
	f.meta = Meta{Mission: d.Mission.ID}
	for _, l := range append(whyLines(e, d), drawnLines(d)...) {
		f.sectionLine(l)
	}
	f.whyButtons(d)
	return f.view()
}

// sectionLine adds a section of one line that was filled already.
func (f *form) sectionLine(l line) { f.section("%s", l) }

// whyLines say what brought a nudge.
func whyLines(e Env, d WhyData) []line {
	m := fill("*%s*", title(d.Mission))
	switch d.Kind {
	case nudges.Welcome:
		return []line{own(whyWelcome)}
	case nudges.RiskDue:
		return []line{own("Sent because you tried something and named this day to look at it. I ask on that day, or on your next working day.")}
	case nudges.FollowUp:
		return []line{own("Sent because you said by when you would do something. I ask once, on that day or on your next working day, and never again.")}
	case nudges.Told:
		return whyTold(d)
	case nudges.Alone:
		return []line{fill("Sent because you started %s and nobody else is in. It comes once.", m)}
	case nudges.Midpoint:
		return []line{fill("Sent because half of the planned time of %s is over. It comes once a mission.", m)}
	case nudges.PhaseDue:
		return []line{fill("Sent because of the planned day of a phase of %s. It comes three days before that day and once after.", m)}
	case nudges.StillTrue:
		return []line{fill("Sent because nothing was told in %s for a while. After three of these the mission rests until someone goes on.", m)}
	case nudges.RoundResult:
		return []line{fill("Sent because an anonymous round of %s closed. %s", m, own(d.saysOfRound()))}
	case nudges.Digest:
		return []line{fill("Sent because %s planned a digest for %s.", m, d.times()), own(whyDigest)}
	case nudges.Follow:
		return []line{fill("Sent because %s planned a digest for %s.", m, d.times()), own(whyDigest), own("You chose to follow. It ends whenever you say so.")}
	case nudges.Connect:
		return []line{
			fill("Sent because %s planned this question a day after you joined, and then %s.", m, own(monthly(d.Recur))),
			own("What you wrote within a month is not asked for again. You ticked it when you joined, or since."),
		}
	case nudges.Coach:
		return []line{fill("Sent because %s planned questions for %s.", m, d.times()), whyQuestion(e, d)}
	}
	return slices.DeleteFunc([]line{
		fill("Sent because %s planned %s for %s.", m, wordsOfNudge(d.Kind).plans, d.times()), whyQuestion(e, d),
		own(d.wanted()), own(d.whoseTurn()),
	}, func(l line) bool { return l.plain() == "" })
}

// wanted says how a question to one person came to reach her.
func (d WhyData) wanted() string {
	if d.Kind == nudges.Mirror && d.Leads {
		return "It reaches you because you lead this mission. It ends whenever you say so."
	}
	return "You ticked it when you joined, or since. It ends whenever you say so."
}

// whoseTurn says why a mirror named somebody.
func (d WhyData) whoseTurn() string {
	if d.Kind != nudges.Mirror || !d.Turn {
		return ""
	}
	return "Once a week it names whose turn a conversation is. The order was drawn by lot, and everyone comes round."
}

// saysOfRound says what the result of a round tells.
func (d WhyData) saysOfRound() string {
	if d.OwnWords {
		return "It says the words that several used, and no name."
	}
	return "It says one word, whoever answered."
}

const whyDigest = "It tells what moved since the one before. Where nothing moved, none comes."

func monthly(r nudges.Recur) string {
	if r.GapMonths > 1 {
		return "every second month"
	}
	return "once a month"
}

// whyQuestion says why a question of the library was asked and no other.
func whyQuestion(_ Env, d WhyData) line {
	if d.Kind.ToChannel() && d.Kind != nudges.Coach {
		return nil
	}
	phase, was := d.Phase, "was"
	if now := d.Mission.Phase.String(); phase == "" || phase == now {
		phase, was = now, "is"
	}
	return fill("This question, because the mission %s in its %s%s. %s", own(was), own(phase), own(reason(d.Reason)), own(among(d)))
}

// whyTold says what brought a line that concerns the reader.
func whyTold(d WhyData) []line {
	var out []line
	for _, why := range d.Told {
		out = append(out, own(why))
	}
	return append(out, own("I tell you once, and nobody sees whether you read it."))
}

// whyButtons are the ways to change or stop a nudge.
func (f *form) whyButtons(d WhyData) {
	meta := Meta{Mission: d.Mission.ID}
	plan := when(d.Mission.Running() && d.Mission.Name != UnseenMission, button(ActPlans, "The mission's plan", meta))
	if d.Kind.ToChannel() {
		f.section("Any member can skip the next one or turn these off, in the menu beside it.")
		f.actions(plan)
		return
	}
	reach := button(ActReaches, "What reaches me", meta)
	if d.Outside {
		reach = button(ActSettings, "What reaches me", Meta{})
	}
	f.actions(
		when(d.Kind.AsksAfter(), button(ActPromises, "What I promised", Meta{})), reach, plan,
		button(ActOff, "Turn these off", d.meta()))
}

// times says when the plan was due, which may have been taken back meanwhile.
func (d WhyData) times() line {
	if d.Recur.Expr == "" {
		return own("days of its own")
	}
	times := timesOf(d.Recur)
	if d.Recur.Every > 1 {
		return append(times, own(", every second time")...)
	}
	return times
}

func reason(s string) string {
	if s == "" {
		return ""
	}
	return " and " + oneLine(s)
}

func among(d WhyData) string {
	rest := "it was not asked here in 90 days."
	if !d.Kind.ToChannel() {
		rest = "you have not had it in 90 days."
	}
	if d.Candidates < 2 {
		return "It was the one that fitted; " + rest
	}
	return fmt.Sprintf("Chosen among %d; %s", d.Candidates, rest)
}
