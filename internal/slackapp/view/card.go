package view

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// CardData is what a mission's card shows.
type CardData struct {
	Mission mission.Mission
	Members []mission.Member // who is in, in the order in which they joined
	// Followers is how many read along by direct message.
	Followers int
	// LatestWin is the newest win that stands, or nil.
	LatestWin *mission.Entry
	// New says that the card tells of the start: its text begins with who started it.
	New bool
	// Related are the missions that this one serves or needs, and those that say it of this one.
	Related []Related
	// Next is the mission that followed this one, or nil.
	Next *mission.Mission
}

// Card is a mission's one message in its channel, edited in place. All of its buttons are for anyone
// there. It always holds rich_text, which an update may not take away.
func Card(e Env, d CardData) Message {
	if !d.Mission.Running() {
		return endedCard(e, d)
	}
	m := d.Mission
	var p canvas
	p.instead(cardFirst(e, d), func() { p.head(title(m)) })
	short := p.wording(e, m)
	p.progressLine(e, d)
	short = p.whyLine(m.Why) || short
	p.contextLine(joined(" · ", e.crew(m, d.Members), follows(d.Followers), e.related(d.Related)))
	p.cardButtons(e, m, short)
	return p.message()
}

// cardFirst is the first sentence of a card's text.
func cardFirst(e Env, d CardData) line {
	if d.New {
		return fill("%s started a mission: %s.", e.who(d.Mission.Starter), title(d.Mission))
	}
	return fill("%s, %s.", title(d.Mission), e.where(d.Mission))
}

// wording adds what the mission is for and when it and its phase are done. It reports whether words
// were cut.
func (p *canvas) wording(e Env, m mission.Mission) (short bool) {
	today := e.today(m)
	if Clean(m.Aspiration) != "" {
		p.rich("*After*  %s", m.Aspiration)
	}
	p.rich("*Done when*  %s  *by* %s", stopped(m.EndState), Day(m.EndDate(), today))
	p.add(slack.NewSectionBlock(mrkdwn(e.path(m)), nil, nil), e.path(m).text())
	if plan := m.Plan[m.Phase]; !m.Phase.Last() {
		p.rich("*The %s is done when*  %s  *by* %s", m.Phase.String(), stopped(plan.DoneWhen), Day(plan.Target, today))
	}
	return tooWide(m.Aspiration, m.EndState, m.Plan[m.Phase].DoneWhen)
}

// writtenOr returns words, or says that they are still to be written.
func writtenOr(words string) string {
	if Clean(words) == "" {
		return "not written yet."
	}
	return words
}

// stopped returns words with a full stop at their end, so that more can follow on the line.
func stopped(words string) string {
	words = Cut(oneLine(writtenOr(words)), cutChannel)
	if strings.ContainsAny(words[len(words)-1:], ".?!") || strings.HasSuffix(words, "…") {
		return words
	}
	return words + "."
}

// tooWide reports whether any of the words do not fit into a line of a message.
func tooWide(all ...string) bool {
	for _, words := range all {
		if _, short := cut(oneLine(words), cutChannel); short {
			return true
		}
	}
	return false
}

// progressLine adds what is done so far, or, from the midpoint on, what is left to go.
func (p *canvas) progressLine(e Env, d CardData) {
	m := d.Mission
	switch {
	case m.Resting(e.Now):
		p.richLine(e.restLine(m))
	case m.Due().Before(m.Today(e.Now)) && !m.Due().IsZero():
		p.richLine(e.dateWas(m))
	case m.PastMidpoint(e.Now):
		p.richLine(e.leftToGo(m))
	default:
		p.richLine(e.doneSoFar(m, d.LatestWin))
	}
}

func (e Env) dateWas(m mission.Mission) line {
	return fill("*Left to go*  The date was %s. Are we there, or has it changed?", Day(m.Due(), m.Today(e.Now)))
}

// leftToGo says how much time there is and what still stands between here and the end.
func (e Env) leftToGo(m mission.Mission) line {
	var phases []line
	for p := m.Phase + 1; p <= mission.Ending; p++ {
		phases = append(phases, fill("the "+p.String()))
	}
	var end line
	if words := oneLine(m.EndState); words != "" {
		end = fill("%s", Cut(words, cutList))
	}
	return joined(" · ", fill("*Left to go*  %s", timeLeft(m.EndDate(), m.Today(e.Now))), joined(": ", list(phases), end))
}

// timeLeft writes how long it is until the end. Days behind it are not counted.
func timeLeft(end, today mission.Date) string {
	switch n := today.DaysUntil(end); {
	case n > 0:
		return fmt.Sprintf("%s, until %s", days(n), Day(end, today))
	case n == 0:
		return "today, " + Day(end, today)
	}
	return "the date was " + Day(end, today)
}

