package coaching

import (
	"fmt"
	"strings"
	"time"

	"throughline/internal/mission"
)

// Pairs is how many pairs of managing and leading a check has. What they are called is said where they are
// shown.
const Pairs = 8

// Choice is how a person gave herself to a pair: and as well as or.
type Choice byte

// The four choices. None is better than another.
const (
	MostlyFirst  Choice = 'f'
	Both         Choice = 'b'
	MostlySecond Choice = 's'
	Little       Choice = 'l'
)

// Choices lists the four in the order in which they are offered.
var Choices = [4]Choice{MostlyFirst, Both, MostlySecond, Little}

// Valid reports whether c is one of the four.
func (c Choice) Valid() bool { return strings.IndexByte("fbsl", byte(c)) >= 0 }

// Balance is one choice a pair. The zero value has no choices.
type Balance [Pairs]Choice

// Encode returns the form that is sealed.
func (b Balance) Encode() string {
	out := make([]byte, Pairs)
	for i, c := range b {
		out[i] = byte(c)
	}
	return string(out)
}

// DecodeBalance reads what Encode wrote.
func DecodeBalance(s string) (Balance, error) {
	var b Balance
	if len(s) != Pairs {
		return b, fmt.Errorf("a balance has %d choices, not %d", len(s), Pairs)
	}
	for i := range b {
		if b[i] = Choice(s[i]); !b[i].Valid() {
			return Balance{}, fmt.Errorf("choice %d of a balance is none of the four", i+1)
		}
	}
	return b, nil
}

// Count returns in how many pairs a choice was made.
func (b Balance) Count(c Choice) int {
	n := 0
	for _, own := range b {
		if own == c {
			n++
		}
	}
	return n
}

// Side is one side of a pair.
type Side struct {
	Pair   int // from 0
	Second bool
}

// has reports whether a choice gave something to a side.
func (c Choice) has(second bool) bool {
	switch c {
	case Both:
		return true
	case MostlyFirst:
		return !second
	case MostlySecond:
		return second
	}
	return false
}

// Missing returns the sides that a check gave little to.
func (b Balance) Missing() []Side {
	var out []Side
	for i, c := range b {
		for _, second := range []bool{false, true} {
			if !c.has(second) {
				out = append(out, Side{i, second})
			}
		}
	}
	return out
}

// Since returns the sides that a check gave more to than the one before, and those that it gave less to.
func (b Balance) Since(before Balance) (more, less []Side) {
	for i := range b {
		for _, second := range []bool{false, true} {
			switch was, is := before[i].has(second), b[i].has(second); {
			case is && !was:
				more = append(more, Side{i, second})
			case was && !is:
				less = append(less, Side{i, second})
			}
		}
	}
	return more, less
}

// Check is one look at the balance, kept for its author alone.
type Check struct {
	ID      mission.ID
	Team    mission.TeamID
	User    mission.UserID
	At      time.Time
	Choices mission.Sealed // a [Balance]
}

// Turns returns which of n things comes now, for somebody who gets one after the other: the seed says where
// she begins, and each comes once in n times.
func Turns(seed mission.ID, times, n int) int {
	if n <= 0 {
		return 0
	}
	return int((seedOf(seed, 0) + uint64(times)) % uint64(n))
}
