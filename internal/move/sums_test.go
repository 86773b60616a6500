package move

import (
	"encoding/json"
	"testing"
)

// TestSums holds sums to what they are compared for: the order of records is nothing, and their number and each of them
// is something, also of two that are equal.
func TestSums(t *testing.T) {
	t.Parallel()
	of := func(records ...string) Sum {
		var s Sum
		for _, r := range records {
			s.add([]byte(r))
		}
		return s
	}
	for _, row := range []struct {
		sentence string
		a, b     Sum
		same     bool
	}{
		{"the order is nothing", of("a", "b", "c"), of("c", "a", "b"), true},
		{"a record more is something", of("a", "b"), of("a"), false},
		{"another record is something", of("a", "b"), of("a", "c"), false},
		{"two equal records are two", of("a", "a"), of("a"), false},
		{"two equal records are not two others", of("a", "a"), of("b", "b"), false},
		{"an empty record is one", of(""), of(), false},
	} {
		if (row.a == row.b) != row.same {
			t.Errorf("%s: %+v and %+v", row.sentence, row.a, row.b)
		}
	}
	pair := of("a", "a", "b")
	if pair.Count != 3 || (Sums{"entry": pair, "member": of("c")}).Records() != 4 {
		t.Errorf("three records count as %d", pair.Count)
	}
	raw, err := json.Marshal(pair)
	var back Sum
	if err != nil || json.Unmarshal(raw, &back) != nil || back != pair {
		t.Errorf("%s is read back as %+v, %v", raw, back, err)
	}
}
