package mission_test

import (
	"testing"

	"throughline/internal/mission"
)

// who are the kinds of people that the rights tell apart, each towards a mission that Ana leads, or
// that nobody does.
type who struct {
	name   string
	actor  mission.Actor
	member *mission.Member
}

func people() []who {
	at := func(u mission.UserID, in bool) mission.Actor {
		return mission.Actor{Team: "T1", User: u, InChannel: in}
	}
	joined := func(u mission.UserID) *mission.Member {
		return &mission.Member{Team: "T1", Mission: "M1", User: u, JoinedAt: begin}
	}
	left := joined("UEMI")
	left.LeftAt = begin.Add(1)
	guest := at("UGUEST", true)
	guest.Guest = true
	guestOutside := at("UGUEST", false)
	guestOutside.Guest = true
	stranger := at("UOUT", true)
	stranger.Team = "T2"
	deactivated := at("UBO", true)
	deactivated.Deactivated = true
	return []who{
		{"lead", at("UANA", true), joined("UANA")},
		{"member", at("UBO", true), joined("UBO")},
		{"member who left the channel", at("UBO", false), joined("UBO")},
		{"in the channel", at("UDEE", true), nil},
		{"once a member", at("UEMI", true), left},
		{"outsider", at("UDEE", false), nil},
		{"guest in the channel", guest, nil},
		{"guest elsewhere", guestOutside, nil},
		{"other workspace", stranger, nil},
		{"deactivated", deactivated, joined("UBO")},
	}
}

// The whole of who may do what: one row for each kind of person, one column for each need that an action
// can have. "ok" means allowed, anything else is the refusal's code.
func TestMay(t *testing.T) {
	t.Parallel()
	columns := []struct {
		name string
		do   []mission.Action
	}{
		{"see or join", []mission.Action{mission.See, mission.JoinIt}},
		{"take part", []mission.Action{mission.StartOne, mission.TellEntry, mission.AnswerHere, mission.OfferHelp, mission.OpenAgain, mission.SuggestLine, mission.GoOnWithIt}},
		{"member's", []mission.Action{mission.LeaveIt, mission.ChangePiece, mission.SteerNudges, mission.ConnectIt, mission.AnswerRound, mission.PromiseIt, mission.LookAtIt,
			mission.AffirmIt, mission.RestIt}},
		{"steer", []mission.Action{
			mission.ClosePhaseOf, mission.EditMission, mission.EndMission, mission.AnswerRelated, mission.DecideMidpoint, mission.SeePieces,
			mission.OpenRound, mission.SetFloor,
		}},
		{"Bo's words", []mission.Action{mission.EditEntry, mission.TakeBack, mission.KeepIt}},
	}
	tables := []struct {
		name          string
		private, self bool
		rows          map[string][5]string
	}{
		{"public channel, Ana leads", false, false, map[string][5]string{
			"lead":                        {"ok", "ok", "ok", "ok", "author_only"},
			"member":                      {"ok", "ok", "ok", "lead_only", "ok"},
			"member who left the channel": {"ok", "ok", "ok", "lead_only", "ok"},
			"in the channel":              {"ok", "ok", "members_only", "lead_only", "author_only"},
			"once a member":               {"ok", "ok", "members_only", "lead_only", "author_only"},
			"outsider":                    {"ok", "not_in_channel", "members_only", "lead_only", "author_only"},
			"guest in the channel":        {"ok", "ok", "members_only", "lead_only", "author_only"},
			"guest elsewhere":             all("hidden"),
			"other workspace":             all("other_team"),
			"deactivated":                 all("deactivated"),
		}},
		{"private channel, Ana leads", true, false, map[string][5]string{
			"lead":                        {"ok", "ok", "ok", "ok", "author_only"},
			"member":                      {"ok", "ok", "ok", "lead_only", "ok"},
			"member who left the channel": all("hidden"),
			"in the channel":              {"ok", "ok", "members_only", "lead_only", "author_only"},
			"once a member":               {"ok", "ok", "members_only", "lead_only", "author_only"},
			"outsider":                    all("hidden"),
			"guest in the channel":        {"ok", "ok", "members_only", "lead_only", "author_only"},
			"guest elsewhere":             all("hidden"),
			"other workspace":             all("other_team"),
			"deactivated":                 all("deactivated"),
		}},
		{"public channel, self-governed", false, true, map[string][5]string{
			"lead":                        {"ok", "ok", "ok", "ok", "author_only"},
			"member":                      {"ok", "ok", "ok", "ok", "ok"},
			"member who left the channel": {"ok", "ok", "ok", "ok", "ok"},
			"in the channel":              {"ok", "ok", "members_only", "members_only", "author_only"},
			"once a member":               {"ok", "ok", "members_only", "members_only", "author_only"},
			"outsider":                    {"ok", "not_in_channel", "members_only", "members_only", "author_only"},
			"guest in the channel":        {"ok", "ok", "members_only", "members_only", "author_only"},
			"guest elsewhere":             all("hidden"),
			"other workspace":             all("other_team"),
			"deactivated":                 all("deactivated"),
		}},
		{"private channel, self-governed", true, true, map[string][5]string{
			"lead":                        {"ok", "ok", "ok", "ok", "author_only"},
			"member":                      {"ok", "ok", "ok", "ok", "ok"},
			"member who left the channel": all("hidden"),
			"in the channel":              {"ok", "ok", "members_only", "members_only", "author_only"},
			"once a member":               {"ok", "ok", "members_only", "members_only", "author_only"},
			"outsider":                    all("hidden"),
			"guest in the channel":        {"ok", "ok", "members_only", "members_only", "author_only"},
			"guest elsewhere":             all("hidden"),
			"other workspace":             all("other_team"),
			"deactivated":                 all("deactivated"),
		}},
	}
	for _, table := range tables {
		m := mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Private: table.private, Lead: "UANA"}
		if table.self {
			m.Lead = ""
		}
		for _, p := range people() {
			want, listed := table.rows[p.name]
			if !listed {
				t.Fatalf("%s: no row for %s", table.name, p.name)
			}
			for i, column := range columns {
				for _, do := range column.do {
					got := verdict(mission.May(do, p.actor, m, p.member, "UBO"))
					if got != want[i] {
						t.Errorf("%s: %s, %s (%s) = %s, want %s", table.name, p.name, column.name, do, got, want[i])
					}
				}
			}
		}
	}
}

