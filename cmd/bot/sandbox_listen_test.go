package main

import (
	"encoding/xml"
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

// The page shows the picture that the app came with, and initials where there is none.
func TestTheAppBringsItsPicture(t *testing.T) {
	t.Parallel()
	if err := xml.Unmarshal([]byte(sandboxApp(false).Icon), new(struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
	})); err != nil {
		t.Errorf("the app's picture is no SVG: %v", err)
	}
}
