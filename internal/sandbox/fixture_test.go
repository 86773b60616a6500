package sandbox

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The fixture testdata/shapes.json says which keys of which types Slack's payloads
// have. It is written from the payloads in the tests of Slack's own libraries and
// from the types of @slack/types and @slack/bolt:
//
//	"key": "string"     must be there; number, bool, null, object and any are the others
//	"key?": …           may be missing
//	"key": "a|b"        either
//	"key": "=text"      this very value
//	"key": "@name"      the shape of that name
//	"key": [x]          a list of x
//	[x, y, …]           the keys of all of them, the later ones in place of the earlier
//	"*", "image_*"      any key, any key that begins so
//	"!": ["key", …]     these keys are not there, though an earlier shape has them
//
// A key that no shape names is one that Slack does not send.
var shapes = sync.OnceValues(func() (map[string]any, error) {
	raw, err := os.ReadFile("testdata/shapes.json")
	if err != nil {
		return nil, err
	}
	var out map[string]any
	return out, json.Unmarshal(raw, &out)
})

// misfit compares JSON with the shape of that name.
func misfit(name string, raw json.RawMessage) []string {
	all, err := shapes()
	if err != nil {
		return []string{err.Error()}
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return []string{err.Error()}
	}
	if all[name] == nil {
		return []string{"Slack has nothing of the kind " + name}
	}
	f := &fitting{all: all}
	f.fit(name, "@"+name, value)
	return f.problems
}

type fitting struct {
	all      map[string]any
	problems []string
}

func (f *fitting) fit(path string, shape, value any) {
	switch shape := shape.(type) {
	case map[string]any:
		f.fitObject(path, shape, value)
	case []any:
		if len(shape) > 1 {
			f.fitObject(path, f.merged(shape), value)
			return
		}
		list, ok := value.([]any)
		if !ok {
			f.wrong(path, "a list", value)
		}
		for _, item := range list {
			f.fit(path+"[]", shape[0], item)
		}
	case string:
		f.fitWord(path, shape, value)
	}
}

// fitWord takes the first alternative that fits, and the problems of the last.
func (f *fitting) fitWord(path, shape string, value any) {
	alternatives := strings.Split(shape, "|")
	for i, word := range alternatives {
		try := &fitting{all: f.all}
		switch {
		case strings.HasPrefix(word, "@"):
			try.fit(path, f.all[word[1:]], value)
		case strings.HasPrefix(word, "="):
			if fmt.Sprint(value) != word[1:] {
				try.wrong(path, word[1:], value)
			}
		case word != "any" && word != typeOf(value):
			try.wrong(path, word, value)
		}
		if len(try.problems) == 0 {
			return
		}
		if i == len(alternatives)-1 {
			f.problems = append(f.problems, try.problems...)
		}
	}
}

func (f *fitting) wrong(path, want string, value any) {
	f.problems = append(f.problems, fmt.Sprintf("%s is %v, and Slack sends %s", path, value, want))
}

func typeOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "list"
	default:
		return "object"
	}
}

// merged is one shape of several.
func (f *fitting) merged(parts []any) map[string]any {
	out := map[string]any{}
	for _, part := range parts {
		if name, ok := part.(string); ok {
			part = f.all[strings.TrimPrefix(name, "@")]
		}
		if list, ok := part.([]any); ok {
			part = f.merged(list)
		}
		shape, _ := part.(map[string]any)
		gone, _ := shape["!"].([]any)
		for _, key := range gone {
			name, _ := key.(string)
			delete(out, name)
			delete(out, name+"?")
		}
		for key, inner := range shape {
			delete(out, strings.TrimSuffix(key, "?"))
			delete(out, key+"?")
			out[key] = inner
		}
		delete(out, "!")
	}
	return out
}

