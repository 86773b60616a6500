package view

import (
	"strings"

	"throughline/internal/mission"
)

// adding are the surfaces about messages that are added, and about words that are shown first.
func (s sample) adding() []surface {
	e := s.env
	e.Workspace = "https://acme-books.slack.com/"
	m := s.running()
	in := AddForm{Kind: mission.Progress, Text: s.say("The bank's test system is open: https://bank.example/test."), By: dee}
	empty, long := in, in
	empty.Text, long.Text = "", strings.Repeat("The bank is open again. ", 200)
	added := mission.Entry{
		ID: "01JD00000000000000000000S1", Mission: m.ID, Author: bo, Kind: mission.Learned, Text: in.Text, At: at(2026, 11, 24, 9, 0),
		Said: mission.Said{By: dee, Source: mission.MessageRef{Channel: refunds, TS: "1790000000.000100"}},
	}
	reworded, own, gone := added, added, added
	reworded.Kind, reworded.Said.Reworded = mission.Blocked, true
	own.Said.By = bo
	gone.Text, gone.WithdrawnAt, gone.WithdrawnBy, gone.Said = "", at(2026, 11, 24, 9, 5), dee, mission.Said{}
	asked := TellForm{Kind: mission.Progress, Missions: []mission.Mission{m, s.next()}}
	return []surface{
		modal("add a message", Add(e, m, in, Meta{Mission: m.ID})),
		modal("add a message without words", Add(e, m, empty, Meta{Mission: m.ID})),
		modal("add a long message", Add(e, m, long, Meta{Mission: m.ID})),
		msg("added message", Entry(e, m, added)),
		msg("added message in other words", Entry(e, m, reworded)),
		msg("added message of one's own", Entry(e, m, own)),
		msg("added message taken back by its author", Entry(e, m, gone)),
		msg("told of the adding", SaidAdded(e, m, added)),
		modal("the whole of an added message", ReadEntry(e, m, added, 0)),
		msg("words shown first", ShowFirst(e, m, mission.Progress, nil, in.Text, "abc")),
		msg("thanks shown first", ShowFirst(e, m, mission.Thanks, []mission.UserID{dee, chidi}, s.say("for the bank"), "abc")),
		msg("posted after all", Previewed(e, true)),
		msg("discarded", Previewed(e, false)),
		modal("tell a step in one of several", Tell(e, m, asked)),
	}
}
