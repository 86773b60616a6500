package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"text/tabwriter"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// NudgesTrialCmd is bot nudges trial.
type NudgesTrialCmd struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
}

// Run prints every trial: how the coin fell, and what the looks found. What followed the nudges is told of looks
// alone: who reads along between them finds something sooner or later, whether or not it is there. People are
// numbers, and so are channels.
func (t NudgesTrialCmd) Run(ctx context.Context, c *console) (err error) {
	cfg, err := storeSettings(t.Config, c)
	if err != nil {
		return err
	}
	db, err := openThere(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	teams := map[mission.TeamID]bool{}
	err = db.Each(ctx, func(bucket string, _, value []byte) error {
		var of struct {
			Team mission.TeamID `json:"team"`
		}
		if bucket != "trial" {
			return nil
		}
		err := json.Unmarshal(value, &of)
		teams[of.Team] = true
		return err
	})
	if err != nil {
		return err
	}
	if len(teams) == 0 {
		fmt.Fprintln(c.stdout, "No trial was ever turned on.")
	}
	for _, team := range slices.Sorted(maps.Keys(teams)) {
		err := db.Nudges().View(ctx, func(tx nudges.Tx) error { return trialsOf(c.stdout, tx, team) })
		if err != nil {
			return err
		}
	}
	return nil
}

// trialsOf prints the trials of a workspace, its own first.
func trialsOf(out io.Writer, tx trial.Tx, team mission.TeamID) error {
	all, err := tx.TrialsOf(team)
	if err != nil {
		return err
	}
	var people, channels numbering
	for _, t := range slices.SortedStableFunc(slices.Values(all), func(a, b trial.Trial) int { return len(a.Channel) - len(b.Channel) }) {
		tosses, err := tx.TrialDecisions(team, t.ID)
		if err != nil {
			return err
		}
		looks, err := tx.TrialLooks(team, t.ID)
		if err != nil {
			return err
		}
		if t.Channel == "" {
			fmt.Fprintf(out, "All teams together, since %s\n", day(t, 0))
		} else {
			fmt.Fprintf(out, "Channel %d, %s\n", channels.of(string(t.Channel)), stands(t))
			if err := printTosses(out, tosses, &people); err != nil {
				return err
			}
		}
		if err := printLooks(out, t, looks); err != nil {
			return err
		}
	}
	return nil
}

// numbering gives names numbers in the order in which they are met.
type numbering struct{ seen []string }

func (n *numbering) of(name string) int {
	i := slices.Index(n.seen, name)
	if i < 0 {
		i = len(n.seen)
		n.seen = append(n.seen, name)
	}
	return i + 1
}

// day is when a trial began, or the day of its nth look.
func day(t trial.Trial, n int) string {
	at := t.From
	if n > 0 {
		at = t.LookAt(n)
	}
	loc, err := nudges.LoadZone(t.Zone)
	if err == nil {
		at = at.In(loc)
	}
	return mission.DateOf(at).String()
}

func stands(t trial.Trial) string {
	switch {
	case t.From.IsZero() && t.EndedAt.IsZero():
		return "announced, not yet begun"
	case t.From.IsZero():
		return "never begun"
	case !t.EndedAt.IsZero():
		return fmt.Sprintf("since %s, %.0f %% withheld, %d left it, turned off on %s", day(t, 0), 100*t.Rho, len(t.Left), mission.DateOf(t.EndedAt))
	}
	return fmt.Sprintf("since %s, %.0f %% withheld, %d left it, last look on %s", day(t, 0), 100*t.Rho, len(t.Left), day(t, len(trial.Weeks)))
}

// printTosses says how often the coin fell, and on which side, for each person and kind.
func printTosses(out io.Writer, tosses []trial.Decision, people *numbering) error {
	type who struct {
		person int
		kind   string
	}
	counts := map[who][2]int{}
	withheld, variance, expected := 0, 0., 0.
	for _, d := range tosses {
		w := who{kind: d.Kind}
		if d.User != "" {
			w.person = people.of(string(d.User))
		}
		n := counts[w]
		n[0]++
		if d.Withheld {
			n[1]++
			withheld++
		}
		counts[w] = n
		expected += d.Rho
		variance += d.Rho * (1 - d.Rho)
	}
	if len(tosses) == 0 {
		_, err := fmt.Fprintln(out, "  nothing is kept of its tosses")
		return err
	}
	fmt.Fprintf(out, "  the coin fell %d times and withheld %d, %.1f standard errors from what is expected\n",
		len(tosses), withheld, math.Abs(float64(withheld)-expected)/math.Sqrt(variance))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b who) int {
		if a.person != b.person {
			return a.person - b.person
		}
		return len(a.kind) - len(b.kind)
	})
	for _, w := range keys {
		name := "the channel"
		if w.person > 0 {
			name = fmt.Sprintf("person %d", w.person)
		}
		fmt.Fprintf(table, "  %s\t%s\ttossed %d\twithheld %d\n", name, w.kind, counts[w][0], counts[w][1])
	}
	return table.Flush()
}

// printLooks says what each look found.
func printLooks(out io.Writer, t trial.Trial, looks []trial.Look) error {
	for _, l := range looks {
		fmt.Fprintf(out, "  look %d, %s\n", l.N, day(t, l.N))
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, f := range l.Of {
			found := trial.Judge(f.Strata)
			kind := f.Kind
			if kind == trial.Direct {
				kind = "all direct"
			}
			fmt.Fprintf(table, "    %s\tsent %d, told %d\twithheld %d, told %d\t%+.1f points, %+.1f to %+.1f\t%s\n", kind,
				found.Sent.N, found.Sent.Told, found.Withheld.N, found.Withheld.Told, 100*found.Diff, 100*found.Low, 100*found.High, found.Word)
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	if n := len(looks) + 1; n <= len(trial.Weeks) && !t.From.IsZero() && t.EndedAt.IsZero() {
		fmt.Fprintf(out, "  next look on %s; nothing is computed before\n", day(t, n))
	}
	return nil
}
