package chart

import "math"

// State says how far a phase is.
type State int

// The states.
const (
	Done State = iota
	Running
	Ahead
)

// Timeline is a mission over its days: three bars to scale, their target dates, and what was told when.
type Timeline struct {
	From, To float64 // the days that the picture spans
	Bars     []Bar
	Days     []Turn // dates below the picture
	// Today is where we are, within From and To, or NaN where the mission is over.
	Today     float64
	TodayWord string
	Rows      []Row
}

// Bar is a phase. Its diamond stands at its target date.
type Bar struct {
	Name     string
	From, To float64
	State    State
	Target   float64
	Date     string  // the target date
	Before   float64 // where the target was before it was moved; equal to Target where it was not
}

// Row is one kind of what was told, a mark where something was.
type Row struct {
	Name  string
	Shape Shape
	At    []float64
}

// Shape tells rows apart without colour.
type Shape int

// The shapes.
const (
	Tick Shape = iota
	Dot
	Square
	HollowTriangle
)

// The place of a timeline on the picture.
const (
	timeLeft, timeRight = 220.0, 1540.0
	timeTop             = 92.0
	barStep, barHeight  = 92.0, 26.0
	rowsTop, rowStep    = 412.0, 56.0
	timeBottom          = 640.0
)

// timeline is a Timeline on its canvas.
type timeline struct {
	*canvas
	Timeline
}

// PNG draws the timeline.
func (t Timeline) PNG() ([]byte, error) {
	c, err := newCanvas()
	if err != nil {
		return nil, err
	}
	d := timeline{canvas: c, Timeline: t}
	d.days()
	for i, r := range d.Rows {
		d.guide(r.Name, rowY(i))
	}
	d.today()
	for i, b := range d.Bars {
		d.bar(b, timeTop+float64(i)*barStep)
	}
	for i, r := range d.Rows {
		for _, at := range r.At {
			d.mark(r.Shape, point{d.x(at), rowY(i)})
		}
	}
	return c.png()
}

func (d *timeline) x(at float64) float64 {
	return timeLeft + share(at, d.From, d.To)*(timeRight-timeLeft)
}

// days draws the scale, with as many dates as there is room for.
func (d *timeline) days() {
	d.line(point{timeLeft, timeBottom}, point{timeRight, timeBottom}, 2, soft)
	free := 0.0
	for _, day := range d.Days {
		x, half := d.x(day.At), d.width(day.Label)/2
		d.line(point{x, timeTop}, point{x, timeBottom}, 2, faint)
		if x-half < free || x+half > Width-margin {
			continue
		}
		d.text(point{x, timeBottom + 30}, day.Label, centred, soft)
		free = x + half + 20
	}
}

func (d *timeline) today() {
	if math.IsNaN(d.Today) {
		return
	}
	x := d.x(d.Today)
	d.line(point{x, timeTop - 20}, point{x, timeBottom}, 3, ink)
	d.within(point{x, timeTop - 40}, d.TodayWord, timeLeft, Width-margin*2, ink)
}

// bar draws a phase: filled where it is done, filled up to today where it runs, outlined ahead. The date
// stands above the diamond.
func (d *timeline) bar(b Bar, top float64) {
	from, to, y := d.x(b.From), d.x(b.To), top+barStep/2
	d.text(point{timeLeft - 28, y + barHeight/2}, b.Name, leftOf, ink)
	shape := rectangle(from, y, math.Max(to, from+4), y+barHeight)
	switch b.State {
	case Done:
		d.fill(blue, shape)
	case Running:
		d.fill(panel, shape)
		d.fill(blue, rectangle(from, y, math.Max(from, math.Min(d.x(d.Today), to)), y+barHeight))
		d.outline(shape, 3, blue)
	default:
		d.fill(panel, shape)
		d.outline(shape, 3, slate)
	}
	d.target(b, y+barHeight/2)
}

// target draws the diamond of a target date, and of the one before where it was moved.
func (d *timeline) target(b Bar, y float64) {
	const radius = 17
	at := point{d.x(b.Target), y}
	if b.Before != b.Target {
		before := point{d.x(b.Before), y}
		d.line(before, at, 2, ink)
		d.fill(panel, diamond(before, radius))
		d.outline(diamond(before, radius), 3.5, ink)
	}
	d.fill(panel, diamond(at, radius+4))
	d.fill(ink, diamond(at, radius))
	label := point{at.x, y - 38}
	half := d.width(b.Date)/2 + 6
	if x := d.x(d.Today); !math.IsNaN(d.Today) && math.Abs(x-at.x) < half { // the rule of today stays out of the words
		label.x = x - half - 4
		if at.x > x {
			label.x = x + half + 4
		}
	}
	d.within(label, b.Date, timeLeft, Width-margin*2, ink)
}

func rowY(i int) float64 { return rowsTop + float64(i)*rowStep }

func (d *timeline) guide(name string, y float64) {
	d.text(point{timeLeft - 28, y}, name, leftOf, ink)
	d.line(point{timeLeft, y}, point{timeRight, y}, 2, faint)
}

func (d *timeline) mark(s Shape, at point) {
	switch s {
	case Tick:
		d.line(point{at.x, at.y - 14}, point{at.x, at.y + 14}, 6, blue)
	case Dot:
		d.fill(panel, circle(at, 15))
		d.fill(blue, circle(at, 12))
	case Square:
		d.fill(panel, square(at, 14))
		d.fill(amber, square(at, 11))
	case HollowTriangle:
		d.fill(panel, triangle(at, 17))
		d.outline(triangle(at, 16), 4.5, slate)
	}
}
