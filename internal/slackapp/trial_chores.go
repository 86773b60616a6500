package slackapp

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/trial"
)

// What a trial does at its times. Each is a chore, so that none is lost and none is done twice.

// The chores of trials, as the first part of a row's Ref.
const (
	choreTrialLook   = "trial_look"   // trial_look:<trial>:<n>, take the nth look
	choreTrialErase  = "trial_erase"  // trial_erase:<trial>, erase what was noted of people
	choreTrialRetire = "trial_retire" // trial_retire:<trial>:<kind>, a kind leaves
	choreTrialOffer  = "trial_offer"  // trial_offer:<trial>:<kind>, offer it again
)

const (
	// retireNotice is how many days there are at least to keep a kind before it leaves.
	retireNotice = 3
	// offerAfter is how many days after it left a kind is offered again.
	offerAfter = 26 * 7
	// trialSlice is how many decisions are changed in one transaction.
	trialSlice = 200
)

func (a *App) trialChores() map[string]chore {
	return map[string]chore{
		nudges.ChoreOutcome: a.trialOutcome,
		choreTrialLook:      a.takeTrialLook,
		choreTrialErase:     a.eraseTrial,
		choreTrialRetire:    a.retireKind,
		choreTrialOffer:     a.offerKind,
	}
}

// trialLooks plans the looks at a trial.
func (w rows) trialLooks(t trial.Trial) error {
	for n := 1; n <= len(trial.Weeks); n++ {
		parts := []string{choreTrialLook, string(t.ID), strconv.Itoa(n)}
		if err := w.chore(t.Team, ref(parts...), t.LookAt(n), parts...); err != nil {
			return err
		}
	}
	return nil
}

// trialErase plans that what was noted of people goes.
func (w rows) trialErase(t trial.Trial) error {
	at := t.EraseAt()
	if at.IsZero() {
		return nil
	}
	return w.chore(t.Team, ref(choreTrialErase, string(t.ID), unix(at)), at, choreTrialErase, string(t.ID))
}

// trialOutcome writes what followed a nudge, or the silence in place of one. The nudge's key holds colons itself.
func (a *App) trialOutcome(ctx context.Context, _ nudges.Row, args []string) error {
	if len(args) < 2 {
		return nil
	}
	return a.store.Update(ctx, func(tx Tx) error {
		return nudges.FollowUpOutcome(tx, a.team, mission.ID(args[0]), strings.Join(args[1:], ":"), a.clock.Now())
	})
}

// takeTrialLook takes a look: it finds out what is still open, counts, and does what follows from the verdict.
func (a *App) takeTrialLook(ctx context.Context, _ nudges.Row, args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil || n < 1 || n > len(trial.Weeks) {
		return mission.ErrNotFound
	}
	t, over, err := a.trialToLookAt(ctx, mission.ID(args[0]), n)
	if err != nil || over {
		return err
	}
	if err := a.closeOutcomes(ctx, t, t.LookAt(n)); err != nil {
		return err
	}
	next := a.newID()
	return a.store.Update(ctx, func(tx Tx) error { return a.lookNow(tx, t.ID, n, next) })
}

// lookNow counts and keeps what it found in one transaction: whoever leaves the trial meanwhile, or is forgotten, is in
// neither, and a trial that was ended meanwhile is not looked at.
func (a *App) lookNow(tx Tx, id mission.ID, n int, next mission.ID) error {
	t, over, err := trialAtLook(tx, a.team, id, n)
	if err != nil || over {
		return err
	}
	look, err := trial.Take(tx, t, n)
	if err != nil {
		return err
	}
	if err := tx.PutTrialLook(look); err != nil {
		return err
	}
	return a.afterLook(tx, a.rows(tx), t, n, next)
}

// trialToLookAt returns a trial, and whether it ended before a look.
func (a *App) trialToLookAt(ctx context.Context, id mission.ID, n int) (t trial.Trial, over bool, err error) {
	err = a.store.View(ctx, func(tx Tx) error {
		t, over, err = trialAtLook(tx, a.team, id, n)
		return err
	})
	return t, over, err
}

func trialAtLook(tx Tx, team mission.TeamID, id mission.ID, n int) (t trial.Trial, over bool, err error) {
	t, err = tx.Trial(team, id)
	if isNotFound(err) {
		return t, true, nil
	}
	return t, !t.EndedAt.IsZero() && t.EndedAt.Before(t.LookAt(n)), err
}

