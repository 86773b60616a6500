package socket

import "sync"

const (
	// queuedEach is how many envelopes of one person may wait.
	queuedEach = 32
	// sharesOfWorkers says which part of the workers one person may have at a time: a quarter.
	sharesOfWorkers = 4
)

// queue is what waits for the workers. Those whose envelopes wait take turns, so that one person who sends a thousand
// keeps nobody waiting but herself; and a part of the workers is always left to the others. What is nobody's, such as
// what Slack tells by itself, has a turn like a person and no bounds of its own.
type queue struct {
	most, each, atOnce int

	mu     sync.Mutex
	ready  sync.Cond
	lines  map[string]*line
	turns  []*line // those with something that waits and a worker to spare, in the order of their turns
	size   int
	closed bool
}

// line is what waits of one person.
type line struct {
	whose  string
	jobs   []job
	busy   int // workers that are at it
	inTurn bool
}

func newQueue(workers int) *queue {
	q := &queue{
		most: workers * queuedPerWorker, each: queuedEach, atOnce: max(1, workers/sharesOfWorkers),
		lines: make(map[string]*line),
	}
	q.ready.L = &q.mu
	return q
}

// push lets a job wait and reports whether there is room for it. It never blocks.
func (q *queue) push(whose string, j job) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	l := q.lines[whose]
	if q.closed || q.size >= q.most || l != nil && whose != "" && len(l.jobs) >= q.each {
		return false
	}
	if l == nil {
		l = &line{whose: whose}
		q.lines[whose] = l
	}
	l.jobs = append(l.jobs, j)
	q.size++
	q.offer(l)
	return true
}

// offer gives a line its turn, where something waits in it and its person may have another worker.
func (q *queue) offer(l *line) {
	if l.inTurn || len(l.jobs) == 0 || l.whose != "" && l.busy >= q.atOnce {
		return
	}
	l.inTurn = true
	q.turns = append(q.turns, l)
	q.ready.Signal()
}

// pop waits for the next job, and returns what the worker calls once it is done. It returns false once the queue is
// closed and empty.
func (q *queue) pop() (job, func(), bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.turns) == 0 {
		if q.closed && q.size == 0 {
			return job{}, nil, false
		}
		q.ready.Wait()
	}
	l := q.turns[0]
	q.turns = q.turns[1:]
	j := l.jobs[0]
	l.jobs[0] = job{} // its payload is not held beyond its time
	l.jobs, l.inTurn = l.jobs[1:], false
	l.busy++
	q.size--
	q.offer(l)
	if q.closed && q.size == 0 {
		q.ready.Broadcast()
	}
	return j, func() { q.done(l) }, true
}

// done notes that a worker is free again.
func (q *queue) done(l *line) {
	q.mu.Lock()
	defer q.mu.Unlock()
	l.busy--
	q.offer(l)
	if l.busy == 0 && len(l.jobs) == 0 {
		delete(q.lines, l.whose)
	}
}

// close takes nothing more; what waits is still handed out.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.ready.Broadcast()
}
