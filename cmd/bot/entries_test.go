package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAnAuthorEditsAndWithdrawsHerWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.asks("#refunds", "win The first shop pays out.")
	bo.asks("#refunds", "win The second shop pays out.")
	second := bo.finds("#refunds", "The second shop pays out.")
	ana.answers(shown(ana.again("#refunds", card)), "the card", "latest: The second shop pays out.")

	ana.taps("#refunds", second, "Edit")
	ana.finds("#refunds", "These are Bo's words, so only Bo can change them. You can answer in the thread.")
	ana.taps("#refunds", second, "Withdraw")
	if n := ana.finding("#refunds", "These are Bo's words"); n != 2 {
		t.Errorf("withdrawing another's words was refused %d times besides", n-1)
	}
	ana.taps("#refunds", second, "Thank Bo")
	ana.fills("Thank someone", object{"text": "the second shop"})
	ana.finds("#refunds", "Ana thanks Bo on Refunds in a day: the second shop")

	bo.taps("#refunds", second, "Edit")
	bo.holds("Change your words", true, "The second shop pays out.")
	if out := bo.tries("Change your words", object{"text": "  "}); out["result"] != "errors" {
		t.Errorf("no words were taken: %v", out)
	}
	bo.fills("Change your words", object{"text": "The second & third shop pay out."})
	edited := shown(bo.again("#refunds", second))
	for _, words := range []string{"Bo told a win on Refunds in a day: The second &amp; third shop", "The second & third shop pay out.", "edited Monday 23 November"} {
		bo.answers(edited, "the message", words)
	}
	ana.answers(shown(ana.again("#refunds", card)), "the card", "latest: The second & third shop pay out.")

	bo.taps("#refunds", second, "Withdraw")
	bo.taps("#refunds", bo.finds("#refunds", "Withdraw these words? One line stays, saying so."), "Keep them")
	bo.finds("#refunds", "Nothing was changed.")
	bo.taps("#refunds", second, "Withdraw")
	bo.taps("#refunds", bo.finds("#refunds", "Withdraw these words?"), "Withdraw")
	bo.finds("#refunds", "Your words are withdrawn. One line stays, saying so.")
	if got := shown(bo.again("#refunds", second)); got != "Bo withdrew an entry.\nBo withdrew an entry." {
		t.Errorf("what stays is %q", got)
	}
	ana.answers(shown(ana.again("#refunds", card)), "the card", "latest: The first shop pays out.")
	if got := ana.asks("#refunds", ""); strings.Contains(got, "third shop") || !strings.Contains(got, "1 win") {
		t.Errorf("the details still hold what was withdrawn: %q", got)
	}
}

func TestABlockIsHelpedAndOpenedAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi, dee, emi := d.person("Ana"), d.person("Chidi"), d.person("Dee"), d.person("Emi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.asks("#refunds", "blocked The bank's test system is closed.")
	block := chidi.finds("#refunds", "test system is closed")
	chidi.answers(shown(block), "the block", "What has been tried so far, and who might know another door?")
	dee.taps("#refunds", block, "I can help")
	help := dee.inThread("#refunds", block, "Dee offers to help, @Chidi.")
	if pings, _ := help["pings"].([]any); !slices.Contains(pings, any(chidi.id)) {
		t.Errorf("Chidi was not told: %v", pings)
	}
	dee.taps("#refunds", block, "I can help")
	dee.finds("#refunds", "Your offer stands in the thread already.")
	emi.taps("#refunds", block, "I can help")
	if n := len(chidi.thread("#refunds", block)); n != 2 {
		t.Errorf("%d offers stand in the thread, want 2", n)
	}
	emi.taps("#refunds", block, "It is open again")
	opened := shown(chidi.again("#refunds", block))
	for _, words := range []string{"Chidi's block on Refunds in a day is open again: The bank", "*Open again* · Chidi, Monday 23 November", "told by Emi", "test system is closed"} {
		chidi.answers(opened, "the block", words)
	}
	if strings.Contains(opened, "another door") || chidi.offers("#refunds", block, "I can help") {
		t.Errorf("it still asks for help: %q", opened)
	}
	if n := chidi.finding("#refunds", "What opened it?"); n > 0 {
		t.Error("Chidi is asked what opened it, and Emi opened it")
	}
	emi.taps("#refunds", emi.finds("#refunds", "What opened it?"), "Tell it as a lesson")
	emi.fills("Tell a lesson", object{"text": "Call the bank before ten."})
	emi.finds("#refunds", "Emi told a lesson on Refunds in a day: Call the bank before ten.")
	if n := len(emi.thread("#refunds", emi.card("#refunds"))); n != 1 {
		t.Errorf("the card's thread has %d lines, want its own alone", n)
	}
}

