package view

import (
	"fmt"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// surface is one thing that somebody sees: a message, a form, or Home.
type surface struct {
	name    string
	message *Message
	modal   *slack.ModalViewRequest
	home    *slack.HomeTabViewRequest
}

func msg(name string, m Message) surface                  { return surface{name: name, message: &m} }
func modal(name string, v slack.ModalViewRequest) surface { return surface{name: name, modal: &v} }
func homeTab(name string, v slack.HomeTabViewRequest) surface {
	return surface{name: name, home: &v}
}

// group is a part of the catalogue, which has a golden file.
type group struct {
	name  string
	build func() []surface
}

func (g group) String() string { return g.name }

func (s sample) groups() []group {
	return []group{
		{"first_contact", s.firstContact},
		{"starting", s.starting},
		{"cards", s.cards},
		{"joining", s.joining},
		{"thread", s.threadLines},
		{"entries", s.entries},
		{"telling", s.telling},
		{"phases", s.phases},
		{"editing", s.editing},
		{"endings", s.endings},
		{"relations", s.relations},
		{"shape", s.shape},
		{"welcomes", s.welcomes},
		{"lists", s.lists},
		{"questions", s.questions},
		{"answers", s.answers},
		{"connecting", s.connecting},
		{"celebrating", s.celebrating},
		{"journal", s.journals},
		{"home", s.homes},
		{"settings", s.settings},
		{"promises", s.promises},
		{"adding", s.adding},
		{"data", s.data},
		{"refusals", s.refusals},
		{"rounds", s.roundSurfaces},
		{"planning", s.planning},
		{"talks", s.talks},
		{"balances", s.balances},
		{"mirrors", s.mirrors},
		{"reports", s.reports},
		{"trials", s.trials},
		{"singles", s.singles},
	}
}

// catalogue is every surface there is, with words told by say.
func catalogue(say teller) []surface {
	var all []surface
	for _, g := range newSample(say).groups() {
		all = append(all, g.build()...)
	}
	return all
}

func (s sample) firstContact() []surface {
	e := s.env
	last := s.over(mission.Completed)
	topic, _ := HelpTopic(e, "nudges")
	all := []surface{
		msg("hello", Hello(e, refunds, false)),
		msg("hello with history", Hello(e, refunds, true)),
		msg("quiet in general", QuietHere(e, refunds)),
		msg("no mission", NoMission(e, NoMissionData{Channel: refunds})),
		msg("no mission after another", NoMission(e, NoMissionData{Channel: refunds, Last: &last})),
		msg("no mission with a draft", NoMission(e, NoMissionData{Channel: refunds, Draft: &mission.Draft{At: at(2026, 11, 20, 9, 0)}})),
		msg("which mission", WhichMission(e, []mission.Mission{s.running(), s.next()}, Meta{Kind: "win"})),
		msg("which of many", WhichMission(e, []mission.Mission{s.running(), s.next(), s.running(), s.next(), s.running(), s.next()}, Meta{})),
		modal("what is a mission", WhatIsAMission(e)),
		modal("what i store", WhatIStore(e)),
		msg("help", Help(e)),
		msg("help topic", topic),
		msg("did you mean", DidYouMean(e, s.say("progess"), "progress", s.say("followed refund 7"), Meta{Ref: "abc"})),
		msg("did you mean thanks", DidYouMean(e, s.say("thank"), "thanks", "", Meta{Ref: "abc"})),
		msg("private word in a channel", PrivateHere(e, "")),
		msg("private word with a form, in a channel", PrivateHere(e, "reflect")),
		msg("unknown word without words", UnknownWord(e, s.say("juggle"), "")),
		msg("unknown word", UnknownWord(e, s.say("juggle"), s.say("three balls"))),
	}
	for i, m := range WordsBack(s.say("a text that is too long to keep")) {
		all = append(all, msg(fmt.Sprintf("words back %d", i), m))
	}
	for _, t := range topics {
		m, _ := HelpTopic(e, t.id)
		all = append(all, msg("help on "+t.id, m))
	}
	return all
}

func (s sample) starting() []surface {
	e := s.env
	from := s.running()
	form := StartForm{Channel: refunds, Wording: s.wording()}
	ask := StartForm{Wording: s.wording(), SelfGoverned: true, AskTeam: true}
	empty := StartForm{Channel: refunds}
	empty.Plan = [3]mission.PhasePlan{{Target: date(2026, 12, 18)}, {Target: date(2027, 1, 29)}, {Target: date(2027, 3, 5)}}
	empty.EndState = s.say("Nine refunds in ten arrive within a day.")
	return []surface{
		modal("start 1", Start1(e, empty)),
		modal("start 1 filled", Start1(e, form)),
		modal("start 1 from Home, asking the team", Start1(e, ask)),
		modal("start 2", Start2(e, form)),
		modal("start 3", Start3(e, empty)),
		modal("start 3 filled", Start3(e, form)),
		msg("started", Started(e, nil, false)),
		msg("started by whoever leads", Started(e, nil, true)),
		msg("started after another", Started(e, &from, false)),
	}
}

func (s sample) cards() []surface {
	e := s.env
	card := s.card()
	begun := card
	begun.Mission, begun.LatestWin, begun.New = s.begun(), nil, true
	told := begun
	told.New, told.Mission.Tally.LastEntry = false, s.env.Now
	late := card
	late.Mission, late.Members = s.late(), s.members()[:2]
	end := card
	end.Mission = s.ending()
	end.Mission.Offered = dee
	next := s.next()
	over := card
	over.Mission, over.Next = s.over(mission.OnPurpose), &next
	wide := card
	wide.Mission.EndState = s.say(lorem)
	lead := s.details()
	lead.Steers, lead.UndoClose, lead.QuestionsOff = true, true, true
	other := s.details()
	other.Member, other.Mission.Unreachable = nil, "is_archived"
	lead.Pursuits = true
	ended := s.details()
	ended.Mission, ended.UndoEnd = s.over(mission.Overtaken), true
	return []surface{
		msg("card", Card(e, card)),
		msg("card on the first day", Card(e, begun)),
		msg("card with first steps", Card(e, told)),
		msg("card after its date", Card(e, late)),
		msg("card in the end", Card(e, end)),
		msg("card of an ended mission", Card(e, over)),
		msg("details for a member", Details(e, s.details())),
		msg("details for the lead", Details(e, lead)),
		msg("details for another", Details(e, other)),
		msg("details of an ended mission", Details(e, ended)),
		msg("card with words that were cut", Card(e, wide)),
		modal("details in Home", DetailsView(e, lead)),
		modal("details of an ended mission in Home", DetailsView(e, ended)),
	}
}

func (s sample) joining() []surface {
	e, m := s.env, s.running()
	bare := m
	bare.Plan = [3]mission.PhasePlan{}
	member, empty := s.member(bo), s.member(bo)
	empty.Piece = ""
	return []surface{
		modal("join", Join(e, m, "")),
		modal("join with a piece", Join(e, m, s.say("find where the days go"))),
		modal("join a bare mission", Join(e, bare, "")),
		modal("piece", Piece(e, m, member)),
		msg("joined without a piece", Joined(e, m, empty, true)),
		msg("joined by command", Joined(e, m, member, false)),
		msg("joined", Joined(e, m, member, true)),
		msg("joined already", JoinedAlready(e, m, member)),
		msg("joined already without a piece", JoinedAlready(e, m, empty)),
		msg("piece kept", PieceKept(e, m, member)),
		msg("piece taken back", PieceKept(e, m, empty)),
		msg("ask to leave", AskLeave(e, m, true)),
		msg("left", Left(e, m)),
		msg("stayed", Stayed(e)),
		msg("asked to lead", AskedToLead(e, m, ana)),
		msg("lead accepted", LeadAccepted(e, m, true)),
		msg("lead accepted without a mirror", LeadAccepted(e, m, false)),
		msg("lead declined", LeadDeclined(e, m)),
		msg("follows", Follows(e, m, s.next())),
	}
}

func (s sample) threadLines() []surface {
	e, m := s.env, s.running()
	from := s.over(mission.Completed)
	empty := s.member(bo)
	empty.Piece = ""
	before := s.wording()
	before.Name, before.EndState = s.say("Faster refunds"), s.say("Refunds arrive sooner")
	before.Plan[mission.Ending].Target = date(2026, 12, 31)
	ask := s.begun()
	ask.Plan[0].DoneWhen, ask.Plan[1].DoneWhen = "", ""
	return []surface{
		msg("thread started", ThreadStarted(e, s.next(), &from)),
		msg("thread started anew", ThreadStarted(e, m, nil)),
		msg("thread joined", ThreadJoined(e, s.member(bo))),
		msg("thread joined without a piece", ThreadJoined(e, empty)),
		msg("thread piece", ThreadPiece(e, s.member(bo))),
		msg("thread piece taken back", ThreadPiece(e, empty)),
		msg("thread reworded", ThreadReworded(e, m, mission.Revision{Wording: before, By: ana, Reason: s.say("Sooner could mean anything.")}, m.Wording)),
		msg("thread reopened", ThreadReopened(e, m, ana)),
		msg("thread unended", ThreadUnended(e, m, ana)),
		msg("taken back", TakenBack(e, m, ana)),
		msg("card unsent", CardUnsent(e, m)),
		msg("thread no lead", ThreadNoLead(e, m)),
		msg("thread led", ThreadLed(e, m, dee)),
		msg("thread governed together", ThreadLed(e, m, "")),
		msg("thread ask the team", ThreadAsk(e, ask)),
		msg("help offered", HelpOffered(e, s.block(), dee)),
		msg("answered here", AnsweredHere(e, bo, s.say("The second signature."))),
		msg("questions off", QuestionsOff(e, m, bo)),
		msg("questions on", QuestionsOn(e, m, bo)),
		msg("question skipped", QuestionSkipped(e, m, bo, false)),
		msg("question comes", QuestionSkipped(e, m, bo, true)),
		msg("suggestion", Suggestion(e, m, bo, mission.ClosePhaseOf)),
		msg("suggestion to end", Suggestion(e, m, bo, mission.EndMission)),
		msg("suggestion to edit", Suggestion(e, m, bo, mission.EditMission)),
		msg("suggested", Suggested(e, m)),
	}
}

func (s sample) entries() []surface {
	e, m := s.env, s.running()
	edited, withdrawn, opened := s.step(), s.step(), s.block()
	edited.EditedAt, withdrawn.WithdrawnAt = e.Now, e.Now
	withdrawn.Text = ""
	opened.OpenedAt, opened.OpenedBy, opened.EditedAt = at(2026, 11, 25, 10, 0), dee, e.Now
	plainWin := s.win()
	plainWin.Gain, plainWin.Piece = mission.ForNobodySaid, ""
	long := s.step()
	long.Text += " " + lorem
	answered := s.details()
	answered.Latest = []mission.Entry{s.entry(mission.Reply, bo, "The second signature.")}
	quiet := e
	quiet.NoMarks = true
	return []surface{
		msg("entry progress", Entry(e, m, s.step())),
		msg("entry win", Entry(e, m, s.win())),
		msg("entry win for nobody said", Entry(e, m, plainWin)),
		msg("entry lesson", Entry(e, m, s.lesson())),
		msg("entry blocked", Entry(e, m, s.block())),
		msg("entry open again", Entry(e, m, opened)),
		msg("entry change", Entry(e, m, s.entry(mission.Changed, bo, "The bank moved its cut-off to five."))),
		msg("entry thanks", Entry(e, m, s.entry(mission.Thanks, bo, "for staying on the line with the bank until they found it."))),
		msg("entry edited", Entry(e, m, edited)),
		msg("entry withdrawn", Entry(e, m, withdrawn)),
		msg("entry too long to show", Entry(e, m, long)),
		msg("entry without marks", Entry(quiet, m, s.step())),
		msg("ask to withdraw", AskWithdraw(e, s.step())),
		msg("withdrew", Withdrew(e)),
		msg("what opened it", WhatOpened(e, opened)),
		msg("help noted", HelpNoted(e)),
		msg("unsent", Unsent(e, m, s.step())),
		msg("unsure", Unsure(e, m, s.step())),
		msg("not shown for days", Late(e, m, s.step())),
		msg("refused", Refused(e, m, s.step())),
		msg("saved for later", SavedForLater()),
		msg("unanswered", Unanswered(e, e.Now)),
		msg("details with an answer", Details(e, answered)),
		modal("read entry", ReadEntry(e, m, long, 0)),
		modal("read entry, second page", ReadEntry(e, m, long, 1)),
		modal("read a withdrawn entry", ReadEntry(e, m, withdrawn, 0)),
		modal("read wording", ReadWording(e, m, 0)),
		modal("read lessons", ReadLessons(e, m, []mission.Entry{s.lesson(), withdrawn}, 0)),
	}
}

const lorem = "We sat beside the team that does it, watched each hand-over, and wrote down who waited for whom and how long. " +
	"Most of the time nothing happened at all: the paper lay in a tray. On the third day a phone call moved it on, " +
	"and on the fourth nobody could say where it was. That is the part to change first."

func (s sample) telling() []surface {
	e, m := s.env, s.running()
	long := s.step()
	for len(long.Text) < 9000 {
		long.Text += " " + lorem
	}
	return []surface{
		modal("tell a step", Tell(e, m, TellForm{Kind: mission.Progress})),
		modal("tell a win", Tell(e, m, TellForm{Kind: mission.Win, Text: s.say("The first shop pays out the same day."), Gain: mission.ForUs})),
		modal("tell a lesson", Tell(e, m, TellForm{Kind: mission.Learned})),
		modal("tell a block", Tell(e, m, TellForm{Kind: mission.Blocked})),
		modal("tell a change", Tell(e, m, TellForm{Kind: mission.Changed})),
		modal("thank someone", Tell(e, m, TellForm{Kind: mission.Thanks, To: []mission.UserID{dee}})),
		modal("edit an entry", EditEntry(e, m, s.step())),
		modal("edit a long entry", EditEntry(e, m, long)),
	}
}

func (s sample) phases() []surface {
	e, m := s.env, s.running()
	first := s.begun()
	bare := m
	bare.Plan = [3]mission.PhasePlan{{}, {}, {Target: date(2027, 1, 15)}}
	part := s.closing()
	part.Reached, part.Phase = mission.ReachedPart, mission.Middle
	no := mission.Closing{Phase: mission.Beginning, By: ana, At: e.Now, Reached: mission.ReachedNo}
	return []surface{
		modal("close the beginning", ClosePhase(e, first)),
		modal("close the middle", ClosePhase(e, m)),
		modal("close a bare phase", ClosePhase(e, bare)),
		msg("beginning closed", PhaseClosed(e, m, s.closing())),
		msg("middle closed in part", PhaseClosed(e, m, part)),
		msg("bare phase closed", PhaseClosed(e, bare, no)),
		msg("undo a closing", PhaseUndo(e, m, s.closing())),
		msg("undo an ending", EndUndo(e, s.over(mission.Completed))),
		msg("undone", Undone(e, m)),
	}
}

func (s sample) editing() []surface {
	e, m := s.env, s.running()
	together := s.begun()
	in := NewEdit(m)
	in.Reason, in.NextLead = s.say("Sooner could mean anything."), dee
	return []surface{
		modal("edit 1", Edit1(e, m, NewEdit(m))),
		modal("edit 1 filled", Edit1(e, m, in)),
		modal("edit 1 governed together", Edit1(e, together, NewEdit(together))),
		modal("edit 2", Edit2(e, m, in)),
		modal("edit 3", Edit3(e, m, in)),
		msg("reworded", Reworded(e, m, true, "")),
		msg("reworded and asked to lead", Reworded(e, m, false, dee)),
	}
}

func (s sample) endings() []surface {
	e, m := s.env, s.running()
	lessons := []mission.Entry{s.lesson(), s.lesson(), s.lesson(), s.lesson()}
	var many []mission.Entry
	for range 12 {
		many = append(many, s.lesson())
	}
	for i := range many {
		many[i].ID = mission.ID("01JD00000000000000000000L" + string(rune('A'+i)))
	}
	var all []surface
	for _, kind := range mission.EndKinds {
		in := EndForm{EndOfMission: mission.EndOfMission{Kind: kind}}
		all = append(all,
			modal("end 2 "+string(kind), End2(e, m, in, many)),
			msg("outcome "+string(kind), Outcome(e, OutcomeData{Mission: s.over(kind), Lessons: lessons, Wins: []mission.Entry{s.win()}})),
			msg("story "+string(kind), Story(e, s.over(kind), lessons)),
		)
	}
	filled := EndForm{EndOfMission: mission.EndOfMission{
		Kind: mission.OnPurpose, Story: s.say("We stop."), Thanks: []mission.UserID{dee}, Carry: mission.CarryOver{Why: true},
	}, StartNext: true}
	learned, bare := filled, m
	learned.Lessons = []mission.ID{s.lesson().ID}
	bare.Why, bare.Aspiration = mission.Why{}, ""
	return append(all,
		modal("end 1", End1(e, m, EndForm{})),
		modal("end 1 chosen", End1(e, m, filled)),
		modal("end 2 without lessons", End2(e, m, filled, nil)),
		modal("end 3", End3(e, m, filled)),
		modal("end 3 with lessons", End3(e, m, learned)),
		modal("end 3 with nothing to take along", End3(e, bare, filled)),
		msg("outcome that was taken back", Outcome(e, OutcomeData{Mission: m})),
		msg("outcome without anything", Outcome(e, OutcomeData{Mission: s.over(mission.Completed)})),
		modal("read story", ReadStory(e, s.over(mission.OnPurpose), many, 0)),
		modal("read story, last page", ReadStory(e, s.over(mission.OnPurpose), many, 99)),
	)
}

func (s sample) lists() []surface {
	e := s.env
	var many, ended []mission.Mission
	for range 7 {
		many, ended = append(many, s.running()), append(ended, s.over(mission.Overtaken))
	}
	return []surface{
		msg("list", List(e, many[:2], 2, 0)),
		msg("list of many", List(e, many[5:], len(many), 1)),
		msg("list of none", List(e, nil, 0, 0)),
		msg("history", History(e, refunds, ended[:1], 0)),
		msg("history of many", History(e, refunds, ended, 0)),
		msg("history of none", History(e, refunds, many, 0)),
	}
}
