package chart

import "slices"

// Level is a row of a trend, counted from the lowest. None is a round without a result.
type Level int

// None says that there is no result.
const None Level = -1

// Trend is a course over several rounds, in words: one dot a round, no number.
type Trend struct {
	Levels []string // the words of the rows, the lowest first
	Rounds []Round  // oldest first
	Turns  []Turn   // changes of phase
	// Own and Earlier stand at the ends of the two lines: this mission, and earlier ones at the same point.
	Own, Earlier string
	// Missing stands where a round has no result, a word a line.
	Missing []string
}

// Round is one dot of a trend.
type Round struct {
	At      float64 // where it stands, in any unit of time
	Label   string  // its date, short
	Level   Level
	Earlier Level // what earlier missions said at the same point
}

// Turn is a moment at which something changed.
type Turn struct {
	At    float64
	Label string
}

// The place of a trend on the picture.
const (
	trendLeft, trendRight = 220.0, 1290.0
	trendTop, trendBottom = 150.0, 590.0
	dotRadius             = 13.0
)

// trend is a Trend on its canvas.
type trend struct {
	*canvas
	Trend
	from, to float64
}

// PNG draws the trend. A single round stands in the middle.
func (t Trend) PNG() ([]byte, error) {
	c, err := newCanvas()
	if err != nil {
		return nil, err
	}
	d := trend{canvas: c, Trend: t}
	d.span()
	d.rows()
	d.turns()
	d.dates()
	d.course(func(r Round) Level { return r.Earlier }, d.earlierDot, func(a, b point) { d.dashed(a, b, 4, slate) })
	d.course(func(r Round) Level { return r.Level }, d.ownDot, func(a, b point) { d.line(a, b, 5, blue) })
	d.names()
	return c.png()
}

// span finds the first and the last moment of the picture: those of the rounds.
func (d *trend) span() {
	if len(d.Rounds) == 0 {
		return
	}
	d.from, d.to = d.Rounds[0].At, d.Rounds[len(d.Rounds)-1].At
}

func (d *trend) x(at float64) float64 {
	if d.to <= d.from {
		return (trendLeft + trendRight) / 2
	}
	return trendLeft + 40 + share(at, d.from, d.to)*(trendRight-trendLeft-80)
}

func (d *trend) y(l Level) float64 {
	rows := max(len(d.Levels)-1, 1)
	return trendBottom - 40 - float64(l)/float64(rows)*(trendBottom-trendTop-80)
}

func (d *trend) rows() {
	for i, word := range d.Levels {
		y := d.y(Level(i))
		d.line(point{trendLeft, y}, point{trendRight, y}, 2, faint)
		d.text(point{trendLeft - 28, y}, word, leftOf, ink)
	}
}

// turns draws the changes of phase that fall between the rounds.
func (d *trend) turns() {
	for _, t := range d.Turns {
		if t.At < d.from || t.At > d.to || d.to <= d.from {
			continue
		}
		x := d.x(t.At)
		d.line(point{x, trendTop - 30}, point{x, trendBottom}, 3, amber)
		d.within(point{x, trendTop - 56}, t.Label, margin*2, Width-margin*2, ink)
	}
}

// dates writes below the rounds when they were, as many as there is room for, the last one first.
func (d *trend) dates() {
	free := trendRight + 200
	for _, r := range slices.Backward(d.Rounds) {
		x, half := d.x(r.At), d.width(r.Label)/2
		d.line(point{x, trendBottom}, point{x, trendBottom + 10}, 2, soft)
		if x+half > free {
			continue
		}
		d.text(point{x, trendBottom + 38}, r.Label, centred, soft)
		free = x - half - 20
	}
}

// course draws one line and its dots; it is broken where a round has no result.
func (d *trend) course(level func(Round) Level, dot func(point), join func(a, b point)) {
	var dots []point
	for i, r := range d.Rounds {
		if level(r) == None {
			continue
		}
		at := point{d.x(r.At), d.y(level(r))}
		if i > 0 && level(d.Rounds[i-1]) != None {
			join(point{d.x(d.Rounds[i-1].At), d.y(level(d.Rounds[i-1]))}, at)
		}
		dots = append(dots, at)
	}
	for _, at := range dots {
		dot(at)
	}
}

func (d *trend) ownDot(at point) { d.fill(blue, circle(at, dotRadius)) }

// earlierDot is hollow and larger, so that it shows around one of this mission.
func (d *trend) earlierDot(at point) {
	d.fill(panel, circle(at, dotRadius+7))
	d.outline(circle(at, dotRadius+7), 3.5, slate)
}

// names writes beside the last dot of each line what it is, and in each gap that there is no result.
func (d *trend) names() {
	own, ownAt := d.last(func(r Round) Level { return r.Level })
	earlier, earlierAt := d.last(func(r Round) Level { return r.Earlier })
	if own && earlier && ownAt.y == earlierAt.y {
		ownAt.y -= 22
		earlierAt.y += 22
	}
	if own {
		d.text(point{trendRight + 20, ownAt.y}, d.Own, rightOf, ink)
	}
	if earlier {
		d.text(point{trendRight + 20, earlierAt.y}, d.Earlier, rightOf, soft)
	}
	for _, r := range d.Rounds {
		if r.Level == None {
			d.gap(r)
		}
	}
}

// gap tells that a round has no result, between two rows, away from where the earlier missions' dot is.
func (d *trend) gap(r Round) {
	y := (d.y(0) + d.y(1)) / 2
	if r.Earlier == 0 && len(d.Levels) > 2 {
		y = (d.y(1) + d.y(2)) / 2
	}
	y -= float64(len(d.Missing)-1) / 2 * lineStep
	for i, word := range d.Missing {
		at := point{d.x(r.At), y + float64(i)*lineStep}
		d.fill(panel, rectangle(at.x-d.width(word)/2-6, at.y-lineStep/2, at.x+d.width(word)/2+6, at.y+lineStep/2))
		d.text(at, word, centred, soft)
	}
}

// last returns where a line ends.
func (d *trend) last(level func(Round) Level) (bool, point) {
	for _, r := range slices.Backward(d.Rounds) {
		if level(r) != None {
			return true, point{d.x(r.At), d.y(level(r))}
		}
	}
	return false, point{}
}
