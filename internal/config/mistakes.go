package config

import (
	"fmt"
	"strings"
)

// Mistake is one thing that whoever wrote the configuration has to change. Neither sentence holds a
// secret.
type Mistake struct {
	// File and Line say where it stands. File is empty for the environment, Line 0 for a whole file.
	File string
	Line int
	// Wrong says what was found, without a full stop.
	Wrong string
	// Mend says what to do, as one or more sentences.
	Mend string
}

// Where returns "throughline.toml:5", or "environment".
func (m Mistake) Where() string {
	switch {
	case m.File == "":
		return "environment"
	case m.Line == 0:
		return m.File
	}
	return fmt.Sprintf("%s:%d", m.File, m.Line)
}

// String returns the mistake on one line.
func (m Mistake) String() string { return m.Where() + ": " + m.Wrong + ". " + m.Mend }

// Mistakes is the error of [Load]: all that is wrong, those of the file first and in its order, then
// those of the environment.
type Mistakes []Mistake

// Error returns one line a mistake.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// err returns nil for no mistakes, which a nil slice in an interface would not be.
func (ms Mistakes) err() error {
	if len(ms) == 0 {
		return nil
	}
	return ms
}
