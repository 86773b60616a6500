package showcase

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxLine bounds a line of a story, in bytes: a message of Slack's, and more than enough around it.
const maxLine = 64 << 10

// Parse reads a story. name is what its faults call it.
func Parse(name string, r io.Reader) (*Script, error) {
	p := &parser{script: &Script{name: name, zone: time.UTC}}
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxLine)
	for scan.Scan() {
		p.line++
		if err := p.read(strings.TrimRight(scan.Text(), " \t\r")); err != nil {
			return nil, &Fault{name, p.line, err}
		}
	}
	if err := scan.Err(); err != nil {
		return nil, &Fault{name, p.line + 1, err}
	}
	if err := p.whole(); err != nil {
		return nil, &Fault{name, p.line, err}
	}
	return p.script, nil
}

type parser struct {
	script *Script
	line   int
}

// whole holds a story to having a beginning and an end.
func (p *parser) whole() error {
	s := p.script
	switch {
	case len(s.scenes) == 0:
		return errors.New("the story has no scene: begin one with a line such as: week 1 monday 09:20")
	case s.ends.week == 0:
		return errors.New("the story does not say when it ends: add a line such as: ends week 7 tuesday 09:12")
	case s.ends.before(s.scenes[len(s.scenes)-1].at):
		return errors.New("the last scene is after the story's end")
	}
	return nil
}

func (p *parser) read(line string) error {
	words := strings.TrimSpace(line)
	if words == "" || strings.HasPrefix(words, "# ") || words == "#" {
		return nil
	}
	if line != words {
		return p.field(words)
	}
	first, rest, _ := strings.Cut(words, " ")
	switch first {
	case "zone":
		return p.zone(rest)
	case "ends":
		m, err := readMoment(rest)
		p.script.ends = m
		return err
	case "week":
		return p.scene(words)
	}
	return p.act(words)
}

func (p *parser) zone(name string) error {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return fmt.Errorf("there is no time zone %q", name)
	}
	p.script.zone = loc
	return nil
}

func (p *parser) scene(words string) error {
	at, err := readMoment(words)
	if err != nil {
		return err
	}
	s := p.script
	if n := len(s.scenes); n > 0 && at.before(s.scenes[n-1].at) {
		return errors.New("this is before the scene that stands above it")
	}
	s.scenes = append(s.scenes, scene{line: p.line, at: at})
	return nil
}

// field is an indented line: one more field of the form above.
func (p *parser) field(words string) error {
	act := p.lastAct()
	if act == nil || act.verb != "fills" {
		return errors.New("an indented line belongs below one that fills a form")
	}
	name, value, found := strings.Cut(words, "=")
	if !found {
		return errors.New("a field is written: name = what goes into it")
	}
	value = strings.TrimSpace(value)
	act.fields = append(act.fields, field{line: p.line, name: strings.TrimSpace(name), value: value})
	return checkDays(value)
}

func (p *parser) lastAct() *act {
	s := p.script
	if len(s.scenes) == 0 || len(s.scenes[len(s.scenes)-1].acts) == 0 {
		return nil
	}
	acts := s.scenes[len(s.scenes)-1].acts
	return &acts[len(acts)-1]
}

const (
	whoWords   = `(?P<who>\p{Lu}[\p{L}\p{N}]*(?:, \p{Lu}[\p{L}\p{N}]*)*)`
	placeWords = `(?P<place>#[^\s:]+|@[^\s:]+|home)`
)

