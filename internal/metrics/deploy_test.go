package metrics

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"gopkg.in/yaml.v3"
)

// exposed are the names of all metrics that a program can expose.
func exposed() map[string]bool {
	m := New(Vocabulary{}, Build{})
	m.Watch(Sources{})
	described := make(chan *prometheus.Desc, 1000)
	m.registry.Describe(described)
	close(described)
	names := map[string]bool{}
	for d := range described {
		name := regexp.MustCompile(`fqName: "([^"]+)"`).FindStringSubmatch(d.String())[1]
		for _, end := range []string{"", "_bucket", "_sum", "_count"} {
			names[name+end] = true
		}
	}
	return names
}

var metricName = regexp.MustCompile(`\b(throughline|go|process)_[a-z_]+\b`)

// TestDashboardAndAlertsNameWhatThereIs: every metric that the dashboard or an alert asks for is exposed, every alert has
// its place in the guide, and brackets close.
func TestDashboardAndAlertsNameWhatThereIs(t *testing.T) {
	t.Parallel()
	guide := anchors(t)
	names := exposed()
	check := func(where, expr string) {
		found := metricName.FindAllString(expr, -1)
		if len(found) == 0 && !strings.Contains(expr, "up{") {
			t.Errorf("%s asks for no metric: %s", where, expr)
		}
		for _, n := range found {
			if !names[n] {
				t.Errorf("%s asks for %s, which nothing exposes", where, n)
			}
		}
		for _, pair := range []string{"()", "{}", "[]"} {
			if strings.Count(expr, pair[:1]) != strings.Count(expr, pair[1:]) {
				t.Errorf("%s: brackets do not close: %s", where, expr)
			}
		}
	}
	var rules struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(read(t, "../../deploy/prometheus/alerts.yaml"), &rules); err != nil {
		t.Fatal(err)
	}
	for _, r := range rules.Groups[0].Rules {
		check(r.Alert, r.Expr)
		if r.For == "" || r.Labels["severity"] == "" || r.Annotations["summary"] == "" {
			t.Errorf("%s lacks a part", r.Alert)
		}
		if _, anchor, _ := strings.Cut(r.Annotations["runbook"], "#"); !guide[anchor] {
			t.Errorf("%s leads to %q, which the guide does not have", r.Alert, anchor)
		}
	}
	var board struct {
		Panels []struct {
			Title   string
			Type    string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(read(t, "../../deploy/grafana/throughline.json"), &board); err != nil {
		t.Fatal(err)
	}
	for _, p := range board.Panels {
		if p.Type != "row" && len(p.Targets) == 0 {
			t.Errorf("the panel %s asks for nothing", p.Title)
		}
		for _, target := range p.Targets {
			check(p.Title, target.Expr)
		}
	}
}

// anchors are the places in the guide that a link can lead to, as GitHub makes them of headings.
func anchors(t *testing.T) map[string]bool {
	out := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllSubmatch(read(t, "../../docs/operating.md"), -1) {
		words := regexp.MustCompile(`[^a-z0-9 _-]`).ReplaceAllString(strings.ToLower(string(m[1])), "")
		out[strings.ReplaceAll(words, " ", "-")] = true
	}
	return out
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
