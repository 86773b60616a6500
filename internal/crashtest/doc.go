// Package crashtest kills the real program, over and over, while people use it, and judges what is left.
//
// [Run] serves a local Slack in this process, runs the built program against it over a store of the caller's, and lets
// people type commands, fill forms, press buttons twice and write to the bot, while questions come due. It notes what
// each of them was told ([ledger]), and kills the program with SIGKILL at random moments, while it starts and while it
// stops too. After each death the store is opened and checked. At the end the program is given time to finish what was
// on its way, and the store is held to the ledger and to what stands in Slack ([judge]): what was acknowledged is kept
// once, what was not is kept at most once, each message stands once, nothing stands that nobody asked for, no row
// of the outbox is left over, and none was skipped as late although the program lived for long enough.
//
// The package is for tests alone; the store and the number of copies are parameters.
package crashtest
