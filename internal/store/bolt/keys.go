package bolt

import (
	"encoding/binary"
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

// timeSize is the length of a time in a key.
const timeSize = 8

// key makes a key of texts: all but the last with their lengths.
func key(parts ...string) []byte {
	last := len(parts) - 1
	return append(prefix(parts[:last]...), parts[last]...)
}

// prefix makes the beginning that all keys with these first texts have in common.
func prefix(parts ...string) []byte {
	n := 0
	for _, p := range parts {
		n += len(p) + 2
	}
	out := make([]byte, 0, n+32)
	for _, p := range parts {
		out = binary.AppendUvarint(out, uint64(len(p)))
		out = append(out, p...)
	}
	return out
}

// timeKey makes a key that begins with a time.
func timeKey(ms int64, parts ...string) []byte {
	return append(appendTime(nil, ms), key(parts...)...)
}

// appendTime appends a time so that byte order is the order of time.
func appendTime(out []byte, ms int64) []byte {
	return binary.BigEndian.AppendUint64(out, uint64(ms)^(1<<63))
}

// readTime reads what appendTime wrote.
func readTime(b []byte) (int64, error) {
	if len(b) < timeSize {
		return 0, fmt.Errorf("a time has %d bytes, not %d", timeSize, len(b))
	}
	return int64(binary.BigEndian.Uint64(b) ^ (1 << 63)), nil
}

// readTexts splits what key made of n texts.
func readTexts(b []byte, n int) ([]string, error) {
	out := make([]string, 0, n)
	for range n - 1 {
		size, used := binary.Uvarint(b)
		if used <= 0 || size > uint64(len(b)-used) {
			return nil, fmt.Errorf("key %x does not hold %d texts", b, n)
		}
		out = append(out, string(b[used:used+int(size)]))
		b = b[used+int(size):]
	}
	return append(out, string(b)), nil
}

// stamp turns a time into the form in which records and keys hold it. No time is nil, so that it is
// told apart from the first millisecond of 1970.
func stamp(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// moment is stamp's inverse. Times come back in UTC.
func moment(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(*ms).UTC()
}

// checkIDs refuses ids that would not be read back as they were written. The required ones must not
// be empty.
func checkIDs(required, optional []string) error {
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
