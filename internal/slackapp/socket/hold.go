package socket

import (
	"context"
	"time"
)

const (
	// retireWithin bounds how long a socket that is given up waits for the answers to what it brought: none of them comes
	// later than Slack waits.
	retireWithin = AckWithin + 500*time.Millisecond
	// retireGlance is the pause between two looks whether they have gone out.
	retireGlance = 20 * time.Millisecond
)

// Hold sets how many sockets are held open, from none to [Options.Connections], as it is before the first call. Those that
// are too many answer what they brought, and close; what is missing is opened, the first at once and each other some time
// after it. It may be called at any time, before Run too, and returns at once.
func (r *Runner) Hold(n int) {
	n = min(max(n, 0), r.opts.Connections)
	r.mu.Lock()
	before := r.wanted
	if n != before {
		r.wanted, r.fresh = n, false
		close(r.rewanted)
		r.rewanted = make(chan struct{})
	}
	r.mu.Unlock()
	if n > before {
		r.gate.rest() // Its pauses are for what Slack closes, and these we closed ourselves.
	}
	if n != before {
		r.changed()
	}
}

// Beside returns how many sockets of this app others held, as Slack counted them when one of ours was opened last, and
// false where none was opened since the last change by [Runner.Hold].
func (r *Runner) Beside() (others int, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.beside, r.fresh
}

// wants reports whether the n-th socket is to be held open, and returns what closes when that may have changed.
func (r *Runner) wants(n int) (bool, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return n < r.wanted, r.rewanted
}

// keepOne holds the n-th socket open whenever it is wanted.
func (r *Runner) keepOne(keep, linked context.Context, n int) {
	for keep.Err() == nil {
		wanted, changed := r.wants(n)
		if wanted {
			wait(keep, time.Duration(n)*apart)
			r.keepWanted(keep, linked, n)
			continue
		}
		select {
		case <-keep.Done():
		case <-changed:
		}
	}
}

// keepWanted holds a socket open until it is not wanted any more. A link that is leaving is followed at once, and goes on
// beside its successor until it ends.
func (r *Runner) keepWanted(keep, linked context.Context, n int) {
	for keep.Err() == nil {
		wanted, changed := r.wants(n)
		if !wanted {
			return
		}
		l := r.newLink(linked)
		r.links.Go(l.run)
		for stays := true; stays; {
			select {
			case <-keep.Done():
				return
			case <-l.leaving:
				stays = false
			case <-changed:
				if wanted, changed = r.wants(n); !wanted {
					r.links.Go(l.retire)
					return
				}
			}
		}
	}
}

// retire ends a link once what it brought is answered.
func (l *link) retire() {
	l.retiring.Store(true)
	ctx, cancel := context.WithTimeout(l.ctx, retireWithin)
	defer cancel()
	for l.underway.Load() > 0 && ctx.Err() == nil {
		wait(ctx, retireGlance)
	}
	l.flush(ctx)
	if l.ctx.Err() == nil {
		l.log.Info("socket given up")
		l.runner.opts.Observer.Ended(endedGivenUp)
	}
	l.cancel()
}
