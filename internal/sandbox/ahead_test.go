package sandbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// twinDiary runs a diary once more beside a copy of the sandbox.
type twinDiary struct {
	of      *diary
	to      []string // where it posts at each of its times
	started int
	stopped int
	stuck   bool
	refuses error
}

func (r *twinDiary) Rehearse(_ context.Context, on *Server) (func() error, error) {
	if r.refuses != nil {
		return nil, r.refuses
	}
	r.started++
	twin := &diary{clock: on.Clock(), due: slices.Clone(r.of.due), stuck: r.stuck}
	twin.post = posts(on, r.to, len(r.of.kept))
	on.SetBot(twin)
	return func() error { r.stopped++; return nil }, nil
}

// posts has a diary write one numbered line after the other.
func posts(on *Server, to []string, n int) func() {
	env := on.Env()
	api := slack.New(env.BotToken, slack.OptionAPIURL(env.APIURL))
	return func() {
		n++
		if _, _, err := api.PostMessage(to[(n-1)%len(to)], slack.MsgOptionText(fmt.Sprintf("line %d", n), false)); err != nil {
			panic(err)
		}
	}
}

// ahead is a rig with an app that has four appointments in the coming weeks.
func ahead(t *testing.T) (*rig, *twinDiary) {
	t.Helper()
	r := newRig(t, started)
	r.connect()
	r.invite(UserAna, ChannelRefunds)
	d := &diary{clock: r.s.Clock()}
	for _, day := range []int{1, 3, 15, 40} {
		d.due = append(d.due, tuesday.AddDate(0, 0, day))
	}
	twin := &twinDiary{of: d, to: []string{ChannelRefunds, UserBo, UserAna}}
	d.post = posts(r.s, twin.to, 0)
	r.s.SetBot(d)
	r.s.SetRehearser(twin)
	return r, twin
}

// lines are what a look ahead, or a conversation, has: the day and the words.
func lines(messages []any) []string {
	var all []string
	for _, m := range messages {
		m, _ := m.(obj)
		if inner, ok := m["message"].(obj); ok {
			m = inner
		}
		seconds, _, _ := strings.Cut(fmt.Sprint(m["ts"]), ".")
		var at int64
		_, _ = fmt.Sscan(seconds, &at)
		all = append(all, time.Unix(at, 0).UTC().Format("2006-01-02 15:04 ")+fmt.Sprint(m["text"]))
	}
	return all
}

func came(out obj) []any {
	list, _ := out["came"].([]any)
	return list
}

// everything is all that could show that something happened: what each sees and what was recorded.
func (r *rig) everything() string {
	r.s.mu.Lock()
	defer r.s.mu.Unlock()
	var all []any
	for _, u := range r.s.w.users {
		all = append(all, r.s.channelStates(u), r.s.stackJSON(u.ID), r.s.views.homes[u.ID])
	}
	for _, ch := range r.s.w.channels {
		for _, m := range ch.Messages {
			all = append(all, r.s.messageState(ch, m))
		}
	}
	raw, err := json.Marshal(append(all, r.s.tape.next, r.s.posted, len(r.s.sockets), r.s.clock.offset.Load(), r.s.w.lastMicro))
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

func TestLookingAheadShowsWhatThenComesAndChangesNothing(t *testing.T) {
	t.Parallel()
	r, twin := ahead(t)
	for _, who := range []string{UserAna, UserBo} { // their conversations with the app are open
		r.post("home", obj{"as": who, "tab": "messages"})
	}
	r.post("clock", obj{"advance": "1s"}) // waits until what the app was told is acknowledged
	before := r.everything()
	out := r.post("ahead", obj{"as": UserAna})
	if after := r.everything(); after != before {
		i := 0
		for i < min(len(before), len(after)) && before[i] == after[i] {
			i++
		}
		t.Errorf("something changed: …%.200s…\nis now …%.200s…", before[i:], after[i:])
	}
	if out["copy"] != true || out["rested"] != true || twin.started != 1 || twin.stopped != 1 {
		t.Errorf("it says %v; copies begun %d, ended %d", out, twin.started, twin.stopped)
	}
	foreseen := map[string][]string{UserAna: lines(came(out)), UserBo: lines(came(r.get("ahead?as=" + UserBo))), UserEmi: lines(came(r.get("ahead?as=" + UserEmi)))}
	want := map[string][]string{
		UserAna: {"2026-11-25 09:12 line 1", "2026-12-09 09:12 line 3"},
		UserBo:  {"2026-11-25 09:12 line 1", "2026-11-27 09:12 line 2"},
		UserEmi: {"2026-11-25 09:12 line 1"},
	}
	for who := range want {
		if !slices.Equal(foreseen[who], want[who]) {
			t.Errorf("%s foresees %q, want %q", who, foreseen[who], want[who])
		}
	}
	r.post("clock", obj{"to": tuesday.AddDate(0, 0, 28).Format(time.RFC3339)})
	for who := range want {
		var fact []any
		for _, where := range []string{ChannelRefunds, "@app"} {
			for _, m := range r.messages(who, where) {
				if m["bot_id"] != nil {
					fact = append(fact, m)
				}
			}
		}
		if got := lines(fact); !slices.Equal(got, want[who]) {
			t.Errorf("what really came to %s is %q", who, got)
		}
	}
}

func TestLookingAheadIsRefusedInASentence(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		prepare func(*rig, *twinDiary)
		body    obj
		code    string
	}{
		"nobody":                 {nil, obj{"as": "U0NOBODY"}, "unknown_user"},
		"the past":               {nil, obj{"as": UserAna, "days": -1}, "invalid_days"},
		"a year":                 {nil, obj{"as": UserAna, "days": 366}, "invalid_days"},
		"no copy":                {func(r *rig, _ *twinDiary) { r.s.SetRehearser(nil) }, obj{"as": UserAna}, "no_copy"},
		"another is looking":     {func(r *rig, _ *twinDiary) { r.s.guide.ahead.Running = true }, obj{"as": UserAna}, "busy"},
		"a story is being told":  {func(r *rig, _ *twinDiary) { r.s.SetPreparing("Getting ready") }, obj{"as": UserAna}, "busy"},
		"the app was revoked":    {func(r *rig, _ *twinDiary) { r.post("fault", obj{"kind": "revoke"}) }, obj{"as": UserAna}, "not_connected"},
		"the copy does not work": {func(_ *rig, d *twinDiary) { d.refuses = errors.New("no room") }, obj{"as": UserAna}, "ahead_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, twin := ahead(t)
			if tc.prepare != nil {
				tc.prepare(r, twin)
			}
			if out := r.try("ahead", tc.body); out["error"] != tc.code || fmt.Sprint(out["message"]) == "" {
				t.Errorf("it says %v, want %s", out, tc.code)
			}
			r.s.mu.Lock()
			defer r.s.mu.Unlock()
			if r.s.guide.look != nil || r.s.guide.ahead.Running && name != "another is looking" {
				t.Errorf("a refused look left %+v behind", r.s.guide)
			}
		})
	}
}

