package main

import (
	"fmt"
	"strings"

	"throughline/internal/licenses"
)

// LicensesCmd is bot licenses.
type LicensesCmd struct {
	Full bool `help:"Print the texts of the licences too."`
}

// Run prints what the program is made of, and under which licences.
func (l LicensesCmd) Run(c *console) error {
	text := strings.Join(licenses.List(), "\n") + "\n"
	if l.Full {
		text = licenses.Full()
	}
	if _, err := fmt.Fprint(c.stdout, text); err != nil {
		return fmt.Errorf("print licences: %w", err)
	}
	return nil
}
