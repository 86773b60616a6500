// Package nudges decides what the bot says of its own accord, when, and to whom, and sees to it that
// everything it sends arrives effectively once.
//
// Two things live here. One is the choice: plans with their due times, the questions, the hours of
// people, the budget of one message a day, and [Decide], which turns all of it into send, wait or
// drop with a named reason. The other is the outbox: every message that the bot posts or edits,
// nudge or not, is a [Row] that is durable before Slack is called and settled after.
//
// The package knows neither Slack nor a database. It names what it needs of them: [Tx] and [Store],
// [Sender], [Facts] and [Clock].
package nudges
