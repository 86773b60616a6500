package rules

import "testing"

// Keeps says that the test holds the sandbox to these rules. The ids must be
// written out, since docs/slack-rules.md is made from the source of the tests.
// An id that is not in the table fails the test.
func Keeps(t testing.TB, ids ...string) {
	t.Helper()
	if len(ids) == 0 {
		t.Error("no rule is named")
	}
	all := All()
	for _, id := range ids {
		if rule, there := all[id]; !there {
			t.Errorf("there is no rule %q", id)
		} else if rule.Unkept != "" {
			t.Errorf("the table says that the sandbox does not keep %q", id)
		}
	}
}
