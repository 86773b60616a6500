// Package damage says what is wrong with a store, as data: both stores report it in the same form, so that one command
// prints it and one page of the documentation says what to do.
//
// A finding names a table and the key of a record, and never a word that somebody wrote. A key can hold the id of a
// person, so people are shown its [Finding.Name] in its place.
package damage

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Err says that a check found something wrong. Every [Error] is one.
var Err = errors.New("the store is damaged")

// Part says which part of a store a finding is about.
type Part string

// The parts, from the ground up.
const (
	Pages     Part = "pages"     // the pages of the file, or what the database itself keeps
	Record    Part = "record"    // one record cannot be read, or does not stand where it belongs
	Index     Part = "index"     // an index lacks a record, or holds one that is not there
	Reference Part = "reference" // a record speaks of another that is not there
	Sealed    Part = "sealed"    // private words do not open
	Outbox    Part = "outbox"    // a message is in a state that nothing leads out of
	Plan      Part = "plan"      // the time of a plan is no time of that plan
)

// Finding is one thing that is wrong.
type Finding struct {
	Part  Part
	Table string
	// Key is the record's key as it stands in the store, or empty where no one record is meant.
	Key string
	// What completes the sentence that begins with the table and the key.
	What string
}

// Name is a name of the record that tells nothing of what its key holds, such as #3f2a9c01d4; it is the same wherever the
// same key is meant.
func (f Finding) Name() string {
	if f.Key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(f.Table + "\x00" + f.Key))
	return "#" + hex.EncodeToString(sum[:5])
}

// String is the finding as a person reads it, with the name in place of the key.
func (f Finding) String() string {
	if f.Key == "" {
		return f.Table + ": " + f.What
	}
	return f.Table + " " + f.Name() + ": " + f.What
}

// MarshalJSON writes the name in place of the key.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Part  Part   `json:"part"`
		Table string `json:"table"`
		Name  string `json:"name,omitzero"`
		What  string `json:"what"`
	}{f.Part, f.Table, f.Name(), f.What})
}

// most is how many findings a report holds; one fault often shows in many places.
const most = 50

// Report collects findings. The zero value is ready.
type Report struct {
	Findings []Finding
	// More is how many were found beyond those.
	More int
}

// Add notes a finding.
func (r *Report) Add(part Part, table, key, format string, args ...any) {
	r.AddFinding(Finding{Part: part, Table: table, Key: key, What: fmt.Sprintf(format, args...)})
}

// AddFinding notes a finding that is there already.
func (r *Report) AddFinding(f Finding) {
	if len(r.Findings) >= most {
		r.More++
		return
	}
	r.Findings = append(r.Findings, f)
}

// Err returns nil where nothing was found, and otherwise an [Error].
func (r *Report) Err() error {
	if len(r.Findings) == 0 {
		return nil
	}
	return &Error{Report: *r}
}

// Error is what a check found, as an error.
type Error struct{ Report }

// Error names every finding.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(Err.Error())
	for _, f := range e.Findings {
		b.WriteString("\n" + f.String())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", e.More)
	}
	return b.String()
}

// Is makes every Error an [Err].
func (e *Error) Is(target error) bool { return target == Err }
