// Package nudges decides what the bot says of its own accord, when, and to whom, and sees to it that
// everything it sends arrives effectively once.
//
// Two things live here. One is the choice: plans with their due times, the questions, the hours of
// people, the budget of one message a day, and [Decide], which turns all of it into send, wait or
// drop with a named reason. The other is the outbox: every message that the bot posts or edits,
// nudge or not, is a [Row] that is durable before Slack is called and settled after.
//
// Nudges come in two ways. A [Plan] brings one at each of its times. What a single event brings (a day that
// somebody named, a person who joined, what another one did) is posted by [PostOnce]: it goes to one person, at
// 09:05 on a working day of hers, a single time, and waits for hours in which she may be written to as long as
// its grace of three days lasts. [PlanPromise] does that for commitments and risks; a row's Ref says what it is about.
// Without a person it goes to the mission's channel, at 10:00. What a mission's own life brings that way follows from
// the mission: [Singles] says what is to come, and [Reschedule] brings the outbox up to date with it.
//
// A kind needs its constant and its place in the order (kinds.go), its rules (kind_rules.go: where it goes, how
// late, what a decision reads, when it is not needed, what it asks) and a frame at the edge.
//
// A nudge goes through stages, each of which can be read in the log: due (a plan's time came, "plan due"), eligible,
// deduplicated (its row's key is there once), chosen (what goes first has its room, and a question was drawn, "question
// chosen"), outbox, sent, settled ("row moved"). Where it leaves them a [Reason] says why. Before each sending the day
// and the week of its place are looked over, see decide_ahead.go; what goes unanswered backs off, see backoff.go.
//
// The package knows neither Slack nor a database. It names what it needs of them: [Tx] and [Store],
// [Sender], [Facts] and [Clock].
package nudges
