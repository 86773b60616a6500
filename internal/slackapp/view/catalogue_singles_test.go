package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func (s sample) singles() []surface {
	e, m := s.env, s.running()
	led, there, two, rests, until, unasked, governed := m, m, m, m, m, m, m
	there.There = []mission.UserID{bo}
	two.There = []mission.UserID{bo, dee}
	governed.Lead, governed.There = "", []mission.UserID{""}
	rests.Rest = &mission.Rest{By: bo, At: e.Now}
	until.Rest = &mission.Rest{By: bo, At: e.Now, Until: m.Today(e.Now).AddDays(20)}
	unasked.Rest = &mission.Rest{At: e.Now}
	key := "once/quiet//" + string(m.ID) + ":1764000000/2"
	of := func(k nudges.Kind, m mission.Mission) NudgeData { return NudgeData{Key: key, Kind: k, Mission: m} }
	mid := SingleNudge{NudgeData: of(nudges.Midpoint, led), By: bo, On: m.Today(e.Now), Again: m.Today(e.Now).AddDays(2)}
	target := func(m mission.Mission) TargetNudge {
		return TargetNudge{SingleNudge: SingleNudge{NudgeData: of(nudges.PhaseDue, m)}, Phase: m.Phase, Target: m.Due()}
	}
	after, moved := target(m), target(m)
	after.After = true
	moved.Target = moved.Target.AddDays(-7)
	closed := target(m)
	closed.Phase = mission.Beginning
	quiet := func(m mission.Mission, weeks int) QuietNudge {
		return QuietNudge{SingleNudge: SingleNudge{NudgeData: of(nudges.StillTrue, m), By: bo, On: m.Today(e.Now)}, Weeks: weeks, Rests: m.Resting(e.Now)}
	}
	last := quiet(m, 4)
	last.RestsOn = m.Today(e.Now).AddDays(7)
	card := func(m mission.Mission) CardData { d := s.details().CardData; d.Mission = m; return d }
	detail := s.details()
	detail.Mission = until
	all := []surface{
		msg("midpoint", MidpointAsked(e, mid)),
		msg("midpoint put off", MidpointLater(e, mid)),
		msg("midpoint left out", MidpointNot(e, mid)),
		msg("midpoint undecided", MidpointUndecided(e, m)),
		modal("see", See(e, of(nudges.Midpoint, m))),
		msg("date ahead", TargetAsked(e, target(m))),
		msg("date passed", TargetAsked(e, after)),
		msg("date, one says so", TargetAsked(e, target(there))),
		msg("date, two say so", TargetAsked(e, target(two))),
		msg("date, somebody forgotten says so", TargetAsked(e, target(governed))),
		msg("date moved", TargetOver(e, moved)),
		msg("date of a closed phase", TargetOver(e, closed)),
		modal("not yet", NotYet(e, target(m))),
		msg("quiet week", QuietAsked(e, quiet(m, 1))),
		msg("two quiet weeks", QuietAsked(e, quiet(m, 2))),
		msg("four quiet weeks", QuietAsked(e, last)),
		msg("eight quiet weeks", QuietAsked(e, quiet(m, 8))),
		msg("fifteen quiet weeks", QuietAsked(e, quiet(m, 15))),
		msg("still true", QuietStill(e, quiet(m, 1))),
		msg("rests", QuietRest(e, quiet(rests, 1))),
		msg("rests until", QuietRest(e, quiet(until, 1))),
		msg("rests unasked", QuietRest(e, quiet(unasked, 4))),
		msg("rests no more", QuietRest(e, quiet(m, 1))),
		modal("let rest", LetRest(e, m, key)),
		msg("thread rests", ThreadRests(e, until, bo)),
		msg("thread rests unasked", ThreadRests(e, unasked, "")),
		msg("thread goes on", ThreadGoesOn(e, m, dee)),
		msg("rest begun", RestBegun(e, rests)),
		msg("rest over", RestOver(e, m)),
		msg("card at rest", Card(e, card(rests))),
		msg("card at rest until a day", Card(e, card(until))),
		msg("details at rest", Details(e, detail)),
		msg("alone", AloneAsked(e, of(nudges.Alone, m))),
		msg("alone put aside", NotNow(e, of(nudges.Alone, m))),
		msg("alone no more asked", AloneDone(e, of(nudges.Alone, m))),
		modal("words to ask", WordsToAsk(e, m)),
		msg("asks to join", AsksToJoin(e, m, ana)),
	}
	for _, k := range []nudges.Kind{nudges.Coach, nudges.Digest, nudges.PhaseDue, nudges.StillTrue, nudges.Midpoint, nudges.RoundResult} {
		for _, what := range []string{HereSkipped, HereFewer, HereOff} {
			all = append(all, msg("here "+string(k)+" "+what, ChangedHere(e, m, k, what, "3", bo)),
				msg("back "+string(k)+" "+what, ChangedBack(e, m, k, what, bo)))
		}
	}
	return all
}
