package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// everyone lists the team at the desk.
var everyone = []string{"Ana", "Bo", "Chidi", "Dee", "Emi", "Farid", "Ines", "Jonas", "Kiri", "Lou"}

// screen is everything that a person's client shows: forms, Home, and each conversation that she sees.
func (p person) screen() string {
	p.t.Helper()
	state := p.call("state?as="+p.id, nil)
	all := []string{jsonText(state["views"]), jsonText(state["home"])}
	for _, c := range list(state, "channels") {
		all = append(all, jsonText(p.call("messages?as="+p.id+"&channel="+text(c, "id"), nil)))
	}
	return strings.Join(all, "\n")
}

func TestPrivateWordsStayWithTheirAuthor(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo := d.person("Ana"), d.person("Bo")
	ana.sets("#refunds", "Refunds in a day", "lead")
	bo.joins("#refunds", "the phones", "reflect", "connect")
	d.goes("2026-11-24T15:06:00Z")
	connect := newest(bo.messages("@app"))
	bo.taps("@app", connect, "Write it")
	bo.fills("This mission and you", object{"personal": d.secret("secret of a form: sailing"), "serves": d.secret("secret of a form: Saturdays")})
	d.goes("2026-11-27T21:01:00Z")
	bo.taps("@app", newest(bo.messages("@app")), "Answer")
	bo.fills("Your answer", object{"text": d.secret("secret of an answer: the meeting")})
	d.goes("2026-12-04T21:01:00Z")
	typed := d.secret("secret of a reply: the pay")
	said := bo.writes("@app", typed)
	bo.call("edit", object{"as": bo.id, "channel": "@app", "ts": said["ts"], "text": d.secret("secret of an edit: the raise")})
	bo.writes("@app", d.secret("secret of a thought: the move"))
	bo.taps("@app", newestWith(bo.messages("@app"), "No question of mine is open."), "Keep as reflection")
	ana.asks("#checkout", "start")
	ana.fills("Start a mission", object{
		"name": d.secret("secret of a draft: the name"), "aspiration": d.secret("secret of a draft: the aim"),
		"end_state": d.secret("secret of a draft: the end"), "steer": "lead", "rest": writeNow,
	})
	ana.fills("Why it matters", object{"why_customers": d.secret("secret of a draft: the why")})
	ana.closes(true)
	ana.asks("#checkout", "")
	bo.taps("@app", connect, "Change")
	bo.holds("This mission and you", true, "secret of a form: sailing")
	ana.home()
	bo.home()
	for _, name := range everyone {
		secret := "secret of"
		p := d.person(name)
		if name == "Bo" { // whose form is open, and who typed some of it
			secret = "secret of a draft"
		}
		if strings.Contains(p.screen(), secret) {
			t.Errorf("%s sees private words of another", name)
		}
	}
}

// carried is the id that the buttons of a card carry.
func carried(t *testing.T, card object) string {
	t.Helper()
	var id string
	for _, b := range items(card["blocks"]) {
		for _, e := range list(b, "elements") {
			var meta struct{ M string }
			if json.Unmarshal([]byte(text(e, "value")), &meta) == nil && meta.M != "" {
				id = meta.M
			}
		}
	}
	if id == "" {
		t.Fatal("the card carries no mission")
	}
	return id
}

// forges sends a click that no message of this person offers.
func (p person) forges(n int, channel, action string, meta object) {
	p.t.Helper()
	p.forgesAt(n, p.channel(channel), action, meta)
	p.d.rest()
}

// forgesAt is forges in the channel of an id, without a rest after it.
func (p person) forgesAt(n int, channel, action string, meta object) {
	p.t.Helper()
	ts := fmt.Sprintf("1790000000.%06d", n)
	p.call("envelope", object{"type": "interactive", "payload": object{
		"type": "block_actions", "trigger_id": fmt.Sprintf("t%d.%s", n, p.id), "api_app_id": "A1",
		"team": object{"id": "T0ACME0001"}, "user": object{"id": p.id, "team_id": "T0ACME0001"},
		"channel":   object{"id": channel, "name": "x"},
		"container": object{"type": "message", "channel_id": channel, "message_ts": ts, "is_ephemeral": true},
		"actions":   []object{{"type": "button", "block_id": "b", "action_id": action, "action_ts": ts, "value": jsonText(meta)}},
	}})
}

// submitsForged sends a form that was never opened.
func (p person) submitsForged(n int, callback string, meta object) {
	p.t.Helper()
	p.submitsAt(n, callback, meta)
	p.d.rest()
}

