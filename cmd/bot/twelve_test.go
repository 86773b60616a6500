package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
)

var writeCalendar = flag.Bool("update", false, "write docs/twelve-weeks.md anew")

// calendarPage is what the story of twelve weeks writes.
const calendarPage = "../../docs/twelve-weeks.md"

// The twelve weeks, within which the clocks of Chicago and of Lisbon are set forward.
var (
	firstDay = mission.Date{Year: 2027, Month: time.January, Day: 18}
	lastDay  = mission.Date{Year: 2027, Month: time.April, Day: 11}
)

// got is a nudge that reached a place.
type got struct {
	at     time.Time
	ts, to string // to is a name of the cast, or a channel
	kind   string
	words  string // as it read when it came
	why    string // what its Why this? said first
	did    string // what was done with it, or nothing
}

// twelve is a mission of twelve weeks, day by day.
type twelve struct {
	*desk
	cast []*castMember
	here *castMember // the channel, as the one reads it who looks after it
	seen map[string]bool
	new  map[string]bool // the conversations in which something was posted since they were looked at
	tail int             // up to where the record was read
	all  []*got
	said int
}

// TestTwelveWeeks goes through a whole mission with five people in four zones, and three more in its rounds. It writes
// what each of the five got and why, holds that to the page in docs, and holds the whole to what nudges promise.
// Run it with -v to read every question too, and with -update to write the page anew.
func TestTwelveWeeks(t *testing.T) {
	t.Parallel()
	began := time.Now()
	w := &twelve{desk: openDesk(t, "2027-01-18T09:12"), seen: map[string]bool{}, new: map[string]bool{}}
	w.gather()
	for day := firstDay; !lastDay.Before(day); day = day.AddDays(1) {
		w.goes(day.String() + "T12:00:00Z")
		w.look(noon)
		if act := script()[day.String()]; act != nil {
			act(w)
			w.rest()
		}
		w.goes(day.String() + "T22:30:00Z")
		w.look(evening)
	}
	took := time.Since(began)
	channels := w.conversations()
	calls, _ := w.tape(0)
	w.lookOver() // stops the bot
	w.toldInDetail()
	slices.SortStableFunc(w.all, func(a, b *got) int { return a.at.Compare(b.at) })
	rows := w.rows()
	w.kinds(rows, channels)
	page := w.calendar(rows)
	w.keepsItsWord(rows)
	w.allTold(calls, channels)
	t.Logf("%d nudges to %d people and a channel; twelve weeks through the sandbox took %s", len(w.all), len(w.cast), took.Round(100*time.Millisecond))
	for _, g := range w.all {
		t.Logf("%s  %-9s %-12s %s", g.at.UTC().Format("Mon _2 Jan 15:04"), g.to, g.kind, strings.ReplaceAll(g.words, "\n", " | "))
	}
	holdsPage(t, page)
}

// toldInDetail makes sure that the look for private words saw a log at its finest, and words that were to stay private.
func (w *twelve) toldInDetail() {
	w.t.Helper()
	if n := strings.Count(w.outputs[0].text(), "level=DEBUG"); n < 100 || len(w.secrets) < 40 {
		w.t.Errorf("%d lines of the log at its finest and %d private texts were looked at", n, len(w.secrets))
	}
}

// holdsPage compares what came with what the page says.
func holdsPage(t *testing.T, page string) {
	t.Helper()
	t.Log("\n" + page)
	path := filepath.FromSlash(calendarPage)
	if *writeCalendar {
		if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, have := strings.Split(string(kept), "\n"), strings.Split(page, "\n")
	for i := range max(len(want), len(have)) {
		if a, b := lineAt(want, i), lineAt(have, i); a != b {
			t.Fatalf("docs/twelve-weeks.md says in line %d\n%s\nand it is\n%s\nRun this test with -update and read what changed.", i+1, a, b)
		}
	}
}

func lineAt(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// look lets everybody who is awake see what came, ask why it did, and do with it what she would.
func (w *twelve) look(when time.Duration) {
	w.t.Helper()
	w.hears()
	for _, c := range append([]*castMember{w.here}, w.cast...) {
		if c.looks&lookAt(when) == 0 || !w.new[c.where] {
			continue
		}
		delete(w.new, c.where)
		for _, m := range c.messages(c.reads) {
			if ts := text(m, "ts"); !w.seen[c.name+ts] {
				w.seen[c.name+ts] = true
				w.meets(c, m)
			}
		}
	}
}

// hears notes in which conversations something was posted.
func (w *twelve) hears() {
	w.t.Helper()
	calls, next := w.tape(w.tail)
	w.tail = next
	for _, c := range calls {
		if args, _ := c["args"].(object); c["method"] == "chat.postMessage" {
			w.new[text(args, "channel")] = true
		}
	}
}

// meets is what somebody does with a message that she sees for the first time.
func (w *twelve) meets(c *castMember, m object) {
	w.t.Helper()
	if !c.offers(c.reads, m, "Why this?") {
		return
	}
	g := &got{at: atTS(text(m, "ts")), ts: text(m, "ts"), to: c.name, words: shown(m)}
	c.taps(c.reads, m, "Why this?")
	why := strings.ReplaceAll(shown(c.gets("Why this?")), "*", "")
	c.closes(true)
	g.kind, g.why = kindBy(g.words, why), firstLineOf(why)
	if g.kind == "" || !strings.HasPrefix(g.why, "Sent because ") {
		w.t.Errorf("%s cannot tell why this came: %q: %q", c.name, g.words, why)
	}
	c.times[g.kind]++
	if c.does != nil {
		g.did = c.does(w, m, g.kind, c.times[g.kind])
	}
	w.all = append(w.all, g)
}

// firstLineOf is what a form says after its title.
func firstLineOf(form string) string {
	for line := range strings.Lines(form) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "Sent because ") {
			return line
		}
	}
	return ""
}

func atTS(ts string) time.Time {
	seconds, err := strconv.ParseFloat(ts, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

// own returns words that are one person's alone.
func (w *twelve) own(c *castMember) string {
	w.said++
	return w.secret(fmt.Sprintf("thought %03d, which is %s's alone and longer than forty letters", w.said, c.name))
}

// kindBy tells which kind a nudge is of by what a reader sees of it.
func kindBy(words, why string) string {
	for _, k := range kindsByWords {
		if k.words != "" && strings.Contains(words, k.words) || k.why != "" && strings.Contains(why, k.why) {
			return k.kind
		}
	}
	return ""
}

var kindsByWords = []struct{ kind, words, why string }{
	{"welcome", "Welcome to ", "because you joined"},
	{"follow_up", "How did it go with what you said you would do?", "you said by when"},
	{"risk_due", "You tried something", "you tried something"},
	{"connect", "touches something you are after", "planned this question a day after"},
	{"own_words", "In your own words: what is", "asks for everyone's own words"},
	{"rounds", "Without your name.", "plans rounds"},
	{"quiet", "still what we are after?", ""},
	{"phase_due", "Are we there, or has it changed?", ""},
	{"midpoint", "Half of the planned time is past", ""},
	{"round_result", "", "anonymous round of"},
	{"follow", "", "You chose to follow"},
	{"digest", "", "planned a digest"},
	{"mirror", "", "planned mirror"},
	{"mirror", "", "planned the mirror"},
	{"reflect", "", "planned reflections"},
	{"coach", "", "planned questions"},
	{"alone", "", "nobody else is in"},
	{"told", "", "I tell you once"},
}
