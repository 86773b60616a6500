package appmanifest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/manifest"
	"throughline/internal/sandbox"
	"throughline/internal/sandbox/appmanifest"
	"throughline/internal/sandbox/rules"
)

const lunch = `
_metadata: {major_version: 2}
display_information: {name: Lunch Bot, description: Who eats where}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true}
  bot_user: {display_name: Lunch Bot}
  slash_commands:
    - {command: /lunch, description: Ask for lunch, usage_hint: where, should_escape: true}
  shortcuts:
    - {name: Ask for lunch, type: global, callback_id: ask, description: Opens the form}
oauth_config: {scopes: {bot: [commands, "chat:write", "im:history"]}}
settings:
  event_subscriptions: {bot_events: [app_home_opened, message.im]}
  interactivity: {is_enabled: true}
  socket_mode_enabled: true
`

func lunchApp() sandbox.App {
	return sandbox.App{
		Name: "Lunch Bot", BotName: "lunch_bot", HomeTab: true, MessagesTab: true,
		Commands:  []sandbox.Command{{Name: "/lunch", Description: "Ask for lunch", UsageHint: "where", ShouldEscape: true}},
		Shortcuts: []sandbox.Shortcut{{CallbackID: "ask", Name: "Ask for lunch", Type: "global"}},
		Scopes:    []string{"commands", "chat:write", "im:history"},
		Events:    []string{"app_home_opened", "message.im"},
	}
}

func TestAManifestBecomesTheApp(t *testing.T) {
	got, err := appmanifest.Read([]byte(lunch))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(appmanifest.App{App: lunchApp()}, got); diff != "" {
		t.Error(diff)
	}
}

