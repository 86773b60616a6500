package slackapp

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"

	"throughline/internal/emoji"
	"throughline/internal/mission"
)

// Slack escapes what people type in commands, mentions and direct messages: &, < and > as entities,
// people, channels and links as <…> (docs.slack.dev/interactivity/implementing-slash-commands,
// "should_escape"), and emoji as :names:, which rich text would show as they stand
// (docs.slack.dev/messaging/formatting-message-text). Here it is undone, once, so that the store holds what was typed.

// control matches one <…> form: its sign, its target and its label, which may be absent or empty.
var control = regexp.MustCompile(`<([@#!]?)([^<>|\s]+)(?:\|([^<>]*))?>`)

// userID matches the ids of people; anything else that looks like a mention is text.
var userID = regexp.MustCompile(`^[UW][A-Z0-9]{2,}$`)

// unescape returns the text as it was typed. nameOf gives the name of a person whose mention came
// without one.
func unescape(s string, nameOf func(mission.UserID) string) string {
	s = control.ReplaceAllStringFunc(s, func(form string) string {
		m := control.FindStringSubmatch(form)
		return plainForm(m[1], m[2], m[3], nameOf)
	})
	return emoji.Pictures(entities.Replace(s))
}

// maxNamed bounds whose names are asked for one text.
const maxNamed = 20

// nameless returns the people whom text mentions by their ids alone, as messages do.
func nameless(s string) []mission.UserID {
	var ids []mission.UserID
	for _, m := range control.FindAllStringSubmatch(s, -1) {
		if m[1] == "@" && m[3] == "" && userID.MatchString(m[2]) && len(ids) < maxNamed {
			ids = append(ids, mission.UserID(m[2]))
		}
	}
	return ids
}

// entities undoes the three escapes in one pass, so that "&amp;lt;" comes out as "&lt;".
var entities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")

// escape writes words as Slack would have sent them.
func escape(words string) string { return escapes.Replace(words) }

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func plainForm(sign, target, label string, nameOf func(mission.UserID) string) string {
	switch sign {
	case "@":
		if label == "" {
			label = cmp.Or(nameOf(mission.UserID(target)), "someone")
		}
		return "@" + label
	case "#":
		if label == "" {
			label = "private channel"
		}
		return "#" + label
	case "!":
		if label == "" {
			label, _, _ = strings.Cut(target, "^")
		}
		return "@" + strings.TrimPrefix(label, "@")
	}
	if label == "" || label == target || "mailto:"+label == target || strings.HasSuffix(target, "://"+label) {
		return strings.TrimPrefix(target, "mailto:")
	}
	return label + " (" + target + ")"
}

// leadingMentions takes the people named at the start of s off it: "<@U1> and <@U2|bo>, for x" gives
// both and "for x".
func leadingMentions(s string) ([]mission.UserID, string) {
	var ids []mission.UserID
	rest := strings.TrimSpace(s)
	for {
		m := control.FindStringSubmatchIndex(rest)
		if m == nil || m[0] != 0 || rest[m[2]:m[3]] != "@" || !userID.MatchString(rest[m[4]:m[5]]) {
			return ids, rest
		}
		ids = append(ids, mission.UserID(rest[m[4]:m[5]]))
		rest = trimJoin(rest[m[1]:])
	}
}

// trimJoin drops what stands between two names.
func trimJoin(s string) string {
	s = strings.TrimLeft(s, " ,\u00a0\t")
	if after, ok := strings.CutPrefix(s, "and <@"); ok {
		return "<@" + after
	}
	return s
}

// splitWord returns the first word of s and the rest, both trimmed. The no-break spaces that phones
// type count as spaces.
func splitWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	i := strings.IndexFunc(s, unicode.IsSpace)
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}
