package trial

import (
	"math"
)

// Word is what a look found, for one kind of nudge or for all.
type Word string

// The words.
const (
	CannotTell Word = "cannot_tell" // cannot tell yet
	Helps      Word = "helps"       // progress was told more often after a nudge
	NoEffect   Word = "no_effect"   // at most a few points: not worth a message
)

const (
	// leastArm is how many nudges each arm needs before anything is said.
	leastArm = 10
	// worthIt is the least difference that is worth a message, as a share.
	worthIt = 0.05
)

// Finding is what one look says of some nudges: the word, how often progress was told, and what fits.
type Finding struct {
	Word           Word
	Sent, Withheld Arm
	Interval
}

// Judge says what the figures of a look mean. It needs ten nudges in each arm.
func Judge(strata []Stratum) Finding {
	sent, withheld := Totals(strata)
	f := Finding{Word: CannotTell, Sent: sent, Withheld: withheld, Interval: Pool(strata, Z)}
	switch {
	case sent.N < leastArm || withheld.N < leastArm:
	case f.Low > 0:
		f.Word = Helps
	case f.High < worthIt:
		f.Word = NoEffect
	}
	return f
}

// Enough reports whether there were enough nudges in both arms to look at.
func (f Finding) Enough() bool { return f.Sent.N >= leastArm && f.Withheld.N >= leastArm }

// Stands returns what holds after several looks, oldest first: the first that was not "cannot tell yet", or
// else the last of them. It reports false for no look at all.
func Stands(looks []Finding) (Finding, bool) {
	for _, f := range looks {
		if f.Word != CannotTell {
			return f, true
		}
	}
	if len(looks) == 0 {
		return Finding{}, false
	}
	return looks[len(looks)-1], true
}

// Visible is the least difference that a trial is likely to see, in points from 0 to 100: with a chance of 80 in
// 100, over three looks. Base is how often progress is told anyway, from 0 to 1, and n how many nudges the coin
// falls for until the look. It is 100 where n is 0 or rho is 0 or 1.
func Visible(base, rho float64, n int) float64 {
	spread := float64(n) * rho * (1 - rho)
	if spread <= 0 {
		return 100
	}
	return min(100, 100*3.14*math.Sqrt(base*(1-base)/spread))
}

const (
	// BaseUnknown is how often progress is taken to be told anyway as long as nothing is known.
	BaseUnknown = 0.25
	// perPersonAWeek is how many nudges that the coin falls for come to one person in a week, as a rule.
	perPersonAWeek = 1.5
)

// Expected is how many nudges the coin falls for in so many weeks.
func Expected(people, weeks int) int {
	return int(math.Round(perPersonAWeek * float64(people*weeks)))
}
