package manifest

// Manifest is the whole document. Its types are our own and not slack-go's, whose fields vanish when
// they are false: what people may do in the messages tab, and that tokens do not rotate, has to be
// written out.
type Manifest struct {
	Metadata Metadata `json:"_metadata" yaml:"_metadata"`
	Display  Display  `json:"display_information" yaml:"display_information"`
	Features Features `json:"features" yaml:"features"`
	OAuth    OAuth    `json:"oauth_config" yaml:"oauth_config"`
	Settings Settings `json:"settings" yaml:"settings"`
}

// Metadata names the version of the manifest's schema.
type Metadata struct {
	MajorVersion int `json:"major_version" yaml:"major_version"`
}

// Display is what Slack's app directory shows: a name of at most 35 characters, a description of at
// most 140.
type Display struct {
	Name        string `json:"name" yaml:"name"`
	Description string `json:"description" yaml:"description"`
}

// Features are the places where people meet the app.
type Features struct {
	Home      Home           `json:"app_home" yaml:"app_home"`
	Bot       Bot            `json:"bot_user" yaml:"bot_user"`
	Shortcuts []Shortcut     `json:"shortcuts" yaml:"shortcuts"`
	Commands  []SlashCommand `json:"slash_commands" yaml:"slash_commands"`
}

// Home opens the tabs of the app's own page. The messages tab must take text: nudges are answered
// there by reply.
type Home struct {
	HomeTab     bool `json:"home_tab_enabled" yaml:"home_tab_enabled"`
	MessagesTab bool `json:"messages_tab_enabled" yaml:"messages_tab_enabled"`
	ReadOnlyTab bool `json:"messages_tab_read_only_enabled" yaml:"messages_tab_read_only_enabled"`
}

// Bot is the user whom people mention and invite.
type Bot struct {
	DisplayName  string `json:"display_name" yaml:"display_name"`
	AlwaysOnline bool   `json:"always_online" yaml:"always_online"`
}

// Shortcut is an entry of Slack's shortcuts menu, with a name of at most 24 characters.
type Shortcut struct {
	Name        string `json:"name" yaml:"name"`
	Type        string `json:"type" yaml:"type"`
	CallbackID  string `json:"callback_id" yaml:"callback_id"`
	Description string `json:"description" yaml:"description"`
}

// SlashCommand is a command with its help in Slack's completion. With ShouldEscape a mention arrives
// as an id, which tells two people of the same name apart.
type SlashCommand struct {
	Command      string `json:"command" yaml:"command"`
	Description  string `json:"description" yaml:"description"`
	UsageHint    string `json:"usage_hint" yaml:"usage_hint"`
	ShouldEscape bool   `json:"should_escape" yaml:"should_escape"`
}

// OAuth holds what the app may do.
type OAuth struct {
	Scopes Grants `json:"scopes" yaml:"scopes"`
}

// Grants lists the scopes of the bot token. No user token is asked for.
type Grants struct {
	Bot []string `json:"bot" yaml:"bot"`
}

// Settings say how Slack reaches the app: by Socket Mode alone, with a token that does not rotate.
type Settings struct {
	Events               Subscriptions `json:"event_subscriptions" yaml:"event_subscriptions"`
	Interactivity        Interactivity `json:"interactivity" yaml:"interactivity"`
	OrgDeployEnabled     bool          `json:"org_deploy_enabled" yaml:"org_deploy_enabled"`
	SocketModeEnabled    bool          `json:"socket_mode_enabled" yaml:"socket_mode_enabled"`
	TokenRotationEnabled bool          `json:"token_rotation_enabled" yaml:"token_rotation_enabled"`
}

// Subscriptions are the events that Slack sends to the bot.
type Subscriptions struct {
	Bot []string `json:"bot_events" yaml:"bot_events"`
}

// Interactivity switches buttons, forms and shortcuts on.
type Interactivity struct {
	Enabled bool `json:"is_enabled" yaml:"is_enabled"`
}
