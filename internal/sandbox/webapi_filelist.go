package sandbox

import (
	"slices"
	"strings"
)

// fileMethods are those that read files.
func fileMethods() map[string]method {
	read := []string{"files:read"}
	return map[string]method{
		"files.info": {scopes: read, tier: 4, formOnly: true, run: filesInfo},
		"files.list": {scopes: read, tier: 3, formOnly: true, run: filesList},
	}
}

// appReads reports whether the app may read a file: its own, and what was shared where it is a member or in public.
func (s *Server) appReads(f *file) bool {
	if f.User == s.w.app.BotUserID {
		return true
	}
	return slices.ContainsFunc(f.Channels, func(id string) bool {
		return s.w.known(id) != nil
	})
}

func filesInfo(c *call) (obj, error) {
	id := c.args.text("file")
	if id == "" {
		return nil, missing("file")
	}
	f := c.s.files.files[id]
	switch {
	case f == nil || !c.s.appReads(f):
		return nil, fail("file_not_found")
	case f.Deleted:
		return nil, fail("file_deleted")
	case !f.Complete:
		return nil, fail("file_not_found")
	}
	out := c.s.listedFile(f)
	out["shares"] = c.s.shares(f)
	return obj{"file": out, "comments": []obj{}, "response_metadata": obj{"next_cursor": ""}}, nil
}

// listedFile is a file with where it was shared, which a message's own file does not tell. Locked.
func (s *Server) listedFile(f *file) obj {
	out := s.fileJSON(f)
	places := map[string][]string{"channels": {}, "groups": {}, "ims": {}}
	for _, id := range f.Channels {
		if ch := s.w.channel(id); ch != nil {
			key := sharedKey(ch)
			places[key] = append(places[key], id)
		}
	}
	for key, ids := range places {
		out[key] = ids
	}
	out["comments_count"] = 0
	return out
}

func sharedKey(ch *channel) string {
	switch {
	case ch.IM:
		return "ims"
	case ch.Private:
		return "groups"
	default:
		return "channels"
	}
}

// shares lists the messages with a file, by privacy and conversation. Locked.
func (s *Server) shares(f *file) obj {
	out := obj{}
	for _, id := range f.Channels {
		ch := s.w.channel(id)
		if ch == nil {
			continue
		}
		kind := "public"
		if ch.Private {
			kind = "private"
		}
		byChannel, _ := out[kind].(obj)
		if byChannel == nil {
			byChannel = obj{}
			out[kind] = byChannel
		}
		byChannel[id] = s.sharesIn(ch, f)
	}
	return out
}

func (s *Server) sharesIn(ch *channel, f *file) []obj {
	list := []obj{}
	for _, m := range ch.Messages {
		if !slices.Contains(m.Files, f.ID) {
			continue
		}
		share := obj{
			"ts": m.TS, "team_id": s.w.team.ID, "reply_count": len(ch.replies(m.TS)), "reply_users": []string{},
			"reply_users_count": 0, "share_user_id": m.User, "source": "UNKNOWN", "is_silent_share": false,
		}
		setIf(share, "channel_name", ch.Name)
		setIf(share, "thread_ts", m.ThreadTS)
		list = append(list, share)
	}
	return list
}

// fileKinds are the words that files.list takes for types.
var fileKinds = []string{"all", "spaces", "snippets", "images", "gdocs", "zips", "pdfs"}

func filesList(c *call) (obj, error) {
	kinds := c.args.list("types")
	for _, kind := range kinds {
		if !slices.Contains(fileKinds, kind) {
			return nil, fail("unknown_type")
		}
	}
	user := c.args.text("user")
	if user != "" && c.s.w.user(user) == nil {
		return nil, fail("user_not_found")
	}
	from, to, err := c.spanOf("ts_from", "ts_to")
	if err != nil {
		return nil, err
	}
	channel := c.args.text("channel")
	list := []*file{}
	for _, f := range c.s.files.files {
		at := f.Created.Unix()
		if f.Complete && !f.Deleted && c.s.appReads(f) && (user == "" || f.User == user) && at >= from && at <= to &&
			(channel == "" || slices.Contains(f.Channels, channel)) && f.isOf(kinds) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b *file) int {
		if order := b.Created.Compare(a.Created); order != 0 {
			return order
		}
		return strings.Compare(a.ID, b.ID)
	})
	shown := []obj{}
	for _, f := range list {
		shown = append(shown, c.s.listedFile(f))
	}
	return numbered(c, "files", shown)
}

// isOf reports whether the file is of one of these kinds; none means any.
func (f *file) isOf(kinds []string) bool {
	if len(kinds) == 0 {
		return true
	}
	return slices.ContainsFunc(kinds, func(kind string) bool {
		switch kind {
		case "all":
			return true
		case "images":
			return strings.HasPrefix(f.kind(), "image/")
		case "pdfs":
			return f.kind() == "application/pdf"
		case "zips":
			return f.kind() == "application/zip"
		case "snippets":
			return f.Snippet
		default: // nothing here is a post or a document of Google's
			return false
		}
	})
}
