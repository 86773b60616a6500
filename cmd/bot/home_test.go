package main

import (
	"fmt"
	"strings"
	"testing"
)

// homeNow is Home as it stands on somebody's screen.
func (p person) homeNow() string {
	p.t.Helper()
	home, _ := p.call("state?as="+p.id, nil)["home"].(object)
	return shown(home)
}

// TestHomeIsEachPersonsOwn opens Home as seven people around three missions, one of them in a private channel.
func TestHomeIsEachPersonsOwn(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, chidi, dee := d.person("Ana"), d.person("Bo"), d.person("Chidi"), d.person("Dee")
	ana.invites("#quiet-room")
	ana.sets("#quiet-room", "Zanzibar", "lead")
	ana.sets("#refunds", "Refunds in a day", "lead")
	chidi.sets("#checkout", "A shorter till", "together")
	bo.joins("#quiet-room", "the boat", "reflect")
	bo.joins("#refunds", "the phones")
	dee.joins("#refunds", "the bank", "reflect", "connect")
	dee.asks("#refunds", "win the first shop pays out the same day")
	dee.asks("#refunds", "commit send the bank our test file by friday")
	d.person("Farid").asks("#refunds", "follow")
	ana.asks("#refunds", "away until friday")
	for _, c := range []struct {
		who       string
		has, lack []string
	}{
		{"Ana", []string{"Zanzibar", "Refunds in a day", "You are away through Friday 27 November.", "Close this phase", "Nudges here"}, []string{"A shorter till"}},
		{"Bo", []string{"Zanzibar", "Your piece the boat", "Your piece the phones", "Zanzibar: Reflections", "Reflections · Zanzibar · Friday 27 November, 15:00 (Chicago)", "Latest win: the first shop"},
			[]string{"A shorter till", "away", "Close this phase", "the bank"}},
		{"Farid", []string{"You are in none yet.", "You follow", "Open: Refunds in a day"}, []string{"Zanzibar", "the bank", "Tell a step"}},
		{"Chidi", []string{"A shorter till", "Close this phase", "Nothing waits for you."}, []string{"Zanzibar", "Refunds"}},
		{"Dee", []string{"Refunds in a day", "Reflections · Refunds in a day · Friday 27 November, 15:00 (Kolkata)", "How this fits you · Refunds in a day · Tuesday 24 November, 09:05 (Kolkata)",
			"Your commitment, for Friday 27 November, in *Refunds in a day*", "send the bank our test file"},
			[]string{"Zanzibar", "A shorter till", "quiet-room", "the phones"}},
		{"Emi", []string{"You are in none yet.", "*Refunds in a day*", "*A shorter till*", "Join", "Start a mission"}, []string{"Zanzibar", "quiet-room", "away"}},
		{"Lou", []string{"You are in none yet.", "Start a mission"}, []string{"Zanzibar", "quiet-room", "A shorter till"}}, // a guest
	} {
		home := shown(d.person(c.who).home())
		for _, words := range c.has {
			if !strings.Contains(home, words) {
				t.Errorf("%s's Home does not say %q:\n%s", c.who, words, home)
			}
		}
		for _, words := range c.lack {
			if strings.Contains(home, words) {
				t.Errorf("%s's Home says %q:\n%s", c.who, words, home)
			}
		}
	}
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	d.rest()
	if home := shown(bo.home()); strings.Contains(home, "Zanzibar") || strings.Contains(home, "the boat") {
		t.Errorf("Bo was removed from the channel and sees its mission: %s", home)
	}
	for _, c := range []struct{ op, has, lacks string }{
		{"kick", "I was removed from a private channel, so a mission of yours rests.", "Zanzibar"},
		{"invite", "Zanzibar", "I was removed"},
	} {
		ana.call("channel", object{"as": ana.id, "op": c.op, "channel": "#quiet-room", "user": theBot})
		d.rest()
		if home := shown(ana.home()); !strings.Contains(home, c.has) || strings.Contains(home, c.lacks) {
			t.Errorf("after the bot's %s Ana's Home says %s", c.op, home)
		}
	}
}

// TestWhatWaitsStandsFirstInHome has a day come, a round open and the corner's buttons pressed.
func TestWhatWaitsStandsFirstInHome(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones")
	bo.asks("#refunds", "commit call the bank by tomorrow")
	bo.asks("#refunds", "snooze 1 week") // what it is asked after does not come, and stands in Home
	d.goes("2026-11-24T20:00:00Z")
	home := shown(bo.home())
	bo.answers(home, "Home", "Your commitment, for Tuesday 24 November, in *Refunds in a day*")
	bo.answers(home, "Home", "Nothing from me until Monday 30 November.")
	if n := len(bo.messages("@app")); n > 0 {
		t.Errorf("%d messages came in the pause", n)
	}
	bo.tapsHome("Open: Your commitment")
	bo.tapsForm("Done")
	bo.eventually("nothing waits any more", func() bool { return strings.Contains(bo.homeNow(), "Nothing waits for you.") })
	bo.closes(true)
	for label, form := range map[string]string{
		"Connect": "This mission and you", "Reflect": "", "Balance": "", "Journal": "", "Commit to something": "",
	} {
		bo.tapsHome(label)
		bo.eventually(label+" opens a form", func() bool { return bo.top() != nil })
		if view := bo.top()["view"].(object); form != "" && text(view["title"].(object), "text") != form {
			t.Errorf("%s opens %q", label, shown(view))
		}
		bo.closes(true)
	}
	ana.home()
	for _, label := range []string{"Whom to talk with", "Your guesses", "Mirror", "Nudges here"} {
		ana.tapsHome(label)
		ana.eventually(label+" opens a form", func() bool { return ana.top() != nil })
		ana.closes(true)
	}
}

