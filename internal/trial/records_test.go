package trial_test

import (
	"errors"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

func lisbon(t *testing.T) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// A trial that is announced on a Monday in winter begins on Tuesday, and looks at ten in winter and in summer.
func TestWhenATrialBeginsAndIsLookedAt(t *testing.T) {
	loc := lisbon(t)
	announced := time.Date(2026, 11, 23, 23, 30, 0, 0, loc)
	asked := trial.Trial{ID: "TR1", Rho: .2, Zone: "Europe/Lisbon"}
	if asked.Runs(announced) || !asked.LookAt(1).IsZero() || asked.Over(announced) || !asked.EraseAt().IsZero() {
		t.Error("a trial that was not announced runs, is over, or is looked at")
	}
	tr := asked.Begin(announced, mission.MessageRef{TS: "1"})
	want := []time.Time{
		time.Date(2026, 11, 24, 0, 0, 0, 0, loc), time.Date(2027, 2, 16, 10, 0, 0, 0, loc),
		time.Date(2027, 5, 25, 10, 0, 0, 0, loc), time.Date(2027, 11, 23, 10, 0, 0, 0, loc),
	}
	for i, got := range []time.Time{tr.From, tr.LookAt(1), tr.LookAt(2), tr.LookAt(3)} {
		if !got.Equal(want[i]) {
			t.Errorf("time %d is %v, want %v", i, got, want[i])
		}
	}
	if !tr.Until.Equal(want[3]) || !tr.EraseAt().Equal(want[3].AddDate(0, 0, 30)) {
		t.Errorf("it is over on %v and erased on %v", tr.Until, tr.EraseAt())
	}
	stopped := tr
	stopped.EndedAt = want[1].Add(time.Hour)
	for _, c := range []struct {
		name string
		of   trial.Trial
		at   time.Time
		runs bool
		next int
	}{
		{"the night before", tr, want[0].Add(-time.Second), false, 1},
		{"the first moment", tr, want[0], true, 1},
		{"at a look", tr, want[1], true, 2},
		{"after the second", tr, want[2].Add(time.Hour), true, 3},
		{"at the last", tr, want[3], false, 0},
		{"before it was turned off", stopped, want[0], true, 1},
		{"after it was turned off", stopped, want[1].Add(time.Hour), false, 0},
	} {
		n, at := c.of.NextLook(c.at)
		if c.of.Runs(c.at) != c.runs || n != c.next || n > 0 && !at.Equal(c.of.LookAt(n)) {
			t.Errorf("%s: runs %v, next look %d at %v; want %v, %d", c.name, c.of.Runs(c.at), n, at, c.runs, c.next)
		}
	}
	if !stopped.EraseAt().Equal(stopped.EndedAt.AddDate(0, 0, 30)) {
		t.Errorf("turned off, it is erased on %v", stopped.EraseAt())
	}
}

func TestTheCoinIsFairAndRepeatable(t *testing.T) {
	below := 0
	for seed := range uint64(20_000) {
		u := trial.Uniform(seed)
		if u < 0 || u >= 1 || u != trial.Uniform(seed) {
			t.Fatalf("seed %d gives %v", seed, u)
		}
		if u < .2 {
			below++
		}
	}
	if below < 3830 || below > 4170 { // three standard errors
		t.Errorf("%d of 20,000 fall below a fifth", below)
	}
}

// kept is a store of one trial and the workspace's.
type kept struct {
	trials []trial.Trial
	tosses []trial.Decision
	looks  []trial.Look
}

func (k *kept) Trial(_ mission.TeamID, id mission.ID) (trial.Trial, error) {
	for _, t := range k.trials {
		if t.ID == id {
			return t, nil
		}
	}
	return trial.Trial{}, mission.ErrNotFound
}

func (k *kept) PutTrial(t trial.Trial) error {
	k.trials = append(slices.DeleteFunc(k.trials, func(o trial.Trial) bool { return o.ID == t.ID }), t)
	return nil
}

func (k *kept) TrialsIn(_ mission.TeamID, c mission.ChannelID) ([]trial.Trial, error) {
	return slices.DeleteFunc(slices.Clone(k.trials), func(t trial.Trial) bool { return t.Channel != c }), nil
}

func (k *kept) TrialsOf(mission.TeamID) ([]trial.Trial, error) { return k.trials, nil }

func (k *kept) TrialDecision(mission.TeamID, mission.ID, string) (trial.Decision, error) {
	return trial.Decision{}, errors.New("not asked for")
}

func (k *kept) PutTrialDecision(d trial.Decision) error {
	k.tosses = append(k.tosses, d)
	return nil
}

func (k *kept) DeleteTrialDecision(_ mission.TeamID, id mission.ID, nudge string) error {
	k.tosses = slices.DeleteFunc(k.tosses, func(d trial.Decision) bool { return d.Trial == id && d.Nudge == nudge })
	return nil
}

func (k *kept) TrialDecisions(_ mission.TeamID, id mission.ID) ([]trial.Decision, error) {
	return slices.DeleteFunc(slices.Clone(k.tosses), func(d trial.Decision) bool { return d.Trial != id }), nil
}

func (k *kept) TrialLooks(_ mission.TeamID, id mission.ID) ([]trial.Look, error) {
	return slices.DeleteFunc(slices.Clone(k.looks), func(l trial.Look) bool { return l.Trial != id }), nil
}

func (k *kept) PutTrialLook(l trial.Look) error {
	k.looks = append(slices.DeleteFunc(k.looks, func(o trial.Look) bool { return o.Trial == l.Trial && o.N == l.N }), l)
	return nil
}

// Whoever is forgotten is counted nowhere: what the looks say afterwards is what they would have said without her.
func TestTheForgottenAreCountedNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
		mine := trial.Trial{ID: "TR1", Channel: "C1", Rho: .2}.Begin(from.AddDate(0, 0, -1), mission.MessageRef{})
		theirs := trial.Trial{ID: "TR2", Channel: "C2", Rho: .5}.Begin(from.AddDate(0, 0, 6), mission.MessageRef{})
		season := mine
		season.ID, season.Channel = "S1", ""
		k := &kept{trials: []trial.Trial{mine, theirs, season}}
		people := []mission.UserID{"", "UANA", "UBO", "UDEE"}
		k.tosses = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) trial.Decision {
			of := rapid.SampledFrom([]trial.Trial{mine, theirs}).Draw(t, "trial")
			due := from.AddDate(0, 0, rapid.IntRange(7, 200).Draw(t, "day"))
			d := trial.Decision{
				Trial: of.ID, Rho: of.Rho, Nudge: rapid.StringN(8, 8, 8).Draw(t, "nudge"), User: rapid.SampledFrom(people).Draw(t, "user"),
				Kind: "reflect", Due: due, Until: due.AddDate(0, 0, 1), Withheld: rapid.Bool().Draw(t, "withheld"),
				Outcome: rapid.SampledFrom([]trial.Outcome{trial.Told, trial.NotTold, trial.Void, trial.Open}).Draw(t, "outcome"),
			}
			if d.User == "" {
				d.Kind = "coach"
			}
			return d
		}), 0, 60).Draw(t, "tosses")
		looked := func(k *kept) (all []trial.Look) {
			for _, of := range []trial.Trial{mine, season} {
				for n := 1; n <= 2; n++ {
					l, err := trial.Take(k, of, n)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, l)
				}
			}
			return all
		}
		k.looks = looked(k)
		if again := looked(k); !same(again, k.looks) {
			t.Fatalf("a look that was taken is taken anew:\n%+v\n%+v", again, k.looks)
		}
		if err := trial.Forget(k, mine, "UANA"); err != nil {
			t.Fatal(err)
		}
		for _, d := range k.tosses {
			if d.Trial == mine.ID && d.User == "UANA" {
				t.Fatalf("%+v is still there", d)
			}
		}
		fresh := looked(&kept{trials: k.trials, tosses: k.tosses})
		for i, l := range looked(k) {
			if !same([]trial.Look{l}, []trial.Look{fresh[i]}) {
				t.Fatalf("after forgetting %+v, counted anew %+v", l, fresh[i])
			}
		}
	})
}

