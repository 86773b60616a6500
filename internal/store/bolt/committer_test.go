package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/mission"
)

var errTest = errors.New("the function of the test failed")

func openTest(t testing.TB) *DB {
	t.Helper()
	return openWith(t, Options{})
}

func openWith(t testing.TB, opts Options) *DB {
	t.Helper()
	db, err := Open(filepath.Join(t.TempDir(), "throughline.db"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// asGroup runs functions in one group: it holds the committer until all of them wait. It returns their
// answers in the order of the functions.
func asGroup(t testing.TB, db *DB, functions ...func(*Tx) error) []error {
	t.Helper()
	release := hold(t, db)
	answers := make([]error, len(functions))
	var wg sync.WaitGroup
	for i, f := range functions {
		wg.Go(func() { answers[i] = db.Update(t.Context(), f) })
		waitFor(func() bool { return db.queue.len() == i+1 })
	}
	release()
	wg.Wait()
	return answers
}

// hold keeps the committer busy until the returned function is called.
func hold(t testing.TB, db *DB) (release func()) {
	t.Helper()
	begun, end, done := make(chan bool), make(chan bool), make(chan error)
	go func() {
		done <- db.Update(context.Background(), func(*Tx) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	return func() {
		close(end)
		if err := <-done; err != nil {
			t.Errorf("the holding function: %v", err)
		}
	}
}

func waitFor(done func() bool) {
	for !done() {
		runtime.Gosched()
	}
}

// remember returns a function that writes one key and then returns err.
func remember(key string, err error) func(*Tx) error {
	return func(tx *Tx) error {
		return errors.Join(tx.Remember("T1", key, []byte("done"), time.Unix(0, 0)), err)
	}
}

func isSeen(t testing.TB, db *DB, key string) bool {
	t.Helper()
	var ok bool
	err := db.View(context.Background(), func(tx *Tx) (err error) {
		_, ok, err = tx.Seen("T1", key)
		return err
	})
	if err != nil {
		t.Errorf("view: %v", err)
	}
	return ok
}

func TestOneFunctionDoesNotSpoilTheOthers(t *testing.T) {
	const n = 600
	db := openTest(t)
	var runs atomic.Int64
	functions := make([]func(*Tx) error, n)
	for i := range functions {
		write := remember(fmt.Sprint(i), nil)
		functions[i] = func(tx *Tx) error {
			runs.Add(1)
			if err := write(tx); err != nil {
				return err
			}
			switch i % 3 {
			case 1:
				return errTest
			case 2:
				panic("private words")
			}
			return nil
		}
	}
	for i, err := range asGroup(t, db, functions...) {
		var panicked *PanicError
		good := i%3 == 0
		right := (good && err == nil) || (i%3 == 1 && errors.Is(err, errTest)) || (i%3 == 2 && errors.As(err, &panicked))
		if !right {
			t.Fatalf("function %d got %v", i, err)
		}
		if isSeen(t, db, fmt.Sprint(i)) != good {
			t.Fatalf("function %d: stored = %v, want %v", i, !good, good)
		}
		if panicked != nil && (strings.Contains(err.Error(), "private") || panicked.Value != "private words" || len(panicked.Stack) == 0) {
			t.Fatalf("the panic came as %q", err)
		}
	}
	if got := runs.Load(); got > 20*n {
		t.Errorf("%d functions were run %d times in all; the group is not halved", n, got)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestRefusalsBeforeAWriteCostNothing(t *testing.T) {
	db := openTest(t)
	var runs atomic.Int64
	functions := make([]func(*Tx) error, 90)
	for i := range functions {
		functions[i] = func(tx *Tx) error {
			runs.Add(1)
			if i%3 != 0 {
				return errTest
			}
			return remember(fmt.Sprint(i), nil)(tx)
		}
	}
	for i, err := range asGroup(t, db, functions...) {
		if errors.Is(err, errTest) != (i%3 != 0) || isSeen(t, db, fmt.Sprint(i)) != (i%3 == 0) {
			t.Errorf("function %d got %v", i, err)
		}
	}
	if runs.Load() != 90 {
		t.Errorf("90 functions were run %d times", runs.Load())
	}
}

func TestAFailedCommitIsEverybodysAnswer(t *testing.T) {
	db := openTest(t)
	full := errors.New("no space left on device")
	db.commit = func(tx *bolt.Tx) error { return errors.Join(full, tx.Rollback()) }
	answers := asGroup(t, db,
		remember("A", nil),
		func(tx *Tx) error { // A refusal that rests on what the first function wrote.
			if _, ok, _ := tx.Seen("T1", "A"); ok {
				return errTest
			}
			return nil
		},
		remember("B", errTest),
	)
	for i, err := range answers {
		if !errors.Is(err, ErrCommit) || !errors.Is(err, full) || errors.Is(err, errTest) {
			t.Errorf("function %d got %v; want the commit's error", i, err)
		}
	}
	if isSeen(t, db, "A") {
		t.Error("the store shows what it could not write")
	}

	release := hold(t, db) // Only the committer's goroutine may see the field change.
	db.commit = (*bolt.Tx).Commit
	release()
	if err := db.Update(t.Context(), remember("A", nil)); err != nil || !isSeen(t, db, "A") {
		t.Errorf("once there is space again: %v", err)
	}
}

func TestFailingCommitsAreLoggedOnce(t *testing.T) {
	var log bytes.Buffer // Written by the committer before it answers, read after the answer.
	db := openWith(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	commit := func(f func(*bolt.Tx) error, want error) {
		t.Helper()
		release := hold(t, db)
		db.commit = f
		release()
		if err := db.Update(t.Context(), remember("A", nil)); !errors.Is(err, want) {
			t.Errorf("Update = %v; want %v", err, want)
		}
	}
	full := func(tx *bolt.Tx) error { return errors.Join(errTest, tx.Rollback()) }
	commit(full, ErrCommit)
	commit(full, ErrCommit)
	if n := strings.Count(log.String(), "commits fail"); n != 1 || !strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("two failures are logged %d times:\n%s", n, &log)
	}
	commit((*bolt.Tx).Commit, nil)
	commit(full, ErrCommit)
	if n := strings.Count(log.String(), "commits fail"); n != 2 || strings.Count(log.String(), "commits succeed again") != 1 {
		t.Errorf("want a recovery and a second failure:\n%s", &log)
	}
}

func TestATransactionThatCannotBeginStoresNothingAndSaysSo(t *testing.T) {
	var log bytes.Buffer
	db := openWith(t, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err := db.bolt.Close(); err != nil { // As after a mapping that failed, no transaction begins any more.
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), remember("A", nil)); !errors.Is(err, ErrCommit) {
		t.Errorf("Update = %v; want the error of the store", err)
	}
	if !strings.Contains(log.String(), "commits fail") {
		t.Errorf("the log does not say so:\n%s", &log)
	}
}

func TestAFullDiskIsSurvived(t *testing.T) {
	db := openTest(t)
	big := func(tx *Tx) error { return tx.Remember("T1", "big", make([]byte, 40<<20), time.Unix(0, 0)) }
	release := hold(t, db)
	db.bolt.MaxSize = 30 << 20
	release()
	if err := db.Update(t.Context(), big); !errors.Is(err, ErrCommit) {
		t.Errorf("a write beyond the disk: %v; want ErrCommit", err)
	}
	if err := db.Update(t.Context(), remember("small", nil)); err != nil || !isSeen(t, db, "small") || isSeen(t, db, "big") {
		t.Errorf("a small write afterwards: %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhoeverLeavesTheQueueIsNotRun(t *testing.T) {
	db := openTest(t)
	release := hold(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		left <- db.Update(ctx, func(*Tx) error { t.Error("the function was run"); return nil })
	}()
	waitFor(func() bool { return db.queue.len() == 1 })
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("Update = %v; want the context's error while the committer is still held", err)
	}
	release()
}

// TestAContextThatEndedIsNotRun is the moment in which the committer is faster than the caller.
func TestAContextThatEndedIsNotRun(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	j := &job{ctx: ctx, f: func(*Tx) error { t.Error("the function was run"); return nil }, done: make(chan error, 1)}
	db.queue.push(j)
	if err := <-j.done; !errors.Is(err, context.Canceled) {
		t.Errorf("answer %v; want the context's error", err)
	}
}

func TestADeadlineEndsTheWaitInTheQueue(t *testing.T) {
	path := filepath.Join(t.TempDir(), "throughline.db")
	synctest.Test(t, func(t *testing.T) {
		db, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		release := hold(t, db)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err = db.Update(ctx, func(*Tx) error { t.Error("the function was run"); return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Update = %v; want the deadline's error", err)
		}
		release()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatHasBegunIsWaitedFor(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Update(ctx, func(tx *Tx) error {
		cancel()
		return remember("A", nil)(tx)
	})
	if err != nil || !isSeen(t, db, "A") {
		t.Errorf("a function whose context ends while it runs: %v; want it stored", err)
	}
}

// TestAFunctionThatEndsItsGoroutine does what FailNow does inside a function. Without care the store
// would stand still from then on.
func TestAFunctionThatEndsItsGoroutine(t *testing.T) {
	db := openTest(t)
	answers := asGroup(t, db,
		remember("A", nil),
		func(tx *Tx) error { _ = remember("B", nil)(tx); runtime.Goexit(); return nil },
		remember("C", nil),
	)
	if answers[0] != nil || !errors.Is(answers[1], ErrInterrupted) || answers[2] != nil {
		t.Errorf("answers %v; want only the second to fail", answers)
	}
	if !isSeen(t, db, "A") || isSeen(t, db, "B") || !isSeen(t, db, "C") {
		t.Error("what was stored is not what was answered")
	}
}

func TestATransactionEndsWithItsFunction(t *testing.T) {
	db := openTest(t)
	var kept *Tx
	keep := func(tx *Tx) error { kept = tx; return nil }
	for name, run := range map[string]func(context.Context, func(*Tx) error) error{"Update": db.Update, "View": db.View} {
		if err := run(t.Context(), keep); err != nil {
			t.Fatal(err)
		}
		_, errGet := kept.Mission("T1", "M1")
		_, errScan := kept.RunningMissions("T1")
		_, errFirst := kept.ActiveMission("T1", "C1")
		errPut := kept.PutMission(mission.Mission{Team: "T1", ID: "M1"})
		for _, err := range []error{errGet, errScan, errFirst, errPut} {
			if !errors.Is(err, errOver) {
				t.Errorf("a transaction of %s used afterwards: %v; want errOver", name, err)
			}
		}
	}
}

func TestCloseLetsTheQueueFinish(t *testing.T) {
	db := openTest(t)
	path := db.bolt.Path()
	release := hold(t, db)
	const n = 20
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := db.Update(t.Context(), remember(fmt.Sprint(i), nil)); err != nil {
				t.Errorf("a function that waited at Close: %v", err)
			}
		})
	}
	waitFor(func() bool { return db.queue.len() == n })
	closed := make(chan error)
	go func() { closed <- db.Close() }()
	waitFor(func() bool {
		db.queue.mu.Lock()
		defer db.queue.mu.Unlock()
		return db.queue.closed
	})
	if err := db.Update(t.Context(), remember("late", nil)); !errors.Is(err, ErrClosed) {
		t.Errorf("Update after Close = %v; want ErrClosed", err)
	}
	release()
	wg.Wait()
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := db.View(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrClosed) {
		t.Errorf("View after Close = %v; want ErrClosed", err)
	}
	again, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for i := range n {
		if !isSeen(t, again, fmt.Sprint(i)) {
			t.Errorf("what waited at Close is not stored: %d", i)
		}
	}
}
