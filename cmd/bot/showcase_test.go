package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/store/bolt"
)

// tellingLimit is how long the story may take on a machine that has much else to do. On a quiet one it takes seconds.
const tellingLimit = 2 * time.Minute

// openStory starts the sandbox with the story of six weeks.
func openStory(t *testing.T) *desk {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	p := launch(t, func(line string) bool { return strings.HasPrefix(line, "Getting the story ready.") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--data", data, "--story")
	ctx, cancel := context.WithTimeout(t.Context(), tellingLimit)
	defer cancel()
	early := &stage{t: t, url: p.out.find("Getting the story ready. The page is there already:")}
	if words := text(early.call("state?as=U0ANA00001", nil), "preparing"); !strings.HasPrefix(words, "Getting the story ready") {
		t.Errorf("while the story is told the page says %q", words)
	}
	if !p.out.await(ctx, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }) {
		t.Fatalf("the story was not told to its end:\n%s", p.out.text())
	}
	t.Logf("story: %s", p.out.find("story"))
	d := &desk{stage: &stage{t: t, url: p.out.find("page")}, data: data, outputs: []*lines{p.out}, stop: p.kill}
	t.Cleanup(d.lookOver)
	return d
}

// The story is worth showing: each of three people finds in it what is theirs, and nobody what is another's.
func TestTheStoryOfSixWeeks(t *testing.T) {
	t.Parallel()
	d := openStory(t)
	for _, words := range []string{
		"I would ask the bank before I plan around it", "Drawing the whole way of one refund on paper", "I wanted to answer for Dee today and did not",
		"The second shop scares me a little", "to build things that people use without noticing them", "showing somebody how a thing works",
	} {
		d.secret(words)
	}
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	if now := text(d.call("clock", nil), "now"); !strings.HasPrefix(now, "2026-11-24T09:12") {
		t.Errorf("the story ends at %s", now)
	}
	if words := text(d.call("state?as="+ana.id, nil), "preparing"); words != "" {
		t.Errorf("the page says still that %q", words)
	}
	for _, id := range []string{"U0ANA00001", "U0BO000001", "U0CHIDI001", "U0DEE00001", "U0FARID001", "U0INES0001", "U0LOU00001"} {
		if left := list(d.call("state?as="+id, nil), "views"); len(left) > 0 {
			t.Errorf("%s finds a form open that the story left: %s", id, shown(left[0]))
		}
	}
	for _, words := range []string{
		"Refunds in a day, middle, week 7 of 14", "Energy in Refunds in a day: ", "in our own words", "The first shop pays out the same day",
		"is open again: The bank's test system is closed", "Chidi made a commitment", "Dee tries something", "The bank signs only after its audit",
		"Bo thanks Dee", "The beginning is done. The middle starts today.",
	} {
		if n := dee.count("#refunds", words); n == 0 {
			t.Errorf("#refunds does not say %q", words)
		}
	}
	if card := ana.card("#checkout"); !strings.Contains(text(card, "text"), "Two minutes to the till, beginning") {
		t.Errorf("the card of #checkout reads %q", text(card, "text"))
	}
	read := ana.finds("@app", "Dee shared a sentence with you")
	ana.taps("@app", read, "Read it")
	if form := shown(ana.gets("Shared with you")); !strings.Contains(form, "showing somebody how a thing works") || strings.Contains(form, "without noticing them") {
		t.Errorf("the lead reads %q", form)
	}
	ana.closes(true)
	if n := bo.count("@app", "Dee shared"); n != 0 {
		t.Error("Bo is told of what Dee shared with the lead")
	}
	for name, words := range map[string]string{"Bo": "The second shop scares me", "Ana": "I wanted to answer for Dee"} {
		p := d.person(name)
		p.asks("#refunds", "journal")
		if journal := shown(p.gets("My journal")); !strings.Contains(journal, words) {
			t.Errorf("%s's journal does not have %q", name, words)
		}
		p.closes(true)
	}
	if home := shown(dee.home()); !strings.Contains(home, "the first shop") {
		t.Errorf("Dee's Home reads %q", home)
	}
	d.checkNobodyWasPinged()
}

// Looking ahead on a copy changes nothing here, neither in the local Slack nor in the store, and foresees when and
// where something comes. What is drawn by lot may read otherwise.
func TestLookingAheadForeseesWhatComes(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "find where the days go", "reflect", "connect")
	bo.asks("#refunds", "commit if the file is there, then I will send it to the bank by 2026-12-09")
	people := []person{ana, bo}
	for _, p := range people {
		p.messages("#refunds")
		p.messages("@app")
	}
	stored := filepath.Join(d.data, storeName)
	before, tail := records(t, stored), len(d.allCalls())
	foreseen := map[string][]string{}
	for _, p := range people {
		out := d.call("ahead", object{"as": p.id})
		if out["copy"] != true || out["rested"] != true {
			t.Errorf("it was no quiet copy: %v %v", out["copy"], out["rested"])
		}
		foreseen[p.id] = comings(list(out, "came"))
	}
	if !maps.Equal(before, records(t, stored)) {
		t.Error("looking ahead wrote to the store")
	}
	if calls := d.allCalls(); len(calls) != tail {
		t.Errorf("looking ahead made the bot call %v", calls[tail:])
	}
	since := newestOf(people)
	d.goes(time.Now().UTC().Add(d.offset()).AddDate(0, 0, 28).Format(time.RFC3339))
	for _, p := range people {
		var came []object
		for _, where := range []string{"#refunds", "@app"} {
			for _, m := range p.messages(where) {
				if text(m, "bot_id") != "" && text(m, "ts") > since {
					came = append(came, object{"channel": p.channel(where), "message": m})
				}
			}
		}
		if got := comings(came); !slices.Equal(got, foreseen[p.id]) || len(got) < 5 {
			t.Errorf("to %s came\n%s\nand foreseen was\n%s", p.id, strings.Join(got, "\n"), strings.Join(foreseen[p.id], "\n"))
		}
	}
}

// records are what a store that is in use holds. Its file alone would not do: free pages are written over in their own time.
func records(t *testing.T, path string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	twin := filepath.Join(t.TempDir(), storeName)
	if err := os.WriteFile(twin, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(twin, bolt.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	err = db.Each(t.Context(), func(bucket string, k, v []byte) error {
		all[bucket+"/"+string(k)] = string(v)
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil || len(all) == 0 {
		t.Fatalf("%d records: %v", len(all), err)
	}
	return all
}

func (d *desk) allCalls() []object {
	d.t.Helper()
	calls, _ := d.tape(0)
	return calls
}

func (d *desk) offset() time.Duration {
	d.t.Helper()
	seconds, _ := d.call("clock", nil)["offset_seconds"].(float64)
	return time.Duration(seconds * float64(time.Second))
}

func newestOf(people []person) string {
	newestTS := ""
	for _, p := range people {
		for _, where := range []string{"#refunds", "@app"} {
			for _, m := range p.messages(where) {
				newestTS = max(newestTS, text(m, "ts"))
			}
		}
	}
	return newestTS
}

// comings say when and where each message came, to the minute, oldest first.
func comings(came []object) []string {
	var all []string
	for _, one := range came {
		m, _ := one["message"].(object)
		if thread := text(m, "thread_ts"); thread != "" && thread != text(m, "ts") {
			continue
		}
		all = append(all, atTS(text(m, "ts")).Format("Mon 2006-01-02 15:04 ")+text(one, "channel"))
	}
	slices.Sort(all)
	return all
}
