package damage_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"throughline/internal/store/damage"
)

func TestAReportTellsNothingThatAKeyHolds(t *testing.T) {
	t.Parallel()
	var r damage.Report
	if err := r.Err(); err != nil {
		t.Fatalf("an empty report is an error: %v", err)
	}
	for n := range 60 {
		r.Add(damage.Index, "reflection_msg", "T1\x00U0ANA00001\x00"+fmt.Sprint(n), "it is missing")
	}
	err := fmt.Errorf("check: %w", r.Err())
	if !errors.Is(err, damage.Err) {
		t.Errorf("%v is no damage", err)
	}
	found, ok := errors.AsType[*damage.Error](err)
	if !ok || len(found.Findings) != 50 || found.More != 10 {
		t.Fatalf("found %+v", found)
	}
	raw, jsonErr := json.Marshal(found.Findings)
	if jsonErr != nil {
		t.Fatal(jsonErr)
	}
	for _, text := range []string{err.Error(), string(raw)} {
		if strings.Contains(text, "ANA") || !strings.Contains(text, "it is missing") {
			t.Errorf("the report says %s", text)
		}
	}
	if a, b := found.Findings[0], found.Findings[1]; a.Name() == b.Name() || !strings.HasPrefix(a.Name(), "#") {
		t.Errorf("the names are %q and %q", a.Name(), b.Name())
	}
}
