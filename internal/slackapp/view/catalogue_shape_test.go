package view

import (
	"throughline/internal/mission"
)

func (s sample) shape() []surface {
	e, m := s.env, s.running()
	bare := m
	bare.Plan[mission.Middle].DoneWhen, bare.Aspiration = "", ""
	governed := bare
	governed.Lead = ""
	m.Midpoint = &mission.Decision{By: ana, At: e.Now, Keep: s.say("The daily look at the queue."), Change: s.say("Who talks with the bank."), Stop: s.say("The weekly list.")}
	wide := m
	wide.Midpoint = &mission.Decision{By: ana, At: e.Now, Stop: s.say(lorem)}
	suggested := mission.Entry{
		ID: "01JD00000000000000000000S1", Mission: m.ID, Author: bo, Kind: mission.Suggestion, Line: mission.LineCompany,
		Text: s.say("fewer people wait on the line"), At: e.Now,
	}
	used, gone, strange := suggested, suggested, suggested
	used.UsedBy = ana
	gone.Text, gone.WithdrawnAt = "", e.Now
	strange.Line = "lost"
	pieces := []mission.Member{{User: bo, Piece: s.say("find where the days go")}, {User: dee, Piece: s.say("same-day payout with the bank")}}
	late, decided := s.details(), s.details()
	late.Steers, late.Mission.StartedAt = true, at(2026, 9, 1, 9, 0)
	decided.Mission = m
	lead := decided
	lead.Steers = true
	win := s.entry(mission.Win, bo, s.say("The first shop pays out the same day."))
	win.PieceOf, win.Piece = dee, s.say("same-day payout with the bank")
	return []surface{
		modal("pieces", Pieces(e, s.running(), []mission.Phase{mission.Middle, mission.Ending})),
		modal("pieces unwritten", Pieces(e, bare, nil)),
		modal("pieces all touched", Pieces(e, s.running(), nil)),
		modal("decide", Decide(e, s.running())),
		modal("decide again", Decide(e, m)),
		msg("decided", Decided(e, m)),
		msg("decided in many words", Decided(e, wide)),
		msg("thread decided", ThreadDecided(e, m, ana)),
		msg("thread decided and lost", ThreadDecided(e, s.running(), ana)),
		msg("details from the midpoint on", Details(e, late)),
		msg("details with a decision", Details(e, decided)),
		msg("details with a decision for the lead", Details(e, lead)),
		modal("suggest words", SuggestWords(e, bare, mission.EmptyLines(bare))),
		modal("suggest words to all", SuggestWords(e, governed, mission.EmptyLines(governed))),
		msg("nothing to suggest", NothingToSuggest(e, m)),
		msg("suggested words", SuggestedWords(e, suggested)),
		msg("suggested words used", SuggestedWords(e, used)),
		msg("suggested words withdrawn", Entry(e, m, gone)),
		msg("suggested words for no line", SuggestedWords(e, strange)),
		modal("tell with pieces", Tell(e, m, TellForm{Kind: mission.Win, By: bo, Pieces: pieces})),
		modal("tell without a piece of one's own", Tell(e, m, TellForm{Kind: mission.Progress, By: chidi, Pieces: pieces, PieceOf: dee})),
		msg("entry win in another's piece", Entry(e, m, win)),
		msg("suggestion to decide", Suggestion(e, m, bo, mission.DecideMidpoint)),
		msg("suggestion to answer", Suggestion(e, m, bo, mission.AnswerRelated)),
	}
}
