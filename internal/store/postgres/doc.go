// Package postgres keeps everything in a database of PostgreSQL (13 or later), with pgx. Any number of copies of the
// bot may work on one database; none of them is special.
//
// # Layout
//
// One table a kind of record, under the kind's own name (internal/store/record): a column for each text of the key,
// columns for what the indexes look at, and the record itself in doc. The columns are made of the record alone,
// see tables.go; [DB.Check] makes them anew and compares. The record is json and not jsonb, so that it comes back
// as it was written, byte by byte: digests of the two stores agree, and text may hold what jsonb refuses.
// migrations/ holds the tables, step by step; goose keeps count of the steps in the database.
//
// All workspaces of one installation stand in one database, told apart by the first column of every key.
//
// # Transactions
//
// [DB.Update] runs a function in a serializable transaction: what it decides by reading, such as whether a budget has
// room, still holds when it is stored. Where the server finds that two could not have run one after the other, one of
// them is run again; see update.go, and docs/decisions. The function must have no effect outside of it.
//
// Writes wait in the process and go to the server with the next read or the commit, so that a transaction of a few
// reads and writes costs as many trips as it has reads, and one. All settings are local to their transaction, statements
// have no names on the server, and no lock outlives a transaction, so that a pooler may stand in between.
//
// A connection that breaks while a commit is on its way leaves the outcome open. The server is asked for it, by the
// number of the transaction (outcome.go), so that a repeated command is neither lost nor done twice.
package postgres
