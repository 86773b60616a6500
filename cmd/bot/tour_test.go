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
	bo.joins("#refunds", "find where the days go", "reflect")
	chidi.joins("#refunds", "same-day payout with the bank")
	dee.joins("#refunds", "the first shop", "reflect")
	for _, name := range []string{"Emi", "Farid", "Ines"} {
		d.person(name).asks("#refunds", "join the phones")
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
	dee.asks("#refunds", "win The first shop pays out the same day.")
	dee.asks("#refunds", "learned Two of the bank's five days were our own queue.")
	d.goes("2026-11-25T12:00:00Z")
	c.takes("result", ana, "#refunds", "Energy in Refunds in a day", 1200, 900)
	chidi.asks("#refunds", "commit If the contract number arrives, then I will send the bank our test file by friday")
	ana.asks("#refunds", "thanks <@"+chidi.id+"> for staying on the line with the bank")
	d.goes("2026-11-27T22:00:00Z")
	c.takes("reflection", bo, "@app", "Answer opens a form", 1200, 900)
	c.takes("home", chidi, "home", "Your corner", 1200, 1100)
}
