// Package questions reads a team's own file of questions and puts it together with those of the program.
//
// The file is TOML, a block a question, because people write it by hand. A question with a new id is added, one
// with an id of the program stands in that one's place, and off = true asks it no more. [Read] goes through the
// file block by block, so that one broken block hides no mistake of another, and every [Mistake] has its line.
//
// A file with mistakes is used all the same: what is wrong is not asked, and the rest holds. A question of the
// program that a broken block names is not asked either, since the team wanted it otherwise. Only a file that
// cannot be read at all, or is far too large, is an error.
package questions
