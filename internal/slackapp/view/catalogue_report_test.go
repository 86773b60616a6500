package view

import (
	"fmt"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
)

// story is what was told from Wednesday to Tuesday.
func (s sample) story() mission.Story {
	of := func(kind mission.EntryKind, who mission.UserID, words string) mission.Entry {
		return s.entry(kind, who, words)
	}
	thanks := of(mission.Thanks, bo, "for staying on the line with the bank until they found it.")
	thanks.To = []mission.UserID{dee, ""} // and somebody who was forgotten
	us := of(mission.Win, chidi, "Nobody waits for the nightly run any more.")
	us.Gain = mission.ForUs
	said := of(mission.Win, bo, "A refund went out in a minute.")
	risk := of(mission.Risk, dee, "one shop without the queue")
	risk.ID, risk.Fate, risk.Expect = "01JD00000000000000000000R1", mission.Looked, s.say("fewer calls")
	gone := of(mission.Risk, chidi, "the other bank")
	gone.ID, gone.Fate = "01JD00000000000000000000R2", mission.LetGo
	ahead := of(mission.Commitment, chidi, "send the bank our test file")
	ahead.By = date(2026, 11, 27)
	look := of(mission.Risk, dee, "payouts at night")
	look.Look = date(2026, 12, 3)
	let := of(mission.Commitment, bo, "call the other shop")
	let.Because = s.say("they closed")
	changed := of(mission.Commitment, emi, "write the guide")
	changed.By = date(2026, 12, 4)
	return mission.Story{
		From: date(2026, 11, 18), To: date(2026, 11, 24),
		Wins: []mission.Entry{s.win(), us, said}, Lessons: []mission.Entry{s.lesson()}, Steps: []mission.Entry{s.step()},
		Changes: []mission.Entry{of(mission.Changed, ana, "The bank has a new contact.")}, Thanks: []mission.Entry{thanks},
		Blocks: []mission.Entry{s.block()}, Risks: []mission.Entry{risk, gone},
		Looks: map[mission.ID]mission.Entry{risk.ID: of(mission.Learned, dee, "Calls went up on the first day and then away.")},
		Kept:  []mission.Entry{of(mission.Commitment, dee, "ask the shops")}, Changed: []mission.Entry{changed},
		LetGo: []mission.Entry{let, of(mission.Commitment, ana, "count the calls")}, Ahead: []mission.Entry{ahead, look},
	}
}

func energySample() []rounds.Result {
	var out []rounds.Result
	for i, w := range []rounds.Word{rounds.Mixed, rounds.Heavy, "", rounds.Good} {
		out = append(out, rounds.Result{Topic: rounds.Energy, At: at(2026, 10, 14+i*14, 14, 0), Word: w})
	}
	return out
}

func (s sample) report() ReportData {
	win := s.win()
	return ReportData{Mission: s.running(), Span: mission.ThisWeek, Story: s.story(), LatestWin: &win, Energy: energySample()[:3]}
}

// long is a report with more in it than a message shows.
func (s sample) long() ReportData {
	d := s.report()
	d.Span = mission.AllOfIt
	for i := range 8 {
		d.Story.Wins = append(d.Story.Wins, s.entry(mission.Win, bo, fmt.Sprintf("Shop %d pays out the same day, and all those who wrote to us about their money have heard back from one of us by now.", i)))
	}
	return d
}

func (s sample) reports() []surface {
	e := s.env
	quiet, over, turned, posted := s.report(), s.report(), s.report(), s.report()
	quiet.Story, quiet.Energy = mission.Story{From: date(2026, 11, 18), To: date(2026, 11, 24)}, nil
	over.Mission, over.Span = s.over(mission.Completed), mission.AllOfIt
	turned.Mission, turned.Span = s.ending(), mission.ThisPhase
	posted.By = bo
	over.Asked = nudges.Tally{
		"risk": {Asked: 12, Answered: 7}, "arc": {Asked: 8}, "thanks": {Asked: 7, Answered: 7}, "our *own* theme": {Asked: 9, Answered: 1},
	}
	n := NudgeData{Key: "nudge/digest/01JD0000000000000000000001/2026-11-23T09:30/", Kind: nudges.Digest, Mission: s.running()}
	follow := n
	follow.Kind = nudges.Follow
	m := s.running()
	why := WhyData{NudgeData: n, Recur: nudges.Recur{Expr: "30 9 * * 1", Zone: "Europe/Lisbon"}}
	whyFollow := why
	whyFollow.NudgeData = follow
	return []surface{
		msg("report", ReportAnswer(e, s.report(), true)),
		msg("report with more than fits", ReportAnswer(e, s.long(), false)),
		msg("report of a quiet week", ReportAnswer(e, quiet, true)),
		msg("report from the midpoint on", ReportAnswer(e, turned, true)),
		msg("report of a mission that ended", ReportAnswer(e, over, true)),
		msg("report posted", Report(e, posted)),
		msg("report of what time", AskSpan(e, m)),
		modal("report in whole", ReadReport(e, s.report(), 0)),
		modal("report in whole, next page", ReadReport(e, s.report(), 1)),
		msg("digest", Digest(e, n, s.report())),
		msg("digest to a follower", FollowedDigest(e, follow, s.report())),
		msg("digest skipped", DigestSkipped(e, m, bo, false)),
		msg("digest comes after all", DigestSkipped(e, m, bo, true)),
		msg("digest off", DigestOff(e, m, bo)),
		msg("digest on", DigestOn(e, m, bo)),
		modal("why a digest", Why(e, why)),
		modal("why a digest to a follower", Why(e, whyFollow)),
		modal("why a digest that is planned no more", Why(e, WhyData{NudgeData: follow})),
		msg("followed", Followed(e, m, false)),
		msg("followed by a member", Followed(e, m, true)),
		msg("unfollowed", Unfollowed(e, m, true)),
		msg("unfollowed what was not followed", Unfollowed(e, m, false)),
		msg("book offered", AskBook(e, m, 2, true)),
		msg("book of one", AskBook(e, m, 1, false)),
		msg("no book", NoBook(e, refunds)),
		msg("on its way", OnItsWay()),
		msg("no picture", NoFile(true, false)),
		msg("no file", NoFile(false, false)),
		msg("perhaps no picture", NoFile(true, true)),
		msg("perhaps no file", NoFile(false, true)),
	}
}
