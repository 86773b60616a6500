package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	mathbits "math/bits"

	"throughline/internal/store/damage"
)

// The pages of a file are looked over before bbolt is let at it, since bbolt trusts them: a number that is wrong makes it
// panic, read without end, or take a page for free that is in use and write over it. This reads the file once from front
// to back and needs a few bits a page.
//
// A page begins with its own number (8 bytes), its kind (2), how many elements it has (2) and how many pages follow that
// belong to it (4). Elements have 16 bytes each; their keys and values lie behind them at an offset from the element.

const (
	pageHeader  = 16
	elementSize = 16

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	// bucketLeaf marks an element whose value is a bucket: its root's page (8 bytes; 0: it stands right here), and a
	// sequence (8).
	bucketLeaf   = 0x01
	bucketHeader = 16

	maxPageSize = 64 << 10
)

// header is what a meta page says.
type header struct {
	pageSize       int
	root, freelist uint64
	pages          uint64 // from this number on there are none
	tx             uint64
}

// readHeader reads a meta page and verifies its sum.
func readHeader(f io.ReaderAt, at int64) (header, bool) {
	var b [80]byte
	if _, err := f.ReadAt(b[:], at); err != nil {
		return header{}, false
	}
	meta := b[pageHeader:]
	sum := fnv.New64a()
	_, _ = sum.Write(meta[:56]) // a hash cannot fail
	n := binary.NativeEndian
	h := header{
		pageSize: int(n.Uint32(meta[8:])), root: n.Uint64(meta[16:]), freelist: n.Uint64(meta[32:]),
		pages: n.Uint64(meta[40:]), tx: n.Uint64(meta[48:]),
	}
	ok := n.Uint32(meta) == metaMagic && n.Uint32(meta[4:]) == 2 && n.Uint64(meta[56:]) == sum.Sum64()
	return h, ok && h.pageSize >= 512 && h.pageSize <= maxPageSize && h.pageSize&(h.pageSize-1) == 0
}

// errNoHeader says that neither meta page can be read.
var errNoHeader = errors.New("neither of its two headers can be read")

// newest returns the header of the last commit, and whether the other one can be read as well: the page that a crash
// tears is of a commit that nobody was told of.
func newest(f io.ReaderAt) (h header, both bool, err error) {
	first, ok := readHeader(f, 0)
	if ok {
		second, both := readHeader(f, int64(first.pageSize))
		if both && second.tx > first.tx {
			first = second
		}
		return first, both, nil
	}
	for size := int64(1024); size <= maxPageSize; size *= 2 {
		if h, ok := readHeader(f, size); ok && int64(h.pageSize) == size {
			return h, false, nil
		}
	}
	return header{}, false, errNoHeader
}

// survey looks over the pages of a file.
type survey struct {
	header
	file   io.ReaderAt
	report *damage.Report
	free   bits
	listed bool // the file has a list of its free pages
	named  bits // pages that another one, or the header, names
	known  bits // pages that were read where they are named, or that belong to one
}

// bits are a set of page numbers.
type bits []uint64

func newBits(n uint64) bits            { return make(bits, n/64+1) }
func (b bits) has(n uint64) bool       { return b[n/64]&(1<<(n%64)) != 0 }
func (b bits) add(n uint64) (was bool) { was = b.has(n); b[n/64] |= 1 << (n % 64); return was }

// next returns the first number in the set from one on, or -1.
func (b bits) next(from int) int {
	for word := from / 64; word < len(b); word++ {
		rest := b[word]
		if word == from/64 {
			rest &= ^uint64(0) << (from % 64)
		}
		if rest != 0 {
			return word*64 + mathbits.TrailingZeros64(rest)
		}
	}
	return -1
}

const pagesTable = "pages"

// readFreePages returns the free pages of a file by its own list of them, and whether it has one. Nobody may write to it
// meanwhile.
func readFreePages(f io.ReaderAt) (free bits, listed bool, err error) {
	h, _, err := newest(f)
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var report damage.Report
	s := &survey{header: h, file: f, report: &report, free: newBits(h.pages), known: newBits(h.pages)}
	if err := s.readFree(); err != nil {
		return nil, false, err
	}
	return s.free, s.listed, report.Err()
}

