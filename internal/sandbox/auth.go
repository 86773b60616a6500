package sandbox

import (
	"net/http"
	"slices"
	"strings"
)

// connectionsScope is the one scope of the app-level token.
const connectionsScope = "connections:write"

// admit finds the method and checks method, token and scope, in Slack's order. Locked.
func (s *Server) admit(c *call, r *http.Request) (method, error) {
	m, known := s.methods[c.name]
	if !known {
		return m, fail("unknown_method")
	}
	if c.name == "api.test" {
		return m, nil
	}
	if m.appToken && r.Method != http.MethodPost {
		return m, fail("insecure_request")
	}
	if err := s.checkToken(m, token(r, c.args, m)); err != nil {
		return m, err
	}
	return m, s.checkScope(c.name, m)
}

// token is the caller's. The app-level token counts in the header alone
// (docs.slack.dev/apis/events-api/using-socket-mode).
func token(r *http.Request, a args, m method) string {
	if t, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); found {
		return strings.TrimSpace(t)
	}
	if m.appToken {
		return ""
	}
	return a.text("token")
}

func (s *Server) checkToken(m method, token string) error {
	want, other := s.opt.BotToken, s.opt.AppToken
	if m.appToken {
		want, other = other, want
	}
	switch {
	case token == "":
		return fail("not_authed")
	case token == other:
		return fail("not_allowed_token_type")
	case token != want:
		return fail("invalid_auth")
	case m.appToken:
		return nil
	default:
		return s.deadToken()
	}
}

// checkScope passes when the app has one of the method's scopes. What a
// conversation's kind needs beyond that, the method checks.
func (s *Server) checkScope(name string, m method) error {
	if len(m.scopes) == 0 || slices.ContainsFunc(m.scopes, func(sc string) bool {
		return slices.Contains(s.provided(name), sc)
	}) {
		return nil
	}
	return &apiError{code: "missing_scope", needed: strings.Join(m.scopes, ",")}
}

// need refuses when the app lacks a scope. Locked.
func (c *call) need(scope string) error {
	if c.s.w.app.hasScope(scope) {
		return nil
	}
	return &apiError{code: "missing_scope", needed: scope}
}

// provided are the scopes of the token that the method takes.
func (s *Server) provided(name string) []string {
	if s.methods[name].appToken {
		return []string{connectionsScope}
	}
	return s.opt.App.Scopes
}

// scopeHeaders are on every answer of Slack's.
func (s *Server) scopeHeaders(w http.ResponseWriter, name string) {
	w.Header().Set("X-OAuth-Scopes", strings.Join(s.provided(name), ","))
	w.Header().Set("X-Accepted-OAuth-Scopes", strings.Join(s.methods[name].scopes, ","))
}
