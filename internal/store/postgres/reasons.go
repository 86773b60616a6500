package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// reasons say what to do about the answers of a server that somebody has to mend, by their codes in the appendix
// "PostgreSQL Error Codes" of its documentation.
var reasons = map[string]string{
	"28P01": "the server does not take this user and password: look at THROUGHLINE_DATABASE_URL",
	"28000": "the server does not let this user in: look at THROUGHLINE_DATABASE_URL, and at the server's pg_hba.conf",
	"3D000": "there is no such database on the server: make it with createdb, or name another one in THROUGHLINE_DATABASE_URL",
	"42501": "this user may not do that here: make it the owner of the database, or grant it what is missing",
	"25006": "the database takes no writes: it stands by for another one, or is set to read only; name the one that writes",
	"53300": "the server has no connection left: lower store.max_connections, raise the server's max_connections, or put a pooler in between",
	"53100": "the disk of the database is full: make room on it",
	"57P03": "the server starts or stops at the moment",
}

// reason says what to do about an error of the server, where it is one that people mend.
func reason(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return reasons[pg.Code]
	}
	if unreachable(err) {
		return "the server does not answer: look whether it runs, and at the address in THROUGHLINE_DATABASE_URL"
	}
	return ""
}

// Away reports whether an error says that the server cannot be had at the moment, so that asking again may help: it does
// not answer, it starts, or all of its connections are taken.
func Away(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok && pg.Code == "53300" {
		return true
	}
	return err != nil && unreachable(err)
}
