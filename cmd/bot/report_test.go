package main

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// files are those of a message.
func files(m object) []object { return list(m, "files") }

// threadFiles waits until a thread holds some files and returns them.
func (p person) threadFiles(channel string, parent object, n int) []object {
	p.t.Helper()
	var found []object
	p.eventually("the thread holds files", func() bool {
		found = nil
		for _, m := range p.thread(channel, parent) {
			found = append(found, files(m)...)
		}
		return len(found) >= n
	})
	return found
}

// downloads fetches a file as a person's client does, and reports whether it may.
func (p person) downloads(file object) (string, bool) {
	p.t.Helper()
	resp, err := http.Get(p.url + "/_sandbox/file?" + url.Values{"as": {p.id}, "id": {text(file, "id")}}.Encode())
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(body), resp.StatusCode == http.StatusOK
}

func TestAReportAtEachStage(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	emi := d.person("Emi")
	emi.answered("#refunds", "report week", "Nothing was told in these days.")
	emi.answered("#refunds", "report month", "A report of what time?")

	chidi.asks("#refunds", "win")
	chidi.fills("Tell a win", object{"text": "the first shop pays out the same day", "gain": "customers"})
	chidi.asks("#refunds", "learned two of the bank's days were our own queue")
	chidi.asks("#refunds", "blocked the test system is closed")
	chidi.asks("#refunds", "thanks <@"+ana.id+"> for calling the bank")
	chidi.asks("#refunds", "commit send the bank our test file by friday")
	chidi.taps("#refunds", ana.finds("#refunds", "*Commitment* · Chidi"), "Done")
	chidi.asks("#refunds", "progress words that come back")
	chidi.taps("#refunds", ana.finds("#refunds", "words that come back"), "Withdraw")
	chidi.taps("#refunds", chidi.finds("#refunds", "Withdraw these words?"), "Withdraw")

	report := emi.answered("#refunds", "report week", "Refunds in a day, 23 November.* Beginning, week 1 of 14.")
	said := shown(report)
	for _, words := range []string{
		"Done so far", "What changed for customers", "the first shop pays out the same day (Chidi)",
		"two of the bank's days were our own queue (Chidi)", "Done: send the bank our test file", "Chidi to Ana: calling the bank",
		"the test system is closed (Chidi)", "Beginning: since Monday 23 November, planned until",
	} {
		emi.answers(said, "the report", words)
	}
	if strings.Contains(said, "words that come back") {
		t.Error("the report holds words that were withdrawn")
	}
	if strings.Index(said, "What changed for customers") > strings.Index(said, "Lessons") {
		t.Error("what changed for whom does not come first")
	}

	emi.taps("#refunds", report, "Send it to me")
	emi.finds("#refunds", "It is on its way to our direct messages.")
	sent := emi.finds("@app", "Refunds in a day, 23 November.")
	picture := emi.threadFiles("@app", sent, 1)[0]
	if alt := text(picture, "alt_txt"); !strings.HasPrefix(alt, "Timeline of Refunds in a day. Beginning: since Monday 23 November") {
		t.Errorf("the picture is described as %q", alt)
	}
	if png, ok := emi.downloads(picture); !ok || !strings.HasPrefix(png, "\x89PNG") {
		t.Errorf("Emi opens her picture: %t", ok)
	}
	if _, ok := ana.downloads(picture); ok {
		t.Error("Ana opens a picture that was sent to Emi")
	}

	emi.taps("#refunds", report, "Post it here")
	posted := ana.finds("#refunds", "Emi posted this report.")
	if n := ana.finding("#refunds", "Emi posted this report."); n != 1 {
		t.Errorf("the report stands %d times in the channel", n)
	}
	if _, ok := ana.downloads(ana.threadFiles("#refunds", posted, 1)[0]); !ok {
		t.Error("Ana cannot open the picture of a report in her channel")
	}

	d.goes("2027-01-12T09:00:00Z")
	ana.answered("#refunds", "report", "Left to go")
	ana.ends("#refunds", "completed", "every shop pays out the same day", nil, "later")
	book := ana.answered("#refunds", "book", "The book of #refunds, with one mission so far")
	ana.taps("#refunds", book, "Send it to me")
	file := files(ana.finds("@app", "The book of #refunds."))[0]
	body, _ := ana.downloads(file)
	for _, words := range []string{"## Refunds in a day", "*Completed on Tuesday 12 January 2027.*", "> the first shop pays out the same day", "> every shop pays out the same day"} {
		ana.answers(body, "the book", words)
	}
	if strings.Contains(body, "words that come back") {
		t.Error("the book holds words that were withdrawn")
	}
}

