package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// pinging is text that would notify people wherever it were taken for markup.
const pinging = "<!channel> <!here> <!everyone> @channel @here @everyone <@U0DEE00001> <!subteam^S0TEAM0001> <https://evil.example|click>"

// Whatever people type, wherever they can type, notifies nobody; thanks notify whom they are for.
func TestNobodyIsPinged(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	poison := object{"v": pinging}
	ana.types("#refunds", "/mission start "+cutTo(pinging, 80))
	ana.submits("start_1", object{
		"name": object{"v": cutTo(pinging, 80)}, "aspiration": poison, "end_state": poison,
		"steer": object{"v": "together"}, "rest": object{"start_rest": "write"},
	})
	ana.submits("start_2", object{"why_customers": poison, "why_us": poison, "why_company": poison})
	ana.submits("start_3", object{"done_when_beginning": poison, "done_when_middle": poison, "done_when_end": poison})
	ana.card("#refunds")
	steps := []func(){
		func() { bo.types("#refunds", "/mission join "+pinging) },
		func() { bo.types("#refunds", "/mission piece again "+pinging) },
		func() { bo.types("#refunds", "/mission "+pinging) },
		func() { bo.types("#refunds", "/mission progess "+pinging) },
		func() { bo.types("#refunds", "/mission join "+strings.Repeat(pinging, 3)) },
		func() { bo.types("#refunds", "/mission progress "+pinging) },
		func() { bo.types("#refunds", "/mission win "+pinging) },
		func() { bo.types("#refunds", "/mission learned "+pinging) },
		func() { bo.types("#refunds", "/mission changed "+pinging) },
		func() { bo.types("#refunds", "/mission blocked "+pinging) },
		func() { ana.presses(ana.reads("#refunds", "Bo told a block"), "#refunds", "help_offer") },
		func() { bo.types("#refunds", "/mission thanks @chidi for "+pinging) },
		func() { bo.says("#refunds", "@throughline win "+pinging) },
		func() { bo.types("#refunds", "/mission commit "+pinging+" by 2026-12-04") },
		func() {
			bo.types("#refunds", "/mission risk")
			bo.submits("risk", object{"text": poison, "expect": poison, "look": object{"v": "2026-12-04"}})
		},
		func() { bo.types("#refunds", "/mission connect "+pinging) },
		func() { bo.types("#refunds", "/mission energy "+pinging) },
		func() { ana.types("#refunds", "/mission report") },
		func() {
			bo.types("#refunds", "/mission win")
			bo.submits("tell", object{"text": poison, "gain": object{"v": "us"}})
		},
		func() {
			ana.types("#refunds", "/mission edit")
			ana.submits("edit_1", object{"reason": poison, "aspiration": object{"v": "once more " + pinging}})
			ana.submits("edit_2", object{"why_us": object{"v": "once more " + pinging}})
			ana.submits("edit_3", object{})
		},
		func() {
			ana.types("#refunds", "/mission phase")
			ana.submits("close_phase", object{"reached": object{"v": "part"}, "learned": poison, "ahead": poison})
		},
		func() { bo.types("@app", "/mission list") },
		func() { bo.says("@app", pinging) },
		func() { s.walk("2026-11-24T10:00:30Z") },
		func() {
			q := bo.reads("#refunds", "A question for #refunds")
			bo.presses(q, "#refunds", "answer_here")
			bo.submits("answer_here", object{"text": poison})
			bo.presses(q, "#refunds", "talked")
		},
		func() { ana.types("#refunds", "/mission complete") },
		func() { ana.submits("end_1", object{"ending": object{"v": "overtaken"}}) },
		func() { ana.submits("end_2", object{"story": poison}) },
		func() { ana.submits("end_3", object{"carry": object{"v": []string{"aspiration", "why", "lessons"}}}) },
		func() { bo.types("#refunds", "/mission history") },
		func() { bo.call("home", object{"as": bo.id, "tab": "home"}) },
	}
	for _, step := range steps {
		step()
		s.passes(time.Minute)
	}
	posts := 0
	for _, name := range []string{"Ana", "Bo", "Chidi", "Dee"} {
		a := s.as(name)
		for _, m := range append(a.withThreads("#refunds"), a.withThreads("@app")...) {
			if text(m, "bot_id") == "" {
				continue
			}
			posts++
			meant := map[bool]string{
				strings.HasPrefix(text(m, "text"), "Bo thanks"):  `["U0CHIDI001"]`,
				strings.HasPrefix(text(m, "text"), "Ana offers"): `["U0BO000001"]`,
			}[true]
			if got := jsonText(m["pings"]); got != "[]" && got != meant {
				t.Errorf("%s are notified by %s", got, text(m, "text"))
			}
			if got := linksIn(m["blocks"]); got != "" {
				t.Errorf("a link was made: %s", got)
			}
		}
	}
	if posts < 80 {
		t.Errorf("only %d messages were looked at", posts)
	}
}

// linksIn returns what is a link in blocks: an element of rich text, or markup in mrkdwn.
func linksIn(v any) string {
	switch v := v.(type) {
	case []any:
		for _, child := range v {
			if found := linksIn(child); found != "" {
				return found
			}
		}
	case object:
		words := text(v, "text")
		if v["type"] == "link" || v["type"] == "mrkdwn" && strings.Contains(words, "<http") {
			return jsonText(v)
		}
		for _, child := range v {
			if found := linksIn(child); found != "" {
				return found
			}
		}
	}
	return ""
}

// cutTo is the beginning of a text.
func cutTo(s string, n int) string { return s[:min(n, len(s))] }

// withThreads returns what a person sees in a channel, with the replies.
func (a actor) withThreads(channel string) []object {
	a.t.Helper()
	all := a.messages(channel)
	for _, m := range all {
		if m["reply_count"] != nil {
			path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", a.id, a.channel(channel), text(m, "ts"))
			all = append(all, list(a.call(path, nil), "messages")[1:]...)
		}
	}
	return all
}
