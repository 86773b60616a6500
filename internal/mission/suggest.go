package mission

import "time"

// Line is one of the lines of a mission's wording that can stand empty.
type Line string

// The lines for which anyone can suggest words.
const (
	LineAspiration Line = "aspiration"
	LineCustomers  Line = "why_customers"
	LineUs         Line = "why_us"
	LineCompany    Line = "why_company"
	LineBeginning  Line = "done_when_beginning"
	LineMiddle     Line = "done_when_middle"
	LineEnd        Line = "done_when_end"
)

// Lines lists them in the order of the card.
var Lines = [7]Line{LineAspiration, LineBeginning, LineMiddle, LineEnd, LineCustomers, LineUs, LineCompany}

// max is how many code points a line holds.
func (l Line) max() int {
	switch l {
	case LineBeginning, LineMiddle, LineEnd:
		return MaxEnd
	}
	return MaxLine
}

// of returns where a wording keeps the line, or nil for a line that there is not.
func (l Line) of(w *Wording) *string {
	switch l {
	case LineAspiration:
		return &w.Aspiration
	case LineCustomers:
		return &w.Why.Customers
	case LineUs:
		return &w.Why.Us
	case LineCompany:
		return &w.Why.Company
	case LineBeginning:
		return &w.Plan[Beginning].DoneWhen
	case LineMiddle:
		return &w.Plan[Middle].DoneWhen
	case LineEnd:
		return &w.Plan[Ending].DoneWhen
	}
	return nil
}

// EmptyLines returns the lines of a running mission that are still to be written. Phases that are closed ask for
// nothing any more.
func EmptyLines(m Mission) []Line {
	closed := map[Line]bool{LineBeginning: m.Phase > Beginning, LineMiddle: m.Phase > Middle}
	var empty []Line
	for _, l := range Lines {
		if clean(*l.of(&m.Wording)) == "" && !closed[l] && m.Running() {
			empty = append(empty, l)
		}
	}
	return empty
}

// SuggestWords keeps somebody's words for an empty line, under her name. Whoever steers may use them; they count as
// nothing told.
func SuggestWords(tx Tx, now time.Time, by Actor, m Mission, id ID, l Line, text string) (Entry, error) {
	if err := Check(tx, SuggestLine, by, m, ""); err != nil {
		return Entry{}, err
	}
	if !m.Running() {
		return Entry{}, refuse(Ended, m)
	}
	if l.of(&m.Wording) == nil {
		return Entry{}, &Refusal{Code: BadChoice, Field: "line"}
	}
	if err := words("text", &text, l.max(), true); err != nil {
		return Entry{}, err
	}
	e := Entry{
		ID: id, Team: m.Team, Mission: m.ID, Author: by.User, Kind: Suggestion, Text: text, At: now, Phase: m.Phase,
		Line: l, Thread: m.Card,
	}
	return e, tx.PutEntry(e)
}

// UseWords writes suggested words into their line. What the line said before is kept with the other earlier wordings,
// so words can also be used where the line was filled meanwhile.
func UseWords(tx Tx, now time.Time, by Actor, m Mission, id ID) (Mission, Entry, error) {
	e, err := tx.Entry(m.Team, m.ID, id)
	if err != nil {
		return m, Entry{}, err
	}
	if err := Check(tx, EditMission, by, m, ""); err != nil {
		return m, Entry{}, err
	}
	switch {
	case !m.Running():
		return m, Entry{}, refuse(Ended, m)
	case e.Kind != Suggestion, e.Withdrawn(), e.UsedBy != "", e.Line.of(&m.Wording) == nil:
		return m, Entry{}, refuse(MovedOn, m)
	}
	before := m.Wording
	*e.Line.of(&m.Wording) = e.Text
	if m.Wording != before {
		m.Earlier = append(m.Earlier, Revision{Wording: before, By: by.User, At: now})
	}
	e.UsedBy = by.User
	if err := tx.PutEntry(e); err != nil {
		return m, Entry{}, err
	}
	return m, e, tx.PutMission(m)
}
