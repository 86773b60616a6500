package nudges

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

const (
	coachPlan   = "coach/M1"
	reflectPlan = "reflect/M1/UANA"
	connectPlan = "connect/M1/UANA"
)

// planned is a store in which the mission and Ana have every plan, made on Monday at nine.
func planned(t *testing.T) (*memory, mission.Mission) {
	t.Helper()
	m, run := refundsTeam()
	now := lisbonDay(0, 9, 0)
	m.do(t, func(tx Tx) error {
		return errors.Join(
			PlanMission(tx, run, now),
			PlanMember(tx, run, m.people["UANA"], Reflect, now),
			PlanMember(tx, run, m.people["UANA"], Connect, now))
	})
	return m, run
}

func TestDefaultPlans(t *testing.T) {
	m, _ := planned(t)
	for id, want := range map[string]time.Time{
		coachPlan: onTuesday(10, 0), reflectPlan: onFriday(15, 0), connectPlan: onTuesday(9, 5),
	} {
		if p := m.plan(t, id); !p.Next.Equal(want) || p.NextWall != want.Format(wallLayout) {
			t.Errorf("%s is due at %v (%s), want %v", id, p.Next, p.NextWall, want)
		}
	}
}

func TestTheConnectionComesOnTheFirstWorkingDayAfterJoining(t *testing.T) {
	tests := []struct {
		name   string
		joined time.Time
		zone   string
		want   string
	}{
		{"joined on a Wednesday, asked on Thursday", lisbonDay(2, 8, 0), "Europe/Lisbon", "2026-11-26T09:05"},
		{"joined on a Friday, asked on Monday", onFriday(10, 0), "Europe/Lisbon", "2026-11-30T09:05"},
		{"joined on a Sunday, asked on Monday", lisbonDay(6, 10, 0), "Europe/Lisbon", "2026-11-30T09:05"},
		{"the day is her own: Monday in Lisbon is Tuesday in Tokyo", lisbonDay(0, 18, 0), "Asia/Tokyo", "2026-11-25T09:05"},
		{"without a zone of her own the mission's counts", lisbonDay(0, 18, 0), "", "2026-11-24T09:05"},
		{"a zone that is unknown counts as none", lisbonDay(0, 18, 0), "Mars/Olympus", "2026-11-24T09:05"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run := refundsTeam()
			m.do(t, func(tx Tx) error {
				return PlanMember(tx, run, Person{Team: team, User: "UANA", Zone: tt.zone}, Connect, tt.joined)
			})
			if p := m.plan(t, connectPlan); p.NextWall != tt.want {
				t.Errorf("due at %s, want %s", p.NextWall, tt.want)
			}
		})
	}
}

func TestPlanningTwiceChangesNothing(t *testing.T) {
	m, run := planned(t)
	m.do(t, func(tx Tx) error { return TurnOff(tx, team, coachPlan) })
	before := m.plan(t, reflectPlan)
	m.do(t, func(tx Tx) error {
		return errors.Join(PlanMission(tx, run, onFriday(9, 0)), PlanMember(tx, run, m.people["UANA"], Reflect, onFriday(16, 0)))
	})
	if p := m.plan(t, coachPlan); !p.Off {
		t.Error("the channel's plan was turned on again")
	}
	if p := m.plan(t, reflectPlan); p != before {
		t.Errorf("the reflection moved to %v", p.Next)
	}
}

func TestAskingForAKindThatWasTurnedOffTurnsItOn(t *testing.T) {
	m, run := planned(t)
	m.do(t, func(tx Tx) error { return TurnOff(tx, team, reflectPlan) })
	if p := m.plan(t, reflectPlan); !p.Off || !p.Next.IsZero() {
		t.Fatalf("turned off, it is due at %v", p.Next)
	}
	m.do(t, func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, onFriday(16, 0)) })
	if p := m.plan(t, reflectPlan); p.Off || p.NextWall != "2026-12-04T15:00" {
		t.Errorf("off %v, due at %s", p.Off, p.NextWall)
	}
}

func TestAMemberCannotChooseTheChannelsKind(t *testing.T) {
	m, run := refundsTeam()
	err := m.Update(t.Context(), func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Coach, onTuesday(9, 0)) })
	if err == nil {
		t.Error("a member was given a plan of the channel's kind")
	}
}

