package questions

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// File is a team's own file as it was understood.
type File struct {
	// Only leaves out all questions of the program that the file does not name.
	Only bool
	// Language is the tag of the questions' language, empty for English.
	Language string
	entries  []entry
	mistakes []Mistake
}

// entry is what one block says about one id.
type entry struct {
	id   string
	line int
	off  bool
	// broken says that the block could not be understood.
	broken bool
	given  map[string]bool
	q      nudges.Question // only what is given
	block  *block
}

// The keys of the file and of a question.
var (
	fileKeys     = []string{"only", "language"}
	questionKeys = []string{"id", "audience", "phases", "theme", "text", "follow_ups", "function", "source", "off"}
)

// Read goes through a file and gathers every mistake that can be seen without the program's questions. The error
// says that it holds too many.
func Read(text []byte) (File, error) {
	var f File
	blocks := blocksOf(text)
	if n := len(blocks) - 1; n > maxQuestions {
		return f, fmt.Errorf("it has %d questions; at most %d are read, and a year needs about 500", n, maxQuestions)
	}
	f.preamble(&blocks[0])
	first := make(map[string]int)
	for i := range blocks[1:] {
		e, mistakes := readBlock(&blocks[i+1])
		f.mistakes = append(f.mistakes, mistakes...)
		switch at, twice := first[e.id]; {
		case e.id == "":
			continue
		case twice:
			f.mistakes = append(f.mistakes, e.block.mistake("id", "Line %d has a question with this id already; that one counts.", at))
			continue
		}
		first[e.id] = e.line
		e.q.Language = f.Language
		f.entries = append(f.entries, e)
	}
	return f, nil
}

var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (f *File) preamble(b *block) {
	if mistakes := b.parse(); len(mistakes) > 0 {
		f.mistakes = append(f.mistakes, mistakes...)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(b.values)) {
		switch value := b.values[key].(type) {
		case bool:
			if key == "only" {
				f.Only = value
				continue
			}
		case string:
			if key == "language" && languageTag.MatchString(value) {
				f.Language = foreign(value)
				continue
			}
		}
		f.mistakes = append(f.mistakes, misplaced(b, key))
	}
}

// foreign returns the tag of a language other than English.
func foreign(tag string) string {
	if tag == "en" || strings.HasPrefix(tag, "en-") {
		return ""
	}
	return tag
}

func misplaced(b *block, key string) Mistake {
	switch {
	case key == "only":
		return b.mistake(key, "only is true or false, without quotation marks.")
	case key == "language":
		return b.mistake(key, `language is a short tag, such as "de" or "pt-BR".`)
	case slices.Contains(questionKeys, key):
		return b.mistake(key, "%q belongs to a question. Write [[question]] on a line of its own above it.", key)
	}
	return b.mistake(key, "The file has no %q. %s", key, meant(key, fileKeys))
}

// readBlock understands one question. It says everything that is wrong with the kinds of its values; the craft
// is judged later.
func readBlock(b *block) (entry, []Mistake) {
	mistakes := b.parse()
	e := entry{id: b.id(), line: b.line, block: b, given: make(map[string]bool)}
	for _, key := range slices.Sorted(maps.Keys(b.values)) {
		if mistake, ok := e.take(key, b.values[key]); !ok {
			mistakes = append(mistakes, mistake)
		}
	}
	if e.id == "" && len(mistakes) == 0 {
		mistakes = append(mistakes, b.mistake("id", `The question has no id. Give it one, such as id = "friday-demo".`))
	}
	e.q.ID = e.id
	e.broken = len(mistakes) > 0
	return e, mistakes
}

// take sets what a key says, or returns what is wrong with it.
func (e *entry) take(key string, value any) (Mistake, bool) {
	e.given[key] = true
	var ok bool
	switch key {
	case "id":
		_, ok = value.(string)
	case "text":
		e.q.Text, ok = value.(string)
	case "theme":
		e.q.Theme, ok = value.(string)
	case "source":
		e.q.Source, ok = value.(string)
	case "audience":
		return e.named(key, value, audiences, func(s string) { e.q.Audience = nudges.Audience(s) })
	case "function":
		return e.named(key, value, functions, func(s string) { e.q.Function = nudges.Function(s) })
	case "follow_ups":
		e.q.FollowUps, ok = texts(value)
	case "phases":
		return e.phases(value)
	case "off":
		if e.off, ok = value.(bool); !ok {
			return e.block.mistake(key, "off is true or false, without quotation marks."), false
		}
	default:
		return e.block.mistake(key, "A question has no %q. %s", key, meant(key, questionKeys)), false
	}
	if !ok {
		return e.block.mistake(key, "%s is text in quotation marks.", key), false
	}
	return Mistake{}, true
}

var (
	audiences = []string{string(nudges.Channel), string(nudges.Member), string(nudges.Lead)}
	functions = []string{
		string(nudges.FunctionEffort), string(nudges.FunctionBelonging), string(nudges.FunctionStrategy),
		string(nudges.FunctionRisk), string(nudges.FunctionLessons),
	}
)

// named takes one of several words.
func (e *entry) named(key string, value any, words []string, set func(string)) (Mistake, bool) {
	s, ok := value.(string)
	if !ok || !slices.Contains(words, s) {
		return e.block.mistake(key, "The %s %q is unknown. %s", key, short(value), meant(s, words)), false
	}
	set(s)
	return Mistake{}, true
}

func (e *entry) phases(value any) (Mistake, bool) {
	names, ok := texts(value)
	if !ok {
		return e.block.mistake("phases", `phases is a list, such as phases = ["beginning", "end"].`), false
	}
	for _, name := range names {
		i := slices.IndexFunc(mission.Phases[:], func(p mission.Phase) bool { return p.String() == name })
		if i < 0 {
			return e.block.mistake("phases", "The phase %q is unknown. %s", short(name), meant(name, phaseNames())), false
		}
		e.q.Phases = append(e.q.Phases, mission.Phases[i])
	}
	return Mistake{}, true
}

func phaseNames() []string {
	var names []string
	for _, p := range mission.Phases {
		names = append(names, p.String())
	}
	return names
}

// texts takes a list of texts, or one text for a list of one.
func texts(value any) ([]string, bool) {
	switch v := value.(type) {
	case string:
		return []string{v}, true
	case []any:
		list := make([]string, 0, len(v))
		for _, each := range v {
			s, ok := each.(string)
			if !ok {
				return nil, false
			}
			list = append(list, s)
		}
		return list, true
	}
	return nil, false
}

// short names a value of any kind in a sentence.
func short(value any) string {
	const most = 40
	s := fmt.Sprint(value)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
