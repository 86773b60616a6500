package showcase

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// person is somebody of the team at her client.
type person struct {
	*player
	id string
}

func (p person) does(ctx context.Context, a act) error {
	switch a.verb {
	case "says":
		return p.says(ctx, a)
	case "answers":
		return p.onMessage(ctx, a, func(channel string, m object) error { return p.answers(ctx, channel, m, a) })
	case "taps":
		return p.onMessage(ctx, a, func(channel string, m object) error { return p.taps(ctx, channel, m, a) })
	case "reacts":
		return p.onMessage(ctx, a, func(channel string, m object) error {
			_, err := p.post(ctx, "react", object{"as": p.id, "channel": channel, "ts": m["ts"], "name": a.label})
			return err
		})
	case "taps home":
		return p.tapsHome(ctx, a.label)
	case "taps form":
		return p.tapsForm(ctx, a.label)
	case "fills":
		return p.fills(ctx, a)
	case "closes":
		return p.closes(ctx)
	case "reads":
		return p.reads(ctx)
	default:
		_, err := p.post(ctx, "channel", object{"as": p.id, "op": "invite", "channel": a.place, "user": p.app})
		return err
	}
}

// where is a place as the control interface names it.
func (p person) where(place string) string {
	if id := p.people[strings.TrimPrefix(place, "@")]; id != "" {
		return "@" + id
	}
	return place
}

// says types into the composer, where a slash begins a command.
func (p person) says(ctx context.Context, a act) error {
	said := object{"as": p.id, "channel": p.where(a.place), "text": p.days(a.text)}
	if !strings.HasPrefix(a.text, "/") {
		_, err := p.post(ctx, "message", said)
		return err
	}
	out, err := p.post(ctx, "command", said)
	return acked(out, err)
}

// acked turns an app that did not answer into an error.
func acked(out object, err error) error {
	if err != nil {
		return err
	}
	if out["acked"] != true {
		return fmt.Errorf("the app did not answer in time (%s)", text(out, "notice"))
	}
	return nil
}

func (p person) answers(ctx context.Context, channel string, m object, a act) error {
	thread := text(m, "thread_ts")
	if thread == "" {
		thread = text(m, "ts")
	}
	_, err := p.post(ctx, "message", object{"as": p.id, "channel": channel, "thread_ts": thread, "text": p.days(a.text)})
	return err
}

func (p person) taps(ctx context.Context, channel string, m object, a act) error {
	c, err := labelled(list(m, "blocks"), a.label)
	if err != nil {
		return err
	}
	return p.press(ctx, object{"channel": channel, "ts": m["ts"]}, c)
}

func (p person) press(ctx context.Context, at object, c control) error {
	at["as"], at["block_id"], at["action_id"] = p.id, c.block, c.action
	if c.option != nil {
		at["selected_option"] = c.option
	}
	out, err := p.post(ctx, "click", at)
	return acked(out, err)
}

// onMessage waits for the message that an act means. It is the newest with the words, among replies too.
func (p person) onMessage(ctx context.Context, a act, then func(channel string, m object) error) error {
	var channel string
	var found object
	err := p.await(ctx, func() (err error) {
		channel, found, err = p.find(ctx, a)
		return err
	})
	if err != nil {
		return err
	}
	return then(channel, found)
}

func (p person) find(ctx context.Context, a act) (channel string, found object, err error) {
	out, err := p.get(ctx, "messages", url.Values{"as": {p.id}, "channel": {p.where(a.place)}})
	if err != nil {
		return "", nil, err
	}
	channel = text(out, "channel")
	for _, m := range list(out, "messages") {
		all := []object{m}
		if n, _ := m["reply_count"].(float64); n > 0 {
			thread, err := p.get(ctx, "messages", url.Values{"as": {p.id}, "channel": {channel}, "thread_ts": {text(m, "ts")}})
			if err != nil {
				return "", nil, err
			}
			all = list(thread, "messages")
		}
		for _, m := range all {
			if means(a, m) && (found == nil || text(m, "ts") > text(found, "ts")) {
				found = m
			}
		}
	}
	if found == nil {
		return "", nil, fmt.Errorf("no message in %s says %q", a.place, a.on)
	}
	return channel, found, nil
}

// means reports whether an act means this message: one with its words, or without any the card, which is pinned.
func means(a act, m object) bool {
	if a.on == "" {
		return m["pinned"] == true
	}
	return strings.Contains(wordsOf(m), a.on)
}

// front is the form in front of the person.
func (p person) front(ctx context.Context) (id string, view object, err error) {
	state, err := p.get(ctx, "state", url.Values{"as": {p.id}})
	if err != nil {
		return "", nil, err
	}
	views := list(state, "views")
	if len(views) == 0 {
		return "", nil, errors.New("no form is open")
	}
	top := views[len(views)-1]
	return text(top, "id"), part(top, "view"), nil
}

func (p person) tapsForm(ctx context.Context, label string) error {
	var id string
	var c control
	err := p.await(ctx, func() error {
		found, view, err := p.front(ctx)
		if err != nil {
			return err
		}
		id = found
		c, err = labelled(list(view, "blocks"), label)
		return err
	})
	if err != nil {
		return err
	}
	return p.press(ctx, object{"view_id": id}, c)
}

// fills waits for a form by its title, fills it in and sends it.
func (p person) fills(ctx context.Context, a act) error {
	var id string
	var view object
	err := p.await(ctx, func() error {
		var err error
		id, view, err = p.front(ctx)
		if title := text(part(view, "title"), "text"); err == nil && title != a.label {
			err = fmt.Errorf("the form in front is %q, not %q", title, a.label)
		}
		return err
	})
	if err != nil {
		return err
	}
	values, err := filled(view, a.fields, p.days)
	if err != nil {
		return err
	}
	out, err := p.post(ctx, "submit", object{"as": p.id, "view_id": id, "values": values})
	if err != nil {
		return err
	}
	if result := text(out, "result"); result == "errors" || result == "trouble" {
		return fmt.Errorf("the form %q was not taken: %v", a.label, out["errors"])
	}
	return nil
}

// closes shuts every form.
func (p person) closes(ctx context.Context) error {
	id, _, err := p.front(ctx)
	if err != nil {
		return err
	}
	_, err = p.post(ctx, "close", object{"as": p.id, "view_id": id, "cleared": true})
	return err
}

// tapsHome opens Home first, as people do.
func (p person) tapsHome(ctx context.Context, label string) error {
	if _, err := p.post(ctx, "home", object{"as": p.id, "tab": "home"}); err != nil {
		return err
	}
	if err := p.rest(ctx); err != nil {
		return err
	}
	var c control
	err := p.await(ctx, func() error {
		state, err := p.get(ctx, "state", url.Values{"as": {p.id}})
		if err != nil {
			return err
		}
		c, err = labelled(list(part(state, "home"), "blocks"), label)
		return err
	})
	if err != nil {
		return err
	}
	return p.press(ctx, object{"home": true}, c)
}

// reads looks through everything that stands unread.
func (p person) reads(ctx context.Context) error {
	state, err := p.get(ctx, "state", url.Values{"as": {p.id}})
	if err != nil {
		return err
	}
	for _, c := range list(state, "channels") {
		if n, _ := c["unread"].(float64); n == 0 {
			continue
		}
		if _, err := p.get(ctx, "messages", url.Values{"as": {p.id}, "channel": {text(c, "id")}}); err != nil {
			return err
		}
	}
	return nil
}
