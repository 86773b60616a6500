package bolt

import (
	"context"
	"sync"
	"sync/atomic"
)

// job is one function on its way through the committer.
type job struct {
	ctx  context.Context
	f    func(*Tx) error
	done chan error // has room for the answer

	// started is set by whoever decides first: the committer that the job runs, or its caller that it
	// does not.
	started atomic.Bool

	// The committer's alone, until it answers.
	private  bool  // it wrote something private
	ran      bool  // it ran at least once, so it stays in its group
	err      error // what the last run said
	answered bool
}

// queue holds the jobs that wait, in order.
type queue struct {
	mu     sync.Mutex
	jobs   []*job
	closed bool
	wake   chan struct{} // has room for one: something waits, or the queue was closed
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

// push appends a job, unless the queue was closed.
func (q *queue) push(j *job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false
	}
	q.jobs = append(q.jobs, j)
	q.signal()
	return true
}

// close lets no more jobs in. Those inside are still taken.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.signal()
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// len returns how many jobs wait.
func (q *queue) len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.jobs)
}

// wait returns once a job waits, or false once the queue was closed and is empty.
func (q *queue) wait() bool {
	for {
		q.mu.Lock()
		n, closed := len(q.jobs), q.closed
		q.mu.Unlock()
		if n > 0 || closed {
			return n > 0
		}
		<-q.wake
	}
}

// take removes and returns the first jobs, at most limit.
func (q *queue) take(limit int) []*job {
	q.mu.Lock()
	defer q.mu.Unlock()
	n := min(limit, len(q.jobs))
	taken := q.jobs[:n:n]
	q.jobs = q.jobs[n:]
	if len(q.jobs) == 0 {
		q.jobs = nil // The backing array belongs to the group.
	}
	return taken
}
