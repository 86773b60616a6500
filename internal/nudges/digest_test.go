package nudges

import (
	"testing"
	"time"

	"throughline/internal/mission"
)

func TestDecideDigest(t *testing.T) {
	monday := lisbonDay(7, 9, 30)
	moved := func(more func(*Situation)) func(*Situation) {
		return func(s *Situation) {
			s.Moved = true
			if more != nil {
				more(s)
			}
		}
	}
	tests := []struct {
		name   string
		kind   Kind
		change func(*Situation)
		action Action
		reason Reason
	}{
		{"the channel gets it where something moved", Digest, moved(nil), Send, ReasonDue},
		{"nothing moved, nothing is said", Digest, func(*Situation) {}, Drop, ReasonNothingMoved},
		{"it gives way to what the channel had that day", Digest, moved(func(s *Situation) {
			s.Asked = []Row{asked("q", "risk", monday.Add(-time.Hour))}
		}), Drop, ReasonBudgetDay},
		{"who follows needs not be in", Follow, moved(func(s *Situation) { s.Member = mission.Member{} }), Send, ReasonDue},
		{"who follows hears nothing where nothing moved", Follow, func(*Situation) {}, Drop, ReasonNothingMoved},
		{"who follows reads a private mission from inside alone", Follow, moved(func(s *Situation) {
			s.InChannel, s.Mission.Private = false, true
		}), Drop, ReasonNotInChannel},
		{"a public one may be followed from outside", Follow, moved(func(s *Situation) { s.InChannel = false }), Send, ReasonDue},
		{"an account that is gone gets none", Follow, moved(func(s *Situation) { s.Person.Gone = true }), Drop, ReasonPersonGone},
		{"who sleeps then gets it the next morning", Follow, moved(func(s *Situation) {
			s.Hours.Zone = "Asia/Tokyo"
		}), Wait, ReasonQuietHours},
		{"who is away gets none", Follow, moved(func(s *Situation) { s.Person.AwayThrough = mission.DateOf(monday) }), Drop, ReasonAway},
		{"what was asked for by name spends no budget, and needs none", Follow, moved(func(s *Situation) {
			s.Asked = []Row{asked("q", "risk", monday.Add(-time.Hour))}
		}), Send, ReasonDue},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			s := usual(tc.kind, monday)
			s.Since = mission.DateOf(monday).AddDays(-7)
			tc.change(&s)
			d := Decide(s, monday)
			if d.Action != tc.action || d.Reason != tc.reason {
				t.Errorf("decided to %s because of %s; want %s, %s", d.Action, d.Reason, tc.action, tc.reason)
			}
			if d.Action == Send && d.Choice.Question.ID != SinceID(s.Since) {
				t.Errorf("tells of the days %q", d.Choice.Question.ID)
			}
		})
	}
}

func TestADigestSpendsNothingOfAPersonsDay(t *testing.T) {
	s := usual(Reflect, onFriday(15, 0))
	s.Asked = []Row{{State: Settled, SentAt: onFriday(9, 30), Nudge: &Asked{Kind: Follow}}}
	if d := Decide(s, onFriday(15, 0)); d.Action != Send {
		t.Errorf("a reflection beside what is followed: %s, %s", d.Action, d.Reason)
	}
}

