package socket

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Over TLS the tap lies inside of the encryption: a warned socket is followed by
// another before it ends. This one test needs real sockets.
func TestRefreshOverTLS(t *testing.T) {
	f := &fakeSlack{t: t, acks: map[string][]acked{}}
	srv := httptest.NewUnstartedServer(f)
	srv.EnableHTTP2 = true // A WebSocket has to be dialled without it.
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	defer srv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	states := make(chan State, 16)
	r := New(Options{
		AppToken: "xapp-1-test", APIURL: srv.URL + "/api/", HTTPClient: httpClient(srv),
		Connections: 1, OnState: func(s State) { states <- s },
	}, ackAll)
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()

	waitFor(t, states, 1)
	f.open()[0].disconnect("warning")
	waitFor(t, states, 2)
	for _, s := range f.open() {
		s.send(command("c"))
	}
	for deadline := time.Now().Add(5 * time.Second); len(f.acksOf("c")) < 2 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	f.wantAcks("c", "", "")
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
}

func httpClient(srv *httptest.Server) *http.Client {
	transport := srv.Client().Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives = true
	return &http.Client{Transport: transport}
}

func waitFor(t *testing.T, states <-chan State, connected int) {
	t.Helper()
	for deadline := time.After(10 * time.Second); ; {
		select {
		case s := <-states:
			if s.Connected == connected {
				return
			}
		case <-deadline:
			t.Fatalf("never %d connected", connected)
		}
	}
}
