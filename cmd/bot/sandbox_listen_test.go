package main

import (
	"net"
	"strings"
	"testing"
)

// TestEveryInterfaceIsPrintedAsThisMachine holds the address that is printed to one that a browser opens.
func TestEveryInterfaceIsPrintedAsThisMachine(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"127.0.0.1:0", "0.0.0.0:0", ":0"} {
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		if got := pageURL(l); !strings.HasPrefix(got, "http://127.0.0.1:") {
			t.Errorf("on %s the page stands at %s", addr, got)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