// submitsAt is submitsForged without a rest after it.
func (p person) submitsAt(n int, callback string, meta object) {
	p.t.Helper()
	p.call("envelope", object{"type": "interactive", "accepts_response_payload": true, "payload": object{
		"type": "view_submission", "trigger_id": fmt.Sprintf("f%d.%s", n, p.id), "api_app_id": "A1",
		"team": object{"id": "T0ACME0001"}, "user": object{"id": p.id, "team_id": "T0ACME0001"},
		"view": object{
			"id": fmt.Sprintf("V%d", n), "type": "modal", "callback_id": callback, "private_metadata": jsonText(meta), "hash": "1.a",
			"blocks": []object{}, "state": object{"values": object{"text": object{"v": object{"type": "plain_text_input", "value": "x"}}}},
		},
	}})
}

// pressable are all actions, and submittable all forms.
var (
	pressable   = namedIn("Act")
	submittable = namedIn("View")
)

// namedIn reads the values of the constants whose names begin with a prefix from the source of what people
// see, so that nothing which can be pressed is left out of a test.
func namedIn(prefix string) []string {
	files, err := filepath.Glob("../../internal/slackapp/view/*.go")
	if err != nil {
		panic(err)
	}
	constant := regexp.MustCompile(`(?m)^(?:const)?\s+` + prefix + `[A-Z]\w*\s+= "(\w+)"`)
	var values []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		for _, found := range constant.FindAllStringSubmatch(string(source), -1) {
			values = append(values, found[1])
		}
	}
	return values
}

func TestAPrivateMissionShowsToItsChannelAlone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	ana, bo, dee := d.person("Ana"), d.person("Bo"), d.person("Dee")
	ana.invites("#quiet-room")
	ana.sets("#quiet-room", "Zanzibar the first", "lead")
	ana.asks("#quiet-room", "learned Zanzibar teaches")
	ana.ends("#quiet-room", "completed", "Zanzibar was reached", []string{"lessons"}, "later")
	card := ana.sets("#quiet-room", "Zanzibar the second", "lead")
	bo.joins("#quiet-room", "Zanzibar by boat", "reflect")
	ana.asks("#quiet-room", "blocked Zanzibar is far")
	details := bo.answered("#quiet-room", "", "Zanzibar is far")
	d.goes("2026-11-27T21:01:00Z")
	room := ana.channel("#quiet-room")
	id := carried(t, card)
	meta := object{
		"m": id, "c": room, "k": "progress", "t": card["ts"], "e": entryOf(t, bo.again("#quiet-room", details)),
		"n": "nudge/coach/" + id + "/2026-11-26T10:00/" + room,
	}
	if !strings.Contains(jsonText(newestWith(ana.messages("#quiet-room"), "A question for")), text(meta, "n")) {
		t.Fatalf("no question goes by %s", meta["n"])
	}

	outside := func(p person) {
		t.Helper()
		_, since := d.tape(0)
		p.asks("#refunds", "list")
		p.asks("@app", "list")
		p.asks("@app", "")
		p.asks("@app", "history")
		p.home()
		here := p.channel("#refunds")
		for i, action := range pressable {
			if action == "forget_yes" && p.id == bo.id {
				continue // what he told in the room would rightly lose his name
			}
			p.forgesAt(i, here, action, meta)
			d.rest() // answers to one channel wait a second for one another
		}
		for i, form := range submittable {
			p.submitsAt(i, form, meta)
			d.rest()
		}
		calls, _ := d.tape(since)
		sent := 0
		for _, c := range calls {
			args, _ := c["args"].(object)
			said := jsonText([]any{args, c["response"]})
			switch method := text(c, "method"); {
			case method == "ack", method == "response_url", method == "chat.postEphemeral", strings.HasPrefix(method, "views."), args["channel"] != room && strings.HasPrefix(method, "chat."):
				if sent++; strings.Contains(said, "anzibar") || strings.Contains(said, "quiet-room") {
					t.Errorf("%s told %s of it: %.300s", method, p.id, said)
				}
			case strings.HasPrefix(method, "chat."):
				t.Errorf("%s by %s changed the channel: %.300s", method, p.id, said)
			}
		}
		if sent < len(pressable) {
			t.Errorf("%d answers to %d forged clicks", sent, len(pressable))
		}
		if strings.Contains(p.screen(), "Zanzibar") && p.id == dee.id {
			t.Error("it stands on the screen")
		}
	}
	outside(dee)
	outside(d.person("Lou")) // a guest
	ana.call("channel", object{"as": ana.id, "op": "kick", "channel": "#quiet-room", "user": bo.id})
	d.rest()
	ana.answers(shown(ana.again("#quiet-room", card)), "the card", "Ana leads")
	outside(bo)
}

// entryOf is the id of the first entry that a message offers to open.
func entryOf(t *testing.T, m object) string {
	t.Helper()
	for _, b := range items(m["blocks"]) {
		accessory, _ := b["accessory"].(object)
		var meta struct{ E string }
		if json.Unmarshal([]byte(text(accessory, "value")), &meta) == nil && meta.E != "" {
			return meta.E
		}
	}
	t.Fatal("no entry can be opened")
	return ""
}
