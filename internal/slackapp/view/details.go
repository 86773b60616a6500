package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// DetailsData is a mission as one person sees it. The edge has made sure that she may.
type DetailsData struct {
	CardData
	// Member is the viewer's membership, or nil where she is not in.
	Member *mission.Member
	// Steers says that the viewer may close phases, change the wording and end the mission.
	Steers bool
	// Latest are the newest entries that stand; five are shown.
	Latest []mission.Entry
	// Open are commitments and risks of which nothing was said yet.
	Open []mission.Entry
	// UndoClose and UndoEnd say that the viewer may still take back what she closed or ended.
	UndoClose, UndoEnd bool
	// LeadAway is the last day on which whoever leads is away, or no day.
	LeadAway mission.Date
	// Follows says that the viewer has the digest in her direct messages.
	Follows bool
	// DigestOff says that the channel's digest was turned off.
	DigestOff bool
	// QuestionsOff says that the channel's questions were turned off.
	QuestionsOff bool
	// Pursuits says that somebody here opened a sentence to the team that the viewer may read.
	Pursuits bool
}

// Details is the card that knows its reader: ephemeral, or a direct message.
func Details(e Env, d DetailsData) Message {
	var p canvas
	p.details(e, d)
	return p.message()
}

// DetailsView is the same as a form, for Home, where no message can be shown.
func DetailsView(e Env, d DetailsData) slack.ModalViewRequest {
	f := reader("The mission")
	f.meta = Meta{Mission: d.Mission.ID}
	f.details(e, d)
	return f.view()
}

func (p *canvas) details(e Env, d DetailsData) {
	m := d.Mission
	if !m.Running() {
		p.endedDetails(e, d)
		return
	}
	p.instead(fill("%s, %s.", title(m), e.where(m)), func() { p.head(title(m)) })
	short := p.wording(e, m)
	short = p.whyLine(m.Why) || short
	p.richLine(e.doneInNumbers(m, d.LatestWin))
	p.richLine(e.leftToGo(m))
	p.context("%s", e.next(m))
	if m.Unreachable != "" {
		p.section("%s takes no messages from me now. What is told is kept, and the mission rests until it does.", e.channel(m.Channel))
	}
	if m.Resting(e.Now) {
		p.sectionWith(wake(m), "*At rest*  %s. Nothing of it reaches anybody meanwhile.", e.restEnds(m))
	}
	p.midpointDetails(e, d)
	p.yourPiece(d)
	p.ahead(e, m, d.Open)
	p.entryList(e, m, d.Latest)
	p.contextLine(joined(" · ", e.crew(m, d.Members), follows(d.Followers), e.related(d.Related)))
	if d.Member != nil && d.Member.In() && !d.LeadAway.IsZero() {
		p.section("%s is away through %s. Until then any member can close or change things.", e.who(m.Lead), e.day(m, d.LeadAway))
	}
	if d.Pursuits {
		p.sectionWith(button(ActPursuits, "Read it", Meta{Mission: m.ID}), "People here shared what they are after.")
	}
	if d.QuestionsOff && d.Member != nil {
		p.sectionWith(button(ActOnHere, "Turn on again", Meta{Mission: m.ID}), "Questions to the channel are off.")
	}
	if d.DigestOff && d.Member != nil {
		p.sectionWith(button(ActDigestOn, "Turn on again", Meta{Mission: m.ID}), "The Monday digest is off here.")
	}
	if len(mission.EmptyLines(m)) > 0 {
		p.sectionWith(button(ActSuggestWords, "Suggest words", Meta{Mission: m.ID}), "Some lines are still to be written.")
	}
	p.detailButtons(d, short)
}

// followButton lets somebody who is not in read along, or stops it.
func followButton(d DetailsData) *slack.ButtonBlockElement {
	if d.Follows {
		return button(ActUnfollow, "Stop following", Meta{Mission: d.Mission.ID})
	}
	return button(ActFollow, "Follow", Meta{Mission: d.Mission.ID})
}

// doneInNumbers says what is done so far. Numbers of things stand here and nowhere else, and never a
// number of anyone's.
func (e Env) doneInNumbers(m mission.Mission, win *mission.Entry) line {
	week, of := m.Weeks(e.Now)
	counts := []line{fill("week %s of %s", fmt.Sprint(week), fmt.Sprint(of))}
	if week > of {
		counts[0] = fill("week %s", fmt.Sprint(week))
	}
	for _, c := range countsOf(m) {
		counts = append(counts, fill("%s", c))
	}
	told := joined(", ", counts[1:]...)
	return append(fill("*Done so far*  "), joined(" · ", counts[0], told, latest(win))...)
}

