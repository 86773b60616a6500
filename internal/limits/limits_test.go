package limits

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// Whatever somebody does, and whenever, no more goes through in any stretch of time than the rule says; and who waits
// for as long as she is told gets through.
func TestNoStretchOfTimeHasMore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := Rule{Name: "r", Burst: rapid.IntRange(1, 40).Draw(t, "burst"), Every: time.Duration(rapid.IntRange(1, 5000).Draw(t, "every")) * time.Millisecond}
		ledger, _ := ReadLedger(nil)
		now, through := noon, []time.Time(nil)
		for i := range rapid.IntRange(1, 200).Draw(t, "acts") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, fmt.Sprint("pause", i))) * time.Millisecond)
			var reached *Reached
			switch err := ledger.Take(rule, "", 1, now); {
			case err == nil:
				through = append(through, now)
			case !errors.As(err, &reached):
				t.Fatal(err)
			case !reached.At.After(now):
				t.Fatalf("it is refused until %v, and it is %v", reached.At, now)
			default:
				if rapid.Bool().Draw(t, fmt.Sprint("waits", i)) {
					now = reached.At
					if err := ledger.Take(rule, "", 1, now); err != nil {
						t.Fatalf("at the time that was told: %v", err)
					}
					through = append(through, now)
				}
			}
			if raw, err := ledger.Bytes(now); err != nil {
				t.Fatal(err)
			} else if ledger, err = ReadLedger(raw); err != nil {
				t.Fatal(err)
			}
		}
		for i := range through {
			for j := i; j < len(through); j++ {
				// What is kept is whole milliseconds, so each act may come one early.
				most := rule.Burst + int((through[j].Sub(through[i])+time.Duration(j-i+1)*time.Millisecond)/rule.Every) + 1
				if n := j - i + 1; n > most {
					t.Fatalf("%d went through in %v, at most %d may", n, through[j].Sub(through[i]), most)
				}
			}
		}
	})
}

func TestRules(t *testing.T) {
	t.Parallel()
	rule := Rule{Name: "r", Burst: 3, Every: time.Minute}
	for _, row := range []struct {
		sentence string
		free     time.Time
		n        int
		wait     time.Duration
	}{
		{"who did nothing does all at once", time.Time{}, 3, 0},
		{"who did nothing does one", noon, 1, 0},
		{"who did all waits for one", noon.Add(3 * time.Minute), 1, time.Minute},
		{"who did all waits longer for two", noon.Add(3 * time.Minute), 2, 2 * time.Minute},
		{"more than there is goes through where nothing was done", noon, 100, 0},
		{"and waits for all of it else", noon.Add(time.Second), 100, time.Second},
		{"a clock that was set back keeps nobody waiting for longer than the rule", noon.Add(1000 * time.Hour), 1, time.Minute},
		{"nothing costs nothing", noon.Add(3 * time.Minute), 0, 0},
	} {
		if _, wait := rule.take(row.free, noon, row.n); wait != row.wait {
			t.Errorf("%s: it waits %v, want %v", row.sentence, wait, row.wait)
		}
	}
	if _, wait := (Rule{}).take(noon.Add(time.Hour), noon, 1); wait != 0 {
		t.Error("the zero rule refuses something")
	}
}

func TestTheTableIsSound(t *testing.T) {
	t.Parallel()
	names := make(map[string]bool)
	for _, r := range Table() {
		if r.Name == "" || names[r.Name] || r.Burst <= 0 || r.Every <= 0 {
			t.Errorf("%+v", r)
		}
		names[r.Name] = true
		// What is remembered of requests is kept for a day, and the ledger with it.
		if r.window() > 24*time.Hour {
			t.Errorf("%s is over after %v; its ledger would be gone before", r.Name, r.window())
		}
		if got := Scale(2).Of(r); got.Burst != 2*r.Burst || got.Every != r.Every/2 {
			t.Errorf("twice %+v is %+v", r, got)
		}
		if got := Scale(0).Of(r); got.Burst != 0 {
			t.Errorf("without limits %s is %+v", r.Name, got)
		}
	}
	if Posts.Burst+int(time.Minute/Posts.Every) > 40 {
		t.Error("more than 40 messages of one person fit into a minute of a channel")
	}
}