// surveyPages reports what is wrong with the pages of a file of so many bytes, and returns an error where it cannot be
// read. Nobody may write to it meanwhile.
func surveyPages(f io.ReaderAt, size int64, report *damage.Report) error {
	h, _, err := newest(f)
	if err != nil {
		report.Add(damage.Pages, pagesTable, "", "%v", err)
		return nil
	}
	s := &survey{header: h, file: f, report: report}
	if h.pages > uint64(size)/uint64(h.pageSize) {
		s.wrong("the file ends after %d of its %d bytes", size, h.pages*uint64(h.pageSize))
		return nil
	}
	s.free, s.named, s.known = newBits(h.pages), newBits(h.pages), newBits(h.pages)
	s.known.add(0)
	s.known.add(1)
	if err := s.readFree(); err != nil {
		return err
	}
	s.name(h.root, "the header")
	if err := s.readAll(); err != nil {
		return err
	}
	s.compare()
	return nil
}

func (s *survey) wrong(format string, args ...any) {
	s.report.Add(damage.Pages, pagesTable, "", format, args...)
}

// readFree reads the list of free pages, where there is one.
func (s *survey) readFree() error {
	if s.freelist == noFreelist {
		return nil
	}
	if s.freelist < 2 || s.freelist >= s.pages {
		s.wrong("the list of free pages stands on page %d of %d", s.freelist, s.pages)
		return nil
	}
	s.listed = true
	page, ok, err := s.page(s.freelist)
	if err != nil || !ok {
		return err
	}
	if kind := binary.NativeEndian.Uint16(page[8:]); kind != freelistPage {
		s.wrong("page %d is to be the list of free pages, and is of kind %d", s.freelist, kind)
		return nil
	}
	ids, count := page[pageHeader:], uint64(binary.NativeEndian.Uint16(page[10:]))
	if count == 0xFFFF && len(ids) >= 8 {
		count, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		s.wrong("the list of free pages has %d numbers in %d bytes", count, len(ids))
		return nil
	}
	for i := range count {
		id := binary.NativeEndian.Uint64(ids[8*i:])
		if id < 2 || id >= s.pages || s.free.add(id) {
			s.wrong("page %d of %d stands in the list of free pages, or stands there twice", id, s.pages)
		}
	}
	for i := range uint64(len(page) / s.pageSize) {
		s.known.add(s.freelist + i)
		if s.free.has(s.freelist + i) {
			s.wrong("page %d holds the list of free pages, and is in it", s.freelist+i)
		}
	}
	return nil
}

// page reads a page with all that belongs to it, where its header makes sense.
func (s *survey) page(id uint64) (page []byte, ok bool, err error) {
	page = make([]byte, s.pageSize)
	if err := s.read(page, id); err != nil {
		return nil, false, err
	}
	more := uint64(binary.NativeEndian.Uint32(page[12:]))
	switch own := binary.NativeEndian.Uint64(page); {
	case own != id:
		s.wrong("page %d says that it is page %d", id, own)
		return nil, false, nil
	case more >= s.pages-id:
		s.wrong("page %d has %d more pages, and there are %d in all", id, more, s.pages)
		return nil, false, nil
	case more == 0:
		return page, true, nil
	}
	whole := make([]byte, (more+1)*uint64(s.pageSize))
	return whole, true, s.read(whole, id)
}

func (s *survey) read(into []byte, id uint64) error {
	if _, err := s.file.ReadAt(into, int64(id)*int64(s.pageSize)); err != nil {
		return fmt.Errorf("read page %d: %w", id, err)
	}
	return nil
}

// readAll reads every page that is in use, front to back.
func (s *survey) readAll() error {
	for id := uint64(2); id < s.pages; id++ {
		if s.free.has(id) || s.known.has(id) {
			continue
		}
		page, ok, err := s.inUse(id)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		s.elements(id, page)
		for i := range uint64(len(page)/s.pageSize) - 1 {
			if s.known.add(id+1+i) || s.free.has(id+1+i) {
				s.wrong("page %d belongs to page %d, and to something else", id+1+i, id)
			}
		}
	}
	return nil
}

