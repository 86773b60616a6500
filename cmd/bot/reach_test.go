package main

import (
	"strings"
	"testing"
	"time"
)

// spaced holds the questions of one place to its budget: at most one on a day of its zone, at most a number
// within any seven days, and none that was asked there before.
func (d *desk) spaced(place string, all []question, zone string, aWeek int) {
	d.t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		d.t.Fatal(err)
	}
	seen, days := make(map[string]bool), make(map[string]bool)
	for i, q := range all {
		day := q.at.In(loc).Format(time.DateOnly)
		if days[day] {
			d.t.Errorf("%s got a second one that day: %s", place, q)
		}
		if seen[q.words] {
			d.t.Errorf("%s was asked that before: %s", place, q)
		}
		if weekday := q.at.In(loc).Weekday(); weekday == time.Saturday || weekday == time.Sunday {
			d.t.Errorf("%s was asked on a %s: %s", place, weekday, q)
		}
		days[day], seen[q.words] = true, true
		if first := i - aWeek; first >= 0 && q.at.Sub(all[first].at) < 6*24*time.Hour {
			d.t.Errorf("%s got more than %d within a week: %s", place, aWeek, q)
		}
	}
}

func TestFourWeeksOfTwoMissionsKeepTheBudget(t *testing.T) {
	t.Parallel()
	d := openDesk(t, "2026-11-26T09:12") // a Thursday
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	ana.sets("#checkout", "A shorter till", "lead")
	chidi, dee := d.person("Chidi"), d.person("Dee")
	d.unwelcomed(chidi, dee)
	chidi.joins("#refunds", "the terms", "connect", "reflect")
	chidi.joins("#checkout", "the signs", "connect", "reflect")
	dee.joins("#refunds", "the bank", "reflect")
	dee.joins("#checkout", "the queue", "reflect")
	for _, day := range []string{"02", "09", "16", "23"} { // quiet weeks would have days of their own
		d.goes("2026-12-" + day + "T09:00:00Z")
		chidi.asks("#refunds", "progress and on it goes")
		chidi.asks("#checkout", "progress and on it goes")
	}
	d.goes("2026-12-24T12:00:00Z")
	for _, channel := range []string{"#refunds", "#checkout"} { // on Tuesday 15 December the date of the beginning is asked about
		all := ana.asked(channel, "Thu 26 Nov 10:00", "Tue 1 Dec 10:00", "Thu 3 Dec 10:00", "Tue 8 Dec 10:00", "Thu 10 Dec 10:00",
			"Thu 17 Dec 10:00", "Tue 22 Dec 10:00", "Thu 24 Dec 10:00")
		d.spaced(channel, all, "Europe/Lisbon", 3)
	}
	// One of the two a day: the other connection waits for the next working day, the other reflection is left out.
	d.spaced("Dee", dee.asked("@app", "Fri 27 Nov 09:30", "Fri 4 Dec 09:30", "Fri 11 Dec 09:30", "Fri 18 Dec 09:30"), "Asia/Kolkata", 3)
	d.spaced("Chidi", chidi.asked("@app", "Fri 27 Nov 08:05", "Mon 30 Nov 08:05", "Fri 4 Dec 14:00", "Fri 11 Dec 14:00", "Fri 18 Dec 14:00"), "Africa/Lagos", 3)
	if got := d.questions(chidi.channel("@app")); len(got) > 1 && got[0].words == got[1].words {
		t.Errorf("Chidi was asked twice how one mission fits: %q", got[0].words)
	}
}

func TestAChangeOfZoneBringsNothingTwice(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := d.person("Bo")
	d.person("Ana").sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")
	moves := func(zone string) { t.Helper(); d.call("user", object{"user": bo.id, "tz": zone}); d.rest() }
	d.goes("2026-11-25T12:00:00Z")
	moves("Asia/Tokyo")
	d.goes("2026-11-27T06:01:00Z")
	bo.asked("@app", "Fri 27 Nov 06:00")
	moves("America/Chicago") // where Friday at three is still to come
	d.goes("2026-12-03T12:00:00Z")
	bo.asked("@app", "Fri 27 Nov 06:00")
	bo.answers(shown(bo.home()), "Home", "Mon to Fri, quiet 18:00 to 08:30 (Chicago)")
	moves("Pacific/Auckland") // where Friday has just begun
	d.goes("2026-12-05T12:00:00Z")
	bo.asked("@app", "Fri 27 Nov 06:00", "Fri 4 Dec 02:00")
}

