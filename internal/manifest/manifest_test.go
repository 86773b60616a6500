package manifest_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"gopkg.in/yaml.v3"

	"throughline/internal/manifest"
)

func build(t *testing.T, o manifest.Options) (manifest.Manifest, []byte, []byte) {
	t.Helper()
	m := manifest.Build(o)
	y, err := m.YAML()
	if err != nil {
		t.Fatal(err)
	}
	j, err := m.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return m, y, j
}

func TestYAMLAndJSONSayTheSame(t *testing.T) {
	m, y, j := build(t, manifest.Options{History: true})
	var fromYAML, fromJSON manifest.Manifest
	if err := yaml.Unmarshal(y, &fromYAML); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(j, &fromJSON); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, fromYAML); diff != "" {
		t.Errorf("YAML lost something (-built +read):\n%s", diff)
	}
	if diff := cmp.Diff(m, fromJSON); diff != "" {
		t.Errorf("JSON lost something (-built +read):\n%s", diff)
	}
}

func TestSlackGoKnowsEveryField(t *testing.T) {
	_, y, j := build(t, manifest.Options{History: true})
	var viaYAML, viaJSON slack.Manifest
	dy := yaml.NewDecoder(bytes.NewReader(y))
	dy.KnownFields(true)
	if err := dy.Decode(&viaYAML); err != nil {
		t.Fatal(err)
	}
	dj := json.NewDecoder(bytes.NewReader(j))
	dj.DisallowUnknownFields()
	if err := dj.Decode(&viaJSON); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(viaJSON, viaYAML); diff != "" {
		t.Errorf("the two forms differ to slack-go (-json +yaml):\n%s", diff)
	}
	s := viaYAML.Settings
	if !s.SocketModeEnabled || !s.Interactivity.IsEnabled || s.TokenRotationEnabled || s.OrgDeployEnabled {
		t.Errorf("settings do not fit a self-hosted bot on Socket Mode: %+v", s)
	}
	if s.EventSubscriptions.RequestUrl != "" || viaYAML.Features.SlashCommands[0].Url != "" {
		t.Error("request addresses do not belong into a Socket Mode manifest")
	}
	if !viaYAML.Features.SlashCommands[0].ShouldEscape {
		t.Error("without should_escape a mention arrives as a name, which is not unique")
	}
}

func TestFalseIsWrittenOut(t *testing.T) {
	_, y, j := build(t, manifest.Options{})
	for _, key := range []string{"messages_tab_read_only_enabled", "token_rotation_enabled", "org_deploy_enabled"} {
		if !strings.Contains(string(y), key+": false\n") {
			t.Errorf("YAML leaves %s to Slack's default", key)
		}
		if !strings.Contains(string(j), `"`+key+`": false`) {
			t.Errorf("JSON leaves %s to Slack's default", key)
		}
	}
}

// TestInsideSlacksLimits holds the lengths and counts of the manifest's schema.
func TestInsideSlacksLimits(t *testing.T) {
	m, _, _ := build(t, manifest.Options{History: true})
	length := func(what, s string, most int) {
		t.Helper()
		if n := utf8.RuneCountInString(s); n == 0 || n > most {
			t.Errorf("%s has %d characters, allowed are 1 to %d: %q", what, n, most, s)
		}
	}
	count := func(what string, n, most int) {
		t.Helper()
		if n == 0 || n > most {
			t.Errorf("%d %s, allowed are 1 to %d", n, what, most)
		}
	}
	length("name", m.Display.Name, 35)
	length("description", m.Display.Description, 140)
	length("bot name", m.Features.Bot.DisplayName, 80)
	if !regexp.MustCompile(`^[a-z0-9_.-]+$`).MatchString(m.Features.Bot.DisplayName) {
		t.Errorf("bot name %q has characters that Slack refuses", m.Features.Bot.DisplayName)
	}
	count("shortcuts", len(m.Features.Shortcuts), 10)
	for _, s := range m.Features.Shortcuts {
		length("shortcut name", s.Name, 24)
		length("shortcut callback", s.CallbackID, 255)
		length("shortcut description", s.Description, 150)
		if s.Type != "global" && s.Type != "message" {
			t.Errorf("shortcut %q has the type %q", s.Name, s.Type)
		}
	}
	count("commands", len(m.Features.Commands), 50)
	for _, c := range m.Features.Commands {
		length("command", c.Command, 32)
		length("command description", c.Description, 2000)
		length("usage hint", c.UsageHint, 1000)
	}
	count("scopes", len(m.OAuth.Scopes.Bot), 255)
	count("events", len(m.Settings.Events.Bot), 100)
}

