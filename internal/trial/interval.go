package trial

import (
	"math"
	"slices"
)

// Z bounds the interval of each of three looks, so that all three together cover the truth in 95 of 100 trials.
const Z = 2.30

// Arm is one side of a comparison: how many nudges, and after how many of them progress was told.
type Arm struct{ N, Told int }

// Share is how often progress was told, from 0 to 1, and 0 for an arm without nudges.
func (a Arm) Share() float64 {
	if a.N == 0 {
		return 0
	}
	return float64(a.Told) / float64(a.N)
}

// Stratum is what followed in the trials that share one chance of being withheld.
type Stratum struct {
	// Rho is the chance, from 0 to 1.
	Rho            float64
	Sent, Withheld Arm
}

// Interval is a difference of shares, sent less withheld, and what fits the figures: from Low to High. All are
// from -1 to 1.
type Interval struct{ Diff, Low, High float64 }

// wilson returns Wilson's bounds for the share of an arm.
func wilson(a Arm, z float64) (low, high float64) {
	n, p := float64(a.N), a.Share()
	middle := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	scale := 1 + z*z/n
	return max(0, (middle-half)/scale), min(1, (middle+half)/scale)
}

// Newcombe returns the difference of two shares with Newcombe's interval (Statistics in Medicine 17, 1998,
// method 10). An arm without nudges says nothing: then everything from -1 to 1 fits.
func Newcombe(sent, withheld Arm, z float64) Interval {
	if sent.N == 0 || withheld.N == 0 {
		return Interval{Low: -1, High: 1}
	}
	p1, p0 := sent.Share(), withheld.Share()
	low1, high1 := wilson(sent, z)
	low0, high0 := wilson(withheld, z)
	d := p1 - p0
	return Interval{
		Diff: d,
		Low:  max(-1, d-math.Hypot(p1-low1, high0-p0)),
		High: min(1, d+math.Hypot(high1-p1, p0-low0)),
	}
}

// Pool returns the difference over trials whose coins differ. Each stratum counts with the weight
// n0·n1/(n0+n1); to throw them into one would take the difference between the teams for one of the nudges.
// Strata in which one arm is empty say nothing and are left out.
func Pool(strata []Stratum, z float64) Interval {
	var total, diff, low, high float64
	for _, s := range merged(strata) {
		if s.Sent.N == 0 || s.Withheld.N == 0 {
			continue
		}
		n1, n0 := float64(s.Sent.N), float64(s.Withheld.N)
		w, in := n0*n1/(n0+n1), Newcombe(s.Sent, s.Withheld, z)
		total += w
		diff += w * in.Diff
		low += w * w * (in.Diff - in.Low) * (in.Diff - in.Low)
		high += w * w * (in.High - in.Diff) * (in.High - in.Diff)
	}
	if total == 0 {
		return Interval{Low: -1, High: 1}
	}
	d := diff / total
	return Interval{Diff: d, Low: d - math.Sqrt(low)/total, High: d + math.Sqrt(high)/total}
}

// merged puts the strata with one chance together, smallest chance first.
func merged(strata []Stratum) []Stratum {
	var out []Stratum
	for _, s := range strata {
		i := slices.IndexFunc(out, func(o Stratum) bool { return o.Rho == s.Rho })
		if i < 0 {
			out = append(out, s)
			continue
		}
		out[i].Sent, out[i].Withheld = plus(out[i].Sent, s.Sent), plus(out[i].Withheld, s.Withheld)
	}
	slices.SortFunc(out, func(a, b Stratum) int {
		if a.Rho < b.Rho {
			return -1
		}
		return 1
	})
	return out
}

func plus(a, b Arm) Arm { return Arm{N: a.N + b.N, Told: a.Told + b.Told} }

// Totals adds up both arms over all strata, for words that name how often progress was told.
func Totals(strata []Stratum) (sent, withheld Arm) {
	for _, s := range strata {
		sent, withheld = plus(sent, s.Sent), plus(withheld, s.Withheld)
	}
	return sent, withheld
}
