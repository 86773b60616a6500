package view

import (
	"throughline/internal/mission"
	"throughline/internal/rounds"
)

// The sentences about anonymous rounds: why one cannot open, or takes no answer.

func roundRuns(r *mission.Refusal, c RefusalContext) said {
	return say("A round is open already. It closes on %s.", Day(r.Date, c.today(c.mission())))
}

func roundTooFew(r *mission.Refusal, c RefusalContext) said {
	return say("A round of *%s* needs %s people who ticked rounds, so that no answer shows whose it is. There are fewer.",
		c.name(), number(r.Max))
}

func roundTooSoon(r *mission.Refusal, c RefusalContext) said {
	return say("Rounds are 13 days apart at least. The next one can open on %s.", Day(r.Date, c.today(c.mission())))
}

func roundThisPhase(_ *mission.Refusal, c RefusalContext) said {
	return say("Own words are asked once a phase, and were in the %s. The next phase asks again.", c.mission().Phase.String())
}

func roundOver(r *mission.Refusal, c RefusalContext) said {
	return say("This round closed on %s. The next one can open on %s.", Day(r.Date, c.today(c.mission())),
		Day(r.Date.AddDays(rounds.GapDays-2), c.today(c.mission())))
}

func roundFloorFixed(r *mission.Refusal, c RefusalContext) said {
	return say("The floor is fixed while a round runs. It can change after %s.", Day(r.Date, c.today(c.mission())))
}
