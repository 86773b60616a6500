package main

import (
	"strings"
	"testing"
)

// Killed in the middle of something, the bot loses nothing of it and does nothing of it twice.

// cut posts to the control interface and kills the bot as soon as it has acknowledged.
func (d *desk) cut(stop func(), path string, body object) {
	d.t.Helper()
	if out := d.call(path, body); out["acked"] != true {
		d.t.Fatalf("%s %v was not acknowledged: %v", path, body, out)
	}
	stop()
}

// cutWhile starts the bot, kills it after Slack did what the next call of a method asks for and before it hears so,
// and starts it again.
func (d *desk) cutWhile(method string, stop, start func()) {
	d.t.Helper()
	d.cutDuring(method, start, stop, start)
}

// cutDuring is cutWhile for a call that something else than the start leads to. A bot that was so quick that it made
// the call before it was stopped has nothing left to call; then it is cut while it rests.
func (d *desk) cutDuring(method string, act, stop, start func()) {
	d.t.Helper()
	d.call("fault", object{"kind": "slow", "method": method, "ms": 2000, "after": true})
	act()
	idle := 0
	d.eventually(method+" is under way", func() bool {
		state := d.call("state?as=U0ANA00001", nil)
		faults, _ := state["faults"].([]any)
		if bot, _ := state["bot"].(object); bot["rested"] == true {
			idle++
		} else {
			idle = 0
		}
		return len(faults) == 0 || idle > 150 // some three seconds, long after a bot has looked at what is due
	})
	stop()
	d.call("fault", object{"kind": "clear"})
	start()
	d.rest()
}

// misses moves the clock while the bot is down.
func (d *desk) misses(to string) {
	d.t.Helper()
	d.call("clock", object{"to": to, "walk": false})
}

func TestAKilledBotKeepsAPromiseAndAsksAfterItOnce(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.unwelcomed(chidi)
	chidi.joins("#refunds", "the bank")
	chidi.asks("#refunds", "commit call the bank by friday")
	stop()
	start()
	d.goes("2026-11-26T12:00:00Z")
	ana.finds("#refunds", "*Commitment* · Chidi, by Friday 27 November")
	stop()
	d.misses("2026-11-27T08:10:00Z")
	d.cutWhile("chat.postMessage", stop, start)
	d.goes("2026-12-02T12:00:00Z")
	asked := chidi.finds("@app", "How did it go with what you said you would do?")
	d.cut(stop, "click", object{"as": chidi.id, "channel": chidi.channel("@app"), "ts": asked["ts"], "action_id": "promise_done"})
	start()
	d.rest()
	chidi.answers(shown(chidi.again("@app", asked)), "the question", "Done, on Wednesday 2 December.")
	ana.finds("#refunds", "*Commitment* · Chidi, done on Wednesday 2 December")
	for what, n := range map[string]int{
		"commitments in the channel": ana.finding("#refunds", "*Commitment* · Chidi"),
		"messages to Chidi":          len(chidi.messages("@app")),
	} {
		if n != 1 {
			t.Errorf("%d %s, want one", n, what)
		}
	}
}

func TestAKilledBotClosesARoundOnce(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"chat.update", "chat.postMessage"} {
		d, stop, start := openTwoDesks(t, daysBefore)
		all := d.gathers("lead")
		all[0].opensRound("good")
		d.goes("2026-11-24T16:00:00Z")
		for _, p := range all[1:] {
			p.answersRound("4", d.secret("note of "+p.id))
		}
		stop()
		d.misses("2026-11-25T10:30:00Z")
		d.cutWhile(method, stop, start)
		d.goes("2026-11-26T12:00:00Z")
		if n := all[0].finding("#refunds", "Energy in Refunds in a day: good."); n != 1 {
			t.Errorf("killed in %s: the result was told %d times", method, n)
		}
		for _, p := range all {
			if n := p.finding("@app", "This round about Refunds in a day closed on"); n != 1 {
				t.Errorf("killed in %s: %s reads %d times that it is closed", method, p.id, n)
			}
		}
		d.nothingLeft()
	}
}

