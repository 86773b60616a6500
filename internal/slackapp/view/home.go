package view

import (
	"cmp"
	"fmt"
	"strings"
	"time"

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
	// Trial says that a trial of whether nudges help runs there, and OutOfTrial that she left it.
	Trial, OutOfTrial bool
	// Steers says that she may close its phases and end it, and Leads that she leads it.
	Steers, Leads bool
}

// HomeWait is something that waits for a person.
type HomeWait struct {
	Mission mission.Mission
	// Asks is who asks her to lead, or empty.
	Asks mission.UserID
	// Shared is who shared a sentence with her while she was away, or empty.
	Shared mission.UserID
	// Nudge is the key of a question that is open in her direct messages, or empty; Kind is its kind.
	Nudge string
	Kind  nudges.Kind
	// Promise is something that she said she would do or look at, or nil.
	Promise *HomePromise
	// Told is the key of what another person's act has to tell her and no message has told yet, or empty; What says
	// what it is.
	Told string
	What string
	// Round is an anonymous round that takes answers until Closes, or empty. It stands here for everyone alike,
	// whether she has answered or not.
	Round  mission.ID
	Closes time.Time
}

// HomeMirror is a question of the mirror that stands in Home for a day and is sent nowhere.
type HomeMirror struct {
	Mission  mission.ID
	Question string
}

// HomePromise is a commitment or a risk that waits for its day. Words are empty where nobody else may read
// them: they stand in forms alone.
type HomePromise struct {
	ID mission.ID
	// Mission is where it was told, which may have ended and been followed by the one that carries it on.
	Mission mission.ID
	Kind    mission.EntryKind
	Own     bool
	Day     mission.Date
	Words   string
}

// HomeComing is a direct message that is planned for a person.
type HomeComing struct {
	Mission mission.Mission
	Kind    nudges.Kind
	At      time.Time
}

// HomeData is what the Home tab of one person shows.
type HomeData struct {
	// Missions are those of one page, the most recently moved first; Page counts from 0.
	Missions    []HomeMission
	Page, Pages int
	// Joinable are running missions that the person may see and is not in, where she is in none.
	Joinable []mission.Mission
	Waits    []HomeWait
	Mirror   *HomeMirror // a question that stands here for the day, or nil
	Promised []HomeWait  // what she promised, besides what waits
	Coming   []HomeComing
	Follows  []mission.Mission
	Hours    nudges.Hours
	// AwayThrough is her last day away, and QuietUntil when her quiet ends; none where she is not away, or not
	// quiet.
	AwayThrough mission.Date
	QuietUntil  time.Time
	// Week is how many questions reached her within seven days.
	Week int
	// ShutOut says that the bot was removed from the private channel of a mission of hers. Which one it was is not
	// said: whether she is still in it cannot be seen from outside.
	ShutOut bool
	// Can says which words after /mission are known.
	Can func(word string) bool
}

func (d HomeData) can(word string) bool { return d.Can != nil && d.Can(word) }

// How much of everything Home shows: missions in full and a page, rows that wait, what was promised, what comes.
const (
	inFull       = 3
	homePage     = 10
	homeWaits    = 3
	homePromised = 5
	homeComing   = 3
	homeFollows  = 5
)

// HomePage is how many missions a page of Home holds.
const HomePage = homePage

// Home is the Home tab. Only its person sees it; another person's private words never stand in it. With
// everything there is it has fewer than a hundred blocks, whoever's it is.
func Home(e Env, d HomeData) slack.HomeTabViewRequest {
	var p canvas
	if len(d.Missions) == 0 && d.Page == 0 {
		p.firstVisit(e, d)
	} else {
		p.head(Day(e.today(my), e.today(my)))
		p.paused(e, d)
		p.waits(e, d)
		p.mirror(d)
		p.shutOut(d)
		p.myMissions(e, d)
	}
	p.promised(e, d)
	p.comingToMe(e, d)
	p.corner(d)
	p.follows(e, d)
	p.divide()
	p.reaches(d)
	p.foot(e)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: p.blocks}}
}

func (p *canvas) firstVisit(e Env, d HomeData) {
	p.head("Throughline")
	p.paused(e, d)
	if d.ShutOut {
		p.shutOut(d)
	} else {
		p.section("I keep a mission in view, and ask questions about it. You are in none yet.")
	}
	start := primary(ActStart, "Start a mission", Meta{})
	if len(d.Joinable) > 0 {
		p.section("You can join:")
		p.joinable(e, d.Joinable)
		start = button(ActStart, "Start a mission", Meta{})
	}
	p.actions(start, button(ActWhatIsMission, "What is a mission?", Meta{}))
}

