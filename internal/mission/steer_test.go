package mission_test

import (
	"testing"

	"throughline/internal/mission"
)

func TestRewordingKeepsTheEarlierWordingAndItsReason(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	w := refunds()
	w.Name = "Refunds the same day"
	if _, _, err := mission.Reword(s, begin, ana, m, mission.Rewording{Wording: w}); verdict(err) != string(mission.Empty) {
		t.Errorf("reworded without a reason: %v", err)
	}
	got, changed, err := mission.Reword(s, begin, ana, m, mission.Rewording{Wording: w, Reason: "the bank moved"})
	if err != nil || !changed || got.Name != w.Name {
		t.Fatalf("reworded to %q, %v, %v", got.Name, changed, err)
	}
	if len(got.Earlier) != 1 || got.Earlier[0].Wording.Name != "Refunds in a day" || got.Earlier[0].Reason != "the bank moved" {
		t.Errorf("earlier wordings: %+v", got.Earlier)
	}
}

func TestAPassedTargetMayStayWhenTheWordingChanges(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	w := refunds()
	w.Aspiration = "as easy as the purchase"
	late := begin.AddDate(0, 0, 30)
	if _, _, err := mission.Reword(s, late, ana, m, mission.Rewording{Wording: w, Reason: "clearer"}); err != nil {
		t.Errorf("a date that passed and was left alone was refused: %v", err)
	}
	w.Plan[0].Target = mission.Date{Year: 2026, Month: 10, Day: 29}
	if _, _, err := mission.Reword(s, late, ana, m, mission.Rewording{Wording: w, Reason: "earlier"}); verdict(err) != string(mission.DatePast) {
		t.Errorf("a new date in the past: %v", err)
	}
}

func TestLeadIsHandedOnOnlyWhenAccepted(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, err := mission.OfferLead(s, ana, m, "UBO"); verdict(err) != string(mission.NotIn) {
		t.Errorf("offered to someone who is not in: %v", err)
	}
	if _, err := mission.Join(s, begin, bo, m, "", nil); err != nil {
		t.Fatal(err)
	}
	m, err := mission.OfferLead(s, ana, m, "UBO")
	if err != nil || m.Lead != "UANA" {
		t.Fatalf("offered: lead %q, %v", m.Lead, err)
	}
	if m, err = mission.AcceptLead(s, bo, m); err != nil || m.Lead != "UBO" {
		t.Errorf("accepted: lead %q, %v", m.Lead, err)
	}
	if m, err = mission.Finish(s, begin, bo, m, mission.EndOfMission{Kind: mission.Completed, Story: "all of it"}); err != nil {
		t.Fatal(err)
	}
	if _, err := mission.OfferLead(s, bo, m, "UBO"); verdict(err) != string(mission.Ended) {
		t.Errorf("offered the lead of what ended: %v", err)
	}
}

func TestTheLeadIsDeclinedByTheOneWhoWasAsked(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		offered mission.UserID
		by      mission.Actor
		asked   bool
		left    mission.UserID
	}{
		{"the one who was asked declines, and another can be asked", "UBO", bo, true, ""},
		{"another's no changes nothing", "UBO", ana, false, "UBO"},
		{"a no after the question was taken back changes nothing", "", bo, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, m := started(t)
			m.Offered = tt.offered
			if err := s.PutMission(m); err != nil {
				t.Fatal(err)
			}
			m, asked, err := mission.DeclineLead(s, tt.by, m)
			if err != nil || asked != tt.asked || m.Offered != tt.left || m.Lead != "UANA" {
				t.Errorf("got asked %v, offered %q, lead %q, %v", asked, m.Offered, m.Lead, err)
			}
			kept, err := s.Mission(m.Team, m.ID)
			if err != nil || kept.Offered != tt.left {
				t.Errorf("kept: offered %q, %v", kept.Offered, err)
			}
		})
	}
}
