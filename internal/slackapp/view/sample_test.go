package view

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// The made-up team and its mission, on Tuesday 24 November 2026.

const (
	ana   = mission.UserID("U0ANA00001")
	bo    = mission.UserID("U0BO000002")
	chidi = mission.UserID("U0CHIDI003")
	dee   = mission.UserID("U0DEE00004")
	emi   = mission.UserID("U0EMI00005")

	refunds = mission.ChannelID("C0REFUNDS1")
	nudge   = "nudge/reflect/01JD0000000000000000000001/U0BO000002/2026-11-27T15:00/U0BO000002"
)

// teller gives the words that people wrote: those of the example, or anything at all.
type teller func(example string) string

// asWritten tells the example.
func asWritten(example string) string { return example }

// sample is the example's data, told by a teller.
type sample struct {
	say teller
	env Env
}

func newSample(say teller) sample {
	names := map[mission.UserID]string{ana: "Ana", bo: "Bo", chidi: "Chidi", dee: "Dee", emi: "Emi"}
	return sample{say: say, env: Env{
		Names:    func(u mission.UserID) string { return say(names[u]) },
		Channels: func(mission.ChannelID) string { return say("refunds") },
		Now:      at(2026, 11, 24, 9, 12),
		Bot:      "throughline", Support: say("#help-throughline"), Version: "v1.4.0",
	}}
}

func at(year int, month time.Month, d, hour, minute int) time.Time {
	return time.Date(year, month, d, hour, minute, 0, 0, lisbon())
}

func lisbon() *time.Location {
	loc, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		panic(err)
	}
	return loc
}

func date(year int, month time.Month, d int) mission.Date {
	return mission.Date{Year: year, Month: month, Day: d}
}

// running is the mission in its middle, in week 7 of 14.
func (s sample) running() mission.Mission {
	m := mission.Mission{
		ID: "01JD0000000000000000000001", Team: "T0ACME0001", Channel: refunds, Zone: "Europe/Lisbon",
		Wording: s.wording(), Lead: ana, Starter: ana, Phase: mission.Middle, StartedAt: at(2026, 10, 12, 9, 0),
		Closings: []mission.Closing{s.closing()},
		Tally: mission.Tally{
			ByKind:    map[mission.EntryKind]int{mission.Progress: 23, mission.Win: 6, mission.Learned: 4},
			LastEntry: at(2026, 11, 23, 16, 0), LatestWin: "01JD00000000000000000000W1",
		},
	}
	return m
}

func (s sample) wording() mission.Wording {
	return mission.Wording{
		Name:       s.say("Refunds in a day"),
		Aspiration: s.say("A refund that feels as quick as the purchase."),
		EndState:   s.say("Nine refunds in ten reach the customer within a day, with no phone call"),
		Why: mission.Why{
			Customers: s.say("their money is back before they begin to worry."),
			Us:        s.say("fewer calls about money on its way."),
		},
		Plan: [3]mission.PhasePlan{
			{DoneWhen: s.say("we have followed ten refunds from end to end"), Target: date(2026, 10, 30)},
			{DoneWhen: s.say("the new way runs for one shop"), Target: date(2026, 12, 11)},
			{DoneWhen: s.say("nine refunds in ten arrive within a day"), Target: date(2027, 1, 15)},
		},
	}
}

func (s sample) closing() mission.Closing {
	return mission.Closing{
		Phase: mission.Beginning, By: ana, At: at(2026, 10, 30, 15, 0), Reached: mission.ReachedYes,
		Learned: s.say("Two of the bank's five days were our own queue."), Ahead: s.say("One shop first."),
	}
}

// begun is the mission on its first day, with nothing told yet and governed together.
func (s sample) begun() mission.Mission {
	m := s.running()
	m.Phase, m.Closings, m.Lead, m.Tally = mission.Beginning, nil, "", mission.Tally{}
	m.StartedAt = s.env.Now
	m.Plan[0].Target = date(2026, 12, 18)
	m.Plan[1].Target = date(2027, 1, 29)
	m.Plan[2].Target = date(2027, 3, 5)
	return m
}

