package sandbox

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How text becomes Slack's markup depends on who writes it: a person in the
// client, a person typing a command, or an app (docs.slack.dev/messaging/formatting-message-text).

var (
	// typedToken is what a client turns into a pill or a link while one types.
	typedToken = regexp.MustCompile(`<[@#][A-Z0-9]+(?:\|[^<>]*)?>|https?://[^\s<>|]+|[@#][\pL\pN][\pL\pN._-]*`)
	// bareURL is what the server links in an app's text.
	bareURL = regexp.MustCompile(`<[^<>]*>|https?://[^\s<>|]+`)
	// bareName is what the server links in an app's text with link_names.
	bareName = regexp.MustCompile(`<[^<>]*>|[@#][\pL\pN][\pL\pN._-]*`)

	markupEscaper   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	markupUnescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

func escapeMarkup(s string) string   { return markupEscaper.Replace(s) }
func unescapeMarkup(s string) string { return markupUnescaper.Replace(s) }

// typedText is what the client sends for a message that a person typed: names
// become mentions, addresses become links, the rest is escaped. A mention may
// also be given as the client's pill, <@U…>.
func (w *world) typedText(typed string) string {
	return w.replaceTyped(typed, func(u *user) string { return "<@" + u.ID + ">" }, func(c *channel) string {
		return "<#" + c.ID + "|" + c.Name + ">"
	})
}

// commandText is a command's text as an app receives it. With should_escape
// people and channels come as ids, a private channel with an empty label;
// without it they stay as typed.
func (w *world) commandText(typed string, escape bool) string {
	if !escape {
		return escapeMarkup(typed)
	}
	return w.replaceTyped(typed, func(u *user) string { return "<@" + u.ID + "|" + u.Name + ">" }, func(c *channel) string {
		if c.Private {
			return "<#" + c.ID + "|>"
		}
		return "<#" + c.ID + "|" + c.Name + ">"
	})
}

func (w *world) replaceTyped(typed string, mention func(*user) string, link func(*channel) string) string {
	return replaceTokens(typedToken, typed, escapeMarkup, func(token string) string {
		switch {
		case strings.HasPrefix(token, "http"):
			url, rest := trimURL(token)
			return "<" + url + ">" + escapeMarkup(rest)
		case strings.HasPrefix(token, "<@"), strings.HasPrefix(token, "<#"):
			return w.pill(token, mention, link)
		default:
			return w.named(token, mention, link)
		}
	})
}

// pill accepts <@U…> and <#C…> for people and channels that exist.
func (w *world) pill(token string, mention func(*user) string, link func(*channel) string) string {
	id, _, _ := strings.Cut(strings.Trim(token, "<@#>"), "|")
	if u := w.user(id); u != nil && token[1] == '@' {
		return mention(u)
	}
	if c := w.channel(id); c != nil && token[1] == '#' {
		return link(c)
	}
	return escapeMarkup(token)
}

// named resolves @name and #name; punctuation at the end stays text.
func (w *world) named(token string, mention func(*user) string, link func(*channel) string) string {
	name := strings.TrimRight(token, "._-")
	rest := token[len(name):]
	switch {
	case token[0] == '@' && isBroadcast(name[1:]):
		return "<!" + name[1:] + ">" + rest
	case token[0] == '@':
		if u := w.userNamed(name[1:]); u != nil {
			return mention(u) + rest
		}
	default:
		if c := w.channelNamed(name[1:]); c != nil {
			return link(c) + rest
		}
	}
	return escapeMarkup(token)
}

// appText is an app's text as Slack keeps it: addresses are linked unless
// parse is none, names only with link_names or parse=full.
func (w *world) appText(text, parse string, linkNames bool) string {
	if parse != "none" {
		text = replaceTokens(bareURL, text, keep, func(token string) string {
			if token[0] == '<' {
				return token
			}
			url, rest := trimURL(token)
			return "<" + url + ">" + rest
		})
	}
	if !linkNames && parse != "full" {
		return text
	}
	return replaceTokens(bareName, text, keep, func(token string) string {
		if token[0] == '<' {
			return token
		}
		linked := w.named(token, func(u *user) string { return "<@" + u.ID + ">" }, func(c *channel) string {
			return "<#" + c.ID + "|" + c.Name + ">"
		})
		if linked == escapeMarkup(token) {
			return token
		}
		return linked
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
