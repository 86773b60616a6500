package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// commitment is what Chidi will see to by Friday, and risk what Dee tries.
func (s sample) commitment() mission.Entry {
	return mission.Entry{
		ID: "01JD00000000000000000000C1", Mission: "01JD0000000000000000000001", Author: chidi, Kind: mission.Commitment,
		Text: s.say("send the bank our test file"), If: s.say("the contract number arrives"), By: date(2026, 11, 27), At: at(2026, 11, 23, 10, 0),
	}
}

func (s sample) risk() mission.Entry {
	return mission.Entry{
		ID: "01JD00000000000000000000R1", Mission: "01JD0000000000000000000001", Author: dee, Kind: mission.Risk,
		Text: s.say("paying out before the bank confirms"), Expect: s.say("fewer calls, and no loss above ten euros"),
		Look: date(2026, 12, 3), At: at(2026, 11, 23, 10, 0),
	}
}

func (s sample) promises() []surface {
	e, m, c, r := s.env, s.running(), s.commitment(), s.risk()
	kept, letGo, plain, edited, looked := c, c, c, c, r
	kept.Fate, kept.FateAt = mission.Kept, at(2026, 11, 26, 10, 0)
	letGo.Fate, letGo.FateAt, letGo.Because = mission.LetGo, at(2026, 11, 26, 10, 0), s.say("the bank sent it first")
	plain.If = ""
	edited.EditedAt = at(2026, 11, 24, 9, 0)
	looked.Fate, looked.FateAt, looked.Lesson = mission.Looked, at(2026, 12, 3, 10, 0), "01JD00000000000000000000L1"
	lesson := mission.Entry{Author: bo, Kind: mission.Learned, Text: s.say("Half of the calls are gone.")}
	asked := PromiseData{Mission: m, Entry: c, AskedAt: at(2026, 11, 27, 9, 5), AskedIn: lisbon()}
	meta := Meta{Mission: m.ID, Entry: c.ID}
	typed := s.say("by friday")
	all := []surface{
		msg("commitment", Promise(e, asked)),
		msg("commitment without a moment", Promise(e, PromiseData{Mission: m, Entry: plain})),
		msg("commitment edited", Promise(e, PromiseData{Mission: m, Entry: edited})),
		msg("commitment done", Promise(e, PromiseData{Mission: m, Entry: kept})),
		msg("commitment let go", Promise(e, PromiseData{Mission: m, Entry: letGo})),
		msg("risk", Promise(e, PromiseData{Mission: m, Entry: r})),
		msg("risk looked at", Promise(e, PromiseData{Mission: m, Entry: looked, Lesson: &lesson})),
		modal("the whole of a commitment", ReadEntry(e, m, letGo, 0)),
		modal("the whole of a risk", ReadEntry(e, m, r, 0)),
		msg("day taken", TookDay(e, m, c, typed)),
		msg("which day was meant", WhichDayMeant(e, m, typed, date(2027, 3, 4), date(2027, 4, 3), meta)),
		msg("which day was chosen", DayTaken(e, m, date(2027, 4, 3))),
		msg("day has passed", DayHasPassed(e, m, date(2026, 11, 20), s.say("call the bank by 20 nov"), meta)),
		msg("a day is missing", WhichDayBy("", s.say("call the bank"), meta)),
		msg("a promise by no day", WhichDayBy(s.say("by soonish"), s.say("call the bank by soonish"), meta)),
		msg("a risk is missing parts", RiskInForm(s.say("a smaller form"), meta)),
		msg("said in private", PromiseSaid(e, m, kept)),
		msg("kept for me alone", OwnKept(e, m, c.ID, c.By, true)),
		msg("kept for me alone, unasked", OwnKept(e, m, c.ID, c.By, false)),
		msg("taken along", ThreadCarried(e, s.next(), s.over(mission.Completed), []mission.Entry{c, r})),
	}
	return append(append(all, s.promiseForms()...), s.promiseQuestions()...)
}

