package sandbox

import (
	"regexp"
	"slices"
	"time"
)

type channelRequest struct {
	As      string `json:"as"`
	Op      string `json:"op"`
	Channel string `json:"channel"`
	User    string `json:"user"`
	Name    string `json:"name"`
	Private bool   `json:"is_private"`

	Users []string `json:"users"` // of "open"
}

// channelName is what Slack takes: lower case, no spaces, at most 80 characters.
var channelName = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]{1,80}$`)

// actChannel makes and changes channels.
func (s *Server) actChannel(req channelRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u, err := s.actor(req.As)
	if err != nil {
		return nil, err
	}
	switch req.Op {
	case "create":
		return s.createChannel(u, req)
	case "open":
		return s.openGroup(u, req.Users)
	}
	ch, err := s.visible(u, req.Channel)
	if err != nil {
		return nil, err
	}
	if ch.IM || ch.Group {
		return nil, refusal("method_not_supported_for_channel_type", "Direct and group conversations stay as they are.")
	}
	if err := s.changeChannel(u, ch, req); err != nil {
		return nil, err
	}
	s.changed("channels", "messages:"+ch.ID)
	return obj{"channel": ch.ID}, nil
}

func (s *Server) changeChannel(u *user, ch *channel, req channelRequest) error {
	if ch.Archived && req.Op != "unarchive" && req.Op != "delete" {
		return refusal("is_archived", "The channel is archived.")
	}
	if req.Op == "join" {
		return s.joinSelf(u, ch)
	}
	if !ch.has(u.ID) && req.Op != "unarchive" {
		return refusal("not_in_channel", "This person has to join the channel first.")
	}
	switch req.Op {
	case "invite", "kick":
		return s.moveOther(u, ch, req)
	case "leave":
		s.leave(ch, u.ID, "")
		return nil
	case "archive", "unarchive":
		return s.archive(u, ch, req.Op)
	case "rename":
		return s.rename(u, ch, req.Name)
	case "delete":
		return s.deleteChannel(u, ch)
	case "make_private", "make_public":
		return s.convert(u, ch, req.Op == "make_private")
	default:
		return refusal("unknown_op", "The ops are create, open, invite, kick, leave, join, archive, unarchive, rename, delete, make_private and make_public.")
	}
}

func (s *Server) createChannel(u *user, req channelRequest) (obj, error) {
	switch {
	case !channelName.MatchString(req.Name):
		return nil, refusal("invalid_name", "A channel's name has small letters, digits, - and _ only.")
	case s.w.channelNamed(req.Name) != nil:
		return nil, refusal("name_taken", "There is a channel of this name.")
	case u.IsRestricted || s.w.external(u):
		return nil, refusal("restricted_action", "Guests make no channels.")
	}
	ch := &channel{
		ID: randomID("C0", 8), Name: req.Name, Private: req.Private, Creator: u.ID, Created: s.clock.Now(),
		Members: []string{u.ID}, lastRead: map[string]string{},
	}
	s.w.channels = append(s.w.channels, ch)
	s.changed("channels")
	s.createdEvent(ch)
	return obj{"channel": ch.ID}, nil
}

func (s *Server) joinSelf(u *user, ch *channel) error {
	if ch.Private && !ch.has(u.ID) {
		return refusal("channel_not_found", "Private channels need an invitation.")
	}
	s.join(ch, u.ID, "")
	return nil
}

// moveOther invites or removes somebody; the app's user id invites the app.
func (s *Server) moveOther(u *user, ch *channel, req channelRequest) error {
	other := s.w.user(req.User)
	switch {
	case other == nil || other.Deleted:
		return refusal("user_not_found", "There is no such person.")
	case u.IsRestricted:
		return refusal("restricted_action", "Guests invite and remove nobody.")
	case req.Op == "kick" && ch.General:
		return refusal("cant_kick_from_general", "Nobody can be removed from the general channel.")
	case req.Op == "kick" && !ch.has(other.ID):
		return refusal("not_in_channel", "This person is not in the channel.")
	case req.Op == "invite" && s.w.external(other) && !slices.Contains(ch.SharedWith, other.TeamID):
		return refusal("not_shared", "The channel is not shared with this person's organisation.")
	case req.Op == "invite":
		s.join(ch, other.ID, u.ID)
	default:
		s.leave(ch, other.ID, u.ID)
	}
	return nil
}

func (s *Server) archive(u *user, ch *channel, op string) error {
	if ch.General {
		return refusal("cant_archive_general", "The general channel stays.")
	}
	if ch.Archived == (op == "archive") {
		return refusal("no_change", "The channel is in that state already.")
	}
	s.setArchived(ch, u.ID, op)
	return nil
}

// setArchived archives a channel or opens it again ("archive", "unarchive"). Locked.
func (s *Server) setArchived(ch *channel, by, op string) {
	if op == "archive" {
		s.systemMessage(ch, by, op, "<@"+by+"> archived the channel")
	}
	ch.Archived = op == "archive"
	if op == "unarchive" {
		s.systemMessage(ch, by, op, "<@"+by+"> un-archived the channel")
	}
	s.changed("channels")
	event := obj{"channel": ch.ID, "user": by}
	s.channelEvent(ch, op, event)
}

func (s *Server) rename(u *user, ch *channel, name string) error {
	switch {
	case !channelName.MatchString(name):
		return refusal("invalid_name", "A channel's name has small letters, digits, - and _ only.")
	case s.w.channelNamed(name) != nil:
		return refusal("name_taken", "There is a channel of this name.")
	}
	s.renameTo(ch, u.ID, name)
	return nil
}

// renameTo gives a channel another name. Locked.
func (s *Server) renameTo(ch *channel, by, name string) {
	before := ch.Name
	ch.PreviousNames = append(ch.PreviousNames, before)
	ch.Name = name
	s.systemLine(ch, &message{
		User: by, Subtype: ch.kind() + "_name", Text: `has renamed the channel from "` + before + `" to "` + name + `"`,
		Said: map[string]string{"name": name, "old_name": before},
	})
	s.changed("channels")
	s.channelEvent(ch, "rename", obj{"channel": obj{
		"id": ch.ID, "name": name, "name_normalized": name, "created": ch.Created.Unix(),
		"is_channel": !ch.Private, "is_mpim": false,
	}})
}

// convert makes a channel private or public. Slack says so in the channel and in no event of its own, so an app without
// the history of channels learns it when it asks (docs.slack.dev/reference/events/message/channel_convert_to_private).
func (s *Server) convert(u *user, ch *channel, private bool) error {
	switch {
	case ch.General:
		return refusal("method_not_supported_for_channel_type", "The general channel stays as it is.")
	case ch.Private == private:
		return refusal("no_change", "The channel is in that state already.")
	case u.IsRestricted:
		return refusal("restricted_action", "Guests change no channels.")
	}
	ch.Private = private
	word := "public"
	if private {
		word = "private"
	}
	s.systemMessage(ch, u.ID, "convert_to_"+word, "<@"+u.ID+"> made this channel "+word)
	return nil
}

type userRequest struct {
	User    string      `json:"user"`
	Joins   string      `json:"joins"` // the short name of somebody new, instead of User
	TZ      *string     `json:"tz"`
	Deleted *bool       `json:"deleted"`
	Active  *bool       `json:"active"`
	Name    *string     `json:"display_name"`
	DND     *dndRequest `json:"dnd"`
}

// dndRequest sets daily hours ("22:00" to "08:00" in the person's zone) and a snooze from now on. With none of it
// both are off.
type dndRequest struct {
	Start         string `json:"start"`
	End           string `json:"end"`
	SnoozeMinutes int    `json:"snooze_minutes"`
}

// actUser changes a person; the app learns of it where Slack tells
// (docs.slack.dev/reference/events/user_change).
func (s *Server) actUser(req userRequest) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if req.TZ != nil {
		if _, err := time.LoadLocation(*req.TZ); err != nil || *req.TZ == "Local" {
			return nil, refusal("unknown_zone", "There is no time zone of this name.")
		}
	}
	u, err := s.changedUser(req)
	if err != nil {
		return nil, err
	}
	if req.DND != nil {
		d, err := req.DND.read(u.DND, s.clock.Now())
		if err != nil {
			return nil, refusal("invalid_time", "Do-not-disturb hours are written HH:MM.")
		}
		u.DND = d
	}
	setPointed(&u.TZ, req.TZ)
	setPointed(&u.Deleted, req.Deleted)
	setPointed(&u.DisplayName, req.Name)
	if req.Active != nil {
		u.Inactive = !*req.Active
	}
	if req.TZ != nil || req.Deleted != nil || req.Name != nil {
		u.Updated = s.clock.Now()
		s.emit("user_change", nil, obj{
			"type": "user_change", "user": s.userJSON(u), "cache_ts": u.Updated.Unix(),
		})
	}
	s.changed("channels", "notices")
	return obj{"user": s.personState(u, s.clock.Now())}, nil
}

// changedUser is the person whom a request is about. Locked.
func (s *Server) changedUser(req userRequest) (*user, error) {
	if req.Joins != "" {
		return s.joinTeam(req.Joins)
	}
	u := s.w.user(req.User)
	if u == nil {
		return nil, refusal("unknown_user", "There is no such person.")
	}
	return u, nil
}

func setPointed[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

func (r *dndRequest) read(before dnd, now time.Time) (dnd, error) {
	d := dnd{}
	if r.SnoozeMinutes > 0 {
		d = before // The hours of every day stay under a snooze.
		d.SnoozeUntil = now.Add(time.Duration(r.SnoozeMinutes) * time.Minute)
	}
	if r.Start == "" && r.End == "" {
		return d, nil
	}
	start, err := clockTime(r.Start)
	if err != nil {
		return d, err
	}
	end, err := clockTime(r.End)
	if err != nil {
		return d, err
	}
	d.Enabled, d.Start, d.End = true, start, end
	return d, nil
}
