// Package choice decides which question is asked: themes that have rested are drawn by tickets, and the themes
// that get answers hold more of them.
//
// A team is asked about a hundred questions a year, which is too few to learn which of three hundred works. So what
// is learned is the theme, and a place (a channel, or one person's direct messages) learns with the workspace: what
// it knows of a theme is pulled towards what the workspace knows, and that towards what the library promises. See
// [Believe]. Each belief then draws 256 times against the others; the rounds it wins are its tickets, and a tenth of
// all tickets is shared out evenly. One uniform number picks the theme, another one the question within it.
//
// Everything here is a pure function of counts, a seed and two uniform numbers, and [Draw] keeps all of them, so that
// [Draw.Replay] makes the same choice again years later. Probabilities are fractions of whole numbers, so that they
// add up to one exactly and take little room.
package choice