// closeOutcomes finds out what followed wherever the time was over at a look. As a rule nothing is left to do.
func (a *App) closeOutcomes(ctx context.Context, t trial.Trial, look time.Time) error {
	var open []trial.Decision
	err := a.store.View(ctx, func(tx Tx) error {
		trials := []trial.Trial{t}
		if t.Channel == "" {
			var err error
			if trials, err = tx.TrialsOf(t.Team); err != nil {
				return err
			}
		}
		for _, in := range trials {
			all, err := tx.TrialDecisions(t.Team, in.ID)
			if err != nil {
				return err
			}
			for _, d := range all {
				if d.Outcome == trial.Open && !d.Until.After(look) {
					open = append(open, d)
				}
			}
		}
		return nil
	})
	for err == nil && len(open) > 0 {
		n := min(len(open), trialSlice)
		err = a.store.Update(ctx, func(tx Tx) error {
			for _, d := range open[:n] {
				if err := nudges.FollowUpOutcome(tx, a.team, d.Trial, d.Nudge, a.clock.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		open = open[n:]
	}
	return err
}

// afterLook does what follows from a look: the workspace's retires kinds, and opens the next season where teams go
// on; a team's last one ends its trial.
func (a *App) afterLook(tx Tx, w rows, t trial.Trial, n int, next mission.ID) error {
	last := n == len(trial.Weeks)
	if t.Channel != "" {
		if !last {
			return nil
		}
		return inOrder(
			func() error { return w.trialErase(t) },
			func() error {
				return w.inChannel(t, func(m mission.Mission) error { return w.trialTold(m, t, noticeTrialDone) })
			},
		)
	}
	looks, err := tx.TrialLooks(t.Team, t.ID)
	if err != nil {
		return err
	}
	all, err := tx.TrialsOf(t.Team)
	if err != nil {
		return err
	}
	goesOn := false
	for _, in := range all {
		if in.Channel == "" || !in.From.Before(t.LookAt(n)) || in.Over(t.LookAt(n)) && !in.Until.Equal(t.LookAt(n)) {
			continue
		}
		goesOn = goesOn || in.Until.After(t.Until)
		if err := w.retiring(tx, in, looks, n); err != nil {
			return err
		}
	}
	if !last || !goesOn {
		return nil
	}
	season := trial.Trial{ID: "S" + next, Team: t.Team, AskedAt: w.now, Zone: t.Zone, From: t.Until}
	season.Until = season.LookAt(len(trial.Weeks))
	return inOrder(
		func() error { return tx.PutTrial(season) },
		func() error { return w.trialLooks(season) },
	)
}

// inChannel does something about the mission that runs in a trial's channel, where one does.
func (w rows) inChannel(t trial.Trial, do func(mission.Mission) error) error {
	m, err := w.tx.ActiveMission(t.Team, t.Channel)
	if err != nil {
		return ignoreNotFound(err)
	}
	return do(m)
}

// retiring announces in a trial's channel the kinds that the nth look was the first to find without effect.
func (w rows) retiring(tx Tx, t trial.Trial, looks []trial.Look, n int) error {
	for _, f := range looks[len(looks)-1].Of {
		k := nudges.Kind(f.Kind)
		found, at, ok := trial.Found(looks, f.Kind)
		_, known := t.Retiring(f.Kind)
		few := !k.ToChannel() && f.People < trial.FewestPeople // a verdict about one or two people is none
		if !ok || known || few || !k.HeldOut() || found.Word != trial.NoEffect || at.N != n {
			continue
		}
		told, err := mayRead(tx, t, f, at)
		if err != nil {
			return err
		}
		t = t.Retire(trial.Retirement{Kind: f.Kind, At: retiresAt(t, at.At)})
		r, _ := t.Retiring(f.Kind)
		err = inOrder(
			func() error { return tx.PutTrial(t) },
			func() error {
				return w.inChannel(t, func(m mission.Mission) error {
					return w.trialTold(m, t, noticeTrialRetires, append([]string{f.Kind}, told...)...)
				})
			},
			func() error {
				return w.chore(t.Team, ref(choreTrialRetire, string(t.ID), f.Kind), r.At, choreTrialRetire, string(t.ID), f.Kind)
			},
			func() error {
				again := r.At.AddDate(0, 0, offerAfter)
				return w.chore(t.Team, ref(choreTrialOffer, string(t.ID), f.Kind), again, choreTrialOffer, string(t.ID), f.Kind)
			},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// mayRead says whether a team may read a figure of the workspace's, as what a notice's Ref ends in: it is about enough
// teams, or about this one alone.
func mayRead(tx trial.Tx, t trial.Trial, f trial.Figures, look trial.Look) ([]string, error) {
	if f.Channels >= trial.FewestTeams {
		return []string{"told"}, nil
	}
	hers, err := tx.TrialDecisions(t.Team, t.ID)
	own := func(d trial.Decision) bool { return d.Kind == f.Kind && d.Counts(look.At) }
	if err != nil || f.Channels != 1 || !slices.ContainsFunc(hers, own) {
		return nil, err
	}
	return []string{"told"}, nil
}

// retiresAt is the first Friday that leaves everybody some days to keep a kind, at ten in the trial's zone.
func retiresAt(t trial.Trial, look time.Time) time.Time {
	loc, err := nudges.LoadZone(t.Zone)
	if err != nil {
		loc = time.UTC
	}
	day := mission.DateOf(look.In(loc)).AddDays(retireNotice)
	for day.Weekday() != time.Friday {
		day = day.AddDays(1)
	}
	return day.At(10, 0, loc)
}

// onRetirement changes what is known of a kind's retirement.
func (a *App) onRetirement(ctx context.Context, args []string, change func(Tx, rows, trial.Trial, trial.Retirement) error) error {
	return a.store.Update(ctx, func(tx Tx) error {
		t, err := tx.Trial(a.team, mission.ID(args[0]))
		if err != nil {
			return ignoreNotFound(err)
		}
		r, ok := t.Retiring(args[1])
		if !ok || r.Kept {
			return nil
		}
		return change(tx, a.rows(tx), t, r)
	})
}

// retireKind takes a kind that nobody kept out of the plan of the mission that runs in a trial's channel.
func (a *App) retireKind(ctx context.Context, _ nudges.Row, args []string) error {
	return a.onRetirement(ctx, args, func(tx Tx, w rows, t trial.Trial, r trial.Retirement) error {
		r.Gone = true
		return inOrder(
			func() error { return tx.PutTrial(t.Retire(r)) },
			func() error {
				return w.inChannel(t, func(m mission.Mission) error {
					return setKind(tx, m, nudges.Kind(r.Kind), true, w.now)
				})
			},
		)
	})
}

// retiredHere leaves the kinds that retired in a channel out of the plan of a mission that begins there.
func (w rows) retiredHere(m mission.Mission) error {
	t, found, err := trial.Latest(w.tx, m.Team, m.Channel)
	if err != nil || !found {
		return err
	}
	for _, r := range t.Retired {
		if r.Gone && !r.Kept {
			if err := setKind(w.tx, m, nudges.Kind(r.Kind), true, w.now); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *App) offerKind(ctx context.Context, _ nudges.Row, args []string) error {
	return a.onRetirement(ctx, args, func(tx Tx, w rows, t trial.Trial, r trial.Retirement) error {
		if !r.Gone || r.Offered {
			return nil
		}
		r.Offered = true
		return inOrder(
			func() error { return tx.PutTrial(t.Retire(r)) },
			func() error {
				return w.inChannel(t, func(m mission.Mission) error { return w.trialTold(m, t, noticeTrialOffers, r.Kind) })
			},
		)
	})
}

// eraseTrial erases what a trial noted of people, slice by slice.
func (a *App) eraseTrial(ctx context.Context, _ nudges.Row, args []string) error {
	id := mission.ID(args[0])
	var all []trial.Decision
	err := a.store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.TrialDecisions(a.team, id)
		return err
	})
	for err == nil && len(all) > 0 {
		n := min(len(all), trialSlice)
		err = a.store.Update(ctx, func(tx Tx) error {
			for _, d := range all[:n] {
				if err := nudges.ForgetToss(tx, d); err != nil {
					return err
				}
			}
			return nil
		})
		all = all[n:]
	}
	return err
}

// leaveTrials takes what trials noted of somebody out of them, before she is forgotten: the figures of their looks
// are counted without her.
func (a *App) leaveTrials(ctx context.Context, user mission.UserID) error {
	return a.store.Update(ctx, func(tx Tx) error {
		all, err := tx.TrialsOf(a.team)
		if err != nil {
			return err
		}
		for _, t := range all {
			if t.Channel == "" {
				continue
			}
			if err := trial.Forget(tx, t, user); err != nil {
				return err
			}
		}
		return nil
	})
}
