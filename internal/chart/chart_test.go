package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"pgregory.net/rapid"

	"throughline/internal/raced"
)

// drawn decodes a picture and holds it to its size.
func drawn(t *testing.T, raw []byte, err error) image.Image {
	t.Helper()
	if err != nil {
		t.Fatalf("not drawn: %v", err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil || img.Bounds() != image.Rect(0, 0, Width, Height) {
		t.Fatalf("a picture of %v, %v", img.Bounds(), err)
	}
	return img
}

// is reports whether a pixel has a colour.
func is(img image.Image, at point, want color.RGBA) bool {
	return color.RGBAModel.Convert(img.At(int(at.x), int(at.y))) == want
}

func sampleTrend() Trend {
	return Trend{
		Levels: []string{"heavy", "mixed", "good"}, Own: "this mission", Earlier: "earlier missions",
		Missing: []string{"not", "enough", "answers"}, Turns: []Turn{{17, "the middle begins"}},
		Rounds: []Round{
			{0, "14 Oct", 1, None}, {14, "28 Oct", 0, 1}, {28, "11 Nov", None, 0}, {42, "25 Nov", 1, 1}, {56, "9 Dec", 2, 2},
		},
	}
}

func TestTrendHasADotForEachRoundWithAResult(t *testing.T) {
	raw, err := sampleTrend().PNG()
	img := drawn(t, raw, err)
	d := trend{Trend: sampleTrend()}
	d.span()
	for _, r := range d.Rounds {
		for l := range Level(3) {
			at := point{d.x(r.At), d.y(l)}
			if got := is(img, at, blue); got != (r.Level == l) {
				t.Errorf("%s: a dot in row %d is %t", r.Label, l, got)
			}
		}
	}
	if gap := (point{(d.x(14) + d.x(28)) / 2, (d.y(0) + d.y(1)) / 2}); is(img, gap, blue) {
		t.Error("the line goes on through a round without a result")
	}
	if !is(img, point{d.x(17), trendTop}, amber) {
		t.Error("the change of phase is not there")
	}
}

func TestTimelineFillsWhatIsDone(t *testing.T) {
	tl := Timeline{
		To: 95, Today: 43, TodayWord: "today",
		Bars: []Bar{
			{"Beginning", 0, 18, Done, 18, "Fri 30 Oct", 18},
			{"Middle", 18, 60, Running, 60, "Fri 11 Dec", 50},
			{"End", 60, 95, Ahead, 95, "Fri 15 Jan 2027", 95},
		},
		Rows: []Row{{"Wins", Dot, []float64{12}}, {"Risks", HollowTriangle, []float64{20}}},
	}
	raw, err := tl.PNG()
	img := drawn(t, raw, err)
	d := timeline{Timeline: tl}
	bar := func(n int, at float64) point {
		return point{d.x(at), timeTop + float64(n)*barStep + barStep/2 + barHeight/2}
	}
	for _, c := range []struct {
		what string
		at   point
		want color.RGBA
	}{
		{"the beginning is done", bar(0, 9), blue},
		{"the middle is filled until today", bar(1, 30), blue},
		{"what is left of the middle is empty", bar(1, 46), panel},
		{"the end is empty", bar(2, 70), panel},
		{"the date of the middle", bar(1, 60), ink},
		{"its date before is hollow", bar(1, 50), panel},
		{"a win", point{d.x(12), rowY(0)}, blue},
		{"a risk is hollow", point{d.x(20), rowY(1) - 2}, panel},
	} {
		if !is(img, c.at, c.want) {
			t.Errorf("%s: at %v is %v", c.what, c.at, img.At(int(c.at.x), int(c.at.y)))
		}
	}
}

func TestBalanceShowsEachAnswerInItsSlot(t *testing.T) {
	for lean, want := range map[Lean]color.RGBA{ToFirst: blue, ToBoth: blue, ToSecond: blue, ToNeither: slot, NoLean: slot} {
		raw, err := Balance{Pairs: []Pair{{"control", "commitment", []Lean{lean}}}}.PNG()
		img := drawn(t, raw, err)
		x := balanceMiddle + answered[0].shift
		switch lean {
		case ToFirst:
			x -= balanceApart
		case ToSecond:
			x += balanceApart
		}
		if !is(img, point{x, balanceTop}, want) {
			t.Errorf("answer %d: %v", lean, img.At(int(x), int(balanceTop)))
		}
		if ring := is(img, point{x - answered[0].radius + 2, balanceTop}, blue); lean == ToNeither && !ring {
			t.Error("neither has no ring")
		}
	}
}

// drawings is how many pictures of each kind are drawn of anything: one takes most of a second with the race
// detector on.
func drawings() int {
	if raced.Enabled {
		return 2
	}
	return 40
}

// Whatever comes in, a picture comes out.
func TestAnythingCanBeDrawn(t *testing.T) {
	for seed := range drawings() {
		if _, err := anyTrend.Example(seed).PNG(); err != nil {
			t.Errorf("trend %d: %v", seed, err)
		}
		if _, err := anyTimeline.Example(seed).PNG(); err != nil {
			t.Errorf("timeline %d: %v", seed, err)
		}
	}
}

var (
	anyLevel = rapid.Custom(func(t *rapid.T) Level { return Level(rapid.IntRange(-1, 2).Draw(t, "level")) })
	anyPlace = rapid.OneOf(rapid.Float64Range(-1000, 1000), rapid.Just(math.NaN()))
	anyRound = rapid.Custom(func(t *rapid.T) Round {
		return Round{rapid.Float64Range(-100, 100).Draw(t, "at"), rapid.StringN(0, 12, -1).Draw(t, "label"), anyLevel.Draw(t, "own"), anyLevel.Draw(t, "earlier")}
	})
	anyTrend = rapid.Custom(func(t *rapid.T) Trend {
		tr := sampleTrend()
		tr.Rounds = rapid.SliceOfN(anyRound, 0, 30).Draw(t, "rounds")
		return tr
	})
	anyTimeline = rapid.Custom(func(t *rapid.T) Timeline {
		tl := Timeline{From: anyPlace.Draw(t, "from"), To: anyPlace.Draw(t, "to"), Today: anyPlace.Draw(t, "today"), TodayWord: "today"}
		for i := range 3 {
			tl.Bars = append(tl.Bars, Bar{"Phase", anyPlace.Draw(t, "from"), anyPlace.Draw(t, "to"), State(i), anyPlace.Draw(t, "target"), "Fri 1 Jan", anyPlace.Draw(t, "before")})
			tl.Rows = append(tl.Rows, Row{"Rows", Shape(i), rapid.SliceOfN(anyPlace, 0, 3).Draw(t, "marks")})
		}
		return tl
	})
)