func (f *fitting) fitObject(path string, shape map[string]any, value any) {
	object, ok := value.(map[string]any)
	if !ok {
		f.wrong(path, "an object", value)
		return
	}
	for key := range shape {
		if _, there := object[key]; !there && !strings.HasSuffix(key, "?") && !strings.HasSuffix(key, "*") {
			f.problems = append(f.problems, path+" lacks "+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		inner, known := keyShape(shape, key)
		if !known {
			f.problems = append(f.problems, fmt.Sprintf("%s has %s, which Slack does not send: %v", path, key, object[key]))
			continue
		}
		f.fit(path+"."+key, inner, object[key])
	}
}

func keyShape(shape map[string]any, key string) (any, bool) {
	for _, name := range []string{key, key + "?"} {
		if inner, there := shape[name]; there {
			return inner, true
		}
	}
	for name, inner := range shape {
		if begin, found := strings.CutSuffix(name, "*"); found && strings.HasPrefix(key, begin) {
			return inner, true
		}
	}
	return nil, false
}

// misfits compares a whole payload with what Slack sends of its kind. kind is
// the type of the envelope.
func misfits(kind string, raw json.RawMessage) []string {
	var p struct {
		Type      string
		Event     json.RawMessage
		Container struct{ Type string }
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return []string{err.Error()}
	}
	switch {
	case kind == "slash_commands":
		return misfit("slash_commands", raw)
	case kind == "interactive" && (p.Type == "block_actions" || p.Type == "block_suggestion"):
		return misfit(p.Type+"."+p.Container.Type, raw)
	case kind == "interactive" || p.Type == "app_rate_limited":
		return misfit(p.Type, raw)
	default:
		return append(misfit("outer", raw), misfit(eventShape(p.Event), p.Event)...)
	}
}

// eventShape names the shape of an event.
func eventShape(raw json.RawMessage) string {
	var e struct{ Type, Subtype string }
	_ = json.Unmarshal(raw, &e) // what is no object fits no shape
	switch {
	case e.Type != "message" || e.Subtype == "":
		return "event." + e.Type
	case strings.HasPrefix(e.Subtype, "channel_"), strings.HasPrefix(e.Subtype, "group_"), strings.HasPrefix(e.Subtype, "mpim_"):
		return "event.message.line" // Slack's own lines: who joined, what it is called
	default:
		return "event.message." + e.Subtype
	}
}

// holdShapes compares everything that went over sockets in a test with what
// Slack sends, but for what the test made up itself.
func (r *rig) holdShapes() {
	r.s.mu.Lock()
	rows := slices.Clone(r.s.trace.Rows)
	r.s.mu.Unlock()
	for _, row := range rows {
		if row.Kind != "envelope" || r.forges.Load() {
			continue
		}
		for _, problem := range misfits(row.Name, row.Sent) {
			r.t.Errorf("an envelope is not as Slack's: %s", problem)
		}
	}
}

func TestTheFixtureBites(t *testing.T) {
	const good = `{"type":"channel_rename","channel":{"id":"C0","name":"a","name_normalized":"a","created":1,"is_channel":true,"is_mpim":false},"event_ts":"1.0"}`
	rows := []struct{ sentence, event, want string }{
		{"What Slack sends fits.", good, ""},
		{"A key that Slack does not send is seen.", strings.Replace(good, `"event_ts"`, `"by":"U0","event_ts"`, 1), "has by"},
		{"So is one within.", strings.Replace(good, `"id"`, `"old":"b","id"`, 1), "has old"},
		{"So is a key that is missing.", strings.Replace(good, `"created":1,`, "", 1), "lacks created"},
		{"So is another type.", strings.Replace(good, `"created":1`, `"created":"1"`, 1), "Slack sends number"},
		{"So is an event that there is none of.", strings.Replace(good, "channel_rename", "channel_painted", 1), "nothing of the kind"},
	}
	for _, row := range rows {
		t.Run(row.sentence, func(t *testing.T) {
			raw := json.RawMessage(row.event)
			got := strings.Join(misfit(eventShape(raw), raw), "; ")
			if (row.want == "") != (got == "") || !strings.Contains(got, row.want) {
				t.Errorf("problems %q, want %q", got, row.want)
			}
		})
	}
}
