package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// part is a stretch of something long: a label of our own, and people's words.
type part struct {
	label line
	words string
}

// paged shows parts as a form, ten quotes at a time, with buttons of the given action to turn the page.
// Nothing in it is cut.
func paged(title, action string, meta Meta, parts []part) slack.ModalViewRequest {
	f := reader(title)
	f.meta = meta
	rows := rowsOf(parts)
	pages := max((len(rows)+pageBlocks-1)/pageBlocks, 1)
	at := min(max(meta.Page, 0), pages-1)
	for _, row := range rows[at*pageBlocks : min((at+1)*pageBlocks, len(rows))] {
		if len(row.label) > 0 {
			f.richLine(row.label)
		}
		if row.words != "" {
			f.add(quoteBlock(row.words), "")
		}
	}
	if len(f.blocks) == 0 {
		f.section("Nothing is written here yet.")
	}
	f.turn(action, meta, at, pages)
	return f.view()
}

// rowsOf splits parts so that each row has at most one quote.
func rowsOf(parts []part) []part {
	var rows []part
	for _, p := range parts {
		quotes := chunks(p.words, maxChunk)
		if len(quotes) == 0 {
			rows = append(rows, part{label: p.label})
			continue
		}
		for i, q := range quotes {
			row := part{words: q}
			if i == 0 {
				row.label = p.label
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// turn adds the buttons of a list that has several pages.
func (p *canvas) turn(action string, meta Meta, at, pages int) {
	if pages < 2 {
		return
	}
	p.context("%s", fmt.Sprintf("Page %d of %d", at+1, pages))
	earlier, later := meta, meta
	earlier.Page, later.Page = at-1, at+1
	p.actions(
		when(at > 0, button(numbered(action, 0), "Earlier", earlier)),
		when(at+1 < pages, button(numbered(action, 1), "Show more", later)),
	)
}

// ReadEntry shows the whole of an entry's words.
func ReadEntry(e Env, m mission.Mission, entry mission.Entry, page int) slack.ModalViewRequest {
	meta := Meta{Mission: m.ID, Entry: entry.ID, Page: page}
	if entry.Withdrawn() {
		return paged("The whole of it", ActReadRest, meta, []part{{label: fill("%s withdrew an entry.", e.who(entry.Author))}})
	}
	if entry.Kind.Promised() {
		return paged("The whole of it", ActReadRest, meta, e.promiseParts(m, entry))
	}
	return paged("The whole of it", ActReadRest, meta, []part{{label: entryHeading(e, m, entry), words: entry.Text}})
}

// ReadWording shows the whole of a mission's wording.
func ReadWording(e Env, m mission.Mission, page int) slack.ModalViewRequest {
	return paged("The whole of it", ActReadRest, Meta{Mission: m.ID, Page: page}, e.wordingParts(m))
}

func (e Env) wordingParts(m mission.Mission) []part {
	parts := []part{
		{fill("*%s*", title(m)), ""},
		{fill("*After*"), writtenOr(m.Aspiration)},
		{fill("*Done when*, by %s", e.day(m, m.EndDate())), writtenOr(m.EndState)},
		{fill("*For customers*"), writtenOr(m.Why.Customers)},
		{fill("*For us*"), writtenOr(m.Why.Us)},
		{fill("*For the company*"), writtenOr(m.Why.Company)},
	}
	for _, p := range mission.Phases {
		label := fill("*The %s is done when*, by %s", p.String(), e.day(m, m.Plan[p].Target))
		parts = append(parts, part{label, writtenOr(m.Plan[p].DoneWhen)})
	}
	return parts
}

// ReadLessons shows the lessons that a mission's ending takes along, in full.
func ReadLessons(e Env, m mission.Mission, lessons []mission.Entry, page int) slack.ModalViewRequest {
	var parts []part
	for _, l := range lessons {
		if !l.Withdrawn() {
			parts = append(parts, part{entryHeading(e, m, l), l.Text})
		}
	}
	return paged("What we know now", ActReadLessons, Meta{Mission: m.ID, Page: page}, parts)
}

// ReadStory shows an ended mission's story: how it ended, its phases with their looks back, its lessons,
// and what is carried over.
func ReadStory(e Env, m mission.Mission, lessons []mission.Entry, page int) slack.ModalViewRequest {
	return paged("Its story", ActReadStory, Meta{Mission: m.ID, Page: page}, e.storyParts(m, lessons))
}

func (e Env) storyParts(m mission.Mission, lessons []mission.Entry) []part {
	parts := []part{{fill("*%s*", title(m)), ""}}
	if m.Outcome != nil {
		w := endingOf(m.Outcome.Kind)
		parts = append(parts, part{joined(" · ", e.ended(m), fill(w.question)), m.Outcome.Story})
	}
	parts = append(parts, part{fill("*After*"), writtenOr(m.Aspiration)}, part{fill("*Done when*"), writtenOr(m.EndState)})
	for _, c := range m.Closings {
		parts = append(parts, e.closingParts(m, c)...)
	}
	for _, l := range lessons {
		if !l.Withdrawn() {
			parts = append(parts, part{fill("*Lesson* · %s", e.who(l.Author)), l.Text})
		}
	}
	if m.Outcome == nil {
		return parts
	}
	if words := carryWords(m, m.Outcome.Carry); len(words) > 0 {
		parts = append(parts, part{append(fill("*Carried over*  "), list(words)...), ""})
	}
	return parts
}

func (e Env) closingParts(m mission.Mission, c mission.Closing) []part {
	question := "Is what we wrote true?"
	if Clean(m.Plan[c.Phase].DoneWhen) == "" {
		question = "Is it done?"
	}
	label := fill("*%s*, closed by %s on %s. %s %s.",
		phaseWord(c.Phase), e.who(c.By), e.on(m, c.At), own(question), reachedWord(c.Reached))
	parts := []part{{label, m.Plan[c.Phase].DoneWhen}}
	if Clean(c.Learned) != "" {
		parts = append(parts, part{fill("*Looking back*"), c.Learned})
	}
	if Clean(c.Ahead) != "" {
		parts = append(parts, part{fill("*Taken along*"), c.Ahead})
	}
	return parts
}
