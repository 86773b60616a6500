package trial

import "math/rand/v2"

// coinStream keeps the coin apart from everything else that is drawn from one seed.
const coinStream = 0x636f696e_746f7373

// Uniform is the number that the coin gives for a seed, from 0 up to 1. It tells nothing about what else is drawn
// from the same seed.
func Uniform(seed uint64) float64 { return rand.New(rand.NewPCG(seed, coinStream)).Float64() }
