package view

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// Chapter is one mission of a book.
type Chapter struct {
	Mission mission.Mission
	// Story is that of all its days.
	Story mission.Story
	// Lessons are those that its ending takes along.
	Lessons []mission.Entry
	Energy  []rounds.Result
	// From is the mission that it grew from, and Next the one that grew from it, or nil.
	From, Next *mission.Mission
}

// Book is the story of a channel's missions as a Markdown file, the oldest first. Names stand where they stood in
// the channel; what was withdrawn is not in it, and what was never told to the channel neither.
func Book(e Env, channel mission.ChannelID, chapters []Chapter) string {
	p := &page{}
	p.heading(1, "The book of "+mdLine(e.channel(channel)))
	p.para(fmt.Sprintf("As of %s. %s.", e.bookDay(mission.DateOf(e.Now.In(e.zone(chapters[0].Mission)))), sentence(missionsInWords(len(chapters)))))
	for _, c := range chapters {
		p.chapter(e, c)
	}
	return strings.TrimRight(p.String(), "\n") + "\n"
}

func missionsInWords(n int) string {
	if n == 1 {
		return "one mission"
	}
	return inWords(n) + " missions"
}

// bookDay writes a date with its year: a book is read in other years too.
func (e Env) bookDay(d mission.Date) string {
	if d.IsZero() {
		return "a day still to be chosen"
	}
	return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}

func (p *page) chapter(e Env, c Chapter) {
	m := c.Mission
	p.heading(2, mdLine(title(m)))
	began := e.bookDay(m.Today(m.StartedAt))
	if m.Outcome != nil {
		p.para(fmt.Sprintf("*%s on %s.* It began on %s.", endingOf(m.Outcome.Kind).word, e.bookDay(m.Today(m.Outcome.At)), began))
	} else {
		p.para(fmt.Sprintf("*It is running: %s.* It began on %s.", e.where(m), began))
	}
	if c.From != nil {
		p.para("It grew from *" + mdLine(title(*c.From)) + "*" + carriedInto(*c.From, m) + ".")
	}
	p.written("After", m.Aspiration)
	p.written("Done when", m.EndState)
	p.why(m.Why)
	p.phases(e, m)
	p.turns(e, m)
	p.told(e, c)
	p.ending(e, c)
}

// carriedInto says what a mission took along from the one that it grew from.
func carriedInto(from, m mission.Mission) string {
	words := carryWords(from, m.Carried)
	if len(words) == 0 {
		return ""
	}
	return " and took along " + list(words).plain()
}

// written adds a label and what was written under it.
func (p *page) written(label, words string) {
	if Clean(words) == "" {
		p.para("**" + label + "** not written.")
		return
	}
	p.para("**" + label + "**")
	p.quote(words)
}

func (p *page) why(w mission.Why) {
	if w == (mission.Why{}) {
		return
	}
	p.heading(3, "Why")
	for _, part := range []struct{ label, words string }{
		{"For customers", w.Customers}, {"For us", w.Us}, {"For the company", w.Company},
	} {
		if Clean(part.words) != "" {
			p.item(part.label, part.words)
		}
	}
}

// phases adds each phase that was closed or is open, with its look back.
func (p *page) phases(e Env, m mission.Mission) {
	for _, ph := range mission.Phases {
		c, closed := m.Closing(ph)
		if !closed && ph != m.Phase {
			continue
		}
		p.heading(3, "The "+ph.String())
		if plan := m.Plan[ph]; Clean(plan.DoneWhen) != "" {
			p.para("Done when, by " + e.bookDay(plan.Target) + ":")
			p.quote(plan.DoneWhen)
		}
		if !closed {
			continue
		}
		p.para(fmt.Sprintf("Closed by %s on %s. Was it true? %s.", mdLine(e.who(c.By)), e.bookDay(m.Today(c.At)), reachedWord(c.Reached)))
		p.under("Looking back:", c.Learned)
		p.under("Taken along:", c.Ahead)
	}
}

