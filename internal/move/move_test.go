package move_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/internal/mission"
	"throughline/internal/move"
	"throughline/internal/store/bolt"
	"throughline/internal/store/record"
	"throughline/internal/store/storetest"
)

var noon = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

// open opens a bolt store in a folder of the test's.
func open(t testing.TB, path string, moving bool) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path, bolt.Options{Moving: moving})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func file(t testing.TB) string { return filepath.Join(t.TempDir(), "store.db") }

// filled returns a store with records of every kind.
func filled(t testing.TB) *bolt.DB {
	t.Helper()
	db := open(t, file(t), false)
	if err := db.Update(context.Background(), func(tx *bolt.Tx) error { return storetest.PutEveryKind(tx) }); err != nil {
		t.Fatal(err)
	}
	return db
}

func sums(t testing.TB, s move.Store) move.Sums {
	t.Helper()
	out, err := move.SumsOf(context.Background(), s, "", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryKindIsFilled(t *testing.T) {
	t.Parallel()
	got := sums(t, move.Of(filled(t)))
	for _, k := range record.All() {
		if got[k.KindName()].Count == 0 {
			t.Errorf("storetest.PutEveryKind puts no %s, so nothing here shows that it moves", k.KindName())
		}
	}
}

func TestACopyHoldsTheSame(t *testing.T) {
	t.Parallel()
	from := move.Of(filled(t))
	path := file(t)
	target := open(t, path, true)
	got, err := move.Copy(t.Context(), from, move.Of(target), move.Options{Name: "bolt:a", Passing: true})
	if err != nil || !got.Equal(sums(t, from)) {
		t.Fatalf("got %+v, %v", got, err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bolt.Open(path, bolt.Options{}); !errors.Is(err, bolt.ErrMoving) {
		t.Errorf("a store that is not finished opens: %v", err)
	}
	target = open(t, path, true)
	if _, err := move.Copy(t.Context(), from, move.Of(target), move.Options{Name: "bolt:other", Passing: true}); !errors.Is(err, move.ErrOther) {
		t.Errorf("a copy from elsewhere goes on with it: %v", err)
	}
	if err := move.Finish(t.Context(), move.Of(target)); err != nil {
		t.Fatal(err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
	if again := sums(t, move.Of(open(t, path, false))); !again.Equal(got) {
		t.Errorf("after it was finished: %v", got.Differences(again))
	}
}

// TestACopyLeavesOpenRounds shows that the answers and marks of open rounds come along only where that was asked for.
func TestACopyLeavesOpenRounds(t *testing.T) {
	t.Parallel()
	from, target := move.Of(filled(t)), move.Of(open(t, file(t), true))
	got, err := move.Copy(t.Context(), from, target, move.Options{Name: "a"})
	if err != nil || got["round"].Count == 0 || got["round_answer"].Count+got["round_mark"].Count != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
	if there := sums(t, target); !there.Equal(got) {
		t.Errorf("there is %v", got.Differences(there))
	}
}

// stopping is a store that fails after so many transactions, as one whose process is killed.
type stopping struct {
	move.Store
	left int
}

var errStopped = errors.New("stopped")

func (s *stopping) Update(ctx context.Context, f func(move.Tx) error) error {
	if s.left--; s.left < 0 {
		return errStopped
	}
	return s.Store.Update(ctx, f)
}

// torn is a store whose records are all there, and one of whose indexes is not.
type torn struct{ move.Store }

var errTorn = errors.New("an index lacks a record")

func (torn) Check(context.Context) error { return errTorn }

// TestACopyIsChecked: equal records are no proof that the target can find them.
func TestACopyIsChecked(t *testing.T) {
	t.Parallel()
	from, target := move.Of(filled(t)), move.Of(open(t, file(t), true))
	for range 2 { // Not only the first time.
		if _, err := move.Copy(t.Context(), from, torn{target}, move.Options{Name: "a"}); !errors.Is(err, errTorn) {
			t.Errorf("a copy without an index ends with %v", err)
		}
	}
	if _, err := move.Copy(t.Context(), from, target, move.Options{Name: "a"}); err != nil {
		t.Errorf("once it is in order it ends with %v", err)
	}
}

func TestAnInterruptedCopyGoesOn(t *testing.T) {
	t.Parallel()
	db := open(t, file(t), false)
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return manyEntries(tx, 9_000) }); err != nil {
		t.Fatal(err)
	}
	from, target := move.Of(db), move.Of(open(t, file(t), true))
	tries := 0
	for tries < 50 {
		tries++
		got, err := move.Copy(t.Context(), from, &stopping{target, 3}, move.Options{Name: "a"})
		if errors.Is(err, errStopped) {
			continue
		}
		if err != nil || !got.Equal(sums(t, from)) {
			t.Fatalf("after %d tries: %v", tries, err)
		}
		break
	}
	if tries < 3 || tries == 50 {
		t.Errorf("it took %d tries: nothing was interrupted", tries)
	}
}

// manyEntries puts a mission with so many entries.
func manyEntries(tx *bolt.Tx, n int) error {
	if err := tx.PutMission(mission.Mission{Team: "T1", ID: "M1"}); err != nil {
		return err
	}
	for i := range n {
		e := mission.Entry{Team: "T1", Mission: "M1", ID: mission.ID(strings.Repeat("E", 1+i%7) + time.Duration(i).String()), Author: "UANA", At: noon}
		if err := tx.PutEntry(e); err != nil {
			return err
		}
	}
	return nil
}

func TestASourceThatChangedIsNoticed(t *testing.T) {
	t.Parallel()
	db := open(t, file(t), false)
	put := func(n int) {
		if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return manyEntries(tx, n) }); err != nil {
			t.Fatal(err)
		}
	}
	put(4_100)
	target := move.Of(open(t, file(t), true))
	if _, err := move.Copy(t.Context(), move.Of(db), &stopping{target, 2}, move.Options{Name: "a"}); !errors.Is(err, errStopped) {
		t.Fatal(err)
	}
	if err := db.Update(t.Context(), func(tx *bolt.Tx) error { return tx.PutMission(mission.Mission{Team: "T1", ID: "M1", Private: true}) }); err != nil {
		t.Fatal(err)
	}
	_, err := move.Copy(t.Context(), move.Of(db), target, move.Options{Name: "a"})
	if err != nil { // The mission was copied before it changed: what arrived is what was read, and is no state of the source.
		t.Fatal(err)
	}
	if move.Verify(t.Context(), target, sums(t, move.Of(db)), nil) == nil {
		t.Error("a difference between source and target was not noticed")
	}
}

func TestAnExportComesBack(t *testing.T) {
	t.Parallel()
	from := move.Of(filled(t))
	var out bytes.Buffer
	wrote, err := move.Export(t.Context(), from, &out, "v1", noon, nil)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), `"round_answer","record"`) || strings.Contains(out.String(), `"round_mark","record"`) {
		t.Error("an export holds answers to an open round")
	}
	target := move.Of(open(t, file(t), true))
	header, read, err := move.Import(t.Context(), bytes.NewReader(out.Bytes()), target, nil)
	if err != nil || !read.Equal(wrote) || !sums(t, target).Equal(wrote) {
		t.Fatalf("%v: %v", err, wrote.Differences(read))
	}
	if header.Program != "v1" || !header.At.Equal(noon) || len(header.Workspaces) == 0 || len(header.LeftOut) != 2 {
		t.Errorf("the header is %+v", header)
	}
	var again bytes.Buffer
	if _, err := move.Export(t.Context(), target, &again, "v1", noon, nil); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the second export differs from the first, %v", err)
	}
}

