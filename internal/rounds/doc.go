// Package rounds holds anonymous askings: how a team fares, in one word, and what its own words for the
// mission have in common.
//
// A round is open to those who were members when it opened, and closes for all at one instant. An answer is
// kept under a random key, sealed, without author and without time. Who has answered is known by a mark that
// only the round's own key can make, so that nobody answers twice; the key, the marks and the answers go in
// the transaction that closes the round. What stays is the round's day and phase, and its one word.
//
// The word comes of a mean with borders that move a little each round, so that nobody can read off what one
// answer more or less was; see [WordFor]. Nothing else that leaves the package depends on an answer, but for
// notes and own words, which are shown where enough people wrote some.
package rounds
