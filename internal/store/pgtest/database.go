package pgtest

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// shared is the server of a whole test binary. Nobody closes it: it goes with the process.
var shared = sync.OnceValues(func() (*Server, error) { return start(Options{}) })

// prepared are the databases of the shared server that [Copy] copies.
var prepared sync.Map

// Shared returns the server that all tests of this binary share. Who stops it, stops it for all: take [Start]
// for that.
func Shared(t testing.TB) *Server {
	t.Helper()
	s, err := shared()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	return s
}

// Database returns the URL of an empty database of the test's own, on the shared server. It is dropped when the
// test ends.
func Database(t testing.TB) string {
	t.Helper()
	return Shared(t).Database(t)
}

// Copy returns the URL of a database of the test's own that starts as prepare left one: prepare is called once
// for each name, and must have closed its connections when it returns. A copy takes some 20 ms, so that tests
// need not run every migration each.
func Copy(t testing.TB, name string, prepare func(url string) error) string {
	t.Helper()
	s := Shared(t)
	once, _ := prepared.LoadOrStore(name, sync.OnceValues(func() (string, error) {
		template, err := s.create("template1")
		if err != nil {
			return "", err
		}
		return template, prepare(s.URL(template))
	}))
	template, err := once.(func() (string, error))()
	if err != nil {
		t.Fatalf("prepare the database %q: %v", name, err)
	}
	return s.from(t, template)
}

// URL returns the URL of a database on this server, through the loopback.
func (s *Server) URL(database string) string { return address(s.Port, database) }

func address(port int, database string) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(role, password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/" + database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

// Database returns the URL of an empty database of the test's own, which is dropped when the test ends.
func (s *Server) Database(t testing.TB) string {
	t.Helper()
	return s.from(t, "template1")
}

func (s *Server) from(t testing.TB, template string) string {
	t.Helper()
	name, err := s.create(template)
	if err != nil {
		t.Fatalf("create a database: %v", err)
	}
	t.Cleanup(func() {
		// A server that was stopped meanwhile takes its databases with it.
		_ = s.Exec("drop database if exists " + name + " with (force)")
	})
	return s.URL(name)
}

func (s *Server) create(template string) (string, error) {
	s.mu.Lock()
	s.count++
	name := fmt.Sprintf("test_%d", s.count)
	s.mu.Unlock()
	return name, s.Exec("create database " + name + " template " + template)
}

// Exec runs a statement as the owner of the server, outside of every test's database.
func (s *Server) Exec(sql string) error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	return err
}