func TestDamagedExportsAreRefusedWithTheirLine(t *testing.T) {
	t.Parallel()
	const head = `{"throughline_export":1,"record_version":1,"workspaces":["T1"],"at":"2026-11-24T12:00:00Z"}` + "\n"
	const good = `{"kind":"mission","record":{"v":1,"id":"M1","team":"T1","wording":{}}}` + "\n"
	for sentence, c := range map[string]struct{ text, wrong string }{
		"nothing":                   {"", "line 1: the file is empty"},
		"no export":                 {"{}\n", "line 1: it is no header"},
		"a store":                   {"\x00\x01\x02 secret words", "line 1: it is no header"},
		"a newer format":            {`{"throughline_export":2,"record_version":1}`, "line 1: a newer version of the program"},
		"newer records":             {`{"throughline_export":1,"record_version":9}`, "line 1: a newer version of the program"},
		"no versions":               {`{"throughline_export":1}`, "line 1: the header names no version"},
		"it is cut off":             {head + good, "line 3: the export is cut off"},
		"a line is cut off":         {head + good[:20], "line 2: it is no record"},
		"an unknown kind":           {head + `{"kind":"secret words","record":{}}` + "\n", "line 2: its kind of record is none"},
		"an answer to a round":      {head + `{"kind":"round_answer","record":{}}` + "\n", "line 2: records of kind round_answer stand in no export"},
		"a field that nobody knows": {head + `{"kind":"mission","record":{"v":1,"id":"M1","team":"T1","secret words":1}}`, "line 2: a record of kind mission: it has a field"},
		"another workspace":         {head + `{"kind":"mission","record":{"v":1,"id":"M1","team":"T2"}}`, "line 2: a record of kind mission: it belongs to a workspace"},
		"a long line":               {head + strings.Repeat("x", move.MaxLine+1), "line 2: it is longer than 8 MB"},
		"wrong sums":                {head + good + `{"end":{}}` + "\n", "line 3: the sums at the end are not those"},
		"broken sums":               {head + good + `{"end":{"mission":{"count":-1}}}` + "\n", "line 3: the sums at the end cannot be read"},
		"something behind the end":  {head + `{"end":{}}` + "\n" + good, "line 3: something follows"},
	} {
		_, _, err := move.Read(strings.NewReader(c.text), func(move.Header, record.Any, []byte) error { return nil })
		if err == nil || !strings.Contains(err.Error(), c.wrong) || strings.Contains(err.Error(), "secret words") {
			t.Errorf("%s: %v; want %q", sentence, err, c.wrong)
		}
	}
}
