package questions

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"throughline/internal/nudges"
)

// The most that is read of a file. Nobody looks over more questions than that, and a choice reads all of them.
const (
	maxBytes     = 1 << 20
	maxQuestions = 2000
)

// Loaded is a library and what there is to say about it.
type Loaded struct {
	// Library is what is asked.
	Library nudges.Library
	// File is the path of the team's own file, empty where there is none.
	File string
	// Added, Changed and Off count what the file does to the program's questions.
	Added, Changed, Off int
	// Mistakes are in the order of the file. What they speak of is not asked.
	Mistakes []Mistake
	// Alike are questions that share most of their words with another one. They are asked.
	Alike []Mistake
	// Thin are the phases in which the questions do not last for a year.
	Thin []nudges.Thinness
}

// Builtin returns the program's own questions.
func Builtin() Loaded { return combine(nudges.Builtin(), File{}) }

// Load puts the file at path together with the program's questions; without a path there are only these. The
// error says why nothing of the file can be used; the program's questions are returned with it.
func Load(path string) (Loaded, error) {
	if path == "" {
		return Builtin(), nil
	}
	text, err := readAtMost(path, maxBytes)
	if err != nil {
		l := Builtin()
		l.File = path
		return l, err
	}
	f, err := Read(text)
	l := combine(nudges.Builtin(), f)
	l.File = path
	if err != nil {
		return l, fmt.Errorf("%s: %w", path, err)
	}
	return l, nil
}

func readAtMost(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, cause(err))
	}
	if int64(len(text)) > most {
		return nil, fmt.Errorf("%s is larger than 1 MiB; a question needs less than 500 bytes", path)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return nil, fmt.Errorf("%s is not a text file", path)
	}
	return text, nil
}

// cause strips the operation and the path, which stand before it in our own sentence.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
