package main

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/seal"
)

// marked is a desk at which Bo has written a marker into every place that is private, each with a number of
// its own.
func marked(t *testing.T, d *desk) person {
	t.Helper()
	n := 0
	mark := func() string {
		n++
		return d.secret(fmt.Sprintf("marker-%02d of what is private", n))
	}
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.invites("#quiet-room")
	bo.joins("#refunds", "the phones", "reflect", "connect")
	bo.connects("#refunds", map[string][2]string{"personal": {mark(), "me"}, "power": {mark(), "me"}, "serves": {mark(), "me"}})
	bo.asks("#refunds", "reflect")
	bo.fills("Reflect", object{"text": mark()})
	bo.asks("#refunds", "commit")
	bo.fills("I will see to it", object{"text": mark(), "if": mark(), "by": "2026-12-04", "show": "own"})
	bo.answered("#refunds", "coach", "I have asked you the first question")
	talk := bo.finds("@app", "Let us take ten minutes.")
	bo.thinks(talk, mark()+enough)
	bo.taps("@app", bo.standing(talk), "Stop and keep")
	bo.balances("#refunds", "fbslfbsl")
	bo.closes(true)
	bo.asks("#quiet-room", "start")
	bo.fills("Start a mission", object{"name": mark(), "end_state": mark(), "steer": "lead", "rest": writeNow})
	bo.closes(true)
	return bo
}

// TestPrivateWordsAreWhereTheyBelong does with a marked desk what people do with what is held of them, and
// looks everywhere. The end of every test at a desk looks through the files, the log and each call; here the
// values of the store are looked through besides, in the codes that could hide words.
func TestPrivateWordsAreWhereTheyBelong(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := marked(t, d)
	bo.asks("#refunds", "my-data")
	bo.taps("@app", bo.finds("@app", "Everything I hold about you"), "Read my private words")
	form := ""
	for more := true; more; {
		form += shown(bo.gets("My private words"))
		view, _ := bo.top()["view"].(object)
		if more = len(labelled(view["blocks"], "Show more")) > 0; more {
			bo.tapsForm("Show more")
		}
	}
	for _, words := range d.secrets {
		if !strings.Contains(form, words) {
			t.Errorf("Bo's own form does not show %q", words)
		}
	}
	bo.closes(true)
	for _, file := range []string{"what-i-hold-about-you.md", "what-i-hold-about-you.json"} {
		lacks(t, file, bo.receives("@app", file), "marker-")
	}
	for _, name := range everyone {
		if p := d.person(name); p.id != bo.id {
			lacks(t, name+"'s screen", p.screen(), "marker-")
		}
	}
	d.goes("2026-12-07T09:00:00Z")
	d.lookOver()
	for k, v := range d.inStore() {
		for _, code := range append(encoded("marker-0"), "marker-", hex.EncodeToString([]byte("marker-"))) {
			if strings.Contains(k, code) || strings.Contains(string(v), code) {
				t.Errorf("%q holds private words: %q", k, v)
			}
		}
	}
}

// TestWithAnotherKeyPrivateWordsAreOff: where the key is another one, whoever wants to read her own words is
// told what happened, what is safe and who can mend it. Nothing is lost by it.
func TestWithAnotherKeyPrivateWordsAreOff(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	bo := marked(t, d)
	bo.asks("#refunds", "my-data")
	note := bo.finds("@app", "Everything I hold about you")
	stop()
	path := filepath.Join(d.data, "throughline.key")
	right, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal.ReplaceKeyFile(path, []seal.Key{seal.NewKey()}); err != nil {
		t.Fatal(err)
	}
	start()
	const off = "Private words are off: the key to seal them is missing. Nothing was stored. Your admin can mend it (bot doctor)."
	bo.answered("#refunds", "connect", off)
	bo.asks("#refunds", "journal")
	form := shown(bo.gets("My journal"))
	holds(t, "the journal", form, "the key that sealed it is missing")
	lacks(t, "the journal", form, "marker-")
	bo.closes(true)
	bo.taps("@app", note, "Read my private words")
	bo.finds("@app", off)
	stop()
	if err := os.WriteFile(path, right, 0o600); err != nil {
		t.Fatal(err)
	}
	start()
	bo.taps("@app", note, "Read my private words")
	holds(t, "the form", shown(bo.gets("My private words")), "marker-0")
}
