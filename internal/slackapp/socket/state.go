package socket

import "time"

// State is how the sockets stand.
type State struct {
	// Connected is the number of sockets to which Slack has said hello.
	Connected int
	// Wanted is the number of sockets that are to be held open, see [Runner.Hold].
	Wanted int
	// LastFrame is when anything was last heard, pings included; zero before that.
	LastFrame time.Time
	// Counted is the number of sockets of this app that Slack counted at the last hello.
	Counted int
	// Foreign is how many of Counted are not ours: another process may be using
	// the same app token, and takes a share of all commands.
	Foreign int
}

// Status returns how the sockets stand.
func (r *Runner) Status() State {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := State{Wanted: r.wanted, Counted: r.counted, Foreign: r.foreign}
	for l := range r.live {
		if l.greeted.Load() {
			s.Connected++
		}
	}
	if last := r.lastFrame.Load(); last != 0 {
		s.LastFrame = time.Unix(0, last)
	}
	return s
}

// changed tells the observer how the sockets stand, one call at a time.
func (r *Runner) changed() {
	if r.opts.OnState == nil {
		return
	}
	r.telling.Lock()
	defer r.telling.Unlock()
	r.opts.OnState(r.Status())
}

func (r *Runner) joined(l *link) {
	r.mu.Lock()
	r.live[l] = struct{}{}
	r.mu.Unlock()
}

func (r *Runner) left(l *link) {
	r.mu.Lock()
	delete(r.live, l)
	r.mu.Unlock()
	r.changed()
}

// greeted takes note of a hello and of how many sockets Slack counts in it.
func (r *Runner) greeted(by *link, counted int) {
	r.mu.Lock()
	ours := 0
	for l := range r.live {
		if l.dialled.Load() {
			ours++
		}
	}
	others := 0
	if r.opts.Others != nil {
		others = r.opts.Others()
	}
	r.counted, r.beside, r.foreign = counted, max(0, counted-ours), max(0, counted-ours-others)
	r.fresh = r.fresh || !by.retiring.Load()
	foreign := r.foreign
	r.mu.Unlock()
	if foreign > 0 {
		r.log.Warn("Slack counts more sockets of this app than this process holds; another process may be using the same app token and taking a share of the commands",
			"counted", counted, "ours", ours, "other_copies", others)
	}
	r.changed()
}
