package nudges

import (
	"testing"
	"time"
)

func TestTheMirrorFallsOnWorkingDays(t *testing.T) {
	days := func(all ...time.Weekday) (d Days) {
		for _, day := range all {
			d |= 1 << day
		}
		return d
	}
	for _, c := range []struct {
		says string
		h    Hours
		want string
	}{
		{"as usual", DefaultHours("UTC"), "5 9 * * 1,4"},
		{"Mondays off", Hours{Days: days(time.Tuesday, time.Wednesday, time.Thursday)}, "5 9 * * 2,4"},
		{"Sunday to Wednesday", Hours{Days: days(time.Sunday, time.Monday, time.Tuesday, time.Wednesday)}, "5 9 * * 0,1"},
		{"one day", Hours{Days: days(time.Friday)}, "5 9 * * 5"},
		{"quiet until ten", Hours{Days: MonToFri, QuietFrom: 18 * 60, QuietTo: 10 * 60}, "0 10 * * 1,4"},
	} {
		if got := mirrorExpr(c.h); got != c.want {
			t.Errorf("%s: %q, want %q", c.says, got, c.want)
		}
	}
}
