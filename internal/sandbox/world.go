package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// obj is a JSON object on its way out.
type obj = map[string]any

// slackbotID is the id of Slack's own helper, who is not a bot to the API.
const slackbotID = "USLACKBOT"

// world is one workspace: people, conversations and their messages.
type world struct {
	app       App
	team      team
	users     []*user
	channels  []*channel
	groups    []*usergroup
	scheduled []*scheduledMessage
	lastMicro int64 // of the newest ts; a ts never repeats and never runs backwards
}

type team struct {
	ID, Name, Domain string
}

type user struct {
	ID, TeamID, Name, RealName, DisplayName string
	TZ                                      string
	IsBot, IsAdmin, IsOwner                 bool
	IsRestricted, IsUltraRestricted         bool
	Deleted, Inactive                       bool
	DND                                     dnd
	Updated                                 time.Time
}

// channel is any conversation: public, private, direct, or of a group.
type channel struct {
	ID, Name, Creator string
	Topic, Purpose    string
	TopicSet          setting
	PurposeSet        setting
	Private, IM       bool
	Group             bool // a conversation of several people without a name, Slack's mpim
	Archived, General bool
	Closed            bool     // the app closed this direct or group conversation
	SharedWith        []string // team ids of the other organisations
	Created           time.Time
	PreviousNames     []string
	Members           []string
	Bookmarks         []*bookmark
	Messages          []*message            // by ts
	threads           map[string][]*message // replies by the ts of their thread
	lastRead          map[string]string
}

// setting is who wrote a topic or a purpose, and when; zero means nobody since the channel was made.
type setting struct {
	By string
	At time.Time
}

func (w *world) user(id string) *user {
	i := slices.IndexFunc(w.users, func(u *user) bool { return u.ID == id })
	if i < 0 {
		return nil
	}
	return w.users[i]
}

func (w *world) channel(id string) *channel {
	i := slices.IndexFunc(w.channels, func(c *channel) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return w.channels[i]
}

// known is a conversation that the app may know of: a public one, or one that it is in. Any other is nil, as if it
// were not there.
func (w *world) known(id string) *channel {
	return w.knownOf(w.channel(id))
}

// knownOf is the conversation itself where the app may know of it.
func (w *world) knownOf(ch *channel) *channel {
	if ch == nil || (ch.Private && !ch.has(w.app.BotUserID)) {
		return nil
	}
	return ch
}

func (w *world) channelNamed(name string) *channel {
	i := slices.IndexFunc(w.channels, func(c *channel) bool { return !c.IM && !c.Group && c.Name == name })
	if i < 0 {
		return nil
	}
	return w.channels[i]
}

// nextTS mints the ts of something that happens now.
func (w *world) nextTS(now time.Time) string {
	w.lastMicro = max(now.UnixMicro(), w.lastMicro+1)
	return formatTS(w.lastMicro)
}

func formatTS(micro int64) string { return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6) }

// dm finds or opens the direct conversation of two people.
func (w *world) dm(a, b string, now time.Time) (ch *channel, opened bool) {
	for _, c := range w.channels {
		if c.IM && c.has(a) && c.has(b) {
			return c, false
		}
	}
	ch = &channel{
		ID: w.dmID(a, b), IM: true, Private: true, Created: now, Creator: a,
		Members: []string{a, b}, lastRead: map[string]string{},
	}
	w.channels = append(w.channels, ch)
	return ch, true
}

// dmID gives the app's conversations ids that name the person.
func (w *world) dmID(a, b string) string {
	for _, pair := range [][2]string{{a, b}, {b, a}} {
		if pair[0] == w.app.BotUserID && len(pair[1]) > 1 {
			return "D" + pair[1][1:]
		}
	}
	return randomID("D1", 8)
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// other is the partner of a person in a direct conversation.
func (c *channel) other(user string) string {
	for _, m := range c.Members {
		if m != user {
			return m
		}
	}
	return user
}

func (c *channel) add(user string) bool {
	if c.has(user) {
		return false
	}
	c.Members = append(c.Members, user)
	return true
}

func (c *channel) remove(user string) bool {
	i := slices.Index(c.Members, user)
	if i < 0 {
		return false
	}
	c.Members = slices.Delete(slices.Clone(c.Members), i, i+1)
	return true
}

// kind is the conversation's kind as events and scopes call it.
func (c *channel) kind() string {
	switch {
	case c.IM:
		return "im"
	case c.Group:
		return "mpim"
	case c.Private:
		return "group"
	default:
		return "channel"
	}
}

// scopeFamily is the first part of the scopes that guard this conversation.
func (c *channel) scopeFamily() string {
	switch {
	case c.IM:
		return "im"
	case c.Group:
		return "mpim"
	case c.Private:
		return "groups"
	default:
		return "channels"
	}
}

// sees reports whether a person's client shows the conversation: what they are
// in, and public channels unless they are guests or from elsewhere.
func (w *world) sees(u *user, c *channel) bool {
	if c.has(u.ID) {
		return true
	}
	return !c.IM && !c.Private && !u.IsRestricted && u.TeamID == w.team.ID
}

// external reports whether a person belongs to another organisation.
func (w *world) external(u *user) bool { return u.TeamID != w.team.ID }

// shareChannel reports whether two people are in a channel together.
func (w *world) shareChannel(a, b string) bool {
	return slices.ContainsFunc(w.channels, func(c *channel) bool {
		return !c.IM && c.has(a) && c.has(b)
	})
}

// userNamed finds a person by what people type after an @.
func (w *world) userNamed(name string) *user {
	name = strings.ToLower(name)
	for _, u := range w.users {
		if strings.ToLower(u.Name) == name || strings.ToLower(u.DisplayName) == name {
			return u
		}
	}
	return nil
}

// zones are the time zones that were read, by their names. Reading one parses the whole of its history, and each look
// at the state needs those of everybody.
var zones sync.Map

// zone is the person's time zone, or UTC where it is unknown.
func (u *user) zone() *time.Location {
	if known, ok := zones.Load(u.TZ); ok {
		return known.(*time.Location)
	}
	loc, err := time.LoadLocation(u.TZ)
	if err != nil {
		return time.UTC
	}
	zones.Store(u.TZ, loc)
	return loc
}
