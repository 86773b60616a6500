package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"throughline/internal/mission"
)

const (
	// maxProblems is how many problems Check reports; one fault often shows in many places.
	maxProblems = 50
	// checkStride is after how many records Check looks whether it was cancelled.
	checkStride = 1000
)

// ErrDamaged says that Check found something wrong. What it found is joined to it.
var ErrDamaged = errors.New("the store is damaged")

// Check reads the whole file and verifies its pages, that every record stands under its own key, that
// every index holds exactly the keys of its records, and that the missions exist that records speak
// of. It returns nil or an error that wraps ErrDamaged, with ids in it and nobody's words. Writers wait
// while the pages are verified.
func (db *DB) Check(ctx context.Context) error {
	c := &checker{ctx: ctx}
	if err := db.Update(ctx, c.pages); err != nil {
		return fmt.Errorf("check the pages: %w", err)
	}
	return c.outcome(db.LongView(ctx, c.records))
}

// outcome returns what was found, unless looking for it failed.
func (c *checker) outcome(err error) error {
	switch {
	case err != nil:
		return fmt.Errorf("check the records: %w", err)
	case len(c.problems) == 0:
		return nil
	}
	return errors.Join(append([]error{ErrDamaged}, c.problems...)...)
}

// checker collects what Check finds.
type checker struct {
	ctx      context.Context
	tx       *Tx
	problems []error
	read     int

	// known is the last mission that was found, as records of one mission stand together.
	known []byte
}

func (c *checker) report(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// pages verifies what bbolt itself keeps. It may be run again, so it begins anew.
func (c *checker) pages(tx *Tx) error {
	c.problems = nil
	for err := range tx.b.Check() {
		c.report("pages: %w", err)
	}
	return nil
}

// records verifies every table.
func (c *checker) records(tx *Tx) error {
	c.tx = tx
	for _, t := range tables {
		if err := t.check(c); err != nil {
			return err
		}
	}
	for _, check := range []func(*checker) error{checkErased, checkSeen} {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

// next counts a record and says whether to go on.
func (c *checker) next() error {
	if c.read++; c.read%checkStride == 0 {
		return c.ctx.Err()
	}
	return nil
}

func (t *table[R]) check(c *checker) error {
	indexed := make([]int, len(t.indexes))
	for k, raw := range c.tx.ascend(t.bucket, nil) {
		if err := c.next(); err != nil {
			return err
		}
		r, err := t.kind.Decode(raw)
		if err != nil {
			c.report("key %q: %w", k, err)
			continue
		}
		if !bytes.Equal(t.key(&r), k) {
			c.report("%s: the record under %q says that it belongs under %q", t.bucket, k, t.key(&r))
		}
		for i, ix := range t.indexes {
			if want := ix.key(&r); want != nil {
				indexed[i]++
				if !c.tx.has(ix.bucket, want) {
					c.report("%s: %q is missing", ix.bucket, want)
				}
			}
		}
		t.checkMissions(c, k, &r)
	}
	for i, ix := range t.indexes {
		if n := c.tx.count(ix.bucket); n != indexed[i] {
			c.report("%s: it has %d keys, but %d records of %s stand in it", ix.bucket, n, indexed[i], t.bucket)
		}
	}
	return nil
}

// checkMissions reports missions that a record speaks of and that are not there.
func (t *table[R]) checkMissions(c *checker, k []byte, r *R) {
	if t.kind.Missions == nil {
		return
	}
	team, ids := t.kind.Missions(r)
	for _, id := range ids {
		mk := key(string(team), string(id))
		if bytes.Equal(mk, c.known) {
			continue
		}
		if _, err := c.tx.get(bucketMission, mk); errors.Is(err, mission.ErrNotFound) {
			c.report("%s: the record under %q speaks of mission %q, which is not there", t.bucket, k, id)
			continue
		}
		c.known = mk
	}
}

// checkSeen verifies what is remembered of deliveries.
func checkSeen(c *checker) error {
	n := 0
	for k, raw := range c.tx.ascend(bucketSeen, nil) {
		if err := c.next(); err != nil {
			return err
		}
		n++
		ms, err := readTime(raw)
		if err != nil {
			c.report("%s: %q: %w", bucketSeen, k, err)
			continue
		}
		if !c.tx.has(bucketSeenAt, append(appendTime(nil, ms), k...)) {
			c.report("%s: %q is missing", bucketSeenAt, k)
		}
	}
	if times := c.tx.count(bucketSeenAt); times != n {
		c.report("%s: it has %d keys, but %d are remembered", bucketSeenAt, times, n)
	}
	return nil
}

// has reports whether an index holds a key.
func (tx *Tx) has(ix, key []byte) bool {
	for k := range tx.ascend(ix, key) {
		return bytes.Equal(k, key)
	}
	return false
}

// count returns how many keys a bucket holds.
func (tx *Tx) count(bucket []byte) int {
	n := 0
	for range tx.ascend(bucket, nil) {
		n++
	}
	return n
}
