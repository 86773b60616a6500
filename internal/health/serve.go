package health

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Handler answers /healthz and /readyz: with 200 where all is well and 503 where not; in lines of text, or as JSON for
// whoever accepts application/json or asks with ?format=json. /metrics is answered by the handler that is handed over,
// unless that is nil.
func (p *Panel) Handler(metrics http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { write(w, r, p.Live(r.Context())) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { write(w, r, p.Ready(r.Context())) })
	if metrics != nil {
		mux.Handle("GET /metrics", metrics)
	}
	return mux
}

// Server returns a server for the handler, on which nobody can hold a connection for long.
func Server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 15 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
}

// OnThisMachine refuses requests that name another host than this machine. It is for pages that are served on loopback: the
// page of a stranger in somebody's browser reaches them under a name of its own that it points at 127.0.0.1, and reads them.
func OnThisMachine(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := (&url.URL{Host: r.Host}).Hostname()
		if _, err := netip.ParseAddr(host); err == nil || host == "" || strings.EqualFold(host, "localhost") {
			h.ServeHTTP(w, r)
			return
		}
		http.Error(w, "These pages are for this machine alone: ask for 127.0.0.1 or localhost.", http.StatusMisdirectedRequest)
	})
}

func write(w http.ResponseWriter, r *http.Request, report Report) {
	status := http.StatusOK
	if !report.OK {
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if r.URL.Query().Get("format") == "json" || strings.Contains(r.Header.Get("Accept"), "application/json") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(report) // Whoever asked has gone, and nobody else wants to know.
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprint(w, report.Text())
}

// Text is the report for people, a line a check.
func (r Report) Text() string {
	var b strings.Builder
	for _, c := range r.Checks {
		if c.OK {
			fmt.Fprintf(&b, "ok    %s\n", c.Check)
		} else {
			fmt.Fprintf(&b, "FAIL  %s: %s\n", c.Check, c.Text)
		}
	}
	if b.Len() == 0 {
		return "ok\n"
	}
	return b.String()
}
