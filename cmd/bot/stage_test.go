package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The stage is a local Slack with the bot in it, in processes of their own, driven through the control
// interface in the words of a user.

// botBinary builds the program once for all tests of the package.
var botBinary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "throughline-bot")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "bot")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", errors.Join(fmt.Errorf("go build: %w\n%s", err, out), os.RemoveAll(dir))
	}
	removeBinary = func() error { return os.RemoveAll(dir) }
	return path, nil
})

// removeBinary removes what botBinary built, once all tests are done.
var removeBinary = func() error { return nil }

// process is a running bot program.
type process struct {
	cmd  *exec.Cmd
	out  *lines
	done chan struct{}
}

// launch starts the program and returns once a line of its output satisfies ready.
func launch(t *testing.T, ready func(string) bool, env []string, args ...string) *process {
	t.Helper()
	path, err := botBinary()
	if err != nil {
		t.Fatal(err)
	}
	args = recorded(t, args)
	p := &process{cmd: exec.Command(path, args...), out: newLines(), done: make(chan struct{})}
	// A process that is killed leaves its temporary folder behind, so it gets one that goes with the test.
	p.cmd.Env = append(append(os.Environ(), "HOME="+t.TempDir(), "TMPDIR="+t.TempDir(), "THROUGHLINE_METRICS_ADDRESS=off"), env...)
	p.cmd.Dir = t.TempDir()
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { defer close(p.done); _ = p.cmd.Wait() }()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("output of bot %s:\n%s", strings.Join(args, " "), p.out.text())
		}
	})
	p.await(t, ready)
	return p
}

func (p *process) await(t *testing.T, ready func(string) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if !p.out.await(ctx, ready) {
		t.Fatalf("the program did not get ready:\n%s", p.out.text())
	}
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// lines collects output and lets a test wait for a line.
type lines struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	more chan struct{}
}

func newLines() *lines { return &lines{more: make(chan struct{})} }

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.more)
	l.more = make(chan struct{})
	return l.buf.Write(b)
}

func (l *lines) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *lines) await(ctx context.Context, ready func(string) bool) bool {
	for {
		l.mu.Lock()
		text, more := l.buf.String(), l.more
		l.mu.Unlock()
		scan := bufio.NewScanner(strings.NewReader(text))
		for scan.Scan() {
			if ready(scan.Text()) {
				return true
			}
		}
		select {
		case <-more:
		case <-ctx.Done():
			return false
		}
	}
}

// find returns the rest of the first line with the prefix, trimmed.
func (l *lines) find(prefix string) string {
	for line := range strings.Lines(l.text()) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), prefix); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// stage is one local Slack.
type stage struct {
	t   *testing.T
	url string
	// between runs between any two steps of a story; it may stop the bot and start it again.
	between func()
	// output is what the program wrote so far.
	output func() string
	// web reaches the local Slack; nil is the usual way.
	web *http.Client
	// sleep lets time pass where it is virtual; nil moves the clock of the local Slack.
	sleep func(time.Duration)
}

// call posts to the control interface, or gets from it where body is nil.
func (s *stage) call(path string, body any) object {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodGet, s.url+"/_sandbox/"+path, nil)
	if body != nil {
		raw, merr := json.Marshal(body)
		if merr != nil {
			s.t.Fatal(merr)
		}
		req, err = http.NewRequest(http.MethodPost, s.url+"/_sandbox/"+path, bytes.NewReader(raw))
	}
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := cmp.Or(s.web, http.DefaultClient).Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	var out object
	if err := json.Unmarshal(raw, &out); err != nil || out["ok"] != true {
		s.t.Fatalf("%s %v: %s", path, body, raw)
	}
	return out
}

// object is decoded JSON.
type object = map[string]any

// actor is a person of the made-up team at her keyboard.
type actor struct {
	*stage
	id string
}

// as returns the person of the given name.
func (s *stage) as(name string) actor {
	s.t.Helper()
	for _, u := range list(s.call("state?as=U0ANA00001", nil), "users") {
		if strings.EqualFold(text(u, "display_name"), name) || strings.EqualFold(text(u, "name"), name) {
			return actor{stage: s, id: text(u, "id")}
		}
	}
	s.t.Fatalf("nobody is called %s", name)
	return actor{}
}

