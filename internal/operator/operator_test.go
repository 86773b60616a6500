package operator_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/operator"
	"throughline/internal/progress"
)

// socket returns a path below a folder of the test's with a name short enough for a socket.
func socket(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "op") //nolint:usetesting // The name of a test would make the path too long for a socket.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

func listen(t *testing.T, path string) *operator.Server {
	t.Helper()
	s, err := operator.Listen(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestATaskIsAskedForAndAnswered(t *testing.T) {
	t.Parallel()
	path := socket(t)
	s := listen(t, path)
	s.Handle("count", func(_ context.Context, arguments json.RawMessage, tell progress.Func) (any, error) {
		var upTo int64
		if err := json.Unmarshal(arguments, &upTo); err != nil {
			return nil, err
		}
		tell(progress.Step{What: "counting", Done: 1, Total: upTo})
		return map[string]int64{"n": upTo}, nil
	})
	var seen []progress.Step
	var got struct{ N int64 }
	err := operator.Ask(t.Context(), path, "count", 7, func(s progress.Step) { seen = append(seen, s) }, &got)
	if err != nil || got.N != 7 || len(seen) != 1 || seen[0].Total != 7 {
		t.Errorf("got %+v after %+v, %v", got, seen, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket is %v, %v; want 0600", info, err)
	}
}

func TestWhatGoesWrongIsSaid(t *testing.T) {
	t.Parallel()
	path := socket(t)
	s := listen(t, path)
	s.Handle("fail", func(context.Context, json.RawMessage, progress.Func) (any, error) {
		return nil, errors.New("the disk is full")
	})
	s.Handle("panic", func(context.Context, json.RawMessage, progress.Func) (any, error) { panic("words of Ana's") })
	s.Handle("nothing", func(context.Context, json.RawMessage, progress.Func) (any, error) { return nil, nil })
	for task, want := range map[string]string{
		"fail": "the disk is full", "panic": "the task panicked with a string", "unknown": "it is of another version", "": "another version",
	} {
		err := operator.Ask(t.Context(), path, task, nil, nil, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "Ana") {
			t.Errorf("%s: %v; want %q", task, err, want)
		}
	}
	if err := operator.Ask(t.Context(), path, "nothing", nil, nil, nil); err != nil {
		t.Errorf("after that: %v", err)
	}
}

// TestARequestWithoutAPathIsNotFound: a request for a host alone has an empty path.
func TestARequestWithoutAPathIsNotFound(t *testing.T) {
	t.Parallel()
	path := socket(t)
	listen(t, path)
	c, err := (&net.Dialer{}).DialContext(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("POST http://bot HTTP/1.1\r\nHost: bot\r\nContent-Length: 0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len("HTTP/1.1 404"))
	if _, err := io.ReadFull(c, got); err != nil || string(got) != "HTTP/1.1 404" {
		t.Errorf("%q, %v; want it not found", got, err)
	}
}

func TestATaskEndsWithWhoAsked(t *testing.T) {
	t.Parallel()
	path := socket(t)
	s := listen(t, path)
	began, ended := make(chan bool), make(chan bool)
	s.Handle("wait", func(ctx context.Context, _ json.RawMessage, _ progress.Func) (any, error) {
		close(began)
		<-ctx.Done()
		close(ended)
		return nil, ctx.Err()
	})
	ctx, leave := context.WithCancel(t.Context())
	go func() { <-began; leave() }()
	if err := operator.Ask(ctx, path, "wait", nil, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-ended
}

func TestABotThatStopsMeanwhileIsTold(t *testing.T) {
	t.Parallel()
	path := socket(t)
	s := listen(t, path)
	s.Handle("wait", func(ctx context.Context, _ json.RawMessage, tell progress.Func) (any, error) {
		tell(progress.Step{What: "waiting"})
		<-ctx.Done()
		return nil, ctx.Err()
	})
	err := operator.Ask(t.Context(), path, "wait", nil, func(progress.Step) { go func() { _ = s.Close() }() }, nil)
	if err == nil || !strings.Contains(err.Error(), "stopped before it was done") {
		t.Errorf("got %v", err)
	}
}

func TestSocketsOfOthers(t *testing.T) {
	t.Parallel()
	path := socket(t)
	if err := operator.Ask(t.Context(), path, "x", nil, nil, nil); !errors.Is(err, operator.ErrNobody) || operator.Running(path) {
		t.Errorf("no socket: %v", err)
	}
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	_ = dead.Close() // as a bot that was killed leaves it
	if err := operator.Ask(t.Context(), path, "x", nil, nil, nil); !errors.Is(err, operator.ErrNobody) || operator.Running(path) {
		t.Errorf("a dead socket: %v", err)
	}
	first := listen(t, path)
	if _, err := operator.Listen(path, slog.New(slog.DiscardHandler)); !errors.Is(err, operator.ErrInUse) || !operator.Running(path) {
		t.Errorf("beside a bot that lives: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(path); err == nil {
		t.Error("the socket stays when its bot has ended")
	}
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := operator.Listen(path, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a file was taken for a socket")
	}
	if raw, _ := os.ReadFile(path); string(raw) != "mine" {
		t.Error("somebody's file is gone")
	}
	long := filepath.Join(filepath.Dir(path), strings.Repeat("long", 30))
	if _, err := operator.Listen(long, slog.New(slog.DiscardHandler)); !errors.Is(err, operator.ErrTooLong) {
		t.Errorf("a long path: %v", err)
	}
	if err := operator.Ask(t.Context(), long, "x", nil, nil, nil); !errors.Is(err, operator.ErrNobody) || operator.Running(long) {
		t.Errorf("a long path asked: %v", err)
	}
}
