package nudges

import (
	"errors"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

// agree changes how a kind comes, and fails the test where that fails.
func agree(t *testing.T, m *memory, run mission.Mission, k Kind, a Agreed, now time.Time) (turn int) {
	t.Helper()
	m.do(t, func(tx Tx) (err error) {
		turn, err = Agree(tx, run, k, a, now)
		return err
	})
	return turn
}

func agreedOn(t *testing.T, m *memory, run mission.Mission, k Kind) (a Agreed) {
	t.Helper()
	m.do(t, func(tx Tx) (err error) {
		a, err = AgreedOn(tx, run, k)
		return err
	})
	return a
}

func TestMembersFollowTheTimesOfTheirMission(t *testing.T) {
	const thursdays = "0 16 * * 4"
	bo := PlanID(Reflect, "M1", "UBO")
	tests := []struct {
		name string
		// before is what was chosen before the mission agreed on anything.
		before func(Tx, mission.Mission) error
		agreed Agreed
		plan   string
		want   string // on the wall of the plan
		zone   string
	}{
		{"on Thursdays, on each one's own wall", nil, Agreed{Recur: Recur{Expr: thursdays}}, bo, "2026-11-26T16:00", "America/Chicago"},
		{"on the mission's wall", nil, Agreed{Recur: Recur{Expr: thursdays, Zone: "Europe/Lisbon"}}, bo, "2026-11-26T16:00", "Europe/Lisbon"},
		{"half as often, from today on", nil, Agreed{}.At(Reflect, HalfAsOften, mission.Date{Year: 2026, Month: 11, Day: 24}), bo, "2026-11-27T15:00", "America/Chicago"},
		{"off", nil, Agreed{Off: true}, bo, "", "America/Chicago"},
		{"off for herself stays off", func(tx Tx, _ mission.Mission) error { return TurnOff(tx, team, bo) },
			Agreed{Recur: Recur{Expr: thursdays}}, bo, "", "America/Chicago"},
		{"a snooze holds", func(tx Tx, run mission.Mission) error {
			return Snooze(tx, team, "UBO", Reflect, run.ID, onFriday(20, 0), onTuesday(8, 0))
		}, Agreed{Recur: Recur{Expr: thursdays}}, bo, "2026-12-03T16:00", "America/Chicago"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run := refundsTeam()
			m.do(t, func(tx Tx) error {
				err := PlanMember(tx, run, m.people["UBO"], Reflect, lisbonDay(0, 9, 0))
				if err == nil && tt.before != nil {
					err = tt.before(tx, run)
				}
				return err
			})
			agree(t, m, run, Reflect, tt.agreed, onTuesday(9, 0))
			if p := m.plan(t, tt.plan); p.NextWall != tt.want || p.Recur.Zone != tt.zone {
				t.Errorf("the next one is at %q in %s, want %q in %s", p.NextWall, p.Recur.Zone, tt.want, tt.zone)
			}
			m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, onTuesday(9, 0)) })
			if p := m.plan(t, reflectPlan); tt.agreed.Off != p.Next.IsZero() {
				t.Errorf("who joins later has one at %q", p.NextWall)
			}
		})
	}
}

func TestAnOwnRhythmStays(t *testing.T) {
	m, run := planned(t)
	m.do(t, func(tx Tx) error {
		return changePlan(tx, team, reflectPlan, func(p Plan) (Plan, error) {
			p.Recur.Every, p.Recur.From = 4, "2026-11-27"
			return p, nil
		})
	})
	agree(t, m, run, Reflect, Agreed{Recur: Recur{Expr: "0 16 * * 4", Every: 2, From: "2026-11-24"}}, onTuesday(9, 0))
	if p := m.plan(t, reflectPlan); p.Recur.Every != 4 || p.Recur.Expr != "0 16 * * 4" {
		t.Errorf("her plan is %+v", p.Recur)
	}
}

func TestAChangeIsTakenBackOnce(t *testing.T) {
	for _, k := range []Kind{Coach, Reflect, Midpoint, Connect} {
		m, run := planned(t)
		was := agreedOn(t, m, run, k)
		turn := agree(t, m, run, k, was.At(k, Never, mission.Date{}), onTuesday(9, 0))
		if a := agreedOn(t, m, run, k); !a.Off || turn != 1 {
			t.Fatalf("%s: agreed on %+v, change %d", k, a, turn)
		}
		take := func(turn int) (again int, ok bool) {
			m.do(t, func(tx Tx) (err error) {
				again, ok, err = TakeBack(tx, run, k, turn, onTuesday(9, 1))
				return err
			})
			return again, ok
		}
		if _, ok := take(7); ok {
			t.Errorf("%s: a change that never was is taken back", k)
		}
		if again, ok := take(turn); !ok || again != 2 || agreedOn(t, m, run, k) != was {
			t.Errorf("%s: taken back %v, as change %d: %+v", k, ok, again, agreedOn(t, m, run, k))
		}
		if _, ok := take(turn); ok {
			t.Errorf("%s: it is taken back twice", k)
		}
		if next := agree(t, m, run, k, was, onTuesday(9, 2)); next != 0 {
			t.Errorf("%s: nothing changed, and it is change %d", k, next)
		}
	}
}

