package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"throughline/internal/nudges"
	"throughline/internal/questions"
)

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestQuestionsAreListedALineEach(t *testing.T) {
	t.Chdir(t.TempDir())
	all := call(t, nil, "questions", "list")
	if got, want := strings.Count(all.stdout, "\n"), nudges.Builtin().Len(); all.code != 0 || got != want {
		t.Errorf("exit code %d, %d lines, want %d:\n%s", all.code, got, want, all.stderr)
	}
	some := call(t, nil, "questions", "list", "--audience", "lead", "--phase", "end", "--theme", "listen")
	for line := range strings.Lines(some.stdout) {
		cells := strings.Split(strings.TrimSpace(line), "\t")
		if len(cells) != 5 || cells[0] != "lead" || cells[1] != "end" || cells[2] != "listen" {
			t.Errorf("%q", line)
		}
	}
	if some.code != 0 || strings.Count(some.stdout, "\n") < 2 {
		t.Errorf("%d: %s%s", some.code, some.stdout, some.stderr)
	}
	expect(t, nil, 1, "there is no such question. The themes are achieve, ", "questions", "list", "--theme", "weather")
	expect(t, nil, 2, "--phase", "questions", "list", "--phase", "dawn")
}

// What list prints as a file is one: with all of it the same is asked.
func TestListedBlocksAreAFile(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "own.toml", "only = true\n"+call(t, nil, "questions", "list", "--toml").stdout)
	n := nudges.Builtin().Len()
	expect(t, nil, 0, fmt.Sprintf("0 added, %d changed, 0 off; %d questions in all. Nothing to mend.", n, n), "questions", "check", "own.toml")
	loaded, err := questions.Load("own.toml")
	if err != nil || loaded.Library.Hash() != nudges.Builtin().Hash() {
		t.Errorf("%v: another library", err)
	}
}

func TestTheDocsCountTheQuestions(t *testing.T) {
	for _, name := range []string{"../../README.md", "../../docs/questions.md"} {
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), fmt.Sprintf(" %d ", nudges.Builtin().Len())) {
			t.Errorf("%s says another number than %d, %v", name, nudges.Builtin().Len(), err)
		}
	}
}

func TestColumnsForATerminal(t *testing.T) {
	var b strings.Builder
	writeColumns(&b, nudges.Builtin().Fitting(nudges.Lead, 1)[:3])
	var columns []int
	for line := range strings.Lines(b.String()) {
		columns = append(columns, strings.Index(line, "What"))
	}
	if len(columns) != 3 || columns[0] < 20 || columns[0] != columns[1] || columns[1] != columns[2] {
		t.Errorf("the texts begin at %v:\n%s", columns, b.String())
	}
}

func TestAFileOfQuestionsIsChecked(t *testing.T) {
	t.Chdir(t.TempDir())
	expect(t, nil, 0, fmt.Sprintf("%d questions of the program. Nothing to mend.\n", nudges.Builtin().Len()), "questions", "check")
	writeFile(t, "questions.toml", "[[question]]\nid = \"worth-it\"\ntext = \"Is it worth it to you?\"\n")
	writeFile(t, "throughline.toml", "[questions]\nfile = \"questions.toml\"\n")
	for _, args := range [][]string{{"questions", "check"}, {"questions", "check", "questions.toml"}} {
		got := call(t, nil, args...)
		want := "questions.toml:3: worth-it: A verb in front invites yes or no; begin with What or How. (verb-first)\n"
		if got.code != 1 || !strings.Contains(got.stdout, want) || !strings.HasSuffix(got.stdout, "1 off; "+fmt.Sprint(nudges.Builtin().Len()-1)+" questions in all. 2 mistakes to mend.\n") {
			t.Errorf("%v: exit code %d:\n%s%s", args, got.code, got.stdout, got.stderr)
		}
	}
	got := call(t, nil, "questions", "list", "--theme", "connect")
	if got.code != 0 || strings.Contains(got.stdout, "worth-it") || !strings.Contains(got.stderr, "questions.toml has 2 mistakes") {
		t.Errorf("exit code %d:\n%s%s", got.code, got.stdout, got.stderr)
	}
	writeFile(t, "questions.toml", "only = true\n")
	expect(t, nil, 0, "note: For a channel in the beginning: no questions in no themes. A year needs 45 in 15.", "questions", "check")
	writeFile(t, "questions.toml", "[[question]]\nid = \"demo\"\naudience = \"channel\"\nphases = \"beginning\"\ntheme = \"value\"\n"+
		"text = \"What could we finish this week that a neighbour would notice?\"\n")
	expect(t, nil, 0, "note: questions.toml:6: demo: ", "questions", "check")
	expect(t, nil, 1, "bot: none.toml cannot be read: no such file", "questions", "check", "none.toml")
}

// A mistake in one question keeps nobody from everything else: the bot starts, asks what is right, and says what is
// not.
func TestATeamsOwnQuestionIsAsked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "questions.toml")
	writeFile(t, file, "only = true\n\n[[question]]\nid = \"shelf\"\naudience = \"channel\"\nphases = [\"beginning\"]\ntheme = \"value\"\n"+
		"text = \"What would you put on our shelf of small wins on Friday?\"\n\n[[question]]\nid = \"bad\"\ntext = \"Is it done?\"\n")
	p := launch(t, func(line string) bool { return strings.Contains(line, "Ctrl-C stops it") }, nil,
		"sandbox", "--addr", "127.0.0.1:0", "--open=false", "--verbose", "--data", filepath.Join(dir, "data"),
		"--clock", "2026-11-23T09:00", "--questions", file)
	d := &desk{stage: &stage{t: t, url: p.out.find("page")}, data: filepath.Join(dir, "data"), outputs: []*lines{p.out}, stop: p.kill}
	t.Cleanup(d.lookOver)
	ana := d.person("Ana")
	ana.sets("#refunds", "Refunds in a day", "lead")
	d.goes("2026-11-24T10:01:00Z")
	ana.finds("#refunds", "What would you put on our shelf of small wins on Friday?")
	if !strings.Contains(p.out.text(), "a question is not asked") {
		t.Error("nothing is said of the question with a mistake")
	}
}

func TestRunNeedsTheFileThatItIsToldOf(t *testing.T) {
	t.Chdir(t.TempDir())
	writeFile(t, "throughline.toml", "[questions]\nfile = \"questions.toml\"\n")
	env := map[string]string{"SLACK_BOT_TOKEN": "xoxb-1-1-made-up", "SLACK_APP_TOKEN": "xapp-1-made-up", "SLACK_API_URL": "http://127.0.0.1:1/api/"}
	expect(t, env, 1, "questions.file: questions.toml cannot be read: no such file or directory", "run")
}
