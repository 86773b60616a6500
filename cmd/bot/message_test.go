package main

import (
	"strings"
	"testing"
)

// adds chooses the shortcut on a message.
func (p person) adds(channel string, m object) {
	p.t.Helper()
	p.call("shortcut", object{"as": p.id, "callback_id": "mission_add", "channel": p.channel(channel), "ts": m["ts"]})
	p.d.rest()
}

func TestAMessageIsAddedToTheMissionOfItsChannel(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee, chidi := d.person("Ana"), d.person("Bo"), d.person("Dee"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	said := dee.writes("#refunds", "The bank's test system is open, says https://bank.example/test")
	bo.adds("#refunds", said)
	bo.holds("Add to the mission", true, "The bank's test system is open", "It says that Dee said it")
	bo.fills("Add to the mission", object{"kind": "learned"})
	entry := ana.finds("#refunds", "Bo told a lesson on Refunds in a day, said by Dee: The bank's test system is open")
	if raw := jsonText(entry["blocks"]); !strings.Contains(raw, `"url":"https://acme-books.slack.com/archives/C0REFUNDS1/p`+strings.ReplaceAll(text(said, "ts"), ".", "")+`"`) ||
		!strings.Contains(raw, `"type":"link"`) {
		t.Errorf("the entry leads to neither the message nor the page: %s", raw)
	}
	told := dee.inThread("#refunds", entry, "Bo added your message to Refunds in a day. The words are yours to withdraw.")
	bo.adds("#refunds", said)
	bo.finds("#refunds", "That message is in the mission already.")

	// Only who wrote it and who added it may take it back.
	chidi.taps("#refunds", told, "Withdraw")
	chidi.inThread("#refunds", entry, "These are Bo's words")
	dee.taps("#refunds", told, "Withdraw")
	dee.taps("#refunds", dee.inThread("#refunds", entry, "Withdraw these words?"), "Withdraw")
	dee.answers(shown(dee.again("#refunds", entry)), "the entry", "Dee withdrew an entry.")
	bo.adds("#refunds", said) // which leaves the message free
	bo.fills("Add to the mission", object{"text": "In Bo's words: the bank is open."})
	ana.finds("#refunds", "Bo told progress on Refunds in a day, after words of Dee: In Bo's words")

	// Her own message needs telling nobody.
	mine := bo.writes("#refunds", "I called the bank & <them>")
	bo.adds("#refunds", mine)
	bo.fills("Add to the mission", object{})
	own := ana.finds("#refunds", "Bo told progress on Refunds in a day: I called the bank &amp; &lt;them&gt;")
	if n := len(ana.thread("#refunds", own)); n > 0 {
		t.Errorf("%d lines told Bo of his own message", n)
	}
}

func TestMessagesThatAreNotAdded(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	bo.call("channel", object{"as": bo.id, "op": "join", "channel": "#checkout"})
	bo.adds("#checkout", bo.writes("#checkout", "nothing runs here"))
	bo.finds("#checkout", "A message goes only into the mission of its own channel, so that nothing private travels.")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.adds("#refunds", ana.card("#refunds"))
	bo.finds("#refunds", "That is a message of an app. Choose one that a person wrote.")
	bo.joins("#refunds", "the phones")
	bo.asks("@app", "help")
	bo.adds("@app", bo.writes("@app", "between us"))
	bo.eventually("her own words stay between the two", func() bool {
		return strings.Contains(shown(newest(bo.messages("@app"))), "A message goes only into the mission of its own channel")
	})

	// A long one keeps all that an entry keeps, and a form that was made up elsewhere is nobody's word.
	long := dee.writes("#refunds", strings.Repeat("all of it counts ", 400))
	bo.adds("#refunds", long)
	bo.fills("Add to the mission", object{})
	entry := bo.finds("#refunds", "all of it counts")
	bo.taps("#refunds", entry, "Read the rest")
	bo.holds("The whole of it", true, "all of it counts")
	before := len(ana.messages("#refunds"))
	bo.submitsForged(1, "add_message", object{"m": carried(t, ana.card("#refunds")), "u": dee.id, "c": "C0REFUNDS1", "t": "1790000000.000100", "r": "forged"})
	if n := len(ana.messages("#refunds")); n != before {
		t.Errorf("%d messages came of a forged form", n-before)
	}
}

func TestLinksStayLinksAndUnfoldNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	_, since := d.tape(0)
	ana.asks("#refunds", "progress written down at https://wiki.example/refunds?page=7.")
	entry := ana.finds("#refunds", "written down at")
	if !strings.Contains(jsonText(entry["blocks"]), `{"type":"link","url":"https://wiki.example/refunds?page=7"}`) {
		t.Errorf("the address is no link: %s", jsonText(entry["blocks"]))
	}
	calls, _ := d.tape(since)
	posts := 0
	for _, c := range calls {
		args, _ := c["args"].(object)
		if method := text(c, "method"); method != "chat.postMessage" && method != "chat.postEphemeral" {
			continue
		}
		posts++
		if links, media := jsonText(args["unfurl_links"]), jsonText(args["unfurl_media"]); !strings.Contains(links, "false") || !strings.Contains(media, "false") {
			t.Errorf("a post unfolds what it links to: %s, %s", links, media)
		}
	}
	if posts == 0 {
		t.Error("nothing was posted")
	}
}

