package blockkit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/sandbox/rules"
)

func TestNumbersOfBlocks(t *testing.T) {
	rules.Keeps(t, "surface/message-50", "surface/view-100")
	message := func(n int) []string { return ValidateMessage(encoded(t, repeated(n, el("divider")))) }
	view := func(n int) []string { return ValidateView(encoded(t, modal(repeated(n, el("divider"))...)), Modal) }
	tab := func(n int) []string { return ValidateView(encoded(t, home(repeated(n, el("divider"))...)), Home) }
	cases := []struct {
		sentence string
		check    func(n int) []string
		n        int
		want     []string
	}{
		{"a message may have no blocks", message, 0, nil},
		{"a message has 50 blocks", message, 50, nil},
		{"a message has not 51 blocks", message, 51, []string{"[ERROR] no more than 50 items allowed [json-pointer:/blocks]"}},
		{"a modal has a block", view, 0, []string{"[ERROR] must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a modal has 100 blocks", view, 100, nil},
		{"a modal has not 101 blocks", view, 101, []string{"[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"}},
		{"a Home tab has a block", tab, 0, []string{"[ERROR] must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a Home tab has 100 blocks", tab, 100, nil},
		{"a Home tab has not 101 blocks", tab, 101, []string{"[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"}},
	}
	for _, c := range cases {
		t.Run(c.sentence, func(t *testing.T) {
			if got := c.check(c.n); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAViewHasABoundInBytes(t *testing.T) {
	rules.Keeps(t, "surface/view-250kb")
	blocks := arr{}
	for range 84 {
		blocks = append(blocks, section(plainText(strings.Repeat("x", 2900))))
	}
	v := home(blocks...)
	v["private_metadata"] = ""
	v["private_metadata"] = strings.Repeat("x", MaxViewBytes-len(encoded(t, v)))
	if got := ValidateView(encoded(t, v), Home); len(got) > 0 {
		t.Errorf("at the limit: %q", got)
	}
	v["private_metadata"] = v["private_metadata"].(string) + "x"
	want := []string{"[ERROR] must be no more than 250000 bytes [json-pointer:/view]"}
	if got := ValidateView(encoded(t, v), Home); !slices.Equal(got, want) {
		t.Errorf("over the limit: %q, want %q", got, want)
	}
}

func TestOneFaultAmongValidBlocksIsNamed(t *testing.T) {
	rules.Keeps(t, "surface/whole-call", "surface/says-where")
	f := readFixture(t)
	inMessages := slices.DeleteFunc(f.Limits, func(l limit) bool {
		return f.Samples[l.Sample].On != "message" || len(l.Also) > 0 || l.Beside
	})
	rapid.Check(t, func(t *rapid.T) {
		blocks := drawBlocks(t, 6, drawCoreBlock)
		l := rapid.SampledFrom(inMessages).Draw(t, "limit")
		i := rapid.IntRange(0, len(blocks)).Draw(t, "index")
		fault, _ := l.at(t, f.Samples[l.Sample], l.Max+1).(obj)
		delete(fault, "block_id") // another block may have it
		blocks = slices.Insert(blocks, i, any(fault))
		got := ValidateMessage(encoded(t, blocks))
		at := fmt.Sprintf("[json-pointer:/blocks/%d%s]", i, l.At)
		if l.Path != "block.block_id" && (len(got) != 1 || !strings.HasSuffix(got[0], at)) {
			t.Fatalf("%s, one over, in block %d: %q", l.Path, i, got)
		}
	})
}
