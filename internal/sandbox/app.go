package sandbox

import "slices"

// App is the definition of the installed app: what its manifest says, as data.
type App struct {
	ID        string // api_app_id
	Name      string // the name people see
	BotName   string // the bot user's name, for mentions
	BotUserID string
	BotID     string
	Icon      string // its picture for the page, an SVG document; without one it has its initials
	Commands  []Command
	Shortcuts []Shortcut
	Scopes    []string // bot scopes granted
	Events    []string // subscribed bot events, such as "message.im"
	// UnfurlDomains are the domains whose links it gives previews for, in small letters.
	UnfurlDomains []string

	HomeTab     bool
	MessagesTab bool

	MessagesReadOnly bool // people cannot write to the app in its Messages tab
	InteractivityOff bool // no click, shortcut or form reaches the app
	SocketModeOff    bool // apps.connections.open is refused
}

// Command is a slash command of the app.
type Command struct {
	Name         string `json:"name"` // with its slash
	Description  string `json:"description,omitempty"`
	UsageHint    string `json:"usage_hint,omitempty"`
	ShouldEscape bool   `json:"should_escape"`
	Hints        []Hint `json:"hints,omitempty"` // words that the page's composer offers after the name
}

// Hint is a word that a command takes, and a sentence about what it is for. Slack itself shows none; without
// hints the page offers what the usage hint names.
type Hint struct {
	Text string `json:"text"`
	Hint string `json:"hint"`
}

// Shortcut is a global or message shortcut of the app.
type Shortcut struct {
	CallbackID string `json:"callback_id"`
	Name       string `json:"name"`
	Type       string `json:"type"` // "global" or "message"
}

// DefaultApp is the app that is installed when Options name none: the scopes
// and events of a coach that is told things by command and answers in DM.
func DefaultApp() App {
	return App{
		Name:    "Throughline",
		BotName: "throughline",
		Commands: []Command{{
			Name: "/mission", ShouldEscape: true,
			Description: "See, start and reflect on missions",
			UsageHint:   "help | start | progress | list",
		}},
		Shortcuts: []Shortcut{
			{CallbackID: "mission_start", Name: "Start a mission", Type: "global"},
			{CallbackID: "mission_tell", Name: "Tell a step", Type: "global"},
			{CallbackID: "mission_add", Name: "Add to the mission", Type: "message"},
		},
		Scopes: []string{
			"app_mentions:read", "channels:join", "channels:read", "chat:write", "commands", "dnd:read",
			"files:write", "groups:read", "im:history", "im:write", "pins:write", "users:read",
		},
		Events: []string{
			"app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_deleted",
			"channel_id_changed", "channel_left", "channel_rename", "channel_unarchive", "group_archive",
			"group_deleted", "group_left", "group_rename", "group_unarchive", "member_joined_channel",
			"member_left_channel", "message.im", "tokens_revoked", "user_change",
		},
		HomeTab: true, MessagesTab: true,
	}
}

// filled gives an app without ids the ids of the made-up workspace.
func (a App) filled() App {
	if a.Name == "" && len(a.Commands) == 0 && len(a.Scopes) == 0 {
		ids := a
		a = DefaultApp()
		a.ID, a.BotUserID, a.BotID = ids.ID, ids.BotUserID, ids.BotID
	}
	a.ID = orElse(a.ID, "A0APP00001")
	a.BotUserID = orElse(a.BotUserID, "U0BOT00001")
	a.BotID = orElse(a.BotID, "B0BOT00001")
	a.BotName = orElse(a.BotName, "app")
	return a
}

func (a App) hasScope(scope string) bool { return slices.Contains(a.Scopes, scope) }

// deaf reports whether envelopes of this type are not sent to the app at all: without interactivity Slack's client
// answers clicks, shortcuts and forms itself, by a sentence that the app is not set up for them.
func (a App) deaf(kind string) bool { return a.InteractivityOff && kind == "interactive" }

func (a App) subscribes(event string) bool { return slices.Contains(a.Events, event) }

func (a App) command(name string) (Command, bool) {
	i := slices.IndexFunc(a.Commands, func(c Command) bool { return c.Name == name })
	if i < 0 || !a.hasScope("commands") {
		return Command{}, false
	}
	return a.Commands[i], true
}

func (a App) shortcut(callbackID string) (Shortcut, bool) {
	i := slices.IndexFunc(a.Shortcuts, func(c Shortcut) bool { return c.CallbackID == callbackID })
	if i < 0 || !a.hasScope("commands") {
		return Shortcut{}, false
	}
	return a.Shortcuts[i], true
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