// TestJSONIsRead takes the form that Slack's page exports, with tabs, which YAML itself would refuse.
func TestJSONIsRead(t *testing.T) {
	got, err := appmanifest.Read([]byte("\ufeff{\n\t\"display_information\": {\n\t\t\"name\": \"Lunch: Bot\"\n\t},\n" +
		"\t\"features\": {\"bot_user\": {\"display_name\": \"lunch\"}},\n" +
		"\t\"oauth_config\": {\"scopes\": {\"bot\": [\"chat:write\"]}},\n\t\"settings\": {\"socket_mode_enabled\": true}\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := sandbox.App{Name: "Lunch: Bot", BotName: "lunch", Scopes: []string{"chat:write"}, InteractivityOff: true}
	if diff := cmp.Diff(appmanifest.App{App: want}, got); diff != "" {
		t.Error(diff)
	}
}

// TestThroughlinesOwnManifestIsRead holds the reader to what the program prints for pasting into Slack.
func TestThroughlinesOwnManifestIsRead(t *testing.T) {
	m := manifest.Build(manifest.Options{History: true})
	for name, write := range map[string]func() ([]byte, error){"YAML": m.YAML, "JSON": m.JSON} {
		raw, err := write()
		if err != nil {
			t.Fatal(err)
		}
		app, err := appmanifest.Read(raw)
		if err != nil || len(app.Warnings) > 0 {
			t.Fatalf("%s: %v %q", name, err, app.Warnings)
		}
		if app.Name != m.Display.Name || len(app.Events) != len(m.Settings.Events.Bot) || len(app.Shortcuts) != 4 {
			t.Errorf("%s: %+v", name, app)
		}
	}
}

func TestFaultsAreSentences(t *testing.T) {
	rules.Keeps(t, "manifest/name", "manifest/long-description", "manifest/bot-name", "manifest/commands", "manifest/shortcuts", "manifest/scopes",
		"manifest/events", "manifest/unknown-key")
	for name, tc := range map[string]struct{ from, to, says string }{
		"no name":                     {"name: Lunch Bot, description", "description", "display_information.name is missing."},
		"a long name":                 {"name: Lunch Bot", "name: " + strings.Repeat("x", 36), "display_information.name has 36 characters, of which Slack takes 35."},
		"a long line about it":        {"description: Who eats where", "description: " + strings.Repeat("x", 141), "display_information.description has 141 characters, of which Slack takes 140."},
		"a too long description":      {"description: Who eats where", "long_description: " + strings.Repeat("x", 4001), "display_information.long_description has 4001 characters, of which Slack takes 4000."},
		"a long bot name":             {"display_name: Lunch Bot", "display_name: " + strings.Repeat("x", 81), "features.bot_user.display_name has 81 characters, of which Slack takes 80."},
		"a command of many words":     {"description: Ask for lunch", "description: " + strings.Repeat("x", 2001), "features.slash_commands[0].description has 2001 characters, of which Slack takes 2000."},
		"a long hint":                 {"usage_hint: where", "usage_hint: " + strings.Repeat("x", 1001), "features.slash_commands[0].usage_hint has 1001 characters, of which Slack takes 1000."},
		"a shortcut of many words":    {"description: Opens the form", "description: " + strings.Repeat("x", 151), "features.shortcuts[0].description has 151 characters, of which Slack takes 150."},
		"a short long description":    {"description: Who eats where", "long_description: Who eats where", "display_information.long_description has 14 characters and needs at least 175."},
		"a field that is none":        {"socket_mode_enabled", "socket_mode", "settings.socket_mode is nothing that a manifest has."},
		"a top field that is none":    {"settings:", "setings:", "setings is nothing that a manifest has."},
		"a text for a flag":           {"is_enabled: true", "is_enabled: yep", `settings.interactivity.is_enabled is the text "yep" and has to be true or false.`},
		"a command without its slash": {"command: /lunch", "command: lunch", `features.slash_commands[0].command is "lunch" and has to be one word that begins with a slash.`},
		"a command of two words":      {"command: /lunch", "command: /lunch now", `features.slash_commands[0].command is "/lunch now" and has to be one word`},
		"a long command":              {"command: /lunch", "command: /" + strings.Repeat("l", 32), "features.slash_commands[0].command has 33 characters, of which Slack takes 32."},
		"a command without words":     {"description: Ask for lunch, usage", "usage", "features.slash_commands[0].description is missing."},
		"a shortcut of no kind":       {"type: global", "type: local", `features.shortcuts[0].type is "local" and has to be one of message, global.`},
		"a long shortcut":             {"{name: Ask for lunch", "{name: " + strings.Repeat("a", 25), "features.shortcuts[0].name has 25 characters, of which Slack takes 24."},
		"no bot user":                 {"  bot_user: {display_name: Lunch Bot}\n", "", "features.bot_user is missing: an app with a bot token has a bot user."},
		"an event twice":              {"[app_home_opened, message.im]", "[message.im, message.im]", `settings.event_subscriptions.bot_events[1] says "message.im" a second time.`},
		"a list that is none":         {"[app_home_opened, message.im]", "message.im", `settings.event_subscriptions.bot_events is the text "message.im" and has to be a list.`},
		"no scopes":                   {`[commands, "chat:write", "im:history"]`, "[]", "oauth_config.scopes.bot names no scope, so there would be no bot token."},
		"a scope that is none":        {`"chat:write"`, `"chat:wirte"`, `oauth_config.scopes.bot[1] is "chat:wirte", which is no scope of Slack's for bots.`},
		"an event that is none":       {"app_home_opened,", "app_home_closed,", `settings.event_subscriptions.bot_events[0] is "app_home_closed", which is no event of Slack's.`},
		"an event without its scope":  {`, "im:history"`, "", `settings.event_subscriptions.bot_events[1] is "message.im", which needs the scope im:history in oauth_config.scopes.bot.`},
		"commands without the scope":  {"commands, ", "", "features.slash_commands needs the scope commands in oauth_config.scopes.bot."},
		"shortcuts without the scope": {"commands, ", "", "features.shortcuts needs the scope commands in oauth_config.scopes.bot."},
		"an optional scope alone":     {`bot: [commands`, `bot_optional: ["pins:write"], bot: [commands`, "oauth_config.scopes.bot_optional names pins:write, which bot has to name as well."},
		"events without a way":        {"socket_mode_enabled: true", "socket_mode_enabled: false", "settings.event_subscriptions needs settings.socket_mode_enabled, or a request_url."},
		"an address that is none":     {"interactivity: {is_enabled: true}", "interactivity: {is_enabled: true, request_url: ftp://x}", "has to begin with https:// or http://."},
		"a number for a group":        {"settings:\n", "settings: 7\nx:\n", "settings is 7 and has to be a group of fields."},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(lunch, tc.from, tc.to, 1)
			if changed == lunch {
				t.Fatal("the case changes nothing")
			}
			_, err := appmanifest.Read([]byte(changed))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("it says %v, not %q", err, tc.says)
			}
		})
	}
}