// same compares what looks counted; a stratum or a kind of which nothing is left is as good as none.
func same(a, b []trial.Look) bool {
	return slices.EqualFunc(a, b, func(a, b trial.Look) bool { return slices.Equal(flat(a), flat(b)) })
}

type arms struct {
	kind           string
	rho            float64
	sent, withheld trial.Arm
}

func flat(l trial.Look) []arms {
	var out []arms
	for _, f := range l.Of {
		for _, s := range f.Strata {
			if s.Sent.N+s.Withheld.N > 0 {
				out = append(out, arms{f.Kind, s.Rho, s.Sent, s.Withheld})
			}
		}
	}
	slices.SortFunc(out, func(a, b arms) int {
		if a.kind != b.kind {
			return len(a.kind) - len(b.kind)
		}
		return int(100 * (a.rho - b.rho))
	})
	return out
}

func TestWhoLeavesAndComesBack(t *testing.T) {
	tr := trial.Trial{Left: []mission.UserID{"UBO"}}
	out := tr.With("UANA", false).With("UANA", false)
	if !out.HasLeft("UANA") || len(out.Left) != 2 || tr.HasLeft("UANA") {
		t.Errorf("left %v, before %v", out.Left, tr.Left)
	}
	if back := out.With("UANA", true); back.HasLeft("UANA") || !back.HasLeft("UBO") {
		t.Errorf("after coming back %v have left", back.Left)
	}
}

