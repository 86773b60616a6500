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
	bo.joins("#refunds", "find where the days go", "reflect")
	chidi.joins("#refunds", "same-day payout with the bank")
	dee.joins("#refunds", "the first shop", "reflect")
	bo.asks("#refunds", "progress Followed refund 7 from end to end. The bank step takes three of its five days.")
	chidi.asks("#refunds", "blocked The bank's test system is closed until we have a contract number.")
	c.takes("card", ana, ana.channel("#refunds"), "Refunds in a day", 1200, 900)
}
