package slackapp

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/slackapp/api"
)

// quietSlack tells when people do not want to be disturbed, and remembers what it was asked.
type quietSlack struct {
	people map[string]api.DND
	fails  error
	asked  [][]string
	hold   chan struct{}
}

func (s *quietSlack) DND(_ context.Context, ids []string) (map[string]api.DND, error) {
	s.asked = append(s.asked, ids)
	if s.hold != nil {
		<-s.hold
	}
	return s.people, s.fails
}

func nobody() []mission.UserID { return nil }

func newTestQuiet(slack *quietSlack, clock *setClock) (*quietBook, *strings.Builder) {
	var log strings.Builder
	return newQuietBook(slack, clock.Now, slog.New(slog.NewTextHandler(&log, nil))), &log
}

func TestDoNotDisturbIsAskedOfManyAtOnceAndKeptShortly(t *testing.T) {
	t.Parallel()
	slack := &quietSlack{people: map[string]api.DND{"UBO": {Enabled: true, Start: noon.Add(-time.Hour), End: noon.Add(time.Hour)}}}
	clock := &setClock{now: noon}
	book, _ := newTestQuiet(slack, clock)
	var company []mission.UserID
	for i := range 120 {
		company = append(company, crowdID(i), crowdID(i))
	}
	company = append(company, "UBO")
	until := func(user mission.UserID) time.Time {
		t.Helper()
		at, err := book.until(t.Context(), user, func() []mission.UserID { return company })
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	if at := until("UANA"); !at.IsZero() {
		t.Errorf("Ana is quiet until %v", at)
	}
	for i := range api.DNDMost - 1 {
		until(crowdID(i))
	}
	if len(slack.asked) != 1 || len(slack.asked[0]) != api.DNDMost {
		t.Fatalf("Slack was asked %d times", len(slack.asked))
	}
	if at := until("UBO"); !at.Equal(noon.Add(time.Hour)) || len(slack.asked) != 2 {
		t.Errorf("Bo is quiet until %v", at)
	}
	clock.move(quietFresh)
	if until("UBO"); len(slack.asked) != 3 || len(book.people) > api.DNDMost {
		t.Errorf("after a minute Slack was asked %d times in all; %d answers are kept", len(slack.asked), len(book.people))
	}
}

func TestWithoutTheScopeNobodyIsKeptWaiting(t *testing.T) {
	t.Parallel()
	slack := &quietSlack{fails: &api.Error{Class: api.Config, Code: "missing_scope", Needed: "dnd:read"}}
	clock := &setClock{now: noon}
	book, log := newTestQuiet(slack, clock)
	for _, user := range []mission.UserID{"UANA", "UBO", "UANA"} {
		if at, err := book.until(t.Context(), user, nobody); err != nil || !at.IsZero() {
			t.Fatalf("%s: %v, %v", user, at, err)
		}
	}
	if len(slack.asked) != 1 || strings.Count(log.String(), "do-not-disturb") != 1 {
		t.Errorf("Slack was asked %d times; the log says\n%s", len(slack.asked), log)
	}
	slack.fails, slack.people = nil, map[string]api.DND{"UANA": {Enabled: true, Start: noon, End: noon.Add(3 * time.Hour)}}
	clock.move(quietAgain)
	if at, err := book.until(t.Context(), "UANA", nobody); err != nil || at.IsZero() {
		t.Errorf("an hour after the scope was added: %v, %v", at, err)
	}
}

func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, fails := range []error{&api.Error{Class: api.RateLimited, Code: "ratelimited"}, errors.New("reset")} {
		slack := &quietSlack{fails: fails}
		book, _ := newTestQuiet(slack, &setClock{now: noon})
		if _, err := book.until(t.Context(), "UANA", nobody); !errors.Is(err, fails) {
			t.Errorf("said %v, want %v", err, fails)
		}
		slack.fails = nil
		if _, err := book.until(t.Context(), "UANA", nobody); err != nil || len(slack.asked) != 2 {
			t.Errorf("afterwards %v, asked %d times", err, len(slack.asked))
		}
	}
}

func TestTwoWhoAskAtOnceShareTheAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slack := &quietSlack{hold: make(chan struct{})}
		book, _ := newTestQuiet(slack, &setClock{now: noon})
		both := func() []mission.UserID { return []mission.UserID{"UANA", "UBO"} }
		for _, user := range both() {
			go func() { _, _ = book.until(t.Context(), user, both) }()
		}
		synctest.Wait()
		gaveUp, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := book.until(gaveUp, "UDEE", both); !errors.Is(err, context.Canceled) {
			t.Errorf("who gives up hears %v", err)
		}
		close(slack.hold)
		synctest.Wait()
		if len(slack.asked) != 1 {
			t.Errorf("Slack was asked %d times", len(slack.asked))
		}
	})
}