// shutOut says that a mission rests which cannot be shown.
func (p *canvas) shutOut(d HomeData) {
	if d.ShutOut {
		p.section("I was removed from a private channel, so a mission of yours rests. Invite me again there to go on.")
	}
}

func (p *canvas) joinable(e Env, missions []mission.Mission) {
	for _, m := range missions[:min(len(missions), listed)] {
		join := about(button(ActJoin, "Join", Meta{Mission: m.ID}), "Join: "+title(m))
		p.sectionWith(join, "*%s* · %s · %s", title(m), e.where(m), e.channel(m.Channel))
	}
}

// paused says that the person is away, or asked for quiet, and offers the way back.
func (p *canvas) paused(e Env, d HomeData) {
	switch {
	case !d.AwayThrough.IsZero():
		p.sectionWith(back(), "You are away through %s.", e.day(my, d.AwayThrough))
	case !d.QuietUntil.IsZero():
		p.sectionWith(back(), "Nothing from me until %s.", e.on(my, d.QuietUntil))
	}
}

// waits says what waits for the person, a few rows at most.
func (p *canvas) waits(e Env, d HomeData) {
	if len(d.Waits) == 0 && (d.Mirror == nil || d.Mirror.Question == "") {
		p.section("Nothing waits for you.")
	}
	for _, w := range d.Waits[:min(len(d.Waits), homeWaits)] {
		p.wait(e, w)
	}
}

func (p *canvas) wait(e Env, w HomeWait) {
	meta := Meta{Mission: w.Mission.ID}
	switch {
	case w.Asks != "":
		p.section("%s asks you to lead *%s*.", e.who(w.Asks), title(w.Mission))
		p.actions(button(ActAcceptLead, "I will lead it", meta), button(ActDeclineLead, "Not me", meta))
	case w.Shared != "":
		meta.User = w.Shared
		p.sectionWith(about(button(ActReadShared, "Read it", meta), "Read it: "+title(w.Mission)), "%s shared a sentence with you, about *%s*.",
			e.who(w.Shared), title(w.Mission))
	case w.Nudge != "":
		act := answersIn[w.Kind]
		meta.Nudge = w.Nudge
		p.sectionWith(about(button(act, "Answer", meta), "Answer: "+title(w.Mission)), "A question about *%s* is open in our messages.", title(w.Mission))
	case w.Round != "":
		answer := about(button(ActRoundAnswer, "Answer", Meta{Mission: w.Mission.ID, Round: w.Round}), "Answer without your name: "+title(w.Mission))
		p.sectionWith(answer, "An anonymous round of *%s* is open until %s.", title(w.Mission), e.until(my, w.Closes))
	case w.Told != "":
		open := about(button(ActToldOpen, "Open", Meta{Nudge: w.Told}), "Open: "+title(w.Mission))
		p.sectionWith(open, "%s", toldOnHome(w.What, w.Mission))
	case w.Promise != nil:
		p.promise(e, w)
	}
}

func (p *canvas) myMissions(e Env, d HomeData) {
	for i, h := range d.Missions {
		if i < inFull {
			p.missionInFull(e, d, h, i == 0)
			continue
		}
		p.missionLine(e, h)
	}
	p.turnHome(d.Page, d.Pages)
}

// turnHome adds the buttons of a Home with several pages.
func (p *canvas) turnHome(at, pages int) {
	if pages < 2 {
		return
	}
	p.context("%s", fmt.Sprintf("Page %d of %d", at+1, pages))
	p.actions(
		when(at > 0, button(numbered(ActHomePage, 0), "Earlier", Meta{Page: at - 1})),
		when(at+1 < pages, button(numbered(ActHomePage, 1), "Later", Meta{Page: at + 1})),
	)
}

func (p *canvas) missionInFull(e Env, d HomeData, h HomeMission, first bool) {
	m := h.Mission
	p.divide()
	where := sentence(e.where(m))
	if words := Clean(h.Member.Piece); words != "" {
		p.rich("*%s* · %s · *Your piece* %s", title(m), where, Cut(oneLine(words), cutList))
	} else {
		p.rich("*%s* · %s", title(m), where)
	}
	p.resting(e, m)
	p.atRest(e, m)
	p.missionButtons(d, h, first)
	p.inTrial(h)
	if h.LatestWin != nil && Clean(h.LatestWin.Text) != "" {
		p.context("Latest win: %s (%s)", Cut(oneLine(h.LatestWin.Text), cutList), e.who(h.LatestWin.Author))
	}
}

