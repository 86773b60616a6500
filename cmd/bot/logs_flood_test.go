package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestALogIsNotFlooded: a message that comes a thousand times is written twenty times a minute, then told once with how
// often it came; another message and every reference come through.
func TestALogIsNotFlooded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		log := slog.New(newFloodGuard(slog.NewTextHandler(&out, nil))).With("component", "socket")
		for range 1000 {
			log.Warn("nothing is heard")
		}
		for range 50 {
			log.Error("request failed", "ref", "ember-427")
		}
		log.Info("something else")
		for what, want := range map[string]int{"nothing is heard": 20, "ember-427": 50, "something else": 1} {
			if n := strings.Count(out.String(), what); n != want {
				t.Errorf("%s is written %d times, want %d", what, n, want)
			}
		}
		time.Sleep(floodWindow)
		log.Info("a minute later")
		if n := strings.Count(out.String(), "held_back=980"); n != 1 {
			t.Errorf("what was held back is told %d times:\n%s", n, out.String())
		}
	})
}
