package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// tuesdays is when the channel's questions are due.
var tuesdays = nudges.Recur{Expr: "0 10 * * 2,4", Zone: "Europe/Lisbon"}

// fridays is when reflections are due where one lives.
var fridays = nudges.Recur{Expr: "0 15 * * 5", Zone: "America/Chicago"}

func (s sample) planning() []surface {
	e, m := s.env, s.running()
	plan := nudges.Plan{ID: "coach/" + string(m.ID), Kind: nudges.Coach, Mission: m.ID, Recur: tuesdays}
	reflect := plan
	reflect.Kind, reflect.User, reflect.Recur.Zone = nudges.Reflect, bo, "America/Chicago"
	half := nudges.Agreed{Recur: tuesdays}.At(nudges.Coach, nudges.HalfAsOften, mission.Date{Year: 2026, Month: 11, Day: 24})
	odd := nudges.Agreed{Recur: nudges.Recur{Expr: "0 9 1,15 * 2", Zone: "Europe/Lisbon"}}
	agreed := map[nudges.Kind]nudges.Agreed{
		nudges.Coach: {Recur: tuesdays}, nudges.Digest: {Off: true, Recur: nudges.Recur{Expr: "30 9 * * 1-5", Zone: "Europe/Lisbon"}},
		nudges.Reflect: {Recur: nudges.Recur{Expr: "0 16 * * 4"}}, nudges.Connect: nudges.Usually(m, nudges.Connect).At(nudges.Connect, nudges.HalfAsOften, mission.Date{}),
		nudges.Told: {Off: true}, nudges.Round: {Recur: nudges.Recur{Expr: "5 9 13 1,6 *", Zone: "Europe/Lisbon"}},
	}
	typed := RetimeForm{Mission: m, Kind: nudges.Reflect, Recur: nudges.Recur{Expr: "0 16 * * 4", Zone: "Europe/Lisbon"}, Typed: "0 20 * * 2,4"}
	typed.Said, typed.Warned = SeldomInHours(typed, nudges.DefaultHours("Europe/Lisbon")), typed.Expr()
	preview := PreviewData{
		Mission: m, Weeks: 4, Member: true, Hours: nudges.DefaultHours("Europe/Lisbon"), MyHours: nudges.DefaultHours("America/Chicago"),
		Channel: []nudges.Coming{{Plan: plan, At: at(2026, 11, 26, 10, 0)}, {Plan: plan, At: at(2026, 11, 28, 10, 0)}, {Plan: plan, At: at(2026, 12, 1, 10, 0), Yields: true}},
		Mine:    []nudges.Coming{{Plan: reflect, At: at(2026, 11, 27, 21, 0)}},
	}
	governed := m
	governed.Lead = ""
	return []surface{
		modal("plans", Plans(e, PlansData{Mission: m, Agreed: agreed, Steers: true})),
		modal("plans read", Plans(e, PlansData{Mission: m, Agreed: agreed})),
		modal("plans governed together", Plans(e, PlansData{Mission: governed, Steers: true})),
		modal("another time", Retime(e, RetimeForm{Mission: m, Kind: nudges.Coach, Recur: tuesdays})),
		modal("another time by a cron line", Retime(e, RetimeForm{Mission: m, Kind: nudges.Coach, Recur: odd.Recur})),
		modal("another time for members", Retime(e, RetimeForm{Mission: m, Kind: nudges.Reflect, Recur: nudges.Recur{Expr: "0 15 * * 5"}})),
		modal("another time, warned of", Retime(e, typed)),
		msg("preview", Preview(e, preview)),
		msg("preview of nothing", Preview(e, PreviewData{Mission: m, Weeks: 4})),
		modal("preview as a form", PreviewView(e, preview)),
		msg("plan changed", PlanChanged(e, m, PlanChange{Kind: nudges.Coach, Agreed: half, Turn: 1, By: bo})),
		msg("plan taken back", PlanChanged(e, m, PlanChange{Kind: nudges.Midpoint, Turn: 2, Back: true, By: bo})),
		msg("suggestion to change the plan", Suggestion(e, m, bo, mission.PlanNudges)),
	}
}
