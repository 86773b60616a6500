package main

import (
	"fmt"
	"strings"
)

// person is somebody of the team at the desk.
type person struct {
	actor
	d *desk
}

func (d *desk) person(name string) person {
	d.t.Helper()
	return person{actor: d.as(name), d: d}
}

// invites brings the bot into a channel.
func (p person) invites(channel string) {
	p.t.Helper()
	p.call("channel", object{"as": p.id, "op": "invite", "channel": channel, "user": p.d.bot()})
	p.d.rest()
}

// sets starts a mission of which only what is asked for is written, and returns its card.
func (p person) sets(channel, name, steer string) object {
	p.t.Helper()
	p.asks(channel, "start "+name)
	p.fills("Start a mission", object{"end_state": "it is there for everyone to see", "steer": steer, "rest": writeNow})
	p.fills("Why it matters", object{})
	p.fills("Three phases", object{})
	return p.card(channel)
}

// Who writes the rest of a mission, as the start form has it.
var (
	writeNow = object{"start_rest": "write"}
	askTeam  = object{"start_rest": "ask"}
)

// joins brings a person in by the card's button, with what may reach her.
func (p person) joins(channel, piece string, reach ...string) {
	p.t.Helper()
	p.taps(channel, p.card(channel), "Join, or my piece")
	p.fills("Join this mission", object{"piece": piece, "reach": reach})
	p.d.rest()
}

// asks types /mission and returns the answer in words, or "".
func (p person) asks(channel, words string) string {
	p.t.Helper()
	answer := p.types(channel, strings.TrimSpace("/mission "+words))
	p.d.rest()
	return shown(answer)
}

// answered types a command and holds its answer to having some words.
func (p person) answered(channel, command, words string) object {
	p.t.Helper()
	p.answers(p.asks(channel, command), "/mission "+command, words)
	return p.latest(channel)
}

func (p person) answers(answer, to, words string) {
	p.t.Helper()
	if !strings.Contains(answer, words) {
		p.t.Errorf("%s answered %q, want it to say %q", to, answer, words)
	}
}

// writes sends a message, into the thread of parent where that is given, and returns it.
func (p person) writes(channel, words string, parent ...object) object {
	p.t.Helper()
	said := object{"as": p.id, "channel": channel, "text": words}
	for _, m := range parent {
		said["thread_ts"] = m["ts"]
	}
	out := p.call("message", said)
	p.d.rest()
	return out
}

// latest is the newest message that a person sees in a channel.
func (p person) latest(channel string) object {
	p.t.Helper()
	m := newest(p.messages(channel))
	if m == nil {
		p.t.Fatalf("%s is empty", channel)
	}
	return m
}

// finds waits for a message with the words anywhere on it, and returns the newest.
func (p person) finds(channel, words string) object {
	p.t.Helper()
	var found object
	p.eventually(channel+" shows "+words, func() bool {
		for _, m := range p.messages(channel) {
			if strings.Contains(shown(m), words) {
				found = m
			}
		}
		return found != nil
	})
	return found
}

// finding counts the messages in a channel with the words anywhere on them.
func (p person) finding(channel, words string) int {
	p.t.Helper()
	n := 0
	for _, m := range p.messages(channel) {
		if strings.Contains(shown(m), words) {
			n++
		}
	}
	return n
}

// again returns a message as it stands by now.
func (p person) again(channel string, m object) object {
	p.t.Helper()
	for _, c := range p.messages(channel) {
		if c["ts"] == m["ts"] {
			return c
		}
	}
	return nil
}

// thread returns the replies to a message, oldest first.
func (p person) thread(channel string, parent object) []object {
	p.t.Helper()
	path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", p.id, p.channel(channel), parent["ts"])
	var replies []object
	for _, m := range list(p.call(path, nil), "messages") {
		if m["ts"] != parent["ts"] {
			replies = append(replies, m)
		}
	}
	return replies
}

// inThread holds a thread to saying something and returns the message that does.
func (p person) inThread(channel string, parent object, words string) object {
	p.t.Helper()
	var all []string
	for _, m := range p.thread(channel, parent) {
		if strings.Contains(shown(m), words) {
			return m
		}
		all = append(all, text(m, "text"))
	}
	p.t.Errorf("the thread does not say %q, it says %q", words, all)
	return nil
}

// control is a button, or a line of a menu, as a person finds it by its words.
type control struct {
	block, action string
	option        any
}

// labelled finds controls by the words on them, or by those for screen readers.
func labelled(blocks any, label string) []control {
	var found []control
	for _, b := range items(blocks) {
		elements := items(b["elements"])
		for _, key := range []string{"accessory", "element"} {
			if e, ok := b[key].(object); ok {
				elements = append(elements, e)
			}
		}
		for _, e := range elements {
			found = append(found, matching(b, e, label)...)
		}
	}
	return found
}

