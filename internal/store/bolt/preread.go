package bolt

import (
	"encoding/binary"
	"io"
	"os"
)

// Where things stand on a meta page of bbolt (its internal/common: page.go, meta.go). The file begins
// with two such pages; the one with the higher transaction counts.
const (
	metaMagicAt    = 16
	metaPageSizeAt = 24
	metaFreelistAt = 48
	metaTxAt       = 64
	metaEnd        = 80
	metaMagic      = 0xED0CDAED
	noFreelist     = 1<<64 - 1
)

// preread reads a file front to back if it holds no list of its free pages, which only a crash in the
// middle of a long read leaves behind. bbolt then walks every page in random order when it opens the
// file; from a cold disk that takes ten times as long as reading it in order first. It is best effort:
// whatever is wrong with the file, opening it tells.
func preread(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	if listed(f) {
		return
	}
	_, _ = io.Copy(io.Discard, f)
}

// listed reports whether a file holds a list of its free pages, or is none of bbolt's.
func listed(f io.ReaderAt) bool {
	first, ok := readMeta(f, 0)
	if !ok {
		return true
	}
	second, ok := readMeta(f, int64(binary.NativeEndian.Uint32(first[metaPageSizeAt:])))
	if ok && binary.NativeEndian.Uint64(second[metaTxAt:]) > binary.NativeEndian.Uint64(first[metaTxAt:]) {
		first = second
	}
	return binary.NativeEndian.Uint64(first[metaFreelistAt:]) != noFreelist
}

func readMeta(f io.ReaderAt, at int64) ([]byte, bool) {
	page := make([]byte, metaEnd)
	if _, err := f.ReadAt(page, at); err != nil {
		return nil, false
	}
	return page, binary.NativeEndian.Uint32(page[metaMagicAt:]) == metaMagic
}
