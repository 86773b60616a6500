package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"throughline/internal/mission"
	"throughline/internal/seal"
	"throughline/internal/store/bolt"
)

// journal stops the bot and opens a person's reflections as only its key can, oldest first.
func (p person) journal() []string {
	p.t.Helper()
	p.d.lookOver()
	db, err := bolt.Open(filepath.Join(p.d.data, "throughline.db"), bolt.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	keys, _, err := seal.LoadOrCreateKeys(sandboxConfig(p.d.data, "", "", "").KeyFile())
	if err != nil {
		p.t.Fatal(err)
	}
	sealer, err := seal.New(keys...)
	if err != nil {
		p.t.Fatal(err)
	}
	var kept []string
	err = db.View(context.Background(), func(tx *bolt.Tx) error {
		notes, err := tx.Reflections("T0ACME0001", mission.UserID(p.id), "", 100)
		for _, n := range notes {
			words, err := sealer.Open(mission.Binding{Team: n.Team, User: n.User, Field: "reflection", Record: string(n.ID)}, n.Text)
			if err != nil {
				return err
			}
			kept = append(kept, words)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	slices.Reverse(kept)
	return kept
}

// has checks a person's journal.
func (p person) has(want ...string) {
	p.t.Helper()
	if got := p.journal(); !slices.Equal(got, want) {
		p.t.Errorf("the journal holds %q, want %q", got, want)
	}
}

// asking opens a desk on a Friday afternoon at which Bo has a reflection to answer.
func asking(t *testing.T) (d *desk, bo person) {
	t.Helper()
	d = openDesk(t, mondayMorning)
	bo = d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(bo)
	bo.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T21:01:00Z")
	return d, bo
}

func TestAReplyIsKeptAndFollowsItsMessage(t *testing.T) {
	t.Parallel()
	d, bo := asking(t)
	bo.answers(shown(bo.home()), "Home", "A question about *Refunds in a day* is open in our messages.")
	bo.writes("@app", "help")
	bo.finds("@app", "Every day")
	said := bo.writes("@app", d.secret("I learned to ask the bank first"))
	bo.finds("@app", "Kept. Your message stays in Slack too; delete it there if you like.")
	if got := shown(bo.home()); strings.Contains(got, "is open in our messages") {
		t.Errorf("the question is answered, and Home says %q", got)
	}
	if n := len(bo.messages("@app")); n != 5 {
		t.Errorf("%d messages: the question, help and its answer, the reply and one line make 5", n)
	}
	bo.writes("@app", "And one more thing, unasked.")
	bo.finds("@app", "No question of mine is open.")
	bo.call("edit", object{"as": bo.id, "channel": "@app", "ts": said["ts"], "text": d.secret("I learned to ask the bank at nine")})

	d.goes("2026-12-04T21:01:00Z")
	second := bo.writes("@app", d.secret("a thing that I take back"))
	d.goes("2026-12-11T21:01:00Z")
	q := newest(bo.messages("@app"))
	bo.writes("@app", d.secret("an answer in the thread"), q)
	bo.inThread("@app", q, "Kept. Your message stays")
	bo.call("delete", object{"as": bo.id, "channel": "@app", "ts": second["ts"]})
	d.rest()
	bo.has("I learned to ask the bank at nine", "an answer in the thread")
}

func TestAReplyThatWasNoAnswer(t *testing.T) {
	t.Parallel()
	d, bo := asking(t)
	q := newest(bo.messages("@app"))
	bo.writes("@app", d.secret("when is lunch"))
	kept := bo.finds("@app", "Kept. Your message stays")
	bo.taps("@app", kept, "Not an answer")
	dropped := bo.finds("@app", "Taken out. The question is open again.")
	if !bo.offers("@app", q, "Answer") {
		t.Error("the question is not open again")
	}
	bo.taps("@app", dropped, "Keep it after all")
	bo.finds("@app", "Kept. Your message stays")
	bo.writes("@app", d.secret("the answer itself"))
	if n := bo.finding("@app", "Kept. Your message stays"); n != 2 {
		t.Errorf("%d lines say that words were kept, want 2", n)
	}
	bo.has("when is lunch", "the answer itself")
}

func TestAMessageThatNobodyAskedFor(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	bo.writes("@app", "help")
	bo.finds("@app", "Every day")
	bo.writes("@app", "help privacy")
	bo.finds("@app", "I do not read channels.")
	bo.writes("@app", "good morning")
	bo.taps("@app", bo.finds("@app", "No question of mine is open. Is this a step, a reflection, or a question to me?"), "Tell a step")
	bo.finds("@app", "You are in no mission yet.")

	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	bo.writes("@app", "Followed refund 7 & 8.")
	bo.taps("@app", newestWith(bo.messages("@app"), "No question of mine is open."), "Tell a step")
	bo.holds("Tell a step", true, "Followed refund 7")
	bo.fills("Tell a step", object{})
	bo.finds("#refunds", "Bo told progress on Refunds in a day: Followed refund 7 &amp; 8.")

	bo.writes("@app", d.secret("a quiet thought of mine"))
	open := newestWith(bo.messages("@app"), "No question of mine is open.")
	bo.taps("@app", open, "Keep as reflection")
	bo.answers(shown(bo.again("@app", open)), "the message", "Kept. Your message stays")
	bo.taps("@app", open, "Take it out")
	if got := shown(bo.again("@app", open)); !strings.Contains(got, "Taken out.") || strings.Contains(got, "question") {
		t.Errorf("nothing was asked, and the message says %q", got)
	}
	bo.taps("@app", open, "Keep it after all")
	bo.writes("@app", "gone in a moment")
	gone := newestWith(bo.messages("@app"), "No question of mine is open.")
	said := newestWith(bo.messages("@app"), "gone in a moment")
	bo.call("delete", object{"as": bo.id, "channel": "@app", "ts": said["ts"]})
	bo.taps("@app", gone, "Keep as reflection")
	bo.finds("@app", "That message no longer exists in Slack, so nothing was kept.")

	ana.sets("#checkout", "A shorter till", "lead")
	bo.call("channel", object{"as": bo.id, "op": "join", "channel": "#checkout"})
	bo.joins("#checkout", "the queue")
	bo.writes("@app", "Counted the queue.")
	bo.taps("@app", newestWith(bo.messages("@app"), "No question of mine is open."), "Tell a step")
	bo.taps("@app", bo.finds("@app", "Which mission?"), "A shorter till")
	bo.gets("Tell a step")
	bo.closes(true)
	bo.has("a quiet thought of mine")
}

func TestATypedReplyToHowItFits(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "connect")
	d.goes("2026-11-24T15:06:00Z")
	said := bo.writes("@app", d.secret("it lets people sleep"))
	kept := bo.finds("@app", "Kept as how the mission serves you.")
	bo.taps("@app", kept, "Show it")
	bo.holds("This mission and you", true, "it lets people sleep")
	bo.closes(true)
	bo.call("edit", object{"as": bo.id, "channel": "@app", "ts": said["ts"], "text": d.secret("it lets all of us sleep")})
	d.rest()
	bo.taps("@app", kept, "Show it")
	bo.holds("This mission and you", true, "it lets all of us sleep")
	bo.closes(true)
	bo.call("delete", object{"as": bo.id, "channel": "@app", "ts": said["ts"]})
	d.rest()
	bo.taps("@app", kept, "Show it")
	bo.holds("This mission and you", false, "sleep")
}

func TestAPrivateWordInAChannelIsSentAway(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	bo.says("#refunds", "@throughline Reflect: I dread the phones")
	bo.finds("#refunds", "That is private, and this is a channel. I kept nothing. Delete your message, then:")
	if n := bo.finding("#refunds", "I dread the phones"); n != 1 {
		t.Errorf("the words stand in %d messages, want the person's own alone", n)
	}
	if got := d.person("Dee").finding("#refunds", "That is private"); got != 0 {
		t.Error("everyone reads what the author is told")
	}
	bo.writes("#refunds", "@throughline mirror I dread the mornings")
	if n := bo.finding("#refunds", "I kept nothing. Delete your message, then:"); n != 2 {
		t.Errorf("%d private words were sent away, want 2", n)
	}
	bo.asks("#refunds", "reflect "+d.secret("I dread the evenings"))
	bo.gets("Reflect")
	bo.has()
}