func TestALedgerKeepsNeitherCountsNorWhatIsOver(t *testing.T) {
	t.Parallel()
	ledger, _ := ReadLedger(nil)
	for i := range 2 * maxNames {
		if err := ledger.Take(Posts, fmt.Sprint("place", i), 1, noon); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := ledger.Bytes(noon)
	if err != nil {
		t.Fatal(err)
	}
	if l, _ := ReadLedger(raw); len(l.free) != maxNames {
		t.Errorf("it keeps %d moments", len(l.free))
	}
	if raw, _ := ledger.Bytes(noon.Add(Posts.Every)); string(raw) != "{}" {
		t.Errorf("what is over stays: %s", raw)
	}
}

// Nobody gets round a rule by naming more places than a ledger holds.
func TestPlacesPushNoRuleOut(t *testing.T) {
	t.Parallel()
	ledger, _ := ReadLedger(nil)
	if err := ledger.Take(Missions, "", 1, noon); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		for i := range 2 * maxNames {
			if err := ledger.Take(Posts, fmt.Sprint("place", i), 1, noon); err != nil {
				t.Fatal(err)
			}
		}
		raw, err := ledger.Bytes(noon)
		if err != nil {
			t.Fatal(err)
		}
		if ledger, err = ReadLedger(raw); err != nil || ledger.free[Missions.Name].IsZero() {
			t.Fatalf("what counts everywhere was dropped, %v", err)
		}
	}
}

// A book takes another rule while it is in use, and nobody is let through twice by it.
func TestTheBookTakesAnotherRule(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	b := NewBook(Rule{Name: "three", Burst: 3, Every: time.Second})
	takes := func(want int) {
		t.Helper()
		got := 0
		for got < 20 && b.Take("bo", now) {
			got++
		}
		if got != want {
			t.Errorf("%d go through, want %d", got, want)
		}
	}
	takes(3)
	b.Change(Rule{Name: "three"})
	takes(20)
	b.Change(Rule{Name: "three", Burst: 6, Every: time.Second / 2})
	takes(0)
	now = now.Add(time.Second)
	takes(2)
}

func TestTheBookForgets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := NewBook(Requests)
		for i := range 10_000 {
			for range Requests.Burst {
				if !b.Take(fmt.Sprint("U", i), time.Now()) {
					t.Fatal("one of the first is refused")
				}
			}
			if b.Take(fmt.Sprint("U", i), time.Now()) {
				t.Fatal("one too many goes through")
			}
			time.Sleep(time.Second)
		}
		if n := len(b.free); n > 2*leastSwept {
			t.Errorf("it holds %d people, and %d of them wait at a time", n, 8)
		}
	})
}

// FuzzReadLedger holds the ledger to taking any record: a damaged one is an error, and what is read can be written.
func FuzzReadLedger(f *testing.F) {
	for _, seed := range []string{"", "{}", `{"posts/abc":1790000000000}`, `{"a":1e400}`, `{"a":-9223372036854775808}`, `[1]`, `{"a":{}}`, `{"a":9223372036854775807}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		l, err := ReadLedger([]byte(raw))
		if err != nil {
			return
		}
		for _, r := range Table() {
			var reached *Reached
			if err := l.Take(r, "abc", 1, noon); errors.As(err, &reached) && reached.At.Sub(noon) > r.window() {
				t.Fatalf("%s is refused until %v", r.Name, reached.At)
			}
		}
		if _, err := l.Bytes(noon); err != nil {
			t.Fatal(err)
		}
	})
}