func TestDigestDays(t *testing.T) {
	day := func(s string) mission.Date {
		d, err := mission.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	due := day("2026-11-23")
	at := func(s string) time.Time { return day(s).At(9, 30, time.UTC) }
	for _, tc := range []struct {
		why         string
		began, sent string
		due         string // of the one that was sent
		from, to    string
	}{
		{"The first tells of a week.", "2026-10-12", "", "", "2026-11-16", "2026-11-22"},
		{"It tells of no day before the mission.", "2026-11-19", "", "", "2026-11-19", "2026-11-22"},
		{"It goes on where the last one ended.", "2026-10-12", "2026-11-09", "2026-11-09T09:30", "2026-11-09", "2026-11-22"},
		{"It leaves no day out where the last one went out late.", "2026-10-12", "2026-11-18", "2026-11-16T09:30", "2026-11-16", "2026-11-22"},
		{"It goes on from the sending where no more is known.", "2026-10-12", "2026-11-17", "", "2026-11-17", "2026-11-22"},
		{"It reaches back four weeks at most.", "2026-01-05", "2026-02-02", "2026-02-02T09:30", "2026-10-26", "2026-11-22"},
	} {
		m := mission.Mission{ID: "M1", Zone: "UTC", StartedAt: at(tc.began)}
		p := Plan{LastWall: tc.due}
		if tc.sent != "" {
			p.LastSent = at(tc.sent)
		}
		asked := Asked{Question: SinceID(digestFrom(p, m, due)), Wall: "2026-11-23T09:30"}
		from, to, ok := DigestDays(asked)
		if !ok || from != day(tc.from) || to != day(tc.to) {
			t.Errorf("%s got %s to %s", tc.why, from, to)
		}
	}
	for _, bad := range []Asked{{}, {Question: "q1", Wall: "2026-11-23T09:30"}, {Question: "since-soon"}, {Question: "since-2026-11-16", Wall: "x"}} {
		if _, _, ok := DigestDays(bad); ok {
			t.Errorf("%+v is read as a digest", bad)
		}
	}
}

func TestMoved(t *testing.T) {
	from, to := lisbonDay(0, 0, 0), lisbonDay(7, 0, 0)
	inside, before := lisbonDay(3, 12, 0), lisbonDay(-3, 12, 0)
	told := func(at time.Time, withdrawn bool) mission.Entry {
		e := mission.Entry{ID: "E1", Team: team, Mission: "M1", Kind: mission.Progress, At: at}
		if withdrawn {
			e.WithdrawnAt = at
		}
		return e
	}
	for _, tc := range []struct {
		why     string
		m       mission.Mission
		entries []mission.Entry
		want    bool
	}{
		{"Nothing was told.", mission.Mission{}, nil, false},
		{"A step was told.", mission.Mission{}, []mission.Entry{told(inside, false)}, true},
		{"It was told before.", mission.Mission{}, []mission.Entry{told(before, false)}, false},
		{"It was told after.", mission.Mission{}, []mission.Entry{told(to, false)}, false},
		{"It was withdrawn.", mission.Mission{}, []mission.Entry{told(inside, true)}, false},
		{"A phase was closed.", mission.Mission{Closings: []mission.Closing{{At: inside}}}, nil, true},
		{"The wording was changed.", mission.Mission{Earlier: []mission.Revision{{At: inside}}}, nil, true},
		{"It was changed before.", mission.Mission{Earlier: []mission.Revision{{At: before}}}, nil, false},
	} {
		store := newMemory()
		tc.m.ID, tc.m.Team = "M1", team
		store.entries = tc.entries
		got, err := Moved(store, tc.m, from, to)
		if err != nil || got != tc.want {
			t.Errorf("%s moved is %t, %v", tc.why, got, err)
		}
	}
}

func TestFollowing(t *testing.T) {
	store := newMemory()
	_, m := refundsTeam()
	now := onTuesday(10, 0)
	for range 2 {
		if err := FollowMission(store, m, "UEMI", now); err != nil {
			t.Fatal(err)
		}
	}
	n, err := Followers(store, m)
	if err != nil || n != 1 {
		t.Fatalf("%d follow, %v", n, err)
	}
	p, err := store.Plan(m.Team, PlanID(Follow, m.ID, "UEMI"))
	if err != nil || p.NextWall != "2026-11-30T09:30" {
		t.Errorf("the first digest comes %s, %v", p.NextWall, err)
	}
	for _, want := range []bool{true, false} {
		if was, err := Unfollow(store, m, "UEMI"); err != nil || was != want {
			t.Errorf("unfollow = %t, %v; want %t", was, err, want)
		}
	}
	if n, err := Followers(store, m); err != nil || n != 0 {
		t.Errorf("%d follow afterwards, %v", n, err)
	}
}
