package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// What the bot hands to one person comes back from another: every button, menu line and form that it ever made
// is pressed and sent by people whose it is not, with the ids that it carries.

// handed is a button, a line of a menu, or a form, with what it carries.
type handed struct {
	form   bool
	name   string // its action_id or callback_id
	option bool
	value  string
}

// handedOut lists everything of this kind in all calls so far, in order and each once.
func (d *desk) handedOut() []handed {
	d.t.Helper()
	calls, _ := d.tape(0)
	seen := map[handed]bool{}
	for _, c := range calls {
		handedIn([]any{c["args"], c["response"]}, seen)
	}
	return slices.SortedFunc(maps.Keys(seen), func(x, y handed) int {
		return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
}

func handedIn(v any, seen map[handed]bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			handedIn(e, seen)
		}
	case object:
		if action := text(v, "action_id"); action != "" {
			if text(v, "value") != "" {
				seen[handed{name: action, value: text(v, "value")}] = true
			}
			for _, o := range list(v, "options") {
				seen[handed{name: action, option: true, value: text(o, "value")}] = true
			}
		}
		if form := text(v, "callback_id"); form != "" {
			seen[handed{form: true, name: form, value: text(v, "private_metadata")}] = true
		}
		for _, e := range v {
			handedIn(e, seen)
		}
	}
}

// replays presses or sends what was handed to somebody else, in a direct conversation of her own.
func (p person) replays(n int, here string, h handed) {
	p.t.Helper()
	team, user := object{"id": "T0ACME0001"}, object{"id": p.id, "team_id": "T0ACME0001"}
	payload := object{"trigger_id": fmt.Sprintf("r%d.%s", n, p.id), "api_app_id": "A1", "team": team, "user": user}
	if h.form {
		payload["type"] = "view_submission"
		payload["view"] = object{
			"id": fmt.Sprintf("VR%d", n), "type": "modal", "callback_id": h.name, "private_metadata": h.value, "hash": "1.a",
			"blocks": []object{}, "state": object{"values": filledWith("forged words")},
		}
		p.call("envelope", object{"type": "interactive", "accepts_response_payload": true, "payload": payload})
		return
	}
	ts := fmt.Sprintf("1790000001.%06d", n)
	action := object{"type": "button", "block_id": "b", "action_id": h.name, "action_ts": ts, "value": h.value}
	if h.option {
		delete(action, "value")
		action["type"], action["selected_option"] = "overflow", object{"value": h.value}
	}
	payload["type"], payload["actions"] = "block_actions", []object{action}
	payload["channel"] = object{"id": here, "name": "directmessage"}
	payload["container"] = object{"type": "message", "channel_id": here, "message_ts": ts, "is_ephemeral": true}
	p.call("envelope", object{"type": "interactive", "payload": payload})
}

// filledWith fills the fields by which forms change words or a day.
func filledWith(words string) object {
	values := object{}
	values["text"] = typed(words)
	for _, field := range []string{"by", "day", "look"} {
		values[field] = dated("2026-12-18")
	}
	return values
}

func TestWhatWasHandedToOneIsNothingToAnother(t *testing.T) {
	t.Parallel()
	d := openDesk(t, mondayMorning)
	bo := marked(t, d)
	ana, chidi := d.person("Ana"), d.person("Chidi")
	chidi.joins("#refunds", "the bank")
	bo.asks("#refunds", "commit call the bank by 2026-12-11")
	bo.asks("#refunds", "win the queue is gone")
	for _, see := range []string{"journal", "balance", "connect", "coach", "nudges", "my-data"} {
		bo.asks("#refunds", see)
		if bo.top() != nil {
			bo.closes(true)
		}
	}
	bo.taps("@app", bo.finds("@app", "Everything I hold about you"), "Read my private words")
	bo.closes(true)
	bo.home()
	before := bo.held()
	all := slices.DeleteFunc(d.handedOut(), func(h handed) bool {
		return !strings.Contains(h.value, `"e":`) && !strings.Contains(h.value, `"n":`)
	})
	var crossed []handed
	for _, form := range []string{"note", "note_delete", "promise_change", "promise_day", "promise_let_go", "talk_plan", "talk_commit", "edit_entry"} {
		for _, id := range idsIn(all) {
			crossed = append(crossed, handed{form: true, name: form, value: `{"e":"` + id + `","k":"own"}`})
		}
	}
	_, since := d.tape(0)
	for _, p := range []person{chidi, ana, d.person("Lou")} {
		these := all
		if p.id == ana.id { // who leads may do most of those who may do nothing with another's words
			these = append(these, crossed...)
		}
		here := p.channel("@app")
		for n, h := range these {
			p.replays(n, here, h)
			d.rest() // answers in one conversation wait a second for one another
		}
	}
	calls, _ := d.tape(since)
	for _, c := range calls {
		if said := jsonText([]any{c["args"], c["response"]}); strings.Contains(said, "marker-") {
			t.Errorf("%s tells another what is Bo's: %.400s", text(c, "method"), said)
		}
	}
	if after := bo.held(); after != before {
		t.Errorf("what is Bo's became\n%s\nfrom\n%s", after, before)
	}
}

// idsIn lists what buttons and forms carry as the ids of words.
func idsIn(all []handed) []string {
	ids := map[string]bool{}
	for _, h := range all {
		if id := cutOut(h.value, `"e":"`, `"`); id != "" {
			ids[id] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// held is what a person reads of her own private words.
func (p person) held() string {
	p.t.Helper()
	p.asks("#refunds", "my-data")
	p.taps("@app", p.finds("@app", "Everything I hold about you"), "Read my private words")
	form := ""
	for more := true; more; {
		form += shown(p.gets("My private words"))
		view, _ := p.top()["view"].(object)
		if more = len(labelled(view["blocks"], "Show more")) > 0; more {
			p.tapsForm("Show more")
		}
	}
	p.closes(true)
	return form
}
