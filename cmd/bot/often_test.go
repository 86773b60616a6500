package main

import (
	"slices"
	"testing"
)

// TestASilentChannelIsAskedOnceHowOften asks the channel how often after three questions that nobody took up. Any
// member says so, once.
func TestASilentChannelIsAskedOnceHowOften(t *testing.T) {
	t.Parallel()
	const howOften = "How often would you like a question here?"
	d := openDesk(t, mondayMorning)
	ana, bo, lou := d.person("Ana"), d.person("Bo"), d.person("Lou")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	d.goes("2026-12-01T12:00:00Z")
	if n := ana.finding("#refunds", howOften); n != 0 {
		t.Fatalf("%d messages ask how often before three went by", n)
	}
	d.goes("2026-12-03T12:00:00Z")
	asked := ana.finds("#refunds", howOften)
	lou.taps("#refunds", asked, "Off")
	lou.finds("#refunds", "This is for people in the mission.")
	bo.taps("#refunds", asked, "Half as often")
	line := bo.inThread("#refunds", asked, "Bo changed what comes here.")
	bo.answers(shown(line), "the thread", "half as often.")
	if bo.offers("#refunds", asked, "Half as often") {
		t.Error("the channel is asked still once somebody has said")
	}
	d.goes("2026-12-17T12:00:00Z")
	var days []string
	for _, q := range d.questions(ana.channel("#refunds")) {
		days = append(days, q.at.Format("Mon 2 Jan"))
	}
	if n := ana.finding("#refunds", howOften); n != 0 || !slices.Equal(days[4:], []string{"Thu 10 Dec", "Thu 17 Dec"}) {
		t.Errorf("questions came on %v, and %d ask how often", days, n)
	}
	ana.taps("#refunds", line, "Undo")
	ana.inThread("#refunds", asked, "Ana took that back.")
}

// TestWhatGoesUnansweredComesHalfAsOften follows the reflections of somebody who is silent, and then answers.
func TestWhatGoesUnansweredComesHalfAsOften(t *testing.T) {
	t.Parallel()
	const backsOff = "I will write half as often. Any answer brings the old rhythm back."
	d := openDesk(t, mondayMorning)
	ana, dee := d.person("Ana"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(dee)
	dee.joins("#refunds", "the phones", "reflect")
	d.goes("2026-12-14T12:00:00Z")
	ana.asks("#refunds", "progress the phones ring")
	if n := dee.finding("@app", backsOff); n != 0 {
		t.Fatalf("%d messages back off after three", n)
	}
	d.goes("2027-01-04T12:00:00Z")
	days := func() []string { return dee.toldAt("@app", "Asia/Kolkata", "") }
	want := []string{"Fri 27 Nov 15:00", "Fri 4 Dec 15:00", "Fri 11 Dec 15:00", "Fri 18 Dec 15:00", "Fri 1 Jan 15:00"}
	if got := days(); !slices.Equal(got, want) {
		t.Errorf("reflections came at %v, want %v", got, want)
	}
	if n := dee.finding("@app", backsOff); n != 1 {
		t.Errorf("%d messages say that they come half as often", n)
	}
	newest := dee.latest("@app")
	dee.taps("@app", newest, "Answer")
	dee.fills("Your answer", object{"text": d.secret("I like the quiet of January")})
	d.goes("2027-01-11T12:00:00Z")
	if got := days(); len(got) != len(want)+1 || got[len(want)] != "Fri 8 Jan 15:00" {
		t.Errorf("after an answer they came at %v", got)
	}
}
