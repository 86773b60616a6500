package bolt_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/nudges/choice"
	"throughline/internal/store/bolt"
)

var library = sync.OnceValue(nudges.Builtin)

// logged makes a choice from the whole library, with much counted already, as the bot logs it.
func logged(t testing.TB, n int) nudges.Chosen {
	t.Helper()
	lib := library()
	counts := choice.Counts{Place: choice.Tally{}, Themes: choice.Tally{}, Questions: choice.Tally{}}
	fits := lib.Fitting(nudges.Lead, mission.Middle)
	for _, q := range fits {
		counts.Place[q.Theme], counts.Themes[q.Theme] = choice.Count{Asked: 48, Answered: 17}, choice.Count{Asked: 4800, Answered: 1701}
		counts.Questions[q.ID] = choice.Count{Asked: 1200, Answered: 431}
	}
	r := rand.New(rand.NewPCG(uint64(n), 1))
	lot := choice.Lot{Seed: r.Uint64(), PickTheme: r.Float64(), PickOption: r.Float64()}
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	var lately []nudges.Use // four weeks at two a week
	for i := range 8 {
		lately = append(lately, nudges.Use{Theme: fits[r.IntN(len(fits))].Theme, At: now.AddDate(0, 0, -3*i-1)})
	}
	got, ok := nudges.Choose(fits, lately, counts, nil, now, lot)
	if !ok {
		t.Fatal("nothing was chosen")
	}
	return nudges.Chosen{
		Team: "T0ACME0001", Key: fmt.Sprintf("nudge/mirror/01M83TVQRKHZXPCMCXJG4XTM7P/U0ANA00001/2026-11-24T10:00/%d", n), At: now, Due: now,
		Mission: "01M83TVQRKHZXPCMCXJG4XTM7P", User: "U0ANA00001", Kind: nudges.Mirror, Audience: nudges.Lead, Phase: mission.Middle,
		Library: lib.Hash(), Rule: choice.Rule(), Draw: *got.Draw, Hidden: make(mission.Sealed, 230),
		Share: .2, Coin: .123456789012345, Outcome: nudges.OutcomeAnswered,
	}
}

// size is how many bytes the log of a choice takes, in the mean and at most.
func size(t testing.TB, db *bolt.DB) (mean, largest int) {
	t.Helper()
	n := 0
	err := db.Each(t.Context(), func(bucket string, _, v []byte) error {
		if bucket == "chosen" {
			n, mean, largest = n+1, mean+len(v), max(largest, len(v))
		}
		return nil
	})
	if err != nil || n == 0 {
		t.Fatalf("%d choices, %v", n, err)
	}
	return mean / n, largest
}

// TestChoicesComeBackFromTheStore makes choices again that were kept in between, and holds them to 1.5 KB each, in
// the mean: a theme with many questions takes more.
func TestChoicesComeBackFromTheStore(t *testing.T) {
	db := open(t)
	for n := range 200 {
		if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return tx.PutChosen(logged(t, n)) }); err != nil {
			t.Fatal(err)
		}
	}
	err := db.View(t.Context(), func(tx *bolt.Tx) error {
		all, _, err := tx.ChosenSince(time.Time{}, "", 1000)
		if len(all) != 200 {
			t.Errorf("%d choices came back", len(all))
		}
		for _, c := range all {
			if found := c.Draw.Replay(c.Rule, nil); len(found) > 0 {
				t.Errorf("%s differs in %v", c.Key, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mean, largest := size(t, db)
	t.Logf("the log of a choice takes %d bytes in the mean, and %d at most", mean, largest)
	if mean > 1536 || largest > 3072 {
		t.Error("which is more than it should")
	}
}

// TestForgettingAPersonTakesHerChoicesAndCounts leaves what she added to the workspace's counts.
func TestForgettingAPersonTakesHerChoicesAndCounts(t *testing.T) {
	db := open(t)
	all := nudges.AudienceCounts{Team: "T0ACME0001", Audience: nudges.Lead, Themes: choice.Tally{"risk": {Asked: 3, Answered: 1}}}
	err := db.Update(t.Context(), func(tx *bolt.Tx) error {
		for _, put := range []error{
			tx.PutChosen(logged(t, 1)),
			tx.PutPlaceCounts(nudges.PlaceCounts{Team: all.Team, User: "U0ANA00001", Themes: all.Themes}),
			tx.PutPlaceCounts(nudges.PlaceCounts{Team: all.Team, User: "U0BO000001", Themes: all.Themes}),
			tx.PutAudienceCounts(all),
		} {
			if put != nil {
				return put
			}
		}
		held, _, err := tx.HoldingsOf(all.Team, "U0ANA00001", "", 100)
		if len(held) != 2 || err != nil {
			t.Errorf("%d records are held about her, %v; want her choice and her counts", len(held), err)
		}
		for _, h := range held {
			if err := tx.Forget(all.Team, "U0ANA00001", h); err != nil {
				return err
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	places := 0
	err = db.Each(t.Context(), func(bucket string, k, v []byte) error {
		if bytes.Contains(k, []byte("U0ANA00001")) || bytes.Contains(v, []byte("U0ANA00001")) {
			t.Errorf("%s still names her", bucket)
		}
		if bucket == "counts_place" {
			places++
		}
		return nil
	})
	if err != nil || places != 1 {
		t.Errorf("%d places are left, %v", places, err)
	}
	err = db.View(t.Context(), func(tx *bolt.Tx) error {
		got, err := tx.AudienceCounts(all.Team, all.Audience)
		if got.Themes["risk"] != all.Themes["risk"] {
			t.Errorf("the workspace counts %+v", got.Themes)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// BenchmarkDecision reads what a choice learns from among a million places, draws, and logs it.
func BenchmarkDecision(b *testing.B) {
	const places, batch = 1_000_000, 20_000
	db := open(b)
	themes := logged(b, 0).Draw.Themes
	counts := choice.Tally{}
	for _, theme := range themes {
		counts[theme.Name] = theme.Here
	}
	place := func(n int) mission.UserID { return mission.UserID(fmt.Sprintf("U%09d", n)) }
	for first := 0; first < places; first += batch {
		err := db.Update(b.Context(), func(tx *bolt.Tx) error {
			for n := first; n < first+batch; n++ {
				if err := tx.PutPlaceCounts(nudges.PlaceCounts{Team: "T0ACME0001", User: place(n), Themes: counts}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	n := 0
	for b.Loop() {
		n++
		c := logged(b, n)
		err := db.Update(b.Context(), func(tx *bolt.Tx) error {
			if _, err := tx.PlaceCounts("T0ACME0001", string(place((n*7919)%places))); err != nil {
				return err
			}
			return tx.PutChosen(c)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	mean, _ := size(b, db)
	b.ReportMetric(float64(mean), "bytes/log")
}
