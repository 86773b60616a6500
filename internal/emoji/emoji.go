// Package emoji knows the names of the emoji that a workspace without emoji of its own has.
package emoji

import (
	_ "embed"
	"strings"
	"sync"
)

// names.txt lists the short names of emoji-datasource 16.0.0 (registry package of that name, MIT), which are Slack's;
// a star marks those that come in skin tones.
//
//go:embed names.txt
var list string

// known are the names; true means that there are skin tones.
var known = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		name, toned := strings.CutSuffix(word, "*")
		out[name] = toned
	}
	return out
})

// Known reports whether there is an emoji of this name, such as "tada" or "wave::skin-tone-3".
func Known(name string) bool {
	base, tone, hasTone := strings.Cut(name, "::")
	toned, there := known()[base]
	if !hasTone {
		return there
	}
	number, isTone := strings.CutPrefix(tone, "skin-tone-")
	return toned && isTone && len(number) == 1 && number[0] >= '2' && number[0] <= '6'
}