// late is the mission after the date of its middle.
func (s sample) late() mission.Mission {
	m := s.running()
	m.Plan[mission.Middle].Target = date(2026, 11, 20)
	return m
}

// ending is the mission in its end, past its midpoint.
func (s sample) ending() mission.Mission {
	m := s.running()
	m.Phase = mission.Ending
	m.Closings = append(m.Closings, mission.Closing{Phase: mission.Middle, By: ana, At: at(2026, 11, 20, 15, 0), Reached: mission.ReachedPart})
	m.StartedAt = at(2026, 9, 1, 9, 0)
	return m
}

// over is the mission after it ended on purpose.
func (s sample) over(kind mission.EndKind) mission.Mission {
	m := s.running()
	m.Outcome = &mission.Outcome{
		Kind: kind, By: ana, At: at(2026, 11, 20, 17, 0),
		Story:   s.say("The bank now does this itself from March. We stop, and hand over what we learned."),
		Lessons: []mission.ID{"01JD00000000000000000000L1"}, Thanks: []mission.UserID{dee},
		Carry: mission.CarryOver{Why: true, Lessons: true},
	}
	return m
}

func (s sample) next() mission.Mission {
	m := s.begun()
	m.ID, m.Name, m.From = "01JD0000000000000000000002", s.say("Refunds abroad"), "01JD0000000000000000000001"
	m.Carried = mission.CarryOver{Why: true, Lessons: true}
	return m
}

func (s sample) members() []mission.Member {
	var out []mission.Member
	for _, u := range []mission.UserID{ana, bo, chidi, dee, emi, "U0F0000006", "U0G0000007"} {
		out = append(out, s.member(u))
	}
	return out
}

func (s sample) member(u mission.UserID) mission.Member {
	return mission.Member{
		Team: "T0ACME0001", Mission: "01JD0000000000000000000001", User: u, Piece: s.say("find where the days go"),
		Helps: []mission.Phase{mission.Middle}, JoinedAt: at(2026, 10, 13, 9, 0),
	}
}

func (s sample) entry(kind mission.EntryKind, author mission.UserID, words string) mission.Entry {
	e := mission.Entry{
		ID: "01JD00000000000000000000E1", Team: "T0ACME0001", Mission: "01JD0000000000000000000001", Author: author,
		Kind: kind, Text: s.say(words), At: at(2026, 11, 24, 9, 0), Phase: mission.Middle,
	}
	if kind == mission.Thanks {
		e.To = []mission.UserID{dee}
	}
	return e
}

func (s sample) win() mission.Entry {
	e := s.entry(mission.Win, dee, "The first shop pays out the same day.")
	e.Gain, e.Piece = mission.ForCustomers, s.say("same-day payout with the bank")
	return e
}

func (s sample) step() mission.Entry {
	return s.entry(mission.Progress, bo, "Followed refund 7 from end to end. The bank step takes three of its five days.")
}

func (s sample) block() mission.Entry {
	return s.entry(mission.Blocked, chidi, "The bank's test system is closed until we have a contract number.")
}

func (s sample) lesson() mission.Entry {
	return s.entry(mission.Learned, bo, "Two of the bank's five days were our own queue.")
}

func (s sample) card() CardData {
	win := s.win()
	return CardData{Mission: s.running(), Members: s.members(), LatestWin: &win}
}

func (s sample) details() DetailsData {
	member := s.member(bo)
	return DetailsData{CardData: s.card(), Member: &member, Latest: []mission.Entry{s.step(), s.win(), s.block()}}
}

func (s sample) question(k nudges.Kind) NudgeData {
	text := "Where did your last good hour on this come from?"
	if k == nudges.Coach {
		text = "What are we doing only because we began that way?"
	}
	return NudgeData{Key: nudge, Kind: k, Question: s.say(text), Mission: s.running()}
}
