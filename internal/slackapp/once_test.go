package slackapp

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// note is a change that leaves a trace: a person's record for each time it took effect.
func note(ran *int, by mission.UserID) func(Tx) (outcome, error) {
	return func(tx Tx) (outcome, error) {
		*ran++
		return outcome{Did: "note", User: by, New: true}, tx.PutPerson(nudges.Person{Team: ourTeam, User: by})
	}
}

func (e *edge) noted(by mission.UserID) bool {
	e.t.Helper()
	err := e.store.View(e.t.Context(), func(tx Tx) error {
		_, err := tx.Person(ourTeam, by)
		return err
	})
	if err != nil && !isNotFound(err) {
		e.t.Fatal(err)
	}
	return err == nil
}

func TestOnceAnswersARepeatedRequestAlike(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	ran := 0
	first, err := e.once(t.Context(), "click/1", note(&ran, ana))
	if err != nil || first.again {
		t.Fatalf("the first time: %+v, %v", first, err)
	}
	second, err := e.once(t.Context(), "click/1", note(&ran, bo))
	if err != nil || !second.again {
		t.Errorf("the second time: %+v, %v", second, err)
	}
	if second.again = false; second != first {
		t.Errorf("the answers differ: %+v, then %+v", first, second)
	}
	if ran != 1 || e.noted(bo) || e.wakes.n != 1 {
		t.Errorf("it ran %d times, the second took effect: %v, the engine was woken %d times", ran, e.noted(bo), e.wakes.n)
	}
	if _, err := e.once(t.Context(), "click/2", note(&ran, bo)); err != nil || ran != 2 {
		t.Errorf("another request ran %d times in all: %v", ran, err)
	}
}

// TestOnceWithoutAKeyLeavesNoTrace holds for what must not be remembered: the store has nothing of the request.
func TestOnceWithoutAKeyLeavesNoTrace(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	ran := 0
	for range 2 {
		if done, err := e.once(t.Context(), "", note(&ran, ana)); err != nil || done.again {
			t.Errorf("done %+v, %v", done, err)
		}
	}
	err := e.store.View(t.Context(), func(tx Tx) error {
		if _, kept, err := tx.Seen(ourTeam, ""); kept || err != nil {
			t.Errorf("it is remembered: %v, %v", kept, err)
		}
		return nil
	})
	if err != nil || ran != 2 {
		t.Errorf("it ran %d times, %v", ran, err)
	}
}

func TestOnceRemembersNoFailure(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		err      error
	}{
		{"a refusal may be right a minute later", &mission.Refusal{Code: mission.NoMission}},
		{"an error may pass", errors.New("the disk is full")},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			t.Parallel()
			e := newEdge(t)
			_, err := e.once(t.Context(), "click/1", func(tx Tx) (outcome, error) {
				return outcome{}, inOrder(
					func() error { return tx.PutPerson(nudges.Person{Team: ourTeam, User: bo}) },
					func() error { return row.err },
				)
			})
			if !errors.Is(err, row.err) || e.noted(bo) || e.wakes.n != 0 {
				t.Errorf("the error is %v, half of it stayed: %v, woken %d times", err, e.noted(bo), e.wakes.n)
			}
			ran := 0
			if again, err := e.once(t.Context(), "click/1", note(&ran, ana)); err != nil || ran != 1 || again.again {
				t.Errorf("tried again it ran %d times: %+v, %v", ran, again, err)
			}
		})
	}
}

func TestOnceOutlivesACrash(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	ran := 0
	first, err := e.once(t.Context(), "command/1", note(&ran, ana))
	if err != nil {
		t.Fatal(err)
	}
	e.restart() // the acknowledgement was never sent, so Slack tells it again
	second, err := e.once(t.Context(), "command/1", note(&ran, ana))
	if err != nil || ran != 1 || !second.again || second.User != first.User {
		t.Errorf("after the crash it ran %d times: %+v, %v", ran, second, err)
	}
}

