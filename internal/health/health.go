// Package health answers two questions about a process that runs: does it work (/healthz), and does what it is there
// for reach people (/readyz)?
//
// The first is for whoever starts it again: red means that waiting does not help, since something inside is stuck. The
// second is for whoever is called at night: each check that is red says in one line what is wrong and what mends it.
// The checks come from the program; this package asks them side by side, bounds each in time, and never has one asked
// twice at once, so that a check that hangs costs one goroutine and is itself the answer.
package health

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Check asks one thing. A nil error means that it is well; the text of any other is one line for an operator and names
// nobody.
type Check struct {
	Name string
	Ask  func(context.Context) error
}

// Result is what a check answered.
type Result struct {
	Check string `json:"check"`
	OK    bool   `json:"ok"`
	// Text says what is wrong and what to do, and is empty where nothing is.
	Text string `json:"text,omitempty"`
}

// Report is the answer to one of the two questions.
type Report struct {
	OK     bool     `json:"ok"`
	Checks []Result `json:"checks"`
}

const (
	// askWithin bounds each check.
	askWithin = 3 * time.Second
	// fresh is how long an answer is good for, so that whoever asks often costs little.
	fresh = time.Second
)

// Panel holds the checks. Before [Panel.Begin] it says that the bot starts, and after [Panel.Drain] that it stops.
type Panel struct {
	live, ready *question

	mu       sync.Mutex
	begun    bool
	draining bool
}

// NewPanel returns a panel of a process that starts.
func NewPanel() *Panel { return &Panel{live: newQuestion(nil), ready: newQuestion(nil)} }

// Begin gives the panel its checks, once what they ask is there.
func (p *Panel) Begin(live, ready []Check) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live, p.ready, p.begun = newQuestion(live), newQuestion(ready), true
}

// Drain makes /readyz red, since the process is about to end. /healthz stays as it is: nobody is to kill it earlier.
func (p *Panel) Drain() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draining = true
}

// Live says whether the process works. One that still starts does.
func (p *Panel) Live(ctx context.Context) Report {
	p.mu.Lock()
	q := p.live
	p.mu.Unlock()
	return q.ask(ctx)
}

// Ready says whether the bot does what it is there for.
func (p *Panel) Ready(ctx context.Context) Report {
	p.mu.Lock()
	q, begun, draining := p.ready, p.begun, p.draining
	p.mu.Unlock()
	switch {
	case draining:
		return red("running", "the bot is stopping: what is under way is being finished")
	case !begun:
		return red("running", "the bot is starting: Slack has not answered yet, see the log")
	}
	return q.ask(ctx)
}

func red(check, text string) Report {
	return Report{Checks: []Result{{Check: check, Text: text}}}
}

// question is a list of checks with the last answer.
type question struct {
	checks []*asked

	mu   sync.Mutex
	last Report
	at   time.Time
}

func newQuestion(checks []Check) *question {
	q := &question{}
	for _, c := range checks {
		q.checks = append(q.checks, &asked{Check: c})
	}
	return q
}

// ask asks all checks, or returns the last answer where that is fresh.
func (q *question) ask(ctx context.Context) Report {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.at.IsZero() && time.Since(q.at) < fresh {
		return q.last
	}
	// Whoever asks may leave; the answer is for the next one as well.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askWithin)
	defer cancel()
	results := make([]Result, len(q.checks))
	var all sync.WaitGroup
	for i, c := range q.checks {
		all.Go(func() { results[i] = c.result(ctx) })
	}
	all.Wait()
	q.last, q.at = Report{OK: true, Checks: results}, time.Now()
	for _, r := range results {
		q.last.OK = q.last.OK && r.OK
	}
	return q.last
}

// asked is a check that may still be under way from an earlier time.
type asked struct {
	Check
	mu   sync.Mutex
	busy chan error // of the call under way; nil where there is none
}

func (a *asked) result(ctx context.Context) Result {
	err := a.answer(ctx)
	if err != nil {
		return Result{Check: a.Name, Text: err.Error()}
	}
	return Result{Check: a.Name, OK: true}
}

// answer waits for the check within ctx. One that hangs is waited for again the next time, and not begun anew.
func (a *asked) answer(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.busy == nil {
		busy := make(chan error, 1)
		a.busy = busy
		go func() { busy <- a.safely(ctx) }()
	}
	select {
	case err := <-a.busy:
		a.busy = nil
		return err
	case <-ctx.Done():
		return errors.New("no answer within " + askWithin.String() + ": it hangs")
	}
}

// safely turns a panic into an answer, without its value, which could hold anything.
func (a *asked) safely(ctx context.Context) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("the check itself broke (%T)", v)
		}
	}()
	return a.Ask(ctx)
}