func TestAnOffKindReachesNobody(t *testing.T) {
	for _, k := range []Kind{Coach, Reflect, Told, FollowUp, Midpoint} {
		s := Situation{
			House:   House{Off: map[Kind]bool{k: true}},
			Mission: mission.Mission{ID: "M1", Phase: mission.Middle},
			Row:     Row{Mission: "M1", Nudge: &Asked{Kind: k}},
		}
		if d := Decide(s, onTuesday(10, 0)); d.Action != Drop || d.Reason != ReasonPlanOff {
			t.Errorf("%s: %+v", k, d)
		}
	}
}

func TestWhoFollowsGetsTheDigestWhenTheChannelDoes(t *testing.T) {
	m, run := refundsTeam()
	now := lisbonDay(0, 12, 0)
	m.do(t, func(tx Tx) error {
		return errors.Join(PlanDigest(tx, run, now), FollowMission(tx, run, "UDEE", now))
	})
	agree(t, m, run, Digest, Agreed{Recur: Recur{Expr: "0 11 * * 3", Zone: "Europe/Lisbon"}}, now)
	if p := m.plan(t, PlanID(Follow, "M1", "UDEE")); p.NextWall != "2026-11-25T11:00" {
		t.Errorf("who follows has it at %s", p.NextWall)
	}
	agree(t, m, run, Digest, agreedOn(t, m, run, Digest).At(Digest, Never, mission.Date{}), now)
	if p := m.plan(t, PlanID(Follow, "M1", "UDEE")); p.Off || p.Next.IsZero() {
		t.Error("who follows lost it with the channel")
	}
}

func TestTimesOfNoUse(t *testing.T) {
	m, run := planned(t)
	for expr, want := range map[string]string{
		"0 10 31 2 *":               "never come",
		"* * * * *":                 "1440 times a day",
		"0 * * * *":                 "24 times a day",
		"0 9,17 * * 1":              "2 times a day",
		"0 0 10 * * 2":              "five fields",
		"every tuesday":             "five fields",
		"@every 1s":                 "not a time on the wall",
		"@daily":                    "not a time on the wall",
		"TZ=Asia/Tokyo 0 10 * * 2":  "place of its own",
		"CRON_TZ=UTC 0 10 * * 2":    "place of its own",
		"60 10 * * 2":               "0 to 59",
		"0 10 * * mondays":          "sun to sat",
		"0 10 ? ? funday":           "weekday",
		strings.Repeat("0,", 200):   "too long",
		"0 10 * * 2\x00":            "",
		"0 10 30 2 *":               "never come",
		"0 10 L * *":                "1 to 31",
		"0 10 * * 2#1":              "sun to sat",
		"0 10-9 * * 2":              "hour",
		"-1 10 * * 2":               "minute",
		"0 10 * * 9999999999999999": "weekday",
	} {
		m.do(t, func(tx Tx) error {
			for _, k := range []Kind{Coach, Reflect} {
				before, err := AgreedOn(tx, run, k)
				if err != nil {
					return err
				}
				_, err = Agree(tx, run, k, Agreed{Recur: Recur{Expr: expr, Zone: "Europe/Lisbon"}}, onTuesday(9, 0))
				if bad, ok := errors.AsType[*ScheduleError](err); !ok || !strings.Contains(bad.Sentence, want) {
					t.Errorf("%q is answered by %v, want %q", expr, err, want)
				}
				if after, err := AgreedOn(tx, run, k); err != nil || after != before {
					t.Errorf("%q changed something: %+v", expr, after)
				}
			}
			return nil
		})
	}
	m.do(t, func(tx Tx) error {
		for _, zone := range []string{"Mars/Olympus", "local", "../../etc/passwd", "europe lisbon"} {
			_, err := Agree(tx, run, Coach, Agreed{Recur: Recur{Expr: coachExpr, Zone: zone}}, onTuesday(9, 0))
			if bad, ok := errors.AsType[*ScheduleError](err); !ok || !strings.Contains(bad.Sentence, "Europe/Lisbon") {
				t.Errorf("zone %q is answered by %v", zone, err)
			}
		}
		return nil
	})
}

// FuzzAgree holds that whatever is typed as times is refused with a sentence, or comes at most once a day.
func FuzzAgree(f *testing.F) {
	for _, expr := range []string{"0 10 * * 2,4", "* * * * *", "@every 1s", "0 10 29 2 *", "TZ=UTC 0 10 * * *", "5/15 9-17 * * mon-fri"} {
		f.Add(expr, "Europe/Lisbon")
	}
	f.Fuzz(func(t *testing.T, expr, zone string) {
		r := Recur{Expr: expr, Zone: zone}
		err := CheckTimes(mission.Mission{Zone: "UTC"}, r)
		if _, bad := errors.AsType[*ScheduleError](err); err != nil && !bad {
			t.Fatalf("%q in %q: an error without a sentence: %v", expr, zone, err)
		}
		if err != nil || expr == "" || zone == "" {
			return
		}
		s, err := ParseRecur(r)
		if err != nil {
			t.Fatal(err)
		}
		at, wall := s.Next(onTuesday(9, 0))
		for range 5 {
			next, on := s.Next(at)
			if at.IsZero() || next.IsZero() {
				break
			}
			if on[:10] == wall[:10] {
				t.Fatalf("%q comes twice on %s", expr, on[:10])
			}
			at, wall = next, on
		}
	})
}
