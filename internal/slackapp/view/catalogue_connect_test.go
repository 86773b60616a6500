package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// connection is what a person wrote of herself, each sentence for other readers.
func connection(say teller) ConnectForm {
	return ConnectForm{
		Sentences: [len(mission.Sentences)]Shared{
			{Words: say("To teach one day.")},
			{Words: say("Taking things apart."), Ring: mission.ForLead},
			{Words: say("I explain the bank to the team."), Ring: mission.ForTeam},
		},
		Powers: []mission.Power{mission.Teaching, mission.Solving},
	}
}

func (s sample) shared() []SharedSentence {
	in := connection(s.say)
	var out []SharedSentence
	for i, sentence := range mission.Sentences {
		for _, u := range []mission.UserID{bo, dee} {
			out = append(out, SharedSentence{User: u, Sentence: sentence, Ring: mission.ForTeam, Words: in.Sentences[i].Words})
		}
	}
	return out
}

func (s sample) connecting() []surface {
	e, m, together := s.env, s.running(), s.begun()
	in, shared := connection(s.say), s.shared()
	alone := in
	alone.Sentences[1].Ring, alone.Sentences[2].Ring = mission.OnlyMe, mission.OnlyMe
	over := s.over(mission.Completed)
	return []surface{
		modal("connect", Connect(e, m, bo, nudge, ConnectForm{})),
		modal("connect typed", Connect(e, m, bo, "", ConnectForm{Typed: s.say("calm days")})),
		modal("connect typed over words", Connect(e, m, bo, "", typedOver(in, s.say("calm days")))),
		modal("connect filled", Connect(e, m, bo, "", in)),
		modal("connect for the lead herself", Connect(e, m, ana, "", in)),
		modal("connect governed together", Connect(e, together, bo, "", in)),
		modal("connect, asked before sharing", ConnectWider(e, m, bo, "", in, mission.Sentences[1:])),
		modal("connect, asked before sharing with the lead", ConnectWider(e, m, bo, "", in, mission.Sentences[1:2])),
		msg("connect kept", ConnectKept(e, m, in.Rings())),
		msg("connect kept for me alone", ConnectKept(e, m, alone.Rings())),
		msg("connect taken back", ConnectKept(e, m, Readers{})),
		msg("connect narrowed", ConnectNarrowed(e, m, alone.Rings())),
		msg("connect narrowed to nothing", ConnectNarrowed(e, m, Readers{})),
		msg("ask to take back", AskTakeBack(e, m.ID, true)),
		msg("ask to take back what is mine alone", AskTakeBack(e, m.ID, false)),
		modal("ask to take back, in a form", AskTakeBackView(e, m.ID, true)),
		msg("took back", TookBack(e, m.ID, false, true, true)),
		msg("took back and deleted", TookBack(e, m.ID, true, true, false)),
		modal("took back, in a form", TookBackView(e, true, false)),
		msg("left as it is", LeftAsItIs(e, m.ID)),
		modal("left as it is, in a form", LeftAsItIsView(e)),
		modal("mine", Mine(e, m, in, true)),
		modal("mine of a mission that ended", Mine(e, over, in, false)),
		modal("mine, nothing", Mine(e, m, ConnectForm{}, true)),
		modal("mine of a mission that I left", Mine(e, m, in, false)),
		msg("shared with you", SharedWithYou(e, m, bo)),
		modal("read shared", ReadShared(e, m, bo, shared[:1])),
		modal("read shared, three sentences", ReadShared(e, m, bo, []SharedSentence{shared[0], shared[2], shared[4]})),
		modal("read shared, taken back", ReadShared(e, m, bo, nil)),
		msg("yours alone", YoursAlone(e, m)),
		msg("yours alone, governed together", YoursAlone(e, together)),
		modal("pursuits", Pursuits(e, m, shared, 0)),
		modal("pursuits, taken back", Pursuits(e, m, nil, 0)),
		modal("corner", Corner(e, m)),
	}
}

