package api

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

var postOK = ok(`{"channel":"C1","ts":"1.2"}`)

// most returns the most calls in any span of that length.
func most(calls []called, span time.Duration) int {
	found := 0
	for i := range calls {
		n := 0
		for _, c := range calls[i:] {
			if c.at.Sub(calls[i].at) < span {
				n++
			}
		}
		found = max(found, n)
	}
	return found
}

func post(channel string) Post { return Post{Channel: channel, Text: "hi"} }

// A channel gets a short burst and then a message a second; another does not wait, as long as the workspace has room.
func TestOneMessageASecondAChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, f := withoutNetwork(t, Options{PostsPerMinute: 3000}, always(postOK))
		var all sync.WaitGroup
		for n := range 20 {
			all.Go(func() {
				var err error
				if n%2 == 0 {
					err = c.PostEphemeral(t.Context(), Ephemeral{Channel: "C1", User: "U1", Text: "hi"})
				} else {
					_, err = c.PostMessage(t.Context(), post("C1"))
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		began := time.Now()
		synctest.Wait() // The first channel has its burst, and the others wait their turn.
		if _, err := c.PostMessage(t.Context(), post("C2")); err != nil || time.Since(began) != 0 {
			t.Errorf("the other channel: %v after %v", err, time.Since(began))
		}
		all.Wait()
		if took := time.Since(began); took != 17*time.Second {
			t.Errorf("twenty messages took %v", took)
		}
		if n := most(f.seen(), 10*time.Second); n != channelBurst+9+1 {
			t.Errorf("%d messages within ten seconds", n)
		}
	})
}

// However many channels there are, the workspace gets no more than it may.
func TestPostsPerMinute(t *testing.T) {
	for set, limit := range map[int]int{0: defaultPostsPerMinute, 30: 30} {
		synctest.Test(t, func(t *testing.T) {
			c, f := withoutNetwork(t, Options{PostsPerMinute: set}, always(postOK))
			var all sync.WaitGroup
			for n := range 3 * limit {
				all.Go(func() {
					if _, err := c.PostMessage(t.Context(), post(fmt.Sprint("C", n))); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if n := most(f.seen(), time.Minute); n > limit || n < limit*9/10 {
				t.Errorf("%d messages within a minute, allowed are %d", n, limit)
			}
		})
	}
}

func TestOpensPerMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, f := withoutNetwork(t, Options{}, always(ok(`{"channel":{"id":"D1"}}`)))
		var all sync.WaitGroup
		for range 150 {
			all.Go(func() {
				if _, err := c.OpenDM(t.Context(), "U1"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := most(f.seen(), time.Minute); n > opensPerMinute || n < opensPerMinute*8/10 {
			t.Errorf("%d opens within a minute", n)
		}
	})
}

// A 429 stops its method and no other, for as long as Slack said.
func TestPauseOfAMethod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limited := true
		c, f := withoutNetwork(t, Options{}, func(c called) answer {
			if limited && c.method == "users.info" {
				return answer{status: 429, header: map[string]string{"Retry-After": "30"}}
			}
			if c.method == "users.info" {
				return ok(`{"user":{"id":"U1"}}`)
			}
			return postOK
		})
		if _, err := c.UserInfo(t.Context(), "U1"); ClassOf(err) != RateLimited {
			t.Fatal(err)
		}
		limited = false
		short, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		_, err := c.UserInfo(short, "U1")
		if e, isOurs := errors.AsType[*Error](err); !isOurs || e.Class != RateLimited || e.RetryAfter != 30*time.Second || time.Since(began) != 0 {
			t.Errorf("with too little time: %v after %v", err, time.Since(began))
		}
		if _, err := c.PostMessage(t.Context(), post("C1")); err != nil || time.Since(began) != 0 {
			t.Errorf("another method: %v after %v", err, time.Since(began))
		}
		if _, err := c.UserInfo(t.Context(), "U1"); err != nil || time.Since(began) != 30*time.Second {
			t.Errorf("with time: %v after %v", err, time.Since(began))
		}
		if n := len(f.seen()); n != 3 {
			t.Errorf("%d calls went out", n)
		}
	})
}

// Calls that were waiting for their turn when a pause began wait for its end as well.
func TestPauseBeginsWhileOthersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		c, f := withoutNetwork(t, Options{}, func(called) answer {
			if at := time.Since(began); at > 0 && at < 30*time.Second {
				return answer{status: 429, header: map[string]string{"Retry-After": "60"}}
			}
			return postOK
		})
		var all sync.WaitGroup
		for range channelBurst + 10 {
			all.Go(func() { _, _ = c.PostMessage(t.Context(), post("C1")) })
		}
		all.Wait()
		for _, call := range f.seen()[channelBurst+1:] {
			if at := call.at.Sub(began); at < 61*time.Second {
				t.Errorf("a call went out after %v, within the pause", at)
			}
		}
	})
}

