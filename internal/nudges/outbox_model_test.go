package nudges

import (
	"fmt"
	"slices"
	"time"
)

// This is a model checker for the delivery of one post. It explores every order in which two workers,
// Slack, the network and the clock can act, with the transitions of outbox.go themselves, and looks at
// every state that can be reached. Time is discrete: one tick is one second.
//
// A worker may be paused or crash anywhere, as nothing forces it to take its next step, and another copy may take it for
// dead at any time. A request may
// be accepted late, even after whoever sent it is gone; its answer may be lost. A message shows in the
// history at once or only after a while, but surely after Limits.Visible.

// pc is where a worker stands in the pipeline.
type pc uint8

const (
	pcIdle     pc = iota
	pcClaimed     // the claim is written
	pcBegun       // sending is written
	pcCalled      // the request left
	pcAnswered    // an outcome is known and not yet written
	pcLooking     // the look-up is taken up
	pcLooked      // history answered; not yet written
)

// outcome is what a worker learned and has to write.
type outcome uint8

const (
	outNone outcome = iota
	outOK
	outDoubt
	outAgain // 429, or too slow: surely nothing was done
	outFound
	outAbsent
	outLookFailed
)

// request is what became of a worker's request.
type request uint8

const (
	reqNone request = iota
	reqFlying
	reqAccepted
)

type modelWorker struct {
	pc     pc
	mine   bool // the row's fence is still the worker's
	out    outcome
	req    request
	age    int8 // ticks since sending was written
	flying int8 // ticks since the request left
}

// orphans are requests in flight that nobody waits for, by their age; noOrphan marks a free place.
type orphans [2]int8

const noOrphan int8 = -1

// world is one state of everything. Times are ticks from now, clamped where they no longer matter, so
// that there are finitely many worlds.
type world struct {
	state            uint8 // index in modelStates
	due, notBefore   int8
	lease, sent      int8
	absent           uint8
	workers          [2]modelWorker
	lost             orphans
	posted           uint8
	shown            int8 // ticks since the message was accepted
	skippedWithGrace bool
	tossed           bool // the coin of a trial fell, and the nudge was to be sent
	tossedAgain      bool // it was withheld after that
}

var modelStates = []State{Due, Claimed, Sending, Unknown, Settled, Skipped, Dropped, Failed, Unsure, Withheld}

// protocol is the delivery to be checked: the real one, or a naive variant of it.
type protocol struct {
	limits Limits
	grace  time.Duration
	// The rest are departures from the real one.
	begin     func(Row, time.Time, Limits) Row
	doubt     func(Row, time.Time, Limits) Row
	takeUp    func(Row, time.Time, Limits) (Row, bool)
	noBegin   bool // a call may begin however late
	noFence   bool
	noSending bool // the call is made from the claim
	tossAgain bool // the coin falls at each try
}

func tick(n int) time.Duration { return time.Duration(n) * time.Second }

// realProtocol is what the engine does, with constants small enough to be explored. LookAgain is zero,
// so that the second look lends Wait no help.
func realProtocol() protocol {
	return protocol{
		limits: Limits{
			Begin: tick(2), Accept: tick(2), Visible: tick(2), Wait: tick(6),
			Claim: tick(2), Look: tick(2), Looks: 2,
		},
		grace: tick(12),
		begin: begin,
		doubt: doubt,
		takeUp: func(r Row, now time.Time, l Limits) (Row, bool) {
			return takeUp(r, "", now, l)
		},
	}
}

// modelNow is the fixed moment that ticks are counted from when a world is turned into a row.
var modelNow = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

const modelFence = 7

func (p protocol) row(w world) Row {
	at := func(n int8) time.Time { return modelNow.Add(tick(int(n))) }
	return Row{
		State: modelStates[w.state], Due: at(w.due), Grace: p.grace, NotBefore: at(w.notBefore),
		Lease: at(w.lease), SentAt: at(w.sent), Absent: int(w.absent), Fence: modelFence,
	}
}

// with puts a row back into a world. Who held it by an older fence holds it no more.
func (p protocol) with(w world, r Row) world {
	rel := func(t time.Time, least int8) int8 { return max(int8(t.Sub(modelNow)/time.Second), least) }
	w.state = uint8(slices.Index(modelStates, r.State))
	w.due = rel(r.Due, -int8(p.grace/time.Second)-1)
	w.notBefore, w.lease, w.sent, w.absent = 0, 0, 0, uint8(r.Absent)
	switch r.State {
	case Due, Unknown:
		w.notBefore = rel(r.NotBefore, 0)
	case Claimed:
		w.lease = rel(r.Lease, -1)
	case Sending:
		w.lease, w.sent = rel(r.Lease, -1), rel(r.SentAt, -int8(p.limits.Wait/time.Second))
	case Skipped:
		w.skippedWithGrace = !late(r, modelNow)
	}
	if r.Fence != modelFence {
		for i := range w.workers {
			w.workers[i].mine = false
		}
	}
	return w
}

