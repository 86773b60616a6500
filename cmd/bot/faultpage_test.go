package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/raced"
)

var writeFaults = flag.Bool("update-faults", false, "write docs/faults.md anew")

// faultsPage is what the table of faults writes.
const faultsPage = "../../docs/faults.md"

// faultRow is one thing that Slack can do to the bot. It is made to happen while somebody does something, and what
// came of it is observed: what she saw, when the bot tried again, how often her words stand in the channel, and what
// stands in the log. The page is made of that; only what Slack does, and what the operator does, is written by hand.
type faultRow struct {
	// fault is what Slack does, and todo what the operator does about it; empty is nothing.
	fault, todo string
	// makes lets it happen, just before somebody acts.
	makes func(c *scene)
	// acts is what somebody does; nil is that Bo tells a step.
	acts func(c *scene)
	// lasts is how long it goes on, after which as long again passes; zero is as long as what strikes once takes.
	lasts time.Duration
	// stands is how often Bo's words then stand in the channel; -1 where nobody told any.
	stands int
	// tries are the methods whose calls the page shows.
	tries []string
	// silent says why somebody who waits for something may see nothing; empty where she sees something.
	silent string
	// ends says that the bot stops.
	ends bool
	// history gives the app the scopes to look its posts up in channels.
	history bool
	// clock is how far Slack's clock is ahead of the bot's.
	clock time.Duration
}

// faultArea is a part of the table: rows that run one after another in one bubble, or each in one of its own.
type faultArea struct {
	title, intro string
	alone        bool
	rows         []faultRow
}

// scene is where a row is played: a mission of its own in a channel of its own.
type scene struct {
	*virtual
	row     faultRow
	channel string // with its "#"
	words   string
	ana, bo actor
	began   time.Time
	said    []string // what the client of whoever acts showed her at once
	start   string   // what became of another start of the bot
}

// observed is what came of a row.
type observed struct {
	row         faultRow
	sees        []string
	tries, logs string
	stands      int
}

// quietEvening is a Friday evening, after which nothing is due for two days.
var quietEvening = time.Date(2026, time.November, 27, 21, 0, 0, 0, time.UTC)

// TestEverythingThatSlackCanDo plays the table and holds docs/faults.md to what came of it. Run it with -update-faults
// to write the page anew, and read what changed.
func TestEverythingThatSlackCanDo(t *testing.T) {
	t.Parallel()
	areas := faultAreas()
	came := make([][]observed, len(areas))
	t.Run("rows", func(t *testing.T) {
		for i, area := range areas {
			came[i] = make([]observed, len(area.rows))
			for _, some := range played(bubbles(area)) {
				t.Run(area.title, func(t *testing.T) {
					t.Parallel()
					inVirtualOf(t, quietEvening, area.rows[some[0]].clock, area.rows[some[0]].history, func(v *virtual) {
						for _, n := range some {
							came[i][n] = v.plays(area.rows[n], n)
						}
					})
				})
			}
		}
	})
	if raced.Enabled {
		return // the page is made of all of them
	}
	if !t.Failed() || *writeFaults {
		holdsTo(t, faultsPage, faultText(areas, came), *writeFaults, "-update-faults")
	}
}

// bubbles splits an area into what runs together: all that needs the same scopes, or each by itself.
func bubbles(area faultArea) (all [][]int) {
	var kinds [2][]int
	for n, row := range area.rows {
		switch {
		case area.alone || row.ends || row.clock != 0:
			all = append(all, []int{n})
		case row.history:
			kinds[1] = append(kinds[1], n)
		default:
			kinds[0] = append(kinds[0], n)
		}
	}
	for _, some := range kinds {
		if len(some) > 0 {
			all = append(all, some)
		}
	}
	return all
}

// played are the bubbles that are played: all of an area, or a few rows of it where the race detector is on.
func played(all [][]int) [][]int {
	if !raced.Enabled {
		return all
	}
	const few = 2
	all = all[:1]
	return [][]int{all[0][:min(few, len(all[0]))]}
}