// The cap of the workspace stops all kinds of posts.
func TestPauseOfTheWorkspace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		c, _ := withoutNetwork(t, Options{}, func(called) answer {
			if first {
				first = false
				return answer{status: 429}
			}
			return postOK
		})
		if _, err := c.PostMessage(t.Context(), post("C1")); ClassOf(err) != RateLimited {
			t.Fatal(err)
		}
		began := time.Now()
		if err := c.UpdateMessage(t.Context(), "C1", "1.2", "hi", nil); err != nil || time.Since(began) != 0 {
			t.Errorf("an update: %v after %v", err, time.Since(began))
		}
		if err := c.PostEphemeral(t.Context(), Ephemeral{Channel: "C2", User: "U1", Text: "hi"}); err != nil || time.Since(began) != cappedPause {
			t.Errorf("an ephemeral message: %v after %v", err, time.Since(began))
		}
	})
}

// A call that gives up waiting leaves its turn to others, and sends nothing.
func TestGivingUpTheTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, f := withoutNetwork(t, Options{}, always(postOK))
		for range channelBurst {
			if _, err := c.PostMessage(t.Context(), post("C1")); err != nil {
				t.Fatal(err)
			}
		}
		for range 50 {
			short, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			if _, err := c.PostMessage(short, post("C1")); ClassOf(err) != RateLimited {
				t.Fatalf("with too little time: %v", err)
			}
			cancel()
		}
		gone, cancel := context.WithCancel(t.Context())
		time.AfterFunc(500*time.Millisecond, cancel)
		if _, err := c.PostMessage(gone, post("C1")); ClassOf(err) != Transient || !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled: %v", err)
		}
		began := time.Now()
		if _, err := c.PostMessage(t.Context(), post("C1")); err != nil || time.Since(began) > time.Second {
			t.Errorf("the next: %v after %v", err, time.Since(began))
		}
		if n := len(f.seen()); n != channelBurst+1 {
			t.Errorf("%d calls went out", n)
		}
	})
}

// A clock that is moved lets waiting calls go on.
func TestMovedClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var offset time.Duration
		now := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return time.Now().Add(offset)
		}
		first := true
		c, _ := withoutNetwork(t, Options{Now: now}, func(called) answer {
			if first {
				first = false
				return answer{status: 429, header: map[string]string{"Retry-After": "600"}}
			}
			return postOK
		})
		if _, err := c.PostMessage(t.Context(), post("C1")); ClassOf(err) != RateLimited {
			t.Fatal(err)
		}
		time.AfterFunc(3*time.Second, func() {
			mu.Lock()
			defer mu.Unlock()
			offset = time.Hour
		})
		began := time.Now()
		if _, err := c.PostMessage(t.Context(), post("C1")); err != nil || time.Since(began) > 5*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

// Limiters of channels long quiet do not pile up.
func TestQuietChannelsAreForgotten(t *testing.T) {
	now := time.Unix(0, 0)
	p := newPace(defaultPostsPerMinute, func() time.Time { return now })
	for n := range 10 * maxChannels {
		p.channel(fmt.Sprint("C", n)).AllowN(now, 1)
		now = now.Add(100 * time.Millisecond)
	}
	if n := len(p.channels); n > maxChannels {
		t.Errorf("%d limiters are kept", n)
	}
}
