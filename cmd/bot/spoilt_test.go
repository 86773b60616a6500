package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Each field of a payload is left empty, and holds something of another kind, one at a time.
func TestPayloadsWithAFieldThatIsWrong(t *testing.T) {
	t.Parallel()
	p := openPost(t)
	mission := missionOf(t, p.as("Ana").card("#refunds"))
	f := forged{stage: p.stage, ear: p.ear, user: "U0BO000001", team: ourTeam, channel: "C0REFUNDS1"}
	var jobs []func()
	spoil := func(name, kind string, accepts bool, payload object) {
		for _, path := range pathsIn(payload, nil) {
			if len(path) > 4 {
				continue // Slack's own blocks, which nobody reads back
			}
			for _, value := range []any{nil, []any{object{"a": "b"}}} {
				spoilt := p.renewed(payload)
				if set(spoilt, path, value) {
					jobs = append(jobs, func() { p.send(fmt.Sprintf("%s with %v at %v", name, value, path), kind, accepts, spoilt) })
				}
			}
		}
	}
	kinds := make(map[string]bool)
	for _, sample := range samples(t) {
		kind, payload := sample.Name[:strings.LastIndex(sample.Name, ".")], decoded(t, sample)
		if kinds[kind] || endsTheInstallation(payload) {
			continue
		}
		kinds[kind] = true
		spoil(sample.Name, sample.EnvelopeType, sample.AcceptsPayload, payload)
	}
	meta := `{"m":"` + mission + `"}`
	spoil("our command", "slash_commands", true, f.command("progress my words"))
	spoil("our button", "interactive", false, f.click("details", meta))
	spoil("our message shortcut", "interactive", false, f.messageShortcut("mission_add", "the bank answers within an hour"))
	spoil("our form", "interactive", true, f.submission("tell", meta, formsOf["tell"]))
	p.run(jobs)
	p.sent = len(jobs)
	p.finish()
}

// run sends in a few at a time; between two handfuls Slack's rate windows pass.
func (p *post) run(jobs []func()) {
	p.t.Helper()
	// A step that is a prime: each handful has a few of every kind, and few of them to the same channel.
	const stride = 887
	if len(jobs)%stride == 0 {
		p.t.Fatalf("%d payloads cannot be mixed", len(jobs))
	}
	mixed := make([]func(), len(jobs))
	for i := range jobs {
		mixed[i] = jobs[i*stride%len(jobs)]
	}
	for some := range slices.Chunk(mixed, 16) {
		var wg sync.WaitGroup
		for part := range slices.Chunk(some, 4) {
			wg.Go(func() {
				for _, job := range part {
					job()
				}
			})
		}
		wg.Wait()
		p.passes(30 * time.Second)
	}
}

// pathsIn lists the paths to every value in decoded JSON.
func pathsIn(v any, at []any) [][]any {
	var paths [][]any
	child := func(key, value any) {
		path := append(slices.Clone(at), key)
		paths = append(append(paths, path), pathsIn(value, path)...)
	}
	switch v := v.(type) {
	case object:
		for key, value := range v {
			child(key, value)
		}
	case []any:
		for i, value := range v {
			child(i, value)
		}
	}
	return paths
}

// set puts a value at a path, and reports whether that changes anything.
func set(tree any, path []any, value any) bool {
	for _, key := range path[:len(path)-1] {
		switch node := tree.(type) {
		case object:
			tree = node[key.(string)]
		case []any:
			tree = node[key.(int)]
		}
	}
	last := path[len(path)-1]
	switch node := tree.(type) {
	case object:
		before := node[last.(string)]
		node[last.(string)] = value
		return jsonText(before) != jsonText(value)
	case []any:
		before := node[last.(int)]
		node[last.(int)] = value
		return jsonText(before) != jsonText(value)
	}
	return false
}
