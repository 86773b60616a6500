package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/internal/limits"
)

// One person sends a hundred things a second, by every way there is, beside one at work.

// flood is what a flooder does, and how it was answered.
type flood struct {
	*stage
	mu     sync.Mutex
	sent   int
	failed []string
	said   map[string]int // first words of answers
}

// posts does one thing through the control interface, from any goroutine.
func (f *flood) posts(path string, body object) object {
	raw, err := json.Marshal(body)
	if err != nil {
		return object{"error": err.Error()}
	}
	resp, err := http.Post(f.url+"/_sandbox/"+path, "application/json", bytes.NewReader(raw))
	if err != nil {
		return object{"error": err.Error()}
	}
	defer resp.Body.Close()
	var out object
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		return object{"error": err.Error()}
	}
	return out
}

// does notes how a thing was answered.
func (f *flood) does(path string, body object) {
	out := f.posts(path, body)
	ack, _ := out["ack"].(object)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sent++
	switch {
	case out["acked"] != true && path != "message":
		f.failed = append(f.failed, fmt.Sprint(out))
	default:
		f.said[cut(text(ack, "text"))]++
	}
}

// standing counts the messages with these words that stay in a channel, unlike answers to one person alone.
func (a actor) standing(channel, words string) int {
	a.t.Helper()
	n := 0
	for _, m := range a.messages(channel) {
		if m["ephemeral"] != true && text(m, "user") != a.id && strings.Contains(text(m, "text"), words) {
			n++
		}
	}
	return n
}

func TestOnePersonCannotFloodAChannel(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	bo.types("#refunds", "/mission join the phones")
	card := ana.card("#refunds")
	refunds, dm := bo.channel("#refunds"), bo.channel("@app")
	f := &flood{stage: s, said: make(map[string]int)}

	const perSecond, lasts = 100, 3 * time.Second
	var senders sync.WaitGroup
	began := time.Now()
	tick := time.NewTicker(time.Second / perSecond)
	defer tick.Stop()
	var took []time.Duration
	for i := 0; time.Since(began) < lasts; i++ {
		<-tick.C
		senders.Go(func() {
			switch i % 6 {
			case 0:
				f.does("click", object{"as": bo.id, "channel": refunds, "ts": card["ts"], "action_id": "join"})
			case 1:
				f.does("message", object{"as": bo.id, "channel": dm, "text": fmt.Sprintf("flooding %d", i)})
			default:
				f.does("command", object{"as": bo.id, "channel": refunds, "text": fmt.Sprintf("/mission progress flooding %d", i)})
			}
		})
		if i%40 == 20 {
			at := time.Now()
			if got := text(ana.types("#refunds", "/mission phase"), "text"); got != "" {
				t.Errorf("Ana is answered with %q", got)
			}
			took = append(took, time.Since(at))
		}
	}
	senders.Wait()
	elapsed := time.Since(began)
	ana.types("#refunds", "/mission progress the bank answers")
	s.passes(10 * time.Minute) // Slack takes a message a second, and all of them come
	ana.reads("#refunds", "the bank answers")

	got := bo.standing("#refunds", "flooding")
	most := limits.Posts.Burst + int(elapsed/limits.Posts.Every) + 1
	if got > most || got == 0 {
		t.Errorf("the channel got %d of Bo's, at most %d may come through", got, most)
	}
	if len(f.failed) > 0 {
		t.Errorf("%d of %d were not acknowledged, such as %s", len(f.failed), f.sent, f.failed[0])
	}
	if n := bo.standing("@app", "than I can follow") + bo.standing("@app", "a lot at once"); n > 4 {
		t.Errorf("Bo was written to %d times that he is too fast", n)
	}
	slices.Sort(took)
	t.Logf("Bo sent %d in %v, of which %d stand in the channel; he was answered %v", f.sent, elapsed.Round(time.Millisecond), got, f.said)
	t.Logf("Ana was answered %d times in between, after %v at most and %v in the middle", len(took), took[len(took)-1], took[len(took)/2])

	// Once he goes slower everything works again, and what he typed was given back to him.
	if got := text(bo.types("#refunds", "/mission help"), "text"); !strings.Contains(got, "/mission progress") {
		t.Errorf("Bo is answered with %q", got)
	}
	bo.types("#refunds", "/mission progress one step at a time")
	ana.reads("#refunds", "one step at a time")
}

// What is refused for being too much is not lost: a command gives it back, and a form stays as it is.
func TestWhatIsTooMuchIsGivenBack(t *testing.T) {
	t.Parallel()
	s := openStage(t)
	ana, bo := s.as("Ana"), s.as("Bo")
	ana.begins("#refunds", "Refunds in a day", "lead")
	for i := range limits.Posts.Burst + 10 {
		if got := text(bo.types("#refunds", fmt.Sprintf("/mission win number %d", i)), "text"); got != "" {
			break
		}
	}
	got := text(bo.types("#refunds", "/mission win my own words"), "text")
	for _, want := range []string{"a lot at once for one channel", "It goes through from ", "my own words"} {
		if !strings.Contains(got, want) {
			t.Errorf("a command is answered with %q, not with %q", got, want)
		}
	}
	bo.types("#refunds", "/mission win")
	out := bo.submits("tell", object{"text": object{"v": "my own words"}})
	if errs, _ := out["errors"].(object); !strings.Contains(jsonText(errs), "a lot at once for one channel") {
		t.Errorf("the form is answered with %v", out)
	}
	if log := s.output(); strings.Contains(log, "my own words") {
		t.Error("the log has what Bo typed")
	}
	if got := text(ana.types("#refunds", "/mission win of Ana's"), "text"); got != "" {
		t.Errorf("Ana is answered with %q", got)
	}
	s.passes(time.Minute)
	out = bo.submits("tell", object{"text": object{"v": "my own words"}})
	if out["acked"] != true || out["errors"] != nil {
		t.Errorf("a minute later the form is answered with %v", out)
	}
	ana.reads("#refunds", "my own words")
}
