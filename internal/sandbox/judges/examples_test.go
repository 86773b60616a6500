package judges_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/sandbox"
	"throughline/internal/sandbox/judges"
)

// TestTheExamplesAreUsed starts each program of examples/ against a local Slack with its own manifest, and has
// people use it: a command, a form, a button, Home.
func TestTheExamplesAreUsed(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(t *testing.T, dir string) *exec.Cmd{
		"bolt": func(t *testing.T, dir string) *exec.Cmd {
			t.Helper()
			modules := filepath.Dir(filepath.Dir(filepath.Dir(judges.Module(t, "@slack/bolt/package.json"))))
			app := exec.Command(judges.Node(t), filepath.Join(dir, "app.js"))
			app.Env = []string{"NODE_PATH=" + modules}
			return app
		},
		"slack-go": func(t *testing.T, dir string) *exec.Cmd {
			t.Helper()
			path := filepath.Join(t.TempDir(), "lunch")
			build := exec.Command("go", "build", "-o", path, ".")
			build.Dir = dir
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			return exec.Command(path)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(judges.Dir(t), "..", "..", "..", "examples", name)
			env := localSlack(t, "--manifest", filepath.Join(dir, "manifest.yaml"))
			said := started(t, start(t, dir), env)
			lunches(t, team{t, strings.TrimPrefix(env[0], "SLACK_API_URL=")})
			if strings.Contains(strings.ToLower(said.String()), "error") || strings.Contains(said.String(), "WARN") {
				t.Errorf("it said:\n%s", said)
			}
		})
	}
}

// started runs a program until the test ends, and returns what it says.
func started(t *testing.T, app *exec.Cmd, env []string) *output {
	t.Helper()
	said := &output{}
	app.Env = append(append(os.Environ(), app.Env...), env...)
	app.Stdout, app.Stderr = said, said
	if err := app.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = app.Process.Kill()
		_ = app.Wait()
		if t.Failed() {
			t.Logf("the program said:\n%s", said)
		}
	})
	return said
}

// lunches is a noon with the bot.
func lunches(t *testing.T, people team) {
	t.Helper()
	people.until("the program is connected", func() bool { return people.get("state?as=" + sandbox.UserBo)["sockets"] == 1.0 })
	people.act("command", object{"as": sandbox.UserBo, "channel": "#refunds", "text": "/lunch"})
	form := people.form(sandbox.UserBo, "Lunch")
	where := func(place string) object {
		return object{"as": sandbox.UserBo, "view_id": form, "values": object{"where": object{"place": place}}}
	}
	if out := people.act("submit", where("a")); out["result"] != "errors" {
		t.Errorf("a place of one letter is taken: %v", out)
	}
	if out := people.act("submit", where("the market & beyond")); out["result"] != "closed" {
		t.Errorf("the form stays open: %v", out)
	}
	asked := people.reads(sandbox.UserAna, "<@"+sandbox.UserBo+"> goes to the market &amp; beyond. Along: nobody yet")
	people.act("click", object{"as": sandbox.UserAna, "channel": "#refunds", "ts": asked["ts"], "action_id": "along"})
	people.reads(sandbox.UserBo, "Along: <@"+sandbox.UserAna+">")
	for who, words := range map[string]string{
		sandbox.UserAna: "You go to the market &amp; beyond.", sandbox.UserEmi: "No lunch yet.",
	} {
		people.act("home", object{"as": who, "tab": "home"})
		people.until(who+" reads "+words+" at home", func() bool {
			return strings.Contains(text(people.get("state?as=" + who)["home"]), words)
		})
	}
}

type object = map[string]any

// team are people who act over the control interface.
type team struct {
	t   *testing.T
	api string
}

func (p team) control(path string) string {
	return strings.TrimSuffix(p.api, "api/") + "_sandbox/" + path
}

func (p team) act(path string, body object) object {
	p.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	resp, err := http.Post(p.control(path), "application/json", bytes.NewReader(raw))
	return p.answer(path, resp, err)
}

func (p team) get(path string) object {
	p.t.Helper()
	resp, err := http.Get(p.control(path))
	return p.answer(path, resp, err)
}

func (p team) answer(path string, resp *http.Response, err error) object {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	var out object
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || out["ok"] != true {
		p.t.Fatalf("%s: %v %v", path, err, out)
	}
	return out
}

// until asks until it is so, for fifteen seconds at most.
func (p team) until(what string, so func() bool) {
	p.t.Helper()
	for end := time.Now().Add(15 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("it never came to pass: %s", what)
		}
	}
}

// form waits for the modal with a title, and returns its id.
func (p team) form(as, title string) (id string) {
	p.t.Helper()
	p.until("the form "+title, func() bool {
		views, _ := p.get("state?as=" + as)["views"].([]any)
		if len(views) == 0 {
			return false
		}
		id, _ = views[len(views)-1].(object)["id"].(string)
		return strings.Contains(text(views[len(views)-1]), `"text":"`+title+`"`)
	})
	return id
}

// reads waits for a message of #refunds with these words.
func (p team) reads(as, words string) (found object) {
	p.t.Helper()
	p.until(as+" reads "+words, func() bool {
		list, _ := p.get("messages?channel=%23refunds&as=" + as)["messages"].([]any)
		for _, m := range list {
			if strings.Contains(text(m), words) {
				found, _ = m.(object)
			}
		}
		return found != nil
	})
	return found
}

// text is a value as JSON, with its characters as they are.
func text(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
	return b.String()
}
