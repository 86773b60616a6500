package sandbox

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// diary is a bot with appointments. At each it posts, then rests.
type diary struct {
	mu    sync.Mutex
	clock *Clock
	due   []time.Time
	kept  []time.Time
	post  func()
	stuck bool
}

func (d *diary) Wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.due) > 0 && !d.due[0].After(d.clock.Now()) {
		d.kept = append(d.kept, d.clock.Now())
		d.due = d.due[1:]
		if d.post != nil {
			d.post()
		}
	}
}

func (d *diary) Status(context.Context) (time.Time, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.due) == 0 {
		return time.Time{}, !d.stuck
	}
	return d.due[0], !d.stuck
}

var tuesday = time.Date(2026, time.November, 24, 9, 12, 0, 0, time.UTC)

func started(o *Options) { o.Start = tuesday }

func TestAWalkStopsAtEachDueTime(t *testing.T) {
	r := newRig(t, started)
	d := &diary{clock: r.s.Clock(), due: []time.Time{tuesday.Add(time.Hour), tuesday.Add(5 * time.Hour), tuesday.Add(48 * time.Hour)}}
	d.post = func() {
		if _, _, err := r.api.PostMessage(UserBo, slack.MsgOptionText("question", false)); err != nil {
			t.Error(err)
		}
	}
	r.s.SetBot(d)
	out := r.post("clock", obj{"advance": "24h"})
	stops, _ := out["stops"].([]any)
	if len(stops) != 3 || out["posted"] != 2.0 || out["rested"] != true {
		t.Fatalf("%v", out)
	}
	for i, at := range d.kept {
		if late := at.Sub(tuesday.Add([]time.Duration{time.Hour, 5 * time.Hour}[i])); late < 0 || late > time.Second {
			t.Errorf("appointment %d was kept %v late", i, late)
		}
	}
	first := r.messages(UserBo, "@app")[0]["ts"]
	if first.(string) < formatTS(tuesday.Add(time.Hour).UnixMicro()) {
		t.Errorf("the first message has ts %v", first)
	}
}

func TestAWalkLetsRateWindowsPass(t *testing.T) {
	r := newRig(t, started)
	spend := func() (err error) {
		for range tierLimit(2) {
			if _, err = r.api.GetUsers(); err != nil {
				return err
			}
		}
		return nil
	}
	if err := spend(); err != nil {
		t.Fatal(err)
	}
	r.post("clock", obj{"advance": "1s"})
	if err := spend(); err != nil {
		t.Errorf("after a walk: %v", err)
	}
}

func TestAJumpAsksNobody(t *testing.T) {
	r := newRig(t, started)
	d := &diary{clock: r.s.Clock(), due: []time.Time{tuesday.Add(time.Hour)}, stuck: true}
	r.s.SetBot(d)
	out := r.post("clock", obj{"advance": "-72h", "walk": false})
	if stops, _ := out["stops"].([]any); len(stops) != 0 {
		t.Errorf("%v", out)
	}
	if now := r.s.Clock().Now(); now.After(tuesday.Add(-71 * time.Hour)) {
		t.Errorf("the clock stands at %v", now)
	}
}

func TestAWalkDoesNotWaitForEver(t *testing.T) {
	r := newRig(t, started, func(o *Options) { o.Timing.Rest = 30 * time.Millisecond })
	r.s.SetBot(&diary{clock: r.s.Clock(), stuck: true})
	if out := r.post("clock", obj{"advance": "1h"}); out["rested"] != false {
		t.Errorf("%v", out)
	}
}

func TestTheClockIsMovedByWords(t *testing.T) {
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	now := tuesday.In(lisbon) // a Tuesday, 09:12
	rows := []struct{ sentence, text, want string }{
		{"A weekday is the next one.", "monday 09:00", "2026-11-30T09:00"},
		{"Today's weekday is today while it lies ahead.", "tuesday 10:00", "2026-11-24T10:00"},
		{"Else it is in a week.", "Tuesday 09:00", "2026-12-01T09:00"},
		{"Tomorrow is tomorrow.", "tomorrow 09:00", "2026-11-25T09:00"},
		{"An unknown day is none.", "someday 09:00", ""},
		{"A day needs an hour.", "monday", ""},
		{"An hour has two parts.", "monday 9", ""},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			got, err := nextWeekday(now, row.text)
			if row.want == "" {
				if err == nil {
					t.Errorf("read as %v", got)
				}
				return
			}
			if err != nil || got.Format("2006-01-02T15:04") != row.want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// A bot in another process learns the time and tells where it stands by asking
// every now and then.
func TestAWalkWaitsForABotInAnotherProcess(t *testing.T) {
	r := newRig(t, started)
	due := tuesday.Add(time.Hour)
	stop := make(chan struct{})
	var asked sync.WaitGroup
	asked.Go(func() {
		seq := 0.0
		for {
			report := obj{"rested": true, "seq": int(seq)}
			if r.s.Clock().Now().Before(due) {
				report["next_due"] = due.Format(time.RFC3339)
			}
			out := r.try("bot", report)
			seq, _ = out["seq"].(float64)
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	for r.get("state?as=" + UserAna)["bot"].(map[string]any)["next_due"] == nil {
		time.Sleep(time.Millisecond)
	}
	out := r.post("clock", obj{"advance": "2h"})
	close(stop)
	asked.Wait()
	if stops, _ := out["stops"].([]any); len(stops) != 2 || stops[0] != due.Format(time.RFC3339) || out["rested"] != true {
		t.Errorf("%v", out)
	}
}

func TestTimestampsNeverRepeatNorRunBackwards(t *testing.T) {
	w := &world{}
	last := ""
	for i := range 100 {
		ts := w.nextTS(tuesday.Add(time.Duration(-i) * time.Minute))
		if compareTS(ts, last) <= 0 {
			t.Fatalf("%s after %s", ts, last)
		}
		last = ts
	}
}