func (s sample) promiseForms() []surface {
	e, m, c, r := s.env, s.running(), s.commitment(), s.risk()
	block := mission.Entry{Author: bo, Kind: mission.Blocked, Text: s.say("The bank's test system is closed.")}
	meta := Meta{Mission: m.ID, Entry: c.ID}
	own := PromiseItem{Mission: m, Entry: c, Own: true}
	letGo, looked := c, r
	letGo.Fate, letGo.FateAt, letGo.Because = mission.LetGo, at(2026, 11, 26, 10, 0), s.say("the bank sent it first")
	looked.Fate, looked.FateAt = mission.Looked, at(2026, 12, 3, 10, 0)
	var many []PromiseItem
	for range 12 {
		many = append(many, PromiseItem{Mission: m, Entry: c})
	}
	return []surface{
		modal("commit", Commit(e, m, nil, PromiseForm{})),
		modal("commit, unasked", Commit(e, m, nil, PromiseForm{Unasked: true})),
		modal("try something, unasked", TrySomething(e, m, PromiseForm{Unasked: true})),
		modal("commit about a block", Commit(e, m, &block, PromiseForm{Text: s.say("see to this"), Own: true})),
		modal("try something", TrySomething(e, m, PromiseForm{Text: s.say("a smaller form"), Day: date(2026, 12, 3)})),
		modal("change a commitment", ChangePromise(e, m, mission.Commitment, meta, PromiseForm{Text: c.Text, If: c.If, Day: c.By})),
		modal("change one of my own", ChangePromise(e, m, mission.Commitment, meta, PromiseForm{Text: c.Text, Day: c.By, Own: true})),
		modal("change a risk", ChangePromise(e, m, mission.Risk, meta, PromiseForm{Text: r.Text, Expect: r.Expect, Day: r.Look})),
		modal("another day", AnotherDay(e, mission.Commitment, meta, c.By, false)),
		modal("another day after the question", AnotherDay(e, mission.Commitment, meta, c.By, true)),
		modal("another day for a risk", AnotherDay(e, mission.Risk, meta, r.Look, true)),
		modal("let it go", LetItGo(e, m, mission.Commitment, meta, false)),
		modal("let my own go", LetItGo(e, m, mission.Commitment, meta, true)),
		modal("it no longer matters", LetItGo(e, m, mission.Risk, meta, false)),
		modal("what happened", TellWhatHappened(e, m, r, meta)),
		modal("what i promised", Promises(e, []PromiseItem{own, {Mission: m, Entry: r}}, 0)),
		modal("nothing promised", Promises(e, nil, 3)),
		modal("much promised", Promises(e, many, 1)),
		modal("one of my own", PromiseView(e, own)),
		modal("one of my own let go", PromiseView(e, PromiseItem{Mission: m, Entry: letGo, Own: true})),
		modal("my risk", PromiseView(e, PromiseItem{Mission: m, Entry: r})),
		modal("my risk looked at", PromiseView(e, PromiseItem{Mission: m, Entry: looked})),
	}
}

func (s sample) promiseQuestions() []surface {
	e, m, c, r := s.env, s.running(), s.commitment(), s.risk()
	kept, letGo, looked, given := c, c, r, r
	kept.Fate, kept.FateAt = mission.Kept, at(2026, 11, 26, 10, 0)
	letGo.Fate, letGo.FateAt = mission.LetGo, at(2026, 11, 26, 10, 0)
	looked.Fate, looked.FateAt = mission.Looked, at(2026, 12, 3, 10, 0)
	given.Fate, given.FateAt = mission.LetGo, at(2026, 12, 3, 10, 0)
	followUp := NudgeData{Key: "once/follow_up/U0CHIDI003/01JD00000000000000000000C1", Kind: nudges.FollowUp, Mission: m}
	due := NudgeData{Key: "once/risk_due/U0DEE00004/01JD00000000000000000000R1", Kind: nudges.RiskDue, Mission: m}
	ask := func(d NudgeData, entry mission.Entry) PromiseNudge { return PromiseNudge{NudgeData: d, Entry: entry} }
	own := ask(followUp, mission.Entry{Kind: mission.Commitment, By: c.By})
	own.Own = true
	gone := ask(followUp, mission.Entry{})
	gone.Gone = true
	return []surface{
		msg("follow-up", FollowUp(e, ask(followUp, c))),
		msg("follow-up of my own", FollowUp(e, own)),
		msg("risk due", RiskDue(e, ask(due, r))),
		msg("follow-up kept", PromiseAnswered(e, ask(followUp, c))),
		msg("follow-up done", PromiseAnswered(e, ask(followUp, kept))),
		msg("follow-up let go", PromiseAnswered(e, ask(followUp, letGo))),
		msg("follow-up gone", PromiseAnswered(e, gone)),
		msg("risk due again", PromiseAnswered(e, ask(due, r))),
		msg("risk due told", PromiseAnswered(e, ask(due, looked))),
		msg("risk due given up", PromiseAnswered(e, ask(due, given))),
		msg("reply to a follow-up", PromiseReply(e, ask(followUp, c), mission.MessageRef{}, true)),
		msg("reply to a risk", PromiseReply(e, ask(due, r), mission.MessageRef{}, true)),
		msg("words after a follow-up", PromiseReply(e, ask(followUp, c), mission.MessageRef{Channel: "D0BO", TS: "1.2"}, false)),
		msg("words after a risk", PromiseReply(e, ask(due, r), mission.MessageRef{Channel: "D0BO", TS: "1.2"}, false)),
		msg("follow-ups snoozed", Snoozed(e, followUp, at(2026, 12, 1, 9, 0))),
		msg("follow-ups off", TurnedOff(e, followUp, false)),
		modal("why a follow-up", Why(e, WhyData{NudgeData: followUp})),
		modal("why a risk", Why(e, WhyData{NudgeData: due})),
	}
}
