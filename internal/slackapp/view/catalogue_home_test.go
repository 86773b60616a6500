package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

func everyWord(string) bool { return true }

// homeOf is a Home with some missions, on a page of several.
func (s sample) homeOf(missions ...HomeMission) HomeData {
	return HomeData{Missions: missions, Pages: 1, Hours: nudges.Person{Zone: "Africa/Lagos"}.Hours(), Week: 1}
}

// homeMission is a mission as its member Bo sees it in Home.
func (s sample) homeMission() HomeMission {
	win := s.win()
	return HomeMission{Mission: s.running(), Member: s.member(bo), LatestWin: &win, Reach: []nudges.Kind{nudges.Reflect}}
}

// fullHome has everything that a Home can have, with the longest of each.
func (s sample) fullHome() HomeData {
	mine := s.homeMission()
	mine.Steers, mine.Leads, mine.Mission.Unreachable = true, true, "not_in_channel"
	promise := HomePromise{ID: "01JD00000000000000000000C1", Kind: mission.Commitment, Day: date(2026, 11, 27), Words: s.say("send the bank our test file")}
	own, risk := promise, promise
	own.Own, own.Words, risk.Kind = true, "", mission.Risk
	waits := []HomeWait{
		{Mission: mine.Mission, Asks: ana},
		{Mission: mine.Mission, Shared: bo},
		{Mission: mine.Mission, Nudge: nudge, Kind: nudges.Reflect},
		{Mission: mine.Mission, Nudge: nudge, Kind: nudges.Connect},
		{Mission: mine.Mission, Promise: &promise},
		{Mission: mine.Mission, Promise: &own},
		{Mission: mine.Mission, Promise: &risk},
		{Mission: mine.Mission, Told: nudge, What: ToldSuggest},
		{Mission: mine.Mission, Round: "01JD00000000000000000000R1", Closes: at(2026, 11, 27, 14, 0)},
	}
	d := s.homeOf()
	d.Page, d.Pages, d.Waits, d.Can = 1, 3, waits, everyWord
	for i := range HomePage {
		d.Missions = append(d.Missions, mine)
		d.Promised = append(d.Promised, waits[4+i%3])
		d.Coming = append(d.Coming, HomeComing{Mission: mine.Mission, Kind: nudges.Reflect, At: at(2026, 11, 27, 15, 0)})
		d.Follows = append(d.Follows, mine.Mission)
	}
	d.AwayThrough = date(2026, 12, 4)
	return d
}

func (s sample) homes() []surface {
	e := s.env
	e.Zone = lisbon()
	mine := s.homeMission()
	resting := mine
	resting.Mission.Unreachable, resting.Member.Piece, resting.Reach = "is_archived", "", nil
	first, joining, paused := s.homeOf(), s.homeOf(), s.homeOf(mine)
	first.Can = everyWord
	joining.Joinable = []mission.Mission{s.running(), s.next()}
	joining.Can = func(word string) bool { return word == "journal" }
	paused.QuietUntil = at(2026, 12, 1, 0, 0)
	asked := s.homeOf(mine)
	asked.Waits = s.fullHome().Waits[2:3]
	due := s.homeOf(mine)
	due.Waits = s.fullHome().Waits[5:]
	return []surface{
		homeTab("home at the first visit", Home(e, first)),
		homeTab("home with missions to join", Home(e, joining)),
		homeTab("home", Home(e, s.homeOf(mine, resting))),
		homeTab("home in a pause", Home(e, paused)),
		homeTab("home with an open question", Home(e, asked)),
		homeTab("home with promises whose day has come, and a round", Home(e, due)),
		homeTab("home with everything", Home(e, s.fullHome())),
		msg("it goes on in messages", WroteToYou(e)),
		msg("mission rests", MissionRests(e, s.running(), at(2026, 12, 1, 0, 0))),
		msg("mission rests not", MissionRestsNot(e, s.running())),
	}
}
