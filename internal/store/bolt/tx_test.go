package bolt

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/internal/mission"
)

// TestDescendingPassesEmptiedPages deletes whole pages of keys and then reads backwards in the same
// transaction, where bbolt's own cursor stops early or never returns.
func TestDescendingPassesEmptiedPages(t *testing.T) {
	const n = 2000
	name := func(i int) string { return fmt.Sprintf("R%06d", i) }
	for sentence, deleted := range map[string]func(i int) bool{
		"nothing deleted":       func(int) bool { return false },
		"the middle deleted":    func(i int) bool { return i >= 10 && i < n-10 },
		"all but the first":     func(i int) bool { return i > 0 },
		"all but the last":      func(i int) bool { return i < n-1 },
		"all but one between":   func(i int) bool { return i != n/2 },
		"every second thousand": func(i int) bool { return i/100%2 == 0 },
		"everything deleted":    func(int) bool { return true },
	} {
		db := openTest(t)
		var want, got []string
		err := db.Update(t.Context(), func(tx *Tx) error {
			for i := range n {
				r := mission.Reflection{Team: "T1", User: "U1", ID: mission.ID(name(i)), At: time.Unix(1, 0)}
				if err := tx.PutReflection(r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = db.Update(t.Context(), func(tx *Tx) error {
			want, got = nil, nil
			for i := range n {
				if deleted(i) {
					if err := tx.DeleteReflection("T1", "U1", mission.ID(name(i))); err != nil {
						return err
					}
					continue
				}
				want = append(want, name(i))
			}
			list, err := tx.Reflections("T1", "U1", "", n)
			for _, r := range list {
				got = append(got, string(r.ID))
			}
			return err
		})
		slices.Reverse(want)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: read %d of %d backwards, %v", sentence, len(got), len(want), err)
		}
	}
}

func TestKeysAreTakenApartAsTheyWereMade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "texts")
		got, err := readTexts(key(texts...), len(texts))
		if err != nil || !slices.Equal(got, texts) {
			t.Fatalf("%q came back as %q, %v", texts, got, err)
		}
	})
}

func TestKeysBeginAlikeOnlyWithTheSameTexts(t *testing.T) {
	id := rapid.StringMatching(`[\x00\x01\x02M10]{0,3}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOfN(id, 2, 2).Draw(t, "a"), rapid.SliceOfN(id, 3, 3).Draw(t, "b")
		if bytes.HasPrefix(key(b...), prefix(a...)) != (b[0] == a[0] && b[1] == a[1]) {
			t.Fatalf("a key of %q and the prefix of %q", b, a)
		}
	})
}

func TestTimesSortInKeys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		ka, kb := appendTime(nil, a), appendTime(nil, b)
		if (a < b) != (bytes.Compare(ka, kb) < 0) {
			t.Fatalf("%d and %d sort differently as keys", a, b)
		}
		if back, err := readTime(ka); err != nil || back != a {
			t.Fatalf("%d came back as %d, %v", a, back, err)
		}
	})
}

func FuzzReadTextsTakesAnyBytes(f *testing.F) {
	f.Add([]byte{2, 'T', '1', 'M'}, 2)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}, 3)
	f.Fuzz(func(t *testing.T, raw []byte, n int) {
		n = 1 + int(uint(n)%4)
		texts, err := readTexts(raw, n)
		if err == nil && len(texts) != n {
			t.Errorf("%d texts of %x; want %d", len(texts), raw, n)
		}
	})
}
