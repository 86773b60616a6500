package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"throughline/internal/mission"
	"throughline/internal/progress"
	"throughline/internal/store/damage"
)

// checkStride is after how many records Check looks whether it was cancelled, and says how far it is.
const checkStride = 1000

// Check reads the whole file and verifies its pages, that every record stands under its own key, that
// every index holds exactly the keys of its records, and that the missions exist that records speak
// of. It returns nil or a [damage.Error], with nobody's words in it. Writers wait while the pages are verified: bbolt compares
// them with its list of free pages, which it keeps once for all and which each commit changes, so that it offers this to no
// reader beside a writer.
func (db *DB) Check(ctx context.Context) error { return db.Verify(ctx, nil) }

// Verify is Check, and tells how far it is.
func (db *DB) Verify(ctx context.Context, tell progress.Func) error {
	c := &checker{ctx: ctx, tell: tell}
	if err := db.Update(ctx, c.pages); err != nil && !errors.Is(err, ErrDamaged) {
		return fmt.Errorf("check the pages: %w", err)
	} else if err != nil {
		c.report(damage.Pages, pagesTable, nil, "%v", err)
	}
	if len(c.found.Findings) > 0 {
		return c.found.Err() // What stands on pages that are not in order tells nothing more.
	}
	return c.outcome(db.LongView(ctx, c.records))
}

// outcome returns what was found, unless looking for it failed.
func (c *checker) outcome(err error) error {
	if err != nil {
		return fmt.Errorf("check the records: %w", err)
	}
	return c.found.Err()
}

// checker collects what Check finds.
type checker struct {
	ctx   context.Context
	tell  progress.Func
	tx    *Tx
	found damage.Report
	read  int64

	// known is the last mission that was found, as records of one mission stand together.
	known []byte
}

func (c *checker) report(part damage.Part, table string, key []byte, format string, args ...any) {
	c.found.Add(part, table, string(key), format, args...)
}

// pages verifies what bbolt itself keeps. It may be run again, so it begins anew.
func (c *checker) pages(tx *Tx) error {
	c.found = damage.Report{}
	c.tell.Tell(progress.Step{What: "checking the pages", Unit: "pages"})
	path := tx.b.DB().Path()
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := surveyPages(f, info.Size(), &c.found); err != nil || len(c.found.Findings) > 0 {
		return err // bbolt trusts its pages, and is not let at these.
	}
	for err := range tx.b.Check() {
		c.report(damage.Pages, pagesTable, nil, "%v", err)
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
		c.tell.Tell(progress.Step{What: "checking the records", Done: c.read})
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
			c.report(damage.Record, string(t.bucket), k, "%v", err)
			continue
		}
		if !bytes.Equal(t.key(&r), k) {
			c.report(damage.Record, string(t.bucket), k, "the record says that it belongs under another key")
		}
		for i, ix := range t.indexes {
			if want := ix.key(&r); want != nil {
				indexed[i]++
				if !c.tx.has(ix.bucket, want) {
					c.report(damage.Index, string(ix.bucket), want, "it is missing, for %s", t.bucket)
				}
			}
		}
		t.checkMissions(c, k, &r)
	}
	for i, ix := range t.indexes {
		if n := c.tx.count(ix.bucket); n != indexed[i] {
			c.report(damage.Index, string(ix.bucket), nil, "it has %d keys, but %d records of %s stand in it", n, indexed[i], t.bucket)
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
			c.report(damage.Reference, string(t.bucket), k, "the record speaks of a mission that is not there")
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
			c.report(damage.Record, string(bucketSeen), k, "%v", err)
			continue
		}
		if !c.tx.has(bucketSeenAt, append(appendTime(nil, ms), k...)) {
			c.report(damage.Index, string(bucketSeenAt), k, "it is missing, for %s", bucketSeen)
		}
	}
	if times := c.tx.count(bucketSeenAt); times != n {
		c.report(damage.Index, string(bucketSeenAt), nil, "it has %d keys, but %d are remembered", times, n)
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