// plays lets a row happen and observes it.
func (v *virtual) plays(row faultRow, n int) observed {
	v.t.Helper()
	c := &scene{
		virtual: v, row: row, channel: fmt.Sprintf("#room-%d", n+1), words: fmt.Sprintf("followed refund %d", n+7),
		ana: v.as("Ana"), bo: v.as("Bo"),
	}
	c.call("channel", object{"as": c.ana.id, "op": "create", "name": c.channel[1:]})
	c.ana.begins(c.channel, "Refunds in a day", "lead")
	c.call("channel", object{"as": c.bo.id, "op": "join", "channel": c.channel})
	time.Sleep(10 * time.Minute) // what the bot knows of people and channels is to be asked anew
	seen := c.screen()
	c.began = time.Now()
	if bo := c.bo.id; row.makes != nil {
		if row.makes(c); c.bo.id != bo {
			seen = c.screen()
		}
	}
	if row.acts == nil {
		row.acts = (*scene).tells
	}
	row.acts(c)
	time.Sleep(cmp.Or(row.lasts, 6*time.Minute))
	c.fault("clear", nil)
	c.line.breaks(false)
	time.Sleep(cmp.Or(row.lasts, 3*time.Minute))
	return c.observes(seen)
}

// tells lets Bo tell a step.
func (c *scene) tells() { c.commands("progress " + c.words) }

// commands lets Bo type a command.
func (c *scene) commands(words string) {
	c.t.Helper()
	c.shows(c.call("command", object{"as": c.bo.id, "channel": c.bo.channel(c.channel), "text": "/mission " + words}))
}

// posts calls a method of the Web API as an app would.
func (c *scene) posts(method, token string, form io.Reader) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.url+"/api/"+method, form)
	c.no(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.web.Do(req)
	c.no(err)
	defer resp.Body.Close()
	if raw, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(raw), `"ok":true`) {
		c.t.Fatalf("%s: %s %v", method, raw, err)
	}
}

// shows keeps what the client of somebody shows her in answer to what she did.
func (c *scene) shows(out object) {
	ack, _ := out["ack"].(object)
	notice, _ := out["notice"].(object)
	for _, words := range []string{text(ack, "text"), text(notice, "text")} {
		if words != "" {
			c.said = append(c.said, words)
		}
	}
}

// screen is what Bo's client shows: the channel, and his direct messages with the bot.
func (c *scene) screen() []string {
	c.t.Helper()
	var all []string
	for _, channel := range []string{c.channel, "@app"} {
		if !c.sees(channel) {
			continue
		}
		for _, m := range c.bo.messages(channel) {
			if channel == "@app" || m["ephemeral"] == true || text(m, "ephemeral_for") != "" {
				all = append(all, text(m, "text"))
			}
		}
	}
	return all
}

// sees reports whether Bo's client lists a channel.
func (c *scene) sees(channel string) bool {
	for _, one := range list(c.call("state?as="+c.bo.id, nil), "channels") {
		if text(one, "name") == strings.TrimPrefix(channel, "#") || channel == "@app" && text(one, "user") == theBot {
			return true
		}
	}
	return false
}

// observes collects what came of the row, and holds it to what holds for all.
func (c *scene) observes(seen []string) observed {
	c.t.Helper()
	o := observed{row: c.row, sees: c.said}
	now := c.screen()
	for _, before := range seen {
		if i := slices.Index(now, before); i >= 0 {
			now = slices.Delete(now, i, i+1)
		}
	}
	for _, words := range now {
		if !slices.Contains(o.sees, words) {
			o.sees = append(o.sees, words)
		}
	}
	o.tries, o.logs = c.tried(), c.logged()
	if c.row.ends {
		o.logs = strings.TrimPrefix(o.logs+"<br>"+c.stopped(), "<br>")
	}
	if c.start != "" {
		o.logs = strings.TrimPrefix(o.logs+"<br>"+c.start, "<br>")
	}
	if c.row.stands >= 0 && c.sees(c.channel) {
		o.stands = c.bo.count(c.channel, "told progress on Refunds in a day: "+c.words)
		if o.stands != c.row.stands {
			c.t.Errorf("%s: it stands there %d times, want %d", c.row.fault, o.stands, c.row.stands)
		}
	}
	if o.stands == 0 && len(o.sees) == 0 && c.row.silent == "" && c.row.stands >= 0 {
		c.t.Errorf("%s: Bo sees nothing at all", c.row.fault)
	}
	if len(o.sees) > 0 && c.row.silent != "" {
		c.t.Errorf("%s: Bo sees %q, and was to see nothing", c.row.fault, o.sees)
	}
	return o
}

// stopped is the sentence with which the bot stopped, if it did.
func (c *scene) stopped() string {
	c.t.Helper()
	select {
	case err := <-c.ended:
		c.ended <- nil
		if err == nil {
			break
		}
		return "It stops: “" + err.Error() + "”"
	default:
	}
	c.t.Errorf("%s: the bot goes on", c.row.fault)
	return ""
}