func TestLookingAheadEndsWhenNobodyWaits(t *testing.T) {
	t.Parallel()
	r, twin := ahead(t)
	twin.stuck = true // its first stop would be waited for half a minute
	ctx, hangUp := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+"/_sandbox/ahead", strings.NewReader(`{"as":"U0ANA00001"}`))
		if err != nil {
			done <- err
			return
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			err = resp.Body.Close()
		}
		done <- err
	}()
	running := func() bool {
		state, _ := r.get("state?as=" + UserAna)["ahead"].(obj)
		return state["running"] == true && state["day"] == 1.0 && state["of"] == 28.0
	}
	eventually(t, "it runs", running)
	hangUp()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the request ended with %v", err)
	}
	eventually(t, "it has ended", func() bool {
		state, _ := r.get("state?as=" + UserAna)["ahead"].(obj)
		return state["running"] == false
	})
	if _, err := r.s.showLook(UserAna); err == nil || !strings.Contains(err.Error(), "no_look") {
		t.Errorf("what was given up is kept: %v", err)
	}
	if twin.stopped != 1 {
		t.Errorf("the copy was ended %d times", twin.stopped)
	}
}

// What the copy of the app keeps lies on the disk until it is ended.
func TestNothingOfALookOutlivesTheSandbox(t *testing.T) {
	t.Parallel()
	r, twin := ahead(t)
	twin.stuck = true
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := r.s.actAhead(ctx, aheadRequest{As: UserAna})
		ended <- err
	}()
	eventually(t, "it runs", func() bool {
		state, _ := r.get("state?as=" + UserAna)["ahead"].(obj)
		return state["day"] == 1.0
	})
	if err := r.s.Close(); err != nil || twin.stopped != 1 {
		t.Errorf("closed with %v; the copy was ended %d times by then", err, twin.stopped)
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "cancelled") {
		t.Errorf("the look ended with %v", err)
	}
}

// An app in another process cannot be copied: what comes, comes for real.
func TestLookingAheadForReal(t *testing.T) {
	t.Parallel()
	r, _ := ahead(t)
	r.s.SetRehearser(nil)
	out := r.post("ahead", obj{"as": UserBo, "days": 5, "real": true})
	want := []string{"2026-11-25 09:12 line 1", "2026-11-27 09:12 line 2"}
	if got := lines(came(out)); !slices.Equal(got, want) || out["copy"] != false {
		t.Errorf("Bo gets %q, copy %v", got, out["copy"])
	}
	if now := r.s.Clock().Now(); now.Before(tuesday.AddDate(0, 0, 5)) {
		t.Errorf("the clock stands at %s", now)
	}
}

// eventually looks again and again until something is so.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came that %s", what)
		}
	}
}
