package main

import "testing"

// The tour is one team's mission as the README shows it. It is a story like the others, with pictures of what
// the people see; `make pictures` keeps them.
func TestTheTourOfTheReadme(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	c := newCamera(t, d)
	ana, bo, chidi, dee := d.person("Ana"), d.person("Bo"), d.person("Chidi"), d.person("Dee")

	ana.invites("#refunds")
	ana.asks("#refunds", "start Refunds in a day")
	ana.fills("Start a mission", object{
		"aspiration": "A refund should feel as easy as the purchase.",
		"end_state":  "nine refunds in ten reach the customer within a day, with no phone call", "rest": writeNow,
	})
	ana.fills("Why it matters", object{
		"why_customers": "Their money is back before they begin to worry.",
		"why_us":        "Nobody of us has to explain a delay on the phone.",
		"why_company":   "People who trust a refund buy again.",
	})
	ana.fills("Three phases", object{
		"done_when_beginning": "we have followed ten refunds from end to end",
		"done_when_middle":    "the new way runs for one shop",
	})
	d.unwelcomed(bo, chidi, dee, d.person("Emi"), d.person("Farid"), d.person("Ines"))
	bo.joins("#refunds", "find where the days go", "reflect", "rounds")
	chidi.joins("#refunds", "same-day payout with the bank", "rounds")
	dee.joins("#refunds", "the first shop", "reflect", "rounds")
	for _, name := range []string{"Emi", "Farid", "Ines"} {
		d.person(name).joins("#refunds", "the phones", "rounds")
	}
	bo.asks("#refunds", "progress Followed refund 7 from end to end. The bank step takes three of its five days.")
	chidi.asks("#refunds", "blocked The bank's test system is closed until we have a contract number.")
	c.takes("card", ana, "#refunds", "Refunds in a day", 1200, 900)

	ana.opensRound("mixed")
	d.goes("2026-11-24T16:00:00Z")
	c.takes("round", dee, "@app", "How is your energy", 1200, 900)
	for i, name := range []string{"Bo", "Chidi", "Dee", "Emi", "Farid", "Ines"} {
		d.person(name).answersRound("453445"[i:i+1], "")
	}
	dee.asks("#refunds", "win")
	dee.fills("Tell a win", object{"text": "The first shop pays out the same day.", "gain": "customers"})
	dee.asks("#refunds", "learned Two of the bank's five days were our own queue.")
	d.goes("2026-11-25T12:00:00Z")
	chidi.asks("#refunds", "commit If the contract number arrives, then I will send the bank our test file by friday")
	ana.asks("#refunds", "thanks <@"+chidi.id+"> for staying on the line with the bank")
	d.goes("2026-11-27T22:00:00Z")
	c.takes("home", chidi, "home", "Your corner", 1200, 1100)

	d.goes("2026-11-30T10:00:00Z")
	talk := dee.talks()
	dee.thinks(talk, "I want to know whom to ask at the second shop, and how to begin without making it a big thing for them.")
	c.takes("coach", dee, "@app", "2 of 4", 1200, 700, talk)
	chidi.asks("#refunds", "risk")
	chidi.fills("Try something", object{"text": "one shop pays out from its own till", "expect": "three calls fewer a day", "look": "2026-12-10"})
	dee.asks("#refunds", "connect")
	c.takes("connect", dee, "#refunds", "This mission and you", 1200, 900)
	dee.closes(true)
	ana.asks("#refunds", "phase")
	ana.fills("Close the beginning", object{"reached": "yes", "learned": "Two of the bank's five days were our own queue.", "ahead": "one shop first"})
	ana.taps("#refunds", ana.answered("#refunds", "report all", "Refunds in a day"), "Post it here")
	report := ana.finds("#refunds", "Ana posted this report.")
	ana.eventually("the pictures stand in the thread", func() bool { return len(ana.thread("#refunds", report)) >= 2 })
	c.takes("report", ana, "#refunds", "Ana posted this report.", 1400, 900, report)
}