// step is a world that can come next, and how.
type step struct {
	name string
	next world
}

func (p protocol) steps(w world) []step {
	out := []step{{"time passes", p.pass(w)}}
	for i := range w.workers {
		out = append(out, p.workerSteps(w, i)...)
		if w.workers[i].pc != pcIdle {
			out = append(out, step{"a worker crashes", crash(w, i)})
		}
	}
	out = append(out, p.orphanSteps(w)...)
	if r, ok := recovered(p.row(w), modelNow, p.limits); ok {
		out = append(out, step{"the process restarts", p.with(crash(crash(w, 0), 1), r)})
		out = append(out, step{"another copy takes the owner for dead", p.with(w, r)})
	}
	return out
}

// pass lets one tick go by.
func (p protocol) pass(w world) world {
	r := p.row(w)
	for _, t := range []*time.Time{&r.Due, &r.NotBefore, &r.Lease, &r.SentAt} {
		*t = t.Add(-tick(1))
	}
	skipped := w.skippedWithGrace
	w = p.with(w, r)
	w.skippedWithGrace = skipped
	accept := int8(p.limits.Accept / time.Second)
	for i := range w.workers {
		v := &w.workers[i]
		if v.pc == pcBegun {
			v.age = min(v.age+1, int8(p.limits.Begin/time.Second))
		}
		if v.req == reqFlying {
			if v.flying++; v.flying > accept {
				v.req, v.flying = reqNone, 0
			}
		}
	}
	for i, age := range w.lost {
		if age != noOrphan {
			if w.lost[i]++; w.lost[i] > accept {
				w.lost[i] = noOrphan
			}
		}
	}
	slices.Sort(w.lost[:])
	if w.posted > 0 {
		w.shown = min(w.shown+1, int8(p.limits.Visible/time.Second))
	}
	return w
}

// crash ends a worker. A request of its that is on its way goes on without it.
func crash(w world, i int) world {
	if w.workers[i].req == reqFlying {
		w = orphan(w, w.workers[i].flying)
	}
	w.workers[i] = modelWorker{}
	return w
}

func orphan(w world, age int8) world {
	w.lost[0] = age // the least comes first: a free place, if there is one
	slices.Sort(w.lost[:])
	return w
}

func (p protocol) orphanSteps(w world) []step {
	var out []step
	for i, age := range w.lost {
		if age == noOrphan {
			continue
		}
		next := w
		next.lost[i] = noOrphan
		slices.Sort(next.lost[:])
		out = append(out, step{"Slack accepts a request whose sender is gone", accepted(next)})
	}
	return out
}

func accepted(w world) world {
	if w.posted == 0 {
		w.shown = 0
	}
	w.posted++
	return w
}

func (p protocol) workerSteps(w world, i int) []step {
	switch w.workers[i].pc {
	case pcIdle:
		return p.idleSteps(w, i)
	case pcClaimed:
		return p.beginSteps(w, i)
	case pcBegun:
		return p.callSteps(w, i)
	case pcCalled:
		return slackSteps(w, i)
	case pcAnswered:
		return p.recordSteps(w, i)
	case pcLooking:
		return p.lookSteps(w, i)
	case pcLooked:
		return p.lookedSteps(w, i)
	}
	return nil
}

func (p protocol) idleSteps(w world, i int) []step {
	before := p.row(w)
	r, taken := p.takeUp(before, modelNow, p.limits)
	if r == before {
		return nil
	}
	next := p.with(w, r)
	switch {
	case taken && r.State == Claimed:
		next.workers[i] = modelWorker{pc: pcClaimed, mine: true}
	case taken && r.State == Unknown:
		next.workers[i] = modelWorker{pc: pcLooking, mine: true}
	}
	return []step{{"a worker takes the row up", next}}
}

// holds reports whether worker i may write to the row that it left in the given state.
func (p protocol) holds(w world, i int, from State) bool {
	fence := uint64(modelFence)
	if !w.workers[i].mine && !p.noFence {
		fence--
	}
	return stillHeld(p.row(w), from, fence)
}

// idle puts worker i back to the start.
func idle(w world, i int) world {
	w.workers[i] = modelWorker{}
	return w
}

func (p protocol) beginSteps(w world, i int) []step {
	if p.noSending {
		next := w
		next.workers[i].pc = pcBegun
		return []step{{"a worker goes on to send", next}}
	}
	if r := p.row(w); p.holds(w, i, Claimed) && !modelNow.After(r.Lease) {
		next := p.with(w, p.begin(r, modelNow, p.limits))
		next.workers[i].pc, next.tossed = pcBegun, true
		out := []step{{"a worker writes that it sends", next}}
		if !w.tossed || p.tossAgain {
			held := idle(p.with(w, withhold(r, modelNow)), i)
			held.tossedAgain = w.tossed
			out = append(out, step{"the coin withholds it", held})
		}
		return out
	}
	return []step{{"a worker finds its claim gone", idle(w, i)}}
}

