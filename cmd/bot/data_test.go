package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/store/bolt"
)

// file reads a file that a person's client shows, or nil where it shows none of the name any more.
func (p person) file(channel, name string) []byte {
	p.t.Helper()
	for _, m := range slices.Backward(p.messages(channel)) {
		for _, f := range list(m, "files") {
			if f["name"] != name {
				continue
			}
			resp, err := http.Get(p.url + "/_sandbox/file?as=" + p.id + "&id=" + text(f, "id"))
			if err != nil {
				p.t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != http.StatusOK {
				p.t.Fatalf("the file %s: %d, %v", name, resp.StatusCode, err)
			}
			return body
		}
	}
	return nil
}

// receives waits for a file.
func (p person) receives(channel, name string) string {
	p.t.Helper()
	var body []byte
	p.eventually("the file "+name+" is there", func() bool {
		body = p.file(channel, name)
		return body != nil
	})
	return string(body)
}

func holds(t *testing.T, what, words string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(words, w) {
			t.Errorf("%s does not say %q:\n%s", what, w, words)
		}
	}
}

func lacks(t *testing.T, what, words string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(words, w) {
			t.Errorf("%s says %q:\n%s", what, w, words)
		}
	}
}

// settled is a team at work, of which Bo is a part in every way there is.
func settled(d *desk) (ana, bo person) {
	ana, bo = d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "same-day payout with the bank", "reflect", "connect")
	bo.asks("#refunds", "progress Followed refund 7.")
	bo.asks("#refunds", "win The bank pays at noon.")
	ana.asks("#refunds", "thanks <@"+bo.id+"> for the patience")
	ana.asks("#refunds", "learned We wait for <@"+bo.id+"|Bo> too often.")
	bo.connects("#refunds", map[string][2]string{"personal": {d.secret("bo is after quiet evenings"), "me"}})
	bo.asks("#refunds", "reflect")
	bo.fills("Reflect", object{"text": d.secret("bo held back on Monday")})
	return ana, bo
}

func TestMyDataIsAllOfIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := settled(d)
	bo.answered("#refunds", "my-data", "I put together what I hold about you.")
	note := bo.finds("@app", "Everything I hold about you, as of Monday 23 November")
	readable := bo.receives("@app", "what-i-hold-about-you.md")
	holds(t, "the readable file", readable, "Refunds in a day", "same-day payout with the bank", "Followed refund 7.", "The bank pays at noon.",
		"Your journal", "sealed", "What is planned to reach you", "Your anonymous answers are not in it")
	programs := bo.receives("@app", "what-i-hold-about-you.json")
	holds(t, "the file for programs", programs, `"piece": "same-day payout with the bank"`, `"kind": "reflection"`)
	lacks(t, "the files", readable+programs, "quiet evenings", "held back", "We wait for", "patience")
	if ana.file("@app", "what-i-hold-about-you.md") != nil {
		t.Error("Ana got Bo's file")
	}

	bo.taps("@app", note, "Read my private words")
	holds(t, "the form", shown(bo.gets("My private words")), "bo is after quiet evenings", "bo held back on Monday", "From your journal", "Refunds in a day")
	bo.closes(true)

	d.secrets = nil // Bo asks for them to lie in Slack.
	bo.taps("@app", note, "Put my private words in a file too")
	bo.fills("My words in a file", object{})
	holds(t, "the file of private words", bo.receives("@app", "my-private-words.md"), "bo is after quiet evenings", "bo held back on Monday")
	bo.finds("@app", "I delete it on Tuesday 24 November")
	d.goes("2026-11-24T09:30:00Z")
	if bo.file("@app", "my-private-words.md") != nil {
		t.Error("the file of private words is still there after a day")
	}
}

// inStore returns everything that the store says, key and value, without what is free for reuse.
func (d *desk) inStore() map[string][]byte {
	d.t.Helper()
	files, err := filepath.Glob(filepath.Join(d.data, "*.db"))
	if err != nil || len(files) != 1 {
		d.t.Fatalf("the store's files: %v, %v", files, err)
	}
	db, err := bolt.Open(files[0], bolt.Options{Timeout: 10 * time.Second})
	if err != nil {
		d.t.Fatal(err)
	}
	all := map[string][]byte{}
	err = db.Each(d.t.Context(), func(bucket string, k, v []byte) error {
		all[bucket+" "+string(k)] = v
		return nil
	})
	if err := errors.Join(err, db.Close()); err != nil {
		d.t.Fatal(err)
	}
	return all
}

func (d *desk) namesInStore(words string) (where []string) {
	d.t.Helper()
	for k, v := range d.inStore() {
		if strings.Contains(k, words) || bytes.Contains(v, []byte(words)) {
			where = append(where, k+" = "+string(v))
		}
	}
	return where
}

// forgets goes through with being forgotten.
func (p person) forgets(words string) {
	p.t.Helper()
	p.asks("#refunds", "forget-me")
	p.fills("Forget me", object{"words": words})
	p.d.forgotten = true
	p.tapsForm("Erase everything")
	p.eventually("it is erased", func() bool {
		return strings.Contains(shown(p.gets("Forget me")), "Erased. If you write to me again, I will not know you.")
	})
	p.closes(true)
}