// under adds words below a line of ours, where there are some.
func (p *page) under(label, words string) {
	if Clean(words) != "" {
		p.para(label)
		p.quote(words)
	}
}

// turns adds how the mission changed its course: the wording, each time with the reason, and what its midpoint
// decided.
func (p *page) turns(e Env, m mission.Mission) {
	if len(m.Earlier) == 0 && m.Midpoint == nil {
		return
	}
	p.heading(3, "Turns")
	for i, r := range m.Earlier {
		after := m.Wording
		if i+1 < len(m.Earlier) {
			after = m.Earlier[i+1].Wording
		}
		p.item(fmt.Sprintf("%s, %s changed the wording. Why:", e.bookDay(m.Today(r.At)), mdLine(e.who(r.By))), r.Reason)
		for _, ch := range rewordings(r.Wording, after) {
			p.WriteString("  " + ch.label + " was:\n\n" + quoted(ch.before, "  > ") + "\n\n")
		}
	}
	if d := m.Midpoint; d != nil {
		p.item(fmt.Sprintf("%s, at the midpoint, told by %s:", e.bookDay(m.Today(d.At)), mdLine(e.who(d.By))), "")
		for _, part := range []struct{ label, words string }{{"Keep", d.Keep}, {"Change", d.Change}, {"Stop", d.Stop}} {
			if Clean(part.words) != "" {
				p.WriteString("  " + part.label + ":\n\n" + quoted(part.words, "  > ") + "\n\n")
			}
		}
	}
}

// rewording is one part of the wording that was another before.
type rewording struct{ label, before string }

// rewordings lists the parts that differ, with what they said before.
func rewordings(before, after mission.Wording) []rewording {
	var out []rewording
	add := func(label, was, is string) {
		if Clean(was) != "" && was != is {
			out = append(out, rewording{label, was})
		}
	}
	add("The name", before.Name, after.Name)
	add("After", before.Aspiration, after.Aspiration)
	add("Done when", before.EndState, after.EndState)
	add("For customers", before.Why.Customers, after.Why.Customers)
	add("For us", before.Why.Us, after.Why.Us)
	add("For the company", before.Why.Company, after.Why.Company)
	for _, p := range mission.Phases {
		add("The "+p.String(), before.Plan[p].DoneWhen, after.Plan[p].DoneWhen)
	}
	return out
}

// told adds what was told, the oldest first.
func (p *page) told(e Env, c Chapter) {
	s, m := c.Story, c.Mission
	by := func(entry mission.Entry) string {
		label := mdLine(e.who(entry.Author)) + ", " + e.bookDay(m.Today(entry.At))
		if s := gainSentence(entry.Gain); s != "" {
			label += ". " + strings.TrimSuffix(s, ".")
		}
		return label
	}
	p.entries("What changed, and for whom", s.Wins, by)
	p.entries("Lessons", s.Lessons, by)
	if len(s.Risks) > 0 {
		p.heading(3, "What we tried")
	}
	for _, r := range slices.Backward(s.Risks) {
		p.item(by(r), r.Text)
		look, ok := s.Looks[r.ID]
		switch {
		case !ok && r.Fate == mission.LetGo:
			p.WriteString("  It no longer matters.\n\n")
		case ok:
			p.WriteString("  It taught (" + by(look) + "):\n\n" + quoted(look.Text, "  > ") + "\n\n")
		}
	}
	p.entries("Thanks", s.Thanks, func(t mission.Entry) string {
		return mdLine(e.who(t.Author)) + " to " + mdLine(list(e.everyone(t.To)).plain())
	})
	if words := energyWords(c.Energy); words != "" {
		p.heading(3, "Energy")
		p.para(sentence(words) + ".")
	}
}

