package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Slack fails now and then, and so does the machine under the bot. What was acknowledged arrives all the
// same, once.

// theConnectQuestion is what a member is asked in direct messages on the day after joining.
const theConnectQuestion = "touch something you are after yourself?"

// awaitsConnect starts a mission that Bo joins, so that he is asked the next afternoon.
func (s *stage) awaitsConnect() {
	s.t.Helper()
	s.as("Ana").begins("#refunds", "Refunds in a day", "lead")
	bo := s.as("Bo")
	bo.types("#refunds", "/mission join")
	bo.submits("join", object{"reach": object{"v": []string{"connect"}}})
	s.passes(time.Minute)
}

// What Slack gives instead of an answer to a post.
var troubles = []struct {
	sentence, kind string
	fault          object
}{
	{"an error of the server before the post", "status", object{"status": 500}},
	{"an error of the server after the post", "status", object{"status": 503, "after": true}},
	{"a connection cut before the post", "reset", object{}},
	{"a connection cut after the post", "reset", object{"after": true}},
	{"Slack's own fault before the post", "error", object{"error": "internal_error"}},
	{"Slack's own fault after the post", "error", object{"error": "fatal_error", "after": true}},
	{"a rate limit that says how long", "status", object{"status": 429, "retry_after": 30}},
	{"a rate limit that does not say", "status", object{"status": 429}},
	{"an outage of Slack's", "error", object{"error": "service_unavailable"}},
}

// A direct message arrives once, whatever Slack answers: where nobody knows whether it was posted it is
// looked up.
func TestADirectMessageArrivesOnce(t *testing.T) {
	t.Parallel()
	for _, row := range troubles {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s := openStage(t)
			s.awaitsConnect()
			s.fails("chat.postMessage", row.kind, row.fault)
			s.walk("2026-11-24T16:00:00Z")
			bo := s.as("Bo")
			bo.reads("@app", theConnectQuestion)
			s.passes(time.Hour)
			if n := bo.count("@app", theConnectQuestion); n != 1 {
				t.Errorf("the question came %d times", n)
			}
			bo.presses(bo.reads("@app", theConnectQuestion), "@app", "not_now")
			bo.reads("@app", "Fine.")
		})
	}
}

// fails makes a method fail.
func (s *stage) fails(method, kind string, more object) {
	s.t.Helper()
	more["method"] = method
	s.fault(kind, more)
}

// What is told in a channel arrives once where the bot may look it up. Where it may not, nothing is posted
// twice, and the author hears that nobody knows.
func TestWhatIsToldArrivesOnce(t *testing.T) {
	t.Parallel()
	const unsure = "Slack did not tell me whether this appeared in #refunds. It is safe in the mission. Look in the channel before you send it again."
	for _, row := range troubles {
		inDoubt := row.fault["status"] != 429 && row.fault["error"] != "service_unavailable"
		for _, flags := range [][]string{nil, {"--history"}} {
			t.Run(strings.Join(append([]string{row.sentence}, flags...), " with "), func(t *testing.T) {
				t.Parallel()
				s := openStage(t, flags...)
				ana, bo := s.as("Ana"), s.as("Bo")
				ana.begins("#refunds", "Refunds in a day", "lead")
				s.fails("chat.postMessage", row.kind, row.fault)
				if ack := bo.types("#refunds", "/mission progress followed refund 7"); ack != nil {
					t.Errorf("the command was answered with %v", ack)
				}
				s.passes(10 * time.Minute)
				want := 1
				if inDoubt && flags == nil {
					bo.reads("@app", unsure+" Your words:\nfollowed refund 7")
					if row.fault["after"] == nil {
						want = 0
					}
				} else if bo.count("@app", unsure) > 0 {
					t.Error("the author was told of a doubt")
				}
				if n := ana.count("#refunds", "Bo told progress"); n != want {
					t.Errorf("it stands in the channel %d times, want %d", n, want)
				}
				if got := text(bo.types("#refunds", "/mission"), "text"); !strings.Contains(got, "followed refund 7") {
					t.Errorf("the mission does not have it: %s", got)
				}
			})
		}
	}
}

