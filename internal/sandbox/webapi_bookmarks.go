package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"throughline/internal/emoji"
)

// maxBookmarks is how many a conversation has at most (slack.com/help/articles/6148870544403).
const maxBookmarks = 100

// bookmark is a link at the top of a conversation.
type bookmark struct {
	ID, Title, Link, Emoji string
	Created, Updated       time.Time // Updated is zero until it is edited
	By                     string    // who changed it last
}

func bookmarkMethods() map[string]method {
	write := []string{"bookmarks:write"}
	return map[string]method{
		"bookmarks.add":    {scopes: write, tier: 2, run: bookmarksAdd},
		"bookmarks.edit":   {scopes: write, tier: 2, run: bookmarksEdit},
		"bookmarks.remove": {scopes: write, tier: 2, run: bookmarksRemove},
		"bookmarks.list":   {scopes: []string{"bookmarks:read"}, tier: 3, run: bookmarksList},
	}
}

var (
	bookmarkLink  = regexp.MustCompile(`^https?://[^\s]+$`)
	bookmarkEmoji = regexp.MustCompile(`^:[a-z0-9_+'-]+:$`)
)

// bookmarked is the conversation of a call about bookmarks, in which the app is a member.
func (c *call) bookmarked() (*channel, error) {
	if c.args.text("channel_id") == "" {
		return nil, missing("channel_id")
	}
	ch := c.s.w.known(c.args.text("channel_id"))
	switch {
	case ch == nil:
		return nil, fail("channel_not_found")
	case !ch.has(c.s.w.app.BotUserID):
		return nil, fail("permission_denied")
	default:
		return ch, nil
	}
}

// mark finds the bookmark that a call names.
func (c *call) mark() (*channel, *bookmark, error) {
	ch, err := c.bookmarked()
	if err != nil {
		return nil, nil, err
	}
	id := c.args.text("bookmark_id")
	if id == "" {
		return nil, nil, missing("bookmark_id")
	}
	i := slices.IndexFunc(ch.Bookmarks, func(b *bookmark) bool { return b.ID == id })
	if i < 0 {
		return nil, nil, fail("not_found")
	}
	return ch, ch.Bookmarks[i], nil
}

// checkBookmark refuses links and emoji that Slack refuses; what is left out passes.
func (c *call) checkBookmark() error {
	link, icon := c.args.text("link"), c.args.text("emoji")
	switch {
	case link != "" && !bookmarkLink.MatchString(link):
		return fail("invalid_link")
	case icon != "" && (!bookmarkEmoji.MatchString(icon) || !emoji.Known(strings.Trim(icon, ":"))):
		return fail("invalid_emoji")
	default:
		return nil
	}
}

func bookmarksAdd(c *call) (obj, error) {
	ch, err := c.bookmarked()
	switch {
	case err != nil:
		return nil, err
	case strings.TrimSpace(c.args.text("title")) == "":
		return nil, missing("title")
	case c.args.text("type") == "":
		return nil, missing("type")
	case c.args.text("type") != "link":
		return nil, fail("invalid_bookmark_type")
	case c.args.text("link") == "":
		return nil, fail("invalid_link")
	case ch.Archived:
		return nil, fail("permission_denied")
	case len(ch.Bookmarks) >= maxBookmarks:
		return nil, fail("too_many_bookmarks")
	}
	if err := c.checkBookmark(); err != nil {
		return nil, err
	}
	b := &bookmark{
		ID: randomID("Bk0", 9), Title: c.args.text("title"), Link: c.args.text("link"), Emoji: c.args.text("emoji"),
		Created: c.s.clock.Now(), By: c.s.w.app.BotUserID,
	}
	ch.Bookmarks = append(ch.Bookmarks, b)
	c.s.changed("channels")
	return obj{"bookmark": c.s.bookmarkJSON(ch, b)}, nil
}

func bookmarksEdit(c *call) (obj, error) {
	ch, b, err := c.mark()
	if err != nil {
		return nil, err
	}
	if err := c.checkBookmark(); err != nil {
		return nil, err
	}
	b.Title = orElse(c.args.text("title"), b.Title)
	b.Link = orElse(c.args.text("link"), b.Link)
	b.Emoji = orElse(c.args.text("emoji"), b.Emoji)
	b.Updated, b.By = c.s.clock.Now(), c.s.w.app.BotUserID
	c.s.changed("channels")
	return obj{"bookmark": c.s.bookmarkJSON(ch, b)}, nil
}

func bookmarksRemove(c *call) (obj, error) {
	ch, gone, err := c.mark()
	if err != nil {
		return nil, err
	}
	ch.Bookmarks = slices.DeleteFunc(ch.Bookmarks, func(b *bookmark) bool { return b == gone })
	c.s.changed("channels")
	return nil, nil
}

func bookmarksList(c *call) (obj, error) {
	ch, err := c.bookmarked()
	if err != nil {
		return nil, err
	}
	return obj{"bookmarks": c.s.bookmarksJSON(ch)}, nil
}

func (s *Server) bookmarksJSON(ch *channel) []obj {
	out := []obj{}
	for _, b := range ch.Bookmarks {
		out = append(out, s.bookmarkJSON(ch, b))
	}
	return out
}

func (s *Server) bookmarkJSON(ch *channel, b *bookmark) obj {
	out := obj{
		"id": b.ID, "channel_id": ch.ID, "title": b.Title, "link": b.Link, "emoji": b.Emoji, "icon_url": nil,
		"type": "link", "entity_id": nil, "date_created": b.Created.Unix(), "date_updated": 0, "rank": "U",
		"last_updated_by_user_id": b.By, "last_updated_by_team_id": s.w.team.ID, "shortcut_id": nil, "app_id": nil,
	}
	if !b.Updated.IsZero() {
		out["date_updated"] = b.Updated.Unix()
	}
	return out
}

// bookmarkStates are the bookmarks as the page lists them.
func (c *channel) bookmarkStates() []obj {
	out := []obj{}
	for _, b := range c.Bookmarks {
		out = append(out, obj{"id": b.ID, "title": b.Title, "link": b.Link, "emoji": b.Emoji})
	}
	return out
}
