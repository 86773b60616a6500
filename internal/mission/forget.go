package mission

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ForgetIn takes a person out of one entry: as its author, as somebody thanked, and as somebody who helped.
// Where her words are to go as well, what she told is withdrawn. Names are what others call her, of which
// their mentions of her become "@someone"; there may be none. Nobody is asked for a right: it is her own wish,
// or the law.
func ForgetIn(tx Tx, now time.Time, m Mission, e Entry, user UserID, words bool, names []string) (Mission, Entry, error) {
	whose := e.Author
	if e.AnothersWords() {
		whose = e.Said.By
	}
	// A celebration has the words of a sealed sentence, which goes in any case.
	gone := user != "" && whose == user && (words || e.Kind == Celebration) && !e.Withdrawn()
	if user != "" && (e.PieceOf == user || e.Author == user && e.PieceOf == "") {
		e.Piece, e.PieceOf = "", ""
	}
	for _, id := range []*UserID{&e.Author, &e.Said.By, &e.OpenedBy, &e.WithdrawnBy, &e.UsedBy} {
		forget(id, user)
	}
	e.To, e.Helpers = unnamed(e.To, user), unnamed(e.Helpers, user)
	if gone {
		e = e.emptied(now)
		e.Author = "" // nobody else took it back
	} else {
		e.Text, e.If, e.Expect = unmention(e.Text, names), unmention(e.If, names), unmention(e.Expect, names)
		e.Because = unmention(e.Because, names)
	}
	if err := tx.PutEntry(e); err != nil || !gone || e.Kind.aside() {
		return m, e, err
	}
	m, err := uncount(tx, m, e)
	if err != nil {
		return m, e, err
	}
	return m, e, tx.PutMission(m)
}

// unnamed returns a list of people in which one has no name: that somebody was there stays true.
func unnamed(ids []UserID, user UserID) []UserID {
	var out []UserID
	for _, id := range ids {
		if id == user {
			id = ""
		}
		out = append(out, id)
	}
	return out
}

// Mentions reports whether words mention somebody by name.
func Mentions(words string, names []string) bool { return unmention(words, names) != words }

// unmention turns mentions of somebody by any of her names into "@someone", the longest names first.
func unmention(words string, names []string) string {
	if !strings.Contains(words, "@") {
		return words
	}
	names = slices.SortedFunc(slices.Values(names), func(a, b string) int { return len(b) - len(a) })
	for _, name := range names {
		if name != "" {
			words = unmentionOne(words, name)
		}
	}
	return words
}

func unmentionOne(words, name string) string {
	at := "@" + name
	var out strings.Builder
	for {
		i := strings.Index(words, at)
		if i < 0 {
			return out.String() + words
		}
		end := i + len(at)
		out.WriteString(words[:i])
		if before, _ := utf8.DecodeLastRuneInString(words[:i]); partOfName(before) || partOfName(firstRune(words[end:])) {
			out.WriteString(at)
		} else {
			out.WriteString("@someone")
		}
		words = words[end:]
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func partOfName(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// ForgetSteering takes a person out of what a mission says about who began, closed, changed and ended it.
// That she left it, and leads it no more, comes before; see [Remove].
func ForgetSteering(tx Tx, m Mission, user UserID, names []string) (Mission, error) {
	for _, id := range []*UserID{&m.Lead, &m.Offered, &m.Starter, &m.Pulse.By} {
		forget(id, user)
	}
	m.There = unnamed(m.There, user)
	if m.Rest != nil {
		r := *m.Rest
		forget(&r.By, user)
		m.Rest = &r
	}
	m.Closings = append([]Closing(nil), m.Closings...)
	for i := range m.Closings {
		c := &m.Closings[i]
		forget(&c.By, user)
		c.Learned, c.Ahead = unmention(c.Learned, names), unmention(c.Ahead, names)
	}
	m.Earlier = append([]Revision(nil), m.Earlier...)
	for i := range m.Earlier {
		forget(&m.Earlier[i].By, user)
		m.Earlier[i].Reason = unmention(m.Earlier[i].Reason, names)
	}
	if m.Midpoint != nil {
		d := *m.Midpoint
		forget(&d.By, user)
		d.Keep, d.Change, d.Stop = unmention(d.Keep, names), unmention(d.Change, names), unmention(d.Stop, names)
		m.Midpoint = &d
	}
	if m.Outcome != nil {
		o := *m.Outcome
		forget(&o.By, user)
		o.Thanks, o.Story = unnamed(o.Thanks, user), unmention(o.Story, names)
		m.Outcome = &o
	}
	return m, tx.PutMission(m)
}

func forget(id *UserID, user UserID) {
	if *id == user {
		*id = ""
	}
}
