// Command testreport reads what go test -json writes and prints what a reader wants of it: the output
// of failed tests, and go test's own line for each package. It fails when a test failed, and also when
// one was skipped: a test that does not run proves nothing. With -figures it prints what passing tests log, too.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	figures := flag.Bool("figures", false, "print what passing tests log")
	flag.Parse()
	if err := report(os.Stdin, os.Stdout, *figures); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// event is a line of go test -json, see "go doc test2json".
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
}

// name tells tests of one name in several packages apart.
func (e event) name() string { return e.Package + " " + e.Test }

// report copies what matters from r to w. Its error says how many tests failed or were skipped.
func report(r io.Reader, w io.Writer, figures bool) error {
	p := printer{w: w, figures: figures, output: map[string][]string{}}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			p.take(line)
		}
		if errors.Is(err, io.EOF) {
			return p.verdict()
		}
		if err != nil {
			return fmt.Errorf("read the output of go test: %w", err)
		}
	}
}

// printer keeps the output of each test until it is known whether anybody wants to read it.
type printer struct {
	w       io.Writer
	figures bool // print what passing tests log
	output  map[string][]string
	passed  int
	failed  int
	skipped []string
}

func (p *printer) take(line []byte) {
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		fmt.Fprintf(p.w, "%s", line) // Not an event, such as a complaint of the go command.
		return
	}
	switch e.Action {
	case "output":
		p.output[e.name()] = append(p.output[e.name()], e.Output)
	case "build-output":
		fmt.Fprint(p.w, e.Output)
	case "build-fail":
		p.failed++
	case "pass":
		p.passed++
		p.end(e, false)
	case "fail":
		p.failed++
		p.end(e, true)
	case "skip":
		if e.Test != "" {
			p.skipped = append(p.skipped, e.name())
		}
		p.end(e, e.Test != "")
	}
}

// end prints what a test or a package wrote, all of it or only the line that sums a package up.
func (p *printer) end(e event, all bool) {
	for _, line := range p.output[e.name()] {
		if all || e.Test == "" && strings.HasPrefix(line, "ok ") || p.figures && logged(e, line) {
			fmt.Fprint(p.w, line)
		}
	}
	delete(p.output, e.name())
}

// logged reports whether a line is one that a test wrote, and not go test about it.
func logged(e event, line string) bool {
	line = strings.TrimSpace(line)
	return e.Test != "" && !strings.HasPrefix(line, "=== ") && !strings.HasPrefix(line, "--- ")
}

func (p *printer) verdict() error {
	switch {
	case p.failed > 0:
		return fmt.Errorf("failed: %d tests and packages", p.failed)
	case len(p.skipped) > 0:
		return fmt.Errorf("skipped, which counts as failed:\n  %s", strings.Join(p.skipped, "\n  "))
	case p.passed == 0:
		return errors.New("no test was run")
	}
	return nil
}
