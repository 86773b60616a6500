package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// figures is what is written as JSON.
type figures struct {
	At      time.Time  `json:"at"`
	Go      string     `json:"go"`
	Cores   int        `json:"cores"`
	Disk    disk       `json:"disk_ns"`
	Lines   []measured `json:"lines,omitempty"`
	Stores  []grown    `json:"stores,omitempty"`
	Resting []resting  `json:"resting,omitempty"`
}

func newFigures(d disk) figures {
	return figures{At: time.Now().UTC().Truncate(time.Second), Go: runtime.Version(), Cores: runtime.NumCPU(), Disk: d}
}

// report prints the table of a load and writes the figures where that is wanted.
func report(con console, file string, d disk, lines []measured) error {
	f := newFigures(d)
	f.Lines = lines
	if err := f.write(file); err != nil {
		return err
	}
	return con.print(d.sentence() + "\n\n" + loadTable(lines))
}

func (f figures) write(file string) error {
	if file == "" {
		return nil
	}
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(raw, '\n'), 0o644) //nolint:gosec // Figures are for everybody to read.
}

// sentence says what the disk asks for.
func (d disk) sentence() string {
	return fmt.Sprintf("%d cores, %s. One append with its sync takes %s at the median, %s at p99; 16 kB written over, %s and %s. A commit of bbolt syncs twice.",
		runtime.NumCPU(), runtime.Version(), short(d.AppendP50), short(d.AppendP99), short(d.OverP50), short(d.OverP99))
}

func short(d time.Duration) string { return fmt.Sprintf("%.2f ms", millis(d)) }

// loadTable is the Markdown of the lines.
func loadTable(lines []measured) string {
	rows := [][]string{{
		"commands/s", "side", "p50 ms", "p99 ms", "max ms", "acked/s", "lost", "refused", "CPU µs/command",
		"RSS MiB (own)", "peak", "allocated/command", "start ms",
	}}
	for _, l := range lines {
		rows = append(rows, []string{
			fmt.Sprint(l.Rate), l.About, ms(l.P50), ms(l.P99), ms(l.Max), fmt.Sprintf("%.0f", l.PerS), fmt.Sprint(l.Lost), fmt.Sprint(l.Refused),
			orNone(l.CPU), orNone(l.RSS) + owned(l.Anon), orNone(l.HWM), allocated(l), orNone(l.StartsIn),
		})
	}
	return table(rows)
}

func ms(us float64) string { return fmt.Sprintf("%.2f", us/1e3) }

// orNone prints what was measured, and a dash for what was not.
func orNone(n float64) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", n)
}

func owned(n float64) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%.0f)", n)
}

func allocated(l measured) string {
	if l.Objects == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f, %.1f kB", l.Objects, l.Bytes/1e3)
}

// table writes rows as Markdown; the first is the head.
func table(rows [][]string) string {
	var out strings.Builder
	for i, row := range rows {
		out.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			out.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	return out.String()
}