// resting says why a mission rests, where its channel takes no messages.
func (p *canvas) resting(e Env, m mission.Mission) {
	switch m.Unreachable {
	case "":
	case "not_in_channel":
		p.section("I was removed from %s, so this mission rests. Invite me again to go on.", e.channel(m.Channel))
	default:
		p.section("%s takes no messages from me now, so this mission rests.", e.channel(m.Channel))
	}
}

func (p *canvas) missionButtons(d HomeData, h HomeMission, first bool) {
	m := h.Mission
	meta := Meta{Mission: m.ID}
	tell := about(button(ActTell, "Tell a step", Meta{Mission: m.ID, Kind: string(mission.Progress)}), "Tell a step: "+title(m))
	if first {
		tell = tell.WithStyle(slack.StylePrimary)
	}
	more := []choice{{action: ActMyPiece, label: "My piece"}}
	for _, word := range []string{"report", "book"} {
		if d.can(word) {
			more = append(more, choice{action: ActDo, label: sentence(word), kind: word})
		}
	}
	more = append(more, choice{action: ActRest, label: "Snooze 1 week"}, choice{action: ActLeave, label: "Leave"})
	p.actions(tell, about(button(ActDetails, "Details", meta), "Details: "+title(m)), overflow(meta, more...))
	if h.Steers {
		p.steers(d, h)
	}
}

// steers adds the row of whoever leads, or of a member where nobody does.
func (p *canvas) steers(d HomeData, h HomeMission) {
	m := h.Mission
	meta, at := Meta{Mission: m.ID}, Meta{Mission: m.ID, Phase: int(m.Phase)}
	row := []slack.BlockElement{
		when(!m.Phase.Last(), button(ActClosePhase, "Close this phase", at)),
		when(m.Phase.Last(), button(ActEnd, "End the mission", meta)),
		button(ActPlans, "Nudges here", meta),
		button(ActPieces, "Pieces", meta),
	}
	if h.Leads {
		row = append(row, button(ActWhom, "Whom to talk with", meta), button(ActGuesses, "Your guesses", meta))
	}
	for i, w := range homeLead {
		if d.can(w.word) {
			row = append(row, button(numbered(ActDo, i), w.label, Meta{Mission: m.ID, Kind: w.word}))
		}
	}
	p.actions(row...)
}

// homeWord is a command that Home has a button for. Some are about a mission that one is in.
type homeWord struct {
	word, label string
	member      bool
}

// homeLead are the buttons under a mission that a person steers, and homeCorner those of her own corner.
var (
	homeLead   = []homeWord{{word: "mirror", label: "Mirror", member: true}}
	homeCorner = []homeWord{
		{word: "connect", label: "Connect", member: true}, {word: "reflect", label: "Reflect"},
		{word: "journal", label: "Journal"}, {word: "balance", label: "Balance"}, {word: "coach", label: "Talk it through"},
		{word: "commit", label: "Commit to something", member: true}, {word: "my-data", label: "My data"},
	}
)

// HomeWords are the commands that Home has buttons for.
func HomeWords() []string {
	words := []string{"report", "book"}
	for _, w := range append(homeLead, homeCorner...) {
		words = append(words, w.word)
	}
	return words
}

func (p *canvas) missionLine(e Env, h HomeMission) {
	open := about(button(ActDetails, "Open", Meta{Mission: h.Mission.ID}), "Open: "+title(h.Mission))
	p.sectionWith(open, "*%s* · %s", title(h.Mission), e.where(h.Mission))
}

// promised lists what the person promised.
func (p *canvas) promised(e Env, d HomeData) {
	if len(d.Promised) == 0 {
		return
	}
	p.divide()
	p.section("*What you promised*")
	for _, w := range d.Promised[:min(len(d.Promised), homePromised)] {
		p.promise(e, w)
	}
	if len(d.Promised) > homePromised {
		p.actions(button(ActPromises, "All of it", Meta{}))
	}
}

