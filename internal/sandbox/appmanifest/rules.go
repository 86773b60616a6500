package appmanifest

import "regexp"

var (
	address = regexp.MustCompile(`^https?://`)
	slash   = regexp.MustCompile(`^/\S+$`)
	colour  = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)
)

func words(least, most int) field { return field{kind: text, min: least, max: most} }

func webAddress(most int) field {
	return field{kind: text, max: most, shape: address, shapeIs: "begin with https:// or http://"}
}

func listOf(item field, least, most int) field {
	return field{kind: list, item: &item, min: least, max: most}
}

func distinct(f field) field {
	f.unique = true
	return f
}

func group(fields map[string]field, need ...string) field {
	return field{kind: object, fields: fields, need: need}
}

// manifest is the rule for a whole manifest. Parts that a sandbox has no use for, such as workflows, are taken
// unread.
func manifest() field {
	return group(map[string]field{
		"$schema": {}, "_metadata": metadata(), "display_information": display(), "features": features(),
		"oauth_config": oauth(), "settings": settings(), "app_directory": {}, "functions": {}, "workflows": {},
		"datastores": {}, "types": {}, "outgoing_domains": {}, "external_auth_providers": {}, "metadata_events": {},
		"mcp_servers": {}, "slack_hosted": {},
	}, "display_information")
}

func metadata() field {
	whole := field{kind: number}
	return group(map[string]field{
		"schema_version": whole, "min_version": whole, "major_version": whole, "minor_version": whole,
	})
}

func display() field {
	return group(map[string]field{
		"name": words(1, 35), "description": words(1, 140), "long_description": words(175, 4000),
		"background_color": {kind: text, shape: colour, shapeIs: "be a colour such as #1d7c5f"},
	}, "name")
}

func features() field {
	yes := field{kind: flag}
	command := group(map[string]field{
		"command": {kind: text, min: 2, max: 32, shape: slash, shapeIs: "be one word that begins with a slash"},
		"url":     webAddress(3000), "description": words(1, 2000), "usage_hint": words(1, 1000), "should_escape": yes,
	}, "command", "description")
	shortcut := group(map[string]field{
		"name": words(1, 24), "type": {kind: text, oneOf: []string{"message", "global"}},
		"callback_id": words(1, 255), "description": words(1, 150),
	}, "name", "type", "callback_id", "description")
	return group(map[string]field{
		"app_home": group(map[string]field{
			"home_tab_enabled": yes, "messages_tab_enabled": yes, "messages_tab_read_only_enabled": yes,
		}),
		"bot_user":       group(map[string]field{"display_name": words(1, 80), "always_online": yes}, "display_name"),
		"slash_commands": listOf(command, 1, 50), "shortcuts": listOf(shortcut, 1, 10),
		"unfurl_domains": distinct(listOf(words(1, 255), 1, 5)),
		"functions":      {}, "workflow_steps": {}, "assistant_view": {}, "agent_view": {},
	})
}

func oauth() field {
	scopes := listOf(words(1, 50), 0, 255)
	return group(map[string]field{
		"scopes": group(map[string]field{
			"bot": scopes, "user": scopes, "bot_optional": scopes, "user_optional": scopes,
		}),
		"redirect_urls":            distinct(listOf(words(1, 2500), 0, 1000)),
		"token_management_enabled": {kind: flag}, "pkce_enabled": {kind: flag},
	})
}

func settings() field {
	yes := field{kind: flag}
	events := distinct(listOf(words(1, 50), 0, 100))
	return group(map[string]field{
		"event_subscriptions": group(map[string]field{
			"request_url": webAddress(3500), "bot_events": events, "user_events": events, "metadata_subscriptions": {},
		}),
		"interactivity": group(map[string]field{
			"is_enabled": yes, "request_url": webAddress(3500), "message_menu_options_url": webAddress(3500),
		}, "is_enabled"),
		"socket_mode_enabled": yes, "org_deploy_enabled": yes, "token_rotation_enabled": yes, "is_hosted": yes,
		"is_mcp_enabled": yes, "allowed_ip_address_ranges": {}, "incoming_webhooks": {}, "siws_links": {},
		"hermes_app_type": {}, "function_runtime": {},
	})
}
