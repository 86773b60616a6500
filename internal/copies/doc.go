// Package copies lets several processes of the bot share one database: each says that it lives, learns who else does, follows
// the database's clock, and hears what the others have to tell.
//
// A copy beats every [BeatEvery]; one that was not seen for [DeadAfter] counts as dead, and what it held is given on. That
// judgement may be wrong, of a copy that is cut off or paused: nothing here keeps such a copy from acting, and the fence and
// the waits of the outbox make that harmless.
//
// No copy is special. What only one should do at a time is done by whoever holds a lease, which ends by itself.
package copies