func (p protocol) callSteps(w world, i int) []step {
	next := w
	v := &next.workers[i]
	waited := tick(int(v.age))
	v.age = 0
	if !p.noBegin && !mayBegin(modelNow.Add(-waited), modelNow, waited, p.limits) {
		v.pc, v.out = pcAnswered, outAgain
		return []step{{"a worker finds it too late to call", next}}
	}
	v.pc, v.req = pcCalled, reqFlying
	return []step{{"a request leaves", next}}
}

func slackSteps(w world, i int) []step {
	answer := func(name string, in world, o outcome) step {
		in.workers[i] = modelWorker{pc: pcAnswered, mine: in.workers[i].mine, out: o}
		return step{name, in}
	}
	switch w.workers[i].req {
	case reqFlying:
		arrives := accepted(w)
		arrives.workers[i].req, arrives.workers[i].flying = reqAccepted, 0
		return []step{
			{"Slack accepts the request", arrives},
			answer("Slack answers 429", w, outAgain),
			answer("the request is lost", w, outDoubt),
			answer("the call times out while its request is on its way", orphan(w, w.workers[i].flying), outDoubt),
		}
	case reqAccepted:
		return []step{
			answer("the answer arrives", w, outOK),
			answer("the answer is lost", w, outDoubt),
		}
	}
	return []step{answer("the call times out", w, outDoubt)}
}

func (p protocol) recordSteps(w world, i int) []step {
	from := Sending
	if p.noSending {
		from = Claimed
	}
	if !p.holds(w, i, from) {
		return []step{{"a worker finds the row taken by another", idle(w, i)}}
	}
	r := p.row(w)
	switch w.workers[i].out {
	case outOK:
		r = settle(r, "1", modelNow)
	case outAgain:
		r = retry(r, modelNow.Add(tick(1)), "")
	default:
		r = p.doubt(r, modelNow, p.limits)
	}
	return []step{{"a worker writes the outcome " + outcomeName(w.workers[i].out), p.with(idle(w, i), r)}}
}

func outcomeName(o outcome) string {
	return [...]string{"none", "ok", "doubt", "again", "found", "absent", "look-up failed"}[o]
}

func (p protocol) lookSteps(w world, i int) []step {
	looked := func(name string, o outcome) step {
		next := w
		next.workers[i].pc, next.workers[i].out = pcLooked, o
		return step{name, next}
	}
	out := []step{looked("history does not answer", outLookFailed)}
	if w.posted > 0 {
		out = append(out, looked("history shows the message", outFound))
	}
	if w.posted == 0 || w.shown < int8(p.limits.Visible/time.Second) {
		out = append(out, looked("history does not show a message", outAbsent))
	}
	return out
}

func (p protocol) lookedSteps(w world, i int) []step {
	if !p.holds(w, i, Unknown) {
		return []step{{"a worker finds the row taken by another", idle(w, i)}}
	}
	r := p.row(w)
	switch w.workers[i].out {
	case outFound:
		r = settle(r, "1", modelNow)
	case outAbsent:
		r = absent(r, modelNow, p.limits)
	default:
		r = lookFailed(r, modelNow.Add(tick(1)))
	}
	return []step{{"a worker writes that the message was " + outcomeName(w.workers[i].out), p.with(idle(w, i), r)}}
}

// wrong says what is wrong with a world, or nothing.
func wrong(w world) string {
	switch s := modelStates[w.state]; {
	case w.posted > 1:
		return "doubled"
	case s == Withheld && w.posted > 0:
		return "posted though withheld"
	case s == Withheld && w.tossedAgain:
		return "tossed twice"
	case s.Ended() && s != Skipped && s != Withheld && w.posted == 0 && !underWay(w):
		return "lost"
	case s == Skipped && w.posted > 0:
		return "false record"
	case s == Skipped && w.skippedWithGrace:
		return "skipped within grace"
	}
	return ""
}

// underWay reports whether a message may still be posted, so that it is too early to call it lost.
func underWay(w world) bool {
	for _, v := range w.workers {
		if v.pc == pcBegun || v.req != reqNone {
			return true
		}
	}
	return w.lost != orphans{noOrphan, noOrphan}
}

// symmetric orders the two workers, which are alike.
func symmetric(w world) world {
	a, b := w.workers[0], w.workers[1]
	if fmt.Sprint(a) > fmt.Sprint(b) {
		w.workers[0], w.workers[1] = b, a
	}
	return w
}
