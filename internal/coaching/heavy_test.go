package coaching

import "testing"

func TestHeavy(t *testing.T) {
	for words, want := range map[string]bool{
		"I want to die":                              true,
		"Some days I don’t want to live.":            true,
		"I have been diagnosed with depression":      true,
		"He hits me when the numbers are bad":        true,
		"I think about SUICIDE":                      true,
		"self-harm":                                  true,
		"I am burnt out":                             true,
		"":                                           false,
		"We will kill the old project":               false,
		"I am dying to know how it ends":             false,
		"The deadline is a matter of life and death": false,
		"A stroke of luck":                           true, // better once too often
		"It was a backstroke":                        false,
		"cancerous growth of the backlog":            false,
	} {
		if got := Heavy(words); got != want {
			t.Errorf("Heavy(%q) = %t", words, got)
		}
	}
}

func FuzzHeavy(f *testing.F) {
	f.Add("I want to die", "!")
	f.Fuzz(func(t *testing.T, before, after string) {
		if !Heavy(before + " I want to die " + after) {
			t.Errorf("lost between %q and %q", before, after)
		}
	})
}
