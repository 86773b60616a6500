package record

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// TestEveryKindDescribesItself holds what stores and exports rely on: names that are told apart, as many names of
// columns as texts in a key, and a record that comes back from its own JSON.
func TestEveryKindDescribesItself(t *testing.T) {
	names := map[string]bool{}
	for _, k := range All() {
		name := k.KindName()
		if name == "" || names[name] {
			t.Errorf("the name %q is empty or taken", name)
		}
		names[name] = true
		if found, ok := Named(name); !ok || found != k {
			t.Errorf("%s is not found by its name", name)
		}
		key, err := k.KeyOf([]byte(`{}`))
		if err != nil || len(key) != len(k.KeyColumns()) {
			t.Errorf("%s: a key of %d texts has %d names, %v", name, len(key), len(k.KeyColumns()), err)
		}
		if k.KeyColumns()[0] != "team" || slices.Contains(k.KeyColumns(), "user") {
			t.Errorf("%s: columns %q: the first is the workspace, and user means somebody else in SQL", name, k.KeyColumns())
		}
		if err := k.Verify([]byte(`{}`)); err == nil {
			t.Errorf("%s: a record without any id is taken", name)
		}
		if err := k.Verify([]byte(`{"team":3}`)); err == nil {
			t.Errorf("%s: a damaged record is taken", name)
		}
	}
	if _, ok := Named("no such kind"); ok {
		t.Error("a kind that is not there was found")
	}
}

// TestRecordsHaveVersions lets no type of record go without, as a later version could not tell what it reads.
func TestRecordsHaveVersions(t *testing.T) {
	for _, r := range []any{
		Mission{}, Member{}, Entry{}, Relation{}, Connection{}, Reflection{}, Own{}, Draft{}, Plan{}, Row{}, Person{}, House{},
		File{}, Erasure{}, Erased{}, Seen{}, Conversation{}, Practice{}, Balance{}, Rotation{}, Round{}, Answer{}, Mark{},
		RoundSetting{}, Guess{}, Trial{}, Toss{}, Look{}, Chosen{}, PlaceCounts{}, AudienceCounts{},
	} {
		raw, err := json.Marshal(r)
		f, ok := reflect.TypeOf(r).FieldByName("V")
		if err != nil || !ok || f.Tag.Get("json") != "v" {
			t.Errorf("%T has no version: %s, %v", r, raw, err)
		}
	}
}
