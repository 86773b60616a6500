package sandbox

import (
	"slices"
	"strings"
)

// eventScopes are the scopes of which an app needs one to be sent an event: the pages of
// docs.slack.dev/reference/events. Where pages of different years disagree, the scope is asked for.
var eventScopes = map[string][]string{
	"app_home_opened": nil, "app_uninstalled": nil, "tokens_revoked": nil, "function_executed": nil,
	"app_mention":      {"app_mentions:read"},
	"message.channels": {"channels:history"}, "message.groups": {"groups:history"},
	"message.im": {"im:history"}, "message.mpim": {"mpim:history"},
	"member_joined_channel": {"channels:read", "groups:read"}, "member_left_channel": {"channels:read", "groups:read"},
	"channel_id_changed": {"channels:read", "groups:read"}, "channel_shared": {"channels:read", "groups:read"},
	"channel_unshared": {"channels:read", "groups:read"},
	"reaction_added":   {"reactions:read"}, "reaction_removed": {"reactions:read"},
	"pin_added": {"pins:read"}, "pin_removed": {"pins:read"},
	"file_created": {"files:read"}, "file_shared": {"files:read"}, "file_change": {"files:read"},
	"file_deleted": {"files:read"}, "file_public": {"files:read"}, "file_unshared": {"files:read"},
	"user_change": {"users:read"}, "team_join": {"users:read"}, "user_status_changed": {"users:read"},
	"user_huddle_changed": {"users:read"}, "user_profile_changed": {"users.profile:read"},
	"team_rename": {"team:read"}, "team_domain_change": {"team:read"},
	"dnd_updated_user": {"dnd:read"}, "emoji_changed": {"emoji:read"},
	"link_shared": {"links:read"}, "message_metadata_posted": {"metadata.message:read"},
	"message_metadata_updated": {"metadata.message:read"}, "message_metadata_deleted": {"metadata.message:read"},
	"subteam_created": {"usergroups:read"}, "subteam_updated": {"usergroups:read"},
	"subteam_members_changed": {"usergroups:read"}, "subteam_self_added": {"usergroups:read"},
	"subteam_self_removed": {"usergroups:read"},
}

// EventScopes returns the scopes of which an app needs one to be sent an event of the Events API; none means that it
// needs no scope. known is false for an event that the sandbox has never heard of.
func EventScopes(event string) (scopes []string, known bool) {
	if scopes, known = eventScopes[event]; known {
		return scopes, true
	}
	family, _, _ := strings.Cut(event, "_")
	scope, known := map[string]string{"channel": "channels:read", "group": "groups:read", "im": "im:read", "mpim": "mpim:read"}[family]
	if !known {
		return nil, false
	}
	return []string{scope}, true
}

// maySend reports whether the app's scopes let an event through. Who joins and leaves is told by the kind of the
// conversation: a private channel's members need groups:read, whatever the app may know of public ones.
func (a App) maySend(event string, ch *channel) bool {
	scopes, _ := EventScopes(event)
	if strings.HasPrefix(event, "member_") && ch != nil {
		scopes = []string{ch.scopeFamily() + ":read"}
	}
	return len(scopes) == 0 || slices.ContainsFunc(scopes, a.hasScope)
}
