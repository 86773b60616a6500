package record

import (
	"strings"
	"testing"
)

func TestStrictTakesWhatAStoreWouldHaveWritten(t *testing.T) {
	const good = `{"v":1,"id":"E1","team":"T1","mission":"M1","author":"UANA","by":"2026-12-04"}`
	for sentence, c := range map[string]struct{ raw, wrong string }{
		"a good record":                     {good, ""},
		"a field that nobody knows":         {`{"v":1,"id":"E1","team":"T1","mission":"M1","secret words":1}`, "a field that no record of this kind has"},
		"a field of another type":           {`{"v":1,"id":7,"team":"T1","mission":"M1"}`, `the field "id" is a number, where a string belongs`},
		"no id":                             {`{"v":1,"team":"T1","mission":"M1"}`, "it is empty"},
		"a later version":                   {`{"v":2,"id":"E1","team":"T1","mission":"M1"}`, "a record of version 2"},
		"no version":                        {`{"id":"E1","team":"T1","mission":"M1"}`, "a record of version 0"},
		"a day that is not in the calendar": {`{"v":1,"id":"E1","team":"T1","mission":"M1","by":"2026-02-30"}`, "not in the calendar"},
		"two records":                       {good + good, "something follows"},
		"half a record":                     {good[:20], "cut off"},
		"no JSON":                           {`{"v":1,secret words`, "no JSON from byte 8 on"},
		"no UTF-8":                          {"{\"v\":1,\"id\":\"E\xff\",\"team\":\"T1\",\"mission\":\"M1\"}", "no UTF-8"},
		"a list":                            {`[]`, "belongs"},
	} {
		_, err := Entries.Strict([]byte(c.raw))
		switch {
		case c.wrong == "" && err != nil:
			t.Errorf("%s: %v", sentence, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s: %v; want %q", sentence, err, c.wrong)
		case err != nil && strings.Contains(err.Error(), "secret words"):
			t.Errorf("%s: the error quotes the record: %v", sentence, err)
		}
	}
}
