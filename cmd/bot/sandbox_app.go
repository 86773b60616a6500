package main

import (
	"throughline/internal/manifest"
	"throughline/internal/sandbox"
	"throughline/internal/slackapp/view"
)

// sandboxApp installs in the local Slack what the manifest describes, so that a scope or an event that the
// manifest forgets is missed there first.
func sandboxApp(history bool) sandbox.App {
	m := manifest.Build(manifest.Options{History: history})
	app := sandbox.App{
		Name: m.Display.Name, BotName: m.Features.Bot.DisplayName,
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
