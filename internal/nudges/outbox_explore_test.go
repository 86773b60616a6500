//go:build !race

package nudges

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// explored is everything that can be reached.
type explored struct {
	worlds []world
	from   []int32 // the world that each was first reached from
	how    []string
	next   [][]int32
	wrong  string // what is wrong with the last world
}

func explore(p protocol) explored {
	first := world{lost: orphans{noOrphan, noOrphan}}
	x := explored{worlds: []world{first}, from: []int32{-1}, how: []string{"due"}}
	seen := map[world]int32{first: 0}
	for i := 0; i < len(x.worlds); i++ {
		var next []int32
		for _, s := range p.steps(x.worlds[i]) {
			w := symmetric(s.next)
			at, known := seen[w]
			if !known {
				at = int32(len(x.worlds))
				seen[w] = at
				x.worlds, x.from, x.how = append(x.worlds, w), append(x.from, int32(i)), append(x.how, s.name)
				if x.wrong = wrong(w); x.wrong != "" {
					return x
				}
			}
			next = append(next, at)
		}
		x.next = append(x.next, next)
	}
	return x
}

// trace tells how the last world was reached.
func (x explored) trace() string {
	var lines []string
	for i := int32(len(x.worlds) - 1); i >= 0; i = x.from[i] {
		lines = append(lines, fmt.Sprintf("%-8s %s", modelStates[x.worlds[i].state], x.how[i]))
	}
	slices.Reverse(lines)
	return strings.Join(lines, "\n")
}

// stuck counts the worlds from which no end can be reached.
func (x explored) stuck() int {
	back := make([][]int32, len(x.worlds))
	var queue []int32
	good := make([]bool, len(x.worlds))
	for i, next := range x.next {
		for _, n := range next {
			back[n] = append(back[n], int32(i))
		}
		if modelStates[x.worlds[i].state].Ended() {
			good[i] = true
			queue = append(queue, int32(i))
		}
	}
	reached := len(queue)
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, b := range back[at] {
			if !good[b] {
				good[b] = true
				reached++
				queue = append(queue, b)
			}
		}
	}
	return len(x.worlds) - reached
}

func TestDeliveryIsEffectivelyOnce(t *testing.T) {
	x := explore(realProtocol())
	if x.wrong != "" {
		t.Fatalf("%s:\n%s", x.wrong, x.trace())
	}
	if n := x.stuck(); n > 0 {
		t.Errorf("no end can be reached from %d of %d worlds", n, len(x.worlds))
	}
	t.Logf("%d worlds", len(x.worlds))
	ends := make(map[State]bool)
	for _, w := range x.worlds {
		ends[modelStates[w.state]] = true
	}
	if !ends[Settled] || !ends[Skipped] || !ends[Unknown] || !ends[Withheld] {
		t.Errorf("the exploration is too small: it met only %v", ends)
	}
}

// TestNaiveDeliveriesAreCaught shows that the checker bites: each departure from the protocol leads to
// the harm it is known for.
func TestNaiveDeliveriesAreCaught(t *testing.T) {
	wait := func(ticks int) func(*protocol) {
		return func(p *protocol) { p.limits.Wait = tick(ticks) }
	}
	tests := []struct {
		name   string
		depart func(*protocol)
		want   string
	}{
		{"the real protocol does no harm", func(*protocol) {}, ""},
		{"waiting exactly for the latest begin, acceptance and display does no harm", wait(1 + 2 + 2), ""},
		{"waiting one tick less looks too early and doubles", wait(1 + 2 + 2 - 1), "doubled"},
		{"waiting without regard to late acceptance doubles", wait(1 + 2), "doubled"},
		{"waiting without regard to late display doubles", wait(1 + 2 - 1), "doubled"},
		{"without a written sending, a claim that is over is sent again", func(p *protocol) {
			p.noSending = true
			p.doubt = func(r Row, now time.Time, _ Limits) Row { return retry(r, now, "") }
		}, "doubled"},
		{"sending again when the lease is over doubles", func(p *protocol) {
			p.takeUp = func(r Row, now time.Time, l Limits) (Row, bool) {
				if r.State == Sending && !now.Before(r.Lease) {
					r = postpone(r, now, "")
				}
				return takeUp(r, "", now, l)
			}
		}, "doubled"},
		{"settling before sending loses what a crash prevents", func(p *protocol) {
			p.begin = func(r Row, now time.Time, _ Limits) Row { return settle(r, "1", now) }
		}, "lost"},
		{"giving up in doubt loses a request that never arrived", func(p *protocol) {
			p.doubt = func(r Row, now time.Time, _ Limits) Row { return fail(r, "", now) }
		}, "lost"},
		{"looking up at once does not see what shows a moment later", func(p *protocol) {
			p.doubt = func(r Row, now time.Time, l Limits) Row {
				r.SentAt = now.Add(-l.Wait)
				return doubt(r, now, l)
			}
		}, "doubled"},
		{"a paused worker that may still call doubles", func(p *protocol) { p.noBegin = true }, "doubled"},
		{"without a fence a late 429 makes another's sending due", func(p *protocol) { p.noFence = true }, "doubled"},
		{"skipping past grace without a look records a lie", func(p *protocol) {
			p.takeUp = func(r Row, now time.Time, l Limits) (Row, bool) {
				if r.State == Unknown && late(r, now) {
					return end(r, Skipped, codeLate, now), true
				}
				return takeUp(r, "", now, l)
			}
		}, "false record"},
		{"a coin that falls at each try withholds what it had let go", func(p *protocol) { p.tossAgain = true }, "tossed twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := realProtocol()
			tt.depart(&p)
			x := explore(p)
			if x.wrong != tt.want {
				t.Fatalf("found %q, want %q:\n%s", x.wrong, tt.want, x.trace())
			}
			if tt.want != "" {
				t.Logf("%d worlds, then:\n%s", len(x.worlds), x.trace())
			}
		})
	}
}
