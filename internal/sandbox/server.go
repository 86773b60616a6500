package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server is one sandbox. Handler serves it; Close ends its sockets.
type Server struct {
	opt     Options
	clock   *Clock
	log     *slog.Logger
	methods map[string]method
	started time.Time

	ctx    context.Context // ends with Close
	cancel context.CancelFunc
	wg     sync.WaitGroup

	busy atomic.Int64 // Web API and response_url calls under way

	walking sync.Mutex // one walk of the clock at a time

	mu       sync.Mutex
	w        *world
	baseURL  string
	sockets  []*socket
	nextSock int
	tickets  map[string]time.Time // when each was given; removed on use, or once it is too old
	pending  int                  // deliveries that wait for an acknowledgement
	last     *envelope            // for the redeliver fault
	bot      Bot
	remote   remoteBot
	limits   *limiter
	faults   []*fault
	revoked  bool // the bot token was revoked
	events   eventBudget

	uninstalled bool // the app was taken out of the workspace
	off         bool // Socket Mode is switched off in the app's settings
	views       viewStore
	files       fileStore
	triggers    shortLived[trigger]
	urls        shortLived[responseURL]
	tape        tape
	trace       trace
	alarm       *time.Timer // for the next scheduled message
	posted      int         // messages that the app posted, for walks
	pages       map[*subscriber]bool
	guide       guide
}

// New makes a sandbox with the made-up workspace.
func New(opt Options) (*Server, error) {
	opt = opt.filled()
	if !opt.Start.IsZero() {
		if err := tellable(opt.Start); err != nil {
			return nil, fmt.Errorf("start the clock at %s: %w", opt.Start.Format(time.RFC3339), err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		opt: opt, clock: NewClock(opt.Start), log: opt.Logger.With("component", "sandbox"),
		started: time.Now(), ctx: ctx, cancel: cancel,
		baseURL: strings.TrimRight(opt.BaseURL, "/"), tickets: map[string]time.Time{}, limits: newLimiter(opt.PostsPerMinute),
		views: newViewStore(), files: newFileStore(), triggers: newShortLived[trigger](), urls: newShortLived[responseURL](),
		tape: tape{out: opt.Record}, pages: map[*subscriber]bool{},
	}
	s.w = acmeBooks(opt.App, s.clock.Now())
	s.w.addCrowd(opt.Crowd, s.clock.Now())
	s.methods = webMethods()
	s.guide.tries = anyTries(opt.App)
	return s, nil
}

// Clock is the sandbox's clock, for a bot in the same process.
func (s *Server) Clock() *Clock { return s.clock }

// SetBot names the bot that walks of the clock wait for.
func (s *Server) SetBot(b Bot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bot = b
}

// SetBaseURL says where the listener is reached, such as
// "http://127.0.0.1:8080", for the addresses that payloads carry.
func (s *Server) SetBaseURL(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.baseURL = strings.TrimRight(url, "/")
}

// App is the installed app, with the ids that it was given.
func (s *Server) App() App { return s.opt.App }

// Env is what another Slack program needs to connect.
type Env struct {
	APIURL   string // ends in /api/
	BotToken string
	AppToken string
}

// Env is the environment of a program that shall talk to this sandbox.
func (s *Server) Env() Env {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Env{APIURL: s.baseURL + "/api/", BotToken: s.opt.BotToken, AppToken: s.opt.AppToken}
}

// Close disconnects every socket and waits for what is under way.
func (s *Server) Close() error {
	s.cancel()
	s.mu.Lock()
	if s.alarm != nil {
		s.alarm.Stop()
	}
	for _, sock := range s.sockets {
		sock.shut()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return nil
}

// Handler serves everything that the sandbox has, behind its guard.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("GET /socket", s.serveSocket)
	mux.HandleFunc("POST /response/{token}", s.serveResponseURL)
	mux.HandleFunc("POST /upload/v1/{secret}", s.serveUpload)
	mux.HandleFunc("GET /files-pri/{file}/", s.servePrivate)
	mux.HandleFunc("GET /avatars/{file}", s.serveAvatar)
	mux.Handle("/_sandbox/", s.controlRoutes())
	mux.Handle("/", s.page())
	return s.guard(mux)
}

func (s *Server) page() http.Handler {
	if s.opt.Page != nil {
		return s.opt.Page
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, "A local stand-in for Slack. Its control interface is under /_sandbox/.\n")
	})
}

// writeJSON answers with v. Its error has nobody to go to: the peer is gone.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}
