package questions

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/internal/mission"
	"throughline/internal/nudges"
)

// demo is a question of a team's own with nothing wrong about it.
const demo = `
[[question]]
id = "friday-demo"
audience = "channel"
phases = ["middle"]
theme = "value"
text = "What could we show each other on Friday that works from end to end?"
`

func load(t *testing.T, text string) Loaded {
	t.Helper()
	path := filepath.Join(t.TempDir(), "questions.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func mistakesOf(l Loaded) []string {
	var lines []string
	for _, m := range l.Mistakes {
		lines = append(lines, strings.TrimPrefix(m.In("F"), "F:"))
	}
	return lines
}

func TestTheExampleHasNothingToMend(t *testing.T) {
	l, err := Load("../../questions.example.toml")
	if err != nil || len(l.Mistakes) > 0 || len(l.Thin) > 0 {
		t.Errorf("%v %v %v", err, mistakesOf(l), l.Thin)
	}
	if got := fmt.Sprint(l.Added, l.Changed, l.Off); got != "2 1 1" {
		t.Errorf("added, changed and off are %s", got)
	}
}

func TestWithoutAFileTheProgramsQuestionsAreAsked(t *testing.T) {
	l, err := Load("")
	if err != nil || l.Library.Hash() != nudges.Builtin().Hash() || len(l.Mistakes)+len(l.Thin) > 0 {
		t.Errorf("%v, %v", l, err)
	}
}

func TestAQuestionIsAdded(t *testing.T) {
	l := load(t, demo)
	q, ok := l.Library.ByID("friday-demo")
	want := nudges.Question{
		ID: "friday-demo", Audience: nudges.Channel, Phases: []mission.Phase{mission.Middle}, Function: nudges.FunctionStrategy,
		Theme: "value", Text: "What could we show each other on Friday that works from end to end?",
	}
	if diff := cmp.Diff(want, q); diff != "" || !ok {
		t.Error(diff, mistakesOf(l))
	}
	if !slices.ContainsFunc(l.Library.Fitting(nudges.Channel, mission.Middle), func(q nudges.Question) bool { return q.ID == "friday-demo" }) {
		t.Error("it is not asked")
	}
}

func TestAQuestionOfTheProgramIsWordedAnew(t *testing.T) {
	base := nudges.Builtin()
	old, _ := base.ByID("quiet-hour")
	l := load(t, "[[question]]\nid = \"quiet-hour\"\ntext = \"If a Friday morning were free for your part, what would come first?\"\n")
	want := old
	want.Text, want.FollowUps = "If a Friday morning were free for your part, what would come first?", nil
	got, _ := l.Library.ByID("quiet-hour")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	at := func(l nudges.Library) int {
		return slices.IndexFunc(l.All(), func(q nudges.Question) bool { return q.ID == "quiet-hour" })
	}
	if at(l.Library) != at(base) || l.Library.Len() != base.Len() {
		t.Error("it has lost its place")
	}
}

func TestAQuestionOfTheProgramIsMovedToAnotherPhase(t *testing.T) {
	l := load(t, "[[question]]\nid = \"quiet-hour\"\nphases = [\"end\"]\n")
	q, _ := l.Library.ByID("quiet-hour")
	if len(l.Mistakes) > 0 || q.Function != nudges.FunctionLessons || len(q.FollowUps) != 1 {
		t.Errorf("%+v %v", q, mistakesOf(l))
	}
}

func TestAQuestionThatIsOffKeepsItsWordsForWhatAskedIt(t *testing.T) {
	l := load(t, "[[question]]\nid = \"quiet-hour\"\noff = true\n")
	if slices.ContainsFunc(l.Library.All(), func(q nudges.Question) bool { return q.ID == "quiet-hour" }) {
		t.Error("it is asked")
	}
	if q, ok := l.Library.ByID("quiet-hour"); !ok || q.Text == "" {
		t.Error("its words are gone")
	}
}

func TestOnlyTheTeamsOwn(t *testing.T) {
	l := load(t, "only = true\n"+demo+"[[question]]\nid = \"quiet-hour\"\n")
	var ids []string
	for _, q := range l.Library.All() {
		ids = append(ids, q.ID)
	}
	if diff := cmp.Diff([]string{"quiet-hour", "friday-demo"}, ids); diff != "" || len(l.Mistakes) > 0 {
		t.Error(diff, mistakesOf(l))
	}
	// Every audience and phase runs short, and it says so.
	if len(l.Thin) != 9 {
		t.Errorf("thin: %v", l.Thin)
	}
}

func TestQuestionsInAnotherLanguage(t *testing.T) {
	const german = `only = true
language = "de"
[[question]]
id = "woran"
audience = "lead"
phases = ["middle"]
theme = "value"
text = "Woran merkt Frau Wirtin in dieser Woche, dass ihr vorankommt?"
`
	if l := load(t, german); len(l.Mistakes) > 0 || l.Library.Len() != 1 {
		t.Error(mistakesOf(l))
	}
	for _, tag := range []string{"en", "en-GB"} {
		if l := load(t, strings.Replace(german, `"de"`, `"`+tag+`"`, 1)); len(l.Mistakes) == 0 {
			t.Errorf("%s is held to no rules of English", tag)
		}
	}
}

// What people get wrong, each with its line; the rest of the file holds.
func TestEachMistakeHasItsLine(t *testing.T) {
	builtin := nudges.Builtin().Len()
	for name, tc := range map[string]struct {
		text string
		want []string // what follows "F:"
		len  int      // of the library, beyond the program's questions
	}{
		"an empty file":         {"", nil, 0},
		"comments":              {"# nothing\n", nil, 0},
		"a mark at the start":   {"\xef\xbb\xbf" + demo, nil, 1},
		"lines as Windows ends": {strings.ReplaceAll(demo, "\n", "\r\n"), nil, 1},
		"one phase as a word":   {strings.Replace(demo, `["middle"]`, `"middle"`, 1), nil, 1},
		"a key of the file that is none": {
			"ony = true\n" + demo, []string{`1: The file has no "ony". Did you mean "only"?`}, 1,
		},
		"only that is no switch":   {"only = \"yes\"\n" + demo, []string{"1: only is true or false, without quotation marks."}, 1},
		"a language that is none":  {"language = \"German\"\n" + demo, []string{`1: language is a short tag, such as "de" or "pt-BR".`}, 1},
		"a key before its heading": {"text = \"What?\"\n" + demo, []string{`1: "text" belongs to a question. Write [[question]] on a line of its own above it.`}, 1},
		"a heading with an s": {
			strings.Replace(demo, "[[question]]", "[[questions]]", 1),
			[]string{"2: friday-demo: Write [[question]] here, with two brackets on each side."},
			0,
		},
		"a heading with one bracket": {
			strings.Replace(demo, "[[question]]", "[question]", 1),
			[]string{"2: friday-demo: Write [[question]] here, with two brackets on each side."},
			0,
		},
		"no id": {
			"[[question]]\ntext = \"What do we see?\"\n" + demo,
			[]string{`1: The question has no id. Give it one, such as id = "friday-demo".`},
			1,
		},
		"an id that is no word": {
			"[[question]]\nid = 7\n" + demo,
			[]string{"2: id is text in quotation marks."},
			1,
		},
		"an id with blanks": {
			strings.Replace(demo, "friday-demo", "Friday demo", 1),
			[]string{"3: Friday demo: Its id must be lower-case letters, digits and hyphens, at most 60. (fields)"},
			0,
		},
		"an id twice": {demo + demo, []string{"10: friday-demo: Line 2 has a question with this id already; that one counts."}, 1},
		"an id of the program's own occasions": {
			strings.Replace(demo, "friday-demo", "welcome", 1),
			[]string{`3: welcome: The id "welcome" is taken by a question of the program. (fields)`},
			0,
		},
		"an unknown key":      {demo + "pahses = []\n", []string{`8: friday-demo: A question has no "pahses". Did you mean "phases"?`}, 0},
		"an unknown phase":    {strings.Replace(demo, "middle", "midle", 1), []string{`5: friday-demo: The phase "midle" is unknown. Did you mean "middle"?`}, 0},
		"phases of numbers":   {strings.Replace(demo, `"middle"`, "2", 1), []string{`5: friday-demo: phases is a list, such as phases = ["beginning", "end"].`}, 0},
		"an unknown audience": {strings.Replace(demo, `"channel"`, `"everyone"`, 1), []string{`4: friday-demo: The audience "everyone" is unknown. There is channel, member, lead.`}, 0},
		"no audience, no phases, no theme": {
			"[[question]]\nid = \"demo\"\ntext = \"What could you show each other on Friday?\"\n",
			[]string{
				`2: demo: Its audience "" is unknown; use channel, member or lead. (fields)`,
				"2: demo: Its theme \"\" is unknown; use one of arc, piece, why, connect, power, energy, change, mirror, words, value, risk, coach, " +
					"commit, thanks, balance, self, relations, trust, inspire, achieve, dare, listen, learn, collaborate, own. (fields)",
				"2: demo: It has no phase; name at least one. (fields)",
			},
			0,
		},
		"a question out of phase": {
			demo + "function = \"lessons\"\n",
			[]string{"5: friday-demo: A question about lessons belongs to the end, not to the middle. (phase)"},
			0,
		},
		"craft":            {strings.Replace(demo, "works", "is really done", 1), []string{`7: friday-demo: Leave out "really". (pressing)`}, 0},
		"a bad follow-up":  {demo + "follow_ups = [\"Is that so, would you say?\"]\n", []string{"8: friday-demo: A verb in front invites yes or no; begin with What or How. (verb-first)"}, 0},
		"off is no switch": {"[[question]]\nid = \"worth-it\"\noff = \"yes\"\n", []string{"3: worth-it: off is true or false, without quotation marks."}, -1},
		"off without such a question": {
			"[[question]]\nid = \"no-such\"\noff = true\n",
			[]string{`2: no-such: There is no question "no-such" to switch off. bot questions list prints them.`},
			0,
		},
		"a quotation mark that is missing": {
			strings.Replace(demo, `demo"`, "demo", 1),
			[]string{`3: This is not TOML: basic strings cannot have new lines. Write name = "words", each on a line of its own.`},
			0,
		},
		"curly quotation marks": {
			"[[question]]\nid = \"worth-it\"\ntext = “What makes it worth it for you?”\n" + demo,
			[]string{"3: worth-it: This is not TOML: unexpected character U+00E2 'â' at start of value. Write straight quotation marks."},
			0, // one of the program's is not asked, one is added
		},
		"a key twice": {
			demo + "id = \"other\"\n",
			[]string{"8: friday-demo: This is not TOML: key id is already defined. Write name = \"words\", each on a line of its own."},
			0,
		},
		"bytes that are not UTF-8": {"[[question]]\nid = \"worth-it\"\ntext = \"caf\xe9\"\n", []string{"3: worth-it: This line is not UTF-8. Save the file as UTF-8."}, -1},
		"a question that is there already": {
			"[[question]]\nid = \"again\"\naudience = \"channel\"\nphases = [\"beginning\"]\ntheme = \"connect\"\ntext = \"what would make these weeks worth it for you, apart from the result?\"\n",
			[]string{`6: again: It asks the same as worth-it: "What would make these weeks worth it for you, apart from the result?". (unique)`},
			0,
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := load(t, tc.text)
			if diff := cmp.Diff(tc.want, mistakesOf(l)); diff != "" {
				t.Error(diff)
			}
			if got := l.Library.Len() - builtin; got != tc.len {
				t.Errorf("the library has %+d questions, want %+d", got, tc.len)
			}
		})
	}
}

