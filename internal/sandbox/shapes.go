package sandbox

import (
	"slices"
	"time"
)

// The JSON shapes of people, conversations and the app.

// userJSON is a person as the Web API shows them (docs.slack.dev/reference/objects/user-object).
func (s *Server) userJSON(u *user) obj {
	now := s.clock.Now()
	_, offset := now.In(u.zone()).Zone()
	out := obj{
		"id": u.ID, "team_id": u.TeamID, "name": u.Name, "deleted": u.Deleted, "color": "5b645f",
		"real_name": u.RealName, "is_admin": u.IsAdmin, "is_owner": u.IsOwner, "is_primary_owner": u.IsOwner,
		"is_restricted": u.IsRestricted, "is_ultra_restricted": u.IsUltraRestricted, "is_bot": u.IsBot,
		"is_app_user": false, "updated": u.Updated.Unix(), "is_email_confirmed": !u.IsBot,
		"who_can_share_contact_card": "EVERYONE",
		"profile": obj{
			"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.DisplayName,
			"display_name_normalized": u.DisplayName, "first_name": firstWord(u.RealName),
			"title": "", "phone": "", "skype": "", "status_text": "", "status_emoji": "",
			"status_text_canonical": "", "status_emoji_display_info": []obj{},
			"status_expiration": 0, "avatar_hash": "", "team": u.TeamID, "last_name": lastWords(u.RealName),
		},
	}
	s.addPictures(out["profile"].(obj), u.ID)
	if address := s.w.email(u); address != "" && s.w.app.hasScope("users:read.email") {
		profile, _ := out["profile"].(obj)
		profile["email"] = address
	}
	if u.TZ != "" && !u.Deleted {
		out["tz"], out["tz_label"], out["tz_offset"] = u.TZ, zoneLabel(u.zone(), now), offset
	}
	if u.IsBot {
		profile, _ := out["profile"].(obj)
		profile["bot_id"], profile["api_app_id"] = s.w.app.BotID, s.w.app.ID
	}
	if s.w.external(u) {
		out["is_stranger"] = !s.w.shareChannel(u.ID, s.w.app.BotUserID)
		delete(out, "is_email_confirmed")
	}
	return out
}

// zoneLabel is the abbreviation of the zone, or its offset where it has none.
func zoneLabel(loc *time.Location, now time.Time) string {
	label := now.In(loc).Format("MST")
	return label + " (" + loc.String() + ")"
}

// channelJSON is a conversation as the app sees it (docs.slack.dev/reference/objects/conversation-object).
func (s *Server) channelJSON(c *channel) obj {
	bot := s.w.app.BotUserID
	if c.IM {
		return obj{
			"id": c.ID, "created": c.Created.Unix(), "is_archived": false, "is_im": true, "is_org_shared": false,
			"context_team_id": s.w.team.ID, "updated": c.Created.UnixMilli(), "user": c.other(bot),
			"is_user_deleted": s.deleted(c.other(bot)), "is_open": !c.Closed, "priority": 0,
		}
	}
	shared := len(c.SharedWith) > 0
	return obj{
		"id": c.ID, "name": c.Name, "name_normalized": c.Name, "is_channel": !c.Private, "is_group": c.Private,
		"is_im": false, "is_mpim": c.Group, "is_private": c.Private, "created": c.Created.Unix(),
		"is_archived": c.Archived, "is_general": c.General, "unlinked": 0, "is_shared": shared,
		"is_frozen": false, "is_org_shared": false, "is_pending_ext_shared": false, "pending_shared": []string{},
		"context_team_id": s.w.team.ID, "updated": c.Created.UnixMilli(), "parent_conversation": nil,
		"creator": c.Creator, "is_ext_shared": shared, "is_member": c.has(bot),
		"shared_team_ids": append([]string{s.w.team.ID}, c.SharedWith...), "pending_connected_team_ids": []string{},
		"topic":          c.described(c.Topic, c.TopicSet),
		"purpose":        c.described(c.Purpose, c.PurposeSet),
		"previous_names": append([]string{}, c.PreviousNames...),
	}
}

// described is a topic or a purpose with who set it: nobody, where there is none.
func (c *channel) described(value string, by setting) obj {
	switch {
	case by.By != "":
		return obj{"value": value, "creator": by.By, "last_set": by.At.Unix()}
	case value == "":
		return obj{"value": "", "creator": "", "last_set": 0}
	default:
		return obj{"value": value, "creator": c.Creator, "last_set": c.Created.Unix()}
	}
}

func (s *Server) deleted(userID string) bool {
	u := s.w.user(userID)
	return u != nil && u.Deleted
}

func (s *Server) botProfile() obj {
	app := s.w.app
	return obj{
		"id": app.BotID, "deleted": false, "name": app.Name, "updated": s.started.Unix(), "app_id": app.ID,
		"user_id": app.BotUserID, "icons": s.botIcons(), "team_id": s.w.team.ID,
	}
}

// visibleTo are the conversations that the app's token may list.
func (w *world) visibleTo(userID string, kinds []string) []*channel {
	var out []*channel
	for _, c := range w.channels {
		if !slices.Contains(kinds, conversationType(c)) {
			continue
		}
		if c.has(userID) || conversationType(c) == "public_channel" {
			out = append(out, c)
		}
	}
	return out
}

// conversationType is the kind as the types argument of the Web API calls it.
func conversationType(c *channel) string {
	switch {
	case c.IM:
		return "im"
	case c.Group:
		return "mpim"
	case c.Private:
		return "private_channel"
	default:
		return "public_channel"
	}
}