func TestWhatStandsOfAKind(t *testing.T) {
	of := func(n int, sent, withheld trial.Arm) trial.Look {
		return trial.Look{N: n, Of: []trial.Figures{{Kind: "reflect", Strata: []trial.Stratum{{Rho: .2, Sent: sent, Withheld: withheld}}}}}
	}
	unclear := of(1, trial.Arm{N: 80, Told: 20}, trial.Arm{N: 20, Told: 5})
	nothing := of(2, trial.Arm{N: 8000, Told: 2000}, trial.Arm{N: 2000, Told: 500})
	plain := of(3, trial.Arm{N: 9000, Told: 4000}, trial.Arm{N: 3000, Told: 600})
	f, at, ok := trial.Found([]trial.Look{unclear, nothing, plain}, "reflect")
	if f.Word != trial.NoEffect || at.N != 2 || !ok {
		t.Errorf("what stands is %s of look %d", f.Word, at.N)
	}
	if _, _, ok := trial.Found([]trial.Look{unclear}, "coach"); ok {
		t.Error("something stands of a kind that nobody counted")
	}
}

// A channel that ran a trial after another is one team still, so that its figures are shown as those of one.
func TestTeamsAreCountedByTheirChannels(t *testing.T) {
	from := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	k := &kept{}
	season := trial.Trial{ID: "S1"}.Begin(from.AddDate(0, 0, -1), mission.MessageRef{})
	for i, channel := range []mission.ChannelID{"C1", "C1", "C2"} {
		of := trial.Trial{ID: mission.ID([]string{"TR1", "TR2", "TR3"}[i]), Channel: channel, Rho: .2}.Begin(from, mission.MessageRef{})
		k.trials = append(k.trials, of)
		k.tosses = append(k.tosses, trial.Decision{
			Trial: of.ID, Nudge: string(of.ID), Kind: "coach", Due: from.AddDate(0, 0, 2), Until: from.AddDate(0, 0, 3), Outcome: trial.Told,
		})
	}
	look, err := trial.Take(k, season, 1)
	if err != nil || len(look.Of) != 1 || look.Of[0].Channels != 2 {
		t.Errorf("counted %+v, %v; want one figure of two teams", look.Of, err)
	}
}
