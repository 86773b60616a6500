package main

import (
	"slices"
	"testing"
)

// TestDoNotDisturbPutsAQuestionOff lets two people turn Slack's do-not-disturb on before a question is due: until later
// that day, and until the next one.
func TestDoNotDisturbPutsAQuestionOff(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, chidi, dee := d.person("Ana"), d.person("Chidi"), d.person("Dee")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi, dee)
	chidi.joins("#refunds", "the bank", "reflect")
	dee.joins("#refunds", "the phones", "reflect")
	d.goes("2026-11-27T09:15:00Z") // a quarter of an hour before three in Kolkata
	d.call("user", object{"user": dee.id, "dnd": object{"snooze_minutes": 24 * 60}})
	d.goes("2026-11-27T13:45:00Z") // and in Lagos
	d.call("user", object{"user": chidi.id, "dnd": object{"snooze_minutes": 90}})
	d.goes("2026-12-01T12:00:00Z")
	if got := chidi.toldAt("@app", "Africa/Lagos", ""); !slices.Equal(got, []string{"Fri 27 Nov 16:15"}) {
		t.Errorf("who wanted no disturbance for an hour and a half was asked at %v", got)
	}
	if got := dee.toldAt("@app", "Asia/Kolkata", ""); len(got) != 0 {
		t.Errorf("who wanted none that day was asked at %v", got)
	}
}

// TestWhatGoesFirstInADayAndAWeek has a channel's question give way to the midpoint of the day, and one of a lead's
// mirrors to what goes before it in her week. It stands in Home instead.
func TestWhatGoesFirstInADayAndAWeek(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	ana.dates("#refunds", "Refunds in a day", "lead", "2026-12-14", "2026-12-18", "2026-12-21") // half is Monday 7 December
	ana.ticks("reflect")
	ana.asks("#refunds", "commit send the file by 2026-12-02")
	d.goes("2026-11-27T12:00:00Z")
	ana.asks("#refunds", "progress ten refunds followed")
	d.goes("2026-11-30T12:00:00Z")
	if ana.atHome() == "" {
		t.Error("what had no room in the week does not stand in Home")
	}
	d.goes("2026-12-05T12:00:00Z")
	got := ana.toldAt("@app", "Europe/Lisbon", "")
	want := []string{"Thu 26 Nov 09:05", "Fri 27 Nov 15:00", "Wed 2 Dec 09:05", "Thu 3 Dec 09:05", "Fri 4 Dec 15:00"}
	if !slices.Equal(got, want) {
		t.Errorf("Ana was written to at %v, want %v", got, want)
	}
	d.goes("2026-12-08T12:00:00Z")
	ana.comes("#refunds", halfIsPast, "Mon 7 Dec 10:00")
	ana.comes("#refunds", "*Refunds in a day, 30 November") // the digest of that Monday, which gave way
}
