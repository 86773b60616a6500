package main

import (
	"fmt"
	"testing"
	"time"
)

// Whatever happens to the sockets while people tell of their work, each word arrives once.
func TestSocketsThatCloseLoseNothing(t *testing.T) {
	t.Parallel()
	pair := openStage(t) // its second socket opens twenty seconds after the first
	closesItsOnlySocket(t, openStage(t))
	closesOneOfTwo(t, pair)
}

func closesItsOnlySocket(t *testing.T, s *stage) {
	t.Helper()
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	told := 0
	tell := func() (acked bool) {
		told++
		out := s.call("command", object{"as": bo.id, "channel": "#refunds", "text": fmt.Sprintf("/mission progress step %d.", told)})
		s.passes(2 * time.Second)
		n, want := 0, 0
		if out["acked"] == true {
			want = 1
		}
		s.eventually("what was told is posted", func() bool {
			n = ana.count("#refunds", fmt.Sprintf("step %d.", told))
			return n >= want
		})
		if n != want {
			t.Errorf("step %d, acknowledged %v, stands there %d times", told, out["acked"], n)
		}
		return out["acked"] == true
	}
	// After a warning the connection lives on for ten seconds, in which its successor opens: nobody notices.
	s.fault("disconnect", object{"reason": "warning"})
	for range 20 {
		if !tell() {
			t.Error("a command was lost after a warning")
		}
	}
	for _, trouble := range []object{
		{"kind": "disconnect", "reason": "refresh_requested"}, {"kind": "drop"},
		{"kind": "disconnect", "reason": "link_disabled"},
	} {
		s.call("fault", trouble)
		s.call("fault", object{"kind": "clear"}) // switches Socket Mode on again
		s.eventually("commands are taken again after "+jsonText(trouble), tell)
	}
	for i := range told {
		if n := ana.count("#refunds", fmt.Sprintf("step %d.", i+1)); n > 1 {
			t.Errorf("step %d stands there %d times", i+1, n)
		}
	}
}

// closesOneOfTwo holds the bot to losing no command when one of its two sockets closes at once.
func closesOneOfTwo(t *testing.T, s *stage) {
	t.Helper()
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	both := func() {
		s.t.Helper()
		deadline := time.Now().Add(time.Minute)
		for s.call("state?as="+bo.id, nil)["sockets"] != 2.0 {
			if time.Now().After(deadline) {
				t.Fatal("there are no two sockets")
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	told := 0
	for _, trouble := range []object{
		{"kind": "disconnect", "reason": "refresh_requested", "one": true}, {"kind": "drop", "one": true},
		{"kind": "disconnect", "reason": "warning"}, {"kind": "disconnect", "reason": "too_many_websockets", "one": true},
	} {
		both()
		s.call("fault", trouble)
		for range 5 {
			told++
			bo.types("#refunds", fmt.Sprintf("/mission progress step %d.", told))
			s.passes(2 * time.Second)
		}
	}
	for i := range told {
		if n := ana.count("#refunds", fmt.Sprintf("step %d.", i+1)); n != 1 {
			t.Errorf("step %d stands there %d times", i+1, n)
		}
	}
}
