package postgres_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain lets made-up histories be fewer than rapid's usual hundred, since each of their steps is a trip to a server.
// -rapid.checks asks for more.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