func (p *page) entries(heading string, newestFirst []mission.Entry, label func(mission.Entry) string) {
	if len(newestFirst) == 0 {
		return
	}
	p.heading(3, heading)
	for _, e := range slices.Backward(newestFirst) {
		p.item(label(e), e.Text)
	}
}

// ending adds how it ended, and what it gave on.
func (p *page) ending(e Env, c Chapter) {
	m := c.Mission
	if m.Outcome == nil {
		return
	}
	w := endingOf(m.Outcome.Kind)
	p.heading(3, w.word)
	p.under(w.question, m.Outcome.Story)
	if len(c.Lessons) > 0 {
		p.para("What we know now:")
		for _, l := range c.Lessons {
			if !l.Withdrawn() {
				p.item(mdLine(e.who(l.Author)), l.Text)
			}
		}
	}
	if len(m.Outcome.Thanks) > 0 {
		p.para("Thanks to " + mdLine(list(e.everyone(m.Outcome.Thanks)).plain()) + ".")
	}
	if words := carryWords(m, m.Outcome.Carry); len(words) > 0 {
		p.para("Carried over: " + list(words).plain() + ".")
	}
	if c.Next != nil {
		p.para("What came next: *" + mdLine(title(*c.Next)) + "*.")
	}
}

// BookPeople lists those whose names a book shows.
func BookPeople(chapters []Chapter) []mission.UserID {
	var ids []mission.UserID
	for _, c := range chapters {
		m := c.Mission
		for _, cl := range m.Closings {
			ids = append(ids, cl.By)
		}
		for _, r := range m.Earlier {
			ids = append(ids, r.By)
		}
		if m.Midpoint != nil {
			ids = append(ids, m.Midpoint.By)
		}
		if m.Outcome != nil {
			ids = append(append(ids, m.Outcome.By), m.Outcome.Thanks...)
		}
		for _, l := range c.Lessons {
			ids = append(ids, l.Author)
		}
		ids = append(ids, ReportData{Story: c.Story}.People()...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// AskBook offers the book of a channel to the one who asked for it.
func AskBook(e Env, m mission.Mission, missions int, here bool) Message {
	words := fmt.Sprintf("with %s, from the first to the latest", missionsInWords(missions))
	if missions == 1 {
		words = "with one mission so far"
	}
	return one(fill("The book of %s, %s, is a Markdown file. It holds what stood in the channel.", e.channel(m.Channel), own(words)),
		primary(ActBookMe, "Send it to me", Meta{Mission: m.ID}),
		when(here, button(ActBookHere, "Post it here", Meta{Mission: m.ID})))
}

// OnItsWay says to the one who asked that what she wants comes to her direct messages.
func OnItsWay() Message { return one(fill("It is on its way to our direct messages.")) }

// BookTitle names the file of a book.
const BookTitle = "The book"

// BookComment stands above the file of a book.
func BookComment(e Env, channel mission.ChannelID, by mission.UserID) string {
	if by == "" {
		return fill("The book of %s.", e.channel(channel)).text()
	}
	return fill("The book of %s, posted by %s.", e.channel(channel), e.who(by)).text()
}

// NoFile says that a file could not be sent, or where nobody knows, that it may not have come. A picture's message
// holds everything that it shows.
func NoFile(picture, unsure bool) Message {
	switch {
	case picture && unsure:
		return one(fill("Slack did not tell me whether the picture came. Everything in it is in the text above."))
	case picture:
		return one(fill("The picture could not be sent. Everything in it is in the text above."))
	case unsure:
		return one(fill("Slack did not tell me whether the book came. If you do not see it, ask for it again with `/mission book`."))
	}
	return one(fill("The book could not be sent. Nothing in it is lost: ask for it again with `/mission book`, or tell whoever runs me."))
}

// NoBook says that there is no mission in a channel yet.
func NoBook(e Env, channel mission.ChannelID) Message {
	return one(fill("No mission has run in %s yet, so there is no book.", e.channel(channel)),
		button(ActWhatIsMission, "What is a mission?", Meta{}))
}