func TestForgetMeKeepsTheWordsWithoutTheName(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := settled(d)
	ana.sets("#checkout", "A shorter till", "lead") // which Bo never joined
	bo.call("channel", object{"as": bo.id, "op": "join", "channel": "#checkout"})
	ana.asks("#checkout", "thanks <@"+bo.id+"> for the signs")
	ana.asks("#checkout", "learned Ask <@"+bo.id+"|Bo> first.")
	d.goes("2026-11-27T21:05:00Z") // a question has reached Bo
	bo.asks("#refunds", "forget-me")
	holds(t, "the form", shown(bo.gets("Forget me")), "This goes at once.", "Refunds in a day", "What I cannot reach", "keeps \"someone\" for your name")
	bo.closes(true)
	bo.forgets("keep")
	d.goes("2026-11-27T21:15:00Z")

	for _, m := range ana.messages("#refunds") {
		all := shown(m)
		for _, r := range ana.thread("#refunds", m) {
			all += shown(r)
		}
		lacks(t, "the channel", all, "Bo ", "Bo.", "<@"+bo.id, "same-day payout")
	}
	ana.finds("#refunds", "Someone told progress on Refunds in a day: Followed refund 7.")
	ana.finds("#refunds", "We wait for @someone too often.")
	ana.finds("#checkout", "Ask @someone first.")
	ana.finds("#refunds", "the patience")
	for _, m := range bo.messages("@app") {
		if m["user"] != bo.id {
			t.Errorf("in Bo's conversation still stands %q", shown(m))
		}
	}
	if home := shown(bo.home()); strings.Contains(home, "same-day payout") {
		t.Errorf("Home knows Bo: %q", home)
	}
	d.goes("2026-12-07T09:00:00Z")
	if n := len(bo.messages("@app")); n != 0 {
		t.Errorf("%d messages reached Bo afterwards", n)
	}
	d.lookOver()
	if where := d.namesInStore(bo.id); len(where) > 0 {
		t.Errorf("the store still names Bo: %q", where)
	}
}

func TestForgetMeRemovesTheWordsTooAndTheLead(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := settled(d)
	ana.asks("#refunds", "progress Ana was here.")
	bo.asks("#refunds", "thanks <@"+ana.id+"> for the map")
	ana.asks("#refunds", "forget-me")
	holds(t, "the form", shown(ana.gets("Forget me")), "Refunds in a day will then be governed together.")
	ana.fills("Forget me", object{"words": "remove"})
	d.forgotten = true
	ana.tapsForm("Erase everything")
	ana.answered("#refunds", "progress once more", "I am still erasing what I hold about you.")
	d.goes("2026-11-23T09:20:00Z")
	bo.answers(shown(bo.card("#refunds")), "the card", "govern")
	for _, m := range bo.messages("#refunds") {
		lacks(t, "the channel", shown(m), "Ana", "We wait for", "patience")
	}
	bo.finds("#refunds", "Someone withdrew an entry.")
	bo.finds("#refunds", "Bo thanks someone on Refunds in a day: the map")
	ana.answered("#refunds", "", "Refunds in a day")
	ana.joins("#refunds", "a new piece")
	d.lookOver()
	lacks(t, "the store", strings.Join(d.namesInStore("Ana was here"), "\n"), "Ana was here")
}

func TestARestoredStoreForgetsAgain(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	_, bo := settled(d)
	stop()
	path := filepath.Join(d.data, "throughline.db")
	backup, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	start()
	bo.forgets("keep")
	d.goes("2026-11-23T09:30:00Z")
	stop()
	if err := os.WriteFile(path, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	if where := d.namesInStore(bo.id); len(where) == 0 {
		t.Fatal("the backup does not name Bo")
	}
	start()
	d.goes("2026-11-23T09:40:00Z")
	stop()
	if where := d.namesInStore(bo.id); len(where) > 0 {
		t.Errorf("the restored store brought Bo back: %q", where)
	}
	start()
	bo.answered("#refunds", "join again with the bank", "You are in")
	stop()
	start()
	bo.answered("#refunds", "piece still with the bank", "still with the bank")
}

func TestAClosedAccountLosesItsPrivateWordsInTime(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	_, bo := settled(d)
	dee := d.person("Dee")
	dee.joins("#refunds", "the shops", "reflect")
	dee.asks("#refunds", "reflect")
	dee.fills("Reflect", object{"text": d.secret("dee wonders about the shops")})
	stranger := d.person("Kiri")
	for _, p := range []person{bo, dee, stranger} {
		d.call("user", object{"user": p.id, "deleted": true})
	}
	d.rest()
	d.goes("2026-12-10T09:00:00Z")
	d.call("user", object{"user": dee.id, "deleted": false})
	d.rest()
	d.goes("2026-12-23T09:30:00Z")
	dee.asks("#refunds", "my-data")
	dee.taps("@app", dee.finds("@app", "Everything I hold about you"), "Read my private words")
	holds(t, "Dee's form", shown(dee.gets("My private words")), "dee wonders about the shops")
	dee.closes(true)
	d.lookOver()
	if got := d.namesIn("reflection", bo.id) + d.namesIn("connection", bo.id); got != 0 {
		t.Errorf("%d records of Bo's private words are left", got)
	}
	if where := d.namesInStore(stranger.id); len(where) > 0 {
		t.Errorf("the store names somebody who never had to do with the bot: %q", where)
	}
}

func (d *desk) namesIn(bucket, words string) (n int) {
	for k := range d.inStore() {
		if strings.HasPrefix(k, bucket+" ") && strings.Contains(k, words) {
			n++
		}
	}
	return n
}
