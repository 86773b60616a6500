package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// theStory is a mission from its beginning to its end and into the next one, as a team lives it. The bot
// may be stopped and started between any two steps.
func theStory(s *stage) {
	ana, bo, dee := s.as("Ana"), s.as("Bo"), s.as("Dee")
	step := func(name string, act func()) {
		s.t.Helper()
		s.t.Log(name)
		act()
		if s.between != nil {
			s.between()
		}
	}

	step("Ana starts a mission in #refunds", func() {
		ana.types("#refunds", "/mission start Refunds in a day")
		ana.submits("start_1", object{
			"name":       object{"v": "Refunds in a day"},
			"aspiration": object{"v": "A refund should feel as easy as the purchase."},
			"end_state":  object{"v": "Nine refunds in ten reach the customer within a day."},
			"steer":      object{"v": "lead"},
			"rest":       object{"start_rest": "write"},
		})
		ana.submits("start_2", object{"why_customers": object{"v": "their money is back before they begin to worry"}})
		out := ana.submits("start_3", object{
			"done_when_beginning": object{"v": "we have followed ten refunds from end to end"},
			"target_beginning":    object{"v": "2026-12-18"},
			"done_when_middle":    object{"v": "the new way runs for one shop"},
			"target_middle":       object{"v": "2027-01-29"},
			"target_end":          object{"v": "2027-02-26"},
		})
		if out["result"] != "cleared" && out["result"] != "closed" {
			s.t.Fatalf("the last view was not accepted: %v", out)
		}
		if first := text(dee.card("#refunds"), "text"); !strings.HasPrefix(first, "Ana started a mission: Refunds in a day.") {
			s.t.Errorf("the card begins with %q", first)
		}
	})

	step("Bo joins from the card, with a piece, and ticks what may reach him", func() {
		bo.presses(bo.card("#refunds"), "#refunds", "join")
		bo.submits("join", object{
			"piece": object{"v": "find where the days go"},
			"reach": object{"v": []string{"reflect", "connect"}},
		})
		bo.readsInThread("#refunds", bo.card("#refunds"), "find where the days go")
	})

	step("Dee joins in a word and changes her piece", func() {
		dee.types("#refunds", "/mission join same-day payout")
		dee.types("#refunds", "/mission piece same-day payout with the bank")
		dee.readsInThread("#refunds", dee.card("#refunds"), "same-day payout with the bank")
	})

	step("Bo tells progress; the message is the confirmation and names his piece", func() {
		if ack := bo.types("#refunds", "/mission progress Followed refund 7 from end to end. <!channel> & more"); ack != nil {
			s.t.Errorf("progress was answered with %v besides its message", ack)
		}
		m := ana.reads("#refunds", "Followed refund 7")
		if !strings.HasPrefix(text(m, "text"), "Bo told progress on Refunds in a day: Followed refund 7") {
			s.t.Errorf("the first sentence is %q", text(m, "text"))
		}
	})

	step("Dee tells a win by form", func() {
		dee.types("#refunds", "/mission win")
		dee.submits("tell", object{"text": object{"v": "The first shop pays out the same day."}, "gain": object{"v": "customers"}})
		ana.reads("#refunds", "The first shop pays out the same day.")
	})

	step("Ana thanks Bo", func() {
		ana.types("#refunds", "/mission thanks <@"+bo.id+"> for staying on the line with the bank")
		bo.reads("#refunds", "staying on the line with the bank")
	})

	step("next Tuesday at ten a question comes", func() {
		s.walk("2026-11-24T10:00:30Z") // Lisbon is on UTC in winter
		q := bo.reads("#refunds", "A question for #refunds")
		bo.presses(q, "#refunds", "answer_here")
		bo.submits("answer_here", object{"text": object{"v": "We wait for the bank because we always have."}})
		ana.readsInThread("#refunds", q, "We wait for the bank because we always have.")
	})

	step("a day after joining Bo says how the mission touches what he is after", func() {
		s.walk("2026-11-24T16:00:00Z") // 09:05 in Chicago is 15:05 UTC
		q := bo.reads("@app", "How does Refunds in a day touch something you are after yourself?")
		bo.presses(q, "@app", "connect")
		bo.submits("connect", object{
			"personal": object{"v": "to build things that do not wake people at night"},
			"serves":   object{"v": "a refund that just arrives"},
		})
		s.eventually("the question is settled", func() bool {
			return !strings.Contains(text(newest(bo.messages("@app")), "text"), "wake people")
		})
	})

	step("on Friday a reflection comes, and a reply is kept", func() {
		s.walk("2026-11-27T21:05:00Z") // 15:00 in Chicago
		before := len(bo.messages("@app"))
		bo.says("@app", "I learned to ask the bank before I plan.")
		bo.reads("@app", "Kept. Your message stays")
		if after := len(bo.messages("@app")); after != before+2 {
			s.t.Errorf("the reply led to %d messages, want itself and one line", after-before)
		}
	})

	step("the beginning is closed", func() {
		ana.types("#refunds", "/mission phase")
		ana.submits("close_phase", object{
			"reached": object{"v": "part"}, "learned": object{"v": "Two of the bank's five days were our own queue."},
			"ahead": object{"v": "ask before planning"}, "next_target": object{"v": "2027-01-29"},
		})
		bo.reads("#refunds", "The beginning is closed. The middle starts today.")
	})

	step("the middle is closed", func() {
		ana.types("#refunds", "/mission phase")
		ana.submits("close_phase", object{"reached": object{"v": "yes"}})
		bo.reads("#refunds", "The middle is done.")
	})

	step("a lesson is told", func() {
		dee.types("#refunds", "/mission learned Ask the bank first.")
		ana.reads("#refunds", "Ask the bank first.")
	})

	step("the mission ends as completed, carrying its lessons and its why over", func() {
		ana.types("#refunds", "/mission complete")
		ana.submits("end_1", object{"ending": object{"v": "completed"}})
		ana.submits("end_2", object{"story": object{"v": "Nine in ten arrive within a day; the shop at the harbour saw it first."}})
		ana.submits("end_3", object{"carry": object{"v": []string{"lessons", "why"}}, "next": object{"v": "later"}})
		bo.reads("#refunds", "the shop at the harbour saw it first")
	})

	step("the next one starts from it", func() {
		bo.types("#refunds", "/mission start Refunds abroad")
		bo.submits("start_1", object{
			"end_state": object{"v": "The same from every country."}, "steer": object{"v": "together"}, "rest": object{"start_rest": "write"},
		})
		form := bo.form("start_2")
		if !strings.Contains(jsonText(form), "their money is back before they begin to worry") {
			s.t.Error("the why was not carried over into the form")
		}
		bo.submits("start_2", object{})
		bo.submits("start_3", object{})
		ana.reads("#refunds", "Refunds abroad")
		dee.types("#refunds", "/mission history")
	})

	s.checkNothingPrivateWasShown()
	s.checkNobodyWasPinged()
}