func TestChangesOfAPlan(t *testing.T) {
	now := lisbonDay(0, 12, 0)
	tests := []struct {
		name   string
		plan   string
		change func(tx Tx, run mission.Mission) error
		want   string // the wall time it is due at next, or empty for none
	}{
		{"turned off it is due no more", coachPlan, func(tx Tx, _ mission.Mission) error {
			return TurnOff(tx, team, coachPlan)
		}, ""},
		{"turned on again it is due as from now", coachPlan, func(tx Tx, _ mission.Mission) error {
			return errors.Join(TurnOff(tx, team, coachPlan), TurnOn(tx, team, coachPlan, onTuesday(11, 0)))
		}, "2026-11-26T10:00"},
		{"turning on what is on moves nothing", coachPlan, func(tx Tx, _ mission.Mission) error {
			return TurnOn(tx, team, coachPlan, onTuesday(11, 0))
		}, "2026-11-24T10:00"},
		{"snoozed for a week it comes after it", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Snooze(tx, team, "UANA", Reflect, "M1", now.AddDate(0, 0, 7), now)
		}, "2026-12-04T15:00"},
		{"snoozed until before it is due it stays", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Snooze(tx, team, "UANA", Reflect, "M1", now.AddDate(0, 0, 2), now)
		}, "2026-11-27T15:00"},
		{"snoozed until the very minute it comes then", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Snooze(tx, team, "UANA", Reflect, "M1", onFriday(15, 0).AddDate(0, 0, 7), now)
		}, "2026-12-04T15:00"},
		{"a snooze taken back brings it as it was", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return errors.Join(
				Snooze(tx, team, "UANA", Reflect, "M1", now.AddDate(0, 0, 7), now),
				Unsnooze(tx, team, "UANA", Reflect, "M1", now))
		}, "2026-11-27T15:00"},
		{"a snooze leaves what is off alone", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return errors.Join(
				TurnOff(tx, team, reflectPlan),
				Snooze(tx, team, "UANA", Reflect, "M1", now.AddDate(0, 0, 7), now),
				Unsnooze(tx, team, "UANA", Reflect, "M1", now))
		}, ""},
		{"a kind without a plan can be snoozed as well", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Snooze(tx, team, "UBO", Reflect, "M1", now.AddDate(0, 0, 7), now)
		}, "2026-11-27T15:00"},
		{"an ended mission lets its plans rest", connectPlan, func(tx Tx, run mission.Mission) error {
			return StopMission(tx, run)
		}, ""},
		{"an ending that was undone brings them back", connectPlan, func(tx Tx, run mission.Mission) error {
			return errors.Join(StopMission(tx, run), ResumeMission(tx, run, onTuesday(12, 0)))
		}, "2026-11-25T09:05"},
		{"an ending that was undone leaves off what was off", coachPlan, func(tx Tx, run mission.Mission) error {
			return errors.Join(TurnOff(tx, team, coachPlan), StopMission(tx, run), ResumeMission(tx, run, now))
		}, ""},
		{"somebody who moves keeps her wall times", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Rezone(tx, team, "UANA", "Asia/Tokyo", now)
		}, "2026-11-27T15:00"},
		{"a zone that is unknown moves nothing", reflectPlan, func(tx Tx, _ mission.Mission) error {
			return Rezone(tx, team, "UANA", "Mars/Olympus", now)
		}, "2026-11-27T15:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run := planned(t)
			m.do(t, func(tx Tx) error { return tt.change(tx, run) })
			if p := m.plan(t, tt.plan); p.NextWall != tt.want || p.Next.IsZero() != (tt.want == "") {
				t.Errorf("due at %v (%s), want %s", p.Next, p.NextWall, tt.want)
			}
		})
	}
}

func TestWhoLeavesHasNoPlans(t *testing.T) {
	m, run := planned(t)
	m.do(t, func(tx Tx) error { return StopMember(tx, run, "UANA") })
	if len(m.plans) != 1 {
		t.Errorf("%d plans are left, want the channel's alone", len(m.plans))
	}
	m.do(t, func(tx Tx) error { return StopMember(tx, run, "UBO") })
}

func TestSnoozesThatAreOverAreForgotten(t *testing.T) {
	m, _ := planned(t)
	now := lisbonDay(0, 12, 0)
	m.do(t, func(tx Tx) error {
		return errors.Join(
			Snooze(tx, team, "UANA", Reflect, "M1", now.Add(time.Hour), now),
			Snooze(tx, team, "UANA", Connect, "M1", now.AddDate(0, 0, 7), now.Add(2*time.Hour)))
	})
	if got := m.people["UANA"].SnoozedUntil; len(got) != 1 {
		t.Errorf("kept %v", got)
	}
}