func (s sample) celebrating() []surface {
	e, m, win := s.env, s.running(), s.win()
	words := connection(s.say).Sentences[2].Words
	return []surface{
		modal("connects to", ConnectsTo(e, m, win, bo, s.shared(), 0)),
		modal("connects to, many", ConnectsTo(e, m, win, bo, append(s.shared(), s.shared()...), 1)),
		modal("connects to nothing", ConnectsTo(e, m, win, bo, nil, 0)),
		modal("celebrate asked", CelebrateAsked(e, dee)),
		modal("celebrated in a form", CelebratedView(e, m, "01JD00000000000000000000C1")),
		modal("celebrate gone in a form", CelebrateGoneView(e)),
		msg("may i celebrate", MayICelebrate(e, m, win, ana, bo, mission.ThisServes)),
		msg("may i celebrate my own win", MayICelebrate(e, m, win, ana, dee, mission.ThisServes)),
		msg("may i celebrate, asked by who won", MayICelebrate(e, m, win, dee, bo, mission.ThisServes)),
		modal("celebrate show", CelebrateShow(e, m, win, mission.ThisServes, words)),
		modal("celebrate show, gone", CelebrateShow(e, m, win, mission.ThisServes, "")),
		msg("celebrate said", CelebrateSaid(e, m, "01JD00000000000000000000C1")),
		msg("celebrate left", CelebrateLeft(e)),
		msg("celebrate gone", CelebrateGone(e)),
		msg("celebrate unsaid", CelebrateUnsaid(e)),
		modal("celebrate unsaid in a form", CelebrateUnsaidView(e)),
		msg("celebrated", Celebrated(e, dee, words)),
		msg("celebrated and taken back", Celebrated(e, dee, "")),
	}
}

func (s sample) journals() []surface {
	e, m := s.env, s.running()
	note := Note{ID: "01JD00000000000000000000N1", At: at(2026, 11, 20, 15, 0), Words: s.say("I learned to ask the bank first."), Mission: m, Known: true}
	answered, left, locked, alone := note, note, note, note
	answered.Question = s.say("Where did your last good hour on this come from?")
	left.Known, left.Mission = false, mission.Mission{ID: m.ID}
	locked.Words, locked.Locked = "", true
	alone.Mission = mission.Mission{}
	d := JournalData{Notes: []Note{note, answered, left, locked, alone}, Pages: 1, Written: true, Missions: []mission.Mission{m, s.next()}}
	many := d
	many.Notes = append(append([]Note{}, d.Notes...), d.Notes...)
	many.Pages, many.Page, many.Find, many.Ref, many.In = 3, 1, s.say("bank"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ", m.ID
	meta := Meta{Page: 1, Ref: "ABCDEFGHIJKLMNOPQRSTUVWXYZ", Mission: m.ID}
	in := ReflectForm{Missions: []mission.Mission{m, s.next()}, In: m.ID, Question: s.say("What stands between you and your next step?"), QuestionID: "next-step"}
	return []surface{
		modal("journal", Journal(e, d)),
		modal("journal, a page of many", Journal(e, many)),
		modal("journal, nothing found", Journal(e, JournalData{Written: true, Pages: 1, Find: s.say("bank")})),
		modal("journal, nothing written", Journal(e, JournalData{Pages: 1})),
		modal("note", ReadNote(e, answered, meta)),
		modal("note, locked", ReadNote(e, locked, meta)),
		modal("change a note", ChangeNote(e, note, meta)),
		modal("change a locked note", ChangeNote(e, locked, meta)),
		modal("delete a note", DeleteNote(e, note, meta)),
		modal("note gone", NoteGone(e, meta)),
		modal("reflect", Reflect(e, in)),
		modal("reflect without a mission", Reflect(e, ReflectForm{Text: s.say("Today I noticed")})),
		modal("reflected", Reflected(e, m.ID)),
		msg("answer deleted", AnswerDeleted(e, s.question(nudges.Reflect))),
		msg("opens a form", OpensAForm(e, "journal")),
	}
}

func typedOver(in ConnectForm, words string) ConnectForm {
	in.Typed = words
	return in
}