// A rate limit is obeyed: nothing is posted before it is over, and what waited follows.
func TestARateLimitIsObeyed(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	s.fails("chat.postMessage", "status", object{"status": 429, "retry_after": 600})
	_, since := s.calls(0)
	for i := range 3 {
		bo.types("#refunds", fmt.Sprintf("/mission progress step %d", i))
		s.passes(time.Minute)
	}
	posts := 0
	calls, _ := s.calls(since)
	for _, c := range calls {
		if text(c, "method") == "chat.postMessage" {
			posts++
		}
	}
	if posts != 1 || ana.count("#refunds", "Bo told progress") != 0 {
		t.Errorf("%d posts were tried within the limit", posts)
	}
	s.passes(10 * time.Minute)
	for i := range 3 {
		if n := ana.count("#refunds", fmt.Sprintf("step %d", i)); n != 1 {
			t.Errorf("step %d stands there %d times", i, n)
		}
	}
}

// A form that could not open in time is told, and pressing once more opens it.
func TestAFormThatOpensTooLate(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	s.fails("views.open", "slow", object{"ms": 3200})
	bo.types("#refunds", "/mission win")
	bo.reads("#refunds", "That took me too long to open. Please press once more; nothing was changed.")
	bo.types("#refunds", "/mission win")
	bo.form("tell")
}

// Killed between the acknowledgement and the post, the bot posts once when it is back.
func TestAKilledBotPostsOnce(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		fault    object
		wait     bool // until the post is under way
	}{
		{"killed right after the acknowledgement", object{"kind": "slow", "ms": 2000}, false},
		{"killed while Slack takes its time", object{"kind": "slow", "ms": 2000}, true},
		{"killed after Slack posted, before it said so", object{"kind": "slow", "ms": 2000, "after": true}, true},
		{"killed after the answer was lost", object{"kind": "reset", "after": true}, true},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			s, data := openSlack(t, "--history"), t.TempDir()
			bot := launchBot(t, s, data)
			ana, bo := s.as("Ana"), s.as("Bo")
			ana.begins("#refunds", "Refunds in a day", "lead")
			s.fails("chat.postMessage", text(row.fault, "kind"), row.fault)
			bo.types("#refunds", "/mission progress followed refund 7")
			if row.wait {
				s.eventually("the post is under way", func() bool {
					faults, _ := s.call("state?as="+bo.id, nil)["faults"].([]any)
					return len(faults) == 0
				})
			}
			bot.kill()
			s.fault("clear", nil)
			launchBot(t, s, data)
			for range 5 {
				s.passes(2 * time.Minute)
			}
			ana.reads("#refunds", "followed refund 7")
			s.passes(time.Hour)
			if n := ana.count("#refunds", "followed refund 7"); n != 1 {
				t.Errorf("it stands there %d times", n)
			}
		})
	}
}