// forms are the sentences of a story, by what is done.
var forms = []struct {
	verb string
	line *regexp.Regexp
}{
	{"says", regexp.MustCompile(`^` + whoWords + ` ` + placeWords + `: (?P<text>.+)$`)},
	{"answers", regexp.MustCompile(`^` + whoWords + ` ` + placeWords + ` answers "(?P<on>[^"]+)": (?P<text>.+)$`)},
	{"taps", regexp.MustCompile(`^` + whoWords + ` ` + placeWords + ` taps "(?P<label>[^"]+)" on (?:the card|"(?P<on>[^"]+)")$`)},
	{"taps home", regexp.MustCompile(`^` + whoWords + ` home taps "(?P<label>[^"]+)"$`)},
	{"taps form", regexp.MustCompile(`^` + whoWords + ` taps "(?P<label>[^"]+)"$`)},
	{"fills", regexp.MustCompile(`^` + whoWords + ` fills "(?P<label>[^"]+)"$`)},
	{"reacts", regexp.MustCompile(`^` + whoWords + ` ` + placeWords + ` reacts (?P<label>[a-z0-9_+-]+) to "(?P<on>[^"]+)"$`)},
	{"invites", regexp.MustCompile(`^` + whoWords + ` ` + placeWords + ` invites the app$`)},
	{"closes", regexp.MustCompile(`^` + whoWords + ` closes$`)},
	{"reads", regexp.MustCompile(`^` + whoWords + ` reads$`)},
}

func (p *parser) act(words string) error {
	if len(p.script.scenes) == 0 {
		return errors.New("say when first, with a line such as: week 1 monday 09:20")
	}
	for _, f := range forms {
		m := f.line.FindStringSubmatch(words)
		if m == nil {
			continue
		}
		part := func(name string) string {
			if i := f.line.SubexpIndex(name); i >= 0 {
				return m[i]
			}
			return ""
		}
		scene := &p.script.scenes[len(p.script.scenes)-1]
		scene.acts = append(scene.acts, act{
			line: p.line, who: strings.Split(part("who"), ", "), place: part("place"), verb: f.verb,
			label: part("label"), on: part("on"), text: part("text"),
		})
		return checkDays(part("text"))
	}
	return errors.New(`this says nothing that people do here, such as: Ana #refunds: words · Ana #refunds taps "Label" on "words" · Ana fills "Title"`)
}

var weekdays = map[string]time.Weekday{
	"monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday, "thursday": time.Thursday,
	"friday": time.Friday, "saturday": time.Saturday, "sunday": time.Sunday,
}

// readMoment reads "week 1 monday 09:20".
func readMoment(text string) (moment, error) {
	bad := fmt.Errorf("%q is no time of a story; write it as: week 1 monday 09:20", text)
	parts := strings.Fields(text)
	if len(parts) != 4 {
		return moment{}, bad
	}
	m, err := readDay(strings.Join(parts[:3], " "))
	t, terr := time.Parse("15:04", parts[3])
	if err != nil || terr != nil {
		return moment{}, bad
	}
	m.minute = t.Hour()*60 + t.Minute()
	return m, nil
}

// mostWeeks bounds a story: ten years.
const mostWeeks = 520

// readDay reads "week 9 friday".
func readDay(text string) (moment, error) {
	parts := strings.Fields(text)
	if len(parts) == 3 && parts[0] == "week" {
		n, err := strconv.Atoi(parts[1])
		day, known := weekdays[parts[2]]
		if err == nil && known && n >= 1 && n <= mostWeeks {
			return moment{week: n, weekday: day}, nil
		}
	}
	return moment{}, fmt.Errorf("%q is no day of a story; write it as: week 9 friday", text)
}

var dayInText = regexp.MustCompile(`\{([^{}]*)\}`)

func checkDays(text string) error {
	for _, m := range dayInText.FindAllStringSubmatch(text, -1) {
		if _, err := readDay(m[1]); err != nil {
			return err
		}
	}
	return nil
}

// withDays writes the days that a text names as dates.
func withDays(text string, monday time.Time) string {
	return dayInText.ReplaceAllStringFunc(text, func(found string) string {
		m, err := readDay(strings.Trim(found, "{}"))
		if err != nil {
			return found
		}
		return m.on(monday).Format(time.DateOnly)
	})
}
