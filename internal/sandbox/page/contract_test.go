package page_test

import (
	"net/http"
	"sync"
	"testing"

	"throughline/internal/sandbox"
	"throughline/internal/sandbox/contract"
)

var described = sync.OnceValues(func() (*contract.Contract, error) { return contract.Read(sandbox.OpenAPI()) })

// held puts the description of the control interface in front of the server: what the page asks, and what it is
// answered, has to be as described.
func held(t *testing.T, next http.Handler) http.Handler {
	t.Helper()
	c, err := described()
	if err != nil {
		t.Fatal(err)
	}
	return c.Hold(t, "/_sandbox/", next)
}
