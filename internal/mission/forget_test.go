package mission

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// oneEntry is a store of one mission with one entry.
type oneEntry struct {
	Tx
	mission Mission
	entry   Entry
}

func (s *oneEntry) PutEntry(e Entry) error     { s.entry = e; return nil }
func (s *oneEntry) PutMission(m Mission) error { s.mission = m; return nil }
func (s *oneEntry) Entries(TeamID, ID, ID, int, ...EntryKind) ([]Entry, error) {
	return nil, nil
}

var forgottenAt = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

func TestForgetInTakesOneOutOfAnEntry(t *testing.T) {
	const ana, bo = UserID("U0ANA00001"), UserID("U0BO000001")
	for _, c := range []struct {
		name  string
		entry Entry
		words bool
		want  Entry
	}{
		{"her words stay without her name", Entry{Kind: Win, Author: ana, Text: "It works.", Piece: "the bank"}, false, Entry{Kind: Win, Text: "It works."}},
		{"her words go where she wishes it", Entry{Kind: Win, Author: ana, Text: "It works.", Piece: "the bank"}, true, Entry{Kind: Win, WithdrawnAt: forgottenAt}},
		{"what was withdrawn stays so", Entry{Kind: Win, Author: ana, WithdrawnAt: forgottenAt.Add(-time.Hour)}, true, Entry{Kind: Win, WithdrawnAt: forgottenAt.Add(-time.Hour)}},
		{"a celebration goes with the sentence that it says", Entry{Kind: Celebration, Author: ana}, false, Entry{Kind: Celebration, WithdrawnAt: forgottenAt}},
		{"thanks keep that somebody was thanked", Entry{Kind: Thanks, Author: bo, Text: "for the patience", To: []UserID{ana, bo}}, true, Entry{Kind: Thanks, Author: bo, Text: "for the patience", To: []UserID{"", bo}}},
		{"another's words keep no mention of her", Entry{Kind: Learned, Author: bo, Text: "Ask @Ana Real, @Ana and @Anabel; not Ana."}, true, Entry{Kind: Learned, Author: bo, Text: "Ask @someone, @someone and @Anabel; not Ana."}},
		{"who helped and who opened a block", Entry{Kind: Blocked, Author: bo, Helpers: []UserID{ana}, OpenedBy: ana}, false, Entry{Kind: Blocked, Author: bo, Helpers: []UserID{""}}},
		{"her message that another added goes with her words", Entry{Kind: Win, Author: bo, Text: "hers", Said: Said{By: ana}}, true, Entry{Kind: Win, WithdrawnAt: forgottenAt}},
		{"another's message that she added stays", Entry{Kind: Win, Author: ana, Text: "his", Said: Said{By: bo}}, true, Entry{Kind: Win, Text: "his", Said: Said{By: bo}}},
		{"a piece of hers beside another's words", Entry{Kind: Win, Author: bo, Text: "x", Piece: "the bank", PieceOf: ana}, false, Entry{Kind: Win, Author: bo, Text: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &oneEntry{}
			_, got, err := ForgetIn(s, forgottenAt, Mission{}, c.entry, ana, c.words, []string{"Ana", "Ana Real", ""})
			if err != nil || !sameEntry(got, c.want) || !sameEntry(s.entry, c.want) {
				t.Errorf("got %+v, %v\nwant %+v", got, err, c.want)
			}
		})
	}
}

func sameEntry(a, b Entry) bool {
	return slices.Equal(a.To, b.To) && slices.Equal(a.Helpers, b.Helpers) && a.Author == b.Author && a.Text == b.Text &&
		a.Piece == b.Piece && a.PieceOf == b.PieceOf && a.OpenedBy == b.OpenedBy && a.WithdrawnAt.Equal(b.WithdrawnAt) && a.Said == b.Said
}

// TestUnmentionLeavesNoMention: whatever is written, afterwards nobody of the name is mentioned, and words
// without an @ are left alone.
func TestUnmentionLeavesNoMention(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`[@Ana .é_1]{0,30}`).Draw(t, "words")
		got := unmention(words, []string{"Ana"})
		if Mentions(got, []string{"Ana"}) {
			t.Fatalf("%q became %q, which mentions her", words, got)
		}
		if !Mentions(words, []string{"Ana"}) && got != words {
			t.Fatalf("%q became %q", words, got)
		}
	})
}
