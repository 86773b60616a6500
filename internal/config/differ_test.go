package config_test

import (
	"slices"
	"testing"

	"throughline/internal/config"
)

// TestDifferences: names alone, as the file has them, and no value.
func TestDifferences(t *testing.T) {
	t.Parallel()
	a, b := config.Default(), config.Default()
	if got := config.Differences(a, b); got != nil {
		t.Errorf("alike, and differ in %v", got)
	}
	b.Nudges.PostsPerMinute, b.Slack.APIURL, b.Slack.BotToken = 7, "https://example.org/api/", config.NewSecret("made-up")
	b.Holidays, b.Key, b.Set, b.File = []config.Holiday{{Code: "acme"}}, config.NewSecret("other"), 9, "elsewhere.toml"
	want := []string{"slack.bot_token", "slack.api_url", "nudges.posts_per_minute", "holidays", "key"}
	got := config.Differences(a, b)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("differ in %v, want %v", got, want)
	}
}

// TestDifferencesNameSettings holds the names to those of the file, so that nobody looks for one that there is not.
func TestDifferencesNameSettings(t *testing.T) {
	t.Parallel()
	full, err := config.Load("testdata/good.toml", tokens())
	if err != nil {
		t.Fatal(err)
	}
	outside := []string{"slack.bot_token", "slack.app_token", "key", "database"} // of the environment
	for _, name := range config.Differences(config.Config{}, full) {
		if !slices.Contains(config.Settings(), name) && !slices.Contains(outside, name) {
			t.Errorf("%s is no setting", name)
		}
	}
}
