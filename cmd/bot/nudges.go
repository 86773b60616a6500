package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
)

// NudgesCmd is bot nudges.
type NudgesCmd struct {
	Preview NudgesPreviewCmd `cmd:"" help:"List what comes to channels and people in the next weeks, while the bot is stopped."`
	Replay  NudgesReplayCmd  `cmd:"" help:"Make every logged choice of a question again and see whether it comes out the same, while the bot is stopped."`
	Value   NudgesValueCmd   `cmd:"" help:"Tell how often questions would have been answered if they had been chosen otherwise, while the bot is stopped."`
	Trial   NudgesTrialCmd   `cmd:"" help:"Tell what is known of the trials of whether nudges help, while the bot is stopped."`
}

// chosenSlice is how many choices are read in one transaction.
const chosenSlice = 500

// choiceLog is what both commands read: all choices since a day.
type choiceLog struct {
	Config string `placeholder:"FILE" help:"Read the settings from this file instead of throughline.toml."`
	Since  string `placeholder:"DAY" help:"Only choices from this day on, as 2026-11-24, in UTC."`
}

// each hands over every choice, opened, with the themes that counted twice. Err says that its hidden part did not
// open.
func (l choiceLog) each(ctx context.Context, c *console, do func(chosen nudges.Chosen, twice []string, err error)) (err error) {
	since, err := l.since()
	if err != nil {
		return err
	}
	v, err := openVault(ctx, l.Config, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.db.Close()) }()
	for from, first := "", true; first || from != ""; first = false {
		var found []nudges.Chosen
		err := v.db.Nudges().View(ctx, func(tx nudges.Tx) (err error) {
			found, from, err = tx.ChosenSince(since, from, chosenSlice)
			return err
		})
		if err != nil {
			return err
		}
		for _, logged := range found {
			opened, twice, err := logged.Open(v.sealer)
			do(opened, twice, err)
		}
	}
	return nil
}

func (l choiceLog) since() (time.Time, error) {
	if l.Since == "" {
		return time.Time{}, nil
	}
	day, err := mission.ParseDate(l.Since)
	if err != nil {
		return time.Time{}, fmt.Errorf("--since %s: write a day as 2026-11-24", l.Since)
	}
	return day.At(0, 0, time.UTC), nil
}

// NudgesReplayCmd is bot nudges replay.
type NudgesReplayCmd struct {
	choiceLog
}

// Run makes every choice again. One that comes out otherwise makes the exit code 1.
func (n NudgesReplayCmd) Run(ctx context.Context, c *console) error {
	var again replayed
	if err := n.each(ctx, c, again.take); err != nil {
		return err
	}
	return again.tell(c)
}

// replayed is what came of making choices again.
type replayed struct {
	places      numbers
	all, older  int
	differences []string
}

func (r *replayed) take(logged nudges.Chosen, twice []string, err error) {
	r.all++
	place := r.places.of(logged)
	if logged.Rule != choice.Rule() {
		r.older++
	}
	var what []string
	if err != nil {
		what = []string{"sealed with a key that is not here"}
	} else {
		for _, m := range logged.Draw.Replay(logged.Rule, twice) {
			what = append(what, string(m))
		}
	}
	if len(what) > 0 {
		r.differences = append(r.differences, fmt.Sprintf("%d\t%s\t%s\t%s",
			r.all, logged.At.Format("2006-01-02 15:04"), place, strings.Join(what, ", ")))
	}
}

// mostDifferences is how many differences are listed.
const mostDifferences = 50

func (r *replayed) tell(c *console) error {
	if len(r.differences) > 0 {
		table := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "choice\twhen (UTC)\twhere\twhat differs")
		for _, d := range r.differences[:min(len(r.differences), mostDifferences)] {
			fmt.Fprintln(table, d)
		}
		if err := table.Flush(); err != nil {
			return err
		}
		if more := len(r.differences) - mostDifferences; more > 0 {
			fmt.Fprintf(c.stdout, "and %d more\n", more)
		}
	}
	fmt.Fprintf(c.stdout, "choices made again: %d, of which %d differ\n", r.all, len(r.differences))
	if r.older > 0 {
		fmt.Fprintf(c.stdout, "%d were made by another version of the rule: of those the choice is checked, and not how its tickets were drawn\n", r.older)
	}
	if len(r.differences) > 0 {
		return exitFailed
	}
	return nil
}

// numbers gives places numbers in the order in which they are met. Whose they are is nobody's business here.
type numbers struct {
	channels, people map[string]int
}

func (n *numbers) of(c nudges.Chosen) string {
	if n.channels == nil {
		n.channels, n.people = map[string]int{}, map[string]int{}
	}
	kind, seen, id := "channel", n.channels, string(c.Channel)
	if c.User != "" {
		kind, seen, id = "person", n.people, string(c.User)
	}
	id = string(c.Team) + "/" + id
	if seen[id] == 0 {
		seen[id] = len(seen) + 1
	}
	return fmt.Sprintf("%s %d", kind, seen[id])
}

// NudgesValueCmd is bot nudges value.
type NudgesValueCmd struct {
	choiceLog
	Policy string `required:"" placeholder:"POLICY" enum:"uniform,rotation,best,tickets" help:"What to value: uniform (any rested theme), rotation (the one used longest ago), best (the one answered most so far) or tickets (what the bot does)."`
}

// Run prints what a policy is worth, for each audience and for all of them.
func (n NudgesValueCmd) Run(ctx context.Context, c *console) error {
	outcomes := map[nudges.Audience][]choice.Outcome{}
	shut := 0
	err := n.each(ctx, c, func(logged nudges.Chosen, twice []string, err error) {
		if logged.Outcome != nudges.OutcomeAnswered && logged.Outcome != nudges.OutcomeSilent {
			return
		}
		if err != nil || len(logged.Draw.Replay("", twice)) > 0 {
			shut++
			return
		}
		o := choice.Outcome{Draw: logged.Draw, Twice: twice, Answered: logged.Outcome == nudges.OutcomeAnswered}
		outcomes[logged.Audience] = append(outcomes[logged.Audience], o)
		outcomes[allAudiences] = append(outcomes[allAudiences], o)
	})
	if err != nil {
		return err
	}
	return tellValues(c, n.Policy, outcomes, shut)
}

// allAudiences stands for all of them together.
const allAudiences nudges.Audience = ""

func tellValues(c *console, policy string, outcomes map[nudges.Audience][]choice.Outcome, shut int) error {
	table := tabwriter.NewWriter(c.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "asked\tdecisions\teffective\tanswered by %s\n", policy)
	for _, a := range []nudges.Audience{nudges.Channel, nudges.Member, nudges.Lead, allAudiences} {
		v := choice.Evaluate(outcomes[a], choice.Policies()[policy])
		told := "cannot tell"
		if v.Known() {
			told = fmt.Sprintf("%.1f %% ± %.1f", 100*v.Rate, 100*v.Error)
		}
		fmt.Fprintf(table, "%s\t%d\t%.0f\t%s\n", cmp.Or(string(a), "all"), v.Decisions, v.Effective, told)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "± is one standard error. Below %d effective decisions nobody can tell.\n", choice.Enough)
	if shut > 0 {
		fmt.Fprintf(c.stdout, "%d choices are left out, since they do not open or do not replay\n", shut)
	}
	return nil
}
