package main

import (
	"errors"
	"fmt"

	"throughline/internal/config"
	"throughline/internal/nudges"
)

// plannedTimes returns when kinds come in new missions, by the settings, or all that is wrong with them at once.
func plannedTimes(set config.Nudges) (map[nudges.Kind]string, error) {
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
		if err := nudges.CheckDaily(t.expr); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("nudges.%s is %q: %w", t.name, t.expr, err))
		}
		times[t.kind] = t.expr
	}
	return times, wrong
}
