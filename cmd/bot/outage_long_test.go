//go:build !race

package main

import (
	"fmt"
	"log/slog"
	"testing"
	"time"
)

// More times without Slack, each with the goroutines of those that run with the race detector, only for longer.

// skipped counts the rows that were given up since they came too late, as the log tells.
func (o *outage) skipped() int {
	n := 0
	for _, l := range o.log.since(o.began, slog.LevelInfo) {
		if l.text == "row moved" && l.attrs["state"] == "skipped" {
			n++
		}
	}
	return n
}

// The same where the sockets go on and the Web API fails: commands are taken, and appear later.
func TestAnHourOfErrorsWithLivingSockets(t *testing.T) {
	slackAway(t, func(o *outage) {
		o.fails("*", "status", object{"status": 503, "times": -1})
		for range 6 {
			o.tells("in the middle")
			time.Sleep(10 * time.Minute)
		}
	}, 40*time.Minute, func(o *outage) {
		if n, _ := o.asked(); n != 4 {
			t.Errorf("%d of 4 channels were asked", n)
		}
	})
}

// After a day without Slack what is too late is skipped and said to be, and nothing comes in a heap.
func TestADayWithoutSlack(t *testing.T) {
	slackAway(t, func(o *outage) { o.gone(24 * time.Hour) }, 40*time.Minute, func(o *outage) {
		channels, _ := o.asked()
		if channels > 4 {
			t.Errorf("%d questions came to 4 channels", channels)
		}
		if o.skipped() == 0 && channels == 0 {
			t.Error("questions are neither there nor said to be skipped")
		}
		t.Logf("%d questions to channels came, %d rows were skipped as too late", channels, o.skipped())
	})
}

// Slack that is slow is waited for, and who waits hears in time that nothing is saved.
func TestSlackIsSlow(t *testing.T) {
	for _, ms := range []int{2_900, 12_000} {
		t.Run(fmt.Sprint(ms, " ms"), func(t *testing.T) {
			slackAway(t, func(o *outage) {
				o.fails("*", "slow", object{"ms": ms, "times": -1})
				for range 6 {
					o.tells("slowly")
					time.Sleep(5 * time.Minute)
				}
			}, 40*time.Minute, func(*outage) {})
		})
	}
}

// Slack that says "too many" to everything for an hour is asked less and less.
func TestAnHourOfTooMany(t *testing.T) {
	slackAway(t, func(o *outage) {
		o.fails("*", "status", object{"status": 429, "retry_after": 30, "times": -1})
		for range 6 {
			o.tells("too often")
			time.Sleep(10 * time.Minute)
		}
	}, 20*time.Minute, func(o *outage) {
		if n, _ := o.asked(); n != 4 {
			t.Errorf("%d of 4 channels were asked", n)
		}
	})
}