// checkNothingPrivateWasShown looks through all that the bot ever sent for the words that were meant for
// one person alone.
func (s *stage) checkNothingPrivateWasShown() {
	s.t.Helper()
	for _, call := range list(s.call("calls?since=0", nil), "calls") {
		if method := text(call, "method"); !strings.HasPrefix(method, "chat.") {
			continue
		}
		sent := jsonText(object{"args": call["args"]})
		for _, words := range []string{"wake people at night", "a refund that just arrives", "I learned to ask the bank before I plan"} {
			if strings.Contains(sent, words) {
				s.t.Errorf("%s carried private words", text(call, "method"))
			}
		}
	}
}

// checkNobodyWasPinged holds the bot to never having notified a whole channel, whatever people typed.
func (s *stage) checkNobodyWasPinged() {
	s.t.Helper()
	for _, m := range s.as("Ana").messages("#refunds") {
		pings, _ := m["pings"].([]any)
		for _, who := range pings {
			if who == "channel" || who == "here" || who == "everyone" {
				s.t.Errorf("a whole channel was notified by %q", text(m, "text"))
			}
		}
	}
}

func newest(messages []object) object {
	if len(messages) == 0 {
		return nil
	}
	return messages[len(messages)-1]
}

const storyClock = "2026-11-23T09:12"

// The story in one process, as `bot sandbox` runs it.
func TestTheStory(t *testing.T) {
	t.Parallel()
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock)
	theStory(&stage{t: t, url: p.out.find("page")})
}

// doubt is longer than a message waits to be looked for that was on its way when the bot was killed.
const doubt = "2m"

// The same with the bot in a process of its own, killed and started again between any two steps: nothing
// is lost and nothing comes twice. It may look its posts up, since a kill may fall between a post and its answer.
func TestTheStoryWithTheBotKilledBetweenAnyTwoSteps(t *testing.T) {
	t.Parallel()
	slack := launch(t, func(line string) bool { return strings.HasPrefix(line, "SLACK_APP_TOKEN=") }, nil,
		"sandbox", "--slack-only", "--history", "--addr", "127.0.0.1:0", "--open=false", "--clock", storyClock)
	url := strings.TrimSuffix(slack.out.find("SLACK_API_URL="), "/api/")
	data := filepath.Join(t.TempDir(), "data")
	start := func() *process {
		return launch(t, func(line string) bool { return line == "connected" }, nil,
			"sandbox", "--bot-only", "--slack", url, "--data", data)
	}
	bot := start()
	s := &stage{t: t, url: url}
	s.between = func() {
		bot.kill()
		bot = start()
		s.call("clock", object{"advance": doubt})
	}
	theStory(s)
	s.checkNothingCameTwice()
}

// checkNothingCameTwice looks for two messages of the bot with the same words in the same place.
func (s *stage) checkNothingCameTwice() {
	s.t.Helper()
	for _, who := range []string{"Ana", "Bo", "Dee"} {
		a := s.as(who)
		for _, channel := range []string{"#refunds", "@app"} {
			seen := make(map[string]bool)
			for _, m := range a.messages(channel) {
				key := text(m, "text")
				if text(m, "bot_id") != "" && seen[key] {
					s.t.Errorf("%s sees twice in %s: %s", who, channel, key)
				}
				seen[key] = true
			}
		}
	}
}
