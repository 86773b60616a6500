package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"

	"throughline/internal/config"
)

// What the pages and the files of an installation name is there: commands, settings, variables and files.

// projectDir is the project, as the tests of this package see it.
const projectDir = "../../"

// named are the files that name something to whoever runs or changes the bot, by their path in the project.
func named(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	add := func(path string) {
		all[path] = fileOf(t, projectDir+path)
	}
	for _, path := range []string{
		"README.md", "SECURITY.md", "PRIVACY.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md",
		"Dockerfile", "compose.yaml", "config.example.toml",
	} {
		add(path)
	}
	for _, root := range []string{"docs", "deploy"} {
		err := fs.WalkDir(os.DirFS(projectDir), root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				add(path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// commandForms are the ways in which a file names a command: in code of a page, behind another command, by its place on the
// disk, in a container, as a line of a block, in parentheses, or as the words of a list.
var commandForms = []*regexp.Regexp{
	regexp.MustCompile("`(?:[^`\n]*&& )?(?:\\./|bin/)?bot ([^`\n]+)`"),
	regexp.MustCompile("/usr/local/bin/bot ([a-z][^`\n]*)"),
	regexp.MustCompile("docker compose run [^`\n]* bot ([a-z][^`\n]*)"),
	regexp.MustCompile("(?ms)^\\s*```sh\n.*?```$"),
	regexp.MustCompile(`\(bot ([a-z][^)\n]*)\)`),
	regexp.MustCompile(`\["/usr/local/bin/bot", ([^\]\n]+)\]`),
	regexp.MustCompile(`(?m)^CMD \[("[^/][^\]\n]*)\]`),
}

var commandLineForm = regexp.MustCompile(`(?m)^\s*(?:\./)?bot ([a-z][^\n]*)$`)

// commandsIn returns the arguments of every command that a file names.
func commandsIn(text string) (all []string) {
	for _, form := range commandForms {
		for _, m := range form.FindAllStringSubmatch(text, -1) {
			if len(m) > 1 {
				all = append(all, m[1])
				continue
			}
			for _, line := range commandLineForm.FindAllStringSubmatch(m[0], -1) {
				all = append(all, line[1])
			}
		}
	}
	return all
}

// asTyped leaves of a command what a person types: no comment, nothing of her shell, and of each choice the first.
func asTyped(command string) []string {
	command, _, _ = strings.Cut(command, " #")
	command, _, _ = strings.Cut(command, " > ")
	command = regexp.MustCompile(` or [A-Z]+`).ReplaceAllString(command, "")
	return strings.Fields(strings.NewReplacer("[", "", "]", "", `"`, "", ",", "").Replace(command))
}

// TestEveryCommandThatIsNamedParses holds each command of the pages, the units, the image and compose.yaml to the command
// line as the program reads it. A name alone may stand for its command.
func TestEveryCommandThatIsNamedParses(t *testing.T) {
	t.Parallel()
	parser, err := kong.New(&commandLine{}, kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	parses := func(args []string) bool {
		if nodeOf(parser.Model.Node, args) != nil {
			return true
		}
		_, err := parser.Parse(args)
		if err != nil {
			_, err = parser.Parse(append(slices.Clone(args), "1")) // a flag or a file is named without its value
		}
		return err == nil
	}
	met := map[string]bool{}
	for path, text := range named(t) {
		for _, command := range commandsIn(text) {
			args := asTyped(command)
			if len(args) == 0 || args[0] == "…" {
				continue
			}
			met[args[0]] = true
			if !parses(args) {
				t.Errorf("%s names bot %s, which is no command", path, strings.Join(args, " "))
			}
		}
	}
	for _, node := range parser.Model.Children {
		if !met[node.Name] {
			t.Errorf("no page tells of bot %s", node.Name)
		}
		if !strings.Contains(fileOf(t, projectDir+"README.md"), "bot "+node.Name) {
			t.Errorf("README.md does not name bot %s", node.Name)
		}
	}
	for _, wrong := range [][]string{{"key", "make"}, {"backup", "--too", "x"}, {"keys", "mend"}} {
		if parses(wrong) {
			t.Errorf("bot %s is taken for a command", strings.Join(wrong, " "))
		}
	}
}

// nodeOf is the command that some words name, all of them, or nil.
func nodeOf(node *kong.Node, words []string) *kong.Node {
	for _, word := range words {
		i := slices.IndexFunc(node.Children, func(c *kong.Node) bool { return c.Name == word })
		if i < 0 {
			return nil
		}
		node = node.Children[i]
	}
	return node
}

// TestEverySettingThatIsNamedExists looks for names of settings, of their sections and of variables.
func TestEverySettingThatIsNamedExists(t *testing.T) {
	t.Parallel()
	settings := config.Settings()
	var sections []string
	for _, s := range settings {
		section, _, _ := strings.Cut(s, ".")
		sections = append(sections, section)
	}
	known := append(slices.Clone(settings), "holidays.code", "holidays.name", "holidays.days")
	setting := regexp.MustCompile("`((?:" + strings.Join(slices.Compact(sections), "|") + `)\.[a-z_]+)(?: = [^` + "`]*)?`")
	section := regexp.MustCompile("`\\[([a-z]+)\\]`")
	variable := regexp.MustCompile(`\b(?:THROUGHLINE|SLACK)_[A-Z]+(?:_[A-Z]+)*\b`)
	code := sourceText(t)
	found := 0
	for path, text := range named(t) {
		for _, m := range setting.FindAllStringSubmatch(text, -1) {
			found++
			if ext := filepath.Ext(m[1]); !slices.Contains(known, m[1]) && !slices.Contains([]string{".go", ".json", ".toml", ".db"}, ext) {
				t.Errorf("%s names the setting %s, which is not there", path, m[1])
			}
		}
		for _, m := range section.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(sections, m[1]) {
				t.Errorf("%s names the section [%s], which is not there", path, m[1])
			}
		}
		for _, name := range variable.FindAllString(text, -1) {
			if !strings.Contains(code, strings.TrimSuffix(name, "_FILE")) {
				t.Errorf("%s names the variable %s, of which no code knows", path, name)
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d names of settings were found", found)
	}
}

// sourceText is all code and all scripts, as one text.
func sourceText(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, tests := range []bool{false, true} {
		sources(t, tests, func(_ string, raw []byte) { all.Write(raw) })
	}
	for _, pattern := range []string{"scripts/*", "Makefile", "examples/*/*", "internal/sandbox/judges/*.mjs", "internal/sandbox/judges/lib/*.mjs"} {
		paths, err := filepath.Glob(projectDir + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if raw, err := os.ReadFile(path); err == nil { // a folder has no text
				all.Write(raw)
			}
		}
	}
	return all.String()
}

// TestEveryFileThatIsNamedExists follows the links of each page, and looks for each path that it names as code.
func TestEveryFileThatIsNamedExists(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s#:]+)(?:#[^)\s]*)?\)`)
	path := regexp.MustCompile("`((?:\\./)?(?:cmd|internal|docs|deploy|scripts|bench|examples|\\.ci|\\.github)/[A-Za-z0-9._/-]+)`")
	found := 0
	for page, text := range named(t) {
		if !strings.HasSuffix(page, ".md") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			found++
			if _, err := os.Stat(filepath.Join(projectDir, filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", page, m[1])
			}
		}
		for _, m := range path.FindAllStringSubmatch(text, -1) {
			found++
			if _, err := os.Stat(projectDir + m[1]); err != nil {
				t.Errorf("%s names %s, which is not there", page, m[1])
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d files were found to be named", found)
	}
}
