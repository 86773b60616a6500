package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/sandbox"
	"throughline/internal/seal"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/store/bolt"
)

const (
	stormMissions = 10
	slackTakes    = 120 * time.Millisecond // a call, there and back
	stormTeam     = mission.TeamID("T0ACME0001")
)

// storm is the bot without its sockets, before a sandbox in the same process, in a bubble of virtual time: the real
// client, the real store and the real engine, at the rates that Slack keeps.
type storm struct {
	t      *testing.T
	people int
	slack  *sandbox.Server
	db     *bolt.DB
	engine *nudges.Engine

	mu    sync.Mutex
	posts []posted
	// refuse, where set, answers calls before the sandbox does. The lock guards it, and what it counts.
	refuse func(method string) *http.Response
}

// posted is one message that reached a person.
type posted struct {
	channel string
	at      time.Time
}

// crowdDM is the direct conversation with the i-th person.
func crowdDM(i int) string { return "D" + sandbox.CrowdID(i)[1:] }

// inStorm runs a test in a bubble, from Monday 23 November 2026 at ten on.
func inStorm(t *testing.T, people int, test func(s *storm)) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "storm.db")
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC)))
		s := &storm{t: t, people: people}
		defer s.open(path)()
		test(s)
	})
}

// open puts everything together and returns what takes it apart.
func (s *storm) open(path string) func() {
	s.t.Helper()
	var err error
	if s.slack, err = sandbox.New(sandbox.Options{BaseURL: "http://127.0.0.1", Crowd: s.people}); err != nil {
		s.t.Fatal(err)
	}
	if s.db, err = bolt.Open(path, bolt.Options{}); err != nil {
		s.t.Fatal(err)
	}
	sealer, err := seal.New(seal.NewKey())
	if err != nil {
		s.t.Fatal(err)
	}
	clock := wall{time.Now()}
	quiet := slog.New(slog.DiscardHandler)
	client := api.New(api.Options{
		BotToken: sandbox.DefaultBotToken, APIURL: s.slack.Env().APIURL, HTTPClient: &http.Client{Transport: s}, Logger: quiet,
	})
	library := nudges.Builtin()
	app := slackapp.New(slackapp.Options{
		Store: edgeStore{boltStore{s.db}}, API: client, Sealer: sealer, Clock: clock, Library: library, Logger: quiet, Team: stormTeam,
	})
	s.engine, err = nudges.New(nudges.Options{
		Store: s.db.Nudges(), Sender: app, Facts: app, Settler: app, Library: library, Clock: clock, Logger: quiet, Owner: "storm",
	})
	if err != nil {
		s.t.Fatal(err)
	}
	app.SetEngine(s.engine)
	s.seed()
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.engine.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Error(err)
		}
		_ = s.slack.Close()
		if err := s.db.Close(); err != nil {
			s.t.Error(err)
		}
	}
}

// wall is the bubble's clock.
type wall struct{ started time.Time }

func (w wall) Now() time.Time      { return time.Now() }
func (w wall) Mono() time.Duration { return time.Since(w.started) }

// RoundTrip hands a call to the sandbox, after the time that it takes to travel.
func (s *storm) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	time.Sleep(slackTakes)
	if answer := s.refused(method); answer != nil {
		return answer, nil
	}
	in := httptest.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), strings.NewReader(string(body)))
	in.Header = r.Header
	out := httptest.NewRecorder()
	s.slack.Handler().ServeHTTP(out, in)
	if method == "chat.postMessage" && strings.Contains(out.Body.String(), `"ok":true`) {
		s.note(in, body)
	}
	return out.Result(), nil
}

// refused returns the answer that the test gives in the sandbox's place, or nil.
func (s *storm) refused(method string) *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse == nil {
		return nil
	}
	return s.refuse(method)
}

func (s *storm) note(r *http.Request, body []byte) {
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posts = append(s.posts, posted{channel: r.PostFormValue("channel"), at: time.Now()})
}

