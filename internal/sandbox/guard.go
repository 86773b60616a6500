package sandbox

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// socketOrigin is what Slack's own clients and slack-go send when they dial.
const socketOrigin = "https://api.slack.com"

// guard keeps other web pages out: the Host must be loopback or allowed by
// name, against DNS rebinding, and a browser's Origin must be this listener.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		harden(w)
		if !s.hostAllowed(r.Host) {
			refuse(w, "host_not_allowed", "This address is not one the sandbox answers to.")
			return
		}
		if !originAllowed(r) {
			refuse(w, "origin_not_allowed", "The sandbox does not take requests from other web pages.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// harden has a browser run and embed nothing of any answer, whatever bytes it holds, and show none of it to other
// pages. The page itself and the files say more precisely what they may.
func harden(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

func refuse(w http.ResponseWriter, code, message string) {
	writeJSON(w, http.StatusForbidden, obj{"ok": false, "error": code, "message": message})
}

func (s *Server) hostAllowed(host string) bool {
	name := hostName(host)
	if name == "localhost" {
		return true
	}
	if ip := net.ParseIP(name); ip != nil && ip.IsLoopback() {
		return true
	}
	s.mu.Lock()
	base := s.baseURL
	s.mu.Unlock()
	if u, err := url.Parse(base); err == nil && u.Host != "" && strings.EqualFold(u.Hostname(), name) {
		return true
	}
	return slices.ContainsFunc(s.opt.AllowedHosts, func(h string) bool { return strings.EqualFold(hostName(h), name) })
}

func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return strings.ToLower(name)
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

func originAllowed(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == socketOrigin && r.URL.Path == "/socket" {
		return true
	}
	if origin == "" {
		return !slices.Contains([]string{"cross-site", "same-site"}, r.Header.Get("Sec-Fetch-Site")) || isNavigation(r)
	}
	u, err := url.Parse(origin)
	return err == nil && strings.EqualFold(u.Host, r.Host)
}

// isNavigation lets a person follow a link to the page from anywhere.
func isNavigation(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" &&
		!strings.HasPrefix(r.URL.Path, "/_sandbox/") && !strings.HasPrefix(r.URL.Path, "/api/")
}
