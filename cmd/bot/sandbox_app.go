package main

import (
	_ "embed" // the app's picture
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"throughline/internal/manifest"
	"throughline/internal/sandbox"
	"throughline/internal/sandbox/appmanifest"
	"throughline/internal/slackapp/view"
)

// icon is the app's picture, on a ground of the page's.
//
//go:embed icon.svg
var icon string

// app is what the local Slack installs: Throughline, or the app of --manifest, with a line for each thing of it that
// Slack would take and then not do.
func (c SandboxCmd) app(con *console) (sandbox.App, error) {
	if c.Manifest == "" {
		return sandboxApp(c.History), nil
	}
	raw, err := os.ReadFile(c.Manifest)
	if err != nil {
		return sandbox.App{}, fmt.Errorf("--manifest: %w", err)
	}
	app, err := appmanifest.Read(raw)
	if faults, refused := errors.AsType[appmanifest.Faults](err); refused {
		return sandbox.App{}, fmt.Errorf("--manifest: Slack would refuse %s:\n  %s", c.Manifest, strings.Join(faults, "\n  "))
	}
	if err != nil {
		return sandbox.App{}, fmt.Errorf("--manifest: %s: %w", c.Manifest, err)
	}
	for _, warning := range app.Warnings {
		fmt.Fprintf(con.stderr, "%s: %s\n", c.Manifest, warning)
	}
	return app.App, nil
}

// printAlone says, beside the environment for programs, what stands there for people.
func printAlone(w io.Writer, app sandbox.App, url string) {
	fmt.Fprintf(w, "%s is installed in a local stand-in for Slack; no program is connected yet. Page: %s  Ctrl-C stops it.\n", app.Name, url)
}

// sandboxApp installs in the local Slack what the manifest describes, so that a scope or an event that the
// manifest forgets is missed there first.
func sandboxApp(history bool) sandbox.App {
	m := manifest.Build(manifest.Options{History: history})
	app := sandbox.App{
		Name: m.Display.Name, BotName: m.Features.Bot.DisplayName, Icon: icon,
		Scopes: m.OAuth.Scopes.Bot, Events: m.Settings.Events.Bot,
		HomeTab: m.Features.Home.HomeTab, MessagesTab: m.Features.Home.MessagesTab,
	}
	for _, c := range m.Features.Commands {
		app.Commands = append(app.Commands, sandbox.Command{
			Name: c.Command, Description: c.Description, UsageHint: c.UsageHint, ShouldEscape: c.ShouldEscape,
			Hints: hints(),
		})
	}
	for _, s := range m.Features.Shortcuts {
		app.Shortcuts = append(app.Shortcuts, sandbox.Shortcut{CallbackID: s.CallbackID, Name: s.Name, Type: s.Type})
	}
	return app
}

// hints are the words that the page's composer offers after the command.
func hints() []sandbox.Hint {
	var out []sandbox.Hint
	for _, word := range view.Words() {
		out = append(out, sandbox.Hint{Text: word.Text, Hint: word.Hint})
	}
	return out
}
