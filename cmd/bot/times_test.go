package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/config"
	"throughline/internal/nudges"
)

func TestTimesOfTheSettings(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 12, 0, 0, time.UTC)
	times, err := plannedTimes(config.Nudges{Questions: "0 11 * * 3", Rounds: "0 15 * * 1"}, now)
	if err != nil || len(times) != 2 || times[nudges.Coach] != "0 11 * * 3" || times[nudges.Round] != "0 15 * * 1" {
		t.Errorf("read %v, %v", times, err)
	}
	_, err = plannedTimes(config.Nudges{Questions: "* * * * *", Digest: "0 10 31 2 *", Reflections: "@daily"}, now)
	for _, want := range []string{"nudges.questions is", "1440 times a day", "nudges.digest is", "never come", "nudges.reflections is"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the mistakes are %v, without %q", err, want)
		}
	}
	_, err = plannedTimes(config.Nudges{Questions: "0 3 * * 2", Digest: "0 10 * * 6", Rounds: "0 14 * * 1,3", Reflections: "0 20 * * 5"}, now)
	for _, want := range []string{"nudges.questions is", "a channel rests 18:00 to 08:30", "nudges.digest is", "nudges.rounds is", "at most once in 13 days"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("times that never come are %v, without %q", err, want)
		}
	}
	if err != nil && strings.Contains(err.Error(), "reflections") {
		t.Errorf("reflections at eight are a person's to have: %v", err)
	}
}

func TestDoctorNamesTimesThatKeepTheBotFromStarting(t *testing.T) {
	file := filepath.Join(t.TempDir(), "throughline.toml")
	settings := "[nudges]\nquestions = \"0 3 * * 2\"\n[[holidays]]\ncode = \"acme\"\nname = \"Acme\"\nbase = \"atlantis\"\ndays = [\"2026-12-24\"]\n"
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	got := call(t, map[string]string{"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "doctor", "--config", file)
	for _, want := range []string{"FAIL  settings   nudges.questions is", "no calendar \"atlantis\"", "the bot does not start"} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("doctor does not say %q:\n%s", want, got.stdout)
		}
	}
}
