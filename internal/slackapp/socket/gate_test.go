package socket

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateSpacesAndRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		began := time.Now()
		for range 9 {
			if err := g.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 183*time.Second || took > 220*time.Second {
			t.Errorf("nine passages took %v, want a little over 183 s", took)
		}
		passed := make(chan struct{})
		go func() { _ = g.wait(t.Context()); close(passed) }()
		time.Sleep(time.Second)
		g.rest()
		synctest.Wait()
		select {
		case <-passed:
		default:
			t.Error("a waiter is not let through when the gate rests")
		}
	})
}

func TestGateHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.hold(time.Hour)
		g.hold(time.Minute) // A shorter one changes nothing.
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour-time.Second)
		defer cancel()
		if err := g.wait(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("wait within the hold: %v", err)
		}
		if err := g.wait(t.Context()); err != nil {
			t.Errorf("wait after the hold: %v", err)
		}
	})
}

func TestAHealthyConnectionDoesNotEndAHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		g.hold(time.Minute)
		g.rest()
		began := time.Now()
		if err := g.wait(t.Context()); err != nil || time.Since(began) < time.Minute {
			t.Errorf("passed after %v: %v", time.Since(began), err)
		}
	})
}
