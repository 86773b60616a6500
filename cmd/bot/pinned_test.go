package main

import (
	"testing"
	"time"
)

// A card of which Slack did not say that it stands is pinned once it was found.
func TestACardThatWasLookedUpIsPinned(t *testing.T) {
	t.Parallel()
	inVirtual(t, quietEvening, true, func(v *virtual) {
		v.call("fault", object{"kind": "reset", "method": "chat.postMessage", "after": true, "times": 1})
		ana := v.as("Ana")
		ana.types("#refunds", "/mission start Refunds in a day")
		ana.submits("start_1", object{
			"end_state": object{"v": "Nine in ten arrive within a day."}, "steer": object{"v": "lead"}, "rest": object{"start_rest": "write"},
		})
		ana.submits("start_2", object{})
		ana.submits("start_3", object{})
		v.passes(5 * time.Minute) // doubt is looked up after two
		ana.card("#refunds")
	})
}
