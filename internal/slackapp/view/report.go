package view

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// ReportData is what a report or a digest tells of. The edge has made sure that whoever reads it may.
type ReportData struct {
	Mission mission.Mission
	Span    mission.Span // empty for a digest
	Story   mission.Story
	// LatestWin is the newest win that stands, or nil.
	LatestWin *mission.Entry
	// Energy are the closed rounds up to the last of the days, oldest first, where this place may see them.
	Energy []rounds.Result
	// Trial is what is known of whether nudges help here.
	Trial TrialData
	// By is who posted the report, or empty.
	By mission.UserID
	// Asked is how often the channel answered, by what it was asked about.
	Asked nudges.Tally
}

// People lists those whose names a report shows.
func (d ReportData) People() []mission.UserID {
	s := d.Story
	ids := []mission.UserID{d.By}
	for _, list := range [][]mission.Entry{s.Steps, s.Wins, s.Lessons, s.Changes, s.Thanks, s.Blocks, s.Risks, s.Kept, s.Changed, s.LetGo, s.Ahead} {
		for _, e := range list {
			ids = append(append(ids, e.Author), e.To...)
		}
	}
	for _, l := range s.Looks {
		ids = append(ids, l.Author)
	}
	return ids
}

// meta is what the buttons beside a report carry: which mission, and which days.
func (d ReportData) meta() Meta {
	return Meta{Mission: d.Mission.ID, Kind: strings.Join([]string{string(d.Span), d.Story.From.String(), d.Story.To.String()}, "/")}
}

// ReportDays reads what the buttons beside a report carry: its span, and the first and the last of its days.
func ReportDays(kind string) (span mission.Span, from, to mission.Date, ok bool) {
	parts := strings.Split(kind, "/")
	if len(parts) != 3 {
		return "", from, to, false
	}
	span = mission.Span(parts[0])
	from, fromErr := mission.ParseDate(parts[1])
	to, toErr := mission.ParseDate(parts[2])
	return span, from, to, (span == "" || span.Valid()) && fromErr == nil && toErr == nil && !to.Before(from)
}

// ReportAnswer shows a report to the one who asked. Here says that she may post it in the channel in which she
// asked.
func ReportAnswer(e Env, d ReportData, here bool) Message {
	var p canvas
	short := p.report(e, d)
	p.actions(
		button(ActReportMe, "Send it to me", d.meta()),
		when(here, button(ActReportHere, "Post it here", d.meta())),
		when(short, button(ActReportAll, "Read all", d.meta())),
	)
	p.actions(d.otherSpans()...)
	return p.message()
}

// AskSpan answers a word that is no time of a report.
func AskSpan(_ Env, m mission.Mission) Message {
	return one(fill("A report of what time? Write `/mission report week`, `phase` or `all`, or:"),
		ReportData{Mission: m}.otherSpans()...)
}

// otherSpans are the buttons to the reports about other days.
func (d ReportData) otherSpans() []slack.BlockElement {
	words := map[mission.Span]string{mission.ThisWeek: "This week", mission.ThisPhase: "This phase", mission.AllOfIt: "All of it"}
	var out []slack.BlockElement
	for i, s := range mission.Spans {
		if s != d.Span {
			out = append(out, button(numbered(ActReport, i), words[s], Meta{Mission: d.Mission.ID, Kind: string(s)}))
		}
	}
	return out
}

// Report is a report as a message of its own, for a channel or a person.
func Report(e Env, d ReportData) Message {
	var p canvas
	short := p.report(e, d)
	if d.By != "" {
		p.context("%s posted this report.", e.who(d.By))
	}
	p.actions(
		when(d.Mission.Running(), button(ActTell, "Tell a step", Meta{Mission: d.Mission.ID, Kind: string(mission.Progress)})),
		when(short, button(ActReportAll, "Read all", d.meta())),
	)
	return p.message()
}

// Digest is what moved in the channel's last days. It says less than a report: what is read every week is read
// quickly.
func Digest(e Env, n NudgeData, d ReportData) Message {
	var p canvas
	p.heading(e, d)
	short := p.lists(d.digestLists(e))
	p.energy(d)
	p.actions(
		button(ActTell, "Tell a step", Meta{Mission: d.Mission.ID, Kind: string(mission.Progress)}),
		when(short, button(ActReportAll, "Read all", d.meta())),
		hereMenu(n),
	)
	return p.message()
}

