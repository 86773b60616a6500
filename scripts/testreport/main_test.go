package main

import (
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	const (
		okPackage = `{"Action":"output","Package":"throughline/a","Output":"ok  \tthroughline/a\t0.01s\n"}
{"Action":"pass","Package":"throughline/a"}
`
		noTests = `{"Action":"output","Package":"throughline/b","Output":"?   \tthroughline/b\t[no test files]\n"}
{"Action":"skip","Package":"throughline/b"}
`
		passed = `{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"throughline/a","Test":"TestA"}
`
		failed = `{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"    a_test.go:1: wrong\n"}
{"Action":"fail","Package":"throughline/a","Test":"TestA"}
{"Action":"output","Package":"throughline/a","Output":"FAIL\tthroughline/a\t0.01s\n"}
{"Action":"fail","Package":"throughline/a"}
`
		skipped = `{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"    a_test.go:1: no browser\n"}
{"Action":"skip","Package":"throughline/a","Test":"TestA"}
`
		unbuilt = `{"ImportPath":"throughline/a","Action":"build-output","Output":"a.go:1: undefined: b\n"}
{"ImportPath":"throughline/a","Action":"build-fail"}
`
	)
	for name, tc := range map[string]struct{ in, out, err string }{
		"a test that passes says nothing":       {passed + okPackage, "ok  \tthroughline/a\t0.01s\n", ""},
		"a package without tests says nothing":  {passed + okPackage + noTests, "ok  \tthroughline/a\t0.01s\n", ""},
		"a test that fails is shown whole":      {failed, "    a_test.go:1: wrong\nFAIL\tthroughline/a\t0.01s\n", "failed: 2 tests and packages"},
		"a test that is skipped fails":          {skipped + okPackage, "    a_test.go:1: no browser\nok  \tthroughline/a\t0.01s\n", "skipped, which counts as failed:\n  throughline/a TestA"},
		"a package that does not build fails":   {unbuilt + okPackage, "a.go:1: undefined: b\nok  \tthroughline/a\t0.01s\n", "failed: 1 tests and packages"},
		"what is no event is passed on":         {"go: no such module\n", "go: no such module\n", "no test was run"},
		"nothing at all fails":                  {"", "", "no test was run"},
		"a last line without its end is read":   {passed + strings.TrimSuffix(okPackage, "\n"), "ok  \tthroughline/a\t0.01s\n", ""},
		"packages of which none has tests fail": {noTests, "", "no test was run"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			var got string
			if err := report(strings.NewReader(tc.in), &out, false); err != nil {
				got = err.Error()
			}
			if out.String() != tc.out {
				t.Errorf("printed %q, want %q", out.String(), tc.out)
			}
			if got != tc.err {
				t.Errorf("error %q, want %q", got, tc.err)
			}
		})
	}
}

func TestReportPrintsFigures(t *testing.T) {
	const in = `{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"    a_test.go:9: gain 2.1\n"}
{"Action":"output","Package":"throughline/a","Test":"TestA","Output":"--- PASS: TestA (0.00s)\n"}
{"Action":"pass","Package":"throughline/a","Test":"TestA"}
{"Action":"output","Package":"throughline/a","Output":"ok  \tthroughline/a\t0.01s\n"}
{"Action":"pass","Package":"throughline/a"}
`
	var out strings.Builder
	if err := report(strings.NewReader(in), &out, true); err != nil {
		t.Fatal(err)
	}
	if want := "    a_test.go:9: gain 2.1\nok  \tthroughline/a\t0.01s\n"; out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}