// seed makes the missions and their members. Each is asked on Mondays at eleven, and again at the same time a week
// later.
func (s *storm) seed() {
	s.t.Helper()
	now := time.Now()
	missions := make([]mission.Mission, stormMissions)
	for i := range missions {
		missions[i] = mission.Mission{
			ID: mission.ID(fmt.Sprintf("M%011d", i)), Team: stormTeam, Channel: s.channel(i),
			Zone: "UTC", Phase: mission.Beginning, StartedAt: now,
		}
	}
	err := s.db.Update(s.t.Context(), func(tx *bolt.Tx) error {
		for i := range s.people {
			m := missions[i%stormMissions]
			if err := s.seedMember(tx, m, i, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// channel makes a channel in the sandbox, with the bot in it.
func (s *storm) channel(i int) mission.ChannelID {
	s.t.Helper()
	body := fmt.Sprintf(`{"as":%q,"op":"create","name":"storm-%d"}`, sandbox.UserAna, i)
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, "http://127.0.0.1/_sandbox/channel", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	out := httptest.NewRecorder()
	s.slack.Handler().ServeHTTP(out, r)
	var answer struct {
		Channel mission.ChannelID `json:"channel"`
	}
	if err := json.Unmarshal(out.Body.Bytes(), &answer); err != nil || answer.Channel == "" {
		s.t.Fatalf("no channel was made: %s, %v", out.Body, err)
	}
	return answer.Channel
}

func (s *storm) seedMember(tx *bolt.Tx, m mission.Mission, i int, now time.Time) error {
	user := mission.UserID(sandbox.CrowdID(i))
	if i < stormMissions {
		if err := tx.PutMission(m); err != nil {
			return err
		}
	}
	if err := tx.PutMember(mission.Member{Team: m.Team, Mission: m.ID, User: user, JoinedAt: now}); err != nil {
		return err
	}
	kind := nudges.Reflect
	due := now.Add(time.Hour)
	return tx.PutPlan(nudges.Plan{
		ID: nudges.PlanID(kind, m.ID, user), Team: m.Team, Kind: kind, Mission: m.ID, User: user,
		Recur: nudges.Recur{Expr: "0 11 * * 1", Zone: "UTC"}, Next: due, NextWall: due.Format("2006-01-02T15:04"),
	})
}

// sent returns the messages since a time, and lets it pass until there are as many as people, or until it is late.
func (s *storm) sent(since time.Time, within time.Duration) []posted {
	s.t.Helper()
	for deadline := since.Add(within); time.Now().Before(deadline); time.Sleep(time.Second) {
		if all := s.since(since); len(all) >= s.people {
			return all
		}
	}
	return s.since(since)
}

func (s *storm) since(t time.Time) []posted {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.posts, func(p posted) bool { return !p.at.Before(t) })
	if i < 0 {
		return nil
	}
	return slices.Clone(s.posts[i:])
}

// onceEach checks that everybody got one message.
func (s *storm) onceEach(all []posted) {
	s.t.Helper()
	got := make(map[string]int, len(all))
	for _, p := range all {
		got[p.channel]++
	}
	for channel, n := range got {
		if n != 1 {
			s.t.Errorf("%s got %d messages", channel, n)
		}
	}
	if len(got) != s.people {
		s.t.Errorf("%d of %d people were written to", len(got), s.people)
	}
}

// Of what is due at one moment no mission waits for the others: after a third of it, each has had about a third.
func TestAStormIsSpreadFairly(t *testing.T) {
	inStorm(t, 150, func(s *storm) {
		due := time.Now().Add(time.Hour)
		time.Sleep(time.Hour)
		all := s.sent(due, 24*time.Hour)
		s.onceEach(all)
		mission := make(map[string]int, s.people)
		for i := range s.people {
			mission[crowdDM(i)] = i % stormMissions
		}
		got := make([]int, stormMissions)
		for _, p := range all[:len(all)/3] {
			got[mission[p.channel]]++
		}
		if slices.Min(got) < 1 || slices.Max(got) > 12 { // five each on average
			t.Errorf("a third of the messages fell on the missions as %v", got)
		}
	})
}

// Who joins, or is promised something, does not stand in line behind what nobody waits for.
func TestWhatIsAwaitedGoesBeforeAStorm(t *testing.T) {
	inStorm(t, 120, func(s *storm) {
		time.Sleep(time.Hour + 20*time.Second)
		began := time.Now()
		err := s.db.Update(s.t.Context(), func(tx *bolt.Tx) error {
			m, err := tx.Mission(stormTeam, "M00000000000")
			if err != nil {
				return err
			}
			user := mission.UserID(sandbox.UserAna)
			if err := tx.PutMember(mission.Member{Team: m.Team, Mission: m.ID, User: user, JoinedAt: began}); err != nil {
				return err
			}
			return nudges.PostOnce(tx, nudges.Once{
				Team: m.Team, Kind: nudges.Welcome, Mission: m.ID, User: user, Ref: string(m.ID), Soon: true,
			}, began)
		})
		if err != nil {
			t.Fatal(err)
		}
		s.engine.Wake()
		time.Sleep(15 * time.Second)
		i := slices.IndexFunc(s.since(began), func(p posted) bool { return p.channel == "D"+sandbox.UserAna[1:] })
		if i < 0 {
			t.Errorf("the welcome was not among the %d messages of 15 seconds", len(s.since(began)))
		}
	})
}

// Slack that says "too many" again and again, in each of its ways, loses nobody and doubles nobody.
func TestAStormOfTooManyLosesNobody(t *testing.T) {
	inStorm(t, 80, func(s *storm) {
		draw := rand.New(rand.NewPCG(1, 2))
		refused := 0
		s.mu.Lock()
		s.refuse = func(string) *http.Response {
			if draw.IntN(4) > 0 || refused >= 40 {
				return nil
			}
			refused++
			return tooMany(refused).Result()
		}
		s.mu.Unlock()
		due := time.Now().Add(time.Hour)
		time.Sleep(time.Hour)
		s.onceEach(s.sent(due, 12*time.Hour))
		if refused < 40 {
			t.Errorf("only %d calls were refused", refused)
		}
	})
}

// tooMany is one of the ways in which Slack says that it was asked too often.
func tooMany(n int) *httptest.ResponseRecorder {
	out := httptest.NewRecorder()
	switch n % 3 {
	case 0:
		out.Header().Set("Retry-After", "20")
		out.WriteHeader(http.StatusTooManyRequests)
	case 1:
		out.WriteHeader(http.StatusTooManyRequests) // names no time
	default:
		out.Header().Set("Content-Type", "application/json")
		_, _ = out.WriteString(`{"ok":false,"error":"ratelimited"}`)
	}
	return out
}
