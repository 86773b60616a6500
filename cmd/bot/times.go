package main

import (
	"errors"
	"fmt"
	"time"

	"throughline/internal/config"
	"throughline/internal/nudges"
	"throughline/internal/rounds"
	"throughline/internal/slackapp/view"
)

// plannedTimes returns when kinds come in new missions, by the settings, or all that is wrong with them at once.
func plannedTimes(set config.Nudges, now time.Time) (map[nudges.Kind]string, error) {
	times := make(map[nudges.Kind]string)
	var wrong error
	for _, t := range []struct {
		name string
		kind nudges.Kind
		expr string
	}{
		{"questions", nudges.Coach, set.Questions}, {"digest", nudges.Digest, set.Digest},
		{"reflections", nudges.Reflect, set.Reflections}, {"rounds", nudges.Round, set.Rounds},
	} {
		if t.expr == "" {
			continue
		}
		if err := checkTimes(t.kind, t.expr, now); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("nudges.%s is %q: %w", t.name, t.expr, err))
		}
		times[t.kind] = t.expr
	}
	return times, wrong
}

// checkTimes says what is wrong with when a kind is to come.
func checkTimes(k nudges.Kind, expr string, now time.Time) error {
	if err := nudges.CheckDaily(expr); err != nil {
		return err
	}
	recur := nudges.Recur{Expr: expr, Zone: "UTC"}
	if k == nudges.Round && nudges.RoundsWithin(recur, rounds.GapDays, now) {
		return errors.New(view.RoundsTooClose())
	}
	if !k.ToChannel() {
		return nil
	}
	hours := nudges.DefaultHours(recur.Zone)
	if falls, _, err := recur.Falls(hours, now); err != nil || falls > 0 {
		return err
	}
	return errors.New(view.NeverInHours(hours))
}

// unusable says what else than config.Load finds is wrong with settings, so that the bot would not start.
func unusable(cfg config.Config, now time.Time) error {
	_, errTimes := plannedTimes(cfg.Nudges, now)
	_, errDays := calendars(cfg.Holidays)
	return errors.Join(errTimes, errDays)
}