func TestWhoLeavesIsLeftAlone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee, emi, ines := d.person("Ana"), d.person("Bo"), d.person("Dee"), d.person("Emi"), d.person("Ines")
	card := ana.sets("#refunds", "Refunds in a day", "lead")
	for _, p := range []person{bo, dee, emi, ines} {
		p.joins("#refunds", "a piece", "reflect")
	}
	ana.invites("#quiet-room")
	quiet := ana.sets("#quiet-room", "The quiet one", "together")
	bo.joins("#quiet-room", "a quiet piece", "reflect")
	bo.taps("#refunds", bo.answered("#refunds", "leave", "Leave"), "Leave")
	d.goes("2026-11-24T12:00:00Z")
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	dee.call("channel", object{"as": dee.id, "op": "leave", "channel": "#refunds"})
	d.call("user", object{"user": emi.id, "deleted": true})
	d.goes("2026-11-28T12:00:00Z")
	bo.asked("@app")
	dee.asked("@app", "Fri 27 Nov 09:30") // who leaves a public channel stays in its mission
	ines.asked("@app", "Fri 27 Nov 18:00")
	for _, q := range d.questions("D0EMI00001") {
		t.Errorf("an account that is closed was written to: %s", q)
	}
	if got := shown(ana.again("#quiet-room", quiet)); strings.Contains(got, "Bo") {
		t.Errorf("the card says %q", got)
	}
	ana.answers(shown(ana.again("#refunds", card)), "the card", "Ana leads · Dee and Ines are in")
	bo.answers(bo.asks("@app", ""), "a direct message", "You are in no mission yet.")
	d.call("user", object{"user": ana.id, "deleted": true})
	d.rest()
	ines.inThread("#refunds", card, "Nobody leads this mission any more")
}

func TestAMissionRestsWhileItsChannelIsClosed(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, dee := d.person("Ana"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	dee.joins("#refunds", "the bank", "reflect")
	ana.call("channel", object{"as": ana.id, "op": "archive", "channel": "#refunds"})
	d.goes("2026-11-28T12:00:00Z")
	ana.asked("#refunds")
	dee.asked("@app")
	dee.answers(shown(dee.home()), "Home", "#refunds takes no messages from me now, so this mission rests.")
	dee.asks("@app", "progress While it was closed.")
	kept := shown(dee.finds("@app", "While it was closed."))
	dee.answers(kept, "a step", "#refunds takes no messages from me now. Your words are kept, and appear once it does.")
	ana.call("channel", object{"as": ana.id, "op": "unarchive", "channel": "#refunds"})
	d.goes("2026-12-05T12:00:00Z")
	ana.asked("#refunds", "Tue 1 Dec 10:00", "Thu 3 Dec 10:00")
	dee.asked("@app", "Fri 4 Dec 09:30")
	dee.asks("@app", "progress It is open again.")
	dee.finds("#refunds", "It is open again.")
	dee.answered("#refunds", "", "While it was closed.")
}

func TestWhatWasDueWhileTheBotWasAway(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect")
	away := func(from, to string) {
		t.Helper()
		d.goes(from)
		stop()
		d.call("clock", object{"to": to, "walk": false})
		start()
		d.rest()
	}
	away("2026-11-24T09:55:00Z", "2026-11-24T11:30:00Z")
	ana.asked("#refunds", "Tue 24 Nov 11:30") // within two hours
	away("2026-11-26T09:55:00Z", "2026-11-26T12:10:00Z")
	ana.asked("#refunds", "Tue 24 Nov 11:30")
	away("2026-11-27T20:55:00Z", "2026-11-27T22:30:00Z")
	bo.asked("@app", "Fri 27 Nov 22:30") // the same day, within working hours
	away("2026-12-04T20:55:00Z", "2026-12-05T00:30:00Z")
	d.goes("2026-12-08T12:00:00Z")
	bo.asked("@app", "Fri 27 Nov 22:30") // half past six in the evening is quiet, and the day is over then
	ana.asked("#refunds", "Tue 24 Nov 11:30", "Tue 1 Dec 10:00", "Thu 3 Dec 10:00", "Tue 8 Dec 10:00")
	away("2026-12-09T12:00:00Z", "2026-12-16T12:00:00Z") // a week of silence is not made up for
	d.goes("2026-12-17T10:01:00Z")
	ana.asked("#refunds", "Tue 24 Nov 11:30", "Tue 1 Dec 10:00", "Thu 3 Dec 10:00", "Tue 8 Dec 10:00", "Thu 17 Dec 10:00")
	d.goes("2026-12-18T21:01:00Z")
	bo.asked("@app", "Fri 27 Nov 22:30", "Fri 18 Dec 21:00")
}
