package view

import (
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// mine are somebody's settings as the form begins with them.
func (s sample) mine(missions ...mission.Mission) SettingsForm {
	f := SettingsForm{
		Missions: missions, Reach: []nudges.Kind{nudges.Reflect}, Also: AlsoKinds[:2], Zone: "Africa/Lagos", Days: nudges.MonToFri, Quiet: nudges.DefaultQuiet,
	}
	if len(missions) > 0 {
		f.In = missions[0].ID
	}
	return f
}

// settings are the surfaces about what reaches a person, and when.
func (s sample) settings() []surface {
	e := s.env
	e.Zone = lisbon()
	m, next := s.running(), s.next()
	all := s.mine(m, next)
	all.In, all.Quiet, all.Away, all.Preview = "", nudges.Quiet{}, date(2026, 12, 4), true
	meta := Meta{Channel: refunds}
	h := nudges.Person{Zone: "Africa/Lagos"}.Hours()
	thu := h
	thu.Days, thu.QuietFrom, thu.QuietTo = 1<<time.Sunday|1<<time.Monday|1<<time.Tuesday, 0, 0
	return []surface{
		modal("settings", Settings(e, s.mine(m), meta)),
		modal("settings of several missions", Settings(e, s.mine(m, next), meta)),
		modal("settings of all missions", Settings(e, all, meta)),
		modal("settings in no mission", Settings(e, s.mine(), meta)),
		modal("quiet until", QuietUntil(e, meta)),
		modal("away through", QuietUntil(e, Meta{Kind: AwayKind})),
		msg("how long", AskHowLong(e, false)),
		msg("how long away", AskHowLong(e, true)),
		msg("quiet kept", QuietKept(e, date(2026, 12, 1))),
		msg("away kept", AwayKept(e, date(2026, 12, 4), date(2026, 12, 7), false)),
		msg("a lead's absence kept", AwayKept(e, date(2027, 1, 15), date(2027, 1, 18), true)),
		msg("back", CameBack(e, true, h)),
		msg("back from nothing", CameBack(e, false, h)),
		msg("quiet hours kept", QuietHoursKept(e, nudges.Quiet{From: 18 * 60, To: 9 * 60}, "Africa/Lagos")),
		msg("no quiet hours kept", QuietHoursKept(e, nudges.Quiet{}, "America/New_York")),
		msg("days kept", DaysKept(e, thu)),
		msg("your hours", YourHours(e, thu)),
		msg("reaches now", ReachesNow(e, &m, []nudges.Kind{nudges.Reflect, nudges.Connect}, h, date(2026, 12, 4))),
		msg("nothing reaches now", ReachesNow(e, &m, nil, thu, mission.Date{})),
		msg("reaches now from all", ReachesNow(e, nil, []nudges.Kind{nudges.Reflect}, h, mission.Date{})),
		msg("hours now", HoursNow(e, h, date(2026, 12, 4))),
		msg("not a day", NotADay(e, s.say("by soonish"), false)),
		msg("not a day of an absence", NotADay(e, s.say("by soonish"), true)),
		msg("which day", WhichDay(e, s.say("03/04"), date(2027, 3, 4), date(2027, 4, 3), true)),
		msg("day passed", DayPassed(e, date(2026, 11, 20), true)),
		msg("not hours", NotHours(e, s.say("from dusk"))),
		msg("not days", NotDays(e, s.say("the good ones"))),
		modal("an answer in Home", Told(AskLeave(e, m, false))),
	}
}
