package mission_test

import (
	"strings"
	"testing"

	"throughline/internal/mission"
)

func TestSplitIf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, moment, promise string }{
		{"if the number arrives, then I will send the file", "the number arrives", "send the file"},
		{"If the number arrives then I'll send the file", "the number arrives", "send the file"},
		{"when Bo is back, I will ask", "when Bo is back", "ask"},
		{"as soon as it rains, then stop", "as soon as it rains", "stop"},
		{"IF A, THEN I WILL B", "A", "B"},
		{"if only", "", "if only"},
		{"iffy things, then I will go", "", "iffy things, then I will go"},
		{"send the file", "", "send the file"},
		{"if , then I will go", "", "if , then I will go"},
		{"if it rains, then ", "", "if it rains, then"},
		{"if é rains, then I will go", "é rains", "go"},
		{"if " + strings.Repeat("a", 201) + ", then I will go", "", "if " + strings.Repeat("a", 201) + ", then I will go"},
	} {
		if moment, promise := mission.SplitIf(c.text); moment != c.moment || promise != c.promise {
			t.Errorf("%q: %q and %q", c.text, moment, promise)
		}
	}
}

func TestSplitRisk(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, try, expect, look string }{
		{"we try paying at once, we expect fewer calls, we look on friday", "paying at once", "fewer calls", "on friday"},
		{"try a new form. Expect less typing. Look in 2 weeks.", "a new form", "less typing", "in 2 weeks"},
		{"a new form and we expect less typing, look friday", "a new form", "less typing", "friday"},
		{"a new form", "a new form", "", ""},
		{"a new form, expect less typing", "a new form", "less typing", ""},
		{"a new form, look on friday", "a new form", "", "on friday"},
		{"", "", "", ""},
	} {
		try, expect, look := mission.SplitRisk(c.text)
		if try != c.try || expect != c.expect || look != c.look {
			t.Errorf("%q: %q, %q, %q", c.text, try, expect, look)
		}
	}
}

func FuzzSpoken(f *testing.F) {
	for _, s := range []string{"if a, then I will b", "we try a, expect b, look on c", "if \xff, then ", "look", "İf x, i will y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		moment, promise := mission.SplitIf(text)
		if moment == "" && promise != strings.TrimSpace(text) {
			t.Errorf("words were lost of %q", text)
		}
		try, expect, look := mission.SplitRisk(text)
		if len(try)+len(expect)+len(look) > len(text) {
			t.Errorf("words were made of %q", text)
		}
	})
}
