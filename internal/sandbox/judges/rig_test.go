package judges_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/internal/sandbox/judges"
)

// program builds the program once for all tests.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "judges-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "bot")
	out, err := exec.Command("go", "build", "-o", path, "throughline/cmd/bot").CombinedOutput()
	if err != nil {
		return path, fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, _ := program(); path != "" {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// localSlack starts `bot sandbox --slack-only` and returns the environment that it prints.
func localSlack(t *testing.T, flags ...string) []string {
	t.Helper()
	bot, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	slack := exec.Command(bot, append([]string{"sandbox", "--slack-only", "--addr", "127.0.0.1:0", "--open=false"}, flags...)...)
	slack.Stderr = &said
	out, err := slack.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := slack.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = slack.Process.Signal(os.Interrupt)
		if err := slack.Wait(); err != nil {
			t.Errorf("the local Slack ended with %v:\n%s", err, &said)
		}
	})
	var env []string
	for lines := bufio.NewScanner(out); len(env) < 3 && lines.Scan(); {
		env = append(env, lines.Text())
	}
	if len(env) < 3 || !strings.HasPrefix(env[0], "SLACK_API_URL=") {
		t.Fatalf("it printed %q:\n%s", env, &said)
	}
	return env
}

// judged is the end of one test in Node.
type judged struct {
	Name string
	Pass bool
	Why  string
}

// judge runs a file of tests in Node, each of which becomes a test here.
func judge(t *testing.T, file string, env []string) {
	t.Helper()
	judges.Module(t, "@slack/bolt/package.json")
	report := filepath.Join(t.TempDir(), "report")
	node := exec.Command(judges.Node(t), "--test-reporter=./report.mjs", "--test-reporter-destination="+report, file)
	node.Dir, node.Env = judges.Dir(t), append(os.Environ(), env...)
	var said bytes.Buffer
	node.Stdout, node.Stderr = &said, &said
	timer := time.AfterFunc(2*time.Minute, func() { _ = node.Process.Kill() })
	err := node.Run()
	timer.Stop()
	results := readReport(t, report)
	for _, one := range results {
		t.Run(one.Name, func(t *testing.T) {
			if !one.Pass {
				t.Error(one.Why)
			}
		})
	}
	if err != nil && !t.Failed() || len(results) == 0 {
		t.Errorf("%s ended with %v after %d tests", file, err, len(results))
	}
	if t.Failed() || said.Len() > 0 {
		t.Errorf("%s said:\n%s", file, &said)
	}
}

func readReport(t *testing.T, path string) []judged {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []judged
	for line := range strings.Lines(string(raw)) {
		var one judged
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		out = append(out, one)
	}
	return out
}

// output is what a program writes, for a test to read meanwhile.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