// FollowedDigest is the same for somebody who follows, in her direct messages.
func FollowedDigest(e Env, n NudgeData, d ReportData) Message {
	var p canvas
	p.heading(e, d)
	short := p.lists(d.digestLists(e))
	p.energy(d)
	p.context("You follow this mission, in %s.", e.channel(d.Mission.Channel))
	p.actions(
		button(ActDetails, "Details", Meta{Mission: d.Mission.ID}),
		when(short, button(ActReportAll, "Read all", d.meta())),
		button(ActUnfollow, "Stop following", Meta{Mission: d.Mission.ID}),
		nudgeMenu(n),
	)
	return p.message()
}

// report adds all of a report, and says whether something in it was cut.
func (p *canvas) report(e Env, d ReportData) (short bool) {
	m := d.Mission
	p.heading(e, d)
	switch {
	case !m.Running():
	case m.PastMidpoint(e.Now):
		p.richLine(e.leftToGo(m))
	default:
		p.richLine(e.doneSoFar(m, d.LatestWin))
	}
	if !d.Story.Moved() && len(e.turned(d)) == 0 {
		p.section("Nothing was told in these days.")
	}
	short = p.lists(d.reportLists(e))
	p.energy(d)
	p.trial(e, d.Trial)
	p.contextLine(e.phasesInWords(m))
	return short
}

// heading says which mission, which days, and where it is, in one line.
func (p *canvas) heading(e Env, d ReportData) {
	m := d.Mission
	where := own(sentence(e.where(m)))
	if m.Outcome != nil {
		where = e.ended(m)
	}
	p.section("*%s, %s.* %s.", title(m), e.days(m, d.Story.From, d.Story.To), where)
}

// days writes some days: "16 to 22 November", "30 November to 6 December".
func (e Env) days(m mission.Mission, from, to mission.Date) string {
	last := fmt.Sprintf("%d %s", to.Day, to.Month)
	if to.Year != e.today(m).Year {
		last += fmt.Sprintf(" %d", to.Year)
	}
	switch {
	case from == to:
		return last
	case from.Year != to.Year:
		return fmt.Sprintf("%d %s %d to %s", from.Day, from.Month, from.Year, last)
	case from.Month != to.Month:
		return fmt.Sprintf("%d %s to %s", from.Day, from.Month, last)
	}
	return fmt.Sprintf("%d to %s", from.Day, last)
}

// listing is one list of a report: its label, and its entries.
type listing struct {
	label string
	items []line
}

// lists adds what is in some lists, five lines each, and says whether there was more.
func (p *canvas) lists(all []listing) (short bool) {
	for _, l := range all {
		if len(l.items) > listed {
			l.items = append(l.items[:listed:listed], own("and more"))
			short = true
		}
		p.bullets(l.label, l.items)
	}
	return short || cutIn(all)
}

// cutIn reports whether the words of a line were cut.
func cutIn(all []listing) bool {
	for _, l := range all {
		for _, item := range l.items {
			for _, s := range item {
				if s.foreign && strings.HasSuffix(s.text, "…") {
					return true
				}
			}
		}
	}
	return false
}

func (d ReportData) reportLists(e Env) []listing {
	s := d.Story
	return append(d.winLists(e), []listing{
		{"*Turns*", e.turned(d)},
		{"*Lessons*", e.named(s.Lessons)},
		{"*Risks looked at*", e.risks(d)},
		{"*Commitments*", e.commitments(d)},
		{"*Changes*", e.named(s.Changes)},
		{"*Thanks*", e.thanks(s.Thanks)},
		{"*Steps*", e.named(s.Steps)},
		{"*Open*", e.named(s.Blocks)},
		{"*Ahead*", e.ahead(d)},
		{"*Questions*", answeredLines("the channel", d.Asked)},
	}...)
}

