package importtest

import (
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The sandbox stands in for Slack, and it would prove nothing if the bot knew that it is there. So the bot has no word
// that is the sandbox's: no import, no name, no token or id of its workspace, nothing about loopback. What is
// exempt stands here, each with its reason.

// sandboxOwn are the files that are the sandbox or start it. The injected clock is among them.
// A name stands for all that begins with it.
var sandboxOwn = []struct{ file, why string }{
	{"internal/sandbox/", "the stand-in itself"},
	{"internal/showcase/", "a story that is played into it, by way of its control interface"},
	{"internal/crashtest/", "the harness that kills the program, which serves the stand-in to it; tests alone import it"},
	{"cmd/bot/sandbox", "the files of the command that starts it beside the bot"},
	{"internal/store/pgtest/", "a real server for tests alone, which listens on the loopback"},
	{"cmd/bot/followed.go", "the injected clock: that of the stand-in, in this process or in another"},
}

// mentions are words of the sandbox's in the bot that decide nothing at run time.
var mentions = []struct{ file, word, why string }{
	{"cmd/bot/main.go", "SandboxCmd", "the command line has the command"},
	{"cmd/bot/health.go", "127.0.0.1", "where the bot beside it tells how it is, wherever that runs"},
	{"internal/config/keys.go", "127.0.0.1", "a sentence about what an address without encryption may be, for any Slack-like server"},
	{"internal/config/config.go", "127.0.0.1:9464", "where metrics are served unless the operator says otherwise: to this machine alone"},
	{"internal/config/listen.go", "127.0.0.1:9464", "a sentence about what an address to listen at looks like"},
	{"internal/config/listen.go", "loopback", "whether metrics can be read from other machines, which the operator is told"},
	{"internal/config/listen.go", "Loopback", "whether metrics can be read from other machines, which the operator is told"},
	{"cmd/bot/serve.go", "config.Loopback", "whether metrics can be read from other machines, which the operator is told"},
	{"internal/doctor/beside.go", "config.Loopback", "whether metrics can be read from other machines, which the operator is told"},
	{"internal/config/keys.go", "localhost", "plain http is taken for this machine alone, whoever listens there"},
	{"internal/health/serve.go", "localhost", "pages of this machine answer to its own name, and to no name that a stranger points here"},
	{"internal/config/keys.go", "loopback", "plain http is taken for this machine alone, whoever listens there"},
	{"internal/config/keys.go", "IsLoopback", "plain http is taken for this machine alone, whoever listens there"},
}

// sandboxWords finds what only someone who knows of the sandbox would write.
var sandboxWords = regexp.MustCompile(`(?i)sandbox|internal/showcase|stand-?in for slack|local slack|mockslack|127\.0\.0\.1|::1\b|localhost|loopback|` +
	`T0ACME|A0APP0|B0BOT0|[UD]0(ANA|BO|CHIDI|DEE|EMI|FARID|INES|JONAS|KIRI|LOU|NOOR|BOT)[A-Z0-9]*0|` +
	`C0(GENERAL|REFUNDS|CHECKO|QUIET|PARTNER)|Acme Books`)

// finding is a word of the sandbox's where it has no place.
type finding struct{ file, line string }

func (f finding) String() string { return f.file + ": " + f.line }

// knowing lists the findings in one file of the bot. Comments decide nothing and may speak of it.
func knowing(file string, source []byte) []finding {
	var out []finding
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile(file, fset.Base(), len(source)), source, nil, 0)
	lines := strings.Split(string(source), "\n")
	for {
		pos, kind, text := s.Scan()
		if kind == token.EOF {
			return out
		}
		if kind != token.IDENT && kind != token.STRING && kind != token.CHAR || !sandboxWords.MatchString(text) {
			continue
		}
		line := fset.Position(pos).Line
		shown := strings.TrimSpace(lines[line-1])
		if !exempt(file, lines[line-1]) {
			out = append(out, finding{fmt.Sprintf("%s:%d", file, line), shown})
		}
	}
}

func exempt(file, line string) bool {
	for _, m := range mentions {
		if m.file == file && strings.Contains(line, m.word) {
			return true
		}
	}
	return false
}

func ownsSandbox(file string) bool {
	for _, own := range sandboxOwn {
		if strings.HasPrefix(file, own.file) {
			return true
		}
	}
	return false
}

// programFiles hands over every Go file of the program that is no test.
func programFiles(t *testing.T, see func(file string, source []byte)) {
	t.Helper()
	const root = "../.."
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || otherModule(root, name)):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		case !strings.HasPrefix(name, "cmd/") && !strings.HasPrefix(name, "internal/"):
			return nil
		}
		source, err := os.ReadFile(filepath.Join(root, name))
		see(name, source)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheBotKnowsNothingOfTheSandbox(t *testing.T) {
	read := 0
	programFiles(t, func(file string, source []byte) {
		if ownsSandbox(file) {
			return
		}
		read++
		for _, f := range knowing(file, source) {
			t.Errorf("%s\n\tthe bot must not know where it runs: what it does in the sandbox it does in Slack", f)
		}
	})
	if read < 100 {
		t.Errorf("only %d files were read", read)
	}
}

// TestKnowingIsFound shows that what a cheat would write is found, and what only tells is not.
func TestKnowingIsFound(t *testing.T) {
	for line, found := range map[string]bool{
		`import "throughline/internal/sandbox"`:                     true,
		`if strings.Contains(cfg.APIURL, "127.0.0.1") { wait = 0 }`: true,
		`if host == "localhost" { return }`:                         true,
		`if ip.IsLoopback() { fast() }`:                             true,
		`if token == "xoxb-sandbox-bot" { return nil }`:             true,
		`if team == "T0ACME0001" { return nil }`:                    true,
		`if user == "U0ANA00001" { return nil }`:                    true,
		`if c.inSandbox { return nil }`:                             true,
		`http.Post(base + "/_sandbox/clock")`:                       true,
		`// In the sandbox the clock is another.`:                   false,
		`token := cfg.BotToken`:                                     false,
		`name := "Ana"`:                                             false,
	} {
		if got := knowing("internal/slackapp/some.go", []byte("package some\n"+line+"\n")); (len(got) > 0) != found {
			t.Errorf("%s: found %v", line, got)
		}
	}
}

// TestExemptionsAreUsed fails for an exemption that exempts nothing.
func TestExemptionsAreUsed(t *testing.T) {
	used := map[string]bool{}
	programFiles(t, func(file string, source []byte) {
		for _, own := range sandboxOwn {
			if strings.HasPrefix(file, own.file) {
				used[own.file] = true
			}
		}
		for _, m := range mentions {
			if m.file == file && strings.Contains(string(source), m.word) {
				used[m.file+m.word] = true
			}
		}
	})
	for _, own := range sandboxOwn {
		if !used[own.file] {
			t.Errorf("there is no %s", own.file)
		}
	}
	for _, m := range mentions {
		if !used[m.file+m.word] {
			t.Errorf("%s does not have %s", m.file, m.word)
		}
	}
}