func matching(block, e object, label string) []control {
	c := control{block: text(block, "block_id"), action: text(e, "action_id")}
	if words, _ := e["text"].(object); text(words, "text") == label || text(e, "accessibility_label") == label {
		return []control{c}
	}
	var found []control
	for _, o := range list(e, "options") {
		if words, _ := o["text"].(object); text(words, "text") == label {
			found = append(found, control{c.block, c.action, o})
		}
	}
	return found
}

func items(v any) []object { return list(object{"v": v}, "v") }

// taps presses what is labelled on a message. A label that stands there twice means the first.
func (p person) taps(channel string, m object, label string) {
	p.t.Helper()
	m = p.byNow(channel, m)
	found := labelled(m["blocks"], label)
	if len(found) == 0 {
		p.t.Fatalf("nothing is labelled %q on %q", label, shown(m))
	}
	p.press(object{"channel": channel, "ts": m["ts"]}, found[0], label)
}

// byNow is again for a message that may stand in a thread, which is taken as it was.
func (p person) byNow(channel string, m object) object {
	if standing := p.again(channel, m); standing != nil {
		return standing
	}
	return m
}

func (p person) press(at object, c control, label string) {
	p.t.Helper()
	at["as"], at["block_id"], at["action_id"] = p.id, c.block, c.action
	if c.option != nil {
		at["selected_option"] = c.option
	}
	if out := p.call("click", at); out["acked"] != true {
		p.t.Fatalf("the click on %q was not acknowledged: %v", label, out)
	}
	p.d.rest()
}

// offers reports whether a message has something of this label.
func (p person) offers(channel string, m object, label string) bool {
	p.t.Helper()
	return len(labelled(p.byNow(channel, m)["blocks"], label)) > 0
}

// tapsForm presses what is labelled on the form on top.
func (p person) tapsForm(label string) {
	p.t.Helper()
	top := p.top()
	view, _ := top["view"].(object)
	found := labelled(view["blocks"], label)
	if len(found) == 0 {
		p.t.Fatalf("nothing is labelled %q on the form %q", label, shown(view))
	}
	p.press(object{"view_id": top["id"]}, found[0], label)
}

// top is the form on top of a person's screen, or nil.
func (p person) top() object {
	p.t.Helper()
	return newest(list(p.call("state?as="+p.id, nil), "views"))
}

// gets waits for a form by its title and returns its view.
func (p person) gets(title string) object {
	p.t.Helper()
	var view object
	p.eventually(p.id+" gets the form "+title, func() bool {
		top := p.top()
		if top == nil {
			return false
		}
		view, _ = top["view"].(object)
		words, _ := view["title"].(object)
		return text(words, "text") == title
	})
	return view
}

// fills writes into the form with a title and sends it. A value that is no object is that of the field.
func (p person) fills(title string, values object) object {
	p.t.Helper()
	out := p.tries(title, values)
	if out["result"] == "errors" || out["result"] == "trouble" {
		p.t.Fatalf("the form %q was not taken: %v", title, out)
	}
	p.d.rest()
	return out
}

// tries is fills where the form may be refused.
func (p person) tries(title string, values object) object {
	p.t.Helper()
	p.gets(title)
	filled := object{}
	for block, v := range values {
		if _, ok := v.(object); !ok {
			v = object{"v": v}
		}
		filled[block] = v
	}
	return p.call("submit", object{"as": p.id, "view_id": p.top()["id"], "values": filled})
}

// closes presses Cancel, or the X of the whole stack.
func (p person) closes(all bool) {
	p.t.Helper()
	p.call("close", object{"as": p.id, "view_id": p.top()["id"], "cleared": all})
}

// home opens the Home tab and returns it once it was drawn anew.
func (p person) home() object {
	p.t.Helper()
	_, before := p.d.tape(0)
	p.call("home", object{"as": p.id, "tab": "home"})
	p.eventually("Home is drawn", func() bool {
		calls, _ := p.d.tape(before)
		for _, c := range calls {
			args, _ := c["args"].(object)
			if c["method"] == "views.publish" && args["user_id"] == p.id {
				return true
			}
		}
		return false
	})
	home, _ := p.call("state?as="+p.id, nil)["home"].(object)
	return home
}

// tapsHome presses what is labelled in Home.
func (p person) tapsHome(label string) {
	p.t.Helper()
	home, _ := p.call("state?as="+p.id, nil)["home"].(object)
	found := labelled(home["blocks"], label)
	if len(found) == 0 {
		p.t.Fatalf("nothing is labelled %q in Home: %q", label, shown(home))
	}
	p.press(object{"home": true}, found[0], label)
}