// countsOf writes the numbers of phases and entries that are above none.
func countsOf(m mission.Mission) []string {
	var out []string
	for _, c := range []struct {
		n         int
		one, many string
	}{
		{len(m.Closings), "phase", "phases"},
		{m.Tally.Count(mission.Progress), "step", "steps"},
		{m.Tally.Count(mission.Win), "win", "wins"},
		{m.Tally.Count(mission.Learned), "lesson", "lessons"},
		{m.Tally.Count(mission.Changed), "change", "changes"},
	} {
		switch {
		case c.n == 1:
			out = append(out, "1 "+c.one)
		case c.n > 1:
			out = append(out, fmt.Sprintf("%s %s", number(c.n), c.many))
		}
	}
	return out
}

// next says which days come next.
func (e Env) next(m mission.Mission) string {
	today := m.Today(e.Now)
	if m.Due().Before(today) {
		return fmt.Sprintf("The date of the %s was %s. It can be moved when the wording is changed.", m.Phase, Day(m.Due(), today))
	}
	if m.Phase.Last() {
		return "Next: the end, " + DayIn(m.EndDate(), today) + "."
	}
	return fmt.Sprintf("Next: the %s, %s. The end: %s.", m.Phase, DayIn(m.Due(), today), Day(m.EndDate(), today))
}

func (p *canvas) yourPiece(d DetailsData) {
	if d.Member == nil || !d.Member.In() {
		return
	}
	if Clean(d.Member.Piece) == "" {
		p.rich("*Your piece*  not written yet.")
		return
	}
	p.rich("*Your piece*  %s", d.Member.Piece)
}

// listed is how many rows a message shows of a list.
const listed = 5

// entryList adds the newest entries, each with a way to open it.
func (p *canvas) entryList(e Env, m mission.Mission, entries []mission.Entry) {
	for _, entry := range entries[:min(len(entries), listed)] {
		w := wordsFor(entry.Kind)
		open := about(button(ActReadRest, "Open", Meta{Mission: m.ID, Entry: entry.ID}), "Open: "+w.one+" of "+e.who(entry.Author))
		p.sectionWith(open, "%s · %s, %s", e.marked(w), e.who(entry.Author), e.on(m, entry.At))
		p.rich("%s", Cut(oneLine(entry.Text), cutList))
	}
}

// detailButtons adds what this viewer may do.
func (p *canvas) detailButtons(d DetailsData, short bool) {
	m := d.Mission
	meta := Meta{Mission: m.ID}
	rest := when(short, button(ActReadRest, "Read the rest", meta))
	tell := primary(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)})
	if d.Member == nil || !d.Member.In() {
		p.actions(primary(ActJoin, "Join", meta), followButton(d), button(ActReport, "Report", meta), rest)
	} else {
		p.actions(tell,
			button(ActMyPiece, "Change my piece", meta),
			button(ActReaches, "What reaches me", meta),
			button(ActCorner, "My corner", meta),
			rest,
			overflow(meta, memberMenu(d)...),
		)
	}
	if d.Steers {
		at := Meta{Mission: m.ID, Phase: int(m.Phase)}
		p.actions(
			when(!m.Phase.Last(), button(ActClosePhase, "Close this phase", at)),
			button(ActEdit, "Change the wording", meta),
			button(ActPlans, "Nudges here", meta),
			button(ActPieces, "Pieces", meta),
			button(ActEnd, "End the mission", meta),
		)
	}
	if last := len(m.Closings) - 1; d.UndoClose && last >= 0 {
		at := Meta{Mission: m.ID, Phase: int(m.Closings[last].Phase)}
		p.sectionWith(button(ActUndoClose, "Undo", at), "You closed the %s.", m.Closings[last].Phase.String())
	}
}

// memberMenu is what a member seldom needs. Whoever steers has the nudges in a row of her own.
func memberMenu(d DetailsData) []choice {
	menu := []choice{{action: ActReport, label: "Report"}, {action: ActBook, label: "Book"}}
	if !d.Steers {
		menu = append(menu, choice{action: ActPlans, label: "Nudges here"})
	}
	return append(menu, choice{action: ActLeave, label: "Leave"}, choice{action: ActHelp, label: "Help"})
}

// endedDetails shows a mission that has ended.
func (p *canvas) endedDetails(e Env, d DetailsData) {
	card := endedCard(e, d.CardData)
	p.say(card.Text)
	p.blocks = append(p.blocks, card.Blocks...)
	if d.UndoEnd {
		p.sectionWith(button(ActUndoEnd, "Undo", Meta{Mission: d.Mission.ID}), "You ended this mission. You can take that back for 24 hours.")
	}
}
