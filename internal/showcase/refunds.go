package showcase

import (
	_ "embed"
	"strings"
)

//go:embed refunds.story
var refunds string

// Refunds is the story that the program brings: six weeks of the mission "Refunds in a day", and a smaller one beside it.
func Refunds() (*Script, error) { return Parse("refunds.story", strings.NewReader(refunds)) }
