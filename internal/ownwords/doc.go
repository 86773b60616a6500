// Package ownwords finds what people's own words for a mission have in common, and what they leave out.
//
// Nothing that fewer than [Shared] people said is ever shown, a word counts once a person, and the result
// says no number and no name. It is computed from words alone: there is no model, no network and no score.
// Words cannot see that two of them mean the same, so the result never says that a team drifts.
package ownwords
