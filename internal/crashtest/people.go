package crashtest

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"time"
)

// crowd lets the people of a cast act until it is stopped.
type crowd struct {
	*slack
	*ledger
	cast  *cast
	pause time.Duration // between two acts of one person, on average
	// answered are the readers who wrote.
	answered map[string]bool
	wg       sync.WaitGroup
	// sending is held for reading while an act waits for its answer. Slack sends nothing again of which it still hopes
	// to hear.
	sending sync.RWMutex
}

// act starts everybody. Each person has a source of chance of her own, so that what she does follows from the seed.
func (c *crowd) act(ctx context.Context, seed uint64) {
	for i, p := range c.cast.speakers {
		c.wg.Go(func() {
			a := &actor{crowd: c, speaker: p, chance: rand.New(rand.NewPCG(seed, uint64(i)))} //nolint:gosec // G404: a draw that can be repeated, no secret.
			for sleep(ctx, time.Duration(a.chance.Int64N(2*int64(c.pause)))) {
				a.something(ctx)
			}
		})
	}
	c.wg.Go(func() {
		chance := rand.New(rand.NewPCG(seed, 1<<32)) //nolint:gosec // G404: the same.
		for sleep(ctx, time.Duration(chance.Int64N(int64(200*time.Millisecond)))) {
			c.again()
		}
	})
	c.wg.Go(func() { c.readersWrite(ctx) })
}

// sleep reports whether there is to be gone on after d.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// again lets Slack send the last envelope once more, whosever it was.
func (c *crowd) again() {
	c.sending.Lock()
	defer c.sending.Unlock()
	var out object
	if c.control("fault", object{"kind": "redeliver"}, &out) == nil {
		c.note(func() { c.twice++ })
	}
}

// actor is a speaker who acts.
type actor struct {
	*crowd
	speaker
	chance *rand.Rand
	blocks []string // tokens of her own blocks that she has not opened again
}

// something does one of the things that people do.
func (a *actor) something(ctx context.Context) {
	a.acted()
	switch n := a.chance.IntN(100); {
	case n < 50:
		a.tells([]string{"progress", "win", "learned"}[n%3])
	case n < 65:
		a.fills(ctx)
	case n < 75:
		a.renames()
	case n < 85 || len(a.blocks) == 0:
		if token := a.tells("blocked"); token != "" {
			a.blocks = append(a.blocks, token)
		}
	default:
		a.ticks()
	}
}

// command types a command, and reports whether it was acknowledged without a word, as what was kept is.
func (a *actor) command(text string) (kept bool) {
	var out struct {
		Acked bool
		Ack   json.RawMessage
	}
	err := a.acts("command", object{"as": a.id, "channel": a.channel, "text": "/mission " + text}, &out)
	return err == nil && out.Acked && wordless(out.Ack)
}

// acts calls the control interface for something that waits for the program's answer.
func (c *crowd) acts(path string, body, into any) error {
	c.sending.RLock()
	defer c.sending.RUnlock()
	return c.control(path, body, into)
}

func wordless(ack json.RawMessage) bool {
	switch string(ack) {
	case "", "null", "{}", `""`:
		return true
	}
	return false
}

// tells says something in a command, and returns its token where it is sure to be kept.
func (a *actor) tells(verb string) string {
	token := a.token()
	d := a.ledger.tells(a.id, token)
	if !a.command(verb + " Followed the ship " + token) {
		return ""
	}
	a.kept(d)
	return token
}

// keptPiece begins the answer to a piece that is kept.
const keptPiece = "Your piece:"

// renames changes her piece.
func (a *actor) renames() {
	token := a.token()
	a.sets(a.id, token)
	var out struct {
		Acked bool
		Ack   json.RawMessage
	}
	err := a.acts("command", object{"as": a.id, "channel": a.channel, "text": "/mission piece berth " + token}, &out)
	// A piece is answered with what it is now.
	if err == nil && out.Acked && (wordless(out.Ack) || strings.Contains(string(out.Ack), keptPiece)) {
		a.isSet(a.id, token)
	}
}

// fills opens the form for something learned, and sends it. Where the answer does not come she presses again, as
// people do: the words may be kept once all the same.
func (a *actor) fills(ctx context.Context) {
	if a.command("learned") {
		if id := a.form(ctx); id != "" {
			a.submits(ctx, id)
		}
	}
	var out object
	if id := a.top(); id != "" {
		_ = a.control("close", object{"as": a.id, "view_id": id, "cleared": true}, &out) // It may be closed by now.
	}
}

func (a *actor) submits(ctx context.Context, id string) {
	token := a.token()
	d := a.ledger.tells(a.id, token)
	for range 20 {
		var out struct{ Result string }
		err := a.acts("submit", object{
			"as": a.id, "view_id": id, "values": object{"text": object{"v": "Learned of the ship " + token}},
		}, &out)
		switch {
		case err != nil:
			return
		case out.Result == "closed" || out.Result == "cleared":
			a.kept(d)
			return
		case out.Result != "trouble":
			return
		}
		if !sleep(ctx, 50*time.Millisecond) {
			return
		}
	}
}

// form waits for a form for as long as its trigger lives, and returns its id, or nothing.
func (a *actor) form(ctx context.Context) string {
	for range 30 {
		if id := a.top(); id != "" || !sleep(ctx, 20*time.Millisecond) {
			return id
		}
	}
	return ""
}

// top is the id of the form in front of her.
func (a *actor) top() string {
	var out struct{ Views []struct{ ID string } }
	if a.control("state?as="+a.id, nil, &out) != nil || len(out.Views) == 0 {
		return ""
	}
	return out.Views[len(out.Views)-1].ID
}

// ticks presses the button that says that her oldest block is gone, twice, where its message stands already.
func (a *actor) ticks() {
	token := a.blocks[0]
	all, err := a.messages(a.id, a.channel)
	if err != nil {
		return
	}
	for _, m := range all {
		if !strings.Contains(m.Text, token) {
			continue
		}
		a.blocks = a.blocks[1:]
		for range 2 {
			a.presses(token, m.TS)
		}
		return
	}
}

func (a *actor) presses(token, ts string) {
	var d *deed
	a.note(func() {
		d = a.told[token]
		d.ticked++
		d.tickedAt = a.server.Clock().Now()
	})
	var out struct {
		Acked bool
		Ack   json.RawMessage
	}
	err := a.acts("click", object{"as": a.id, "channel": a.channel, "ts": ts, "action_id": "open_again"}, &out)
	if err == nil && out.Acked {
		a.note(func() { d.tickSure = true })
	}
}

// readersWrite lets each reader answer her question as a message, once it is there.
func (c *crowd) readersWrite(ctx context.Context) {
	for sleep(ctx, 100*time.Millisecond) {
		c.answer(ctx, false)
	}
}

// answer lets those readers write who have a question and have not answered it, and counts them. Where nobody kills the
// program any more what they write is sure to be kept.
func (c *crowd) answer(ctx context.Context, sure bool) (wrote int) {
	now := c.server.Clock().Now()
	for _, r := range c.cast.readers {
		if c.answered[r.id] || r.due.After(now) || ctx.Err() != nil {
			continue
		}
		if all, err := c.messages(r.id, "@app"); err != nil || len(all) == 0 {
			continue
		}
		c.answered[r.id] = true
		token := c.token()
		c.writes(r.id, token, sure)
		var out object
		_ = c.control("message", object{"as": r.id, "channel": "@app", "text": "I learned of the ship " + token}, &out)
		wrote++
	}
	return wrote
}
