package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"throughline/internal/store/record"
)

var (
	// ErrNewer says that a later version of the bot has written the file.
	ErrNewer = errors.New("a newer version of the bot has written this file: install that version again, " +
		"or restore a backup from before it")
	// ErrForeign says that the file belongs to another program.
	ErrForeign = errors.New("this file belongs to another program")
)

// migration brings the layout from one version to the next. It must be able to run on any file of the
// version before it, and never changes once it was released.
type migration struct {
	name string
	run  func(*bolt.Tx) error
}

// migrations are all steps in order; the version of a file is how many of them it has seen. Each has
// a pair of functions in migrations_test.go that makes a file of the version before and checks the
// result.
var migrations = []migration{
	{"make the buckets", makeBuckets},
	{"make the buckets of relations", makeMore(bucketRelation, bucketRelationTo)},
	{"make the buckets of anonymous rounds", makeMore(roundBuckets...)},
	{"make the buckets of coaching", makeMore(bucketConversation, bucketPractice, bucketBalance, bucketRotation)},
	{"make the buckets of commitments", makeMore(bucketEntryAwaited, bucketOwn)},
	{"make the buckets of erasures", makeMissing(bucketFile, bucketErasure, bucketErased)},
	{"find plans by their person", makePlanUser},
	{"make the bucket of what missions agreed on about nudges", makeMore(bucketHouse)},
	{"find the nudges that wait for a place", makeRowWaiting},
	{"let what is urgent go first", orderByUrgency},
	{"make the buckets of trials", makeMore(trialBuckets...)},
	{"make the buckets of what was chosen", makeMore(chosenBuckets...)},
}

// firstBuckets are the buckets of version 1.
var firstBuckets = [][]byte{
	bucketMission, bucketMissionChannel, bucketMissionRunning,
	bucketMember, bucketMemberUser, bucketEntry, bucketEntryAuthor,
	bucketConnection, bucketReflection, bucketReflectionMsg, bucketDraft,
	bucketPlan, bucketPlanMission, bucketPlanDue,
	bucketRow, bucketRowDue, bucketRowPlace, bucketRowMsg, bucketRowEnded,
	bucketPerson, bucketSeen, bucketSeenAt,
}

func makeBuckets(tx *bolt.Tx) error {
	for _, name := range firstBuckets {
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("make bucket %s: %w", name, err)
		}
	}
	return nil
}

// makeMore makes buckets that a later version brought.
func makeMore(names ...[]byte) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		for _, name := range names {
			if _, err := tx.CreateBucket(name); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return nil
	}
}

// makeMissing makes buckets that some files of the version before have.
func makeMissing(names ...[]byte) func(*bolt.Tx) error {
	return func(tx *bolt.Tx) error {
		for _, name := range names {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
		return nil
	}
}

// makePlanUser makes the index of plans by their person, from the plans that there are.
func makePlanUser(tx *bolt.Tx) error {
	ix, err := tx.CreateBucket(bucketPlanUser)
	if err != nil {
		return fmt.Errorf("make bucket %s: %w", bucketPlanUser, err)
	}
	return tx.Bucket(bucketPlan).ForEach(func(_, raw []byte) error {
		r, err := plans.kind.Decode(raw)
		if err != nil {
			return err
		}
		if k := planByUser(&r); k != nil {
			err = ix.Put(k, nil)
		}
		return err
	})
}

// makeRowWaiting makes the index of nudges that wait for their turn, from the rows that there are.
func makeRowWaiting(tx *bolt.Tx) error { return indexRows(tx, bucketRowWaiting, rowWaiting) }

// orderByUrgency makes the index of rows that need work anew, with how urgent each of them is.
func orderByUrgency(tx *bolt.Tx) error {
	if err := tx.DeleteBucket(bucketRowDue); err != nil {
		return fmt.Errorf("make bucket %s anew: %w", bucketRowDue, err)
	}
	return indexRows(tx, bucketRowDue, rowByWork)
}

// indexRows makes an index of the rows that there are.
func indexRows(tx *bolt.Tx, name []byte, keyOf func(*record.Row) []byte) error {
	ix, err := tx.CreateBucket(name)
	if err != nil {
		return fmt.Errorf("make bucket %s: %w", name, err)
	}
	return tx.Bucket(bucketRow).ForEach(func(_, raw []byte) error {
		r, err := rows.kind.Decode(raw)
		if err != nil {
			return err
		}
		if k := keyOf(&r); k != nil {
			err = ix.Put(k, nil)
		}
		return err
	})
}

// roundBuckets are the buckets of anonymous rounds.
var roundBuckets = [][]byte{bucketRound, bucketRoundAnswer, bucketRoundMark, bucketRoundSetting, bucketGuess}

// migrate runs the steps that a file has not seen, all in one transaction or none.
func migrate(db *bolt.DB, steps []migration) error {
	var version int
	err := db.View(func(tx *bolt.Tx) (err error) {
		version, err = schemaVersion(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case version > len(steps):
		return fmt.Errorf("%w (the file has version %d, this bot knows %d)", ErrNewer, version, len(steps))
	case version == len(steps):
		return nil
	}
	return db.Update(func(tx *bolt.Tx) error {
		for i, m := range steps[version:] {
			if err := m.run(tx); err != nil {
				return fmt.Errorf("bring the file to version %d (%s): %w", version+i+1, m.name, err)
			}
		}
		return putSchemaVersion(tx, len(steps))
	})
}

// schemaVersion returns 0 for an empty file.
func schemaVersion(tx *bolt.Tx) (int, error) {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		if name, _ := tx.Cursor().First(); name != nil {
			return 0, ErrForeign
		}
		return 0, nil
	}
	raw := meta.Get(keySchema)
	if len(raw) != 8 {
		return 0, fmt.Errorf("the schema version has %d bytes, not 8: the file is damaged", len(raw))
	}
	return int(binary.BigEndian.Uint64(raw)), nil
}

func putSchemaVersion(tx *bolt.Tx, version int) error {
	meta, err := tx.CreateBucketIfNotExists(bucketMeta)
	if err != nil {
		return fmt.Errorf("make bucket %s: %w", bucketMeta, err)
	}
	return meta.Put(keySchema, binary.BigEndian.AppendUint64(nil, uint64(version)))
}
