// Package simulations holds what is shown by simulating it: how well the choice of questions learns, and whether
// the verdicts on nudges keep their promise. Each part has a folder of its own with tests alone. They print their
// figures and fail outside their bars.
//
// The race detector makes them about ten times slower and has nothing to look for in them, so their files are
// built without it alone (//go:build !race), and scripts/test.sh runs them by a line of its own.
package simulations
