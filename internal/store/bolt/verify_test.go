package bolt

import (
	"context"
	"errors"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

func TestCheckFindsEveryFault(t *testing.T) {
	for sentence, c := range map[string]struct {
		spoil func(tx *bolt.Tx) error
		want  string
	}{
		"nothing is wrong": {func(*bolt.Tx) error { return nil }, ""},
		"an index lost a key": {func(tx *bolt.Tx) error {
			return dropFirst(tx, bucketPlanDue)
		}, "plan_due #"},
		"an index has a key too many": {func(tx *bolt.Tx) error {
			return tx.Bucket(bucketMemberUser).Put(key("T1", "U9", "M12"), nil)
		}, "member_user: it has 2 keys"},
		"a record is gone and its index is not": {func(tx *bolt.Tx) error {
			return tx.Bucket(bucketReflection).Delete(key("T1", "U1234", "R123456"))
		}, "reflection_msg: it has 1 keys, but 0"},
		"a record stands under another's key": {func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketDraft)
			return b.Put(key("T1", "U1234", "C9"), b.Get(key("T1", "U1234", "C123")))
		}, "the record says that it belongs under another key"},
		"a record is no JSON": {func(tx *bolt.Tx) error {
			return tx.Bucket(bucketPerson).Put(key("T1", "U1234"), []byte("{"))
		}, "a record in person is damaged"},
		"the mission of an entry is gone": {func(tx *bolt.Tx) error {
			return errors.Join(dropFirst(tx, bucketMission), dropFirst(tx, bucketMissionChannel), dropFirst(tx, bucketMissionRunning))
		}, "speaks of a mission that is not there"},
		"what is remembered has no time": {func(tx *bolt.Tx) error {
			return tx.Bucket(bucketSeen).Put(key("T1", "trigger.12345678"), nil)
		}, "seen #"},
		"what is remembered is never swept": {func(tx *bolt.Tx) error {
			return dropFirst(tx, bucketSeenAt)
		}, "seen_at #"},
	} {
		db := openTest(t)
		if err := errors.Join(db.Update(t.Context(), writeSample), db.bolt.Update(c.spoil)); err != nil {
			t.Fatal(err)
		}
		err := db.Check(t.Context())
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", sentence, err)
			}
			continue
		}
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: Check = %v; want %q", sentence, err, c.want)
		}
	}
}

// dropFirst deletes a bucket's first key.
func dropFirst(tx *bolt.Tx, name []byte) error {
	k, _ := tx.Bucket(name).Cursor().First()
	return tx.Bucket(name).Delete(k)
}

func TestCheckStopsWhenItIsCancelled(t *testing.T) {
	db := openTest(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Check(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, ErrDamaged) {
		t.Errorf("Check = %v; want the context's error", err)
	}
}
