package mission

import "slices"

// Untouched returns the phases still ahead, the one under way first, whose done-when no member's piece helps
// with. They are questions to put to a team, so a phase without a done-when raises none, and it never says who
// helps with what.
func Untouched(m Mission, members []Member) []Phase {
	if !m.Running() {
		return nil
	}
	var open []Phase
	for p := m.Phase; p <= Ending; p++ {
		if clean(m.Plan[p].DoneWhen) != "" && !slices.ContainsFunc(members, func(x Member) bool { return x.helps(p) }) {
			open = append(open, p)
		}
	}
	return open
}

// helps reports whether a member says that her piece helps with a phase. One who took her piece back helps with
// nothing.
func (m Member) helps(p Phase) bool {
	return m.In() && clean(m.Piece) != "" && slices.Contains(m.Helps, p)
}
