package chart

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"slices"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The size of every picture, in pixels.
const (
	Width  = 1600
	Height = 720
)

const (
	margin   = 24 // around the panel
	textSize = 26 // at twice the size at which people see it
	lineStep = 32 // from one line of text to the next
)

// The colours, with their contrast to the panel.
var (
	panel = color.RGBA{0xFB, 0xFA, 0xF7, 0xFF}
	edge  = color.RGBA{0x7F, 0x8A, 0x85, 0xFF}
	ink   = color.RGBA{0x1E, 0x24, 0x21, 0xFF} // 15.1
	soft  = color.RGBA{0x5B, 0x64, 0x5F, 0xFF} // 5.9
	faint = color.RGBA{0xE4, 0xE1, 0xDA, 0xFF} // lines that only guide the eye
	blue  = color.RGBA{0x2F, 0x7F, 0xC1, 0xFF} // 4.1
	amber = color.RGBA{0xC0, 0x6A, 0x12, 0xFF} // 3.8
	slate = color.RGBA{0x7F, 0x8A, 0x85, 0xFF} // 3.4
)

// point is a place on the picture, in pixels from its upper left corner.
type point struct{ x, y float64 }

// canvas is a picture on its way.
type canvas struct {
	img  *image.RGBA
	face font.Face
}

// parsed is the embedded font: Latin, Greek and Cyrillic.
var parsed = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(goregular.TTF) })

// newCanvas returns the ground with its panel.
func newCanvas() (*canvas, error) {
	f, err := parsed()
	if err != nil {
		return nil, err
	}
	// A face keeps a buffer of its own, so each picture has one.
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: textSize, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, Width, Height)), face: face}
	draw.Draw(c.img, c.img.Bounds(), image.NewUniform(panel), image.Point{}, draw.Src)
	c.outline(rectangle(0, 0, Width, Height), 1.5, edge)
	return c, nil
}

// png returns the finished picture.
func (c *canvas) png() ([]byte, error) {
	var out bytes.Buffer
	err := png.Encode(&out, c.img)
	return out.Bytes(), err
}

// fill paints closed shapes that may have holes: a shape drawn the other way round inside of another is one.
func (c *canvas) fill(col color.Color, shapes ...[]point) {
	low, high := bounds(shapes)
	box := image.Rect(int(math.Floor(low.x))-1, int(math.Floor(low.y))-1, int(math.Ceil(high.x))+2, int(math.Ceil(high.y))+2)
	box = box.Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for _, s := range shapes {
		for i, p := range s {
			x, y := float32(p.x-float64(box.Min.X)), float32(p.y-float64(box.Min.Y))
			if i == 0 {
				r.MoveTo(x, y)
			} else {
				r.LineTo(x, y)
			}
		}
		r.ClosePath()
	}
	r.Draw(c.img, box, image.NewUniform(col), image.Point{})
}

func bounds(shapes [][]point) (low, high point) {
	low, high = point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, s := range shapes {
		for _, p := range s {
			low = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}
			high = point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
		}
	}
	return low, high
}

// line draws a straight line of a width.
func (c *canvas) line(a, b point, width float64, col color.Color) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return
	}
	nx, ny := -(b.y-a.y)/length*width/2, (b.x-a.x)/length*width/2
	c.fill(col, []point{{a.x + nx, a.y + ny}, {b.x + nx, b.y + ny}, {b.x - nx, b.y - ny}, {a.x - nx, a.y - ny}})
}

// dashed draws a line of dashes.
func (c *canvas) dashed(a, b point, width float64, col color.Color) {
	const dash, gap = 14, 10
	length := math.Hypot(b.x-a.x, b.y-a.y)
	for at := 0.0; at < length; at += dash + gap {
		c.line(between(a, b, at/length), between(a, b, math.Min(at+dash, length)/length), width, col)
	}
}

// share returns how far at lies between two moments, from 0 to 1. What is nowhere lies at the first.
func share(at, from, to float64) float64 {
	s := (at - from) / (to - from)
	if math.IsNaN(s) {
		return 0
	}
	return math.Max(0, math.Min(1, s))
}

func between(a, b point, share float64) point {
	return point{a.x + (b.x-a.x)*share, a.y + (b.y-a.y)*share}
}

// outline draws the edge of a convex shape, on its inner side.
func (c *canvas) outline(shape []point, width float64, col color.Color) {
	c.fill(col, shape, reversed(inset(shape, width)))
}

// inset returns a convex shape, its corners given clockwise, with each of its edges moved inwards.
func inset(shape []point, width float64) []point {
	var inner []point
	for i, p := range shape {
		before, after := shape[(i+len(shape)-1)%len(shape)], shape[(i+1)%len(shape)]
		inner = append(inner, corner(normal(before, p), normal(p, after), p, width))
	}
	return inner
}

// normal returns the unit vector that points from an edge into the shape.
func normal(a, b point) point {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	return point{-(b.y - a.y) / length, (b.x - a.x) / length}
}

// corner returns where two edges meet that met in p, each moved by width along its normal.
func corner(m, n, p point, width float64) point {
	share := width / (1 + m.x*n.x + m.y*n.y)
	return point{p.x + (m.x+n.x)*share, p.y + (m.y+n.y)*share}
}

func reversed(shape []point) []point {
	var back []point
	for _, p := range slices.Backward(shape) {
		back = append(back, p)
	}
	return back
}

// rectangle has its corners at two places.
func rectangle(left, top, right, bottom float64) []point {
	return []point{{left, top}, {right, top}, {right, bottom}, {left, bottom}}
}

// circle is round enough at any size that is used here.
func circle(at point, radius float64) []point {
	const corners = 48
	var shape []point
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		shape = append(shape, point{at.x + radius*cos, at.y + radius*sin})
	}
	return shape
}

func diamond(at point, radius float64) []point {
	return []point{{at.x, at.y - radius}, {at.x + radius, at.y}, {at.x, at.y + radius}, {at.x - radius, at.y}}
}

func square(at point, radius float64) []point {
	return rectangle(at.x-radius, at.y-radius, at.x+radius, at.y+radius)
}

func triangle(at point, radius float64) []point {
	return []point{{at.x, at.y - radius}, {at.x + radius, at.y + radius*0.8}, {at.x - radius, at.y + radius*0.8}}
}

// side says where a text stands beside its place.
type side int

const (
	rightOf  side = iota // begins there
	centred              // has its middle there
	leftOf               // ends there
	baseline = textSize * 0.35
)

// text writes one line, its middle at the height of the place.
func (c *canvas) text(at point, s string, where side, col color.Color) {
	switch where {
	case centred:
		at.x -= c.width(s) / 2
	case leftOf:
		at.x -= c.width(s)
	}
	d := font.Drawer{Dst: c.img, Src: image.NewUniform(col), Face: c.face}
	d.Dot = fixed.Point26_6{X: fixed.Int26_6(at.x * 64), Y: fixed.Int26_6((at.y + baseline) * 64)}
	d.DrawString(s)
}

// width is how wide a text is, in pixels.
func (c *canvas) width(s string) float64 { return float64(font.MeasureString(c.face, s)) / 64 }

// within writes one line with its middle at a place, moved so that it stays between two others.
func (c *canvas) within(at point, s string, left, right float64, col color.Color) {
	half := c.width(s) / 2
	at.x = math.Max(left+half, math.Min(at.x, right-half))
	c.text(at, s, centred, col)
}