func TestAKilledBotForgetsAllTheSame(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	ana, bo := settled(d)
	bo.asks("#refunds", "forget-me")
	bo.fills("Forget me", object{"words": "keep"})
	d.forgotten = true
	form, _ := bo.top()["view"].(object)
	button := labelled(form["blocks"], "Erase everything")[0]
	d.cut(stop, "click", object{"as": bo.id, "view_id": bo.top()["id"], "block_id": button.block, "action_id": button.action})
	d.call("clock", object{"advance": "2m", "walk": false}) // the first seconds belong to whoever pressed
	d.cutWhile("chat.delete", stop, start)
	d.goes("2026-11-23T10:00:00Z")
	ana.finds("#refunds", "Someone told progress on Refunds in a day: Followed refund 7.")
	if n := len(bo.messages("@app")); n != 0 {
		t.Errorf("%d messages are left in Bo's conversation", n)
	}
	bo.answered("#refunds", "join once more", "You are in")
	bo.asks("#refunds", "leave")
	d.lookOver()
}

func TestAKilledBotSendsAPictureAtMostOnce(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"files.getUploadURLExternal", "files.completeUploadExternal"} {
		d, stop, start := openTwoDesks(t, mondayMorning)
		ana, chidi := d.person("Ana"), d.person("Chidi")
		ana.sets("#refunds", "Refunds in a day", "lead")
		chidi.asks("#refunds", "win the first shop pays out")
		report := chidi.answered("#refunds", "report", "the first shop pays out (Chidi)")
		button := labelled(report["blocks"], "Send it to me")[0]
		d.cutDuring(method, func() {
			d.call("click", object{
				"as": chidi.id, "channel": chidi.channel("#refunds"), "ts": report["ts"], "block_id": button.block, "action_id": button.action,
			})
		}, stop, start)
		d.call("clock", object{"advance": "20m"})
		if n := chidi.finding("@app", "the first shop pays out (Chidi)"); n != 1 {
			t.Fatalf("killed in %s: the report came %d times", method, n)
		}
		sent := chidi.finds("@app", "the first shop pays out (Chidi)")
		pictures, told := 0, 0
		for _, m := range chidi.thread("@app", sent) {
			pictures += len(files(m))
			told += strings.Count(shown(m), "picture")
		}
		if pictures > 1 || pictures+told == 0 {
			t.Errorf("killed in %s: %d pictures came, and %d words about it", method, pictures, told)
		}
	}
}

func TestAKilledBotGoesOnWithAConversation(t *testing.T) {
	t.Parallel()
	d, stop, start := openTwoDesks(t, mondayMorning)
	bo := d.person("Bo")
	d.cut(stop, "command", object{"as": bo.id, "channel": bo.channel("#refunds"), "text": "/mission coach"})
	d.cutWhile("chat.postMessage", stop, start)
	d.call("clock", object{"advance": "5m"})
	talk := bo.finds("@app", "Let us take ten minutes.")
	if n := bo.finding("@app", "Let us take ten minutes."); n != 1 {
		t.Errorf("it began %d times", n)
	}
	bo.call("message", object{"as": bo.id, "channel": "@app", "thread_ts": talk["ts"], "text": d.secret("goal before the cut" + enough)})
	d.eventually("the answer is taken", func() bool { return len(bo.thread("@app", talk)) > 1 })
	stop()
	start()
	d.call("clock", object{"advance": "5m"})
	bo.answers(shown(bo.standing(talk)), "the conversation", "2 of 4 · Reality")
	if n := len(bo.thread("@app", talk)); n != 2 {
		t.Errorf("%d messages stand in the thread, want the answer and the next question", n)
	}
	bo.thinks(talk, d.secret("fact after the cut"+enough))
	bo.answers(shown(bo.standing(talk)), "the conversation", "3 of 4 · Options")
}