func TestScopesAreSortedUniqueAndExplained(t *testing.T) {
	all := append(manifest.Scopes(), manifest.HistoryScopes()...)
	seen := map[string]bool{}
	for _, s := range all {
		if seen[s.Name] {
			t.Errorf("%s stands twice", s.Name)
		}
		seen[s.Name] = true
		if s.For == "" || s.Without == "" || strings.HasSuffix(s.Without, ".") {
			t.Errorf("%s needs a purpose and a sentence without its full stop: %+v", s.Name, s)
		}
	}
	byName := func(a, b manifest.Scope) int { return strings.Compare(a.Name, b.Name) }
	if !slices.IsSortedFunc(manifest.Scopes(), byName) {
		t.Error("scopes are not in alphabetical order")
	}
}

func TestHistoryIsAskedForOnlyOnRequest(t *testing.T) {
	plain, _, _ := build(t, manifest.Options{})
	with, _, _ := build(t, manifest.Options{History: true})
	for _, s := range []string{"channels:history", "groups:history"} {
		if slices.Contains(plain.OAuth.Scopes.Bot, s) {
			t.Errorf("%s is asked for without --history", s)
		}
		if !slices.Contains(with.OAuth.Scopes.Bot, s) {
			t.Errorf("%s is missing with --history", s)
		}
	}
}

// TestEveryEventHasItsScopeAndItsDecoder fails for an event that would never come, or come and not be
// understood. The scopes are those of each event's page under docs.slack.dev/reference/events.
func TestEveryEventHasItsScopeAndItsDecoder(t *testing.T) {
	need := map[string][]string{
		"app_mention":           {"app_mentions:read"},
		"channel_archive":       {"channels:read"},
		"channel_deleted":       {"channels:read"},
		"channel_id_changed":    {"channels:read", "groups:read"},
		"channel_left":          {"channels:read"},
		"channel_rename":        {"channels:read"},
		"channel_unarchive":     {"channels:read"},
		"group_archive":         {"groups:read"},
		"group_deleted":         {"groups:read"},
		"group_left":            {"groups:read"},
		"group_rename":          {"groups:read"},
		"group_unarchive":       {"groups:read"},
		"member_joined_channel": {"channels:read", "groups:read"},
		"member_left_channel":   {"channels:read", "groups:read"},
		"message.im":            {"im:history"},
		"user_change":           {"users:read"},
		"app_home_opened":       nil,
		"app_uninstalled":       nil,
		"tokens_revoked":        nil,
	}
	granted := manifest.Build(manifest.Options{}).OAuth.Scopes.Bot
	for _, e := range manifest.Events() {
		scopes, known := need[e]
		if !known {
			t.Errorf("%s: add the scopes that its page names", e)
		}
		for _, s := range scopes {
			if !slices.Contains(granted, s) {
				t.Errorf("%s never comes without %s", e, s)
			}
		}
		inner, _, _ := strings.Cut(e, ".")
		if _, ok := slackevents.EventsAPIInnerEventMapping[slackevents.EventsAPIType(inner)]; !ok {
			t.Errorf("slack-go does not decode %s", e)
		}
	}
	if !slices.IsSorted(manifest.Events()) {
		t.Error("events are not in alphabetical order")
	}
}
