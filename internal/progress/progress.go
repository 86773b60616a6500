// Package progress shows how far long work is: a bar on a terminal, and elsewhere a line every few seconds, so that
// a log tells that something goes on without being filled by it. What ends within those seconds says nothing.
//
// Work does not know who looks: it is given a [Func] and tells it what it does.
package progress

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Every is how often a line is written where there is no terminal.
const Every = 5 * time.Second

// Step is how far a piece of work is.
type Step struct {
	// What is being done, as people read it: "copying", "checking the indexes".
	What string `json:"what"`
	// Done is how many of Total pieces are done. Total is 0 where nobody knows it beforehand.
	Done  int64 `json:"done"`
	Total int64 `json:"total,omitzero"`
	// Unit names the pieces, "records" where it is empty.
	Unit string `json:"unit,omitzero"`
}

// Func is told of each step. It returns soon and may be called often, from one goroutine at a time.
type Func func(Step)

// Tell calls f where there is one, so that work may be done without anybody looking.
func (f Func) Tell(s Step) {
	if f != nil {
		f(s)
	}
}

// Options are how a [Printer] prints.
type Options struct {
	// Terminal draws a bar; without it lines are written.
	Terminal bool
	// Quiet prints nothing at all.
	Quiet bool
	// Now is the clock; nil is that of this machine.
	Now func() time.Time
}

// Printer prints steps. It can be used from many goroutines.
type Printer struct {
	out  io.Writer
	opts Options

	mu      sync.Mutex
	what    string
	bar     *progressbar.ProgressBar
	began   time.Time
	printed time.Time // when the last line was written, or the work began
	from    int64     // what was done already when it began
}

// New returns a printer that writes to w, which is stderr in a program whose results go to stdout.
func New(w io.Writer, o Options) *Printer {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Printer{out: w, opts: o}
}

// Show prints a step, where it is time for it.
func (p *Printer) Show(s Step) {
	if p.opts.Quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.What != p.what {
		p.end()
		p.begin(s)
	}
	if p.opts.Terminal {
		p.draw(s)
		return
	}
	if now := p.opts.Now(); now.Sub(p.printed) >= Every {
		p.printed = now
		fmt.Fprintln(p.out, p.line(s, now))
	}
}

// End ends the bar that is being drawn.
func (p *Printer) End() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end()
}

func (p *Printer) begin(s Step) {
	p.what, p.began, p.from = s.What, p.opts.Now(), s.Done
	p.printed = p.began
	if !p.opts.Terminal {
		return
	}
	total := s.Total
	if total == 0 {
		total = -1 // the bar's word for "unknown"
	}
	p.bar = progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(p.out), progressbar.OptionSetDescription(s.What), progressbar.OptionSetWidth(30),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(unit(s)),
		progressbar.OptionSetPredictTime(true), progressbar.OptionThrottle(100*time.Millisecond))
}

func (p *Printer) draw(s Step) {
	if s.Total > 0 && s.Total != p.bar.GetMax64() {
		p.bar.ChangeMax64(s.Total)
	}
	_ = p.bar.Set64(s.Done) // A terminal that is gone is no reason to stop the work.
}

func (p *Printer) end() {
	if p.bar != nil {
		_ = p.bar.Exit()
		fmt.Fprintln(p.out)
	}
	p.bar, p.what = nil, ""
}

// line says how far a step is, how fast it goes, and when it will be over.
func (p *Printer) line(s Step, now time.Time) string {
	out := fmt.Sprintf("%s: %d %s", s.What, s.Done, unit(s))
	if s.Total > 0 {
		out = fmt.Sprintf("%s: %d of %d %s (%d %%)", s.What, s.Done, s.Total, unit(s), 100*s.Done/s.Total)
	}
	rate := float64(s.Done-p.from) / now.Sub(p.began).Seconds()
	if rate <= 0 {
		return out
	}
	out += fmt.Sprintf(", %.0f a second", rate)
	if s.Total > s.Done {
		left := time.Duration(float64(s.Total-s.Done) / rate * float64(time.Second))
		out += fmt.Sprintf(", %s to go", left.Round(time.Second))
	}
	return out
}

func unit(s Step) string {
	if s.Unit == "" {
		return "records"
	}
	return s.Unit
}
