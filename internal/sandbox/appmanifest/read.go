package appmanifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"throughline/internal/sandbox"
)

// App is what a manifest describes.
type App struct {
	sandbox.App

	// Warnings are sentences on what Slack would take and then not do, such as an event that nobody can cause.
	Warnings []string
}

// Faults are the sentences on a manifest that Slack would refuse.
type Faults []string

func (f Faults) Error() string { return strings.Join(f, "\n") }

// described are the parts of a checked manifest that a sandbox acts on.
type described struct {
	Display struct {
		Name string `json:"name"`
	} `json:"display_information"`
	Features struct {
		Home struct {
			HomeTab     bool `json:"home_tab_enabled"`
			MessagesTab bool `json:"messages_tab_enabled"`
			ReadOnly    bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		UnfurlDomains []string `json:"unfurl_domains"`

		Bot *struct {
			DisplayName string `json:"display_name"`
		} `json:"bot_user"`
		Commands []struct {
			Command      string `json:"command"`
			Description  string `json:"description"`
			UsageHint    string `json:"usage_hint"`
			ShouldEscape bool   `json:"should_escape"`
		} `json:"slash_commands"`
		Shortcuts []sandbox.Shortcut `json:"shortcuts"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot         []string `json:"bot"`
			BotOptional []string `json:"bot_optional"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			Bot        []string `json:"bot_events"`
			RequestURL string   `json:"request_url"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			Enabled    bool   `json:"is_enabled"`
			RequestURL string `json:"request_url"`
		} `json:"interactivity"`
		SocketMode bool `json:"socket_mode_enabled"`
	} `json:"settings"`
}

// Read reads a manifest, as YAML or as JSON. The error is Faults where Slack would refuse what it says.
func Read(raw []byte) (App, error) {
	tree, err := parse(raw)
	if err != nil {
		return App{}, err
	}
	if faults := manifest().check("", tree); len(faults) > 0 {
		return App{}, Faults(faults)
	}
	again, err := json.Marshal(tree)
	if err != nil {
		return App{}, fmt.Errorf("the manifest: %w", err)
	}
	var d described
	if err := json.Unmarshal(again, &d); err != nil {
		return App{}, fmt.Errorf("the manifest: %w", err)
	}
	if faults := d.faults(); len(faults) > 0 {
		return App{}, Faults(faults)
	}
	return d.app(), nil
}

// parse reads the tree of fields. JSON is tried where it looks like it, since YAML takes no tabs before its words.
func parse(raw []byte) (map[string]any, error) {
	var tree any
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("{")) && json.Valid(raw) {
		raw = untabbed(raw)
	}
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return nil, fmt.Errorf("the manifest is neither YAML nor JSON: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	fields, ok := tree.(map[string]any)
	switch {
	case tree == nil:
		return nil, errors.New("the manifest is empty: it begins with display_information, features, …")
	case !ok:
		return nil, fmt.Errorf("the manifest is %s and has to be a group of fields: display_information, features, …", describe(tree))
	}
	return fields, nil
}

// untabbed is the same JSON without the white space between its words.
func untabbed(raw []byte) []byte {
	var out bytes.Buffer
	if err := json.Compact(&out, raw); err != nil {
		return raw
	}
	return out.Bytes()
}

// faults are the rules between fields (docs.slack.dev/reference/methods/apps.manifest.create), and what an app needs
// to be installed at all. That commands and events want their scopes is what apps.manifest.validate answers
// (gastownhall/gascity-packs#63, derive-to/derive#558), with requires_commands_bot_scope for the former; so is that
// an event has to be one of Slack's (gugu91/pinet#358). [unknown] whether it says so of shortcuts.
func (d described) faults() []string {
	var out []string
	say := func(wrong bool, format string, args ...any) {
		if wrong {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	s := d.Settings
	say(len(d.OAuth.Scopes.Bot) == 0, "oauth_config.scopes.bot names no scope, so there would be no bot token.")
	say(d.Features.Bot == nil, "features.bot_user is missing: an app with a bot token has a bot user.")
	say(len(s.Events.Bot) > 0 && !s.SocketMode && s.Events.RequestURL == "",
		"settings.event_subscriptions needs settings.socket_mode_enabled, or a request_url.")
	say(s.Interactivity.Enabled && !s.SocketMode && s.Interactivity.RequestURL == "",
		"settings.interactivity needs settings.socket_mode_enabled, or a request_url.")
	say(len(d.Features.Commands) > 0 && !slices.Contains(d.OAuth.Scopes.Bot, "commands"),
		"features.slash_commands needs the scope commands in oauth_config.scopes.bot.")
	say(len(d.Features.Shortcuts) > 0 && !slices.Contains(d.OAuth.Scopes.Bot, "commands"),
		"features.shortcuts needs the scope commands in oauth_config.scopes.bot.")
	for i, scope := range d.OAuth.Scopes.Bot {
		say(!slices.Contains(scopes, scope), "oauth_config.scopes.bot[%d] is %q, which is no scope of Slack's for bots.", i, scope)
	}
	for i, event := range s.Events.Bot {
		say(!slices.Contains(events, event), "settings.event_subscriptions.bot_events[%d] is %q, which is no event of Slack's.", i, event)
		need := lacking(event, d.OAuth.Scopes.Bot)
		say(slices.Contains(events, event) && len(need) > 0,
			"settings.event_subscriptions.bot_events[%d] is %q, which needs the scope %s in oauth_config.scopes.bot.", i, event, strings.Join(need, " or "))
	}
	for _, scope := range d.OAuth.Scopes.BotOptional {
		say(!slices.Contains(d.OAuth.Scopes.Bot, scope), "oauth_config.scopes.bot_optional names %s, which bot has to name as well.", scope)
	}
	return append(out, d.doubles()...)
}

// doubles are names that have to be the app's own only once, and shortcuts beyond five of a kind
// (docs.slack.dev/interactivity/implementing-shortcuts).
func (d described) doubles() []string {
	var out []string
	seen := map[string]bool{}
	once := func(path, name string) {
		if seen[name] {
			out = append(out, fmt.Sprintf("%s is %q a second time.", path, name))
		}
		seen[name] = true
	}
	for i, c := range d.Features.Commands {
		once(fmt.Sprintf("features.slash_commands[%d].command", i), c.Command)
	}
	count := map[string]int{}
	for i, s := range d.Features.Shortcuts {
		once(fmt.Sprintf("features.shortcuts[%d].callback_id", i), s.CallbackID)
		count[s.Type]++
	}
	for _, kind := range []string{"global", "message"} {
		if count[kind] > 5 {
			out = append(out, fmt.Sprintf("features.shortcuts has %d of the type %s, of which an app may have 5.", count[kind], kind))
		}
	}
	return out
}
