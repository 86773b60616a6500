package coaching

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func balanceOf(s string) Balance {
	b, err := DecodeBalance(s)
	if err != nil {
		panic(err)
	}
	return b
}

func TestSince(t *testing.T) {
	for _, c := range []struct {
		says, before, now string
		more, less        []Side
	}{
		{"nothing moved", "bbbbbbbb", "bbbbbbbb", nil, nil},
		{"from one side to both", "fbbbbbbb", "bbbbbbbb", []Side{{0, true}}, nil},
		{"from both to one side", "bbbbbbbb", "bsbbbbbb", nil, []Side{{1, false}}},
		{"from side to side", "bbbbbbbf", "bbbbbbbs", []Side{{7, true}}, []Side{{7, false}}},
		{"from little to a side", "lbbbbbbb", "sbbbbbbb", []Side{{0, true}}, nil},
		{"from both to little", "bbbbbbbb", "bbbbbbbl", nil, []Side{{7, false}, {7, true}}},
	} {
		more, less := balanceOf(c.now).Since(balanceOf(c.before))
		if !slices.Equal(more, c.more) || !slices.Equal(less, c.less) {
			t.Errorf("%s: more %v, less %v", c.says, more, less)
		}
	}
}

func TestBalancesComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a, b Balance
		for i := range a {
			a[i] = rapid.SampledFrom(Choices[:]).Draw(t, "a")
			b[i] = rapid.SampledFrom(Choices[:]).Draw(t, "b")
		}
		if back, err := DecodeBalance(a.Encode()); err != nil || back != a {
			t.Fatalf("%v came back as %v, %v", a, back, err)
		}
		more, less := b.Since(a)
		undoneLess, undoneMore := a.Since(b)
		if !slices.Equal(more, undoneMore) || !slices.Equal(less, undoneLess) {
			t.Fatalf("back is not the way there: %v %v, %v %v", more, less, undoneLess, undoneMore)
		}
		if n := 2*Pairs - len(b.Missing()); n != 2*b.Count(Both)+b.Count(MostlyFirst)+b.Count(MostlySecond) {
			t.Fatalf("%d sides of %v", n, b)
		}
	})
}

func TestOtherTextsAreNoBalance(t *testing.T) {
	for _, s := range []string{"", "bbbbbbb", "bbbbbbbbb", "bbbbbbbx", "bbbbbbb\x00"} {
		if b, err := DecodeBalance(s); err == nil {
			t.Errorf("%q is %v", s, b)
		}
	}
}

func TestTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		seen := map[int]bool{}
		for times := range n {
			seen[Turns("01X", times, n)] = true
		}
		if len(seen) != n {
			t.Fatalf("%d of %d came in %d turns", len(seen), n, n)
		}
	})
	if Turns("01X", 3, 0) != 0 {
		t.Error("of nothing, something came")
	}
}
