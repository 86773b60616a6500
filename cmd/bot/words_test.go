package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// leftovers are marks of a sentence that was not finished: each with what it means.
var leftovers = []struct {
	what string
	mark *regexp.Regexp
}{
	{"a template that was not filled", regexp.MustCompile(`%!|%[sdvq]|<nil>|map\[|\{\{|undefined|\bnull\b`)},
	{nameless, regexp.MustCompile(`(^|[.:·,] |by |says |to )someone( [^e]|$|[.,'])|someone's|@someone`)},
	{"an id of Slack's", regexp.MustCompile(`\b[UWCDTB]0[A-Z0-9]{6,}\b`)},
	{"an id of ours", regexp.MustCompile(`\b01[0-9A-HJKMNP-TV-Z]{24}\b`)},
	{"a full stop too many", regexp.MustCompile(`\.\.|[?!:;,]\.|\. \.|\.,`)},
	{"a space before a full stop", regexp.MustCompile(`[a-z] [.,;:?](\s|$)`)},
	{"an empty line", regexp.MustCompile(`\n[ \t]*\n|^\s*$`)},
	{"an exclamation mark", regexp.MustCompile(`!`)},
	{"a day that was not given", regexp.MustCompile(`1 January 0?1\b|0001`)},
	{"a sentence that begins small", regexp.MustCompile(`[a-z]\. [a-z]`)},
	{"a channel without a name", regexp.MustCompile(`(Posted in|running in|For|ended in|thread in|message in|for|of) the channel[ .,:](?:under|follows|A mission|Anyone|that|What|$)`)},
	{"a mission without a name", regexp.MustCompile(`\*this mission\*|A mission is running`)},
}

// mention is a real mention in mrkdwn, which Slack shows as a name.
var realMention = regexp.MustCompile(`<@[UW][A-Z0-9]+>`)

// readsWell holds every word that the bot ever showed to being finished.
// nameless is the mark of somebody who has no name, as who was forgotten has none.
const nameless = "a person without a name"

func (d *desk) readsWell(calls []object) {
	d.t.Helper()
	seen := make(map[string]bool)
	for _, c := range calls {
		said := []any{c["args"]}
		if c["method"] == "ack" {
			said = append(said, c["response"])
		}
		for _, words := range wordsIn(said) {
			if seen[words] {
				continue
			}
			seen[words] = true
			for _, l := range leftovers {
				if l.what == nameless && d.forgotten {
					continue
				}
				if l.mark.MatchString(realMention.ReplaceAllString(words, "@somebody")) {
					d.t.Errorf("%s shows %s: %q", text(c, "method"), l.what, words)
				}
			}
		}
	}
}

// wordsIn collects what people read in a payload: the texts, not the ids beside them.
func wordsIn(v any) []string {
	switch v := v.(type) {
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, wordsIn(item)...)
		}
		return all
	case string:
		var inner any // blocks and views travel as JSON in a form
		if strings.HasPrefix(v, "{") || strings.HasPrefix(v, "[") {
			if json.Unmarshal([]byte(v), &inner) == nil {
				return wordsIn(inner)
			}
		}
	case object:
		return wordsOf(v)
	}
	return nil
}

// silent are the keys whose values nobody reads, and those that repeat what stands elsewhere.
var silent = []string{"state", "private_metadata", "value", "metadata", "initial_value"}

// wordsOf collects the texts of an object. The words of one rich text read as one.
func wordsOf(o object) []string {
	if kind := text(o, "type"); kind == "rich_text_section" || kind == "rich_text_quote" {
		return []string{richWords(o)}
	}
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	if i := slices.Index(keys, "text"); i >= 0 {
		keys = append([]string{"text"}, slices.Delete(keys, i, i+1)...)
	}
	var all []string
	for _, k := range keys {
		words, isText := o[k].(string)
		switch {
		case slices.Contains(silent, k):
		case isText && (k == "text" || k == "accessibility_label"):
			all = append(all, words)
		default:
			all = append(all, wordsIn(o[k])...)
		}
	}
	return all
}

func richWords(o object) string {
	var b strings.Builder
	for _, e := range list(o, "elements") {
		switch text(e, "type") {
		case "user":
			b.WriteString("@somebody")
		case "link":
			b.WriteString(text(e, "url"))
		default:
			b.WriteString(text(e, "text"))
		}
	}
	return b.String()
}

// shown is everything that a person reads on a message, a form or an answer, in the order of its blocks.
func shown(o object) string { return strings.Join(wordsIn(o), "\n") }
