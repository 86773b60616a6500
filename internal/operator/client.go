package operator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"syscall"

	"throughline/internal/progress"
)

// RemoteError is what the running bot says went wrong.
type RemoteError struct{ Text string }

// Error returns the bot's words.
func (e *RemoteError) Error() string { return e.Text }

// ErrStranger says that the socket is somebody else's, who could have put it there to hear what an operator asks for.
var ErrStranger = errors.New("it belongs to another user of this machine, so nothing is told to it: run this as the user of the bot, or take it away")

// Ask has the bot that listens on a socket do a task, shows how far it is, and reads its result into a pointer. It returns
// ErrNobody where no bot runs, and [RemoteError] where the bot says what went wrong.
func Ask(ctx context.Context, path, task string, arguments any, tell progress.Func, result any) error {
	body, err := json.Marshal(arguments)
	if err != nil {
		return fmt.Errorf("ask the bot for %s: %w", task, err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://bot/"+task, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("ask the bot for %s: %w", task, err)
	}
	if err := trusted(path); err != nil {
		return err
	}
	answer, err := client(path).Do(request)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return ErrNobody
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("the bot's socket %s belongs to another user: run this as the user of the bot: %w", path, err)
	case err != nil:
		return fmt.Errorf("ask the bot for %s: %w", task, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the bot that runs here does not know %q: it is of another version; stop it, or use its own program", task)
	}
	return read(answer.Body, task, tell, result)
}

// Running reports whether a bot listens on a socket.
func Running(path string) bool { return len(path) <= maxPath && answers(path) }

func client(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			if len(path) > maxPath {
				return nil, fs.ErrNotExist // no bot can listen there
			}
			var d net.Dialer
			return d.DialContext(ctx, "unix", path)
		},
	}}
}

// read reads the lines of an answer.
func read(body io.Reader, task string, tell progress.Func, result any) error {
	for lines := json.NewDecoder(body); ; {
		var m message
		err := lines.Decode(&m)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return fmt.Errorf("the bot stopped before it was done with %s: run it again", task)
		case err != nil:
			return fmt.Errorf("read the bot's answer about %s: %w", task, err)
		case m.Error != "":
			return &RemoteError{Text: m.Error}
		case m.Step != nil:
			tell.Tell(*m.Step)
		case result == nil:
			return nil
		default:
			return json.Unmarshal(m.Result, result)
		}
	}
}
