package bolt

import (
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// migrationTests has for each migration what makes a file of the version before it, and what the file
// must look like afterwards.
var migrationTests = []struct {
	init, check func(t *testing.T, tx *bolt.Tx) error
}{
	{ // Make the buckets.
		init: func(*testing.T, *bolt.Tx) error { return nil },
		check: func(t *testing.T, tx *bolt.Tx) error {
			for _, name := range firstBuckets {
				if tx.Bucket(name) == nil {
					t.Errorf("bucket %s is missing", name)
				}
			}
			return nil
		},
	},
	{ // Make the buckets of relations.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(bucketRelation, bucketRelationTo),
	},
	{ // Make the buckets of anonymous rounds.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(roundBuckets...),
	},
	{ // Make the buckets of coaching.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(bucketConversation, bucketPractice, bucketBalance, bucketRotation),
	},
	{ // Make the buckets of commitments.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(bucketEntryAwaited, bucketOwn),
	},
	{ // Make the buckets of erasures, of which some files have one.
		init: func(_ *testing.T, tx *bolt.Tx) error {
			_, err := tx.CreateBucket(bucketFile)
			return err
		},
		check: has(bucketFile, bucketErasure, bucketErased),
	},
	{ // Find plans by their person.
		init: func(_ *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketPlan)
			return errors.Join(
				b.Put(key("T1", "coach/M1"), []byte(`{"v":1,"id":"coach/M1","team":"T1","mission":"M1"}`)),
				b.Put(key("T1", "follow/M1/UBO"), []byte(`{"v":1,"id":"follow/M1/UBO","team":"T1","mission":"M1","user":"UBO"}`)))
		},
		check: func(t *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketPlanUser)
			if n := b.Stats().KeyN; n != 1 || b.Get(key("T1", "UBO", "follow/M1/UBO")) == nil {
				t.Errorf("the index has %d keys", n)
			}
			return nil
		},
	},
	{ // Make the bucket of what missions agreed on about nudges.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(bucketHouse),
	},
	{ // Find the nudges that wait for a place.
		init: func(_ *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketRow)
			return errors.Join(
				b.Put(key("T1", "n1"), []byte(`{"v":1,"key":"n1","team":"T1","user":"UBO","state":"due","due":5,"not_before":7,"nudge":{"kind":"reflect"}}`)),
				b.Put(key("T1", "n2"), []byte(`{"v":1,"key":"n2","team":"T1","user":"UBO","state":"settled","due":5,"nudge":{"kind":"reflect"}}`)),
				b.Put(key("T1", "e1"), []byte(`{"v":1,"key":"e1","team":"T1","channel":"C1","state":"due","due":5}`)))
		},
		check: func(t *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketRowWaiting)
			if n := b.Stats().KeyN; n != 1 || b.Get(append(appendTime(prefix("T1", "UBO"), 7), "n1"...)) == nil {
				t.Errorf("the index has %d keys", n)
			}
			return nil
		},
	},
	{ // Let what is urgent go first.
		init: func(_ *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketRow)
			return errors.Join(
				b.Put(key("T1", "K1"), []byte(`{"v":1,"key":"K1","team":"T1","state":"due","not_before":9,"nudge":{"kind":"reflect"}}`)),
				b.Put(key("T1", "K2"), []byte(`{"v":1,"key":"K2","team":"T1","state":"due","not_before":9}`)),
				b.Put(key("T1", "K3"), []byte(`{"v":1,"key":"K3","team":"T1","state":"settled"}`)),
				tx.Bucket(bucketRowDue).Put(timeKey(9, "T1", "K1"), nil))
		},
		check: func(t *testing.T, tx *bolt.Tx) error {
			b := tx.Bucket(bucketRowDue)
			first, _ := b.Cursor().First()
			if n := b.Stats().KeyN; n != 2 || !bytes.Equal(first, slices.Concat([]byte{0}, appendTime(nil, 9), []byte{0, 0}, key("T1", "K2"))) {
				t.Errorf("the index has %d keys, the first is %q", n, first)
			}
			return nil
		},
	},
	{ // Make the buckets of trials.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(trialBuckets...),
	},
	{ // Make the buckets of what was chosen.
		init:  func(*testing.T, *bolt.Tx) error { return nil },
		check: has(chosenBuckets...),
	},
}

// has checks that a file holds some buckets.
func has(names ...[]byte) func(*testing.T, *bolt.Tx) error {
	return func(t *testing.T, tx *bolt.Tx) error {
		for _, name := range names {
			if tx.Bucket(name) == nil {
				t.Errorf("bucket %s is missing", name)
			}
		}
		return nil
	}
}

func openRaw(t *testing.T) *bolt.DB {
	t.Helper()
	b, err := bolt.Open(filepath.Join(t.TempDir(), "raw.db"), 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

func TestEachMigration(t *testing.T) {
	if len(migrationTests) != len(migrations) {
		t.Fatalf("%d migrations have %d tests", len(migrations), len(migrationTests))
	}
	for i, c := range migrationTests {
		b := openRaw(t)
		if err := migrate(b, migrations[:i]); err != nil {
			t.Fatal(err)
		}
		if err := b.Update(func(tx *bolt.Tx) error { return c.init(t, tx) }); err != nil {
			t.Fatal(err)
		}
		if err := migrate(b, migrations[:i+1]); err != nil {
			t.Fatalf("%s: %v", migrations[i].name, err)
		}
		if err := b.View(func(tx *bolt.Tx) error { return c.check(t, tx) }); err != nil {
			t.Errorf("%s: %v", migrations[i].name, err)
		}
	}
}

// step returns a migration that notes that it ran, and then returns err.
func step(name string, ran *[]string, err error) migration {
	return migration{name, func(tx *bolt.Tx) error {
		*ran = append(*ran, name)
		_, errBucket := tx.CreateBucket([]byte(name))
		return errors.Join(errBucket, err)
	}}
}

func TestMigrationsRunOnceInOrderAndAllOrNone(t *testing.T) {
	b := openRaw(t)
	var ran []string
	one, two, three := step("one", &ran, nil), step("two", &ran, nil), step("three", &ran, nil)
	bad := step("bad", &ran, errTest)
	for _, c := range []struct {
		steps []migration
		want  int // steps that run
		err   error
	}{
		{[]migration{one}, 1, nil},
		{[]migration{one}, 0, nil},
		{[]migration{one, two, bad}, 2, errTest},
		{[]migration{one, two, three}, 2, nil},
		{[]migration{one, two}, 0, ErrNewer},
	} {
		ran = nil
		if err := migrate(b, c.steps); !errors.Is(err, c.err) || len(ran) != c.want {
			t.Errorf("%d steps: ran %v, %v; want %d, %v", len(c.steps), ran, err, c.want, c.err)
		}
	}
}

func TestAnUpToDateFileIsNotWritten(t *testing.T) {
	b := openRaw(t)
	var ran []string
	steps := []migration{step("one", &ran, nil)}
	id := func() (n int) {
		_ = b.View(func(tx *bolt.Tx) error { n = tx.ID(); return nil })
		return n
	}
	if err := migrate(b, steps); err != nil {
		t.Fatal(err)
	}
	before := id()
	if err := migrate(b, steps); err != nil || id() != before {
		t.Errorf("opening an up-to-date file made a commit (%v)", err)
	}
}
