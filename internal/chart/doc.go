// Package chart draws the pictures of reports: the trend of a mission's energy, its timeline, and a
// person's balance. It knows nothing of missions: words and places come in, a PNG comes out.
//
// Every picture is 1600 by 720 pixels and shown at half that size. It brings its own opaque ground, so the
// reader's theme does not matter. A series differs by shape and by a label beside it, never by colour
// alone; slate marks are always dashed or hollow, since blue and slate are hard to tell apart for some
// eyes. Names of people and words that people wrote stand in no picture: it can be shared further than a
// message, and has to be read by the one font that is embedded.
package chart
