package nudges

import "testing"

func TestBuiltinLibraryPassesTheLint(t *testing.T) {
	for _, p := range Check(Builtin()) {
		t.Error(p)
	}
}
