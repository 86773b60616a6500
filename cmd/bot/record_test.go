package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/internal/sandbox/judges"
)

// Every story is recorded, as with --record, and at the end Slack's own types for Node judge all that the bot sent in
// any of them. One run of the compiler is enough for all: what has the same shape is judged once.

// TestMain runs the tests, and then holds what they recorded to Slack's types. Where these are not installed,
// TestSlacksTypesAreInstalled says so, and all the other tests count as they are.
func TestMain(m *testing.M) {
	code := m.Run()
	if judges.Installed() != nil {
		os.Exit(code)
	}
	if err := everything.judged(); err != nil {
		fmt.Fprintf(os.Stderr, "FAIL: what the bot sent in these tests:\n%v\n", err)
		code = max(code, 1)
	}
	if err := removeBinary(); err != nil {
		fmt.Fprintf(os.Stderr, "FAIL: %v\n", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// TestSlacksTypesAreInstalled holds that what the bot sends in these tests is judged after them.
func TestSlacksTypesAreInstalled(t *testing.T) {
	t.Parallel()
	if err := judges.Installed(); err != nil {
		t.Errorf("What the bot sent in these tests is not held to Slack's types: %v", err)
	}
}

// everything is what the bot sent in all tests of this run.
var everything = sent{shapes: map[string]judges.Value{}}

// sent is what was sent to Slack, one of each shape.
type sent struct {
	mu       sync.Mutex
	shapes   map[string]judges.Value
	surfaces map[string]bool
	err      error
}

// recorded adds the record of a local Slack to the arguments that start one, and reads it when the test ends.
func recorded(t *testing.T, args []string) []string {
	t.Helper()
	if args[0] != "sandbox" || slices.Contains(args, "--bot-only") || slices.Contains(args, "--record") {
		return args
	}
	file := filepath.Join(t.TempDir(), "record")
	t.Cleanup(func() {
		f, err := os.Open(file)
		if err != nil {
			return // it never started, which the test has told of
		}
		everything.take(f, t.Name())
		_ = f.Close()
	})
	return append(slices.Clone(args), "--record", file)
}

// sentCall is a line of a record.
type sentCall struct {
	Method string                     `json:"method"`
	Args   map[string]json.RawMessage `json:"args"`
	Answer json.RawMessage            `json:"response"`
}

// take reads a record. A last line that a killed process left half written is none.
func (s *sent) take(record io.Reader, test string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := bufio.NewReader(record)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var c sentCall
		if err := json.Unmarshal(line, &c); err != nil {
			s.err = fmt.Errorf("%s recorded %.200q: %w", test, line, err)
			return
		}
		s.call(c, test+", "+c.Method)
	}
}

// call takes apart what one call sent: arguments of methods, and what an acknowledgement answers.
func (s *sent) call(c sentCall, from string) {
	s.blocks(c.Args["blocks"], c.Method, from)
	s.add("MessageAttachment[]", c.Args["attachments"], from)
	s.add("Metadata", c.Args["metadata"], from)
	s.view(c.Args["view"], from)
	if c.Method != "ack" {
		return
	}
	var answer map[string]json.RawMessage
	if json.Unmarshal(c.Answer, &answer) != nil {
		return // none, or a text
	}
	s.blocks(answer["blocks"], c.Method, from)
	if answer["response_action"] != nil {
		s.view(answer["view"], from)
		s.add("Answer", withoutBlocks(c.Answer), from)
	}
}

func (s *sent) view(raw json.RawMessage, from string) {
	raw = unquoted(raw)
	var v struct {
		Type   string          `json:"type"`
		Blocks json.RawMessage `json:"blocks"`
	}
	if len(raw) == 0 || json.Unmarshal(raw, &v) != nil {
		return
	}
	s.blocks(v.Blocks, v.Type, from)
	s.add(map[string]string{"home": "Home", "modal": "Modal"}[v.Type], withoutBlocks(raw), from)
}

func (s *sent) blocks(raw json.RawMessage, surface, from string) {
	var blocks []json.RawMessage
	if raw = unquoted(raw); len(raw) == 0 || json.Unmarshal(raw, &blocks) != nil {
		return
	}
	if s.surfaces == nil {
		s.surfaces = map[string]bool{}
	}
	for _, b := range blocks {
		var block struct{ Type string }
		_ = json.Unmarshal(b, &block)
		s.surfaces[surface], s.surfaces[block.Type] = true, true
		s.add("KnownBlock", b, from)
	}
}

// add keeps a value, unless one of its shape is kept already.
func (s *sent) add(kind string, raw json.RawMessage, from string) {
	if raw = unquoted(raw); len(raw) == 0 || string(raw) == "null" {
		return
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		s.err = fmt.Errorf("%s sent %.200q: %w", from, raw, err)
		return
	}
	shape := kind + jsonText(shapeOf("", v))
	if _, kept := s.shapes[shape]; !kept {
		s.shapes[shape] = judges.Value{Type: kind, From: from, JSON: slices.Clone(raw)}
	}
}

// shapeOf is a value with all texts that no type could name taken out.
func shapeOf(key string, v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, inner := range v {
			out[k] = shapeOf(k, inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = shapeOf(key, inner)
		}
		return out
	case string:
		if !slices.Contains([]string{"type", "style", "response_action", "include", "trigger_actions_on"}, key) {
			return ""
		}
	}
	return v
}

// withoutBlocks is a view, or an answer with one, with no blocks in it, since those are judged one by one.
func withoutBlocks(raw json.RawMessage) json.RawMessage {
	var v map[string]any
	if json.Unmarshal(raw, &v) != nil {
		return raw
	}
	if inner, ok := v["view"].(map[string]any); ok {
		inner["blocks"] = []any{}
	}
	if _, ok := v["blocks"]; ok {
		v["blocks"] = []any{}
	}
	return json.RawMessage(jsonText(v))
}

// unquoted is the JSON of an argument that came as a text in a form.
func unquoted(raw json.RawMessage) json.RawMessage {
	var text string
	if bytes.HasPrefix(raw, []byte(`"`)) && json.Unmarshal(raw, &text) == nil {
		return json.RawMessage(text)
	}
	return raw
}

// judged holds everything to Slack's types. A run of all tests must have been through all of the bot's surfaces.
func (s *sent) judged() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil || len(s.shapes) == 0 {
		return s.err
	}
	if flag.Lookup("test.run").Value.String() == "" {
		for _, surface := range []string{
			"home", "modal", "ack", "response_url", "chat.postMessage", "chat.update", "chat.postEphemeral",
			"section", "actions", "context", "input", "header", "divider", "rich_text",
		} {
			if !s.surfaces[surface] {
				return fmt.Errorf("no test of the bot has blocks in or of %s, so that Slack's types judge nothing there", surface)
			}
		}
	}
	values := make([]judges.Value, 0, len(s.shapes))
	for _, shape := range slices.Sorted(maps.Keys(s.shapes)) {
		values = append(values, s.shapes[shape])
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	faults, err := judges.Types(ctx, values)
	if err == nil && len(faults) > 0 {
		err = fmt.Errorf("Slack's types refuse %d of %d shapes.\n%s", len(faults), len(values), strings.Join(faults, "\n"))
	}
	return err
}