// What a block names and cannot be understood is not asked in the words that the team wanted otherwise.
func TestABrokenBlockSilencesWhatItNames(t *testing.T) {
	l := load(t, "[[question]]\nid = \"worth-it\"\ntext = \"Is it worth it?\"\n\n[[question]]\nid = \"own-hand\"\noff = ture\n")
	for _, id := range []string{"worth-it", "own-hand"} {
		if slices.ContainsFunc(l.Library.All(), func(q nudges.Question) bool { return q.ID == id }) {
			t.Errorf("%s is asked", id)
		}
	}
	if l.Off != 2 || len(l.Mistakes) < 2 {
		t.Errorf("%d off, %v", l.Off, mistakesOf(l))
	}
}

func TestAQuestionLikeAnotherIsToldAndAsked(t *testing.T) {
	l := load(t, strings.Replace(demo, "What could we show each other on Friday that works from end to end?",
		"What could we finish this week that a neighbour would notice?", 1))
	if len(l.Alike) != 1 || l.Alike[0].Line != 7 || !strings.Contains(l.Alike[0].Text, "notice-this-week") {
		t.Errorf("%+v", l.Alike)
	}
	if len(l.Mistakes) > 0 || l.Added != 1 {
		t.Error(mistakesOf(l), l)
	}
}

