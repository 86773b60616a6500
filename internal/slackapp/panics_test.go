package slackapp

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack/slackevents"

	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
	"throughline/internal/slackapp/view"
)

// TestAPanicIsTold: somebody whose request met a fault hears so, with a word, and the fault's words are nowhere.
func TestAPanicIsTold(t *testing.T) {
	t.Parallel()
	_, err := safely(func() (answer, error) { panic("the bank's test system is closed") })
	class, code := failureOf(context.Background(), err)
	if class != failPanic || code != view.NotConfirmed {
		t.Errorf("it is told as %s, %s", class, code)
	}
	if text := err.Error(); strings.Contains(text, "bank") || !strings.Contains(text, "string") {
		t.Errorf("the log says %q", text)
	}
	_, err = safely(func() (answer, error) { var none *request; return answer{}, a(none.key) })
	if !strings.Contains(err.Error(), "nil pointer") || len(panicAttrs(err)) != 2 {
		t.Errorf("the runtime's own words are missing: %v", err)
	}
}

func a(string) error { return nil }

// slackTold is an API client of a Slack that takes everything, and what it was told.
func slackTold(t *testing.T) (*api.Client, func() string) {
	t.Helper()
	var mu sync.Mutex
	var told strings.Builder
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_ = r.ParseForm() // What is no form has nothing to read.
		fmt.Fprintln(&told, r.URL.Path, r.Form.Get("users"), r.Form.Get("channel"), r.Form.Get("text"))
		fmt.Fprint(w, `{"ok":true,"channel":{"id":"D0BO000001"},"ts":"1795518000.000100"}`)
	}))
	t.Cleanup(s.Close)
	c := api.New(api.Options{BotToken: "xoxb-made-up", APIURL: s.URL + "/api/", Logger: slog.New(slog.DiscardHandler), Now: time.Now})
	return c, func() string { mu.Lock(); defer mu.Unlock(); return told.String() }
}

// referenceIn finds the word in what a person reads.
var referenceIn = regexp.MustCompile(`\b([a-z]+-\d{3})\b`)

// TestAPanicAfterTheAcknowledgementIsTold: what follows an answer, and a direct message, are told of as a request is, with
// the word of exactly one line of the log.
func TestAPanicAfterTheAcknowledgementIsTold(t *testing.T) {
	t.Parallel()
	breaks := func(context.Context) { panic("the bank's test system is closed") }
	written := slackevents.EventsAPIEvent{InnerEvent: slackevents.EventsAPIInnerEvent{
		Data: &slackevents.MessageEvent{User: string(bo), Channel: "D0BO000001", Text: "my words"},
	}}
	for name, does := range map[string]func(*edge){
		"a step after it": func(e *edge) {
			reply := e.reply(t.Context(), &request{source: fromCommand, key: "command/1", user: bo}, answer{then: breaks}, nil)
			reply.After(t.Context())
		},
		"a direct message": func(e *edge) {
			_, err := safely(func() (answer, error) { panic("the bank's test system is closed") })
			e.brokenEvent(t.Context(), "event/1", written, err)(t.Context())
		},
	} {
		e := newEdge(t)
		client, told := slackTold(t)
		e.api = client
		does(e)
		said, log := told(), e.log.String()
		word := referenceIn.FindStringSubmatch(said)
		if word == nil || strings.Count(log, "ref="+word[1]) != 1 || strings.Contains(said+log, "bank") {
			t.Errorf("%s: she reads %q, and the log says %q", name, said, log)
		}
	}
}

// TestABusyBotSaysAWord: those who are not taken up in one moment read one word, so that the log has a line for it and not
// one for each.
func TestABusyBotSaysAWord(t *testing.T) {
	t.Parallel()
	e := newEdge(t)
	word := func() string {
		raw, err := json.Marshal(e.Busy(socket.Envelope{Type: "slash_commands"}))
		if err != nil {
			t.Fatal(err)
		}
		found := referenceIn.FindSubmatch(raw)
		if found == nil {
			t.Fatalf("%s names no word", raw)
		}
		return string(found[1])
	}
	first := word()
	if again := word(); again != first {
		t.Errorf("in one moment there are two words, %s and %s", first, again)
	}
	e.clock.now = e.clock.now.Add(busyFor)
	later := word()
	for _, w := range []string{first, later} {
		if n := strings.Count(e.log.String(), "ref="+w); n != 1 {
			t.Errorf("%d lines of the log have %s", n, w)
		}
	}
	if e.Busy(socket.Envelope{Type: "interactive"}) != nil {
		t.Error("a press is answered, for which Slack has its own words")
	}
}
