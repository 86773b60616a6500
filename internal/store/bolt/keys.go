package bolt

import (
	"encoding/binary"
	"fmt"

	"throughline/internal/store/record"
)

// ErrBadID says that an id cannot be kept, see [record.ErrBadID].
var ErrBadID = record.ErrBadID

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