func TestEverythingInHomeTakesTwoPresses(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	says := func(words string) {
		t.Helper()
		bo.eventually("Home says "+words, func() bool { return strings.Contains(bo.homeNow(), words) })
	}
	bo.home()
	bo.tapsHome("Join: Refunds in a day")
	bo.fills("Join this mission", object{"piece": "the phones", "reach": []string{"reflect"}})
	says("Your piece the phones") // Home follows what is done
	bo.tapsHome("Tell a step: Refunds in a day")
	bo.fills("Tell a step", object{"text": "followed refund 7"})
	bo.finds("#refunds", "followed refund 7")
	bo.asks("#refunds", "win the first shop pays out")
	says("Latest win: the first shop pays out (Bo)")
	bo.tapsHome("My piece")
	bo.fills("My piece", object{"piece": "the bank"})
	says("Your piece the bank")
	bo.tapsHome("Snooze 1 week")
	bo.answers(shown(bo.gets("Throughline")), "a week's rest", "Nothing of *Refunds in a day* reaches you until Monday 30 November.")
	bo.tapsForm("Undo")
	bo.eventually("it reaches her again", func() bool { return strings.Contains(shown(bo.gets("Throughline")), "reaches you again") })
	bo.closes(true)
	bo.tapsHome("Change")
	bo.fills("What reaches me", object{"quiet_from": "20:00", "quiet_to": "07:30"})
	says("Mon to Fri, quiet 20:00 to 07:30 (Chicago)")
	bo.tapsHome("Details: Refunds in a day")
	bo.holds("The mission", true, "Your piece")
	bo.tapsForm("What reaches me")
	bo.fills("What reaches me", object{"away": "2026-12-04"})
	says("You are away through Friday 4 December.")
	bo.tapsHome("I am back")
	bo.answers(shown(bo.gets("Throughline")), "the way back", "You are back.")
	bo.closes(true)
	bo.tapsHome("Leave")
	bo.gets("Throughline")
	bo.tapsForm("Leave")
	says("You are in none yet.")
	ana.home()
	ana.tapsHome("Close this phase")
	ana.fills("Close the beginning", object{"reached": "yes"})
	ana.eventually("Ana's Home is in the middle", func() bool { return strings.Contains(ana.homeNow(), "Middle, week 1") })
	d.goes("2026-11-23T12:00:00Z")
	before := ana.homeNow()
	ana.asks("#refunds", "win told after lunch")
	if ana.homeNow() != before {
		t.Error("a Home that nobody looks at was drawn anew")
	}
}

func TestAHomeOfManyMissionsHasPages(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana := d.person("Ana")
	for i := range 12 {
		name := fmt.Sprintf("one-of-many-%02d", i)
		ana.call("channel", object{"as": ana.id, "op": "create", "name": name})
		ana.sets("#"+name, fmt.Sprintf("Mission %02d", i), "lead")
	}
	_, since := d.tape(0)
	home := shown(ana.home())
	ana.answers(home, "Home", "Page 1 of 2")
	if n := strings.Count(home, "Tell a step: "); n != 3 {
		t.Errorf("%d missions are in full", n)
	}
	if n := strings.Count(home, "Open: Mission"); n != 7 {
		t.Errorf("%d missions are one line", n)
	}
	ana.tapsHome("Later")
	ana.eventually("the second page", func() bool { return strings.Contains(ana.homeNow(), "Page 2 of 2") })
	ana.asks("#one-of-many-00", "progress a step on the last of them")
	ana.eventually("the second page follows", func() bool { return strings.Contains(ana.homeNow(), "Mission 02") })
	ana.answers(ana.homeNow(), "Home", "Page 2 of 2") // and stays the second
	ana.tapsHome("Earlier")
	ana.eventually("the first page", func() bool { return strings.Contains(ana.homeNow(), "Page 1 of 2") })
	ana.answers(ana.homeNow(), "Home", "Mission 00")
	calls, _ := d.tape(since)
	asked := 0
	for _, c := range calls {
		if text(c, "method") == "conversations.info" {
			asked++
		}
	}
	if asked > 12 {
		t.Errorf("Slack was asked %d times for three pages", asked)
	}
}
