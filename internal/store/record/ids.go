package record

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// ErrBadID says that an id cannot be kept: it is empty where it names a record, longer than 1,000
// bytes, or not UTF-8. Nothing was written.
var ErrBadID = errors.New("id cannot be stored")

// maxID bounds an id in bytes, so that a key of four stays far below bbolt's 32 kB. Ids of Slack and
// our own are below 100.
const maxID = 1000

// CheckIDs refuses ids that would not be read back as they were written. The required ones must not
// be empty.
func CheckIDs(required, optional []string) error {
	if slices.Contains(required, "") {
		return fmt.Errorf("%w: it is empty", ErrBadID)
	}
	for _, ids := range [][]string{required, optional} {
		for _, id := range ids {
			if len(id) > maxID {
				return fmt.Errorf("%w: it has %d bytes of at most %d", ErrBadID, len(id), maxID)
			}
			if !utf8.ValidString(id) {
				return fmt.Errorf("%w: it is not UTF-8", ErrBadID)
			}
		}
	}
	return nil
}

// Stamp turns a time into the form in which records and keys hold it. No time is nil, so that it is
// told apart from the first millisecond of 1970.
func Stamp(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// Moment is Stamp's inverse. Times come back in UTC.
func Moment(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(*ms).UTC()
}

// Latest returns the latest of the times that are set, and 0 for none.
func Latest(times ...*int64) int64 {
	var out *int64
	for _, t := range times {
		if t != nil && (out == nil || *t > *out) {
			out = t
		}
	}
	if out == nil {
		return 0
	}
	return *out
}
