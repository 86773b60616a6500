package slackapp

import (
	"context"
	"strings"
	"testing"

	"throughline/internal/slackapp/view"
)

// TestAPanicIsTold: somebody whose request met a fault hears so, with a word, and the fault's words are nowhere.
func TestAPanicIsTold(t *testing.T) {
	t.Parallel()
	_, err := safely(func() (answer, error) { panic("the bank's test system is closed") })
	class, code := failureOf(context.Background(), err)
	if class != failPanic || code != view.NotConfirmed {
		t.Errorf("it is told as %s, %s", class, code)
	}
	if text := err.Error(); strings.Contains(text, "bank") || !strings.Contains(text, "string") {
		t.Errorf("the log says %q", text)
	}
	_, err = safely(func() (answer, error) { var none *request; return answer{}, a(none.key) })
	if !strings.Contains(err.Error(), "nil pointer") || len(panicAttrs(err)) != 2 {
		t.Errorf("the runtime's own words are missing: %v", err)
	}
}

func a(string) error { return nil }
