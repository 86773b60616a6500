package postgres_test

import (
	"context"
	"flag"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"throughline/internal/store/pgtest"
	"throughline/internal/store/postgres"
	"throughline/internal/store/storetest"
)

// pooled returns a function that hands out databases through one pgbouncer, which gives the connection to somebody else
// after each transaction.
func pooled(t *testing.T) func(t *testing.T) string {
	t.Helper()
	one, err := url.Parse(pgtest.Shared(t).Pooler(t, pgtest.ByTransaction, newDatabase(t)))
	if err != nil {
		t.Fatal("the pooler's URL cannot be read")
	}
	return func(t *testing.T) string {
		t.Helper()
		database, err := url.Parse(newDatabase(t))
		if err != nil {
			t.Fatal("the database's URL cannot be read")
		}
		database.Host = one.Host
		return database.String()
	}
}

// long asks for what takes longer than a test of every day may.
var long = flag.Bool("long", false, "run the whole conformance suite through a pooler as well")

// TestThroughAPooler runs the tests of many writers against three handles on one database, all of them through a pooler;
// with -long the whole suite.
func TestThroughAPooler(t *testing.T) {
	database := pooled(t)
	storetest.RunContention(t, func(t *testing.T) storetest.Store {
		url := database(t)
		return &trio{copies: [3]storetest.Store{storetest.Of(openAt(t, url)), storetest.Of(openAt(t, url)), storetest.Of(openAt(t, url))}}
	})
	if *long {
		storetest.Run(t, func(t *testing.T) storetest.Store { return storetest.Of(openAt(t, database(t))) })
	}
}

// trio is a store whose calls go to three handles in turn, as those of three copies do.
type trio struct {
	copies [3]storetest.Store
	next   atomic.Uint32
}

func (s *trio) one() storetest.Store { return s.copies[s.next.Add(1)%3] }

func (s *trio) Update(ctx context.Context, f func(storetest.Tx) error) error {
	return s.one().Update(ctx, f)
}

func (s *trio) View(ctx context.Context, f func(storetest.Tx) error) error {
	return s.one().View(ctx, f)
}

// TestCopiesThatStartAtOnceMakeTheTablesOnce opens an empty database several times at once, once directly and once
// through a pooler.
func TestCopiesThatStartAtOnceMakeTheTablesOnce(t *testing.T) {
	t.Parallel()
	server := pgtest.Shared(t)
	for _, database := range []string{server.Database(t), server.Pooler(t, pgtest.ByTransaction, server.Database(t))} {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				db, err := postgres.Open(t.Context(), postgres.Options{URL: database, MaxConns: 3})
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Update(t.Context(), count); err != nil {
					t.Error(err)
				}
				_ = db.Close()
			})
		}
		wg.Wait()
		if n := counted(t, openAt(t, database)); n != 4 {
			t.Errorf("counted %d; want 4", n)
		}
	}
}
