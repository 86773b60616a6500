package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// outage is a time without Slack, and what came of it.
type outage struct {
	*virtual
	ana, bo      actor
	began, ended time.Time
	told         []string // what the bot took, as it said by its acknowledgement
}

// slackAway plays a time without Slack: missions stand, people tell steps until the moment at which it begins and
// while the sockets live, and questions fall due within it. Then Slack is back for as long as it takes.
func slackAway(t *testing.T, away func(o *outage), then time.Duration, holds func(o *outage)) {
	t.Helper()
	t.Parallel()
	inVirtual(t, virtualDay.Add(-2*time.Hour), true, func(v *virtual) {
		o := &outage{virtual: v, ana: v.as("Ana"), bo: v.as("Bo")}
		for i := range 4 {
			channel := fmt.Sprintf("#work-%d", i)
			v.call("channel", object{"as": o.ana.id, "op": "create", "name": channel[1:]})
			o.ana.begins(channel, fmt.Sprintf("Piece of work %d", i), "lead")
			v.call("channel", object{"as": o.bo.id, "op": "join", "channel": channel})
			o.bo.types(channel, "/mission join")
			o.bo.submits("join", object{"reach": object{"v": []string{"connect", "reflect"}}})
		}
		time.Sleep(time.Until(virtualDay.Add(23*time.Hour + 50*time.Minute))) // ten to ten on Tuesday
		o.tells("before")
		o.began = time.Now()
		away(o)
		o.line.breaks(false)
		o.fault("clear", nil)
		o.ended = time.Now()
		time.Sleep(then)
		o.tells("after")
		time.Sleep(5 * time.Minute)
		o.figures()
		for _, words := range o.told {
			if n := o.everywhere(words); n != 1 {
				t.Errorf("%q stands there %d times", words, n)
			}
		}
		v.checkNothingCameTwice()
		holds(o)
	})
}

// tells lets Bo tell a step in each channel, and keeps those that the bot took.
func (o *outage) tells(when string) {
	o.t.Helper()
	for i := range 4 {
		words := fmt.Sprintf("step %d %s %s.", i, when, time.Now().UTC().Format("15:04:05"))
		out := o.call("command", object{"as": o.bo.id, "channel": fmt.Sprintf("#work-%d", i), "text": "/mission progress " + words})
		ack, _ := out["ack"].(object)
		if out["acked"] == true && !strings.Contains(text(ack, "text"), "nothing was saved") && !strings.Contains(text(ack, "text"), "not saved it") {
			o.told = append(o.told, words)
		}
	}
}

// everywhere counts messages with some words in all channels.
func (o *outage) everywhere(words string) int {
	o.t.Helper()
	n := 0
	for i := range 4 {
		n += o.ana.count(fmt.Sprintf("#work-%d", i), words)
	}
	return n
}

// figures prints the calls a minute, before, during and after.
func (o *outage) figures() {
	o.t.Helper()
	minute := func(from, to time.Time) (all, most int) {
		calls := o.line.since(from)
		kept := calls[:0]
		for _, c := range calls {
			if c.at.Before(to) {
				kept = append(kept, c)
			}
		}
		return len(kept), busiest(kept)
	}
	before, beforeMost := minute(o.began.Add(-10*time.Minute), o.began)
	during, duringMost := minute(o.began, o.ended)
	after, afterMost := minute(o.ended, o.ended.Add(20*time.Minute))
	o.t.Logf("without Slack for %s: calls in the ten minutes before %d (at most %d a minute), during it %d (%d), in the twenty minutes after it %d (%d)",
		briefly(o.ended.Sub(o.began)), before, beforeMost, during, duringMost, after, afterMost)
	back := o.line.since(o.ended, "socket")
	if len(back) > 0 {
		o.t.Logf("the first socket is back %s after Slack is; %d openings during the time without it", briefly(back[0].at.Sub(o.ended)),
			len(o.line.since(o.began, "apps.connections.open", "socket"))-len(o.line.since(o.ended, "apps.connections.open", "socket")))
	}
	o.atMost(20, "apps.connections.open", "socket")
	o.atMost(50, "conversations.history", "conversations.replies")
	o.atMost(50, "conversations.open")
	o.atMost(100, "users.info")
	o.atMost(50, "chat.update")
}

// atMost holds the bot to calling some methods at most so often in any minute, since it began.
func (o *outage) atMost(n int, methods ...string) {
	o.t.Helper()
	if most := busiest(o.line.since(o.began, methods...)); most > n {
		o.t.Errorf("%v were called %d times within a minute", methods, most)
	}
}

// gone lets everything go for a while: the network is cut, and with it the sockets.
func (o *outage) gone(d time.Duration) {
	o.line.breaks(true)
	o.fault("drop", nil)
	time.Sleep(d)
}

// asked is how many questions to channels and to Bo came in all.
func (o *outage) asked() (channels, bo int) {
	for i := range 4 {
		channels += o.ana.count(fmt.Sprintf("#work-%d", i), "A question for")
	}
	return channels, o.bo.count("@app", theConnectQuestion)
}

// After an hour without Slack all that was told stands, once; questions that fell due come late, once; and Slack is
// not stormed.
func TestAnHourWithoutSlack(t *testing.T) {
	slackAway(t, func(o *outage) {
		o.tells("at the moment")
		o.gone(time.Hour)
	}, 20*time.Minute, func(o *outage) {
		if n, _ := o.asked(); n != 4 {
			t.Errorf("%d of 4 channels were asked", n)
		}
		if back := o.line.since(o.ended, "socket"); len(back) == 0 || back[0].at.Sub(o.ended) > 90*time.Second {
			t.Errorf("no socket is back within a minute and a half: %v", back)
		}
	})
}

// Slack that comes and goes every twenty seconds loses nothing and is not stormed.
func TestSlackFlaps(t *testing.T) {
	slackAway(t, func(o *outage) {
		for range 15 {
			o.gone(20 * time.Second)
			o.line.breaks(false)
			time.Sleep(10 * time.Second)
			o.tells("between")
			time.Sleep(10 * time.Second)
		}
	}, 20*time.Minute, func(*outage) {})
}
