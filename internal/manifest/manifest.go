// Package manifest describes the Slack app that Throughline needs, once: its name, its command, its
// shortcuts, the events it hears and the scopes it asks for.
//
// The program prints it for pasting into Slack, doctor compares the granted scopes with it, and the
// sandbox takes it for its own app. The format is that of docs.slack.dev/reference/app-manifest; the
// values that Socket Mode makes needless, such as request addresses, are left out.
package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gopkg.in/yaml.v3"
)

// Command is the one slash command. All that it does hangs below it, because the names of commands
// are shared by every app of a workspace and the last one installed wins.
const Command = "/mission"

// The callback ids of the shortcuts, as Slack sends them back when one is chosen.
const (
	ShortcutStart = "mission_start"
	ShortcutTell  = "mission_tell"
	// ShortcutReflect opens a form that only the one who chose it sees.
	ShortcutReflect = "mission_reflect"
	// ShortcutAdd adds the message that it is chosen on to the mission of its channel.
	ShortcutAdd = "mission_add"
)

// Options are the choices that whoever installs the app has.
type Options struct {
	// History asks for the scopes that let the bot look a doubtful post of its own up in a channel.
	History bool
}

// Build returns the manifest for the given choices.
func Build(o Options) Manifest {
	return Manifest{
		Metadata: Metadata{MajorVersion: 2},
		Display: Display{
			Name:        "Throughline",
			Description: "Keeps a team's mission in view from its beginning to its end",
		},
		Features: features(),
		OAuth:    OAuth{Scopes: Grants{Bot: names(o)}},
		Settings: Settings{
			Events:            Subscriptions{Bot: Events()},
			Interactivity:     Interactivity{Enabled: true},
			SocketModeEnabled: true,
		},
	}
}

func features() Features {
	return Features{
		Home: Home{HomeTab: true, MessagesTab: true},
		Bot:  Bot{DisplayName: "throughline", AlwaysOnline: true},
		Shortcuts: []Shortcut{
			{Name: "Start a mission", Type: "global", CallbackID: ShortcutStart, Description: "Open the form for a new mission"},
			{Name: "Tell a step", Type: "global", CallbackID: ShortcutTell, Description: "Say what has moved in a mission"},
			{Name: "Reflect", Type: "global", CallbackID: ShortcutReflect, Description: "Write something down for yourself alone"},
			{Name: "Add to the mission", Type: "message", CallbackID: ShortcutAdd, Description: "Tell this message as a step, a win or a lesson"},
		},
		Commands: []SlashCommand{{
			Command:      Command,
			Description:  "See a mission, start one, tell what moved",
			UsageHint:    "help | start | join | progress | win | list",
			ShouldEscape: true,
		}},
	}
}

func names(o Options) []string {
	scopes := Scopes()
	if o.History {
		scopes = append(scopes, HistoryScopes()...)
	}
	out := make([]string, len(scopes))
	for i, s := range scopes {
		out[i] = s.Name
	}
	return out
}

// YAML returns the manifest in the form that Slack's page shows first.
func (m Manifest) YAML() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("write manifest as YAML: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("write manifest as YAML: %w", err)
	}
	return b.Bytes(), nil
}

// JSON returns the same manifest, indented, with a line break at its end.
func (m Manifest) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write manifest as JSON: %w", err)
	}
	return append(b, '\n'), nil
}