// tried says when the methods of the row were called, from the first call on.
func (c *scene) tried() string {
	methods := c.row.tries
	if methods == nil {
		methods = []string{"chat.postMessage", "conversations.history"}
	}
	var all []string
	for _, method := range methods {
		calls := c.line.since(c.began, method)
		if len(calls) == 0 {
			continue
		}
		if busiest(calls) > 20 {
			c.t.Errorf("%s: %s was called %d times within a minute", c.row.fault, method, busiest(calls))
		}
		var at []string
		for _, call := range calls {
			at = append(at, briefly(call.at.Sub(c.began)))
		}
		if len(at) > 8 {
			at = append(at[:6], fmt.Sprintf("… %d times in all, last after %s", len(calls), at[len(at)-1]))
		}
		all = append(all, "`"+method+"` after "+strings.Join(at, ", "))
	}
	return strings.Join(all, "; ")
}

// busiest is how many calls fell into one minute at most.
func busiest(calls []ringing) int {
	most := 0
	for i := range calls {
		n := 0
		for _, c := range calls[i:] {
			if c.at.Sub(calls[i].at) < time.Minute {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// briefly is a span to the second, without zeroes at its end.
func briefly(d time.Duration) string {
	s := d.Round(time.Second).String()
	s = regexp.MustCompile(`([hm])0s$`).ReplaceAllString(s, "$1")
	return regexp.MustCompile(`h0m$`).ReplaceAllString(s, "h")
}

// telling are the keys of a line of the log that say what it is about.
var telling = []string{"method", "class", "code", "state", "reason", "subject", "type", "form", "again", "comes_again"}

// logged are the lines of the log that warn, each once, in their order.
func (c *scene) logged() string {
	var all []string
	lines := c.log.since(c.began, slog.LevelWarn)
	slices.SortStableFunc(lines, func(a, b logged) int { // what happened at once has no order
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.text+a.attrs["method"], b.text+b.attrs["method"]))
	})
	for _, l := range lines {
		if strings.HasPrefix(l.text, "Slack counts more sockets") {
			continue // whether an old socket still counts when the new one is greeted is a matter of chance
		}
		line := fmt.Sprintf("%s %s", l.level, l.text)
		for _, key := range telling {
			if value := l.attrs[key]; value != "" {
				line += " " + key + "=" + value
			}
		}
		line = "`" + line + "`"
		if !slices.Contains(all, line) {
			all = append(all, line)
		}
	}
	return strings.Join(all, "<br>")
}

// faultText is the page.
func faultText(areas []faultArea, came [][]observed) string {
	var b strings.Builder
	b.WriteString(faultIntro)
	for i, area := range areas {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", area.title, area.intro)
		b.WriteString("| What Slack does | What a person sees | What is tried, and when | What the log says | What to do |\n|---|---|---|---|---|\n")
		for _, o := range came[i] {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", o.row.fault, o.seen(), orDash(o.tries), orDash(o.logs), orNothing(o.row.todo))
		}
	}
	return b.String()
}

func (o observed) seen() string {
	var all []string
	for _, words := range o.sees {
		all = append(all, "“"+short(strings.ReplaceAll(words, "\n", " / "))+"”")
	}
	if o.row.silent != "" {
		all = append(all, o.row.silent)
	}
	if o.row.stands >= 0 {
		if o.stands == 1 {
			all = append(all, "Her words stand in the channel, once.")
		} else {
			all = append(all, "Her words are kept in the mission, and do not stand in the channel.")
		}
	}
	return strings.ReplaceAll(strings.Join(all, "<br>"), "|", "\\|")
}

// short leaves out most of a long answer, and the word to find a line of the log by, which is another each time.
func short(words string) string {
	words = regexp.MustCompile(`this word: [a-z]+-[0-9]+`).ReplaceAllString(words, "this word: …")
	if runes := []rune(words); len(runes) > 240 {
		return string(runes[:100]) + " …"
	}
	return words
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return strings.ReplaceAll(s, "|", "\\|")
}

func orNothing(s string) string {
	if s == "" {
		return "Nothing."
	}
	return s
}

// holdsTo compares what was made with a page that is kept, or writes that.
func holdsTo(t *testing.T, page, made string, write bool, flag string) {
	t.Helper()
	path := filepath.FromSlash(page)
	if write {
		if err := os.WriteFile(path, []byte(made), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, have := strings.Split(string(kept), "\n"), strings.Split(made, "\n")
	for i := range max(len(want), len(have)) {
		if a, b := lineAt(want, i), lineAt(have, i); a != b {
			t.Fatalf("%s says in line %d\n%s\nand it is\n%s\nRun this test with %s and read what changed.", path, i+1, a, b, flag)
		}
	}
}
