package main

import (
	"strings"
	"testing"
)

// channelShows is everything that the bot says in a channel and its threads.
func (p person) channelShows(channel string) string {
	p.t.Helper()
	var all []string
	for _, m := range p.messages(channel) {
		if strings.HasPrefix(shown(m), "<@") {
			continue // Slack's own, on who came
		}
		all = append(all, shown(m))
		for _, r := range p.thread(channel, m) {
			all = append(all, shown(r))
		}
	}
	return strings.Join(all, "\n")
}

// Whoever is forgotten stands in no message about the plans and trials of a mission, and in no record of them.
func TestForgetMeTakesTheNameOutOfWhatTheBotAsked(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.invites("#refunds")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-05", "2027-01-20", "2027-03-05")
	bo.joins("#refunds", "the phones", "reflect", "connect")
	dee.joins("#refunds", "the bank", "reflect")
	ana.triesIt("#refunds")
	for _, p := range []person{ana, bo} { // whom the coin shall not hold anything back from
		p.taps("#refunds", p.finds("#refunds", "Ana turned on a trial here"), "Leave the trial")
	}
	d.goes("2026-11-27T09:00:00Z")
	dee.asks("#refunds", "progress followed one refund")
	d.goes("2026-12-02T10:01:00Z")
	asked := bo.finds("#refunds", areWeThere)
	bo.taps("#refunds", asked, "We are there")
	bo.answers(shown(bo.again("#refunds", asked)), "the question", "Bo says we are there.")
	turns := "" // of both, in one week each
	for _, m := range ana.messages("@app") {
		turns += shown(m)
	}
	holds(t, "what Ana was told", turns, "conversation could be with Bo", "conversation could be with Dee")

	bo.forgets("keep")
	d.goes("2026-12-02T10:10:00Z")
	for _, m := range ana.messages("@app") {
		lacks(t, "what Ana was told", shown(m), "Bo ", "Bo.", "Bo'")
	}
	lacks(t, "the channel", dee.channelShows("#refunds"), "Bo ", "Bo.", bo.id)
	ana.forgets("keep")
	d.goes("2026-12-02T10:20:00Z")
	lacks(t, "the channel", dee.channelShows("#refunds"), "Ana ", "Ana.", ana.id)
	d.lookOver()
	for _, p := range []person{ana, bo} {
		if where := d.namesInStore(p.id); len(where) > 0 {
			t.Errorf("the store still names %s: %q", p.id, where)
		}
	}
}

// Nobody reads or changes by a forged press what the bot asked somebody else, not even whoever leads.
func TestWhatIsAskedOfOneIsNobodyElsesToPress(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect", "connect")
	d.goes("2026-11-27T21:01:00Z")
	asked := newest(bo.messages("@app"))
	key, home := nudgeIn(t, asked), shown(bo.home())
	question, _, _ := strings.Cut(shown(asked), "\n")
	if !strings.HasSuffix(question, "?") {
		t.Fatalf("Bo was asked %q", question)
	}
	_, since := d.tape(0)
	meta := object{"n": key, "u": bo.id}
	for i, action := range []string{"why", "answer", "not_now", "snooze", "unsnooze", "fewer", "off", "off_all", "further", "told_open", "how_often", "plans"} {
		ana.forgesAt(i, ana.channel("@app"), action, meta)
	}
	for i, form := range []string{"answer", "snooze", "further", "answer_here", "see"} {
		ana.submitsAt(i, form, meta)
	}
	d.goes("2026-11-27T21:11:00Z")
	calls, _ := d.tape(since)
	for _, c := range calls {
		if said := jsonText([]any{c["args"], c["response"]}); strings.Contains(said, question) {
			t.Errorf("%s told it: %.300s", c["method"], said)
		}
	}
	if now := jsonText(bo.again("@app", asked)); now != jsonText(asked) {
		t.Errorf("what Bo was asked reads by now %s", now)
	}
	if now := shown(bo.home()); now != home {
		t.Errorf("Bo's Home was\n%s\nand is by now\n%s", home, now)
	}
}
