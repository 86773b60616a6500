package sandbox

import (
	"errors"
	"maps"
	"net/http"
	"strings"
)

// method is one method of the Web API.
type method struct {
	scopes   []string // any one of them opens it; none means no scope is needed
	tier     int      // calls per minute by tier (docs.slack.dev/apis/web-api/rate-limits); 0 is "special"
	appToken bool     // takes the app-level token instead of the bot's
	formOnly bool     // reads no arguments from JSON
	pages    bool     // lists that Slack holds to a stricter rate where they are not paged
	run      func(*call) (obj, error)
}

// call is one call of a method, locked while it runs.
type call struct {
	s    *Server
	name string
	args args
	host string // as the caller reached us
	callTrace
	warn []string
}

// webMethods is the table of what the sandbox knows. Everything else is an
// unknown_method.
func webMethods() map[string]method {
	table := map[string]method{
		"api.test":              {tier: 4, run: apiTest},
		"auth.test":             {run: authTest},
		"apps.connections.open": {scopes: []string{"connections:write"}, tier: 3, appToken: true, run: connectionsOpen},
		"team.info":             {scopes: []string{"team:read"}, tier: 3, run: teamInfo},
		"bots.info":             {scopes: []string{"users:read"}, tier: 3, formOnly: true, run: botsInfo},
		"users.info":            {scopes: []string{"users:read"}, tier: 4, formOnly: true, run: usersInfo},
		"users.list":            {scopes: []string{"users:read"}, tier: 2, pages: true, formOnly: true, run: usersList},
		"dnd.info":              {scopes: []string{"dnd:read"}, tier: 3, formOnly: true, run: dndInfo},
		"dnd.teamInfo":          {scopes: []string{"dnd:read"}, tier: 2, formOnly: true, run: dndTeamInfo},
		"pins.add":              {scopes: []string{"pins:write"}, tier: 2, run: pinsAdd},
		"pins.remove":           {scopes: []string{"pins:write"}, tier: 2, run: pinsRemove},
		"pins.list":             {scopes: []string{"pins:read"}, tier: 2, formOnly: true, run: pinsList},
		"views.open":            {tier: 4, run: viewsOpen},
		"views.push":            {tier: 4, run: viewsPush},
		"views.update":          {tier: 4, run: viewsUpdate},
		"views.publish":         {tier: 4, run: viewsPublish},
		"chat.postMessage":      {scopes: []string{"chat:write"}, run: chatPostMessage},
		"chat.postEphemeral":    {scopes: []string{"chat:write"}, tier: 4, run: chatPostEphemeral},
		"chat.update":           {scopes: []string{"chat:write"}, tier: 3, run: chatUpdate},
		"chat.meMessage":        {scopes: []string{"chat:write"}, tier: 3, run: chatMeMessage},
		"chat.delete":           {scopes: []string{"chat:write"}, tier: 3, run: chatDelete},
		"chat.getPermalink":     {formOnly: true, run: chatGetPermalink},

		"files.getUploadURLExternal":   {scopes: []string{"files:write"}, tier: 4, formOnly: true, run: filesGetUploadURL},
		"files.completeUploadExternal": {scopes: []string{"files:write"}, tier: 4, run: filesCompleteUpload},
		"files.delete":                 {scopes: []string{"files:write"}, tier: 3, run: filesDelete},
	}
	read := []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	history := []string{"channels:history", "groups:history", "im:history", "mpim:history"}
	table["users.conversations"] = method{scopes: read, tier: 3, formOnly: true, run: usersConversations}
	table["conversations.list"] = method{scopes: read, tier: 2, pages: true, formOnly: true, run: conversationsList}
	table["conversations.info"] = method{scopes: read, tier: 3, formOnly: true, run: conversationsInfo}
	table["conversations.members"] = method{scopes: read, tier: 4, formOnly: true, run: conversationsMembers}
	table["conversations.history"] = method{scopes: history, tier: 3, run: conversationsHistory}
	table["conversations.replies"] = method{scopes: history, tier: 3, formOnly: true, run: conversationsReplies}
	table["conversations.join"] = method{scopes: []string{"channels:join"}, tier: 3, run: conversationsJoin}
	table["conversations.open"] = method{
		scopes: []string{"im:write", "mpim:write"}, tier: 3, run: conversationsOpen,
	}
	for _, family := range []map[string]method{
		scheduledMethods(), channelMethods(), reactionMethods(), bookmarkMethods(), peopleMethods(), tokenMethods(), fileMethods(),
		otherMethods(),
	} {
		maps.Copy(table, family)
	}
	return table
}

