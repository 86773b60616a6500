package move

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"throughline/internal/store/record"
)

// FuzzRead holds an import to taking any file: it is refused with the line at which it is wrong and without a word of it,
// or everything that was handed over is a record of a store.
func FuzzRead(f *testing.F) {
	const header = `{"throughline_export":1,"records":1,"program":"x","workspaces":["T1"]}` + "\n"
	entry := `{"kind":"entry","record":{"v":1,"id":"E1","team":"T1","mission":"M1","author":"UANA","text":"zqx"}}` + "\n"
	for _, seed := range []string{
		"", "\n", "{}", header, header + `{"end":{}}`, header + `{"end":{}}` + "\n" + entry, header + entry, header + entry + `{"end":{"entry":{"records":1}}}`,
		header + `{"kind":"entry","record":[[[[` + "\n", header + `{"kind":"zqx","record":{}}` + "\n", header + `{"kind":"round_answer","record":{}}` + "\n",
		strings.Replace(header, ":1,", ":99,", 1), strings.Replace(header, "T1", "T2", 1) + entry, header + "\xff\xfe" + entry, "\ufeff" + header,
		header + `{"end":{"entry":7}}`, header + strings.Repeat("[", 20_000) + "\n", `{"throughline_export":-1,"records":1e400}` + "\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		n := int64(0)
		_, sums, err := Read(bytes.NewReader(raw), func(h Header, kind record.Any, canonical []byte) error {
			n++
			if kind.IsPassing() {
				t.Fatalf("a record of kind %s came in", kind.KindName())
			}
			if err := kind.Verify(canonical); err != nil {
				t.Fatalf("a record came in that no store would have kept: %v", err)
			}
			return nil
		})
		if err == nil {
			if sums.Records() != n {
				t.Fatalf("%d records were handed over and %d summed up", n, sums.Records())
			}
			return
		}
		if _, told := errors.AsType[*LineError](err); !told {
			t.Fatalf("the error names no line: %v", err)
		}
		if strings.Contains(err.Error(), "zqx") || len(err.Error()) > 1000 {
			t.Fatalf("the error tells what stands in the file: %v", err)
		}
	})
}