func TestTheDigestComesWhereSomethingMoved(t *testing.T) {
	t.Parallel()
	d, ana, chidi, _ := withChidi(t)
	d.goes("2026-11-25T09:00:00Z")
	chidi.asks("#refunds", "win the first shop pays out")
	d.goes("2026-11-30T09:31:00Z")
	digest := chidi.finds("#refunds", "Refunds in a day, 23 to 29 November.")
	chidi.answers(shown(digest), "the digest", "the first shop pays out (Chidi)")
	chidi.taps("#refunds", digest, "Why this?")
	chidi.answers(shown(chidi.gets("Why this?")), "why", "planned a digest for Monday, 09:30 (Lisbon)")
	chidi.closes(true)

	d.goes("2026-12-07T09:31:00Z")
	if n := ana.finding("#refunds", "6 December."); n > 0 {
		t.Error("a week in which nothing moved has a digest")
	}
	chidi.asks("#refunds", "learned ask the bank first")
	chidi.taps("#refunds", digest, "Skip the next one")
	ana.inThread("#refunds", digest, "Chidi leaves the next digest out.")
	d.goes("2026-12-14T09:31:00Z")
	if n := ana.finding("#refunds", "13 December."); n > 0 {
		t.Error("the digest that was left out came")
	}
	chidi.taps("#refunds", digest, "Turn these off here")
	off := ana.inThread("#refunds", digest, "Chidi turned the Monday digest off here.")
	chidi.asks("#refunds", "learned write it down")
	d.goes("2026-12-21T09:31:00Z")
	if n := ana.finding("#refunds", "20 December."); n > 0 {
		t.Error("the digest came though it is off")
	}
	ana.answered("#refunds", "", "The Monday digest is off here.")
	ana.press(object{"channel": "#refunds", "ts": off["ts"]}, labelled(off["blocks"], "Turn on again")[0], "Turn on again")
	d.goes("2026-12-22T09:00:00Z") // told on a Monday, a quiet week would have the day of the digest
	chidi.asks("#refunds", "learned tell the others")
	d.goes("2026-12-28T09:31:00Z")
	ana.finds("#refunds", "tell the others (Chidi)")
}

func TestAFollowerGetsTheDigestAndNothingElse(t *testing.T) {
	t.Parallel()
	d, ana, chidi, card := withChidi(t)
	emi := d.person("Emi")
	emi.answered("#refunds", "follow", "You get the Monday digest of *Refunds in a day* by direct message, and nothing else.")
	emi.asks("#refunds", "follow")
	ana.answers(shown(ana.again("#refunds", card)), "the card", "1 follows")
	bo := d.person("Bo")
	ana.invites("#quiet-room")
	quiet := ana.sets("#quiet-room", "A quiet one", "lead")
	bo.taps("#quiet-room", quiet, "Follow")
	bo.finds("#quiet-room", "You get the Monday digest of *A quiet one*")
	chidi.asks("#refunds", "win the first shop pays out")
	ana.asks("#quiet-room", "win nobody else knows")
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	d.goes("2026-12-01T00:31:00Z") // Tuesday morning in Tokyo, where Monday 09:30 in Lisbon is the evening
	digest := emi.finds("@app", "Refunds in a day, 23 to 29 November.")
	if n := len(emi.messages("@app")); n != 1 {
		t.Errorf("Emi follows and got %d messages", n)
	}
	if n := len(bo.messages("@app")); n > 0 {
		t.Errorf("Bo is out of the channel and got %d messages", n)
	}
	emi.answers(shown(emi.home()), "Home, which counts no digest as a question", "0 of at most 3 questions in the last seven days")
	emi.taps("@app", digest, "Stop following")
	emi.finds("@app", "The digest of *Refunds in a day* no longer comes to you.")
	emi.answered("#refunds", "unfollow", "You do not follow *Refunds in a day*.")
	if strings.Contains(shown(ana.again("#refunds", card)), "follows") {
		t.Error("the card still counts Emi")
	}
}