// limit is how many of these calls a minute takes. Lists that are not paged take fewer; how many fewer Slack does not
// say [unknown], so that half of the tier stands for it.
func (m method) limit(a args) int {
	limit := tierLimit(m.tier)
	if m.pages && a.text("limit") == "" && a.text("cursor") == "" {
		limit /= 2
	}
	return limit
}

// serveAPI takes a call through faults, limits and its method.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	s.busy.Add(1)
	defer s.busy.Add(-1)
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat)) // Messages bear times of the same clock.
	name := r.PathValue("method")
	a, isJSON, err := readArgs(r)
	if isJSON && err == nil && s.methods[name].formOnly {
		a = queryArgs(r)
	}
	c := &call{s: s, name: name, args: a, host: r.Host, callTrace: startTrace()}
	c.warn = append(c.warn, charsetWarnings(r, isJSON)...)
	if err != nil {
		s.answer(w, c, nil, fail(err.Error()))
		return
	}
	f := s.takeFault(name)
	if !f.late() && f.delay(r.Context()) != nil {
		return
	}
	if f.hits() && !f.After {
		s.misbehave(w, c, f, nil)
		return
	}
	result, err := s.perform(c, r)
	if f.late() && f.delay(r.Context()) != nil {
		s.recordCall(c, obj{"fault": f.Kind, "done": err == nil})
		return
	}
	if f.hits() {
		s.misbehave(w, c, f, result)
		return
	}
	s.answer(w, c, result, err)
}

// charsetWarnings are what Slack says of a charset that JSON lacks, or that a form has without need.
func charsetWarnings(r *http.Request, isJSON bool) []string {
	kind := r.Header.Get("Content-Type")
	named := strings.Contains(kind, "charset=")
	switch {
	case isJSON && !named:
		return []string{"missing_charset"}
	case !isJSON && named && strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		return []string{"superfluous_charset"}
	default:
		return nil
	}
}

// perform checks who calls and how often, then runs the method locked.
func (s *Server) perform(c *call, r *http.Request) (obj, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, err := s.admit(c, r)
	if err != nil {
		return nil, err
	}
	if wait := s.limits.calls(c.name, m.limit(c.args), realNow()); wait > 0 {
		return nil, &tooMany{wait}
	}
	return m.run(c)
}

// answer writes the result the way Slack does: errors are HTTP 200 too,
// except for rate limits.
func (s *Server) answer(w http.ResponseWriter, c *call, result obj, err error) {
	s.scopeHeaders(w, c.name)
	if limited, ok := errors.AsType[*tooMany](err); ok {
		s.recordCall(c, limited.body())
		limited.write(w)
		return
	}
	body := s.responseBody(c, result, err)
	s.recordCall(c, body)
	writeJSON(w, http.StatusOK, body)
}

func (s *Server) responseBody(c *call, result obj, err error) obj {
	body := obj{"ok": err == nil}
	meta := obj{}
	if err == nil {
		maps.Copy(body, result)
	}
	if given, ok := body["response_metadata"].(obj); ok && given != nil {
		meta = given
	}
	if refused, ok := errors.AsType[*apiError](err); ok {
		setIf(body, "error", refused.code)
		maps.Copy(body, refused.more)
		if len(refused.messages) > 0 {
			meta["messages"] = refused.messages
			if refused.code == "invalid_blocks" { // Slack says it twice
				body["errors"] = bareMessages(refused.messages)
			}
		}
		if refused.needed != "" {
			body["needed"] = refused.needed
			body["provided"] = strings.Join(s.provided(c.name), ",")
		}
	}
	if len(c.warn) > 0 {
		body["warning"] = strings.Join(c.warn, ",")
		meta["warnings"] = c.warn
	}
	if len(meta) > 0 {
		body["response_metadata"] = meta
	}
	return body
}
