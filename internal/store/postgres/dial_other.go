//go:build !linux

package postgres

import (
	"context"
	"syscall"
)

// limitUnanswered does nothing where the system has no such limit. Keep-alives find a lost connection, later.
func limitUnanswered(context.Context, string, string, syscall.RawConn) error { return nil }
