package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// subscriber is one page that wants to know what changed.
type subscriber struct {
	as   string
	what map[string]bool
	wake chan struct{}
}

// changed tells the pages what to fetch again: "messages:C…", "views", "home",
// "clock", "channels", "notices", "bot". Locked.
func (s *Server) changed(what ...string) {
	for page := range s.pages {
		for _, w := range what {
			if s.concerns(page, w) {
				page.what[w] = true
			}
		}
		select {
		case page.wake <- struct{}{}:
		default:
		}
	}
}

// concerns keeps the existence of conversations from those who cannot see them.
func (s *Server) concerns(page *subscriber, what string) bool {
	id, found := strings.CutPrefix(what, "messages:")
	if !found {
		return true
	}
	u, ch := s.w.user(page.as), s.w.channel(id)
	return u != nil && ch != nil && s.w.sees(u, ch)
}

// serveEvents streams {"type":"changed","what":[…]}, beginning at once.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	page := &subscriber{as: r.URL.Query().Get("as"), what: map[string]bool{}, wake: make(chan struct{}, 1)}
	up := websocket.Upgrader{CheckOrigin: originAllowed}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	gone := make(chan struct{})
	if !s.follow(page, func() { drain(conn, gone) }) {
		return
	}
	defer s.forget(page)
	s.stream(conn, page, gone)
}

// follow adds a page and starts reading from it, unless the server is closing.
func (s *Server) follow(page *subscriber, read func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return false
	}
	s.pages[page] = true
	s.wg.Go(read)
	s.changed("channels", "views", "home", "clock", "bot", "notices")
	return true
}

// drain reads until the page goes; a page has nothing to say.
func drain(conn *websocket.Conn, gone chan<- struct{}) {
	defer close(gone)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (s *Server) forget(page *subscriber) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.pages, page)
}

func (s *Server) stream(conn *websocket.Conn, page *subscriber, gone <-chan struct{}) {
	for {
		select {
		case <-gone:
			return
		case <-s.ctx.Done():
			_ = conn.Close()
			return
		case <-page.wake:
		}
		what := s.takeChanges(page)
		if len(what) == 0 {
			continue
		}
		_ = conn.SetWriteDeadline(time.Now().Add(writeWait))
		if conn.WriteJSON(obj{"type": "changed", "what": what}) != nil {
			return
		}
	}
}

func (s *Server) takeChanges(page *subscriber) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	what := []string{}
	for w := range page.what {
		what = append(what, w)
	}
	clear(page.what)
	slices.Sort(what)
	return what
}
