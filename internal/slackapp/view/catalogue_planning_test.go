package view

import (
	"fmt"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// tuesdays is when the channel's questions are due.
var tuesdays = nudges.Recur{Expr: "0 10 * * 2,4", Zone: "Europe/Lisbon"}

// fridays is when reflections are due where one lives.
var fridays = nudges.Recur{Expr: "0 15 * * 5", Zone: "America/Chicago"}

func (s sample) planning() []surface {
	e, m := s.env, s.running()
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		panic(err)
	}
	half := nudges.Agreed{Recur: tuesdays}.At(nudges.Coach, nudges.HalfAsOften, mission.Date{Year: 2026, Month: 11, Day: 24})
	odd := nudges.Agreed{Recur: nudges.Recur{Expr: "0 9 1,15 * 2", Zone: "Europe/Lisbon"}}
	agreed := map[nudges.Kind]nudges.Agreed{
		nudges.Coach: {Recur: tuesdays}, nudges.Digest: {Off: true, Recur: nudges.Recur{Expr: "30 9 * * 1-5", Zone: "Europe/Lisbon"}},
		nudges.Reflect: {Recur: nudges.Recur{Expr: "0 16 * * 4"}}, nudges.Connect: nudges.Usually(m, nudges.Connect).At(nudges.Connect, nudges.HalfAsOften, mission.Date{}),
		nudges.Told: {Off: true}, nudges.Round: {Recur: nudges.Recur{Expr: "5 9 13 1,6 *", Every: 2, From: "2026-11-25", Zone: "Europe/Lisbon"}},
	}
	typed := RetimeForm{Mission: m, Kind: nudges.Reflect, Recur: nudges.Recur{Expr: "0 16 * * 4", Zone: "Europe/Lisbon"}, Typed: "0 20 * * 2,4"}
	typed.Said, typed.Warned = SeldomInHours(typed, nudges.DefaultHours("Europe/Lisbon")), typed.Expr()
	preview := PreviewData{
		Mission: m, Weeks: 4, Member: true, MyZone: chicago, Away: mission.Date{Year: 2026, Month: 12, Day: 4},
		Channel: []nudges.Foreseen{
			{Kind: nudges.Coach, At: at(2026, 11, 26, 10, 0), Reason: nudges.ReasonDue},
			{Kind: nudges.Digest, At: at(2026, 11, 30, 9, 30), Reason: nudges.ReasonGivesWayDay, For: nudges.Midpoint},
			{Kind: nudges.Midpoint, At: at(2026, 11, 30, 10, 0), Reason: nudges.ReasonDue},
			{Kind: nudges.Digest, At: at(2026, 12, 7, 9, 30), Reason: nudges.ReasonNothingMoved},
			{Kind: nudges.Coach, At: at(2026, 12, 8, 10, 0), Reason: nudges.ReasonHoliday},
			{Kind: nudges.Coach, At: at(2026, 12, 10, 10, 0), Reason: nudges.ReasonSkipNext},
			{Kind: nudges.Coach, At: at(2026, 12, 12, 10, 0), Reason: nudges.ReasonOutsideHours},
		},
		Mine: []nudges.Foreseen{
			{Kind: nudges.Reflect, At: at(2026, 11, 27, 21, 0), Reason: nudges.ReasonAway},
			{Kind: nudges.FollowUp, At: at(2026, 12, 7, 15, 5), Reason: nudges.ReasonDue},
			{Kind: nudges.Connect, At: at(2026, 12, 8, 15, 5), Reason: nudges.ReasonConnected},
			{Kind: nudges.Reflect, At: at(2026, 12, 11, 21, 0), Reason: nudges.ReasonGivesWayWeek},
		},
	}
	nothing := PreviewData{Mission: m, Weeks: 4, MyZone: chicago, Member: true, Quiet: at(2026, 12, 1, 6, 0)}
	calendars := HolidaysForm{
		Mission: m, Books: []HolidayBook{{"es", "Spain"}, {"us", "United States"}}, Chosen: "es",
		Next: []DayOff{{Day: mission.Date{Year: 2026, Month: 12, Day: 8}, Name: "Inmaculada Concepción"}, {Day: mission.Date{Year: 2027, Month: 1, Day: 1}, Name: "Año Nuevo"}},
	}
	many := HolidaysForm{Mission: m}
	for i := range 120 {
		many.Books = append(many.Books, HolidayBook{Code: fmt.Sprint("c", i), Name: fmt.Sprintf("%c country %d", 'A'+i%26, i)})
	}
	governed := m
	governed.Lead = ""
	return []surface{
		modal("plans", Plans(e, PlansData{Mission: m, Agreed: agreed, Steers: true, Holidays: "Spain"})),
		modal("plans with too few for rounds", Plans(e, PlansData{Mission: m, Agreed: agreed, Steers: true, RoundsNeed: 6})),
		modal("plans read", Plans(e, PlansData{Mission: m, Agreed: agreed})),
		modal("plans governed together", Plans(e, PlansData{Mission: governed, Steers: true})),
		modal("another time", Retime(e, RetimeForm{Mission: m, Kind: nudges.Coach, Recur: tuesdays})),
		modal("another time by a cron line", Retime(e, RetimeForm{Mission: m, Kind: nudges.Coach, Recur: odd.Recur})),
		modal("another time for members", Retime(e, RetimeForm{Mission: m, Kind: nudges.Reflect, Recur: nudges.Recur{Expr: "0 15 * * 5"}})),
		modal("another time, warned of", Retime(e, typed)),
		msg("preview", Preview(e, preview)),
		msg("preview of nothing", Preview(e, nothing)),
		modal("holidays", Holidays(e, calendars)),
		modal("holidays, none kept", Holidays(e, many)),
		msg("holidays chosen", HolidaysChanged(e, m, HolidaysChange{Name: "Spain", Code: "es", By: ana})),
		msg("holidays taken back", HolidaysChanged(e, m, HolidaysChange{Before: "es", By: bo, Back: true})),
		modal("preview as a form", PreviewView(e, preview)),
		msg("plan changed", PlanChanged(e, m, PlanChange{Kind: nudges.Coach, Agreed: half, Turn: 1, By: bo})),
		msg("plan taken back", PlanChanged(e, m, PlanChange{Kind: nudges.Midpoint, Turn: 2, Back: true, By: bo})),
		msg("suggestion to change the plan", Suggestion(e, m, bo, mission.PlanNudges)),
	}
}
