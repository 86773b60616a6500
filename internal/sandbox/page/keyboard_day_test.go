package page_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestADayByTheKeyboardAlone is Ana without a mouse, with the real bot: she starts a mission by a command and its forms,
// presses a button, reacts, answers in a thread, moves the clock, and is somebody else. At each step the keyboard is
// somewhere, and one sees where.
func TestADayByTheKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := open(t, fmt.Sprintf("%s/?as=%s&in=%s", runBot(t, "--clock", "2026-11-23T09:12"), ana, refunds), 1280, 800)
	w.see("composer")
	w.back(`[data-testid="composer"]`)
	w.press("/mission start Refunds in a day")
	w.press(kb.Enter)

	w.waitText(by("modal"), "Start a mission")
	w.at("the form", `[data-testid="modal"] *`)
	w.tabTo(`[data-testid="field-end_state"]`)
	w.press("Nine refunds in ten reach the customer within a day.")
	w.submitsTo("Why it matters")
	w.tabTo(`[data-testid="field-why_customers"]`)
	w.press("Their money is back before they begin to worry.")
	w.submitsTo("Three phases")
	w.tabTo(`[data-testid="modal-submit"]`)
	w.press(kb.Enter)
	w.gone("modal")
	w.at("the composer, after the forms", `[data-testid="composer"]`)
	w.waitText(by("message"), "Nine refunds in ten")

	w.toMessage("Nine refunds in ten")
	w.tabTo(`[data-testid="action-join"]`)
	w.at("a button of the card", `[data-testid="action-join"]`)
	w.press(kb.Enter)
	w.see("modal")
	w.press(kb.Escape)
	w.gone("modal")
	w.at("the button whose form was closed", `[data-testid="action-join"]`)

	w.toMessage("Nine refunds in ten")
	w.hit("r")
	w.see("emoji-picker")
	w.press("rocket", kb.Enter)
	w.see("reaction-rocket")
	w.at("a message, after the reaction", `[data-testid="message"], [data-testid="message"] *`)

	w.toMessage("Nine refunds in ten")
	w.hit("t")
	w.see("thread-panel")
	w.at("the thread", `[data-testid="thread-panel"] *`)
	w.tabTo(`[data-testid="thread-composer"]`)
	w.press("The bank opens at nine.")
	w.press(kb.Enter)
	w.waitText(by("thread-panel"), "The bank opens at nine.")
	w.press(kb.Escape)
	w.gone("thread-panel")
	w.at("where the thread was opened", `[data-testid="message"], [data-testid="message"] *`)

	w.back(`[data-testid="clock-day"]`)
	w.press(kb.Enter)
	w.waitText(by("clock-now"), "Tue 24 Nov")
	w.gone("clock-busy")
	w.at("the clock, when it has moved", `.bar *`)

	w.back(`[data-testid="person-switcher"]`)
	w.press(kb.Enter)
	w.see("as-bo")
	w.press(kb.Escape)
	w.gone("as-bo")
	w.at("the button of the menu that was closed", `[data-testid="person-switcher"]`)
	w.press(kb.Enter)
	w.see("as-bo")
	w.hit("b")
	w.wait(`document.activeElement.dataset.testid === "as-bo"`)
	w.press(kb.Enter)
	w.wait(`document.body?.dataset.ready === "true" && location.search.includes("U0BO000001")`)
	w.waitText(by("message"), "Nine refunds in ten")
}

// hit presses the key of one letter as a keyboard does: the letter belongs to the key going down, so that a page which
// takes the key does not get the letter too.
func (w *window) hit(letter string) {
	w.t.Helper()
	w.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		down := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: letter, Text: letter}
		up := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: letter}
		for _, event := range []input.DispatchKeyEventParams{down, up} {
			if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event); err != nil {
				return err
			}
		}
		return nil
	}))
}

// at wants the keyboard to be at an element that a selector finds, and that to be seen.
func (w *window) at(where, selector string) {
	w.t.Helper()
	w.wait(fmt.Sprintf(`document.activeElement?.matches(%q)`, selector))
	if !eval[bool](w, `(() => {
	  const el = document.activeElement;
	  const rings = [el, el.parentElement, el.closest(".compose, .field, .combo")].filter(Boolean);
	  return el.matches(":focus-visible") && rings.some((one) => { const s = getComputedStyle(one); return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none"; });
	})()`) {
		w.t.Errorf("at %s one does not see where the keyboard is: %s", where, eval[string](w, `document.activeElement.outerHTML.slice(0, 200)`))
	}
}

// submitsTo presses the form's button and waits for the form that comes next.
func (w *window) submitsTo(title string) {
	w.t.Helper()
	w.tabTo(`[data-testid="modal-submit"]`)
	w.press(kb.Enter)
	w.waitText(by("modal"), title)
	w.at("the form "+title, `[data-testid="modal"] *`)
}

// toMessage goes to the list of messages, and there up to one.
func (w *window) toMessage(words string) {
	w.t.Helper()
	w.back(`[data-testid="messages"], [data-testid="message"]`)
	for range 20 {
		if eval[bool](w, fmt.Sprintf(`Boolean(document.activeElement.closest('[data-testid="message"]')?.textContent.includes(%q))`, words)) {
			return
		}
		w.press(kb.ArrowUp)
	}
	w.t.Fatalf("the arrow keys do not lead to the message %q", words)
}

// back goes on with the Tab key until the keyboard is at an element; the page goes round.
func (w *window) back(selector string) {
	w.t.Helper()
	for range 120 {
		if eval[bool](w, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		w.press(kb.Tab)
	}
	w.t.Fatalf("the Tab key does not lead to %s", selector)
}
