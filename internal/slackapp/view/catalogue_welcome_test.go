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
	fresh.Mission.Aspiration, fresh.Piece, fresh.Reached = "", true, true
	kept, typed := d, d
	kept.Kept, kept.Form = true, true
	typed.Kept = true
	return []surface{
		msg("welcome", Welcome(e, d)),
		msg("welcome on the first day", Welcome(e, fresh)),
		msg("welcome answered", Welcome(e, kept)),
		msg("welcome answered by typing", Welcome(e, typed)),
		msg("welcome of a mission that is seen no more", WelcomeOver(e)),
		msg("welcome turned off", TurnedOff(e, d.NudgeData, false)),
		modal("why a welcome", Why(e, WhyData{NudgeData: d.NudgeData})),
		modal("answer a welcome", Answer(e, d.NudgeData, "")),
		modal("settings without a welcome", Settings(e, SettingsForm{Also: AlsoKinds[:], Days: nudges.MonToFri, NoWelcome: true}, Meta{})),
	}
}
