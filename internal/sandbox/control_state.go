package sandbox

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// getState is everything that one person's client shows.
func (s *Server) getState(r *http.Request) (obj, error) {
	due, rested := s.botStatus(r.Context())
	s.mu.Lock()
	defer s.mu.Unlock()
	me, err := s.viewer(r.URL.Query().Get("as"))
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	s.w.dm(s.w.app.BotUserID, me.ID, now) // the client lists the app
	people := []obj{}
	for _, u := range s.w.users {
		if s.knows(me, u) {
			people = append(people, s.personState(u, now))
		}
	}
	out := obj{
		"now": now.In(me.zone()).Format(time.RFC3339), "offset_seconds": s.clock.Offset().Seconds(),
		"team": obj{"id": s.w.team.ID, "name": s.w.team.Name}, "me": s.personState(me, now), "users": people,
		"channels": s.channelStates(me), "app": s.appState(), "home": nil, "views": s.stackJSON(me.ID),
		"sockets": len(s.sockets), "bot": s.botState(due, rested), "faults": s.faultState(),
		"scheduled": s.scheduledState(me),
	}
	s.guide.show(out)
	if home := s.views.homes[me.ID]; home != nil {
		out["home"] = s.viewJSON(home)
	}
	return out, nil
}

// viewer is a person who looks; looking is allowed to the deactivated too.
func (s *Server) viewer(id string) (*user, error) {
	u := s.w.user(id)
	if u == nil || u.IsBot {
		return nil, refusal("unknown_user", "There is no such person.")
	}
	return u, nil
}

// knows reports whether one person's client shows another: guests and people
// from elsewhere see those they share a channel with.
func (s *Server) knows(me, other *user) bool {
	if me == other || other.IsBot || s.w.shareChannel(me.ID, other.ID) {
		return true
	}
	return !me.IsRestricted && !s.w.external(me) && !s.w.external(other)
}

func (s *Server) personState(u *user, now time.Time) obj {
	state := obj{
		"id": u.ID, "name": u.Name, "real_name": u.RealName, "display_name": orElse(u.DisplayName, u.RealName),
		"tz": u.TZ, "tz_label": zoneLabel(u.zone(), now), "local_time": now.In(u.zone()).Format(time.RFC3339),
		"is_bot": u.IsBot, "is_restricted": u.IsRestricted, "deleted": u.Deleted, "team_id": u.TeamID,
		"active": !u.Inactive, "quiet": u.quietAt(now), "is_admin": u.IsAdmin,
	}
	if app := s.w.app; u.ID == app.BotUserID && app.Icon != "" {
		state["icon"] = "/avatars/" + app.ID + ".svg"
	}
	return state
}

func (s *Server) channelStates(me *user) []obj {
	out := []obj{}
	for _, c := range s.w.channels {
		if !s.w.sees(me, c) {
			continue
		}
		state := obj{
			"id": c.ID, "name": c.Name, "is_private": c.Private && !c.IM, "is_im": c.IM, "is_mpim": c.Group, "is_archived": c.Archived,
			"is_member": c.has(me.ID), "is_general": c.General, "is_ext_shared": len(c.SharedWith) > 0,
			"topic": c.Topic, "bookmarks": c.bookmarkStates(), "members": c.Members, "unread": c.unread(me.ID), "last_ts": c.lastTS(),
			"mentions": c.mentions(me), "last_read": c.lastRead[me.ID],
		}
		if c.IM {
			state["user"] = c.other(me.ID)
		}
		out = append(out, state)
	}
	return out
}

// unread counts what others wrote since the person last looked.
func (c *channel) unread(userID string) int {
	n := 0
	for _, m := range c.Messages {
		if m.User != userID && compareTS(m.TS, c.lastRead[userID]) > 0 && m.shownTo(userID) && c.has(userID) {
			n++
		}
	}
	return n
}

func (m *message) shownTo(userID string) bool {
	return m.EphemeralFor == "" || m.EphemeralFor == userID
}

func (s *Server) appState() obj {
	app := s.w.app
	command := ""
	if len(app.Commands) > 0 {
		command = app.Commands[0].Name
	}
	return obj{
		"id": app.ID, "user_id": app.BotUserID, "bot_id": app.BotID, "name": app.Name, "command": command,
		"commands": slices.Clone(app.Commands), "shortcuts": slices.Clone(app.Shortcuts),
		"home_tab": app.HomeTab, "messages_tab": app.MessagesTab, "messages_tab_read_only": app.MessagesReadOnly,
	}
}

// messageTS is what messages are named by.
var messageTS = regexp.MustCompile(`^[0-9]{1,12}\.[0-9]{6}$`)

// getMessages is a conversation, or one thread of it, as one person sees it.
func (s *Server) getMessages(r *http.Request) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	me, err := s.viewer(r.URL.Query().Get("as"))
	if err != nil {
		return nil, err
	}
	ch, err := s.visible(me, r.URL.Query().Get("channel"))
	if err != nil {
		return nil, err
	}
	thread := r.URL.Query().Get("thread_ts")
	if thread != "" && !messageTS.MatchString(thread) {
		return nil, refusal("invalid_ts", "thread_ts is the ts of a message, such as 1764000000.000100.")
	}
	list := []obj{}
	for _, m := range ch.Messages {
		inThread := thread != "" && (m.TS == thread || m.ThreadTS == thread)
		if m.shownTo(me.ID) && (inThread || (thread == "" && m.topLevel())) {
			list = append(list, s.messageState(ch, m))
		}
	}
	if n := len(ch.Messages); n > 0 && thread == "" && r.URL.Query().Get("peek") != "true" && ch.lastRead[me.ID] != ch.Messages[n-1].TS {
		ch.lastRead[me.ID] = ch.Messages[n-1].TS
		s.changed("channels")
	}
	return obj{"channel": ch.ID, "messages": list}, nil
}

// messageState is a message for the page and for tests, with who it notified.
func (s *Server) messageState(ch *channel, m *message) obj {
	out := s.messageJSON(ch, m, true)
	out["pinned"] = m.Pinned
	out["pings"] = append([]string{}, m.Pings...)
	if m.EphemeralFor != "" {
		out["ephemeral"] = true
	}
	return out
}

// getCalls lists what the record holds from "since" on.
func (s *Server) getCalls(r *http.Request) (obj, error) {
	since := 0
	if v := r.URL.Query().Get("since"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil {
			return nil, refusal("invalid_since", "since is the number of the first call to show.")
		}
		since = n
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return obj{"calls": s.tape.since(since), "next": s.tape.next}, nil
}
