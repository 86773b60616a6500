package slackapp

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/sandbox/payloads"
	"throughline/internal/seal"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
	"throughline/internal/store/bolt"
)

// willing is a Slack that says yes to everything at once.
type willing struct{}

func (willing) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(`{"ok":true}`)),
	}, nil
}

// fuzzed is an App for fuzzing: a real store with a running mission, and a Slack that knows two people.
func fuzzed(f *testing.F) *App {
	f.Helper()
	db, err := bolt.Open(filepath.Join(f.TempDir(), "fuzz.db"), bolt.Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = db.Close() })
	sealer, err := seal.New(seal.NewKey())
	if err != nil {
		f.Fatal(err)
	}
	clock, log := &setClock{now: noon}, slog.New(slog.DiscardHandler)
	client := api.New(api.Options{
		BotToken: "xoxb-1", APIURL: "https://slack.example/api/", HTTPClient: &http.Client{Transport: willing{}}, Logger: log, Now: clock.Now,
	})
	a := New(Options{
		Store: boltStore{db}, API: client, Sealer: sealer, Clock: clock, Library: nudges.Builtin(), Team: ourTeam, BotUser: "U0BOT00001", Logger: log,
	})
	a.dir = newDirectory(newKnownSlack(), clock.Now)
	a.SetEngine(&wakes{})
	m := mission.Mission{
		ID: "01M83TTBRG0X149A5FRAFV9YJX", Team: ourTeam, Channel: refunds, Wording: mission.Wording{Name: "Refunds in a day", EndState: "nine in ten"}, Lead: ana, Starter: ana,
		StartedAt: noon.Add(-time.Hour), Zone: "Europe/Lisbon", Phase: mission.Beginning,
	}
	err = a.store.Update(f.Context(), func(tx Tx) error { return tx.PutMission(m) })
	if err != nil {
		f.Fatal(err)
	}
	return a
}

// FuzzHandle holds every handler to any payload: it answers with what fits into an acknowledgement, and returns.
func FuzzHandle(f *testing.F) {
	all, err := payloads.All()
	if err != nil {
		f.Fatal(err)
	}
	for i, sample := range all {
		f.Add(sample.EnvelopeType, []byte(sample.Payload))
		bent, err := payloads.Bend(rand.New(rand.NewPCG(7, uint64(i))), sample.Payload)
		if err == nil && len(bent) < 10_000 {
			f.Add(sample.EnvelopeType, []byte(bent))
		}
	}
	const click = `{"type":"block_actions","user":{"id":"U0ANA00001","team_id":"T0TEAM0001"},"channel":{"id":"C0REFUNDS1"},"trigger_id":"1.2",` +
		`"actions":[{"type":"button","action_id":"%","block_id":"b","action_ts":"1.1","value":"{\"m\":\"01M83TTBRG0X149A5FRAFV9YJX\"}"}]}`
	for _, action := range []string{"details", "edit", "join", "tell", "close_phase", "end", "report", "book", "nudges", "my_data", "connect"} {
		f.Add("interactive", []byte(strings.Replace(click, "%", action, 1)))
	}
	const typed = `{"command":"/mission","user_id":"U0BO000001","team_id":"T0TEAM0001","channel_id":"C0REFUNDS1","text":"%"}`
	for _, text := range []string{"", "start x", "progress <@U0ANA00001> x", "commit x by friday", "nudges questions 0 10 * * 2,4", "thanks <@U0ANA00001> x", "help x"} {
		f.Add("slash_commands", []byte(strings.Replace(typed, "%", text, 1)))
	}
	a := fuzzed(f)
	over, cancel := context.WithCancel(context.Background())
	cancel()
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		e := socket.Envelope{ID: "1", Type: kind, Payload: raw, AcceptsPayload: true, Received: time.Now()}
		Whose(e)
		ctx, done := context.WithTimeout(t.Context(), 20*time.Second)
		defer done()
		reply := a.Handle(ctx, e)
		if ctx.Err() != nil {
			t.Fatal("it takes longer than twenty seconds")
		}
		out, err := json.Marshal(reply.Payload)
		if err != nil {
			t.Fatalf("the answer cannot be written: %v", err)
		}
		if len(out) > 20_000 && kind == "slash_commands" {
			t.Fatalf("an answer of %d bytes", len(out))
		}
		if reply.After != nil {
			reply.After(over) // Nothing is sent any more; what happens before must not break.
		}
	})
}
