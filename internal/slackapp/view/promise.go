package view

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"throughline/internal/mission"
)

// PromiseData is a commitment or a risk in the channel.
type PromiseData struct {
	Mission mission.Mission
	Entry   mission.Entry
	// AskedAt is when its author is asked after it, in AskedIn, or zero where nothing is to come.
	AskedAt time.Time
	AskedIn *time.Location
	// Lesson is what happened with a risk, or nil.
	Lesson *mission.Entry
}

// Promise is a commitment or a risk as a message in the channel, with what became of it.
func Promise(e Env, d PromiseData) Message {
	var p canvas
	short := false
	p.instead(e.promised(d), func() {
		p.sectionWith(promiseMenu(d.Entry), "%s", e.promiseTitle(d.Mission, d.Entry))
		short = p.promiseWords(d.Entry)
		short = p.lesson(d.Lesson) || short
	})
	p.contextLine(e.promiseContext(d))
	meta := Meta{Mission: d.Entry.Mission, Entry: d.Entry.ID}
	p.actions(when(short, button(ActReadRest, "Read the rest", meta)))
	return p.message()
}

// promised is the first sentence: who promised what until when, and what became of it.
func (e Env) promised(d PromiseData) line {
	entry, who := d.Entry, e.who(d.Entry.Author)
	if entry.Kind == mission.Risk {
		out := fill("%s tries something on %s, %s. We try: %s. We expect: %s.", who, title(d.Mission), own(e.fated(d.Mission, entry)), stopless(entry.Text), stopless(entry.Expect))
		if d.Lesson != nil {
			out = append(out, fill(" What happened: %s", d.Lesson.Text)...)
		}
		return out
	}
	return fill("%s made a commitment on %s, %s: %s", who, title(d.Mission), own(e.fated(d.Mission, entry)), promiseLine(entry))
}

// stopless returns words without the stop at their end, for the middle of a line of ours.
func stopless(words string) string { return strings.TrimRight(oneLine(words), ". ") }

// promiseTitle is the line above the words.
func (e Env) promiseTitle(m mission.Mission, entry mission.Entry) line {
	return fill("%s · %s, %s", e.marked(wordsFor(entry.Kind)), e.who(entry.Author), own(e.fated(m, entry)))
}

// fated says what became of it: by when, on which day it was done, let go or looked at.
func (e Env) fated(m mission.Mission, entry mission.Entry) string {
	switch entry.Fate {
	case mission.Kept:
		return "done on " + e.on(m, entry.FateAt)
	case mission.LetGo:
		return "let go on " + e.on(m, entry.FateAt)
	case mission.Looked:
		return "looked at on " + e.on(m, entry.FateAt)
	}
	if entry.Kind == mission.Risk {
		return "we look on " + e.day(m, entry.Look)
	}
	return "by " + e.day(m, entry.By)
}

// promiseLine is a commitment or a risk in one line, as one says it.
func promiseLine(entry mission.Entry) string {
	if entry.Kind == mission.Risk {
		return entry.Text
	}
	return putIfThen(entry.If, entry.Text)
}

// putIfThen puts a commitment together. Without a moment that starts it, it stands as it was written.
func putIfThen(moment, text string) string {
	if Clean(moment) == "" {
		return text
	}
	opening := "If "
	for _, word := range []string{"If ", "When ", "Whenever ", "Once ", "As soon as ", "After ", "Before "} {
		if hasPrefixFold(moment, word) {
			opening, moment = word, moment[len(word):]
			break
		}
	}
	for _, start := range []string{"then I will ", "then ", "I will ", "I'll "} {
		if hasPrefixFold(text, start) {
			text = text[len(start):]
			break
		}
	}
	return opening + stopless(moment) + ", then I will " + text
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) > len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// promiseWords adds the words, and reports whether they were cut.
func (p *canvas) promiseWords(entry mission.Entry) bool {
	if entry.Kind != mission.Risk {
		words := putIfThen(entry.If, entry.Text)
		if Clean(words) == "" {
			words = "…"
		}
		return p.quote(words)
	}
	try, cutTry := cut(oneLine(entry.Text), cutChannel)
	expect, cutExpect := cut(oneLine(entry.Expect), cutChannel)
	p.rich("*We try*  %s", try)
	p.rich("*We expect*  %s", expect)
	return cutTry || cutExpect
}

// lesson adds what happened with a risk, and reports whether it was cut.
func (p *canvas) lesson(told *mission.Entry) bool {
	if told == nil || told.Withdrawn() {
		return false
	}
	words, short := cut(oneLine(told.Text), cutChannel)
	p.rich("*What happened*  %s", words)
	return short
}

// promiseContext is the small print: when its author is asked after it, why it was let go, and that it was
// edited.
func (e Env) promiseContext(d PromiseData) line {
	var parts []line
	if d.Entry.Awaits() && !d.AskedAt.IsZero() {
		day := Day(mission.DateOf(d.AskedAt.In(d.AskedIn)), e.today(d.Mission))
		parts = append(parts, fill("I come back to %s once, in private, on %s at %s.", e.who(d.Entry.Author), day, Clock(d.AskedAt, d.AskedIn)))
	}
	if d.Entry.Fate == mission.LetGo && Clean(d.Entry.Because) != "" {
		parts = append(parts, fill("because %s", stopless(d.Entry.Because)))
	}
	if d.Lesson != nil {
		parts = append(parts, fill("told by %s", e.who(d.Lesson.Author)))
	}
	if !d.Entry.EditedAt.IsZero() {
		parts = append(parts, fill("edited %s", e.on(d.Mission, d.Entry.EditedAt)))
	}
	return joined(" · ", parts...)
}

// promiseMenu is for anyone to see; a wrong person gets a sentence.
func promiseMenu(entry mission.Entry) *slack.OverflowBlockElement {
	meta := Meta{Mission: entry.Mission, Entry: entry.ID}
	rest := []choice{{action: ActEditEntry, label: "Edit"}, {action: ActWithdraw, label: "Withdraw"}}
	switch {
	case !entry.Awaits():
		again := choice{action: ActPromiseOpen, label: "It is open again"}
		if entry.Fate == mission.Looked {
			return overflow(meta, rest[1])
		}
		return overflow(meta, again, rest[1])
	case entry.Kind == mission.Risk:
		return overflow(meta, append([]choice{
			{action: ActRiskTell, label: "Tell what happened"},
			{action: ActPromiseDay, label: "Look on another day"},
			{action: ActPromiseLetGo, label: "It no longer matters"},
		}, rest...)...)
	}
	return overflow(meta, append([]choice{
		{action: ActPromiseDone, label: "Done"},
		{action: ActPromiseLetGo, label: "Let it go"},
	}, rest...)...)
}

// promiseParts are the whole words of a commitment or a risk, to be read.
func (e Env) promiseParts(m mission.Mission, entry mission.Entry) []part {
	head := entryHeading(e, m, entry)
	if entry.Kind != mission.Risk {
		parts := []part{{head, putIfThen(entry.If, entry.Text)}}
		if Clean(entry.Because) != "" {
			parts = append(parts, part{fill("*Let go, because*"), entry.Because})
		}
		return parts
	}
	return []part{{head, ""}, {fill("*We try*"), entry.Text}, {fill("*We expect*"), entry.Expect}}
}