func TestReactionsAndTalkInChannelsAreNotRead(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	ana.asks("#refunds", "blocked the bank is closed")
	entry := ana.finds("#refunds", "the bank is closed")
	d.rest()
	before := shown(ana.again("#refunds", entry))
	_, since := d.tape(0)
	bo.call("react", object{"as": bo.id, "channel": bo.channel("#refunds"), "ts": entry["ts"], "name": "tada"})
	bo.writes("#refunds", "it is open again, and done", entry)
	bo.writes("#refunds", "progress this is no command")
	d.rest()
	if calls, _ := d.tape(since); len(calls) > 0 {
		t.Errorf("the bot called %v", calls[0]["method"])
	}
	if after := shown(ana.again("#refunds", entry)); after != before {
		t.Errorf("the entry became %q", after)
	}
	bo.answered("#refunds", "help", "Reactions and thread replies in channels are not read.")
}

func TestWordsAreShownFirstToWhoeverAskedForIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	bo.taps("#refunds", bo.answered("#refunds", "", "Your piece"), "What reaches me")
	bo.fills("What reaches me", object{"preview": []string{"preview"}})
	first := bo.answered("#refunds", "win followed refund 7", "This will stand in #refunds under your name. Nothing is posted yet.")
	if ana.finding("#refunds", "followed refund 7") > 0 {
		t.Fatal("it was posted at once")
	}
	bo.taps("#refunds", first, "Post")
	ana.finds("#refunds", "Bo told a win on Refunds in a day: followed refund 7")
	bo.finds("#refunds", "Posted.")
	second := bo.answered("#refunds", "thanks <@"+ana.id+"> for the bank", "Thanks to Ana")
	bo.taps("#refunds", second, "Change")
	bo.fills("Thank someone", object{"text": "for staying on the line"})
	ana.finds("#refunds", "for staying on the line")
	bo.taps("#refunds", second, "Post") // these words were posted, in others
	bo.finds("#refunds", "I no longer hold those words")
	third := bo.answered("#refunds", "progress never mind", "Nothing is posted yet.")
	bo.taps("#refunds", third, "Discard")
	bo.finds("#refunds", "Discarded. Nothing was posted.")
	bo.writes("#refunds", "<@"+d.bot()+"> learned by mention")
	mention := bo.finds("#refunds", "Nothing is posted yet.")
	bo.taps("#refunds", mention, "Post")
	ana.finds("#refunds", "Bo told a lesson on Refunds in a day: by mention")
	for words, want := range map[string]int{"for the bank": 0, "never mind": 0, "told a win on Refunds in a day: followed refund 7": 1} {
		if n := ana.finding("#refunds", words); n != want {
			t.Errorf("Ana reads %q in %d messages", words, n)
		}
	}
	bo.tapsFormless()
}

// tapsFormless holds that no form is left open.
func (p person) tapsFormless() {
	p.t.Helper()
	if top := p.top(); top != nil {
		p.t.Errorf("a form is left open: %v", top["id"])
	}
}
