package move

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
	"unicode/utf8"

	"throughline/internal/mission"
	"throughline/internal/progress"
	"throughline/internal/store/record"
)

// An export is a text of lines, each a value of JSON: first the header, then a record a line, last the footer. docs/export.md
// describes it, and docs/export.schema.json field by field.

const (
	// Format is the version of the lines.
	Format = 1
	// MaxLine is the longest line that is read, in bytes with its end. The longest records hold the wordings of a mission,
	// of which each is bounded, and stay far below.
	MaxLine = 8 << 20
)

// ErrNewer says that a later version of the program wrote an export.
var ErrNewer = errors.New("a newer version of the program has written this export: import it with that version")

// Header is the first line of an export.
type Header struct {
	// Export is the version of the format.
	Export int `json:"throughline_export"`
	// Records is the version of the records.
	Records int `json:"record_version"`
	// Program names what wrote the export.
	Program string `json:"program,omitzero"`
	// Workspaces are the ids of the workspaces of which there are records.
	Workspaces []mission.TeamID `json:"workspaces,omitzero"`
	// At is the moment as which the store stands in the export.
	At time.Time `json:"at"`
	// LeftOut names the kinds of records that no export holds.
	LeftOut []string `json:"left_out,omitzero"`
}

// line is a line between the first and the last.
type line struct {
	Kind   string          `json:"kind"`
	Record json.RawMessage `json:"record"`
}

// Footer is the last line of an export: its sums, so that one which was cut off is known.
type Footer struct {
	End Sums `json:"end"`
}

// LineError says what is wrong with a line of an export. It quotes nothing of what stands there.
type LineError struct {
	Line int // counted from 1
	Err  error
}

// Error names the line.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *LineError) Unwrap() error { return e.Err }

// leftOut names the kinds that no backup and no export holds.
func leftOut() []string {
	var out []string
	for _, k := range record.All() {
		if k.IsPassing() {
			out = append(out, k.KindName())
		}
	}
	return out
}

// Export writes a store, as it stands at one moment, in lines.
func Export(ctx context.Context, from Store, to io.Writer, program string, at time.Time, tell progress.Func) (Sums, error) {
	sums := Sums{}
	out := bufio.NewWriterSize(to, 1<<20)
	err := from.Snapshot(ctx, func(tx Tx) error {
		teams, err := tx.Teams(ctx)
		if err != nil {
			return err
		}
		total, err := records(ctx, tx, false)
		if err != nil {
			return err
		}
		header := Header{Format, record.Version, program, teams, at.UTC().Truncate(time.Second), leftOut()}
		if err := writeLine(out, header); err != nil {
			return err
		}
		return tx.Items(ctx, "", func(item record.Item) error {
			kind, canonical, err := canonical(item)
			if err != nil || kind.IsPassing() {
				return err
			}
			sums.add(item.Kind, canonical)
			if n := sums.Records(); n%stride == 0 {
				tell.Tell(progress.Step{What: "exporting", Done: n, Total: total})
			}
			return writeLine(out, line{item.Kind, canonical})
		})
	})
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	if err := errors.Join(writeLine(out, Footer{sums}), out.Flush()); err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return sums, nil
}

func writeLine(out *bufio.Writer, v any) error {
	raw, err := record.Encode(v)
	if err != nil {
		return err
	}
	if _, err := out.Write(append(raw, '\n')); err != nil {
		return err
	}
	return nil
}

// Read reads an export and hands over its records, each in its one form. Nothing counts before it has returned: whether the
// export is whole is known at its end. Every error is a [LineError], or comes from do or from the reader.
func Read(in io.Reader, do func(h Header, kind record.Any, canonical []byte) error) (Header, Sums, error) {
	r := reader{in: bufio.NewReaderSize(in, 1<<16)}
	header, err := r.header()
	if err != nil {
		return header, nil, r.wrong(err)
	}
	sums := Sums{}
	for {
		raw, err := r.next()
		if errors.Is(err, io.EOF) {
			err = errors.New("the export is cut off: its last line with the sums is missing")
		}
		if err != nil {
			return header, nil, r.wrong(err)
		}
		if bytes.HasPrefix(raw, []byte(`{"end"`)) {
			return header, sums, r.wrong(r.footer(raw, sums))
		}
		kind, canonical, err := header.record(raw)
		if err != nil {
			return header, nil, r.wrong(err)
		}
		sums.add(kind.KindName(), canonical)
		if err := do(header, kind, canonical); err != nil {
			return header, nil, err
		}
	}
}