// failingStore fails each commit: what ran is rolled back, as by a crash before it was written.
type failingStore struct {
	Store
	err error
}

func (s failingStore) Update(ctx context.Context, f func(Tx) error) error {
	return s.Store.Update(ctx, func(tx Tx) error { return inOrder(func() error { return f(tx) }, func() error { return s.err }) })
}

func TestOnceRemembersNothingThatWasNotCommitted(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	whole, ran := e.store, 0
	e.store = failingStore{whole, errors.New("no commit")}
	if _, err := e.once(t.Context(), "command/1", note(&ran, ana)); err == nil || e.noted(ana) || e.wakes.n != 0 {
		t.Errorf("without a commit: %v, kept: %v, woken %d times", err, e.noted(ana), e.wakes.n)
	}
	e.store = whole
	if done, err := e.once(t.Context(), "command/1", note(&ran, ana)); err != nil || done.again || ran != 2 || !e.noted(ana) {
		t.Errorf("after it: %+v, %v, ran %d times, kept: %v", done, err, ran, e.noted(ana))
	}
}

func TestOnceLetsOneOfManyThrough(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	var fresh atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			done, err := e.once(t.Context(), "event/1", func(tx Tx) (outcome, error) {
				return outcome{Did: "note"}, tx.PutPerson(nudges.Person{Team: ourTeam, User: ana})
			})
			if err != nil {
				t.Error(err)
			}
			if !done.again {
				fresh.Add(1)
			}
		})
	}
	wg.Wait()
	if fresh.Load() != 1 || e.wakes.n != 1 {
		t.Errorf("%d of 16 were the first, the engine was woken %d times", fresh.Load(), e.wakes.n)
	}
}

// slowStore is a disk that takes its time: a transaction that has begun ends when the test says so.
type slowStore struct {
	Store
	disk chan struct{}
}

func (s slowStore) Update(context.Context, func(Tx) error) error { <-s.disk; return nil }

// skippingStore gives up a transaction that still waits when its time runs out.
type skippingStore struct{ Store }

func (skippingStore) Update(ctx context.Context, _ func(Tx) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestOnceDoesNotLetAPersonWait(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		sentence string
		store    func(disk chan struct{}) Store
		want     error
	}{
		{"what is being written may be saved", func(disk chan struct{}) Store { return slowStore{disk: disk} }, errUnconfirmed},
		{"what still waits is given up", func(chan struct{}) Store { return skippingStore{} }, context.DeadlineExceeded},
	} {
		t.Run(row.sentence, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				disk := make(chan struct{})
				a := &App{store: row.store(disk), engine: &wakes{}}
				ctx, cancel := context.WithTimeout(t.Context(), lastMoment)
				defer cancel()
				if _, err := a.once(ctx, "command/1", nil); !errors.Is(err, row.want) {
					t.Errorf("the answer is %v, want %v", err, row.want)
				}
				close(disk)
			})
		})
	}
}

// fullDisk runs a transaction and cannot write it down.
type fullDisk struct{ Store }

func (s fullDisk) Update(ctx context.Context, f func(Tx) error) error {
	full := errors.New("no space left on device")
	return s.Store.Update(ctx, func(tx Tx) error { return errors.Join(f(tx), full) })
}

func TestOnceDoesNotPromiseWhatTheDiskDidNot(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	e.App.store = fullDisk{Store: e.App.store}
	ran := 0
	if _, err := e.once(t.Context(), "command/1", note(&ran, ana)); !errors.Is(err, errUnconfirmed) {
		t.Errorf("a change that could not be written: %v", err)
	}
	refuse := func(Tx) (outcome, error) { return outcome{}, errNoMission }
	if _, err := e.once(t.Context(), "command/2", refuse); errors.Is(err, errUnconfirmed) || !errors.Is(err, errNoMission) {
		t.Errorf("a refusal on a full disk: %v", err)
	}
}
