package choice

import (
	"math"
)

// Enough is how many decisions another policy's value has to rest on, in effect, before it is told.
const Enough = 1000

// Policy says with which probability it would pick each theme of a draw.
type Policy func(Draw) []float64

// Policies are those that can be valued, by name.
func Policies() map[string]Policy {
	return map[string]Policy{"uniform": uniform, "rotation": rotation, "best": best, "tickets": byTickets}
}

// uniform picks any theme.
func uniform(d Draw) []float64 {
	return among(d, func(Theme) int { return 0 })
}

// rotation picks the theme that was used longest ago at the place, or never.
func rotation(d Draw) []float64 {
	return among(d, func(t Theme) int {
		if t.Idle < 0 {
			return math.MaxInt
		}
		return t.Idle
	})
}

// best picks the theme of which most is expected.
func best(d Draw) []float64 {
	return among(d, func(t Theme) int {
		b := believed(t.Here, t.Mean, beliefWeight)
		return int(inTenThousand * b.a / (b.a + b.b))
	})
}

// byTickets picks as the rule does, where no theme counts twice.
func byTickets(d Draw) []float64 {
	return d.Chances(nil)
}

// among shares the probability out between the themes of which the most is said.
func among(d Draw, rank func(Theme) int) []float64 {
	most := math.MinInt
	for _, t := range d.Themes {
		most = max(most, rank(t))
	}
	out, n := make([]float64, len(d.Themes)), 0.0
	for i, t := range d.Themes {
		if rank(t) == most {
			out[i] = 1
			n++
		}
	}
	for i := range out {
		out[i] /= n
	}
	return out
}

// Outcome is a draw that was sent, and whether it was answered.
type Outcome struct {
	Draw     Draw
	Twice    []string // the themes whose tickets counted twice
	Answered bool
}

// Value is what is known of a policy that was not followed.
type Value struct {
	// Rate is the rate of answers that it would have had, and Error the standard error of that.
	Rate, Error float64
	// Decisions is how many there were, and Effective how many of them speak of the policy.
	Decisions int
	Effective float64
}

// Known reports whether the value rests on enough to be told.
func (v Value) Known() bool { return v.Effective >= Enough }

// Evaluate values a policy on what another one did: the doubly robust estimate, which corrects what was expected of
// the policy's themes by how far the theme that was sent missed its own expectation, weighted by how much likelier the
// policy is to send it. It is right where either the probabilities or the expectations are, and the probabilities are.
func Evaluate(outcomes []Outcome, p Policy) Value {
	var sum, squares, weights, weightSquares float64
	for _, o := range outcomes {
		v, w := robust(o, p)
		sum += v
		squares += v * v
		weights += w
		weightSquares += w * w
	}
	n := float64(len(outcomes))
	out := Value{Decisions: len(outcomes)}
	if weightSquares > 0 {
		out.Effective = weights * weights / weightSquares
	}
	if n < 2 {
		return out
	}
	out.Rate = sum / n
	out.Error = math.Sqrt(max(0, squares-n*out.Rate*out.Rate) / (n - 1) / n)
	return out
}

// robust returns the estimate from one decision, and the weight that the decision has in it.
func robust(o Outcome, p Policy) (value, weight float64) {
	would, did := p(o.Draw), o.Draw.Chances(o.Twice)
	for i, e := range would {
		value += e * o.Draw.expected(i)
	}
	k := o.Draw.Theme
	weight = would[k] / did[k]
	y := 0.0
	if o.Answered {
		y = 1
	}
	return value + weight*(y-o.Draw.expected(k)), weight
}

// expected is what was expected of a theme when it was drawn, with what the place knew of it.
func (d Draw) expected(i int) float64 { return float64(d.Themes[i].Mean) / inTenThousand }
