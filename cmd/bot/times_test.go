package main

import (
	"strings"
	"testing"

	"throughline/internal/config"
	"throughline/internal/nudges"
)

func TestTimesOfTheSettings(t *testing.T) {
	times, err := plannedTimes(config.Nudges{Questions: "0 11 * * 3", Rounds: "0 15 * * 1"})
	if err != nil || len(times) != 2 || times[nudges.Coach] != "0 11 * * 3" || times[nudges.Round] != "0 15 * * 1" {
		t.Errorf("read %v, %v", times, err)
	}
	_, err = plannedTimes(config.Nudges{Questions: "* * * * *", Digest: "0 10 31 2 *", Reflections: "@daily"})
	for _, want := range []string{"nudges.questions is", "1440 times a day", "nudges.digest is", "never come", "nudges.reflections is"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the mistakes are %v, without %q", err, want)
		}
	}
}