func TestWhomThanksMayGoTo(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	mention := func(ids ...string) string { return "<@" + strings.Join(ids, "> <@") + ">" }
	six := mention("U0ANA00001", "U0CHIDI001", "U0DEE00001", "U0EMI00001", "U0FARID001", "U0INES0001")
	for _, c := range []struct{ name, words, answer string }{
		{"oneself", mention(bo.id) + " for staying late", "Thanks go to someone else. Tell it as a win?"},
		{"oneself among others", mention(ana.id, bo.id) + " for staying late", "Thanks go to someone else. Tell it as a win?"},
		{"six people", six + " for staying late", "Thanks go to up to five people at once. Tell them in two parts."},
		{"nobody", "for staying late", "Who is it for? Write /mission thanks @name for …"},
		{"somebody outside", mention("U0JONAS001") + " for staying late", "Jonas is not in this channel and would not see it. Post it all the same?"},
		{"the bot", mention(d.bot()) + " for staying late", "Thanks go to people, and Throughline is an app."},
	} {
		t.Log(c.name)
		answer := bo.asks("#refunds", "thanks "+c.words)
		bo.answers(answer, "thanks to "+c.name, c.answer)
		bo.answers(answer, "thanks to "+c.name, "for staying late")
	}
	if n := ana.finding("#refunds", "staying late"); n > 0 {
		t.Errorf("%d of these were posted", n)
	}
	bo.taps("#refunds", newestWith(bo.messages("#refunds"), "Tell it as a win?"), "Tell a win")
	bo.holds("Tell a win", true, "staying late")
	bo.closes(true)
	bo.taps("#refunds", newestWith(bo.messages("#refunds"), "Jonas is not in this channel"), "Post it")
	bo.finds("#refunds", "Bo thanks Jonas on Refunds in a day: staying late")

	for _, c := range []struct{ name, id, answer string }{
		{"oneself", bo.id, "Thanks go to someone else."},
		{"the bot", d.bot(), "Thanks go to people, and Throughline is an app."},
	} {
		bo.asks("#refunds", "thanks")
		out := bo.tries("Thank someone", object{"text": "the form", "to": []string{c.id}})
		bo.answers(jsonText(out["errors"]), "the form, for "+c.name, c.answer)
		bo.closes(true)
	}
	bo.asks("#refunds", "thanks")
	bo.fills("Thank someone", object{"text": "the form & more", "to": []string{"U0JONAS001", ana.id}})
	asked := newestWith(bo.messages("#refunds"), "the form & more")
	bo.answers(shown(asked), "the form", "Jonas is not in this channel and would not see it. Post it all the same?")
	bo.taps("#refunds", asked, "Post it")
	bo.finds("#refunds", "Bo thanks Ana and Jonas on Refunds in a day: the form &amp; more")
	if thanks := ana.finds("#refunds", "the form & more"); !strings.Contains(jsonText(thanks["pings"]), ana.id) {
		t.Errorf("Ana was not told: %v", thanks["pings"])
	}
}

func TestTheRestOfALongEntryIsReadPageByPage(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	var b strings.Builder
	for i := range 760 {
		fmt.Fprintf(&b, "n%03d &&&&&&&&& ", i)
	}
	words := strings.TrimSpace(b.String())
	if answer := ana.asks("#refunds", "learned "+words); answer != "" {
		t.Fatalf("%d characters are fine, and the answer was %q", len(words), answer)
	}
	m := ana.finds("#refunds", "n000")
	if got := shown(m); strings.Contains(got, "n400") {
		t.Errorf("the channel shows %d characters", len(got))
	}
	ana.taps("#refunds", m, "Read the rest")
	read := ""
	for page := 1; ; page++ {
		read += shown(ana.gets("The whole of it"))
		ana.answers(read, "the form", fmt.Sprintf("Page %d of ", page))
		if len(labelled(ana.gets("The whole of it")["blocks"], "Show more")) == 0 {
			break
		}
		ana.tapsForm("Show more")
		ana.eventually("the next page shows", func() bool {
			return strings.Contains(shown(ana.gets("The whole of it")), fmt.Sprintf("Page %d of ", page+1))
		})
	}
	for i := range 760 {
		if !strings.Contains(read, fmt.Sprintf("n%03d", i)) {
			t.Fatalf("n%03d is on no page", i)
		}
	}
	if n := strings.Count(read, "&"); n != 9*760 {
		t.Errorf("the pages have %d of 6,840 signs", n)
	}
	ana.tapsForm("Earlier")
	ana.eventually("the first page shows again", func() bool {
		return strings.Contains(shown(ana.gets("The whole of it")), "n000")
	})
	ana.closes(true)
	ana.taps("#refunds", ana.answered("#refunds", "", "Lesson"), "Open")
	ana.holds("The whole of it", true, "n000")
	ana.closes(true)
	ana.taps("#refunds", m, "Edit")
	ana.holds("Change your words", true, "n000", "n759")
	ana.fills("Change your words", object{})
	if got := shown(ana.again("#refunds", m)); strings.Contains(got, "edited") {
		t.Error("nothing was changed, and the message says that it was edited")
	}
}
