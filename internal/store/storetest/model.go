package storetest

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// model is what a store must do with plans and rows, in the plainest way: two maps, read whole.
type model struct {
	plans map[[2]string]nudges.Plan
	rows  map[[2]string]nudges.Row
}

func (m model) clone() model {
	return model{maps.Clone(m.plans), maps.Clone(m.rows)}
}

var (
	modelTeams  = []mission.TeamID{"T1", "T10"}
	modelPlans  = []string{"P1", "P10", "P2"}
	modelRows   = []string{"K1", "K10", "K2", "K3"}
	modelPlaces = []string{"C1", "U1"}
	allStates   = []nudges.State{
		nudges.Due, nudges.Claimed, nudges.Sending, nudges.Unknown,
		nudges.Settled, nudges.Skipped, nudges.Dropped, nudges.Failed, nudges.Unsure,
		nudges.Withheld,
	}
)

// behavesLikeModel runs random transactions on a store and on the model, some of which fail and must
// leave no trace, and compares every list after each.
func behavesLikeModel(s *suite) {
	rapid.Check(s.T, func(t *rapid.T) {
		s.emptyModel()
		want := model{map[[2]string]nudges.Plan{}, map[[2]string]nudges.Row{}}
		for range rapid.IntRange(1, 8).Draw(t, "transactions") {
			ops := rapid.SliceOfN(rapid.Custom(drawOp), 1, 6).Draw(t, "ops")
			fails := rapid.IntRange(0, 4).Draw(t, "fails") == 0
			next := want.clone()
			for _, o := range ops {
				o.apply(next)
			}
			err := s.store.Update(s.Context(), func(tx Tx) error {
				for _, o := range ops {
					if err := o.write(tx); err != nil {
						return err
					}
				}
				if err := next.compare(tx); err != nil { // Inside the transaction all of it shows already.
					return err
				}
				if fails {
					return errTest
				}
				return nil
			})
			if fails != errors.Is(err, errTest) || (!fails && err != nil) {
				t.Fatalf("update: %v", err)
			}
			if !fails {
				want = next
			}
			if err := s.store.View(s.Context(), func(tx Tx) error { return want.compare(tx) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// emptyModel removes whatever an earlier run has left.
func (s *suite) emptyModel() {
	s.update(func(tx Tx) error {
		for _, team := range modelTeams {
			for _, id := range modelPlans {
				if err := tx.DeletePlan(team, id); err != nil {
					return err
				}
			}
			for _, k := range modelRows {
				if err := tx.PutRow(nudges.Row{Team: team, Key: k, State: nudges.Dropped}); err != nil {
					return err
				}
			}
		}
		_, err := tx.SweepRows(at(1_000_000), 1_000)
		return err
	})
}

// op is one write: a plan, a plan's end, or a row.
type op struct {
	Plan   *nudges.Plan
	Delete bool
	Row    *nudges.Row
}

func drawOp(t *rapid.T) op {
	team := rapid.SampledFrom(modelTeams).Draw(t, "team")
	if rapid.Bool().Draw(t, "row") {
		return op{Row: drawRow(t, team)}
	}
	return op{
		Delete: rapid.IntRange(0, 3).Draw(t, "delete") == 0,
		Plan: &nudges.Plan{
			Team: team, ID: rapid.SampledFrom(modelPlans).Draw(t, "id"), Off: rapid.Bool().Draw(t, "off"),
			Mission: rapid.SampledFrom([]mission.ID{"M1", "M10"}).Draw(t, "mission"), Next: drawTime(t, "next"),
		},
	}
}

func drawRow(t *rapid.T, team mission.TeamID) *nudges.Row {
	r := &nudges.Row{
		Team: team, Key: rapid.SampledFrom(modelRows).Draw(t, "key"), State: rapid.SampledFrom(allStates).Draw(t, "state"),
		Due: at(rapid.IntRange(0, 5).Draw(t, "due")), NotBefore: at(rapid.IntRange(0, 5).Draw(t, "not before")),
		Lease: at(rapid.IntRange(0, 5).Draw(t, "lease")), SentAt: drawTime(t, "sent"),
		Update: rapid.Bool().Draw(t, "update"), Channel: "C1",
	}
	r.TS = r.Key // Two messages never have the same.
	if rapid.Bool().Draw(t, "direct") {
		r.User = "U1"
	}
	if rapid.Bool().Draw(t, "nudge") {
		r.Nudge = &nudges.Asked{Kind: nudges.Coach}
	}
	return r
}

// drawTime draws a moment or none.
func drawTime(t *rapid.T, label string) time.Time {
	if n := rapid.IntRange(-1, 5).Draw(t, label); n >= 0 {
		return at(n)
	}
	return time.Time{}
}

func (o op) apply(m model) {
	switch {
	case o.Row != nil:
		m.rows[[2]string{string(o.Row.Team), o.Row.Key}] = *o.Row
	case o.Delete:
		delete(m.plans, [2]string{string(o.Plan.Team), o.Plan.ID})
	default:
		m.plans[[2]string{string(o.Plan.Team), o.Plan.ID}] = *o.Plan
	}
}

func (o op) write(tx Tx) error {
	switch {
	case o.Row != nil:
		return tx.PutRow(*o.Row)
	case o.Delete:
		return tx.DeletePlan(o.Plan.Team, o.Plan.ID)
	default:
		return tx.PutPlan(*o.Plan)
	}
}

// compare reads every list of a store and returns the first difference.
func (m model) compare(tx Tx) error {
	var next []time.Time
	for _, p := range m.plans {
		if !p.Off && !p.Next.IsZero() {
			next = append(next, p.Next)
		}
	}
	for _, r := range m.rows {
		if !r.State.Ended() {
			next = append(next, workTime(r))
		}
	}
	var earliest time.Time
	if len(next) > 0 {
		earliest = slices.MinFunc(next, time.Time.Compare)
	}
	got, err := tx.NextWork()
	if err := differ("the next work", got, earliest, err); err != nil {
		return err
	}
	for minute := range 6 {
		if err := m.compareDue(tx, at(minute)); err != nil {
			return err
		}
	}
	for _, team := range modelTeams {
		if err := m.compareTeam(tx, team); err != nil {
			return err
		}
	}
	return nil
}

// compareDue compares what is due at a moment, whole and cut short.
func (m model) compareDue(tx Tx, now time.Time) error {
	plans := sorted(m.plans, func(p nudges.Plan) bool { return !p.Off && !p.Next.IsZero() && !p.Next.After(now) },
		func(p nudges.Plan) time.Time { return p.Next })
	rows := sorted(m.rows, func(r nudges.Row) bool { return !r.State.Ended() && !workTime(r).After(now) }, workTime)
	slices.SortStableFunc(rows, func(a, b nudges.Row) int { return cmp.Compare(a.Urgency(), b.Urgency()) })
	for _, limit := range []int{0, 1, 99} {
		gotPlans, err := tx.DuePlans(now, limit)
		if err := differTimes("plans due", gotPlans, plans, limit, func(p nudges.Plan) time.Time { return p.Next }, err); err != nil {
			return err
		}
		gotRows, err := tx.DueRows(now, limit)
		if err := differTimes("rows due", gotRows, rows, limit, workTime, err); err != nil {
			return err
		}
		behind := slices.DeleteFunc(slices.Clone(rows), func(r nudges.Row) bool { return r.Urgency() == nudges.Acted })
		gotRows, err = tx.Yielding(now, limit)
		if err := differTimes("rows that yield", gotRows, behind, limit, workTime, err); err != nil {
			return err
		}
	}
	return nil
}

// compareTeam compares what stands in one workspace.
func (m model) compareTeam(tx Tx, team mission.TeamID) error {
	for _, id := range []mission.ID{"M1", "M10"} {
		got, err := tx.PlansOf(team, id)
		want := sorted(m.plans, func(p nudges.Plan) bool { return p.Team == team && p.Mission == id }, nil)
		if err := differ("plans of a mission", ids(got, planID), ids(want, planID), err); err != nil {
			return err
		}
	}
	for _, place := range modelPlaces {
		for minute := range 6 {
			got, err := tx.AskedAt(team, place, at(minute))
			want := sorted(m.rows, func(r nudges.Row) bool {
				return r.Team == team && wasAsked(r) && placeOf(r) == place && !askedTime(r).Before(at(minute))
			}, askedTime)
			slices.Reverse(want)
			if err := differ("asked at "+place, ids(got, rowKey), ids(want, rowKey), err); err != nil {
				return err
			}
		}
	}
	for _, k := range modelRows {
		r, stored := m.rows[[2]string{string(team), k}]
		posted := stored && r.State == nudges.Settled && !r.Update
		got, err := tx.RowAt(team, mission.MessageRef{Channel: "C1", TS: k})
		if posted != (err == nil) || (posted && got.Key != k) {
			return fmt.Errorf("row at message %s: %q, %w; want it = %v", k, got.Key, err, posted)
		}
	}
	return nil
}

// workTime is when an open row needs work.
func workTime(r nudges.Row) time.Time {
	if r.State == nudges.Claimed || r.State == nudges.Sending {
		return r.Lease
	}
	return r.NotBefore
}

// askedTime is when a nudge was sent, or was to be.
func askedTime(r nudges.Row) time.Time {
	switch {
	case r.State != nudges.Claimed && !r.SentAt.IsZero():
		return r.SentAt
	case r.NotBefore.After(r.Due):
		return r.NotBefore
	}
	return r.Due
}

func wasAsked(r nudges.Row) bool {
	asked := []nudges.State{nudges.Settled, nudges.Unknown, nudges.Unsure, nudges.Sending, nudges.Claimed, nudges.Withheld}
	return r.Nudge != nil && slices.Contains(asked, r.State)
}

func placeOf(r nudges.Row) string {
	if r.User != "" {
		return string(r.User)
	}
	return string(r.Channel)
}

// sorted returns what keep holds for, by time where there is one, then by key.
func sorted[T any](all map[[2]string]T, keep func(T) bool, when func(T) time.Time) []T {
	var keys [][2]string
	for k, v := range all {
		if keep(v) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b [2]string) int {
		order := 0
		if when != nil {
			order = when(all[a]).Compare(when(all[b]))
		}
		return cmp.Or(order, cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	out := make([]T, 0, len(keys))
	for _, k := range keys {
		out = append(out, all[k])
	}
	return out
}

func differ(what string, got, want any, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		return fmt.Errorf("%s (-want +got):\n%s", what, diff)
	}
	return nil
}

// differTimes compares the times of two lists, as those due at the same moment come in any order.
func differTimes[T any](what string, got, want []T, limit int, when func(T) time.Time, err error) error {
	times := func(items []T) []string { return ids(items, func(v T) string { return when(v).Format(time.TimeOnly) }) }
	return differ(what, times(got), times(want[:min(limit, len(want))]), err)
}
