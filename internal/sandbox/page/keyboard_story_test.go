package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestABalanceByTheKeyboardAlone types a command and answers two views of four questions, without a pointer.
func TestABalanceByTheKeyboardAlone(t *testing.T) {
	w := open(t, fmt.Sprintf("%s/?as=%s&in=%s", runBot(t, "--clock", "2026-11-23T09:12"), ana, refunds), 1280, 800)
	w.see("composer")
	w.typeIn("composer", "/mission balance")
	w.press(kb.Enter)
	for view, button := range []string{"Next", "Keep"} {
		w.waitText(by("modal-submit"), button)
		for pair := range 4 {
			w.tabTo(fmt.Sprintf(`[data-testid="field-pair_%d"]`, view*4+pair))
			w.press(" ", kb.ArrowDown) // Both
		}
		w.tabTo(`[data-testid="modal-submit"]`)
		w.press(kb.Enter)
	}
	w.waitText(by("modal"), "Both, in all eight.")
	w.press(kb.Escape)
	w.gone("modal")
	if got := w.focus(); got != "composer" {
		t.Errorf("after the form the keyboard is at %q", got)
	}
}

// tabTo presses Tab until the keyboard is somewhere within a selector.
func (w *window) tabTo(selector string) {
	w.t.Helper()
	for range 20 {
		if eval[bool](w, fmt.Sprintf(`Boolean(document.activeElement.closest(%q))`, selector)) {
			return
		}
		w.press(kb.Tab)
	}
	w.t.Fatalf("the Tab key does not lead to %s", selector)
}
