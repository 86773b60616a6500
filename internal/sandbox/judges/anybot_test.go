package judges_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"throughline/internal/sandbox/judges"
)

var codeBlocks = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// blocks returns the code of docs/any-bot.md by language.
func blocks(t *testing.T, root string) map[string][]string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(root, "docs", "any-bot.md"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]string{}
	for _, found := range codeBlocks.FindAllStringSubmatch(string(page), -1) {
		out[found[1]] = append(out[found[1]], found[2])
	}
	return out
}

func root(t *testing.T) string {
	t.Helper()
	return filepath.Join(judges.Dir(t), "..", "..", "..")
}

// TestThePageShowsTheExamples holds what docs/any-bot.md shows of a program to the program that the tests run.
func TestThePageShowsTheExamples(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"js": "examples/bolt/app.js", "go": "examples/slack-go/main.go", "yaml": "examples/bolt/manifest.yaml",
	}
	shown := blocks(t, root(t))
	for language, file := range files {
		raw, err := os.ReadFile(filepath.Join(root(t), filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		if len(shown[language]) == 0 {
			t.Errorf("the page shows nothing of %s", file)
		}
		for _, code := range shown[language] {
			if !strings.Contains(string(raw), code) {
				t.Errorf("%s does not contain\n%s", file, code)
			}
		}
	}
	for language := range shown {
		if _, known := files[language]; !known && language != "sh" && language != "console" {
			t.Errorf("nobody runs what the page shows in %s", language)
		}
	}
}

// TestThePageRuns runs every shell block of docs/any-bot.md, one after the other, as one script.
func TestThePageRuns(t *testing.T) {
	t.Parallel()
	modules := filepath.Dir(filepath.Dir(filepath.Dir(judges.Module(t, "@slack/bolt/package.json"))))
	bot, err := program()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for from, to := range map[string]string{
		bot: "bot", filepath.Join(root(t), "examples/bolt/app.js"): "app.js",
		filepath.Join(root(t), "examples/bolt/manifest.yaml"): "manifest.yaml",
	} {
		if err := os.Symlink(from, filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	script := "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + strings.Join(blocks(t, root(t))["sh"], "")
	script = strings.ReplaceAll(script, "127.0.0.1:8080", freeAddress(t))
	script = strings.ReplaceAll(script, "node app.js", "'"+judges.Node(t)+"' --preserve-symlinks-main app.js")
	said := &output{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	run := exec.CommandContext(ctx, "bash", "-c", script)
	run.Cancel, run.WaitDelay = func() error { return run.Process.Signal(os.Interrupt) }, 5*time.Second
	run.Dir, run.Env = dir, append(os.Environ(), "NODE_PATH="+modules)
	run.Stdout, run.Stderr = said, said
	if err := run.Run(); err != nil {
		t.Errorf("%v\n%s", err, said)
	}
}

// freeAddress is one on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
