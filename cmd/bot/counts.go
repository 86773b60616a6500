package main

import (
	"log/slog"
	"runtime"
	"time"

	"throughline/internal/health"
	"throughline/internal/metrics"
	"throughline/internal/nudges"
	"throughline/internal/slackapp"
	"throughline/internal/slackapp/api"
	"throughline/internal/slackapp/socket"
)

// counts are the metrics and the checks of a process that is watched. Its methods hand to each part what that part
// tells; on nil they hand over nothing, as in the sandbox and in most tests.
type counts struct {
	metrics *metrics.Metrics
	panel   *health.Panel
}

func newCounts() *counts {
	return &counts{
		metrics: metrics.New(vocabulary(), metrics.Build{Version: buildName(), Go: runtime.Version()}),
		panel:   health.NewPanel(),
	}
}

// vocabulary gathers the values of all labels from the packages whose words they are.
func vocabulary() metrics.Vocabulary {
	classes := []string{callWell}
	for _, c := range api.Classes() {
		classes = append(classes, c.String())
	}
	return metrics.Vocabulary{
		Envelopes:        []string{"slash_commands", "interactive", "events_api"},
		EnvelopeOutcomes: words(socket.Outcomes()), SocketEnds: socket.Reasons(),
		Asks: slackapp.Asks(), AskOutcomes: slackapp.AskOutcomes(), Failures: slackapp.Failures(),
		Methods: api.Methods(), CallOutcomes: classes,
		Kinds: words(nudges.AllKinds()), States: words(nudges.States()), Reasons: words(nudges.Reasons()),
		Checks: readyNames(),
	}
}

func words[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, w := range in {
		out[i] = string(w)
	}
	return out
}

// callWell is the outcome of a call that went well.
const callWell = "ok"

func (c *counts) sockets() socket.Observer {
	if c == nil {
		return nil
	}
	return socketCounts{c.metrics}
}

func (c *counts) nudges() nudges.Observer {
	if c == nil {
		return nil
	}
	return nudgeCounts{c.metrics}
}

func (c *counts) requests() slackapp.Observer {
	if c == nil {
		return nil
	}
	return c.metrics
}

func (c *counts) calls() func(api.Call) {
	if c == nil {
		return nil
	}
	return func(call api.Call) {
		outcome := callWell
		if call.Class != 0 {
			outcome = call.Class.String()
		}
		c.metrics.Called(call.Method, outcome, call.Took, call.Class == api.RateLimited)
	}
}

func (c *counts) commits() func(changes int, took time.Duration, err error) {
	if c == nil {
		return nil
	}
	return func(changes int, took time.Duration, err error) { c.metrics.Committed(changes, took, err != nil) }
}

// logging lets the lines of a logger be counted by their level.
func (c *counts) logging(h slog.Handler) slog.Handler { return countingHandler{h, c.metrics.Logged} }

type socketCounts struct{ m *metrics.Metrics }

func (s socketCounts) Envelope(kind string, o socket.Outcome, took time.Duration) {
	s.m.Envelope(kind, string(o), took, o == socket.Acknowledged || o == socket.Panicked)
}

func (s socketCounts) Ended(reason string) { s.m.SocketEnded(reason) }

type nudgeCounts struct{ m *metrics.Metrics }

func (n nudgeCounts) Taken(k nudges.Kind, r nudges.Reason) { n.m.PlanDue(string(k), string(r)) }

func (n nudgeCounts) Moved(k nudges.Kind, to nudges.State, reason string, late time.Duration) {
	n.m.RowMoved(string(k), string(to), reason, to == nudges.Settled, late)
}
