package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"throughline/internal/sandbox/contract"
)

// described is the description of the control interface, read once for all tests.
var described = sync.OnceValues(func() (*contract.Contract, error) { return contract.Read(OpenAPI()) })

// held puts the description in front of the server: whatever a test asks of the control interface, and whatever it is
// answered, has to be as described.
func held(t *testing.T, next http.Handler) http.Handler {
	t.Helper()
	c, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return c.Hold(t, "/_sandbox/", next)
}

// TestTheDescriptionIsOpenAPI asks a library that knows the whole of the standard, examples included.
func TestTheDescriptionIsOpenAPI(t *testing.T) {
	t.Parallel()
	doc, err := openapi3.NewLoader().LoadFromData(OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Error(err)
	}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.Summary == "" || op.OperationID == "" || len(op.Tags) == 0 {
				t.Errorf("%s %s has no summary, no operationId or no tag", method, path)
			}
			if op.RequestBody != nil && len(op.RequestBody.Value.Content["application/json"].Examples) == 0 {
				t.Errorf("%s %s has no example", method, path)
			}
		}
	}
}

// TestTheDescriptionHasEveryRouteAndNoOther compares it with what the server routes.
func TestTheDescriptionHasEveryRouteAndNoOther(t *testing.T) {
	t.Parallel()
	c, err := described()
	if err != nil {
		t.Fatal(err)
	}
	var written []string
	for _, op := range c.Operations() {
		written = append(written, op.Route)
	}
	routes := (&Server{}).controlRoutes().routes
	for _, route := range routes {
		if !slices.Contains(written, route) {
			t.Errorf("openapi.yaml does not describe %s", route)
		}
	}
	for _, route := range written {
		if !slices.Contains(routes, route) {
			t.Errorf("openapi.yaml describes %s, which the server does not have", route)
		}
	}
}

// TestThePageTellsOfEveryControl holds the prose of docs/sandbox.md to the routes.
func TestThePageTellsOfEveryControl(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, route := range (&Server{}).controlRoutes().routes {
		method, path, _ := strings.Cut(route, " ")
		word := strings.TrimPrefix(path, "/_sandbox/")
		told := "`" + word + "`"
		if method == http.MethodGet {
			told = "`GET " + word
		}
		if !strings.Contains(string(raw), told) {
			t.Errorf("docs/sandbox.md does not tell of %s", route)
		}
	}
}

// TestTheExamplesOfTheDescriptionWork sends each of them in a world in which what it names is there.
func TestTheExamplesOfTheDescriptionWork(t *testing.T) {
	t.Parallel()
	c, err := described()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range c.Operations() {
		path, isAct := strings.CutPrefix(op.Route, "POST /_sandbox/")
		if !isAct {
			continue
		}
		for name, example := range op.Examples {
			t.Run(path+" "+name, func(t *testing.T) {
				t.Parallel()
				r, made := exampleWorld(t)
				fields, ok := example.(obj)
				if !ok {
					t.Fatalf("the example is %v", example)
				}
				made.name(fields)
				r.post(path, fields)
			})
		}
	}
}

// TestEveryLookWorks asks for each of what can be looked at, with what the description has for it.
func TestEveryLookWorks(t *testing.T) {
	t.Parallel()
	r, made := exampleWorld(t)
	for _, path := range []string{
		"state?as=" + UserBo, "messages?as=" + UserBo + "&channel=" + url.QueryEscape("#refunds"),
		"messages?as=" + UserBo + "&channel=" + ChannelRefunds + "&thread_ts=" + made.ts, "clock", "calls", "calls?since=2",
	} {
		if out := r.get(path); out["ok"] != true {
			t.Errorf("%s: %v", path, out)
		}
	}
	resp, err := http.Get(r.url + "/_sandbox/openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "application/yaml; charset=utf-8" {
		t.Errorf("the description: %d %s", resp.StatusCode, resp.Header)
	}
}

// exampleNames are what the examples of the description speak of, as it is called in one world.
type exampleNames struct {
	ts, view string
}

// name puts this world's names into an example.
func (e exampleNames) name(fields obj) {
	if _, there := fields["ts"]; there {
		fields["ts"] = e.ts
	}
	if _, there := fields["view_id"]; there {
		fields["view_id"] = e.view
	}
}

// exampleWorld has an app that acknowledges, a message of Bo's with a button, and a form of Bo's.
func exampleWorld(t *testing.T) (*rig, exampleNames) {
	t.Helper()
	r := newRig(t)
	b := r.connect()
	own := r.post("message", obj{"as": UserBo, "channel": "#refunds", "text": "It went well"})
	made := exampleNames{ts: fmt.Sprint(own["ts"])}
	r.s.mu.Lock()
	m := r.s.w.channel(ChannelRefunds).message(made.ts)
	m.Blocks = normaliseBlocks([]byte(`[{"type":"actions","elements":[{"type":"button","action_id":"join","text":{"type":"plain_text","text":"Join"}}]}]`))
	v := r.s.newView(viewDef{
		Type: "modal", Title: []byte(`{"type":"plain_text","text":"Form"}`), Submit: []byte(`{"type":"plain_text","text":"Send"}`),
		Blocks: []byte(`[{"type":"input","block_id":"name","label":{"type":"plain_text","text":"Name"},"element":{"type":"plain_text_input","action_id":"v"}},
			{"type":"input","block_id":"of","optional":true,"label":{"type":"plain_text","text":"Of"},"element":{"type":"external_select","action_id":"mission"}}]`),
	}, UserBo, "")
	r.s.open(v)
	made.view = v.ID
	r.s.mu.Unlock()
	b.quiet(t)
	return r, made
}

// TestUnknownFieldsAreRefused: a field written wrong is told, and not passed over.
func TestUnknownFieldsAreRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for path, body := range map[string]obj{
		"command": {"as": UserBo, "chanel": "#refunds", "text": "/mission"},
		"click":   {"as": UserBo, "home": true, "action_id": "a", "selected_opinion": "x"},
		"user":    {"user": UserBo, "dnd": obj{"begin": "22:00"}},
		"fault":   {"kind": "drop", "reasons": "x"},
	} {
		out := r.try(path, body)
		if out["error"] != "unknown_field" || !regexp.MustCompile(`chanel|selected_opinion|begin|reasons`).MatchString(fmt.Sprint(out["message"])) {
			t.Errorf("%s: %v", path, out)
		}
	}
}
