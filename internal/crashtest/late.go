package crashtest

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"throughline/internal/nudges"
)

// life is a time during which a copy of the program was connected, by the clock that it lives on.
type life struct{ from, to time.Time }

// lived says how long any copy was connected between two times, as if the copies took turns.
func (t *trial) lived(from, to time.Time) (sum time.Duration) {
	for _, l := range t.lives {
		if d := earlier(l.to, to).Sub(later(l.from, from)); d > 0 {
			sum += d
		}
	}
	return sum / time.Duration(t.Copies)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// timeEnough is how long a program that lives has to find for everything that has its time, however much people do.
const timeEnough = 10 * time.Minute

// judgeLate tells of each row that was skipped as late: its times, how long the program lived meanwhile, and what went out
// meanwhile, there and everywhere. A row that was skipped although the program had the time for it is a fault.
func (t *trial) judgeLate(rows []nudges.Row, f *faults) (told []string) {
	rows = slices.SortedFunc(slices.Values(rows), func(a, b nudges.Row) int { return cmp.Compare(a.Key, b.Key) })
	for _, r := range rows {
		if r.State != nudges.Skipped {
			continue
		}
		end := r.Due.Add(r.Grace)
		here, all := 0, 0
		for _, o := range rows {
			if o.State != nudges.Settled || o.SentAt.Before(r.Due) || o.SentAt.After(end) {
				continue
			}
			if all++; o.Channel == r.Channel {
				here++
			}
		}
		lived := t.lived(r.Due, end)
		if lived > timeEnough && !t.Real {
			f.add("a row was skipped though there was time", "%s", r.Key)
		}
		told = append(told, fmt.Sprintf("%s (urgency %d, %d tries) was due at %s, in time until %s, skipped at %s; the program lived %v meanwhile, "+
			"and sent %d rows, %d of them there", r.Key, r.Urgency(), r.Fence, r.Due.Format(time.TimeOnly), end.Format(time.TimeOnly),
			r.SentAt.Format(time.TimeOnly), lived.Round(time.Second), all, here))
	}
	return told
}
