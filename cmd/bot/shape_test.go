package main

import (
	"strings"
	"testing"
)

func TestQuestionsAboutPiecesNameNobody(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.asks("#refunds", "start Refunds in a day")
	ana.fills("Start a mission", object{"end_state": "nine in ten arrive", "steer": "lead", "rest": writeNow})
	ana.fills("Why it matters", object{})
	ana.fills("Three phases", object{"done_when_beginning": "ten refunds are followed", "done_when_middle": "one shop runs"})
	dee.asks("#refunds", "join the bank")
	bo.asks("#refunds", "join")
	bo.fills("Join this mission", object{"piece": "the phones", "helps": []string{"beginning"}})
	bo.asks("#refunds", "piece the phones and the mail")

	ana.asks("#refunds", "")
	ana.taps("#refunds", ana.latest("#refunds"), "Pieces")
	ana.holds("Questions to ask", true, "one shop runs", "no piece touches this yet. You could ask: who would like to?")
	ana.holds("Questions to ask", false, "ten refunds are followed", "Bo", "Dee", "phones")
	ana.closes(true)
	bo.asks("#refunds", "")
	if bo.offers("#refunds", bo.latest("#refunds"), "Pieces") {
		t.Error("somebody who does not steer is offered the questions")
	}
	bo.forges(1, "#refunds", "pieces", object{"m": carried(t, ana.card("#refunds"))})
	bo.finds("#refunds", "Ana leads this mission")
}

func TestTheMidpointIsDecidedByHand(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "")
	if ana.offers("#refunds", ana.latest("#refunds"), "What we decided") {
		t.Error("the midpoint is offered on the first day")
	}
	ana.forges(1, "#refunds", "decide", object{"m": carried(t, card)})
	ana.finds("#refunds", "Half of the planned time is over on Sunday 10 January 2027.")
	d.goes("2027-01-11T09:00:00Z")
	bo.asks("#refunds", "")
	if bo.offers("#refunds", bo.latest("#refunds"), "What we decided") {
		t.Error("somebody who does not steer is offered the decision")
	}
	bo.forges(2, "#refunds", "decide", object{"m": carried(t, card)})
	bo.finds("#refunds", "Ana leads this mission and tells what its midpoint decided.")
	ana.asks("#refunds", "")
	ana.taps("#refunds", ana.latest("#refunds"), "What we decided")
	refused := ana.tries("What we decided", object{"keep": " "})
	ana.answers(jsonText(refused), "an empty decision", "One of the three needs a few words.")
	ana.fills("What we decided", object{"keep": "The daily look.", "stop": "The weekly list."})
	told := bo.finds("#refunds", "At the midpoint of *Refunds in a day* we decided, says Ana:")
	bo.answers(shown(told), "what is told", "The daily look.")
	ana.inThread("#refunds", ana.card("#refunds"), "Ana told what the midpoint decided:")
	bo.answers(shown(ana.card("#refunds")), "the card", "Left to go")
	ana.asks("#refunds", "")
	ana.taps("#refunds", ana.latest("#refunds"), "What we decided")
	ana.fills("What we decided", object{"stop": "", "change": "The hours."})
	again := bo.again("#refunds", told)
	bo.answers(shown(again), "the message by now", "The hours.")
	if strings.Contains(shown(again), "The weekly list.") {
		t.Error("what was taken out still stands")
	}
	bo.answers(bo.asks("#refunds", ""), "Bo's card", "The hours.")

	ana.forgets("keep")
	d.call("clock", object{"advance": "10m"})
	bo.answers(shown(bo.again("#refunds", told)), "the message of a decision by somebody who was forgotten", "we decided, says someone:")
}

func TestAnyoneSuggestsWords(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	bo.taps("#refunds", card, "Suggest words")
	refused := bo.tries("Suggest words", object{"line": "why_customers", "text": strings.Repeat("x", 250)})
	bo.answers(jsonText(refused), "too many words", "200")
	bo.fills("Suggest words", object{"line": "why_customers", "text": "their money is back before they worry"})
	words := bo.inThread("#refunds", card, "Bo suggests for customers: their money is back before they worry")
	bo.taps("#refunds", words, "Use it")
	bo.inThread("#refunds", card, "Ana leads this mission and changes its wording.")
	ana.taps("#refunds", words, "Use it")
	ana.answers(shown(ana.card("#refunds")), "the card", "For customers: their money is back before they worry.")
	ana.inThread("#refunds", card, "Ana put these words on the card.")
	ana.inThread("#refunds", card, "Ana changed the wording.")
	if labelled(ana.inThread("#refunds", card, "Bo suggests for customers")["blocks"], "Use it") != nil {
		t.Error("words that are used can be used again")
	}

	bo.taps("#refunds", card, "Suggest words")
	bo.holds("Suggest words", false, "What changes for customers?")
	bo.fills("Suggest words", object{"line": "why_us", "text": "fewer calls"})
	second := bo.inThread("#refunds", card, "Bo suggests for us: fewer calls")
	ana.taps("#refunds", second, "Withdraw")
	ana.inThread("#refunds", card, "These are Bo's words")
	bo.taps("#refunds", second, "Withdraw")
	bo.taps("#refunds", bo.inThread("#refunds", card, "Withdraw these words?"), "Withdraw")
	bo.inThread("#refunds", card, "Bo withdrew")
	ana.forges(1, "#refunds", "use_words", object{"m": carried(t, card), "e": nothingsID})
	ana.finds("#refunds", "That is open to members of its channel.")
}

func TestAWinBelongsToAPiece(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.asks("#refunds", "win")
	ana.holds("Tell a win", false, "Which piece does it belong to?")
	ana.fills("Tell a win", object{"text": "The first shop pays out."})
	bo.asks("#refunds", "join the phones")
	dee.asks("#refunds", "join the bank")
	bo.asks("#refunds", "win")
	bo.holds("Tell a win", true, "Mine: the phones", "Dee: the bank", "None")
	bo.fills("Tell a win", object{"text": "The bank answers.", "piece_of": dee.id})
	bo.finds("#refunds", `A win in Dee's piece "the bank", towards: it is there for everyone to see.`)
	bo.asks("#refunds", "win")
	bo.fills("Tell a win", object{"text": "The phones ring less."})
	bo.finds("#refunds", `A win in Bo's piece "the phones"`)
	bo.asks("#refunds", "win")
	bo.fills("Tell a win", object{"text": "The sun shines.", "piece_of": "none"})
	if none := shown(bo.finds("#refunds", "The sun shines.")); strings.Contains(none, "piece") {
		t.Errorf("a win of no piece: %q", none)
	}
	ana.asks("#refunds", "win")
	ana.fills("Tell a win", object{"text": "The lead has no piece."})
	if none := shown(ana.finds("#refunds", "The lead has no piece.")); strings.Contains(none, "in Ana's") {
		t.Errorf("a win of one without a piece: %q", none)
	}
}
