package postgres_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/internal/copies"
	"throughline/internal/mission"
	"throughline/internal/nudges"
	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
)

func opened(t *testing.T, url string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), postgres.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// TestCopiesKnowOfEachOther goes through everything that copies keep for each other.
func TestCopiesKnowOfEachOther(t *testing.T) {
	t.Parallel()
	c, ctx := opened(t, pgtest.Database(t)).Copies(), t.Context()
	no := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"a", "b", "a"} {
		_, now, err := c.Beat(ctx, copies.Copy{ID: id, Host: "h", Sockets: 2, Version: "v"}, time.Minute)
		no(err)
		if d := time.Since(now).Abs(); d > time.Minute {
			t.Errorf("the server's clock is %v off", d)
		}
	}
	living, err := c.Living(ctx, time.Minute)
	no(err)
	if len(living) != 2 || living[1].ID != "b" || living[1].Sockets != 2 || living[1].Seen.Before(living[1].Started) {
		t.Errorf("living are %+v", living)
	}
	if living, err := c.Living(ctx, 0); err != nil || len(living) != 0 {
		t.Errorf("after no time at all live %+v, %v", living, err)
	}

	no(c.Tell(ctx, "a", []copies.News{{Kind: "channel", Subject: "C1"}, {Kind: "person", Subject: "U1"}}))
	for by, want := range map[string]int{"a": 0, "b": 2} {
		if news, err := c.Heard(ctx, by, time.Minute); err != nil || len(news) != want {
			t.Errorf("%s heard %+v, %v, want %d", by, news, err, want)
		}
	}

	for _, try := range []struct {
		owner  string
		length time.Duration
		want   bool
	}{{"a", time.Hour, true}, {"b", time.Hour, false}, {"a", -time.Second, true}, {"b", time.Hour, true}} {
		if mine, err := c.TakeLease(ctx, "hourly", try.owner, try.length); err != nil || mine != try.want {
			t.Errorf("%s took the lease: %v, %v, want %v", try.owner, mine, err, try.want)
		}
	}
	no(c.Leave(ctx, "b"))
	if mine, err := c.TakeLease(ctx, "hourly", "a", time.Hour); err != nil || !mine {
		t.Errorf("the lease of one that left is not free: %v", err)
	}

	no(c.KeepWords(ctx, "one", "UANA", mission.Sealed("sealed"), time.Hour))
	no(c.KeepWords(ctx, "over", "UANA", mission.Sealed("sealed"), -time.Second))
	for _, look := range []struct {
		name string
		by   mission.UserID
		want error
	}{{"one", "UANA", nil}, {"one", "UBO", mission.ErrNotFound}, {"over", "UANA", mission.ErrNotFound}, {"none", "UANA", mission.ErrNotFound}} {
		if _, err := c.Words(ctx, look.name, look.by); !errors.Is(err, look.want) {
			t.Errorf("%s of %s: %v, want %v", look.name, look.by, err, look.want)
		}
	}
	no(c.DropWords(ctx, "", "UANA"))
	if _, err := c.Words(ctx, "one", "UANA"); !errors.Is(err, mission.ErrNotFound) {
		t.Errorf("dropped words are there: %v", err)
	}

	no(c.AddJournal(ctx, []string{"b", "a"}))
	no(c.AddJournal(ctx, []string{"a", "c"}))
	if lines, err := c.Journal(ctx); err != nil || !slices.Equal(lines, []string{"a", "b", "c"}) {
		t.Errorf("the journal has %v, %v", lines, err)
	}
	for _, sealed := range []string{"first", "second"} {
		if kept, err := c.Canary(ctx, mission.Sealed(sealed)); err != nil || string(kept) != "first" {
			t.Errorf("the canary is %q, %v", []byte(kept), err)
		}
	}
	no(c.Sweep(ctx, -time.Second))
	if living, err := c.Living(ctx, time.Minute); err != nil || len(living) != 0 {
		t.Errorf("after the sweep live %+v, %v", living, err)
	}
}

