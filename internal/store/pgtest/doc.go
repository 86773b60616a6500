// Package pgtest gives tests a real PostgreSQL: the one that the system's package brought, run from a
// temporary folder and gone when the tests are.
//
// [Database] hands out an empty database of one server that the whole test binary shares; [Copy] hands out
// a copy of a database that was prepared once. A test that stops, kills or restarts its server takes one of
// its own with [Start]. [Server.Pooler] puts pgbouncer in front.
//
// PostgreSQL refuses to run as root, so root's tests run it as the user postgres, or nobody. A janitor, a
// shell that waits for the end of a pipe, stops the server and removes its folder, so that nothing is left
// behind by a test that panics or is killed.
//
// THROUGHLINE_POSTGRES_BIN names the folder of initdb and postgres, THROUGHLINE_PGBOUNCER the pooler;
// scripts/needs.sh sets both.
package pgtest
