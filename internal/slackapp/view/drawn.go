package view

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"throughline/internal/nudges"
)

// Drawn is how the theme of a question was drawn.
type Drawn struct {
	// Themes is how many took part, 0 where nothing was drawn; Tickets how many of a hundred this one had drawn.
	Themes, Tickets int
	// Tired says that none of them had rested.
	Tired bool
}

// sentences says how the theme was drawn. Of a question to one person it always says that what she ticked counts,
// ticked or not, so that it tells nothing to whoever looks over her shoulder.
func (d Drawn) sentences(k nudges.Kind) string {
	var out string
	switch {
	case d.Themes == 0:
		return ""
	case d.Themes == 1 && !d.Tired:
		out = "Its theme alone had rested four weeks."
	case d.Themes == 1:
		out = "Only its theme fits, so it did not rest four weeks."
	case d.Tired:
		out = fmt.Sprintf("No theme had rested four weeks, so all %d took part; this one drew %s.", d.Themes, d.share())
	default:
		out = fmt.Sprintf("%d themes had rested four weeks; this one drew %s.", d.Themes, d.share())
	}
	if d.Themes > 1 {
		out += " Themes that get answers here hold more."
		if !k.ToChannel() {
			out += " Those near the kinds of work that you ticked count twice."
		}
	}
	return out
}

// drawnLines say how a question was drawn, and to the one person whom it went to how often she answered.
func drawnLines(d WhyData) []line {
	out := []line{own(d.Drawn.sentences(d.Kind))}
	if !d.Kind.ToChannel() {
		out = append(out, answeredLines("you", nudges.Tally{d.Theme: d.Counted})...)
	}
	return slices.DeleteFunc(out, func(l line) bool { return len(l) == 0 })
}

func (d Drawn) share() string {
	if d.Tickets == 1 {
		return "1 of 100 tickets"
	}
	return fmt.Sprintf("%d of 100 tickets", d.Tickets)
}

// leastCounted is from how many askings on a count is told. Fewer say nothing, and invite to read something in.
const leastCounted = 8

// answeredLines says how often who is meant answered, by what the questions were about, in the order of the alphabet:
// no theme is better than another.
func answeredLines(who string, counts nudges.Tally) []line {
	told := make(map[string]nudges.Count, len(counts))
	for theme, c := range counts {
		if c.Asked >= leastCounted {
			told[themeWords(theme)] = c
		}
	}
	var out []line
	for _, words := range slices.Sorted(maps.Keys(told)) {
		c := told[words]
		out = append(out, fill("When asked about %s, %s answered %s of %s times.", words, own(who), strconv.Itoa(c.Answered), strconv.Itoa(c.Asked)))
	}
	return out
}

// themesInWords names the themes of questions as people speak of them.
var themesInWords = map[string]string{
	"arc": "where the mission stands", "piece": "one's own piece", "why": "what it is for", "connect": "how it fits oneself",
	"power": "what gives energy", "energy": "energy", "change": "what changed", "mirror": "one's own part",
	"words": "the mission in one's own words", "value": "what it is worth to whom", "risk": "risk", "coach": "helping others think",
	"commit": "commitments", "thanks": "thanks", "balance": "balance", "self": "steering together", "relations": "other teams",
	"trust": "trust", "inspire": "what inspires", "achieve": "what was achieved", "dare": "daring", "listen": "listening",
	"learn": "learning", "collaborate": "working together", "own": "taking responsibility",
}

// themeWords names a theme; one of a team's own library goes by its own name.
func themeWords(theme string) string {
	if words, ok := themesInWords[theme]; ok {
		return words
	}
	return oneLine(theme)
}