func TestABookIsForThoseWhoSeeItsChannel(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, emi := d.person("Ana"), d.person("Bo"), d.person("Emi")
	bo.answered("#quiet-room", "book", "I cannot post here yet. Invite me")
	ana.invites("#quiet-room")
	bo.answered("#quiet-room", "book", "No mission has run in #quiet-room yet")
	ana.sets("#quiet-room", "# A *quiet* one", "lead")
	ana.asks("#quiet-room", "win <b>it</b> works")
	ana.ends("#quiet-room", "overtaken", "the world moved", nil, "later")
	book := bo.answered("#quiet-room", "book", "The book of #quiet-room")
	bo.taps("#quiet-room", book, "Post it here")
	file := files(ana.finds("#quiet-room", "posted by Bo."))[0]
	body, ok := ana.downloads(file)
	if !ok || !strings.Contains(body, `## \# A \*quiet\* one`) || !strings.Contains(body, "&lt;b&gt;it&lt;/b&gt; works") {
		t.Errorf("the book reads %q", body)
	}
	if _, ok := emi.downloads(file); ok {
		t.Error("Emi opens the book of a channel that she is not in")
	}
	history := ana.answered("#quiet-room", "history", "overtaken on Monday 23 November")
	ana.taps("#quiet-room", history, "Send me the book")
	if _, ok := bo.downloads(files(ana.finds("@app", "The book of #quiet-room."))[0]); ok {
		t.Error("Bo opens a file that was sent to Ana")
	}
	names := []string{text(file, "name"), text(file, "title")}
	if !slices.Equal(names, []string{"book.md", "The book"}) {
		t.Errorf("the file is named %q", names)
	}
}

// Where a picture cannot be sent the report is complete without it, and whoever asked is told once.
func TestAReportIsCompleteWithoutItsPicture(t *testing.T) {
	t.Parallel()
	d, _, chidi, _ := withChidi(t)
	chidi.asks("#refunds", "win the first shop pays out")
	report := chidi.answered("#refunds", "report", "the first shop pays out (Chidi)")
	d.call("fault", object{"kind": "error", "method": "files.getUploadURLExternal", "error": "storage_limit_reached", "times": 1})
	chidi.taps("#refunds", report, "Send it to me")
	sent := chidi.finds("@app", "the first shop pays out (Chidi)")
	chidi.inThread("@app", sent, "The picture could not be sent. Everything in it is in the text above.")

	report = chidi.answered("#refunds", "report", "the first shop pays out (Chidi)")
	d.call("fault", object{"kind": "status", "method": "files.completeUploadExternal", "status": 429, "retry_after": 30, "times": 1})
	chidi.taps("#refunds", report, "Send it to me")
	chidi.asks("#refunds", "progress posts are not held up by it")
	chidi.finds("#refunds", "told progress on Refunds in a day: posts are not held up by it")
	d.call("clock", object{"advance": "2m"})
	second := chidi.finds("@app", "the first shop pays out (Chidi)")
	if pictures := chidi.threadFiles("@app", second, 1); len(pictures) != 1 {
		t.Errorf("the picture came %d times", len(pictures))
	}
	// What is in doubt is not sent twice.
	report = chidi.answered("#refunds", "report", "the first shop pays out (Chidi)")
	d.call("fault", object{"kind": "reset", "method": "files.completeUploadExternal", "after": true, "times": 1})
	chidi.taps("#refunds", report, "Send it to me")
	d.call("clock", object{"advance": "10m"})
	third := chidi.latestOf("@app", "the first shop pays out (Chidi)")
	if pictures := chidi.threadFiles("@app", third, 1); len(pictures) != 1 {
		t.Errorf("the picture in doubt came %d times", len(pictures))
	}
}

// latestOf is the newest message with the words.
func (p person) latestOf(channel, words string) object {
	p.t.Helper()
	var found object
	for _, m := range p.messages(channel) {
		if strings.Contains(shown(m), words) {
			found = m
		}
	}
	return found
}
