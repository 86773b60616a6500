package view

import (
	"strings"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// HomeMission is one of a person's missions, as Home shows it.
type HomeMission struct {
	Mission   mission.Mission
	Member    mission.Member
	LatestWin *mission.Entry
	Reach     []nudges.Kind
}

// HomeData is what the Home tab of one person shows.
type HomeData struct {
	Missions []HomeMission // the most recently moved first
	// Joinable are running missions that the person may see and is not in.
	Joinable []mission.Mission
	// Asked is the mission of the question that is open in the person's direct messages, or empty.
	Asked mission.ID
	Page  int
}

// inFull is how many missions Home shows in full, homePage how many it shows a page.
const (
	inFull   = 3
	homePage = 10
)

// Home is the Home tab. Only its person sees it; another person's private words never stand in it.
func Home(e Env, d HomeData) slack.HomeTabViewRequest {
	var p canvas
	if len(d.Missions) == 0 {
		p.firstVisit(e, d)
	} else {
		p.myMissions(e, d)
	}
	p.foot(e)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: p.blocks}}
}

func (p *canvas) firstVisit(e Env, d HomeData) {
	p.head("Throughline")
	p.section("I keep a mission in view, and ask questions about it. You are in none yet.")
	if len(d.Joinable) == 0 {
		p.actions(primary(ActStart, "Start a mission", Meta{}), button(ActWhatIsMission, "What is a mission?", Meta{}))
	} else {
		p.section("You can join:")
		p.joinable(e, d.Joinable)
		p.actions(button(ActStart, "Start a mission", Meta{}), button(ActWhatIsMission, "What is a mission?", Meta{}))
	}
}

func (p *canvas) joinable(e Env, missions []mission.Mission) {
	for _, m := range missions[:min(len(missions), listed)] {
		join := about(button(ActJoin, "Join", Meta{Mission: m.ID}), "Join: "+title(m))
		p.sectionWith(join, "*%s* · %s · %s", title(m), e.where(m), e.channel(m.Channel))
	}
}

func (p *canvas) myMissions(e Env, d HomeData) {
	p.head(Day(e.today(my), e.today(my)))
	p.waits(d)
	from, to, pages := slice(len(d.Missions), d.Page, homePage)
	for i, h := range d.Missions[from:to] {
		if i < inFull {
			p.missionInFull(e, h, i == 0)
			continue
		}
		p.missionLine(e, h)
	}
	p.turn(ActHomePage, Meta{}, from/homePage, pages)
	p.divide()
	p.reaches(e, d.Missions[from:min(to, from+inFull)])
}

// waits says which question of mine waits for the person, where one does.
func (p *canvas) waits(d HomeData) {
	for _, h := range d.Missions {
		if h.Mission.ID == d.Asked {
			p.section("A question about *%s* is open in our messages.", title(h.Mission))
			return
		}
	}
}

func (p *canvas) missionInFull(e Env, h HomeMission, first bool) {
	m := h.Mission
	p.divide()
	where := sentence(e.where(m))
	if words := Clean(h.Member.Piece); words != "" {
		p.rich("*%s* · %s · *Your piece* %s", title(m), where, Cut(oneLine(words), cutList))
	} else {
		p.rich("*%s* · %s", title(m), where)
	}
	if m.Unreachable != "" {
		p.section("%s takes no messages from me now, so this mission rests.", e.channel(m.Channel))
	}
	tell := button(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)})
	if first {
		tell = tell.WithStyle(slack.StylePrimary)
	}
	p.actions(tell, button(ActDetails, "Details", Meta{Mission: m.ID}))
	if h.LatestWin != nil && Clean(h.LatestWin.Text) != "" {
		p.context("Latest win: %s (%s)", Cut(oneLine(h.LatestWin.Text), cutList), e.who(h.LatestWin.Author))
	}
}

func (p *canvas) missionLine(e Env, h HomeMission) {
	open := about(button(ActDetails, "Open", Meta{Mission: h.Mission.ID}), "Open: "+title(h.Mission))
	p.sectionWith(open, "*%s* · %s", title(h.Mission), e.where(h.Mission))
}

// reaches says for each mission what reaches the person, with a way to change it.
func (p *canvas) reaches(e Env, missions []HomeMission) {
	zone := e.zone(my)
	p.section("*What reaches you*  at most one direct message a day and three a week, on working days (%s)", ZoneName(zone.String()))
	for _, h := range missions {
		words := line{{text: "nothing by direct message"}}
		var all []line
		for _, k := range h.Reach {
			all = append(all, fill(wordsOfNudge(k).word))
		}
		if len(all) > 0 {
			words = list(all)
		}
		change := about(button(ActReaches, "Change", Meta{Mission: h.Mission.ID}), "Change what reaches me: "+title(h.Mission))
		p.sectionWith(change, "%s: %s", title(h.Mission), words)
	}
}

func (p *canvas) foot(e Env) {
	parts := []line{fill("/mission help")}
	if support := oneLine(e.Support); support != "" {
		parts = append(parts, fill("Support: %s", support))
	}
	if e.Version != "" {
		parts = append(parts, fill("version %s", strings.TrimPrefix(e.Version, "v")))
	}
	p.contextLine(joined(" · ", parts...))
	p.actions(button(ActWhatIStore, "What I store", Meta{}))
}
