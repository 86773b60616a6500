package nudges

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// halfWithheld is a trial of the channel that began before a moment and withholds every second nudge.
func halfWithheld(now time.Time) trial.Trial {
	t := trial.Trial{ID: "TR1", Team: team, Channel: "C1", Rho: .5, Zone: "Europe/Lisbon"}
	return t.Begin(now.AddDate(0, 0, -2), mission.MessageRef{Channel: "C1", TS: "1"})
}

// answering marks each question as answered as soon as it stands, so that nobody is written to less often for want
// of an answer, and does the chores.
type answering struct {
	*fakeSlack
	m *memory
}

func (a answering) Settle(tx Tx, r Row) error {
	if r.State != Settled || r.Nudge == nil || r.Update {
		return nil
	}
	_, err := MarkAnswered(tx, r.Team, r.Key, Answered, r.SentAt)
	return err
}

// lasting lets a team of twenty in four zones live through sixteen weeks, with or without a trial, and returns its
// store. Everybody gets what members may choose, from two missions.
func lasting(t *testing.T, rho float64) (*memory, *fakeSlack) {
	t.Helper()
	m, run := refundsTeam()
	other := run
	other.ID, other.Channel = "M2", "C2"
	m.missions[other.ID] = other
	clock := &handClock{now: lisbonDay(0, 9, 0)}
	slack := &fakeSlack{clock: clock}
	slack.prepare = func(r Row) (Row, error) {
		if r.Subject != OfChore {
			return r, nil
		}
		d := func(tx Tx) error {
			return FollowUpOutcome(tx, r.Team, "TR1", r.Ref[len(ChoreOutcome+":TR1:"):], clock.Now())
		}
		if err := m.Update(context.Background(), d); err != nil {
			return r, err
		}
		return r, ErrDone
	}
	m.do(t, func(tx Tx) error {
		if rho > 0 {
			tried := halfWithheld(clock.Now())
			tried.Rho = rho
			if err := tx.PutTrial(tried); err != nil {
				return err
			}
		}
		for i := range 20 {
			u := mission.UserID(fmt.Sprintf("U%02d", i))
			p := Person{Team: team, User: u, Zone: []string{"Europe/Lisbon", "America/Chicago", "Asia/Kathmandu", "Africa/Lagos"}[i%4]}
			if err := tx.PutPerson(p); err != nil {
				return err
			}
			for _, in := range []mission.Mission{run, other} {
				m.members[memberKey(in.ID, u)] = mission.Member{Team: team, Mission: in.ID, User: u, JoinedAt: run.StartedAt}
				for _, k := range MemberKinds {
					if err := PlanMember(tx, in, p, k, clock.Now()); err != nil {
						return err
					}
				}
			}
		}
		return PlanMission(tx, run, clock.Now())
	})
	o := testOptions(t, m, slack, clock)
	var mu sync.Mutex
	draw := rand.New(rand.NewPCG(7, 7))
	o.Seed = func() uint64 {
		mu.Lock()
		defer mu.Unlock()
		return draw.Uint64()
	}
	o.Settler, o.Workers, o.Keep = answering{slack, m}, 1, 400*24*time.Hour
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	walkTo(t, e, clock, lisbonDay(16*7, 0, 0))
	return m, slack
}

