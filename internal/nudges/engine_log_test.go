package nudges

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
)

func TestHowLoudlyARowIsLogged(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		state   State
		failure *SendError
		want    slog.Level
	}{
		{"what goes its way is detail", Due, nil, slog.LevelDebug},
		{"what waits for another row is detail, however often it asks", Due, failure(ErrLater), slog.LevelDebug},
		{"what waits in vain is worth a look", Failed, failure(ErrLater), slog.LevelWarn},
		{"what Slack put off is told", Due, &SendError{Class: RateLimited, Code: "ratelimited"}, slog.LevelInfo},
		{"what was left out is told", Dropped, nil, slog.LevelInfo},
		{"a dead token is an error", Due, &SendError{Class: Down, Code: "invalid_auth"}, slog.LevelError},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			e := &Engine{log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
			e.logMove(Row{State: tt.state}, tt.failure)
			if want := "level=" + tt.want.String() + " "; !strings.Contains(log.String(), want) {
				t.Errorf("want %s: %s", want, &log)
			}
		})
	}
}
