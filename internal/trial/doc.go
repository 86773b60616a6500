// Package trial finds out whether nudges help, for teams that agreed to it.
//
// Of the nudges that are about to go out a known share ρ is withheld by the toss of a coin, after everything
// else has been decided. What follows is compared: how often somebody told progress until the same time on her
// next working day, after a nudge and after none. Three times a year, at 12, 26 and 52 weeks, the difference is
// looked at, with an interval that covers the truth in 95 of 100 trials over all three looks together. In
// between nothing is computed.
//
// Two kinds of things live here. The figures: [Newcombe], [Pool], [Visible], [Judge] are pure. And the records:
// a [Trial] of one channel's team, a [Decision] for each nudge that the coin fell for, and a [Look] for each
// time at which the figures were computed. The package knows neither Slack nor a database; [Tx] is what it
// needs of one.
package trial