func (d ReportData) digestLists(e Env) []listing {
	s := d.Story
	return []listing{
		{"*Wins*", e.named(s.Wins)},
		{"*Turns*", e.turned(d)},
		{"*Lessons*", e.named(s.Lessons)},
		{"*Risks looked at*", e.risks(d)},
		{"*Changes*", e.named(s.Changes)},
		{"*Thanks*", e.thanks(s.Thanks)},
		{"*Steps*", e.named(s.Steps)},
		{"*Open*", e.named(s.Blocks)},
		{"*Ahead*", e.ahead(d)},
	}
}

// turned writes what changed the mission's course in these days: phases that were closed, what the midpoint
// decided, and the wording.
func (e Env) turned(d ReportData) []line {
	m := d.Mission
	in := func(t time.Time) bool {
		day := m.Today(t)
		return !day.Before(d.Story.From) && !d.Story.To.Before(day)
	}
	var out []line
	for _, c := range m.Closings {
		if in(c.At) {
			out = append(out, own(fmt.Sprintf("The %s was closed on %s.", c.Phase, e.on(m, c.At))))
		}
	}
	if m.Midpoint != nil && in(m.Midpoint.At) {
		out = append(out, own(fmt.Sprintf("The midpoint was decided on %s.", e.on(m, m.Midpoint.At))))
	}
	for _, r := range m.Earlier {
		if in(r.At) {
			out = append(out, own(fmt.Sprintf("The wording was changed on %s.", e.on(m, r.At))))
		}
	}
	return out
}

// winLists puts the wins under those for whom something changed.
func (d ReportData) winLists(e Env) []listing {
	labels := []struct {
		gain  mission.Gain
		label string
	}{
		{mission.ForCustomers, "*What changed for customers*"},
		{mission.ForUs, "*What changed for us*"},
		{mission.ForCompany, "*What changed for the company*"},
		{mission.ForNobodySaid, "*Wins*"},
	}
	var out []listing
	for _, l := range labels {
		var wins []mission.Entry
		for _, w := range d.Story.Wins {
			if w.Gain == l.gain {
				wins = append(wins, w)
			}
		}
		out = append(out, listing{l.label, e.named(wins)})
	}
	return out
}

// short writes words as a list shows them.
func short(words string) string { return Cut(oneLine(words), cutList) }

// named writes entries, each with who told it.
func (e Env) named(entries []mission.Entry) []line {
	var out []line
	for _, entry := range entries {
		out = append(out, fill("%s (%s)", short(entry.Text), e.who(entry.Author)))
	}
	return out
}

func (e Env) thanks(entries []mission.Entry) []line {
	var out []line
	for _, entry := range entries {
		out = append(out, fill("%s to %s: %s", e.who(entry.Author), list(e.everyone(entry.To)), short(entry.Text)))
	}
	return out
}

func (e Env) everyone(users []mission.UserID) []line {
	var out []line
	for _, u := range users {
		out = append(out, argument(e.who(u), false)) // none of them begins a line
	}
	return out
}

// risks writes what was tried and what it taught, whatever came of it.
func (e Env) risks(d ReportData) []line {
	var out []line
	for _, r := range d.Story.Risks {
		look, ok := d.Story.Looks[r.ID]
		switch {
		case ok:
			out = append(out, fill("We tried: %s · It taught: %s", short(r.Text), short(look.Text)))
		case r.Fate == mission.LetGo:
			out = append(out, fill("We tried: %s · It no longer matters.", short(r.Text)))
		default:
			out = append(out, fill("We tried: %s", short(r.Text)))
		}
	}
	return out
}

// commitments writes what became of them. Whose they were is left out: kept and let go are equal words, and
// no list of a person's is to be read out of it.
func (e Env) commitments(d ReportData) []line {
	var out []line
	for _, c := range d.Story.Kept {
		out = append(out, fill("Done: %s", short(c.Text)))
	}
	for _, c := range d.Story.Changed {
		out = append(out, fill("Changed: %s, by %s", short(c.Text), e.day(d.Mission, c.By)))
	}
	for _, c := range d.Story.LetGo {
		if Clean(c.Because) == "" {
			out = append(out, fill("Let go: %s", short(c.Text)))
		} else {
			out = append(out, fill("Let go: %s, because: %s", short(c.Text), short(c.Because)))
		}
	}
	return out
}

