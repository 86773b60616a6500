package questions

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// block is a question of the file before it is understood, or what stands before the first.
type block struct {
	line   int // of its header, or of the file's first line
	lines  []string
	values map[string]any
	// odd says that the header is not quite one.
	odd bool
}

var (
	// header is also what people write in its place.
	header = regexp.MustCompile(`(?i)^\s*\[+\s*"?questions?"?\s*\]+\s*(#.*)?$`)
	proper = regexp.MustCompile(`^\s*\[\[\s*question\s*\]\]`)
	idLine = regexp.MustCompile(`^\s*id\s*=\s*["']([a-z0-9-]+)["']`)
	keyOf  = regexp.MustCompile(`^\s*\[*\s*"?([A-Za-z0-9_-]+)"?\s*[=\]]`)
)

// blocksOf parts a text at the headers of questions. The first block is what stands before them.
func blocksOf(text []byte) []block {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	blocks := []block{{line: 1}}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if header.MatchString(line) {
			blocks = append(blocks, block{line: i + 1, lines: []string{""}, odd: !proper.MatchString(line)})
			continue
		}
		last := &blocks[len(blocks)-1]
		last.lines = append(last.lines, line)
	}
	return blocks
}

// parse reads the keys of a block. Where it cannot, it says so with the line.
func (b *block) parse() []Mistake {
	if b.odd {
		return []Mistake{{b.line, b.id(), "Write [[question]] here, with two brackets on each side."}}
	}
	if broken := b.notUTF8(); len(broken) > 0 {
		return broken
	}
	if err := toml.Unmarshal([]byte(strings.Join(b.lines, "\n")), &b.values); err != nil {
		return []Mistake{b.notTOML(err)}
	}
	return nil
}

func (b *block) notUTF8() []Mistake {
	var found []Mistake
	for i, line := range b.lines {
		if !utf8.ValidString(line) {
			found = append(found, Mistake{b.line + i, b.id(), "This line is not UTF-8. Save the file as UTF-8."})
		}
	}
	return found
}

func (b *block) notTOML(err error) Mistake {
	m := Mistake{b.line, b.id(), "This is not TOML: " + strings.TrimPrefix(err.Error(), "toml: ") + "."}
	d, ok := errors.AsType[*toml.DecodeError](err)
	if !ok {
		return m
	}
	row, _ := d.Position()
	m.Line += row - 1
	m.Text = fmt.Sprintf("This is not TOML: %s. ", strings.TrimPrefix(d.Error(), "toml: "))
	if row-1 < len(b.lines) && strings.ContainsAny(b.lines[row-1], "“”„«»") {
		m.Text += "Write straight quotation marks."
	} else {
		m.Text += `Write name = "words", each on a line of its own.`
	}
	return m
}

// id returns the id of a block, also of one that cannot be read.
func (b *block) id() string {
	if id, ok := b.values["id"].(string); ok {
		return id
	}
	for _, line := range b.lines {
		if found := idLine.FindStringSubmatch(line); found != nil {
			return found[1]
		}
	}
	return ""
}

// at returns the line of a key, or that of the block.
func (b *block) at(key string) int {
	for i, line := range b.lines {
		if found := keyOf.FindStringSubmatch(line); found != nil && found[1] == key {
			return b.line + i
		}
	}
	return b.line
}

// mistake makes one that stands at a key.
func (b *block) mistake(key, format string, args ...any) Mistake {
	return Mistake{b.at(key), b.id(), fmt.Sprintf(format, args...)}
}
