package view

import (
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func (s sample) questions() []surface {
	e := s.env
	reflect, connect, coach := s.question(nudges.Reflect), s.question(nudges.Connect), s.question(nudges.Coach)
	again, talked := connect, coach
	again.Again, talked.TalkedBy = true, bo
	until := at(2026, 12, 1, 15, 0)
	tired, tiredAgain, often := reflect, again, coach
	tired.Tires, tiredAgain.Tires, often.Tires = true, true, true
	return []surface{
		msg("nudge reflect half as often", Nudge(e, tired)),
		msg("nudge connect half as often", Nudge(e, tiredAgain)),
		msg("nudge coach how often", Nudge(e, often)),
		msg("nudge reflect", Nudge(e, reflect)),
		msg("nudge connect", Nudge(e, connect)),
		msg("nudge connect again", Nudge(e, again)),
		msg("nudge coach", Nudge(e, coach)),
		msg("nudge coach talked about", Nudge(e, talked)),
		msg("not now", NotNow(e, reflect)),
		msg("not now connect", NotNow(e, connect)),
		msg("snoozed", Snoozed(e, reflect, until)),
		msg("snoozed connect", Snoozed(e, connect, until)),
		msg("turned off", TurnedOff(e, reflect, false)),
		msg("turned off in all missions", TurnedOff(e, reflect, true)),
		msg("fewer reflections", Fewer(e, reflect)),
		msg("fewer connects", Fewer(e, connect)),
		modal("snooze until", SnoozeUntil(e, nudges.Reflect, Meta{Nudge: reflect.Key})),
		modal("why reflect, a phase ago", Why(e, WhyData{NudgeData: reflect, Phase: "beginning", Recur: fridays, Candidates: 14})),
		modal("why a midpoint", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.Midpoint, Mission: coach.Mission}})),
		modal("why a phase is due", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.PhaseDue, Mission: coach.Mission}})),
		modal("why a quiet week", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.StillTrue, Mission: coach.Mission}})),
		modal("why a result", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.RoundResult, Mission: coach.Mission}})),
		modal("why nobody is in", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.Alone, Mission: coach.Mission}})),
		modal("why a mirror", Why(e, WhyData{NudgeData: NudgeData{Key: coach.Key, Kind: nudges.Mirror, Mission: coach.Mission}, Recur: fridays, Candidates: 3})),
		msg("turned off connect", TurnedOff(e, connect, false)),
		msg("answered", Answered(e, reflect, true, "")),
		msg("answered, and one more follows", Answered(e, reflect, true, "What made it good?")),
		modal("the form for one more", AnswerFurther(e, reflect, "What made it good?")),
		msg("answered by a reply", Answered(e, reflect, false, "What made it good?")),
		msg("still so", StillSo(e, connect)),
		modal("why a drawn reflection", Why(e, WhyData{
			NudgeData: reflect, Recur: fridays, Candidates: 40, Drawn: Drawn{Themes: 9, Tickets: 14},
			Theme: "risk", Counted: nudges.Count{Asked: 12, Answered: 7},
		})),
		modal("why a drawn question", Why(e, WhyData{
			NudgeData: coach, Recur: tuesdays, Candidates: 40, Drawn: Drawn{Themes: 12, Tickets: 1, Tired: true},
		})),
		modal("why the one theme that rested", Why(e, WhyData{NudgeData: coach, Recur: tuesdays, Candidates: 3, Drawn: Drawn{Themes: 1, Tickets: 100}})),
		modal("why reflect", Why(e, WhyData{NudgeData: reflect, Reason: "its theme has rested longest here", Candidates: 14})),
		modal("why connect", Why(e, WhyData{NudgeData: connect})),
		modal("why coach", Why(e, WhyData{NudgeData: coach, Recur: tuesdays, Candidates: 1})),
	}
}

func (s sample) answers() []surface {
	e := s.env
	said := mission.MessageRef{Channel: "D0BO000001", TS: "1795773600.000100"}
	return []surface{
		modal("answer", Answer(e, s.question(nudges.Reflect), "")),
		modal("answer to change", Answer(e, s.question(nudges.Reflect), s.say("I learned to ask first."))),
		modal("answer here", AnswerHere(e, s.question(nudges.Coach))),
		msg("reply kept", ReplyKept(e, NudgeData{Key: nudge, Kind: nudges.Reflect, Mission: s.running()}, said, "")),
		msg("a message like a command", MeantToTell(e, said, "progress", mission.Progress)),
		msg("reply kept, and one more follows", ReplyKept(e, NudgeData{Key: nudge, Kind: nudges.Reflect, Mission: s.running()}, said, "What made it good?")),
		msg("reply to connect", ConnectReply(e, s.question(nudges.Connect))),
		msg("reply dropped", ReplyDropped(e, said, true)),
		msg("reflection kept", ReflectionKept(e, said)),
		msg("nothing open", NothingOpen(e, said)),
	}
}

