package nudges

import (
	"errors"
	"maps"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges/choice"
)

type (
	// Count is how often something was asked and answered.
	Count = choice.Count
	// Tally holds counts by name.
	Tally = choice.Tally
)

// PlaceCounts are the counts of the themes at one place: a channel, or one person's direct messages, whose counts are
// hers.
type PlaceCounts struct {
	Team    mission.TeamID
	Channel mission.ChannelID
	User    mission.UserID
	Themes  choice.Tally
}

// AudienceCounts are the counts of a workspace for one audience. They name no place and no person.
type AudienceCounts struct {
	Team      mission.TeamID
	Audience  Audience
	Themes    choice.Tally
	Questions choice.Tally
}

// ChosenTx keeps how questions were chosen, and what was learned from it.
type ChosenTx interface {
	// Chosen returns the choice for the row of a key, which went to a person, or to a channel where user is empty.
	Chosen(team mission.TeamID, user mission.UserID, key string) (Chosen, error)
	// PutChosen keeps a choice in place of an earlier one for the same row.
	PutChosen(c Chosen) error
	// OpenChosen returns at most limit choices without an outcome that were made at or before a time, earliest first.
	OpenChosen(before time.Time, limit int) ([]Chosen, error)
	// ChosenSince returns at most limit choices of all workspaces made at or after a time, earliest first, from a place
	// on, and where to go on, or "" at the end. The first place is "".
	ChosenSince(since time.Time, from string, limit int) (found []Chosen, next string, err error)
	// SweepChosen removes at most limit choices made before a time and says how many.
	SweepChosen(before time.Time, limit int) (int, error)

	// PlaceCounts returns the counts of a place, a channel's or a user's id.
	PlaceCounts(team mission.TeamID, place string) (PlaceCounts, error)
	PutPlaceCounts(c PlaceCounts) error
	AudienceCounts(team mission.TeamID, a Audience) (AudienceCounts, error)
	PutAudienceCounts(c AudienceCounts) error
}

// countsAt reads what a choice at a place learns from.
func countsAt(tx Tx, team mission.TeamID, place string, a Audience) (choice.Counts, error) {
	here, err := orZero(tx.PlaceCounts(team, place))
	if err != nil {
		return choice.Counts{}, err
	}
	all, err := orZero(tx.AudienceCounts(team, a))
	return choice.Counts{Place: here.Themes, Themes: all.Themes, Questions: all.Questions}, err
}

// settleSlice is how many choices are settled in one transaction.
const settleSlice = 100

// settleSome settles what is over before a question is drawn, so that the draw knows of it.
func settleSome(tx Tx, r Row, now time.Time) error {
	if r.Nudge.Kind.rules().audience == "" {
		return nil
	}
	return settleChosen(tx, now)
}

// tidyChosen settles what is over and removes what is kept no longer.
func tidyChosen(tx Tx, now time.Time) error {
	if err := settleChosen(tx, now); err != nil {
		return err
	}
	_, err := tx.SweepChosen(now.Add(-KeepChosen), settleSlice)
	return wrap("sweep choices", err)
}

// settleChosen gives choices whose time for an answer is over their outcome, and counts them. Outcome and counts are
// written together and a choice with an outcome is never looked at again, so nothing is counted twice, whenever this
// runs and however often.
func settleChosen(tx Tx, now time.Time) error {
	open, err := tx.OpenChosen(now.Add(-choice.Window), settleSlice)
	if err != nil {
		return wrap("settle choices", err)
	}
	for _, c := range open {
		if c.Outcome, err = chosenOutcome(tx, c, now); err != nil {
			return wrap("settle choices", err)
		}
		if c.Outcome == OutcomeOpen {
			continue
		}
		if err := tx.PutChosen(c); err != nil {
			return wrap("settle choices", err)
		}
		if err := count(tx, c); err != nil {
			return wrap("settle choices", err)
		}
	}
	return nil
}

// chosenOutcome says what became of a choice. What is still on its way is open; what was not surely delivered is void.
func chosenOutcome(tx Tx, c Chosen, now time.Time) (Outcome, error) {
	r, err := tx.Row(c.Team, c.Key)
	switch {
	case errors.Is(err, mission.ErrNotFound):
		return OutcomeVoid, nil
	case err != nil:
		return OutcomeOpen, err
	case c.Withheld || r.Nudge == nil:
		return OutcomeVoid, nil
	case !r.State.Ended():
		return OutcomeOpen, nil
	case r.State != Settled:
		return OutcomeVoid, nil
	}
	until := r.SentAt.Add(choice.Window)
	if r.Nudge.Answer.final() && !r.Nudge.AnsweredAt.After(until) {
		return OutcomeAnswered, nil
	}
	if c.User == "" {
		told, err := toldBetween(tx, c.Team, c.Mission, r.SentAt, until)
		if err != nil || told {
			return OutcomeAnswered, err
		}
	}
	if now.Before(until) {
		return OutcomeOpen, nil
	}
	return OutcomeSilent, nil
}

// toldBetween reports whether anything was told in a mission after one time and up to another. A mission tells a few
// things a day, so few pages are read.
func toldBetween(tx Tx, team mission.TeamID, in mission.ID, after, until time.Time) (bool, error) {
	for before := mission.ID(""); ; {
		page, err := tx.Entries(team, in, before, recentEntries)
		if err != nil {
			return false, err
		}
		for _, e := range page {
			if e.At.After(after) && !e.At.After(until) && !e.Withdrawn() {
				return true, nil
			}
			if !e.At.After(after) {
				return false, nil
			}
			before = e.ID
		}
		if len(page) < recentEntries {
			return false, nil
		}
	}
}

// count adds a choice with an outcome to the counts of its place and of the workspace.
func count(tx Tx, c Chosen) error {
	if c.Outcome == OutcomeVoid || c.Draw.Theme >= len(c.Draw.Themes) || c.Draw.Question >= len(c.Draw.Questions) {
		return nil
	}
	answered := c.Outcome == OutcomeAnswered
	theme, question := c.Draw.Themes[c.Draw.Theme].Name, c.Draw.Questions[c.Draw.Question].ID
	here, err := orZero(tx.PlaceCounts(c.Team, c.place()))
	if err != nil {
		return err
	}
	here.Team, here.Channel, here.User = c.Team, c.Channel, c.User
	here.Themes = plusOne(here.Themes, theme, answered)
	if err := tx.PutPlaceCounts(here); err != nil {
		return err
	}
	all, err := orZero(tx.AudienceCounts(c.Team, c.Audience))
	if err != nil {
		return err
	}
	all.Team, all.Audience = c.Team, c.Audience
	all.Themes, all.Questions = plusOne(all.Themes, theme, answered), plusOne(all.Questions, question, answered)
	return tx.PutAudienceCounts(all)
}

// plusOne returns a tally with one more asking.
func plusOne(t choice.Tally, name string, answered bool) choice.Tally {
	out := maps.Clone(t)
	if out == nil {
		out = make(choice.Tally)
	}
	out[name] = out[name].Add(answered)
	return out
}
