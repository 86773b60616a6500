package nudges

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"throughline/internal/mission"
	"throughline/internal/trial"
)

// The hold-out of a trial is the very last thing that is asked about a nudge: everything else has spoken for it by
// then, and the coin knows nothing of any of it. That alone makes what follows a nudge comparable with what
// follows none.

// HeldOut reports whether a trial may withhold nudges of this kind. What somebody asked for by an act of her own, what
// comes once only, rounds, and what others wait for always goes out.
func (k Kind) HeldOut() bool {
	switch k {
	case Coach, Reflect, Connect, Mirror:
		return true
	}
	return false
}

// ChoreOutcome is the first part of the Ref of a row that finds out what followed a nudge of a trial; the trial's id
// and the nudge's key come after it.
const ChoreOutcome = "trial_outcome"

// toss lets the coin fall for a nudge that is about to be sent, once, and withholds the nudge or leaves it as it is.
// It writes what the coin said in either case. Hours are those of the place, with the days off of its mission.
func toss(tx Tx, r Row, h Hours, seed uint64, now time.Time) (Row, error) {
	if r.Nudge.Trial != "" || !r.Nudge.Kind.HeldOut() || r.Nudge.Awaited || r.Nudge.With != "" {
		return r, nil // it fell already, or others wait for what it brings
	}
	m, err := tx.Mission(r.Team, r.Mission)
	if err != nil {
		return r, wrap("toss", err)
	}
	t, found, err := trial.Latest(tx, r.Team, m.Channel)
	if err != nil || !found || !t.Runs(now) {
		return r, wrap("toss", err)
	}
	takes, err := takesPart(tx, t, r, h, now)
	if err != nil || !takes {
		return r, wrap("toss", err)
	}
	d := trial.Decision{
		Team: r.Team, Trial: t.ID, Nudge: r.Key, Mission: r.Mission, User: r.User, Kind: string(r.Nudge.Kind), Due: r.Due,
		Rho: t.Rho, Seed: seed, U: trial.Uniform(seed), Until: sameTimeNextWorkingDay(h, r.Due, now),
	}
	d.Withheld = d.U < d.Rho
	asked := *r.Nudge
	asked.Trial = t.ID
	r.Nudge = &asked
	if d.Withheld {
		r = withhold(r, now)
	}
	return r, wrap("toss", errors.Join(tx.PutTrialDecision(d), watch(tx, d, now)))
}

// takesPart reports whether the coin falls for the one whom a nudge goes to. Somebody who joined the mission takes
// part from the next day on, so that she has heard of it.
func takesPart(tx Tx, t trial.Trial, r Row, h Hours, now time.Time) (bool, error) {
	if r.User == "" {
		return true, nil
	}
	member, err := orZero(tx.Member(r.Team, r.Mission, r.User))
	joined := mission.DateOf(member.JoinedAt.In(h.location()))
	return !t.HasLeft(r.User) && joined.Before(mission.DateOf(now.In(h.location()))), err
}

// sameTimeNextWorkingDay is the same time on the wall as the due time's, on the next working day after it. It is
// always after now.
func sameTimeNextWorkingDay(h Hours, due, now time.Time) time.Time {
	loc := h.location()
	wall := wallOf(due.In(loc))
	for n := 1; ; n++ {
		next := wall.AddDate(0, 0, n)
		at, _ := resolve(next, loc)
		if at.After(now) && (h.works(mission.DateOf(next)) || n > mostDaysOff) {
			return at
		}
	}
}

// watch puts on its way that somebody looks at what followed a nudge, once its time is over.
func watch(tx Tx, d trial.Decision, now time.Time) error {
	_, err := Post(tx, Row{
		Key: "chore/" + ChoreOutcome + "/" + d.Nudge, Team: d.Team, Subject: OfChore, Update: true,
		Ref: ChoreOutcome + ":" + string(d.Trial) + ":" + d.Nudge, Due: d.Until, NotBefore: d.Until,
	}, now)
	return err
}

// FollowUpOutcome writes what followed a nudge of a trial, once its time is over. Asked again, or about what was
// erased meanwhile, it changes nothing.
func FollowUpOutcome(tx Tx, team mission.TeamID, id mission.ID, nudge string, now time.Time) error {
	d, err := tx.TrialDecision(team, id, nudge)
	if errors.Is(err, mission.ErrNotFound) || err == nil && (d.Outcome != trial.Open || now.Before(d.Until)) {
		return nil
	}
	if err == nil {
		d.Outcome, d.Void, err = outcomeOf(tx, d)
	}
	if err != nil {
		return wrap("outcome", err)
	}
	return wrap("outcome", tx.PutTrialDecision(d))
}

// outcomeOf looks at what followed: an entry of the one who was to be asked, or of anybody where it was a channel.
func outcomeOf(tx Tx, d trial.Decision) (trial.Outcome, string, error) {
	if void, err := voidBecause(tx, d); err != nil || void != "" {
		return trial.Void, void, err
	}
	m, err := tx.Mission(d.Team, d.Mission)
	if err != nil {
		return "", "", err
	}
	all, err := tx.MissionsIn(d.Team, m.Channel)
	if err != nil {
		return "", "", err
	}
	if !slices.ContainsFunc(all, func(m mission.Mission) bool { return m.Running() || !m.Outcome.At.Before(d.Until) }) {
		return trial.Void, trial.VoidMission, nil // whatever was told before: what counts must not hang on that
	}
	for _, in := range all {
		if told, err := toldIn(tx, in.ID, d); err != nil || told {
			return trial.Told, "", err
		}
	}
	return trial.NotTold, "", nil
}

// voidBecause says why a decision cannot be counted, or nothing. What holds for one arm alone must never make it
// void, but for a message that surely did not arrive.
func voidBecause(tx Tx, d trial.Decision) (string, error) {
	r, err := orZero(tx.Row(d.Team, d.Nudge))
	if err != nil {
		return "", err
	}
	switch r.State {
	case Failed, Skipped, Dropped, Due, Claimed:
		return trial.VoidUndelivered, nil
	}
	if d.User == "" {
		return "", nil
	}
	p, err := personOf(tx, d.Team, d.User)
	if err != nil || p.Gone {
		return trial.VoidPerson, err
	}
	return "", nil
}

// toldIn reports whether something was told in a mission within the time that counts. Replies and what else is part
// of a talk do not count: nobody can answer what was not asked.
func toldIn(tx Tx, in mission.ID, d trial.Decision) (bool, error) {
	for before := mission.ID(""); ; {
		entries, err := tx.Entries(d.Team, in, before, recentEntries)
		if err != nil {
			return false, err
		}
		for _, e := range entries {
			before = e.ID
			switch {
			case e.At.Before(d.Due):
				return false, nil
			case !e.At.Before(d.Until), e.Withdrawn(), !e.Kind.Valid(), d.User != "" && e.Author != d.User:
				continue
			}
			return true, nil
		}
		if len(entries) < recentEntries {
			return false, nil
		}
	}
}

// logToss keeps what the coin said, without the person.
func (e *Engine) logToss(r Row, seed uint64) {
	if r.Nudge == nil || r.Nudge.Trial == "" || r.State != Withheld && r.State != Sending {
		return
	}
	e.log.LogAttrs(context.Background(), slog.LevelInfo, "coin tossed", append(rowAttrs(r),
		slog.String("trial", string(r.Nudge.Trial)), slog.Uint64("seed", seed), slog.Float64("u", trial.Uniform(seed)),
		slog.Bool("withheld", r.State == Withheld))...)
}