func TestSkipNextLeavesOutOne(t *testing.T) {
	tests := []struct {
		name string
		skip []bool
		want []string
	}{
		{"one is left out", []bool{true}, []string{"2026-11-26T10:00", "2026-12-01T10:00"}},
		{"asking twice leaves out one", []bool{true, true}, []string{"2026-11-26T10:00", "2026-12-01T10:00"}},
		{"taken back, none is", []bool{true, false}, []string{"2026-11-24T10:00", "2026-11-26T10:00", "2026-12-01T10:00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, run, _, clock, e := setup(t)
			m.do(t, func(tx Tx) error { return PlanMission(tx, run, clock.Now()) })
			for _, skip := range tt.skip {
				m.do(t, func(tx Tx) error { return SkipNext(tx, team, coachPlan, skip) })
			}
			walkTo(t, e, clock, lisbonDay(9, 0, 0))
			var got []string
			for _, r := range m.sortedRows(func(Row) bool { return true }, func(r Row) time.Time { return r.Due }) {
				got = append(got, r.Nudge.Wall)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("asked at %v, want %v", got, tt.want)
			}
		})
	}
}

func TestTakingAPlanThatIsDue(t *testing.T) {
	tests := []struct {
		name   string
		change func(m *memory, p *Plan)
		reason Reason
		rows   int
		next   string
	}{
		{"it becomes a row and moves on", func(*memory, *Plan) {}, ReasonDue, 1, "2026-11-26T10:00"},
		{"a row that is there is not made again", func(m *memory, p *Plan) {
			r := rowOf(*p, m.missions["M1"])
			r.State = Settled
			m.rows[keyOf(r)] = r
		}, ReasonAlreadyMade, 1, "2026-11-26T10:00"},
		{"an ended mission lets it rest", func(m *memory, _ *Plan) {
			over := m.missions["M1"]
			over.Outcome = &mission.Outcome{}
			m.missions["M1"] = over
		}, ReasonMissionEnded, 0, ""},
		{"a mission that is gone lets it rest", func(m *memory, _ *Plan) { delete(m.missions, "M1") }, ReasonMissionEnded, 0, ""},
		{"a schedule that cannot be read lets it rest after this one", func(_ *memory, p *Plan) { p.Recur.Expr = "nonsense" }, ReasonDue, 1, ""},
		{"a zone that is unknown lets it rest after this one", func(_ *memory, p *Plan) { p.Recur.Zone = "Mars/Olympus" }, ReasonDue, 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, _ := planned(t)
			p := m.plan(t, coachPlan)
			tt.change(m, &p)
			var got taken
			m.do(t, func(tx Tx) (err error) {
				got, err = take(tx, p, onTuesday(10, 0))
				return err
			})
			if got.Reason != tt.reason || len(m.rows) != tt.rows || m.plan(t, coachPlan).NextWall != tt.next {
				t.Errorf("%s, %d rows, next %q; want %s, %d, %q",
					got.Reason, len(m.rows), m.plan(t, coachPlan).NextWall, tt.reason, tt.rows, tt.next)
			}
			if broken := tt.next == "" && tt.rows == 1; (got.Err != nil) != broken {
				t.Errorf("the error is %v", got.Err)
			}
		})
	}
}

// TestMovingAboutBringsEachWallTimeOnce takes somebody through zones at random: every Friday at three
// on her wall is due once, wherever she is.
func TestMovingAboutBringsEachWallTimeOnce(t *testing.T) {
	zones := []string{"Europe/Lisbon", "America/Chicago", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe", "Asia/Kathmandu"}
	rapid.Check(t, func(t *rapid.T) {
		m, run := refundsTeam()
		now := lisbonDay(0, 9, 0)
		update := func(f func(Tx) error) {
			if err := m.Update(t.Context(), f); err != nil {
				t.Fatal(err)
			}
		}
		update(func(tx Tx) error { return PlanMember(tx, run, m.people["UANA"], Reflect, now) })
		for range rapid.IntRange(1, 40).Draw(t, "moves") {
			now = now.Add(time.Duration(rapid.IntRange(1, 72).Draw(t, "hours")) * time.Hour)
			update(func(tx Tx) error {
				due, err := tx.DuePlans(now, 10)
				for _, p := range due {
					_, taken := take(tx, p, now)
					err = errors.Join(err, taken)
				}
				return err
			})
			zone := rapid.SampledFrom(zones).Draw(t, "zone")
			update(func(tx Tx) error { return Rezone(tx, team, "UANA", zone, now) })
		}
		// A week that is not over anywhere may still be to come, or be missing where it passed.
		count := 0
		for wall := time.Date(2026, 11, 27, 15, 0, 0, 0, time.UTC); wall.Before(now.Add(-96 * time.Hour)); wall = wall.AddDate(0, 0, 7) {
			count++
			if _, ok := m.rows[rowKey{team, NudgeKey(reflectPlan, wall.Format(wallLayout), "UANA")}]; !ok {
				t.Errorf("%s never came", wall.Format(wallLayout))
			}
		}
		if len(m.rows) < count || len(m.rows) > count+1 {
			t.Errorf("%d rows for %d weeks", len(m.rows), count)
		}
	})
}