// asked are the keys of the nudges that reached their place or were withheld from it.
func (m *memory) asked(states ...State) []string {
	var keys []string
	for _, r := range m.rows {
		if r.Nudge != nil && slices.Contains(states, r.State) {
			keys = append(keys, r.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

// What a trial withholds is asked for in every way as if it had been sent: the same nudges come to the same people
// on the same days, less those.
func TestWhatIsWithheldIsNeitherReplacedNorRetriedNorCounted(t *testing.T) {
	const rho = .3
	without, _ := lasting(t, 0)
	with, slack := lasting(t, rho)
	if a, b := without.asked(Settled), with.asked(Settled, Withheld); !slices.Equal(a, b) {
		t.Errorf("without a trial %d nudges come, with one %d that are sent or withheld, and they are not the same", len(a), len(b))
	}
	withheld, tossed := 0, len(with.trials.tosses)
	for key, d := range with.trials.tosses {
		r := with.rows[rowKey{team, key}]
		if d.U != trial.Uniform(d.Seed) || d.Withheld != (d.U < rho) || d.Withheld != (r.State == Withheld) {
			t.Errorf("the coin of %s cannot be tossed again: %+v, %s", key, d, r.State)
		}
		if !d.Withheld {
			continue
		}
		withheld++
		if slack.count(key) > 0 || r.Nudge.Answer != NotAnswered || !r.State.Ended() {
			t.Errorf("%s was withheld and is posted, answered or not over", key)
		}
	}
	se := math.Sqrt(rho * (1 - rho) / float64(tossed))
	share := float64(withheld) / float64(tossed)
	t.Logf("%d tosses, %d withheld: %.3f, which is %.1f standard errors from %.1f; replaced, retried, counted or freeing the budget: 0",
		tossed, withheld, share, math.Abs(share-rho)/se, rho)
	if math.Abs(share-rho) > 3*se {
		t.Errorf("%.3f were withheld, want %.1f within 3 × %.3f", share, rho, se)
	}
	if tossed < 200 {
		t.Errorf("only %d tosses", tossed)
	}
	kinds := map[string]int{}
	for _, d := range with.trials.tosses {
		kinds[d.Kind]++
		if d.Outcome == trial.Void {
			t.Errorf("%s is void: %s", d.Nudge, d.Void)
		}
	}
	if len(kinds) != 3 || slices.Contains(slices.Collect(maps.Values(kinds)), 0) {
		t.Errorf("the coin fell for %v", kinds)
	}
}

func TestTheCoinFallsForWhomItMay(t *testing.T) {
	now := lisbonDay(3, 15, 0)
	reflect := Row{
		Key: "K1", Team: team, Subject: OfNudge, Mission: "M1", User: "UANA", Due: now, State: Claimed,
		Nudge: &Asked{Kind: Reflect, Plan: PlanID(Reflect, "M1", "UANA")},
	}
	// A seed with which the coin withholds at a half.
	seed := uint64(0)
	for trial.Uniform(seed) >= .5 {
		seed++
	}
	asked := func(change func(*Asked)) func(*memory, *Row) {
		return func(_ *memory, r *Row) {
			n := *r.Nudge
			change(&n)
			r.Nudge = &n
		}
	}
	tried := func(change func(trial.Trial) trial.Trial) func(*memory, *Row) {
		return func(m *memory, _ *Row) { m.trials.trials = []trial.Trial{change(halfWithheld(now))} }
	}
	for _, c := range []struct {
		name   string
		change func(*memory, *Row)
		falls  bool
	}{
		{"a reflection in a trial", func(*memory, *Row) {}, true},
		{"a channel's question", func(_ *memory, r *Row) { r.User, r.Channel, r.Nudge = "", "C1", &Asked{Kind: Coach} }, true},
		{"without a trial", func(m *memory, _ *Row) { m.trials = trialRecords{} }, false},
		{"in another channel's trial", tried(func(t trial.Trial) trial.Trial { t.Channel = "C9"; return t }), false},
		{"before it begins", tried(func(t trial.Trial) trial.Trial { t.From = now.Add(time.Hour); return t }), false},
		{"before its announcement stands", tried(func(t trial.Trial) trial.Trial { t.From, t.Until = time.Time{}, time.Time{}; return t }), false},
		{"after somebody ended it", tried(func(t trial.Trial) trial.Trial { t.EndedAt = now.Add(-time.Hour); return t }), false},
		{"after its last look", tried(func(t trial.Trial) trial.Trial { t.Until = now; return t }), false},
		{"for somebody who left it", tried(func(t trial.Trial) trial.Trial { return t.With("UANA", false) }), false},
		{"when another left it", tried(func(t trial.Trial) trial.Trial { return t.With("UBO", false) }), true},
		{"for who came back", tried(func(t trial.Trial) trial.Trial { return t.With("UANA", false).With("UANA", true) }), true},
		{"for somebody who joined today", func(m *memory, _ *Row) {
			m.members[memberKey("M1", "UANA")] = mission.Member{Team: team, Mission: "M1", User: "UANA", JoinedAt: now.Add(-time.Hour)}
		}, false},
		{"a second time", asked(func(n *Asked) { n.Trial = "TR1" }), false},
		{"for what others wait for", asked(func(n *Asked) { n.Awaited = true }), false},
		{"for what brings something along", asked(func(n *Asked) { n.With = "K2" }), false},
	} {
		m, _ := refundsTeam()
		m.trials.trials = []trial.Trial{halfWithheld(now)}
		r := reflect
		c.change(m, &r)
		var out Row
		m.do(t, func(tx Tx) (err error) {
			out, err = toss(tx, r, Hours{Zone: "Europe/Lisbon", Days: MonToFri}, seed, now)
			return err
		})
		if (len(m.trials.tosses) == 1) != c.falls || (out.State == Withheld) != c.falls {
			t.Errorf("%s: %d tosses, the row is %s; want it to fall: %v", c.name, len(m.trials.tosses), out.State, c.falls)
		}
	}
}

func TestOnlySomeKindsAreWithheld(t *testing.T) {
	held := []Kind{Coach, Reflect, Connect, Mirror}
	for _, k := range order {
		if k.HeldOut() != slices.Contains(held, k) {
			t.Errorf("%s may be withheld: %v", k, k.HeldOut())
		}
	}
}

// dayOff is a calendar of one day off.
type dayOff mission.Date

func (d dayOff) Holiday(day mission.Date) (string, bool) { return "a day off", day == mission.Date(d) }

// What counts is told by the one who was to be asked, from the due time until the same time on her next working day.
func TestWhatFollowsANudge(t *testing.T) {
	due := lisbonDay(4, 15, 0) // Friday
	h := Hours{Zone: "Europe/Lisbon", Days: MonToFri}
	until := sameTimeNextWorkingDay(h, due, due)
	if !until.Equal(lisbonDay(7, 15, 0)) {
		t.Fatalf("Friday's time is over on %v", until)
	}
	if got := sameTimeNextWorkingDay(Hours{Zone: "Europe/Lisbon", Days: 1 << time.Wednesday}, due, due); !got.Equal(lisbonDay(9, 15, 0)) {
		t.Errorf("for who works on Wednesdays it is over on %v", got)
	}
	if got := sameTimeNextWorkingDay(Hours{Zone: "Europe/Lisbon", Days: MonToFri, Off: dayOff(mission.DateOf(until))}, due, due); !got.Equal(lisbonDay(8, 15, 0)) {
		t.Errorf("where Monday is a holiday it is over on %v", got)
	}
	told := func(by mission.UserID, kind mission.EntryKind, at time.Time) mission.Entry {
		return mission.Entry{ID: "E1", Team: team, Mission: "M1", Author: by, Kind: kind, At: at}
	}
	withdrawn := told("UANA", mission.Progress, due.Add(time.Hour))
	withdrawn.WithdrawnAt = due.Add(2 * time.Hour)
	ended := func(m *memory) {
		over := m.missions["M1"]
		over.Outcome = &mission.Outcome{}
		m.missions["M1"] = over
	}
	for _, c := range []struct {
		name    string
		user    mission.UserID
		entries []mission.Entry
		change  func(*memory)
		want    trial.Outcome
	}{
		{"nothing", "UANA", nil, nil, trial.NotTold},
		{"a step", "UANA", []mission.Entry{told("UANA", mission.Progress, due.Add(time.Hour))}, nil, trial.Told},
		{"thanks", "UANA", []mission.Entry{told("UANA", mission.Thanks, due)}, nil, trial.Told},
		{"a step of another", "UANA", []mission.Entry{told("UBO", mission.Progress, due.Add(time.Hour))}, nil, trial.NotTold},
		{"a step of anybody, for a channel", "", []mission.Entry{told("UBO", mission.Progress, due.Add(time.Hour))}, nil, trial.Told},
		{"an answer in the thread, which nobody can give unasked", "", []mission.Entry{told("UBO", mission.Reply, due.Add(time.Hour))}, nil, trial.NotTold},
		{"a step before", "UANA", []mission.Entry{told("UANA", mission.Progress, due.Add(-time.Second))}, nil, trial.NotTold},
		{"a step at the end", "UANA", []mission.Entry{told("UANA", mission.Progress, until)}, nil, trial.NotTold},
		{"a step that was taken back", "UANA", []mission.Entry{withdrawn}, nil, trial.NotTold},
		{"the end of the mission", "UANA", nil, ended, trial.Void},
		{"a step and the end of the mission", "UANA", []mission.Entry{told("UANA", mission.Progress, due.Add(time.Hour))}, ended, trial.Void},
		{"the end of the mission after its time", "UANA", nil, func(m *memory) {
			over := m.missions["M1"]
			over.Outcome = &mission.Outcome{At: until.Add(time.Second)}
			m.missions["M1"] = over
		}, trial.NotTold},
		{"the end of an account", "UANA", nil, func(m *memory) { m.people["UANA"] = Person{Team: team, User: "UANA", Gone: true} }, trial.Void},
		{"a message that was refused", "UANA", nil, func(m *memory) { m.rows[rowKey{team, "K1"}] = Row{Key: "K1", Team: team, State: Failed} }, trial.Void},
		{"a message in doubt", "UANA", nil, func(m *memory) { m.rows[rowKey{team, "K1"}] = Row{Key: "K1", Team: team, State: Unsure} }, trial.NotTold},
	} {
		m, _ := refundsTeam()
		m.entries = c.entries
		if c.change != nil {
			c.change(m)
		}
		d := trial.Decision{Team: team, Trial: "TR1", Nudge: "K1", Mission: "M1", User: c.user, Due: due, Until: until}
		var early, got trial.Decision
		m.do(t, func(tx Tx) error {
			if err := tx.PutTrialDecision(d); err != nil {
				return err
			}
			if err := FollowUpOutcome(tx, team, "TR1", "K1", until.Add(-time.Second)); err != nil {
				return err
			}
			early, _ = tx.TrialDecision(team, "TR1", "K1")
			if err := FollowUpOutcome(tx, team, "TR1", "K1", until); err != nil {
				return err
			}
			got, _ = tx.TrialDecision(team, "TR1", "K1")
			return FollowUpOutcome(tx, team, "TR1", "gone", until)
		})
		if early.Outcome != trial.Open || got.Outcome != c.want || (got.Void != "") != (c.want == trial.Void) {
			t.Errorf("after %s: %q before its time, then %q %q, want %q", c.name, early.Outcome, got.Outcome, got.Void, c.want)
		}
	}
}
