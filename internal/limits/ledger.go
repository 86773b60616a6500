package limits

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Ledger is what is kept of one person: for each rule that she did something under, the moment at which everything is
// allowed again. It is empty once that has passed.
type Ledger struct {
	free map[string]time.Time
}

// maxNames bounds how many moments a ledger holds, so that nobody makes it grow by naming places.
const maxNames = 200

// ReadLedger reads what [Ledger.Bytes] wrote. Nothing is the ledger of somebody who did nothing lately.
func ReadLedger(raw []byte) (Ledger, error) {
	l := Ledger{free: make(map[string]time.Time)}
	if len(raw) == 0 {
		return l, nil
	}
	var kept map[string]int64
	if err := json.Unmarshal(raw, &kept); err != nil {
		return l, fmt.Errorf("the ledger of somebody's limits is damaged: %w", err)
	}
	for name, ms := range kept {
		l.free[name] = time.UnixMilli(ms)
	}
	return l, nil
}

// Bytes writes what still counts at now. Where that is too much, the places at which it is over soonest are left out, and
// never a rule without places.
func (l Ledger) Bytes(now time.Time) ([]byte, error) {
	names := slices.Collect(maps.Keys(l.free))
	slices.SortFunc(names, func(a, b string) int {
		if byPlace := cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")); byPlace != 0 {
			return byPlace
		}
		return l.free[b].Compare(l.free[a])
	})
	kept := make(map[string]int64, len(l.free))
	for _, name := range names {
		if l.free[name].After(now) && len(kept) < maxNames {
			kept[name] = l.free[name].UnixMilli()
		}
	}
	return json.Marshal(kept)
}

// Take counts n under a rule at one place, whose name is opaque and may be empty. The error is [*Reached], and then
// nothing is counted.
func (l Ledger) Take(r Rule, place string, n int, now time.Time) error {
	if r.Burst <= 0 || n <= 0 {
		return nil
	}
	name := r.Name
	if place != "" {
		name += "/" + place
	}
	after, wait := r.take(l.free[name], now, n)
	if wait > 0 {
		return &Reached{Rule: r, At: now.Add(wait)}
	}
	l.free[name] = after
	return nil
}
