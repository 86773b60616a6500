package storetest

import (
	"context"
	"errors"
	"testing"

	"throughline/internal/store/damage"
)

// Driver is what a store offers, with a type of its own for transactions.
type Driver[T Tx] interface {
	Update(ctx context.Context, f func(T) error) error
	View(ctx context.Context, f func(T) error) error
	Check(ctx context.Context) error
}

// Of shows a driver's store to the suite.
func Of[T Tx](db Driver[T]) Store { return driven[T]{db} }

type driven[T Tx] struct{ db Driver[T] }

func (s driven[T]) Update(ctx context.Context, f func(Tx) error) error {
	return s.db.Update(ctx, func(tx T) error { return f(tx) })
}

func (s driven[T]) View(ctx context.Context, f func(Tx) error) error {
	return s.db.View(ctx, func(tx T) error { return f(tx) })
}

// Sound verifies a store after a test, unless the test closed it. That records speak of missions that are not there is
// the tests' own doing.
func Sound[T Tx](t testing.TB, db Driver[T], closed error) {
	t.Helper()
	err := db.Check(context.Background())
	if err == nil || errors.Is(err, closed) {
		return
	}
	found, ok := errors.AsType[*damage.Error](err)
	if !ok {
		t.Fatalf("check: %v", err)
	}
	for _, f := range found.Findings {
		if f.Part != damage.Reference {
			t.Errorf("check: %s", f)
		}
	}
}