func TestCountsAreHeld(t *testing.T) {
	rules.Keeps(t, "manifest/commands", "manifest/shortcuts", "manifest/scopes", "manifest/events")
	for name, tc := range map[string]struct {
		from, row string
		times     int
		says      string
	}{
		"commands": {"  slash_commands:\n", "    - {command: /c%d, description: d}\n", 50, "features.slash_commands has 51 entries and may have 1 to 50."},
		"scopes":   {"{bot: [", "s%d, ", 253, "oauth_config.scopes.bot has 256 entries and may have 0 to 255."},
		"events":   {"{bot_events: [", "e%d, ", 99, "settings.event_subscriptions.bot_events has 101 entries and may have 0 to 100."},
		"the same": {"  slash_commands:\n", "    - {command: /lunch, description: d}\n", 1, `features.slash_commands[1].command is "/lunch" a second time.`},
		"global shortcuts": {
			"  shortcuts:\n", "    - {name: n, type: global, callback_id: c%d, description: d}\n", 5,
			"features.shortcuts has 6 of the type global, of which an app may have 5.",
		},
		"shortcuts of both kinds": {
			"  shortcuts:\n", "    - {name: n, type: message, callback_id: c%d, description: d}\n", 10,
			"features.shortcuts has 11 entries and may have 1 to 10.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			rows := ""
			for i := range tc.times {
				row := tc.row
				if strings.Contains(row, "%d") {
					row = fmt.Sprintf(row, i)
				}
				rows += row
			}
			_, err := appmanifest.Read([]byte(strings.Replace(lunch, tc.from, tc.from+rows, 1)))
			var faults appmanifest.Faults
			if !errors.As(err, &faults) || len(faults) != 1 || faults[0] != tc.says {
				t.Errorf("it says %q", err)
			}
		})
	}
}

// TestWarningsTellWhatSlackDoesNotSay is about manifests that Slack takes, with something in them that never works.
func TestWarningsTellWhatSlackDoesNotSay(t *testing.T) {
	for name, tc := range map[string]struct{ from, to, says string }{
		"an event never sent": {"app_home_opened,", "app_requested,", "The sandbox never sends the event app_requested."},
		"nobody can write":    {"messages_tab_enabled: true", "messages_tab_enabled: false", "features.app_home has no Messages tab in which people can write: message.im never tells of them."},
		"no tab":              {"{home_tab_enabled: true, messages_tab_enabled: true}", "{messages_tab_read_only_enabled: false}", "features.app_home has neither tab: app_home_opened never comes."},
		"no interactivity":    {"is_enabled: true", "is_enabled: false", "settings.interactivity is off: the shortcuts lead nowhere."},
		"no socket": {
			"bot_events: [app_home_opened, message.im]}\n  interactivity: {is_enabled: true}\n  socket_mode_enabled: true",
			"bot_events: [app_home_opened, message.im], request_url: https://lunch.example/e}\n  interactivity: {is_enabled: true, request_url: https://lunch.example/i}",
			"settings.socket_mode_enabled is off: the sandbox speaks Socket Mode alone, so no program can connect.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(lunch, tc.from, tc.to, 1)
			if changed == lunch {
				t.Fatal("the case changes nothing")
			}
			app, err := appmanifest.Read([]byte(changed))
			if err != nil || !slices.Contains(app.Warnings, tc.says) {
				t.Errorf("it says %q %v, not %q", app.Warnings, err, tc.says)
			}
		})
	}
}

// TestWhatIsNoManifestIsTold is about files of something else.
func TestWhatIsNoManifestIsTold(t *testing.T) {
	for raw, says := range map[string]string{
		"":                  "the manifest is empty",
		"<html>":            `the manifest is the text "<html>" and has to be a group of fields`,
		"[a]":               "the manifest is a list and has to be a group of fields",
		"a: 1\na: 2":        `mapping key "a" already defined`,
		"a:\n\tb: 1":        "the manifest is neither YAML nor JSON: line 2",
		`{"settings": {"a"`: "the manifest is neither YAML nor JSON",
	} {
		if _, err := appmanifest.Read([]byte(raw)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("of %q it says %v, not %q", raw, err, says)
		}
	}
}

// FuzzRead feeds the reader whatever a file may hold: it answers with an app or with a reason.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{lunch, "", "{", "{}", "- a", "a: &x [*x]", "1: 2", "\x00", `{"settings": {"a": 1e999}}`, "? {a: b}\n: c", "a: !!binary x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		app, err := appmanifest.Read(raw)
		if err == nil && (app.Name == "" || app.BotName == "" || len(app.Scopes) == 0) {
			t.Errorf("an app without a name or scopes: %+v", app)
		}
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("a refusal without a reason")
		}
	})
}
