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
	half, off, odd, daily := plan, plan, plan, plan
	half.Recur.Every, half.Recur.From = 2, "2026-11-24"
	off.Off = true
	odd.Recur.Expr = "0 9,15 1 * *"
	daily.Recur.Expr = "30 9 * * 1-5"
	reflect := plan
	reflect.Kind, reflect.User, reflect.Recur.Zone = nudges.Reflect, bo, "America/Chicago"
	preview := PreviewData{
		Mission: m, Weeks: 4, Member: true, Hours: nudges.DefaultHours("Europe/Lisbon"), MyHours: nudges.DefaultHours("America/Chicago"),
		Channel: []nudges.Coming{{Plan: plan, At: at(2026, 11, 26, 10, 0)}, {Plan: plan, At: at(2026, 11, 28, 10, 0)}, {Plan: plan, At: at(2026, 12, 1, 10, 0), Yields: true}},
		Mine:    []nudges.Coming{{Plan: reflect, At: at(2026, 11, 27, 21, 0)}},
	}
	governed := m
	governed.Lead = ""
	return []surface{
		modal("plans", Plans(e, PlansData{Mission: m, Plans: []nudges.Plan{plan, half, off, odd, daily}, Steers: true})),
		modal("plans read", Plans(e, PlansData{Mission: m, Plans: []nudges.Plan{plan}})),
		modal("plans governed together", Plans(e, PlansData{Mission: governed, Plans: []nudges.Plan{plan}, Steers: true})),
		modal("another time", Retime(e, m, plan)),
		modal("another time by a cron line", Retime(e, m, odd)),
		msg("preview", Preview(e, preview)),
		msg("preview of nothing", Preview(e, PreviewData{Mission: m, Weeks: 4})),
		modal("preview as a form", PreviewView(e, preview)),
		msg("plan changed", PlanChanged(e, m, half, bo)),
		msg("suggestion to change the plan", Suggestion(e, m, bo, mission.PlanNudges)),
	}
}
