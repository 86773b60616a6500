package storetest

import (
	"errors"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

func tried(channel mission.ChannelID, id mission.ID) trial.Trial {
	return trial.Trial{Team: "T1", ID: id, Channel: channel, Rho: .2, From: noon}
}

func tossed(in mission.ID, nudge string, user mission.UserID) trial.Decision {
	return trial.Decision{Team: "T1", Trial: in, Nudge: nudge, User: user, Kind: "reflect", Due: noon, U: .25}
}

func trialID(t trial.Trial) string      { return string(t.ID) }
func tossNudge(d trial.Decision) string { return d.Nudge }
func lookOf(l trial.Look) string        { return string(l.Trial) }

func trialsInOrder(s *suite) {
	s.put(tried("C1", "TR2"), tried("C11", "TR3"), tried("C1", "TR1"), tried("", "TR4"))
	trials := func(channel mission.ChannelID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.TrialsIn("T1", channel)
			s.same("the trials of "+string(channel), ids(got, trialID), append([]string{}, want...))
			return err
		})
	}
	trials("C1", "TR1", "TR2")
	trials("", "TR4")
	trials("C2")
	s.view(func(tx Tx) error {
		all, err := tx.TrialsOf("T1")
		s.same("all trials", ids(all, trialID), []string{"TR1", "TR2", "TR3", "TR4"})
		none, errNone := tx.TrialsOf("T2")
		s.same("another workspace's trials", len(none), 0)
		return errors.Join(err, errNone)
	})
}

func trialDecisions(s *suite) {
	s.put(tossed("TR1", "K2", "UANA"), tossed("TR1", "K1", "UBO"), tossed("TR11", "K3", "UBO"))
	decisions := func(id mission.ID, want ...string) {
		s.Helper()
		s.view(func(tx Tx) error {
			got, err := tx.TrialDecisions("T1", id)
			s.same("the decisions of "+string(id), ids(got, tossNudge), append([]string{}, want...))
			return err
		})
	}
	decisions("TR1", "K1", "K2")
	s.update(func(tx Tx) error {
		return errors.Join(tx.DeleteTrialDecision("T1", "TR1", "K1"), tx.DeleteTrialDecision("T1", "TR1", "K9"))
	})
	decisions("TR1", "K2")
	decisions("TR11", "K3")
}

func trialLooks(s *suite) {
	for _, n := range []int{3, 1, 2} {
		s.put(trial.Look{Team: "T1", Trial: "TR1", N: n, At: noon})
	}
	s.put(trial.Look{Team: "T1", Trial: "TR11", N: 1}, trial.Look{Team: "T1", Trial: "TR1", N: 2, At: noon,
		Of: []trial.Figures{{Kind: "reflect", Strata: []trial.Stratum{{Rho: .2, Sent: trial.Arm{N: 3, Told: 1}}}}}})
	s.view(func(tx Tx) error {
		got, err := tx.TrialLooks("T1", "TR1")
		s.same("the looks", ids(got, lookOf), []string{"TR1", "TR1", "TR1"})
		s.same("their order", []int{got[0].N, got[1].N, got[2].N}, []int{1, 2, 3})
		s.same("what one of them counted", got[1].Of[0].Strata[0].Sent, trial.Arm{N: 3, Told: 1})
		return err
	})
}

func trialsMove(s *suite) {
	moved := tried("C1", "TR1")
	moved.Message = mission.MessageRef{Channel: "C1", TS: "1.1"}
	s.put(moved, tried("C3", "TR2"))
	s.update(func(tx Tx) error { return tx.MoveChannel("T1", "C1", "C2") })
	s.view(func(tx Tx) error {
		there, err := tx.TrialsIn("T1", "C2")
		s.same("in the new channel", ids(there, trialID), []string{"TR1"})
		s.same("its announcement", there[0].Message, mission.MessageRef{Channel: "C2", TS: "1.1"})
		here, errHere := tx.TrialsIn("T1", "C1")
		s.same("in the old one", len(here), 0)
		return errors.Join(err, errHere)
	})
}

func forgetTrials(s *suite) {
	left := tried("C1", "TR1")
	left.By, left.Left = "UANA", []mission.UserID{"UBO", "UANA"}
	s.put(left, tossed("TR1", "K1", "UANA"), tossed("TR1", "K2", "UBO"))
	s.forget("T1", "UANA")
	s.view(func(tx Tx) error {
		t, err := tx.Trial("T1", "TR1")
		s.same("who turned it on", t.By, mission.UserID(""))
		s.same("who left it", t.Left, []mission.UserID{"UBO"})
		all, errAll := tx.TrialDecisions("T1", "TR1")
		s.same("what the coin said of the others", ids(all, tossNudge), []string{"K2"})
		return errors.Join(err, errAll)
	})
}