// doneSoFar says which phases are closed and what the latest win is: value before counts.
func (e Env) doneSoFar(m mission.Mission, win *mission.Entry) line {
	var done line
	var phases []line
	for _, c := range m.Closings {
		phases = append(phases, fill("the "+c.Phase.String()))
	}
	done = joined(" · ", list(phases), latest(win))
	if len(done) > 0 {
		return append(fill("*Done so far*  "), done...)
	}
	return fill("*Done so far*  Day %s. %s", fmt.Sprint(dayOf(e, m)), firstSteps(m))
}

func latest(win *mission.Entry) line {
	if win == nil || Clean(win.Text) == "" {
		return nil
	}
	return fill("latest: %s", Cut(oneLine(win.Text), cutList))
}

// dayOf is which day of the mission it is, counted from 1.
func dayOf(e Env, m mission.Mission) int {
	return max(m.Today(m.StartedAt).DaysUntil(m.Today(e.Now))+1, 1)
}

func firstSteps(m mission.Mission) string {
	if m.Tally.LastEntry.IsZero() {
		return "The first step is still to be told."
	}
	return "The first steps are told."
}

// whyLine adds what the mission means for the three, and reports whether words were cut.
func (p *canvas) whyLine(w mission.Why) (short bool) {
	p.rich("*Why*  For customers: %s  For us: %s  For the company: %s", stopped(w.Customers), stopped(w.Us), stopped(w.Company))
	return tooWide(w.Customers, w.Us, w.Company)
}

// crew says who steers and who is in.
func (e Env) crew(m mission.Mission, members []mission.Member) line {
	var steer line
	if m.SelfGoverned() {
		steer = fill("You govern it together: any member can change or close things")
	} else {
		steer = fill("%s leads", e.who(m.Lead))
	}
	var offered line
	if m.Offered != "" {
		offered = fill("%s is asked to lead", e.who(m.Offered))
	}
	return joined(" · ", steer, e.others(m, members), offered)
}

// others names the first members besides the lead: "Bo, Chidi, Dee and 5 more are in".
func (e Env) others(m mission.Mission, members []mission.Member) line {
	var names []line
	for _, member := range members {
		if member.User != m.Lead && member.In() {
			names = append(names, argument(e.who(member.User), false))
		}
	}
	switch n := len(names); {
	case n == 0:
		return nil
	case n == 1:
		return append(names[0], span{text: " is in"})
	case n > 4:
		names = append(names[:3], line{{text: fmt.Sprintf("%d more", n-3)}})
	}
	return append(list(names), span{text: " are in"})
}

// cardButtons adds what anyone in the channel may do.
func (p *canvas) cardButtons(e Env, m mission.Mission, short bool) {
	meta := Meta{Mission: m.ID}
	p.actions(
		primary(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)}),
		button(ActJoin, "Join, or my piece", meta),
		button(ActDetails, "Details", meta),
		when(m.Resting(e.Now), wake(m)),
		when(len(mission.EmptyLines(m)) > 0, button(ActSuggestWords, "Suggest words", meta)),
		when(short, button(ActReadRest, "Read the rest", meta)),
		overflow(meta,
			choice{action: ActTell, kind: string(mission.Win), label: "Tell a win"},
			choice{action: ActTell, kind: string(mission.Blocked), label: "Say what blocks"},
			choice{action: ActThank, label: "Thank someone"},
			choice{action: ActFollow, label: "Follow"},
			choice{action: ActHelp, label: "Help"},
		),
	)
}

// endedCard is the card of a mission that has ended. The three endings look alike.
func endedCard(e Env, d CardData) Message {
	m := d.Mission
	var p canvas
	p.instead(fill("%s, %s on %s.", title(m), endingOf(m.Outcome.Kind).past, e.on(m, m.Outcome.At)), func() {
		p.head(title(m))
		p.add(slack.NewSectionBlock(mrkdwn(e.ended(m)), nil, nil), "")
	})
	if Clean(m.Outcome.Story) != "" {
		p.quote(m.Outcome.Story)
	} else {
		p.rich("*Done when*  %s", writtenOr(m.EndState))
	}
	var next slack.BlockElement
	if d.Next != nil {
		p.section("Carried over to *%s*.", title(*d.Next))
		next = button(ActDetails, "Open the next one", Meta{Mission: d.Next.ID})
	}
	p.actions(button(ActReadStory, "Read its story", Meta{Mission: m.ID}), next)
	return p.message()
}