func TestAFileThatCannotBeUsedAtAll(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "missing"): "cannot be read: no such file or directory",
		dir:                           "cannot be read: is a directory",
		write("huge", strings.Repeat("# words\n", 1<<17+1)):     "is larger than 1 MiB; a question needs less than 500 bytes",
		write("picture", "\x89PNG\x00\x01"):                     "is not a text file",
		write("many", strings.Repeat("[[question]]\n", 10_000)): "it has 10000 questions; at most 2000 are read, and a year needs about 500",
	} {
		l, err := Load(path)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %q", filepath.Base(path), err, want)
		}
		if l.Library.Len() == 0 || l.File != path {
			t.Errorf("%s: %v", filepath.Base(path), l)
		}
	}
}

func TestAMistakeSteersNoTerminal(t *testing.T) {
	for _, text := range []string{
		"[[question]]\nid = \"\\u001b[31mred\\u202e\"\n", "\x1b[31m = 1\n", "[[question]]\n\"\\u001b\" = \"\\u001b\"\n",
	} {
		for _, m := range load(t, text).Mistakes {
			if line := m.In("F"); strings.ContainsAny(line, "\x1b\u202e\n") {
				t.Errorf("%q", line)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	example, err := os.ReadFile("../../questions.example.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(example)
	f.Add([]byte(demo + "[question]\nid = “x”\n\xff"))
	f.Add([]byte("[[question]]\nphases = [[[]]]\nid = \"\"\"\n[[question]]\n\"\"\"\n"))
	base := nudges.NewLibrary(nudges.Builtin().All()[:8]) // few, so that it tries much
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := Read(text)
		l := combine(base, file)
		if err != nil {
			return
		}
		lines := strings.Count(string(text), "\n") + 1
		for _, m := range l.Mistakes {
			if m.Line < 1 || m.Line > lines || strings.ContainsAny(m.In("F"), "\n\r\x1b") {
				t.Errorf("of %d lines: %+v", lines, m)
			}
		}
		// Whatever the file says, what is asked passes the check.
		for _, p := range nudges.Check(l.Library) {
			if p.Rule != nudges.RuleOverlap {
				t.Error(p)
			}
		}
	})
}
