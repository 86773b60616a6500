package sandbox

import (
	"regexp"
	"slices"
)

// What begins and ends in a workspace: people who join it, channels that are
// deleted, and the app's own installation.

// shortName is what a person's short name may be.
var shortName = regexp.MustCompile(`^[a-z][a-z0-9]{0,20}$`)

// joinTeam has somebody new join the workspace; the app learns of it by
// team_join (docs.slack.dev/reference/events/team_join). Locked.
func (s *Server) joinTeam(name string) (*user, error) {
	switch {
	case !shortName.MatchString(name):
		return nil, refusal("invalid_name", "A person's short name has small letters and digits.")
	case s.w.userNamed(name) != nil:
		return nil, refusal("name_taken", "There is a person of this name.")
	}
	full := string(name[0]-'a'+'A') + name[1:]
	u := &user{
		ID: randomID("U0", 8), TeamID: s.w.team.ID, Name: name, RealName: full, DisplayName: full,
		TZ: "Europe/Lisbon", Updated: s.clock.Now(),
	}
	s.w.users = append(s.w.users, u)
	s.emit("team_join", nil, obj{"type": "team_join", "user": s.userJSON(u), "cache_ts": u.Updated.Unix()})
	for _, ch := range s.w.channels {
		if ch.General {
			s.join(ch, u.ID, "")
		}
	}
	return u, nil
}

// deleteChannel removes a channel with everything in it, as admins can
// (docs.slack.dev/reference/events/channel_deleted). Locked.
func (s *Server) deleteChannel(u *user, ch *channel) error {
	switch {
	case ch.General:
		return refusal("method_not_supported_for_channel_type", "The general channel stays.")
	case !u.IsAdmin:
		return refusal("restricted_action", "Only an admin deletes channels.")
	}
	event := obj{"channel": ch.ID, "actor_id": u.ID}
	if ch.Private {
		event["date_deleted"] = s.clock.Now().Unix()
	}
	s.channelEvent(ch, "deleted", event)
	s.trace.bury(ch)
	s.w.channels = slices.DeleteFunc(s.w.channels, func(other *channel) bool { return other == ch })
	return nil
}

// uninstall takes the app out of the workspace, as an admin can: Slack tells the
// app, and its bot token is that of a user who is gone. The app-level token
// stays [unknown]. Locked.
func (s *Server) uninstall() error {
	if s.uninstalled {
		return refusal("no_change", "The app is not installed.")
	}
	s.emit("app_uninstalled", nil, obj{"type": "app_uninstalled"})
	s.revoke()
	s.uninstalled = true
	return nil
}

// deadToken is Slack's code for the bot token while it is dead, or nothing. Locked.
func (s *Server) deadToken() error {
	switch {
	case s.uninstalled:
		return fail("account_inactive")
	case s.revoked:
		return fail("token_revoked")
	default:
		return nil
	}
}