// inUse reads a page that is not known to be free. Without a list of free pages one that looks like nothing may be free.
func (s *survey) inUse(id uint64) ([]byte, bool, error) {
	if !s.listed {
		quiet := survey{header: s.header, file: s.file, report: &damage.Report{}}
		page, ok, err := quiet.page(id)
		return page, ok && err == nil, err
	}
	return s.page(id)
}

// elements looks at what stands on a page.
func (s *survey) elements(id uint64, page []byte) {
	switch kind := binary.NativeEndian.Uint16(page[8:]); kind {
	case branchPage:
		s.branch(id, page)
	case leafPage:
		s.leaf(id, page)
	default:
		if s.listed {
			s.wrong("page %d is of kind %d, which there is not", id, kind)
		}
	}
}

func count(page []byte) int { return int(binary.NativeEndian.Uint16(page[10:])) }

// within reports whether so many bytes lie on a page from an element's offset on.
func within(page []byte, element int, pos, size uint64) bool {
	from := uint64(element) + pos
	return from <= uint64(len(page)) && size <= uint64(len(page))-from
}

func (s *survey) branch(id uint64, page []byte) {
	n := count(page)
	if n == 0 || pageHeader+n*elementSize > len(page) {
		s.wrong("page %d has %d branches in %d bytes", id, n, len(page))
		return
	}
	for i := range n {
		at := pageHeader + i*elementSize
		e := page[at:]
		if !within(page, at, uint64(binary.NativeEndian.Uint32(e)), uint64(binary.NativeEndian.Uint32(e[4:]))) {
			s.wrong("a key of page %d lies outside of it", id)
			return
		}
		s.name(binary.NativeEndian.Uint64(e[8:]), fmt.Sprintf("page %d", id))
	}
}

func (s *survey) leaf(id uint64, page []byte) {
	n := count(page)
	if pageHeader+n*elementSize > len(page) {
		s.wrong("page %d has %d records in %d bytes", id, n, len(page))
		return
	}
	for i := range n {
		at := pageHeader + i*elementSize
		e := page[at:]
		pos, key, value := uint64(binary.NativeEndian.Uint32(e[4:])), uint64(binary.NativeEndian.Uint32(e[8:])), uint64(binary.NativeEndian.Uint32(e[12:]))
		if !within(page, at, pos, key+value) {
			s.wrong("a record of page %d lies outside of it", id)
			return
		}
		if binary.NativeEndian.Uint32(e)&bucketLeaf != 0 {
			s.bucket(id, page[uint64(at)+pos+key:][:value])
		}
	}
}

// bucket looks at the value of an element that is a bucket.
func (s *survey) bucket(id uint64, value []byte) {
	if len(value) < bucketHeader {
		s.wrong("a bucket of page %d has %d bytes", id, len(value))
		return
	}
	root := binary.NativeEndian.Uint64(value)
	if root != 0 {
		s.name(root, fmt.Sprintf("page %d", id))
		return
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader || binary.NativeEndian.Uint16(inline[8:]) != leafPage {
		s.wrong("a small bucket of page %d is none", id)
		return
	}
	s.leaf(id, inline)
}

// name notes that a page is named. Each is named once, so that the pages make a tree.
func (s *survey) name(id uint64, by string) {
	switch {
	case id < 2 || id >= s.pages:
		s.wrong("%s names page %d of %d", by, id, s.pages)
	case s.free.has(id):
		s.wrong("%s names page %d, which is free", by, id)
	case s.named.add(id) && s.listed:
		s.wrong("%s names page %d, which something else names too", by, id)
	}
}

// compare looks for pages that are neither named nor free.
func (s *survey) compare() {
	if !s.listed {
		return // What is free is not known, and pages that nobody names tell of each other.
	}
	for id := uint64(2); id < s.pages; id++ {
		if !s.named.has(id) && !s.free.has(id) && !s.known.has(id) {
			s.wrong("page %d is neither used nor free", id)
		}
	}
}
