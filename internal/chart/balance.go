package chart

import "image/color"

// Lean is what somebody answered for one pair.
type Lean int

// The leans. NoLean is a pair that was not answered.
const (
	NoLean Lean = iota
	ToFirst
	ToBoth
	ToSecond
	ToNeither
)

// Balance is a self-check over pairs: which side had more of one's time, and before.
type Balance struct {
	Pairs []Pair // eight at most
}

// Pair is one row: its two names, and what was answered, the newest first. Three are shown.
type Pair struct {
	First, Second string
	Answers       []Lean
}

// The place of a balance on the picture: three slots a row, for the first, for both, and for the second.
const (
	balanceMiddle, balanceApart = 800.0, 160.0
	balanceTop, balanceStep     = 87.0, 78.0
	slotWidth, slotHeight       = 128.0, 48.0
	namesAway                   = 260.0
)

var slot = color.RGBA{0xF1, 0xEF, 0xEA, 0xFF}

// answered is how an answer is drawn by how long ago it was: older ones are smaller and paler, and stand
// to the left of the newest in their slot.
var answered = [3]struct {
	radius, shift float64
	col           color.RGBA
}{
	{16, 36, blue},
	{11, -6, color.RGBA{0x7D, 0xAF, 0xDA, 0xFF}},
	{8, -38, color.RGBA{0xAC, 0xCC, 0xE8, 0xFF}},
}

// PNG draws the balance.
func (b Balance) PNG() ([]byte, error) {
	c, err := newCanvas()
	if err != nil {
		return nil, err
	}
	for i, p := range b.Pairs {
		c.pair(p, balanceTop+float64(i)*balanceStep)
	}
	return c.png()
}

func (c *canvas) pair(p Pair, y float64) {
	for _, x := range [3]float64{balanceMiddle - balanceApart, balanceMiddle, balanceMiddle + balanceApart} {
		c.fill(slot, rectangle(x-slotWidth/2, y-slotHeight/2, x+slotWidth/2, y+slotHeight/2))
	}
	c.text(point{balanceMiddle - namesAway, y}, p.First, leftOf, ink)
	c.text(point{balanceMiddle + namesAway, y}, p.Second, rightOf, ink)
	for age, l := range p.Answers[:min(len(p.Answers), len(answered))] {
		c.lean(l, y, age)
	}
}

// lean draws one answer: a filled dot in a slot, a ring in the middle one for neither.
func (c *canvas) lean(l Lean, y float64, age int) {
	how := answered[age]
	at := point{balanceMiddle + how.shift, y}
	switch l {
	case NoLean:
		return
	case ToFirst:
		at.x -= balanceApart
	case ToSecond:
		at.x += balanceApart
	}
	if l == ToNeither {
		c.outline(circle(at, how.radius), 4, how.col)
		return
	}
	c.fill(how.col, circle(at, how.radius))
}
