package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func (s sample) welcomes() []surface {
	e, m := s.env, s.running()
	win := s.entry(mission.Win, dee, s.say("The first shop pays out the same day."))
	lesson := s.entry(mission.Learned, bo, s.say("Two of the bank's five days were our own queue."))
	d := WelcomeData{
		NudgeData: NudgeData{Key: nudge, Kind: nudges.Welcome, Mission: m, Question: WelcomeQuestion},
		Win:       &win, Lesson: &lesson, Before: []mission.Mission{s.over(mission.Completed)},
	}
	fresh := d
	fresh.Win, fresh.Lesson, fresh.Before, fresh.Mission = nil, nil, nil, s.begun()
	fresh.Mission.Aspiration, fresh.Piece, fresh.Reach = "", true, joinReach
	kept, typed := d, d
	kept.Kept, kept.Form = true, true
	typed.Kept, typed.Reach = true, joinReach[:1]
	asked := AskedToLead(e, m, ana)
	shared := SharedWithYou(e, m, dee)
	told := NudgeData{Key: nudge, Kind: nudges.Told, Mission: m}
	var whys []string
	for _, what := range []string{ToldFollows, ToldLeadAsked, ToldSuggest, ToldShared, ToldYoursAlone, ToldCelebrate, ""} {
		whys = append(whys, ToldWhy(e, what, m, ana))
	}
	return []surface{
		msg("welcome", Welcome(e, d)),
		msg("welcome on the first day", Welcome(e, fresh)),
		msg("welcome answered", Welcome(e, kept)),
		msg("welcome answered by typing", Welcome(e, typed)),
		msg("welcome of a mission that is seen no more", WelcomeOver(e)),
		msg("welcome turned off", TurnedOff(e, d.NudgeData, false)),
		modal("why a welcome", Why(e, WhyData{NudgeData: d.NudgeData})),
		modal("answer a welcome", Answer(e, d.NudgeData, "")),
		msg("told one thing", ToldTo(told, []ToldItem{{Message: asked}})),
		msg("told two things", ToldTo(told, []ToldItem{{Message: asked}, {Message: shared, Index: 1}})),
		msg("told what is left of two", ToldTo(told, []ToldItem{{Message: shared, Index: 1}})),
		msg("told of a mission that is seen no more", ToldUnseen()),
		msg("told what was taken back", ToldGone()),
		msg("fewer of what concerns her", Fewer(e, told)),
		msg("what concerns her off", TurnedOff(e, told, false)),
		modal("why something concerns her", Why(e, WhyData{NudgeData: told, Told: whys, Outside: true})),
		modal("settings without a welcome", Settings(e, SettingsForm{Also: AlsoKinds[:], Days: nudges.MonToFri, NoWelcome: true}, Meta{})),
	}
}