// Two weeks with something going wrong every day are like two weeks in which nothing does.
func TestTwoWeeksOfFaults(t *testing.T) {
	t.Parallel()
	daily := []object{
		{"kind": "status", "method": "chat.postMessage", "status": 500, "after": true},
		{"kind": "reset", "method": "*", "times": 2},
		{"kind": "status", "method": "chat.postMessage", "status": 429, "retry_after": 60},
		{"kind": "disconnect", "reason": "warning"},
		{"kind": "error", "method": "chat.update", "error": "internal_error", "after": true},
		{"kind": "status", "method": "conversations.history", "status": 502, "times": 2},
		{"kind": "reset", "method": "chat.postMessage", "after": true, "times": 2},
		{"kind": "slow", "method": "*", "ms": 100, "times": 3},
		{"kind": "status", "method": "users.info", "status": 500, "times": 2},
		{"kind": "error", "method": "chat.postMessage", "error": "fatal_error"},
	}
	weeks := func(t *testing.T, faults []object) map[string]int {
		s := openStage(t, "--history")
		ana, bo := s.as("Ana"), s.as("Bo")
		ana.begins("#refunds", "Refunds in a day", "lead")
		bo.types("#refunds", "/mission join")
		bo.submits("join", object{"reach": object{"v": []string{"connect", "reflect"}}})
		s.passes(time.Minute)
		for day := range 14 {
			bo.types("#refunds", fmt.Sprintf("/mission progress the step of day %d.", day))
			if len(faults) > 0 {
				s.call("fault", faults[day%len(faults)])
			}
			s.passes(24 * time.Hour)
			s.fault("clear", nil)
		}
		s.checkNothingCameTwice()
		s.checkNobodyWasPinged()
		return map[string]int{
			"steps":       ana.count("#refunds", "told progress on Refunds in a day: the step of day"),
			"digests":     ana.count("#refunds", "• and more"),
			"questions":   ana.count("#refunds", "A question for #refunds"),
			"connections": bo.count("@app", theConnectQuestion),
			"messages":    len(bo.messages("@app")),
		}
	}
	var smooth, rough map[string]int
	t.Run("together", func(t *testing.T) {
		t.Run("smooth", func(t *testing.T) { t.Parallel(); smooth = weeks(t, nil) })
		t.Run("rough", func(t *testing.T) { t.Parallel(); rough = weeks(t, daily) })
	})
	if fmt.Sprint(smooth) != fmt.Sprint(rough) || smooth["steps"] != 14 || smooth["digests"] != 1 || smooth["questions"] < 3 || smooth["messages"] < 3 {
		t.Errorf("two smooth weeks brought %v, two rough ones %v", smooth, rough)
	}
}

// Where Slack does not say in time who somebody is, she hears within three seconds that nothing was done,
// and gets her words back.
func TestSlackIsTooSlowToAsk(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, farid := s.as("Ana"), s.as("Farid")
	ana.begins("#refunds", "Refunds in a day", "lead")
	s.fails("users.info", "slow", object{"ms": 4000})
	got := text(farid.types("#refunds", "/mission progress followed refund 7"), "text")
	if !strings.Contains(got, "so I have not saved it. Please send it again.") || !strings.Contains(got, "followed refund 7") {
		t.Errorf("the command was answered with %q", got)
	}
	s.passes(time.Minute)
	if ana.count("#refunds", "Farid told progress") > 0 {
		t.Error("it was posted all the same")
	}
	farid.types("#refunds", "/mission progress followed refund 8")
	ana.reads("#refunds", "Farid told progress on Refunds in a day: followed refund 8")
}

// An event is acknowledged before it is answered, so that Slack does not send it again while it takes its
// time with the answer.
func TestAnEventIsAcknowledgedBeforeItsAnswer(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	bo := s.as("Bo")
	s.as("Ana").begins("#refunds", "Refunds in a day", "lead")
	event := func(inner object) object {
		inner["user"], inner["ts"], inner["event_ts"] = bo.id, "1795600000.000100", "1795600000.000100"
		return object{"type": "event_callback", "event_id": fresh("Ev"), "team_id": ourTeam, "event": inner}
	}
	s.fails("chat.postEphemeral", "slow", object{"ms": 3500})
	s.fails("chat.postMessage", "slow", object{"ms": 3500})
	s.sends("events_api", event(object{"type": "app_mention", "channel": bo.channel("#refunds"), "text": "<@" + theBot + "> thanks for my words"}))
	s.sends("events_api", event(object{"type": "message", "channel_type": "im", "channel": bo.channel("@app"), "text": "hello"}))
	bo.reads("#refunds", "Who is it for?")
	bo.reads("@app", "No question of mine is open.")
}
