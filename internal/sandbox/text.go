package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"throughline/internal/emoji"
)

// How text becomes Slack's markup depends on who writes it: a person in the
// client, a person typing a command, or an app (docs.slack.dev/messaging/formatting-message-text).

var (
	// typedToken is what a client turns into a pill or a link while one types.
	typedToken = regexp.MustCompile(`<[@#][A-Z0-9]+(?:\|[^<>]*)?>|https?://[^\s<>|]+|[@#][\pL\pN][\pL\pN._-]*`)
	// bareURL is what the server links in an app's text. Markup and code stay.
	bareURL = regexp.MustCompile("```[\\s\\S]*?```|`[^`\n]+`|<[^<>]*>|https?://[^\\s<>|]+")
	// bareName is what the server links in an app's text with link_names.
	bareName = regexp.MustCompile("```[\\s\\S]*?```|`[^`\n]+`|<[^<>]*>|[@#][\\pL\\pN][\\pL\\pN._-]*")

	markupEscaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	markupUnescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

func escapeMarkup(s string) string   { return markupEscaper.Replace(s) }
func unescapeMarkup(s string) string { return markupUnescaper.Replace(s) }

// typedText is what the client sends for a message that a person typed: names
// become mentions, addresses become links, the rest is escaped. A mention may
// also be given as the client's pill, <@U…>. The client knows no channel that
// the person does not see.
func (w *world) typedText(who *user, typed string) string {
	return withCodes(w.replaceTyped(who, typed, func(u *user) string { return "<@" + u.ID + ">" }, func(c *channel) string {
		return "<#" + c.ID + "|" + c.Name + ">"
	}))
}

// commandText is a command's text as an app receives it. With should_escape
// people and channels come as ids, a private channel with an empty label;
// without it they stay as typed.
func (w *world) commandText(who *user, typed string, escape bool) string {
	if !escape {
		return emoji.Codes(escapeMarkup(typed))
	}
	return withCodes(w.replaceTyped(who, typed, func(u *user) string { return "<@" + u.ID + "|" + u.Name + ">" }, func(c *channel) string {
		if c.Private {
			return "<#" + c.ID + "|>"
		}
		return "<#" + c.ID + "|" + c.Name + ">"
	}))
}

func (w *world) replaceTyped(who *user, typed string, mention func(*user) string, link func(*channel) string) string {
	names := naming{w, mention, link, func(c *channel) bool { return w.sees(who, c) }}
	return replaceTokens(typedToken, typed, escapeMarkup, func(token string) string {
		switch {
		case strings.HasPrefix(token, "http"):
			url, rest := trimURL(token)
			return "<" + url + ">" + escapeMarkup(rest)
		case strings.HasPrefix(token, "<@"), strings.HasPrefix(token, "<#"):
			return names.pill(token)
		default:
			return names.named(token)
		}
	})
}

// naming turns names into markup.
type naming struct {
	w       *world
	mention func(*user) string
	link    func(*channel) string
	sees    func(*channel) bool // which channels are known to who writes
}

// pill accepts <@U…> and <#C…> for people and channels that exist.
func (n naming) pill(token string) string {
	id, _, _ := strings.Cut(strings.Trim(token, "<@#>"), "|")
	if u := n.w.user(id); u != nil && token[1] == '@' {
		return n.mention(u)
	}
	if c := n.w.channel(id); c != nil && token[1] == '#' && n.sees(c) {
		return n.link(c)
	}
	return escapeMarkup(token)
}

// named resolves @name and #name; punctuation at the end stays text.
func (n naming) named(token string) string {
	name := strings.TrimRight(token, "._-")
	rest := token[len(name):]
	switch {
	case token[0] == '@' && isBroadcast(name[1:]):
		return "<!" + name[1:] + ">" + rest
	case token[0] == '@':
		if u := n.w.userNamed(name[1:]); u != nil {
			return n.mention(u) + rest
		}
	default:
		if c := n.w.channelNamed(name[1:]); c != nil && n.sees(c) {
			return n.link(c) + rest
		}
	}
	return escapeMarkup(token)
}

// appText is an app's text as Slack keeps it: addresses are linked unless
// parse is none, names only with link_names or parse=full
// (docs.slack.dev/messaging/formatting-message-text#automatic-parsing). Slack's
// page of chat.postMessage says that link_names finds groups alone by now; that
// it may name people is the stricter reading.
func (w *world) appText(text, parse string, linkNames bool) string {
	text = withCodes(text)
	if parse != "none" {
		text = linkURLs(text)
	}
	if !linkNames && parse != "full" {
		return text
	}
	return w.linkNames(text, "@#")
}

// objectText is a mrkdwn text object as Slack keeps it unless it is verbatim:
// addresses and the names of channels are linked
// (docs.slack.dev/reference/block-kit/composition-objects/text-object).
func (w *world) objectText(text string) string {
	return w.linkNames(linkURLs(text), "#")
}

func linkURLs(text string) string {
	return replaceTokens(bareURL, text, keep, func(token string) string {
		if token[0] == '<' || token[0] == '`' {
			return token
		}
		url, rest := trimURL(token)
		return "<" + url + ">" + rest
	})
}

// linkNames links the bare names that begin with one of the signs. An app's text names no
// private channel but those that the app is in.
func (w *world) linkNames(text, signs string) string {
	names := naming{
		w, func(u *user) string { return "<@" + u.ID + ">" },
		func(c *channel) string { return "<#" + c.ID + "|" + c.Name + ">" },
		func(c *channel) bool { return !c.Private || c.has(w.app.BotUserID) },
	}
	return replaceTokens(bareName, text, keep, func(token string) string {
		if !strings.ContainsRune(signs, rune(token[0])) {
			return token
		}
		if linked := names.named(token); linked != escapeMarkup(token) {
			return linked
		}
		return token
	})
}

// replaceTokens rewrites the matches of re that begin a word, and passes what
// lies between them through plain.
func replaceTokens(re *regexp.Regexp, s string, plain, token func(string) string) string {
	var b strings.Builder
	last := 0
	for _, at := range re.FindAllStringIndex(s, -1) {
		before, _ := utf8.DecodeLastRuneInString(s[:at[0]])
		if s[at[0]] != '<' && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
			continue
		}
		b.WriteString(plain(s[last:at[0]]))
		b.WriteString(token(s[at[0]:at[1]]))
		last = at[1]
	}
	b.WriteString(plain(s[last:]))
	return b.String()
}

func keep(s string) string { return s }

// trimURL leaves a sentence's punctuation out of the address.
func trimURL(s string) (url, rest string) {
	url = strings.TrimRight(s, ".,;:!?)'\"")
	return url, s[len(url):]
}

func isBroadcast(name string) bool {
	return slices.Contains([]string{"channel", "here", "everyone"}, strings.ToLower(name))
}
