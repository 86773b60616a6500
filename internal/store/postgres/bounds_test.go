package postgres

import (
	"context"
	"errors"
	"testing"
	"time"
)

// surelyNotSaved reports whether an error says so, as the edge asks.
func surelyNotSaved(err error) bool {
	told, ok := errors.AsType[interface {
		error
		NotSaved() bool
	}](err)
	return ok && told.NotSaved()
}

// TestAnAnswerIsWaitedForUpToALimit holds also for callers whose own time never ends, such as the engine.
func TestAnAnswerIsWaitedForUpToALimit(t *testing.T) {
	t.Parallel()
	db, _ := openTest(t)
	hangs := update
	hangs.answer = 100 * time.Millisecond
	began := time.Now()
	err := db.try(context.WithoutCancel(t.Context()), hangs, func(tx *Tx) error {
		_, err := tx.number("select 1::bigint from pg_sleep(5)")
		return err
	})
	if took := time.Since(began); err == nil || took > 4*time.Second {
		t.Errorf("an answer that does not come: %v after %v", err, took)
	}
	if !unreachable(err) || !surelyNotSaved(err) {
		t.Errorf("that error is lost connection: %v, surely not saved: %v; it is %v", unreachable(err), surelyNotSaved(err), err)
	}
}

// TestWhatIsSurelyNotSavedIsSaid tells failures of the store from refusals, and from what may be saved.
func TestWhatIsSurelyNotSavedIsSaid(t *testing.T) {
	t.Parallel()
	db, _ := openTest(t)
	refused := errors.New("not hers")
	for sentence, c := range map[string]struct {
		f    func(*Tx) error
		says bool
	}{
		"a refusal is no failure of the store": {func(*Tx) error { return refused }, false},
		"a statement that the server refuses": {func(tx *Tx) error {
			_, err := tx.number("select 1/0::bigint")
			return err
		}, true},
		"an end of the session": {func(tx *Tx) error {
			_, err := tx.number("select 1::bigint from pg_terminate_backend(pg_backend_pid())")
			return err
		}, true},
	} {
		if err := db.try(t.Context(), update, c.f); err == nil || surelyNotSaved(err) != c.says {
			t.Errorf("%s: %v", sentence, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), func(*Tx) error { return nil }); !surelyNotSaved(err) {
		t.Errorf("a store that was closed: %v", err)
	}
}
