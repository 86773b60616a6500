package progress_test

import (
	"strings"
	"testing"
	"time"

	"throughline/internal/progress"
)

// steps walks through a thousand records, one every 20 ms of a clock of its own: twenty seconds in all.
func steps(p *progress.Printer, now *time.Time) {
	for n := range int64(1000) {
		*now = now.Add(20 * time.Millisecond)
		p.Show(progress.Step{What: "copying", Done: n + 1, Total: 1000})
	}
	p.End()
}

func TestALogGetsALineEveryFiveSeconds(t *testing.T) {
	var out strings.Builder
	now := time.Unix(1_800_000_000, 0)
	steps(progress.New(&out, progress.Options{Now: func() time.Time { return now }}), &now)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 || lines[0] != "copying: 251 of 1000 records (25 %), 50 a second, 15s to go" {
		t.Errorf("got %d lines:\n%s", len(lines), out.String())
	}
	if strings.ContainsAny(out.String(), "\r\x1b") {
		t.Error("a log has no use for what moves a cursor")
	}
}

func TestShortWorkSaysNothing(t *testing.T) {
	var out strings.Builder
	p := progress.New(&out, progress.Options{})
	p.Show(progress.Step{What: "copying", Done: 1, Total: 2})
	p.Show(progress.Step{What: "checking", Done: 2, Total: 2})
	p.End()
	if out.Len() > 0 {
		t.Errorf("it said %q", out.String())
	}
}

func TestATotalThatNobodyKnows(t *testing.T) {
	var out strings.Builder
	now := time.Unix(1_800_000_000, 0)
	p := progress.New(&out, progress.Options{Now: func() time.Time { return now }})
	p.Show(progress.Step{What: "reading", Unit: "lines"})
	now = now.Add(10 * time.Second)
	p.Show(progress.Step{What: "reading", Done: 500, Unit: "lines"})
	if want := "reading: 500 lines, 50 a second\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestATerminalGetsABarForEachPiece(t *testing.T) {
	var out strings.Builder
	p := progress.New(&out, progress.Options{Terminal: true})
	for _, what := range []string{"copying", "checking"} {
		p.Show(progress.Step{What: what, Done: 1, Total: 3})
		p.Show(progress.Step{What: what, Done: 3, Total: 3})
	}
	p.End()
	for _, want := range []string{"copying", "checking", "3/3", "\r"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in %q", want, out.String())
		}
	}
}

func TestQuietIsQuiet(t *testing.T) {
	var out strings.Builder
	now := time.Unix(1_800_000_000, 0)
	steps(progress.New(&out, progress.Options{Quiet: true, Terminal: true, Now: func() time.Time { return now }}), &now)
	progress.Func(nil).Tell(progress.Step{})
	if out.Len() > 0 {
		t.Errorf("it said %q", out.String())
	}
}