// refusals are all reasons with everything known, and those that read differently with less.
func (s sample) refusals() []surface {
	m, over := s.running(), s.over(mission.Completed)
	c := RefusalContext{
		Env: s.env, Mission: &m, Channel: refunds, Verb: "progress", Words: s.say("followed refund 7"), Ref: "abc",
		DraftUntil: at(2026, 12, 8, 9, 0), Reference: "ember-42",
	}
	r := mission.Refusal{
		Mission: m.ID, By: ana, Field: "text", Date: date(2026, 11, 20), Got: 41200, Max: mission.MaxText,
		At: s.env.Now.Add(90 * time.Second),
	}
	var all []surface
	for _, code := range sortedCodes() {
		why := r
		why.Code = code
		all = append(all, msg("refused "+string(code), Refusal(&why, c)), modal("form refused "+string(code), RefusalView(&why, c)))
	}
	less := func(name string, code mission.Code, change func(*mission.Refusal, *RefusalContext)) {
		why, with := r, c
		why.Code, with.Words = code, ""
		change(&why, &with)
		all = append(all, msg("refused "+name, Refusal(&why, with)))
	}
	fresh := m
	fresh.StartedAt = s.env.Now.Add(-time.Minute)
	less("runs, started meanwhile", mission.MissionRuns, func(_ *mission.Refusal, c *RefusalContext) { c.Meanwhile, c.Mission = true, &fresh })
	less("runs, started long before the form was sent", mission.MissionRuns, func(_ *mission.Refusal, c *RefusalContext) { c.Meanwhile = true })
	less("runs, without a draft", mission.MissionRuns, func(_ *mission.Refusal, c *RefusalContext) { c.DraftUntil = time.Time{} })
	less("ended, with its words", mission.Ended, func(_ *mission.Refusal, c *RefusalContext) { c.Mission, c.Words = &over, s.say("one more step") })
	less("moved on to an end", mission.MovedOn, func(_ *mission.Refusal, c *RefusalContext) { c.Mission = &over })
	less("moved on, nothing known", mission.MovedOn, func(_ *mission.Refusal, c *RefusalContext) { c.Mission = nil })
	less("moved on, back to the beginning", mission.MovedOn, func(_ *mission.Refusal, c *RefusalContext) { b := s.begun(); c.Mission = &b })
	less("lead only, wording", mission.LeadOnly, func(_ *mission.Refusal, c *RefusalContext) { c.Do = mission.EditMission })
	less("lead only, ending", mission.LeadOnly, func(_ *mission.Refusal, c *RefusalContext) { c.Do = mission.EndMission })
	less("not in", mission.NotIn, func(r *mission.Refusal, _ *RefusalContext) { r.By = "" })
	less("piece too long", mission.TooLong, func(r *mission.Refusal, _ *RefusalContext) { r.Field, r.Got, r.Max = "piece", 260, 200 })
	less("name too long", mission.TooLong, func(r *mission.Refusal, _ *RefusalContext) { r.Field, r.Got, r.Max = "name", 81, 80 })
	less("too long, in direct messages", mission.TooLong, func(_ *mission.Refusal, c *RefusalContext) { c.Filed, c.Words = true, s.say("long") })
	less("piece missing", mission.Empty, func(_ *mission.Refusal, c *RefusalContext) { c.Verb = "piece" })
	less("name missing", mission.Empty, func(r *mission.Refusal, c *RefusalContext) { r.Field, c.Verb = "name", "" })
	less("phases in the wrong order", mission.DateOrder, func(r *mission.Refusal, _ *RefusalContext) { r.Field = "target_middle" })
	less("middle after the end", mission.DateOrder, func(r *mission.Refusal, _ *RefusalContext) { r.Field = "next_target" })
	less("many changes, until tomorrow", Many, func(r *mission.Refusal, c *RefusalContext) { r.At = c.Now.Add(20 * time.Hour) })
	less("a fault without a word", Unforeseen, func(_ *mission.Refusal, c *RefusalContext) { c.Reference = "" })
	less("a fault without support", Unforeseen, func(_ *mission.Refusal, c *RefusalContext) { c.Support = "" })
	less("a reason that is not known", "new_reason", func(_ *mission.Refusal, _ *RefusalContext) {})
	return append(all, msg("too slow to open", TooSlowToOpen()))
}

func sortedCodes() []mission.Code {
	var codes []mission.Code
	for code := range sentences {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}
