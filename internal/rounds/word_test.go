package rounds

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
)

func TestWordFor(t *testing.T) {
	for _, c := range []struct {
		says   string
		sum, n int
		shift  float64
		want   Word
	}{
		{"everybody at the lowest", 5, 5, 0, Heavy},
		{"below the lower border", 12, 5, 0, Heavy},
		{"on the lower border", 15, 6, 0, Mixed},
		{"on the upper border", 21, 6, 0, Mixed},
		{"above it", 22, 6, 0, Good},
		{"everybody at the highest", 25, 5, 0, Good},
		{"borders moved up", 15, 6, 0.01, Heavy},
		{"borders moved down", 21, 6, -0.01, Good},
		{"borders moved as far as they go", 13, 5, 0.25, Heavy},
		{"the same with the borders in place", 13, 5, 0, Mixed},
	} {
		if got := WordFor(c.sum, c.n, c.shift); got != c.want {
			t.Errorf("%s: %s, want %s", c.says, got, c.want)
		}
	}
}

func TestTheBordersMoveEvenlyAndNoFurther(t *testing.T) {
	var below int
	const draws = 20_000
	for range draws {
		s, err := drawShift(rand.Reader)
		if err != nil || s < -borderMoves || s > borderMoves {
			t.Fatalf("shift %v, %v", s, err)
		}
		if s < -borderMoves/2 {
			below++
		}
	}
	if below < draws/4-500 || below > draws/4+500 { // Nine standard deviations on either side.
		t.Errorf("%d of %d in the lowest quarter", below, draws)
	}
	for _, c := range []struct {
		lot  byte
		want float64
	}{{0, -borderMoves}, {0xff, borderMoves}} {
		if s, err := drawShift(bytes.NewReader(slices.Repeat([]byte{c.lot}, 8))); err != nil || s-c.want > 1e-9 || c.want-s > 1e-9 {
			t.Errorf("lots of %#x give %v, %v", c.lot, s, err)
		}
	}
}

func TestWithoutLotsNothingIsDecided(t *testing.T) {
	if _, err := drawShift(bytes.NewReader(nil)); err == nil {
		t.Error("borders without lots")
	}
	if err := shuffle([]int{1, 2, 3}, bytes.NewReader(nil)); err == nil || errors.Is(err, nil) {
		t.Error("an order without lots")
	}
}

func TestShuffleReachesEveryOrder(t *testing.T) {
	seen := map[[3]int]int{}
	for range 6000 {
		items := []int{0, 1, 2}
		if err := shuffle(items, rand.Reader); err != nil {
			t.Fatal(err)
		}
		seen[[3]int(items)]++
	}
	for order, n := range seen {
		if n < 750 || n > 1250 { // Eight standard deviations on either side.
			t.Errorf("%v came %d times in 6,000", order, n)
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d orders of six", len(seen))
	}
}
