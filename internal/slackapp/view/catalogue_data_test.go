package view

import (
	"throughline/internal/mission"
)

func (s sample) data() []surface {
	e := s.env
	asOf := at(2026, 11, 24, 9, 12)
	words := []OwnWords{
		{Field: "reflection", Mission: s.say("Refunds in a day"), At: asOf, Text: s.say("I held back in the meeting.")},
		{Field: "draft", Text: s.say("Quicker refunds")},
	}
	d := ForgetData{In: []mission.Mission{s.running()}, Leads: []mission.Mission{s.running()}, Told: true}
	return []surface{
		msg("my data is coming", MyDataComing(e)),
		msg("my data", MyData(e, asOf)),
		modal("my private words", MyPrivateWords(e, words, 0)),
		modal("no private words", MyPrivateWords(e, nil, 0)),
		modal("ask for a private file", AskPrivateFile(e)),
		msg("private file coming", PrivateFileComing(e, asOf)),
		msg("no private file", NoPrivateWords(e)),
		msg("no files here", NoDataFile()),
		modal("forget me", Forget(e, d)),
		modal("forget me, in nothing", Forget(e, ForgetData{})),
		modal("forget me, keeping words", ForgetSure(e, KeepWords)),
		modal("forget me, removing words", ForgetSure(e, RemoveWords)),
		modal("forgetting", Forgetting(e)),
		modal("forgotten", Forgotten(e)),
		msg("ask to forget", AskForget(e)),
		msg("being erased", Refusal(&mission.Refusal{Code: BeingErased}, RefusalContext{Env: e})),
	}
}
