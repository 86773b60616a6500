package view

import (
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// figures are what a look counted of one kind, in one stratum.
func figures(kind nudges.Kind, people, channels int, sent, withheld trial.Arm) trial.Figures {
	return trial.Figures{
		Kind: string(kind), People: people, Channels: channels,
		Strata: []trial.Stratum{{Rho: trial.DefaultShare, Sent: sent, Withheld: withheld}},
	}
}

// tried is a trial that began on Monday 12 October.
func (s sample) tried() TrialData {
	t := trial.Trial{
		ID: "01JD00000000000000000000T1", Team: "T1", Channel: refunds, Rho: trial.DefaultShare, By: ana, Zone: "Europe/Lisbon",
	}.Begin(at(2026, 10, 11, 12, 0), mission.MessageRef{Channel: refunds, TS: "1.1"})
	season := t
	season.ID, season.Channel = "S01JD00000000000000000000T1", ""
	return TrialData{Mission: s.running(), Trial: t, Known: true, On: true, Season: season, People: 5}
}

// looked is the same after the workspace's first look.
func (s sample) looked(channels int) TrialData {
	d := s.tried()
	look := trial.Look{Trial: d.Season.ID, N: 1, At: d.Season.LookAt(1), Of: []trial.Figures{
		figures(trial.Direct, 9, channels, trial.Arm{N: 880, Told: 275}, trial.Arm{N: 290, Told: 70}),
		figures(nudges.Coach, 0, channels, trial.Arm{N: 71, Told: 22}, trial.Arm{N: 18, Told: 4}),
		figures(nudges.Connect, 2, channels, trial.Arm{N: 71, Told: 22}, trial.Arm{N: 18, Told: 4}),
		figures(nudges.Mirror, 9, channels, trial.Arm{N: 9, Told: 2}, trial.Arm{N: 12, Told: 4}),
		figures(nudges.Reflect, 9, channels, trial.Arm{N: 8000, Told: 2000}, trial.Arm{N: 2000, Told: 500}),
	}}
	d.SeasonLooks, d.Looks = []trial.Look{look}, []trial.Look{look}
	if channels > 1 {
		d.Looks = []trial.Look{{Trial: d.Trial.ID, N: 1, At: look.At, Of: []trial.Figures{
			figures(nudges.Reflect, 5, 1, trial.Arm{N: 71, Told: 22}, trial.Arm{N: 18, Told: 4}),
		}}}
	}
	return d
}

func (s sample) trials() []surface {
	e := s.env
	off := TrialData{Mission: s.running(), People: 5, Steers: true}
	read := off
	read.Steers = false
	soon := s.tried()
	soon.Trial.From = soon.Trial.From.AddDate(0, 2, 0)
	waits := s.tried()
	waits.Steers = true
	waits.Trial = trial.Trial{Rho: .5}
	left := s.tried()
	left.Out = true
	ends := s.tried()
	ends.Steers = true
	retires := s.looked(3)
	retires.Kind, retires.Told = nudges.Reflect, true
	retires.Trial = retires.Trial.Retire(trial.Retirement{Kind: "reflect", At: at(2027, 1, 8, 10, 0)})
	gone, kept, over := retires, retires, retires
	gone.Trial = gone.Trial.Retire(trial.Retirement{Kind: "reflect", At: at(2027, 1, 8, 10, 0), Gone: true})
	kept.Trial = kept.Trial.Retire(trial.Retirement{Kind: "reflect", At: at(2027, 1, 8, 10, 0), Kept: true, KeptBy: bo})
	over.On, over.Trial.EndedBy = false, ana
	unseen := retires
	unseen.SeasonLooks = nil
	others := retires
	others.Told = false
	alone := s.looked(2)
	alone.Looks, alone.Trial.From = nil, alone.Trial.From.AddDate(0, 0, 21)
	before := s.looked(3)
	before.Looks, before.Trial.From = nil, before.Season.LookAt(1).AddDate(0, 0, 1)
	later := e
	later.Now = at(2027, 1, 5, 9, 12)
	report := func(d TrialData) ReportData {
		r := s.report()
		r.Trial = d
		return r
	}
	return []surface{
		modal("trial to turn on", TrialForm(e, off)),
		modal("trial, read by who does not lead", TrialForm(e, read)),
		modal("trial that is being announced", TrialForm(e, func() TrialData { w := waits; w.On = true; return w }())),
		modal("trial that runs", TrialForm(e, s.tried())),
		modal("trial that was left", TrialForm(e, left)),
		modal("trial for who leads", TrialForm(e, ends)),
		msg("trial announced", TrialAnnounced(e, s.tried())),
		msg("trial for who joined", TrialJoined(e, s.tried())),
		msg("trial left", TrialLeft(e, left)),
		msg("trial rejoined", TrialRejoined(e, s.tried())),
		msg("trial ended", TrialOff(e, over)),
		msg("trial done", TrialDone(e, over)),
		msg("a kind retires", TrialRetires(later, retires)),
		msg("a kind retires, counted anew", TrialRetires(e, unseen)),
		msg("a kind retires by another team's figures", TrialRetires(later, others)),
		msg("a kind is offered again", TrialOffers(e, retires)),
		msg("a kind is kept", TrialKept(e, s.running(), nudges.Mirror, bo)),
		homeTab("home while a trial runs", Home(e, HomeData{Missions: []HomeMission{{Mission: s.running(), Trial: true}}, Hours: nudges.DefaultHours("Europe/Lisbon")})),
		homeTab("home after leaving it", Home(e, HomeData{Missions: []HomeMission{{Mission: s.running(), Trial: true, OutOfTrial: true}}, Hours: nudges.DefaultHours("Europe/Lisbon")})),
		msg("report before the first look", Report(e, report(s.tried()))),
		msg("report before the trial begins", Report(e, report(soon))),
		msg("report of one team", Report(later, report(s.looked(1)))),
		msg("report of two teams", Report(later, report(s.looked(2)))),
		msg("report of two teams before the own look", Report(later, report(alone))),
		msg("report of a team that began after a look", Report(later, report(before))),
		msg("report of several teams", Report(later, report(retires))),
		msg("report after a kind left", Report(later, report(gone))),
		msg("report after a kind was kept", Report(later, report(kept))),
		msg("report after the trial", Report(later, report(over))),
	}
}
