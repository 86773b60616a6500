// Package metrics counts what the bot does, for Prometheus.
//
// Everything has labels of fixed lists: what is not on its list is counted as "other". So no name of a person, a
// channel or a mission, and no word that anybody typed, can become part of a metric, whatever a caller hands over.
// What belongs to one person alone is counted without saying what it was, and answers to anonymous rounds are not
// counted at all.
//
// The parts of the bot do not know this package: each has a small interface of its own that [Metrics] satisfies
// through the adapters of the program. What can be read at any time, such as how many sockets stand, is read when it
// is asked for, see [Sources].
package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// namespace begins the name of every metric of the bot's own.
const namespace = "throughline"

// Vocabulary lists the values that labels may have, as the packages know them whose words they are.
type Vocabulary struct {
	Envelopes, EnvelopeOutcomes, SocketEnds []string
	Asks, AskOutcomes, Failures             []string
	Methods, CallOutcomes                   []string
	Kinds, States, Reasons                  []string
	Checks                                  []string
}

// Metrics are the counters of one process. Its methods may be called by many goroutines and return at once.
type Metrics struct {
	registry *prometheus.Registry
	words    vocabulary

	envelopes *prometheus.CounterVec
	ack       *prometheus.HistogramVec
	ended     *prometheus.CounterVec
	asked     *prometheus.CounterVec
	failures  *prometheus.CounterVec
	calls     *prometheus.CounterVec
	callTime  *prometheus.HistogramVec
	limited   *prometheus.CounterVec
	taken     *prometheus.CounterVec
	moved     *prometheus.CounterVec
	late      prometheus.Histogram
	commits   *prometheus.CounterVec
	commit    prometheus.Histogram
	group     prometheus.Histogram
	logged    *prometheus.CounterVec
}

// Build is what is told of the program itself.
type Build struct{ Version, Go string }

// New returns metrics in a registry of their own.
func New(v Vocabulary, b Build) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry(), words: newVocabulary(v)}
	m.envelopes = counter("envelopes_total", "Envelopes that Slack sent, by type and by how they ended.", "type", "outcome")
	m.ack = histogramVec("ack_seconds", "From the arrival of an envelope to its acknowledgement. Slack waits 3 seconds.", ackBuckets, "type")
	m.ended = counter("socket_ends_total", "Sockets that ended, by reason. Each is replaced at once.", "reason")
	m.asked = counter("requests_total", "What people asked for, by command and outcome. What is private is counted together.", "what", "outcome")
	m.failures = counter("failures_total", "Errors that somebody was told of with a reference, by class.", "class")
	m.calls = counter("slack_calls_total", "Calls of Slack's Web API, by method and outcome.", "method", "outcome")
	m.callTime = histogramVec("slack_call_seconds", "How long calls of Slack's Web API took.", callBuckets, "kind")
	m.limited = counter("slack_rate_limited_total", "Calls that Slack refused for their rate (429), by method.", "method")
	m.taken = counter("plans_due_total", "Plans whose time had come, by kind; the reason is due where a nudge was made.", "kind", "reason")
	m.moved = counter("outbox_rows_total", "Rows of the outbox that came into a state, by kind of nudge and reason.", "kind", "state", "reason")
	m.late = histogram("lateness_seconds", "How long after they were due rows were sent.", lateBuckets)
	m.commits = counter("store_commits_total", "Commits of the store, by outcome.", "outcome")
	m.commit = histogram("store_commit_seconds", "How long a commit of the store took.", commitBuckets)
	m.group = histogram("store_commit_changes", "How many changes shared one commit.", groupBuckets)
	m.logged = counter("log_records_total", "Lines of the log, by level. An error asks for an operator.", "level")
	m.registry.MustRegister(m.envelopes, m.ack, m.ended, m.asked, m.failures, m.calls, m.callTime, m.limited, m.taken,
		m.moved, m.late, m.commits, m.commit, m.group, m.logged, buildInfo(b),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for _, level := range logLevels {
		m.logged.WithLabelValues(level) // An alert on the first error needs a zero before it.
	}
	return m
}

// Handler serves the metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: scrapeLimit})
}

func buildInfo(b Build) prometheus.Collector {
	g := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": b.Version, "go": b.Go},
	})
	g.Set(1)
	return g
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64) prometheus.Histogram {
	return prometheus.NewHistogram(histogramOpts(name, help, buckets))
}

func histogramVec(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(histogramOpts(name, help, buckets), labels)
}

func histogramOpts(name, help string, buckets []float64) prometheus.HistogramOpts {
	return prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets}
}