// ahead writes what waits for its day.
func (e Env) ahead(d ReportData) []line {
	var out []line
	for _, a := range d.Story.Ahead {
		day := sentence(e.day(d.Mission, a.Day()))
		if a.Kind == mission.Risk {
			out = append(out, fill("%s: we look at: %s", own(day), short(a.Text)))
			continue
		}
		out = append(out, fill("%s: %s (%s)", own(day), short(a.Text), e.who(a.Author)))
	}
	return out
}

// energyShown is how many of the last rounds are told in words.
const energyShown = 8

// energy says what the last rounds said, in words.
func (p *canvas) energy(d ReportData) {
	if words := energyWords(d.Energy); words != "" {
		p.section("*Energy*  %s.", own(sentence(words)))
	}
}

func energyWords(all []rounds.Result) string {
	var words []string
	for _, r := range all[max(0, len(all)-energyShown):] {
		words = append(words, energyWord(r))
	}
	return strings.Join(words, ", ")
}

func energyWord(r rounds.Result) string {
	if r.Word == "" {
		return "not enough answers"
	}
	return string(r.Word)
}

// phasesInWords is the timeline as a sentence a phase.
func (e Env) phasesInWords(m mission.Mission) line {
	var out []line
	began := m.Today(m.StartedAt)
	for _, p := range mission.Phases {
		name := phaseWord(p)
		closing, closed := m.Closing(p)
		switch {
		case closed:
			ended := m.Today(closing.At)
			out = append(out, own(fmt.Sprintf("%s: %s to %s.", name, e.day(m, began), e.day(m, ended))))
			began = ended
		case p == m.Phase && m.Running():
			out = append(out, own(fmt.Sprintf("%s: since %s, planned until %s.", name, e.day(m, began), e.day(m, m.Plan[p].Target))))
		case p == m.Phase:
			out = append(out, own(fmt.Sprintf("%s: %s to %s.", name, e.day(m, began), e.on(m, m.Outcome.At))))
		case m.Running():
			out = append(out, own(fmt.Sprintf("%s: planned until %s.", name, e.day(m, m.Plan[p].Target))))
		}
	}
	return joined(" ", out...)
}

// ReadReport shows the whole of a report, nothing of it cut.
func ReadReport(e Env, d ReportData, page int) slack.ModalViewRequest {
	meta := d.meta()
	meta.Page = page
	parts := []part{{fill("*%s*, %s", title(d.Mission), e.days(d.Mission, d.Story.From, d.Story.To)), ""}}
	s := d.Story
	for _, l := range [][]mission.Entry{s.Wins, s.Lessons} {
		parts = append(parts, e.wholes(d.Mission, l)...)
	}
	for _, r := range s.Risks {
		parts = append(parts, part{fill("*Risk* · %s", e.who(r.Author)), r.Text})
		if look, ok := s.Looks[r.ID]; ok {
			parts = append(parts, part{fill("*It taught* · %s", e.who(look.Author)), look.Text})
		}
	}
	parts = append(parts, promiseParts("Done", s.Kept)...)
	parts = append(parts, promiseParts("Changed", s.Changed)...)
	parts = append(parts, promiseParts("Let go", s.LetGo)...)
	for _, l := range [][]mission.Entry{s.Changes, s.Thanks, s.Steps, s.Blocks} {
		parts = append(parts, e.wholes(d.Mission, l)...)
	}
	for _, a := range s.Ahead {
		parts = append(parts, part{fill("*Ahead* · %s", e.day(d.Mission, a.Day())), a.Text})
	}
	return paged("The report", ActReportAll, meta, parts)
}

func (e Env) wholes(m mission.Mission, entries []mission.Entry) []part {
	var out []part
	for _, entry := range entries {
		out = append(out, part{entryHeading(e, m, entry), entry.Text})
	}
	return out
}

// promiseParts are commitments in whole, without whose they were.
func promiseParts(fate string, entries []mission.Entry) []part {
	var out []part
	for _, c := range entries {
		out = append(out, part{fill("*" + fate + "*"), c.Text})
	}
	return out
}
