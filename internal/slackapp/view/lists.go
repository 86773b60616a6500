package view

import (
	"throughline/internal/mission"
)

// ListPage returns which of so many missions stand on a page of [List].
func ListPage(total, page int) (from, to int) {
	from, to, _ = slice(total, page, listed)
	return from, to
}

// List answers with the missions of one page, out of all running ones that the person may see.
func List(e Env, missions []mission.Mission, total, page int) Message {
	if total == 0 {
		return one(fill("No mission is running that you may see. Start one in its channel with `/mission start`."),
			button(ActWhatIsMission, "What is a mission?", Meta{}))
	}
	var p canvas
	from, _, pages := slice(total, page, listed)
	p.section("Missions that are running:")
	for _, m := range missions {
		open := about(button(ActDetails, "Open", Meta{Mission: m.ID}), "Open: "+title(m))
		p.sectionWith(open, "*%s* · %s · %s", title(m), e.where(m), e.channel(m.Channel))
	}
	p.turn(ActListPage, Meta{}, from/listed, pages)
	return p.message()
}

// History answers with the missions of a channel that have ended, the newest first, five at a time.
func History(e Env, channel mission.ChannelID, missions []mission.Mission, page int) Message {
	var ended []mission.Mission
	for _, m := range missions {
		if !m.Running() {
			ended = append(ended, m)
		}
	}
	if len(ended) == 0 {
		return one(fill("No mission has ended in %s yet.", e.channel(channel)), button(ActWhatIsMission, "What is a mission?", Meta{}))
	}
	var p canvas
	from, to, pages := slice(len(ended), page, listed)
	p.section("Missions of %s that have ended:", e.channel(channel))
	for _, m := range ended[from:to] {
		open := about(button(ActReadStory, "Read its story", Meta{Mission: m.ID}), "Read its story: "+title(m))
		p.sectionWith(open, "*%s* · %s on %s", title(m), endingOf(m.Outcome.Kind).past, e.on(m, m.Outcome.At))
		p.lineage(m, missions)
	}
	p.turn(ActHistoryPage, Meta{Channel: channel}, from/listed, pages)
	p.actions(button(ActBookMe, "Send me the book", Meta{Mission: ended[0].ID}))
	return p.message()
}

// lineage says how a mission's story began and what it grew from and into, where it did. Missions are all those of
// its channel.
func (p *canvas) lineage(m mission.Mission, missions []mission.Mission) {
	if Clean(m.Outcome.Story) != "" {
		p.rich("%s", Cut(oneLine(m.Outcome.Story), cutList))
	}
	var grew []line
	for _, other := range missions {
		switch {
		case other.ID == m.From:
			grew = append(grew, fill("grew from %s", title(other)))
		case other.From == m.ID:
			grew = append(grew, fill("led on to %s", title(other)))
		}
	}
	if len(grew) > 0 {
		p.contextLine(joined(" · ", grew...))
	}
}

// slice returns which of n rows stand on a page, and how many pages there are.
func slice(n, page, size int) (from, to, pages int) {
	pages = max((n+size-1)/size, 1)
	page = min(max(page, 0), pages-1)
	return page * size, min((page+1)*size, n), pages
}