// promise is one thing that the person promised. Its words stand here where everyone may read them.
func (p *canvas) promise(e Env, w HomeWait) {
	meta, what := Meta{Mission: cmp.Or(w.Promise.Mission, w.Mission.ID), Entry: w.Promise.ID}, "Your commitment"
	if w.Promise.Own {
		meta.Kind, what = KindOwn, "A commitment that only you see"
	}
	if w.Promise.Kind == mission.Risk {
		what = "What you try"
	}
	open := about(button(ActPromiseShow, "Open", meta), "Open: "+what)
	p.sectionWith(open, "%s, for %s, in *%s*", what, e.day(my, w.Promise.Day), title(w.Mission))
	if words := oneLine(w.Promise.Words); words != "" {
		p.rich("%s", Cut(words, cutList))
	}
}

// answersIn are the actions with which the questions are answered that Home has a button for.
var answersIn = map[nudges.Kind]string{nudges.Reflect: ActAnswer, nudges.Connect: ActConnect, nudges.Mirror: ActAnswer}

// AnswersInHome reports whether Home has a button to answer a question of this kind.
func AnswersInHome(k nudges.Kind) bool { return answersIn[k] != "" }

// mirror shows the question of the day.
func (p *canvas) mirror(d HomeData) {
	if d.Mirror == nil || d.Mirror.Question == "" {
		return
	}
	answer := about(button(ActMirror, "Answer", Meta{Mission: d.Mirror.Mission}), "Answer your mirror")
	p.sectionWith(answer, "*Your mirror*  %s", Cut(oneLine(d.Mirror.Question), cutChannel))
	p.context("It stands here for today, and only you see it.")
}

// comingToMe says which direct messages come next, and when.
func (p *canvas) comingToMe(e Env, d HomeData) {
	var items []line
	for _, c := range d.Coming[:min(len(d.Coming), homeComing)] {
		zone := e.zone(my)
		items = append(items, fill("%s · %s, %s", own(nameOfPlan(c.Kind)+" · "+title(c.Mission)), e.on(my, c.At), Clock(c.At, zone)))
	}
	if len(items) > 0 {
		p.divide()
		p.bullets("*Coming to you*", items)
	}
}

// corner are the things that are the person's alone.
func (p *canvas) corner(d HomeData) {
	var row []slack.BlockElement
	for i, w := range homeCorner {
		if d.can(w.word) && (!w.member || len(d.Missions) > 0) {
			row = append(row, button(numbered(ActDo, i), w.label, Meta{Kind: w.word}))
		}
	}
	if len(row) == 0 {
		return
	}
	p.divide()
	p.head("Your corner")
	p.context("Only you see this.")
	p.actions(row...)
}

// follows lists the missions that the person only reads.
func (p *canvas) follows(e Env, d HomeData) {
	if len(d.Follows) == 0 {
		return
	}
	p.divide()
	p.section("*You follow*")
	for _, m := range d.Follows[:min(len(d.Follows), homeFollows)] {
		p.missionLine(e, HomeMission{Mission: m})
	}
}

// reaches says when the person may be written to and what she ticked, with a way to change it.
func (p *canvas) reaches(d HomeData) {
	p.sectionWith(button(ActSettings, "Change", Meta{}), "*What reaches you*  %s · %s of at most %s questions in the last seven days",
		own(hoursLine(d.Hours)), fmt.Sprint(min(d.Week, nudges.DMsAWeek)), fmt.Sprint(nudges.DMsAWeek))
	for _, h := range d.Missions[:min(len(d.Missions), inFull)] {
		words := own("you ticked no question")
		var all []line
		for _, k := range h.Reach {
			all = append(all, fill(wordsOfNudge(k).word))
		}
		if len(all) > 0 {
			words = list(all)
		}
		p.context("%s: %s", title(h.Mission), words)
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
	p.actions(button(ActWhatIStore, "What I store", Meta{}), button(ActHelp, "Help", Meta{}))
}

// WroteToYou says in Home that what was begun there goes on in direct messages.
func WroteToYou(Env) Message { return one(fill("I have written to you: it goes on in our messages.")) }

// MissionRests says that a mission sends nothing to a person for a while.
func MissionRests(e Env, m mission.Mission, until time.Time) Message {
	return one(fill("Nothing of *%s* reaches you until %s. Then it comes back by itself.", title(m), e.on(my, until)),
		button(ActUnrest, "Undo", Meta{Mission: m.ID}))
}

// MissionRestsNot takes that back.
func MissionRestsNot(_ Env, m mission.Mission) Message {
	return one(fill("What you ticked of *%s* reaches you again.", title(m)))
}
