package appmanifest

import (
	"fmt"
	"slices"
	"strings"

	"throughline/internal/sandbox"
)

// app is the installed app, with what would come to nothing told.
func (d described) app() App {
	out := App{App: sandbox.App{
		Name: d.Display.Name, BotName: userName(d.Features.Bot.DisplayName),
		Shortcuts: d.Features.Shortcuts, Scopes: d.OAuth.Scopes.Bot, Events: d.Settings.Events.Bot,
		UnfurlDomains: d.Features.UnfurlDomains, HomeTab: d.Features.Home.HomeTab, MessagesTab: d.Features.Home.MessagesTab,
		MessagesReadOnly: d.Features.Home.ReadOnly,
		InteractivityOff: !d.Settings.Interactivity.Enabled, SocketModeOff: !d.Settings.SocketMode,
	}}
	for _, c := range d.Features.Commands {
		out.Commands = append(out.Commands, sandbox.Command{
			Name: c.Command, Description: c.Description, UsageHint: c.UsageHint, ShouldEscape: c.ShouldEscape,
		})
	}
	out.Warnings = out.warnings()
	return out
}

// userName is what the bot user is called in mentions: small letters, and an underscore for what names cannot hold.
// [unknown] how Slack spells other names; the documented ones are letters, digits, -, _ and a period.
func userName(display string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-_.", r) {
			return r
		}
		return '_'
	}, strings.ToLower(display))
}

// warnings are what Slack takes without a word and what then does not work.
func (a *App) warnings() []string {
	var out []string
	if a.SocketModeOff {
		out = append(out, "settings.socket_mode_enabled is off: the sandbox speaks Socket Mode alone, so no program can connect.")
	}
	if a.InteractivityOff && len(a.Shortcuts) > 0 {
		out = append(out, "settings.interactivity is off: the shortcuts lead nowhere.")
	}
	if slices.Contains(a.Events, "message.im") && (!a.MessagesTab || a.MessagesReadOnly) {
		out = append(out, "features.app_home has no Messages tab in which people can write: message.im never tells of them.")
	}
	if slices.Contains(a.Events, "app_home_opened") && !a.HomeTab && !a.MessagesTab {
		out = append(out, "features.app_home has neither tab: app_home_opened never comes.")
	}
	for _, event := range a.Events {
		if _, known := sandbox.EventScopes(event); !known {
			out = append(out, fmt.Sprintf("The sandbox never sends the event %s.", event))
		}
	}
	return out
}
