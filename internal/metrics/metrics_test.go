package metrics_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/internal/metrics"
)

// words stand for the lists of the packages whose words they are.
var words = metrics.Vocabulary{
	Envelopes: []string{"slash_commands"}, EnvelopeOutcomes: []string{"acknowledged"}, SocketEnds: []string{"warning"},
	Asks: []string{"progress"}, AskOutcomes: []string{"done"}, Failures: []string{"unforeseen"},
	Methods: []string{"chat.postMessage"}, CallOutcomes: []string{"ok"},
	Kinds: []string{"coach"}, States: []string{"settled"}, Reasons: []string{"due"}, Checks: []string{"store"},
}

// private is what no metric may ever hold, whoever hands it over.
const private = "U123ANA the bank's test system is closed"

// TestNoWordsOfPeople hands something private to every place that takes a word, and looks for it, and for any value of
// a label that is on no list.
func TestNoWordsOfPeople(t *testing.T) {
	t.Parallel()
	m := metrics.New(words, metrics.Build{Version: "v1", Go: "go1"})
	for _, w := range []string{private, "", "done"} {
		m.Envelope(w, w, time.Second, true)
		m.SocketEnded(w)
		m.Asked(w, w)
		m.Failed(w)
		m.Called(w, w, time.Second, true)
		m.PlanDue(w, w)
		m.RowMoved(w, w, w, true, time.Second)
		m.Logged(w)
	}
	m.Watch(metrics.Sources{Checks: func(context.Context) map[string]bool { return map[string]bool{private: true} }})
	page := scrape(t, m)
	if strings.Contains(page, "ANA") || strings.Contains(page, "bank") {
		t.Fatalf("private words on the page:\n%s", page)
	}
	allowed := map[string][]string{
		"type": {"none", "other"}, "outcome": {"none", "other", "done"}, "reason": {"none", "other"},
		"what": {"none", "other"}, "class": {"none", "other"}, "method": {"none", "other"}, "kind": {"none", "other", "look"},
		"state": {"none", "other"}, "code": {"none", "other"}, "level": {"none", "other", "debug", "info", "warn", "error"},
		"check": {"none", "other"}, "version": {"v1"}, "go": {"go1"},
	}
	label := regexp.MustCompile(`([a-z_]+)="([^"]*)"`)
	for line := range strings.Lines(page) {
		if !strings.HasPrefix(line, "throughline_") {
			continue
		}
		for _, m := range label.FindAllStringSubmatch(line, -1) {
			if m[1] != "le" && !slices.Contains(allowed[m[1]], m[2]) {
				t.Errorf("label %s has the value %q: %s", m[1], m[2], line)
			}
		}
	}
}

// TestKnownWordsAreTold shows that the lists let through what is on them.
func TestKnownWordsAreTold(t *testing.T) {
	t.Parallel()
	m := metrics.New(words, metrics.Build{Version: "v1"})
	m.Envelope("slash_commands", "acknowledged", 2900*time.Millisecond, true)
	m.RowMoved("coach", "settled", "", true, time.Minute)
	m.Called("chat.postMessage", "ok", time.Second, false)
	m.Committed(3, time.Millisecond, true)
	m.Watch(metrics.Sources{
		Sockets:    func() metrics.Sockets { return metrics.Sockets{Connected: 2, Wanted: 2, LastFrame: time.Unix(90, 0)} },
		Store:      func() (metrics.Store, error) { return metrics.Store{Size: 5, Free: -1, DiskFree: 7}, nil },
		LastBackup: func() time.Time { return time.Unix(80, 0) },
		Clock:      func() (time.Duration, bool) { return -time.Second, true },
		Copies:     func() int { return 3 },
		Silence:    func() time.Duration { return 7 * time.Second },
		Database: func() metrics.Database {
			return metrics.Database{Retries: 4, Doubts: 1, Connections: 5, Busy: 2, MaxConnections: 10}
		},
		Now: func() time.Time { return time.Unix(100, 0) },
	})
	page := scrape(t, m)
	for _, want := range []string{
		`throughline_envelopes_total{outcome="acknowledged",type="slash_commands"} 1`,
		`throughline_ack_seconds_bucket{type="slash_commands",le="2.5"} 0`,
		`throughline_ack_seconds_bucket{type="slash_commands",le="3"} 1`,
		`throughline_outbox_rows_total{kind="coach",reason="none",state="settled"} 1`,
		`throughline_lateness_seconds_sum 60`,
		`throughline_slack_calls_total{method="chat.postMessage",outcome="ok"} 1`,
		`throughline_store_commits_total{outcome="failed"} 1`,
		`throughline_store_commit_changes_sum 3`,
		`throughline_sockets_connected 2`,
		`throughline_socket_silence_seconds 10`,
		`throughline_store_bytes 5`,
		`throughline_disk_free_bytes 7`,
		`throughline_last_backup_timestamp_seconds 80`,
		`throughline_clock_ahead_seconds -1`,
		`throughline_copies_alive 3`,
		`throughline_database_silence_seconds 7`,
		`throughline_store_retries_total 4`,
		`throughline_store_doubts_total 1`,
		`throughline_store_connections{state="busy"} 2`,
		`throughline_store_connections{state="idle"} 3`,
		`throughline_log_records_total{level="error"} 0`,
		`throughline_build_info{go="",version="v1"} 1`,
	} {
		if !strings.Contains(page, want+"\n") {
			t.Errorf("missing: %s", want)
		}
	}
	if strings.Contains(page, "store_free_bytes") {
		t.Error("what is not known is told")
	}
}

func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}
