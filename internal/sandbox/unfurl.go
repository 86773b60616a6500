package sandbox

import (
	"encoding/json"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// unfurl is a preview of a link in a message, which an app gave.
type unfurl struct {
	URL        string
	Attachment json.RawMessage
}

// markupLink is a link in a message's markup.
var markupLink = regexp.MustCompile(`<(https?://[^<>|]+)(?:\|[^<>]*)?>`)

// links are the addresses in a message.
func (m *message) links() []string {
	var out []string
	for _, found := range markupLink.FindAllStringSubmatch(m.Text, -1) {
		if link := unescapeMarkup(found[1]); !slices.Contains(out, link) {
			out = append(out, link)
		}
	}
	return out
}

// unfurls reports whether the app registered the domain of an address, or one that it lies under.
func (a App) unfurls(address string) (domain string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	for _, d := range a.UnfurlDomains {
		if host := strings.ToLower(u.Hostname()); host == d || strings.HasSuffix(host, "."+d) {
			return d, true
		}
	}
	return "", false
}

// linkEvent tells the app of links of its domains that somebody else posted
// (docs.slack.dev/reference/events/link_shared). Locked.
func (s *Server) linkEvent(ch *channel, m *message) {
	if m.BotID != "" || m.Subtype != "" || (ch.Private && !ch.has(s.w.app.BotUserID)) {
		return
	}
	links := []obj{}
	for _, link := range m.links() {
		if domain, ok := s.w.app.unfurls(link); ok {
			links = append(links, obj{"domain": domain, "url": link})
		}
	}
	if len(links) == 0 {
		return
	}
	event := obj{
		"type": "link_shared", "channel": ch.ID, "is_bot_user_member": ch.has(s.w.app.BotUserID), "user": m.User,
		"message_ts": m.TS, "unfurl_id": ch.ID + "." + m.TS + "." + randomText(32), "source": "conversations_history",
		"links": links,
	}
	setIf(event, "thread_ts", m.ThreadTS)
	s.emit("link_shared", ch, event)
}

// attached are the message's own attachments and its previews.
func (m *message) attached() json.RawMessage {
	if len(m.Unfurls) == 0 {
		return m.Attachments
	}
	var all []json.RawMessage
	_ = json.Unmarshal(m.Attachments, &all) // none, or a list that was checked
	for _, u := range m.Unfurls {
		all = append(all, u.Attachment)
	}
	return encodeJSON(all)
}

// unfurled is the message that a call gives previews for: by channel and ts, or by unfurl_id and source.
func (c *call) unfurled() (*channel, *message, error) {
	channel, ts := c.args.text("channel"), c.args.text("ts")
	if id, source := c.args.text("unfurl_id"), c.args.text("source"); id != "" || source != "" {
		switch {
		case id == "":
			return nil, nil, fail("missing_unfurl_id")
		case source == "":
			return nil, nil, fail("missing_source")
		case source != "conversations_history" && source != "composer":
			return nil, nil, fail("invalid_source")
		}
		parts := strings.Split(id, ".")
		if len(parts) != 4 {
			return nil, nil, fail("invalid_unfurl_id")
		}
		channel, ts = parts[0], parts[1]+"."+parts[2]
	}
	switch {
	case channel == "":
		return nil, nil, fail("missing_channel")
	case ts == "":
		return nil, nil, fail("missing_ts")
	}
	ch := c.s.w.known(channel)
	if ch == nil {
		return nil, nil, fail("cannot_find_channel")
	}
	m := ch.message(ts)
	if m == nil {
		return nil, nil, fail("cannot_find_message")
	}
	return ch, m, nil
}

func chatUnfurl(c *call) (obj, error) {
	ch, m, err := c.unfurled()
	if err != nil {
		return nil, err
	}
	raw, given := c.args.raw("unfurls")
	asks := c.args.flag("user_auth_required") || c.args.text("user_auth_url") != "" || c.args.text("user_auth_message") != ""
	if !given && !asks {
		return nil, fail("missing_unfurls")
	}
	previews, err := c.previews(m, raw)
	if err != nil {
		return nil, err
	}
	if asks {
		c.askToConnect(ch, m)
	}
	if len(previews) == 0 {
		return nil, nil
	}
	before := c.s.messageJSON(ch, m, false)
	for _, p := range previews {
		m.Unfurls = slices.DeleteFunc(m.Unfurls, func(old unfurl) bool { return old.URL == p.URL })
		m.Unfurls = append(m.Unfurls, p)
	}
	c.s.changedEvent(ch, before, m)
	return nil, nil
}

// previews reads the map of addresses to attachments.
func (c *call) previews(m *message, raw json.RawMessage) ([]unfurl, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var given map[string]map[string]any
	if json.Unmarshal(raw, &given) != nil {
		return nil, fail("invalid_unfurls_format")
	}
	links := m.links()
	var out []unfurl
	for _, link := range slices.Sorted(maps.Keys(given)) {
		a := given[link]
		if _, mine := c.s.w.app.unfurls(link); !mine {
			return nil, fail("cannot_unfurl_url")
		}
		if !slices.Contains(links, link) {
			return nil, fail("cannot_unfurl_message")
		}
		if problems := checkAttachment(a, "/unfurls"); len(a) == 0 || len(problems) > 0 {
			return nil, failWith("cannot_parse_attachment", problems...)
		}
		c.s.w.completeAttachment(a, len(m.Unfurls)+len(out)+1)
		a["from_url"], a["app_unfurl_url"], a["is_app_unfurl"] = link, link, true
		a["app_id"], a["bot_id"] = c.s.w.app.ID, c.s.w.app.BotID
		out = append(out, unfurl{URL: link, Attachment: encodeJSON(a)})
	}
	return out, nil
}

// askToConnect shows the author of a message alone that the app would like them to sign in.
func (c *call) askToConnect(ch *channel, m *message) {
	author := c.s.w.user(m.User)
	if author == nil || author.IsBot {
		return
	}
	text := c.args.text("user_auth_message")
	if link := c.args.text("user_auth_url"); link != "" && text == "" {
		text = "To show previews of these links, connect your account: <" + link + ">"
	}
	asking := c.s.botMessage(content{text: orElse(text, "Connect your account to show previews of these links.")})
	asking.EphemeralFor, asking.ThreadTS = author.ID, m.ThreadTS
	c.s.publishMessage(ch, asking)
}