// channel returns the id of a channel by its name, or of the direct conversation with the bot for "@app".
func (a actor) channel(name string) string {
	a.t.Helper()
	state := a.call("state?as="+a.id, nil)
	app, _ := state["app"].(object)
	for _, c := range list(state, "channels") {
		if text(c, "name") == strings.TrimPrefix(name, "#") || name == "@app" && text(c, "user") == text(app, "user_id") {
			return text(c, "id")
		}
	}
	a.t.Fatalf("%s sees no channel %s", a.id, name)
	return ""
}

// types writes a command and returns what the bot acknowledged it with.
func (a actor) types(channel, command string) object {
	a.t.Helper()
	out := a.call("command", object{"as": a.id, "channel": a.channel(channel), "text": command})
	if out["acked"] != true {
		a.t.Fatalf("%s was not acknowledged: %v", command, out)
	}
	ack, _ := out["ack"].(object)
	return ack
}

// says writes a message.
func (a actor) says(channel, words string) {
	a.t.Helper()
	if channel != "@app" {
		channel = a.channel(channel)
	}
	a.call("message", object{"as": a.id, "channel": channel, "text": words})
}

// presses clicks a button of a message.
func (a actor) presses(m object, channel, action string) {
	a.t.Helper()
	out := a.call("click", object{"as": a.id, "channel": a.channel(channel), "ts": m["ts"], "action_id": action})
	if out["acked"] != true {
		a.t.Fatalf("the click on %s was not acknowledged: %v", action, out)
	}
}

// form waits for a form to be open and returns the one on top.
func (a actor) form(callback string) object {
	a.t.Helper()
	var top object
	a.eventually("the form "+callback+" opens", func() bool {
		stack := list(a.call("state?as="+a.id, nil), "views")
		if len(stack) == 0 {
			return false
		}
		top = stack[len(stack)-1]
		v, _ := top["view"].(object)
		return text(v, "callback_id") == callback
	})
	return top
}

// submits fills the form on top and sends it, and returns the result.
func (a actor) submits(callback string, values object) object {
	a.t.Helper()
	form := a.form(callback)
	return a.call("submit", object{"as": a.id, "view_id": form["id"], "values": values})
}

// messages returns what the person sees in a channel.
func (a actor) messages(channel string) []object {
	a.t.Helper()
	return list(a.call("messages?as="+a.id+"&channel="+a.channel(channel), nil), "messages")
}

// reads waits until a message whose text has the words stands in the channel, and returns the newest.
func (a actor) reads(channel, words string) object {
	a.t.Helper()
	var found object
	a.eventually(channel+" shows "+words, func() bool {
		for _, m := range a.messages(channel) {
			if strings.Contains(text(m, "text"), words) {
				found = m
			}
		}
		return found != nil
	})
	return found
}

// card waits for the mission's card in a channel: the message that is pinned there.
func (a actor) card(channel string) object {
	a.t.Helper()
	var card object
	a.eventually("a card is pinned in "+channel, func() bool {
		for _, m := range a.messages(channel) {
			if m["pinned"] == true {
				card = m
			}
		}
		return card != nil
	})
	return card
}

// readsInThread waits for a reply in the thread of a message.
func (a actor) readsInThread(channel string, parent object, words string) object {
	a.t.Helper()
	var found object
	path := fmt.Sprintf("messages?as=%s&channel=%s&thread_ts=%s", a.id, a.channel(channel), parent["ts"])
	a.eventually("the thread says "+words, func() bool {
		for _, m := range list(a.call(path, nil), "messages") {
			if strings.Contains(text(m, "text"), words) {
				found = m
			}
		}
		return found != nil
	})
	return found
}

// count returns how many messages in a channel have the words.
func (a actor) count(channel, words string) int {
	a.t.Helper()
	n := 0
	for _, m := range a.messages(channel) {
		if strings.Contains(text(m, "text"), words) {
			n++
		}
	}
	return n
}

// eventually polls, since what the bot posts comes after its acknowledgement.
func (s *stage) eventually(what string, ok func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for !ok() {
		if time.Now().After(deadline) {
			s.t.Fatalf("never happened: %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// walk moves the clock on to a time, stopping wherever something is due.
func (s *stage) walk(to string) {
	s.t.Helper()
	s.call("clock", object{"to": to})
}

func list(o object, key string) []object {
	raw, _ := o[key].([]any)
	out := make([]object, 0, len(raw))
	for _, r := range raw {
		if item, ok := r.(object); ok {
			out = append(out, item)
		}
	}
	return out
}

func text(o object, key string) string {
	s, _ := o[key].(string)
	return s
}

// jsonText returns a value as JSON, for looking words up in it.
func jsonText(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(raw)
}
