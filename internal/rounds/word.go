package rounds

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Word is what a round says.
type Word string

// The words, from the lowest.
const (
	Heavy Word = "heavy"
	Mixed Word = "mixed"
	Good  Word = "good"
)

// Words lists the three.
var Words = [3]Word{Heavy, Mixed, Good}

// The borders between the words, and how far both move, up or down, from round to round.
const (
	lowBorder, highBorder = 2.5, 3.5
	borderMoves           = 0.25
)

// WordFor returns the word for answers of the given sum, with borders that are moved by shift: below the
// lower one heavy, up to the upper one mixed, above it good. Borders that stood still would let an attacker
// who knows the others' answers read off one that was added in 3 of 100 cases.
func WordFor(sum, answers int, shift float64) Word {
	mean := float64(sum) / float64(answers)
	switch {
	case mean < lowBorder+shift:
		return Heavy
	case mean > highBorder+shift:
		return Good
	}
	return Mixed
}

// drawShift draws by how much the borders are moved in one round. It is used once and kept nowhere.
func drawShift(random io.Reader) (float64, error) {
	n, err := drawUint(random)
	if err != nil {
		return 0, err
	}
	const steps = 1 << 53
	return (2*float64(n>>11)/steps - 1) * borderMoves, nil
}

func drawUint(random io.Reader) (uint64, error) {
	var b [8]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return 0, fmt.Errorf("draw lots: %w", err)
	}
	return binary.BigEndian.Uint64(b[:]), nil
}

// shuffle puts items in a random order. The bias of the remainder is below one in 2^50 for any team.
func shuffle[T any](items []T, random io.Reader) error {
	for i := len(items) - 1; i > 0; i-- {
		n, err := drawUint(random)
		if err != nil {
			return err
		}
		j := int(n % uint64(i+1))
		items[i], items[j] = items[j], items[i]
	}
	return nil
}
