package mission_test

import (
	"testing"

	"throughline/internal/mission"
)

// While the lead is away any member steers, and nobody says in her absence who leads. Whoever is not in the
// mission is answered as if the lead were there.
func TestMembersStandInForALeadWhoIsAway(t *testing.T) {
	t.Parallel()
	steer := []mission.Action{mission.ClosePhaseOf, mission.EditMission, mission.EndMission}
	for _, private := range []bool{false, true} {
		m := mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Private: private, Lead: "UANA"}
		want := map[string]string{
			"lead": "ok", "member": "ok", "in the channel": "lead_only", "once a member": "lead_only",
			"guest in the channel": "lead_only", "guest elsewhere": "hidden", "other workspace": "other_team", "deactivated": "deactivated",
			"outsider": "lead_only", "member who left the channel": "ok",
		}
		if private {
			want["outsider"], want["member who left the channel"] = "hidden", "hidden"
		}
		for _, p := range people() {
			p.actor.LeadAway = true
			for _, do := range steer {
				there := p.actor
				there.LeadAway = false
				if got, want := verdict(mission.May(do, p.actor, m, p.member, "")), verdict(mission.May(do, there, m, p.member, "")); p.name != "member" && p.name != "member who left the channel" && got != want {
					t.Errorf("private %v: %s learns of an absence from %s: %s, and %s otherwise", private, p.name, do, got, want)
				}
				if got := verdict(mission.May(do, p.actor, m, p.member, "")); got != want[p.name] {
					t.Errorf("private %v: %s, %s = %s, want %s", private, p.name, do, got, want[p.name])
				}
			}
			hand := verdict(mission.May(mission.HandOver, p.actor, m, p.member, ""))
			if (hand == "ok") != (p.name == "lead") {
				t.Errorf("private %v: %s hands the lead on: %s", private, p.name, hand)
			}
		}
		m.Lead = ""
		if got := verdict(mission.May(mission.HandOver, people()[1].actor, m, people()[1].member, "")); got != "ok" {
			t.Errorf("where nobody leads a member asks who will: %s", got)
		}
	}
}

func TestAStandInRewordsAndLeavesTheLead(t *testing.T) {
	t.Parallel()
	s, m := started(t)
	if _, err := mission.Join(s, begin, bo, m, "", nil); err != nil {
		t.Fatal(err)
	}
	standIn := bo
	standIn.LeadAway = true
	w := refunds()
	w.Name = "Refunds the same day"
	if _, _, err := mission.Reword(s, begin, standIn, m, mission.Rewording{Wording: w, Reason: "clearer", SelfGoverned: true}); verdict(err) != string(mission.LeadOnly) {
		t.Errorf("the lead was taken away: %v", err)
	}
	if _, err := mission.OfferLead(s, standIn, m, "UBO"); verdict(err) != string(mission.LeadOnly) {
		t.Errorf("the lead was handed on: %v", err)
	}
	got, changed, err := mission.Reword(s, begin, standIn, m, mission.Rewording{Wording: w, Reason: "clearer"})
	if err != nil || !changed || got.Lead != "UANA" {
		t.Errorf("reworded: lead %q, %v, %v", got.Lead, changed, err)
	}
}
