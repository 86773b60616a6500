package choice

import (
	"math"
	"math/rand/v2"
)

// rounds is how often the beliefs draw against each other.
const rounds = 256

// tickets lets the beliefs draw against each other and returns how many of the rounds each of them won.
func tickets(beliefs []belief, r *rand.Rand) []int {
	won := make([]int, len(beliefs))
	for range rounds {
		best, winner := -1.0, 0
		for i, b := range beliefs {
			if drawn := beta(b, r); drawn > best {
				best, winner = drawn, i
			}
		}
		won[winner]++
	}
	return won
}

// beta draws from a beta distribution.
func beta(b belief, r *rand.Rand) float64 {
	x, y := gamma(b.a, r), gamma(b.b, r)
	if x+y <= 0 {
		return 0
	}
	return x / (x + y)
}

// gamma draws from a gamma distribution of scale 1 (Marsaglia and Tsang, A simple method for generating gamma
// variables, 2000). The conversions keep a processor from joining a product and a sum into one step, which would
// round otherwise than another processor does.
func gamma(shape float64, r *rand.Rand) float64 {
	if shape < 1 {
		u := r.Float64()
		return gamma(shape+1, r) * math.Pow(u, 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + float64(c*x)
		if v <= 0 {
			continue
		}
		v *= float64(v * v)
		u, square := r.Float64(), float64(x*x)
		if u < 1-float64(0.0331*float64(square*square)) {
			return d * v
		}
		if math.Log(u) < float64(0.5*square)+float64(d*(1-v+math.Log(v))) {
			return d * v
		}
	}
}
