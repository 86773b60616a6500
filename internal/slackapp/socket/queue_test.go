package socket

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func named(id string) job { return job{env: Envelope{ID: id}} }

// Who sends one envelope waits for one of each other person at most, however many of somebody else's wait.
func TestNobodyWaitsBehindAFlood(t *testing.T) {
	t.Parallel()
	q := newQueue(defaultWorkers)
	n := 0
	for q.push("flooder", named(fmt.Sprint("f", n))) {
		n++
	}
	if n != queuedEach {
		t.Errorf("%d envelopes of one person wait, at most %d may", n, queuedEach)
	}
	if !q.push("ana", named("a")) {
		t.Fatal("there is no room for Ana")
	}
	var got []string
	for range 2 {
		j, _, _ := q.pop()
		got = append(got, j.env.ID)
	}
	if got[1] != "a" {
		t.Errorf("the first two are %v; Ana's is not among them", got)
	}
}

// What is nobody's has no bounds of its own, and all together have those of the queue: memory does not grow with a flood.
func TestTheQueueIsBounded(t *testing.T) {
	t.Parallel()
	q := newQueue(1)
	n := 0
	for n <= 2*queuedPerWorker && q.push("", named(fmt.Sprint(n))) {
		n++
	}
	if n != queuedPerWorker || n <= queuedEach {
		t.Errorf("%d envelopes wait for one worker, want %d", n, queuedPerWorker)
	}
	if q.push("ana", named("a")) {
		t.Error("a full queue takes one more")
	}
	_, done, _ := q.pop()
	if done(); !q.push("ana", named("a")) {
		t.Error("there is room again, and Ana has none")
	}
}

// One person's work leaves workers to the others, also where each takes its time.
func TestNobodyTakesAllWorkers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(defaultWorkers)
		const each = time.Second
		took := make(chan time.Duration, 1)
		var workers sync.WaitGroup
		for range defaultWorkers {
			workers.Go(func() {
				for {
					j, done, ok := q.pop()
					if !ok {
						return
					}
					time.Sleep(each)
					if j.env.ID == "ana" {
						took <- time.Since(j.env.Received)
					}
					done()
				}
			})
		}
		for i := range queuedEach {
			q.push("flooder", named(fmt.Sprint(i)))
		}
		synctest.Wait()
		q.push("ana", job{env: Envelope{ID: "ana", Received: time.Now()}})
		if d := <-took; d != each {
			t.Errorf("Ana waits %v for what takes %v", d, each)
		}
		q.close()
		workers.Wait()
	})
}

// Whatever comes, in whatever order it is done: nothing is lost or handed out twice, the order of one person's
// envelopes stays, her bounds hold, and the workers end once the queue is closed and empty.
func TestTheQueueKeepsItsPromises(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := newQueue(rapid.IntRange(1, 12).Draw(t, "workers"))
		waiting := map[string][]string{}
		busy := map[string]int{}
		type held struct {
			whose string
			done  func()
		}
		var under []held
		size := 0
		take := func() {
			j, done, _ := q.pop()
			whose := j.env.Type
			if waiting[whose][0] != j.env.ID {
				t.Fatalf("%s comes before %s", j.env.ID, waiting[whose][0])
			}
			waiting[whose] = waiting[whose][1:]
			size--
			if busy[whose]++; whose != "" && busy[whose] > q.atOnce {
				t.Fatalf("%q has %d workers", whose, busy[whose])
			}
			under = append(under, held{whose, done})
		}
		finish := func(i int) {
			h := under[i]
			under = append(under[:i], under[i+1:]...)
			busy[h.whose]--
			h.done()
		}
		takeable := func() bool {
			for whose, jobs := range waiting {
				if len(jobs) > 0 && (whose == "" || busy[whose] < q.atOnce) {
					return true
				}
			}
			return false
		}
		for i := range rapid.IntRange(1, 120).Draw(t, "steps") {
			switch what := rapid.IntRange(0, 3).Draw(t, fmt.Sprint("step", i)); {
			case what <= 1:
				whose := rapid.SampledFrom([]string{"", "ana", "bo"}).Draw(t, fmt.Sprint("whose", i))
				id := fmt.Sprint(i)
				room := size < q.most && (whose == "" || len(waiting[whose]) < q.each)
				if took := q.push(whose, job{env: Envelope{ID: id, Type: whose}}); took != room {
					t.Fatalf("%q is taken: %v, room: %v", whose, took, room)
				}
				if room {
					waiting[whose] = append(waiting[whose], id)
					size++
				}
			case what == 2 && takeable():
				take()
			case len(under) > 0:
				finish(rapid.IntRange(0, len(under)-1).Draw(t, fmt.Sprint("done", i)))
			}
		}
		q.close()
		if q.push("ana", named("late")) {
			t.Fatal("a closed queue takes something")
		}
		for size > 0 {
			if takeable() {
				take()
			} else {
				finish(0)
			}
		}
		if _, _, ok := q.pop(); ok {
			t.Fatal("an empty queue hands something out")
		}
		for len(under) > 0 {
			finish(0)
		}
		if len(q.lines) != 0 {
			t.Fatalf("it still knows %d people", len(q.lines))
		}
	})
}