// What is the lead's own is nobody else's, whether somebody leads or nobody does.
func TestWhatIsTheLeadsOwn(t *testing.T) {
	t.Parallel()
	for _, lead := range []mission.UserID{"UANA", ""} {
		m := mission.Mission{ID: "M1", Team: "T1", Channel: "C1", Lead: lead}
		for _, p := range people() {
			want := "leads_own"
			switch {
			case p.name == "lead" && lead != "":
				want = "ok"
			case p.name == "guest elsewhere":
				want = "hidden"
			case p.name == "other workspace":
				want = "other_team"
			case p.name == "deactivated":
				want = "deactivated"
			}
			p.actor.LeadAway = true
			if got := verdict(mission.May(mission.TalkInTurn, p.actor, m, p.member, "")); got != want {
				t.Errorf("%s, led by %q: %s, want %s", p.name, lead, got, want)
			}
		}
	}
}

func TestMayRefusesAnUnknownAction(t *testing.T) {
	t.Parallel()
	m := mission.Mission{ID: "M1", Team: "T1", Lead: "UANA"}
	lead := people()[0]
	if got := verdict(mission.May("paint it blue", lead.actor, m, lead.member, "")); got == "ok" {
		t.Error("an action that the table does not know was allowed")
	}
}

func all(code string) [5]string { return [5]string{code, code, code, code, code} }

// verdict names the result of May.
func verdict(err error) string {
	if err == nil {
		return "ok"
	}
	r, ok := mission.Refused(err)
	if !ok {
		return err.Error()
	}
	return string(r.Code)
}