// reader reads lines of bounded length, and counts them.
type reader struct {
	in   *bufio.Reader
	line int
	held []byte
}

func (r *reader) wrong(err error) error {
	if err == nil {
		return nil
	}
	return &LineError{r.line, err}
}

// next returns the next line, valid until it is called again. An end of line that is missing at the very end does no harm.
func (r *reader) next() ([]byte, error) {
	r.line++
	r.held = r.held[:0]
	for {
		part, err := r.in.ReadSlice('\n')
		if len(r.held)+len(part) > MaxLine {
			return nil, fmt.Errorf("it is longer than %d MB, which no record is", MaxLine>>20)
		}
		r.held = append(r.held, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case err != nil && len(r.held) == 0:
			return nil, io.EOF
		default:
			return bytes.TrimRight(r.held, "\r\n"), nil
		}
	}
}

func (r *reader) header() (Header, error) {
	raw, err := r.next()
	if errors.Is(err, io.EOF) {
		return Header{}, errors.New("the file is empty")
	}
	if err != nil {
		return Header{}, err
	}
	var h Header
	if err := json.Unmarshal(raw, &h); err != nil || h.Export == 0 {
		return Header{}, errors.New("it is no header of an export, which begins with {\"throughline_export\"")
	}
	if h.Export > Format || h.Records > record.Version {
		return h, ErrNewer
	}
	if h.Export < 1 || h.Records < 1 {
		return h, errors.New("the header names no version of the format, or none of the records")
	}
	return h, nil
}

// record reads one record.
func (h Header) record(raw []byte) (record.Any, []byte, error) {
	var l line
	if !utf8.Valid(raw) {
		return nil, nil, errors.New("it holds bytes that are no UTF-8")
	}
	if err := json.Unmarshal(raw, &l); err != nil {
		return nil, nil, errors.New(`it is no record: one is {"kind":…,"record":{…}}`)
	}
	kind, ok := record.Named(l.Kind)
	switch {
	case !ok:
		return nil, nil, errors.New("its kind of record is none that this program knows")
	case kind.IsPassing():
		return nil, nil, fmt.Errorf("records of kind %s stand in no export", l.Kind)
	}
	canonical, err := kind.Strict(l.Record)
	if err != nil {
		return nil, nil, fmt.Errorf("a record of kind %s: %w", l.Kind, err)
	}
	key, err := kind.KeyOf(canonical)
	if err != nil {
		return nil, nil, err
	}
	if !slices.Contains(h.Workspaces, mission.TeamID(key[0])) {
		return nil, nil, fmt.Errorf("a record of kind %s: it belongs to a workspace that the header does not name", l.Kind)
	}
	return kind, canonical, nil
}

// footer holds what was read to the sums of the last line, behind which nothing may stand.
func (r *reader) footer(raw []byte, sums Sums) error {
	var f Footer
	if err := json.Unmarshal(raw, &f); err != nil {
		return errors.New("the sums at the end cannot be read")
	}
	if !sums.Equal(f.End) {
		return errors.New("the sums at the end are not those of the records: lines were lost, doubled or changed")
	}
	if _, err := r.next(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the end of the export")
	}
	return nil
}

// Import fills an empty target with an export, and verifies what arrived. The target keeps its note, so that no bot opens
// it, until [Finish].
func Import(ctx context.Context, in io.Reader, to Store, tell progress.Func) (Header, Sums, error) {
	if _, err := begin(ctx, to, "an export"); err != nil {
		return Header{}, nil, err
	}
	var items []record.Item
	size, done := 0, int64(0)
	flush := func() error {
		err := to.Update(ctx, func(tx Tx) error { return tx.Load(items) })
		items, size = nil, 0
		return err
	}
	header, sums, err := Read(in, func(_ Header, kind record.Any, canonical []byte) error {
		items = append(items, record.Item{Kind: kind.KindName(), Raw: canonical})
		if done++; done%stride == 0 {
			tell.Tell(progress.Step{What: "importing", Done: done})
		}
		if size += len(canonical); len(items) < batchRecords && size < batchBytes {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return header, nil, fmt.Errorf("import: %w", err)
	}
	return header, sums, Verify(ctx, to, sums, tell)
}