// TestARowIsTakenByOneCopyAtATime holds a row in one transaction and tries to take it in another.
func TestARowIsTakenByOneCopyAtATime(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	one, two := opened(t, url), opened(t, url)
	now := time.Now().Truncate(time.Millisecond)
	row := nudges.Row{Team: "T1", Key: "k", Subject: nudges.OfEntry, Channel: "C1", State: nudges.Claimed, Owner: "a", Due: now, NotBefore: now, Lease: now.Add(time.Minute)}
	if err := one.Update(t.Context(), func(tx *postgres.Tx) error { return tx.PutRow(row) }); err != nil {
		t.Fatal(err)
	}
	err := one.Update(t.Context(), func(tx *postgres.Tx) error {
		if _, err := tx.LockRow("T1", "k"); err != nil {
			return err
		}
		return two.Update(t.Context(), func(tx *postgres.Tx) error {
			if _, err := tx.LockRow("T1", "none"); !errors.Is(err, mission.ErrNotFound) {
				t.Errorf("a row that is not there: %v", err)
			}
			if held, err := tx.HeldAt("T1", "C1"); err != nil || len(held) != 1 || held[0].Owner != "a" {
				t.Errorf("at the channel is held %+v, %v", held, err)
			}
			if held, err := tx.HeldAt("T1", "C2"); err != nil || len(held) != 0 {
				t.Errorf("at another is held %+v, %v", held, err)
			}
			if held, err := tx.Held(); err != nil || len(held) != 1 || held[0].Key != "k" {
				t.Errorf("held are %+v, %v", held, err)
			}
			if _, err := tx.LockRow("T1", "k"); !errors.Is(err, nudges.ErrLocked) {
				t.Errorf("a row that another has: %v, want ErrLocked", err)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCopiesTakeDifferentPlans lets two copies ask for what is due at the same time: none waits for the other, or gets the
// same.
func TestCopiesTakeDifferentPlans(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	one, two := opened(t, url), opened(t, url)
	now := time.Now().Truncate(time.Millisecond)
	err := one.Update(t.Context(), func(tx *postgres.Tx) error {
		return errors.Join(
			tx.PutPlan(nudges.Plan{Team: "T1", ID: "P1", Mission: "M1", Next: now.Add(-time.Minute)}),
			tx.PutPlan(nudges.Plan{Team: "T1", ID: "P2", Mission: "M1", Next: now}),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	due := func(tx *postgres.Tx, limit int, want string) error {
		plans, err := tx.DuePlans(now, limit)
		if err == nil && (len(plans) != 1 || plans[0].ID != want) {
			t.Errorf("it takes %+v, want %s alone", plans, want)
		}
		return err
	}
	err = one.Update(t.Context(), func(tx *postgres.Tx) error {
		if err := due(tx, 1, "P1"); err != nil {
			return err
		}
		return two.Update(t.Context(), func(tx *postgres.Tx) error { return due(tx, 10, "P2") })
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnEditIsNotLostToACallThatBegins lets an edit's call begin while a transaction asks for one more edit, which found
// the row waiting when it began.
func TestAnEditIsNotLostToACallThatBegins(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	one, two := opened(t, url), opened(t, url)
	now := time.Now().Truncate(time.Millisecond)
	row := nudges.Row{Team: "T1", Key: "card/edit", Subject: nudges.OfCard, Channel: "C1", Update: true, State: nudges.Due, Due: now, NotBefore: now}
	if err := one.Update(t.Context(), func(tx *postgres.Tx) error { return tx.PutRow(row) }); err != nil {
		t.Fatal(err)
	}
	tries := 0
	err := one.Update(t.Context(), func(tx *postgres.Tx) error {
		if _, err := tx.Row("T1", "card/edit"); err != nil {
			return err
		}
		if tries++; tries == 1 {
			sending := row
			sending.State, sending.Owner, sending.SentAt, sending.Lease = nudges.Sending, "b", now, now.Add(time.Minute)
			if err := two.Update(t.Context(), func(tx *postgres.Tx) error { return tx.PutRow(sending) }); err != nil {
				return err
			}
		}
		return nudges.Edit(tx, row, now)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = one.View(t.Context(), func(tx *postgres.Tx) error {
		got, err := tx.Row("T1", "card/edit")
		if tries < 2 || got.State != nudges.Sending || !got.Again {
			t.Errorf("after %d tries the row is %+v, want one that is edited again", tries, got)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatAMessageShowsIsNotLostToACallThatBegins lets a call begin while a transaction changes what its message shows: where
// it had begun the transaction learns so, and where not it waits until the transaction has ended.
func TestWhatAMessageShowsIsNotLostToACallThatBegins(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	one, two := opened(t, url), opened(t, url)
	now := time.Now().Truncate(time.Millisecond)
	row := nudges.Row{Team: "T1", Key: "asked", Subject: nudges.OfNudge, Channel: "C1", State: nudges.Claimed, Due: now, NotBefore: now, Lease: now.Add(time.Minute)}
	put := func(r nudges.Row) error {
		return two.Update(t.Context(), func(tx *postgres.Tx) error { return tx.PutRow(r) })
	}
	sending := row
	sending.State, sending.Owner, sending.SentAt = nudges.Sending, "b", now
	// changes asks what is shown, after a call began or before.
	changes := func(began, then func()) (shown bool, tries int) {
		t.Helper()
		if err := put(row); err != nil {
			t.Fatal(err)
		}
		err := one.Update(t.Context(), func(tx *postgres.Tx) (err error) {
			if _, err = tx.Row("T1", "none"); !errors.Is(err, mission.ErrNotFound) { // It sees the store as it is at this moment.
				return err
			}
			if tries++; tries == 1 {
				began()
			}
			_, shown, err = nudges.Shown(tx, "T1", "asked")
			then()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return shown, tries
	}
	begins := func() {
		if err := put(sending); err != nil {
			t.Error(err)
		}
	}
	if shown, tries := changes(begins, func() {}); !shown || tries < 2 {
		t.Errorf("a call began meanwhile, and after %d tries it is %v that its message shows what stood before", tries, shown)
	}
	done := make(chan struct{})
	shown, _ := changes(func() {}, func() {
		go func() { defer close(done); begins() }()
		select {
		case <-done:
			t.Error("a call began before what its message is to show was there to be seen")
		case <-time.After(100 * time.Millisecond):
		}
	})
	if <-done; shown {
		t.Error("a call that had not begun shows what stood before")
	}
}

// TestACopyLearnsThatItIsOutgrown changes the tables' version as a newer program does.
func TestACopyLearnsThatItIsOutgrown(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	c, me := opened(t, url).Copies(), copies.Copy{ID: "a"}
	if _, _, err := c.Beat(t.Context(), me, time.Minute); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	if _, err := conn.Exec(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99, true)"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Beat(t.Context(), me, time.Minute); !errors.Is(err, copies.ErrOutgrown) {
		t.Errorf("after a step that it does not know: %v", err)
	}
}

// TestPurgeDeletesEverything fills what it can and looks at every table afterwards.
func TestPurgeDeletesEverything(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	db := opened(t, url)
	c := db.Copies()
	now := time.Now()
	err := errors.Join(
		db.Update(t.Context(), func(tx *postgres.Tx) error {
			return tx.PutRow(nudges.Row{Team: "T1", Key: "k", Subject: nudges.OfEntry, Channel: "C1", State: nudges.Due, Due: now, NotBefore: now})
		}),
		c.KeepWords(t.Context(), "w", "UANA", mission.Sealed("s"), time.Hour),
		c.AddJournal(t.Context(), []string{"line"}),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Beat(t.Context(), copies.Copy{ID: "a"}, time.Minute); err != nil {
		t.Fatal(err)
	}
	if err := db.Purge(t.Context()); !errors.Is(err, postgres.ErrCopiesRun) {
		t.Errorf("under a copy that runs: %v", err)
	}
	if err := errors.Join(c.Leave(t.Context(), "a"), db.Purge(t.Context())); err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(t.Context()) }()
	rows, err := conn.Query(t.Context(), "select tablename::text from pg_tables where schemaname = 'public' and tablename not like 'goose%'")
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) < 10 {
		t.Fatalf("tables are %v, %v", names, err)
	}
	for _, name := range names {
		var n int
		if err := conn.QueryRow(t.Context(), "select count(*) from "+pgx.Identifier{name}.Sanitize()).Scan(&n); err != nil || n > 0 {
			t.Errorf("%s has %d rows, %v", name, n, err)
		}
	}
}
