package page_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// zoomed makes a window of 1280 by 800 points one at 200 %: half as many of the page's pixels, each of four points.
func zoomed() step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 640, Height: 400, DeviceScaleFactor: 2})
		return err
	})
}

// whole fails the test where something that a person needs is not in the window as a whole.
func (w *window) whole(screen string, ids ...string) {
	w.t.Helper()
	w.look("zoom-" + screen)
	for _, id := range ids {
		if got := eval[string](w, fmt.Sprintf(`(() => {
		  const el = document.querySelector(%q);
		  if (!el?.checkVisibility()) return "is not there";
		  const box = el.getBoundingClientRect();
		  if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) return "is cut off: " + JSON.stringify(box);
		  return [[box.left + 4, box.top + 4], [box.right - 4, box.bottom - 4]].every(([x, y]) => el.contains(document.elementFromPoint(x, y)) || document.elementFromPoint(x, y)?.contains(el)) ? "" : "lies under something";
		})()`, by(id))); got != "" {
			w.t.Errorf("%s: %s %s", screen, id, got)
		}
	}
}

// TestThePageIsOfUseAtTwiceTheSize goes through a day's work at 200 %, in a window that is then 640 by 400.
func TestThePageIsOfUseAtTwiceTheSize(t *testing.T) {
	s := lively(t)
	w := open(t, s.as(ana, refunds), 640, 400, zoomed())
	w.see("only-you")
	w.whole("channel", "clock-now", "person-switcher", "inspect", "faults", "open-sidebar", "composer", "send", "members", "channel-menu")
	if room := eval[float64](w, `document.querySelector("[data-testid=messages]").clientHeight`); room < 120 {
		t.Errorf("messages have %g pixels of the window's 400", room)
	}
	w.click("clock-now")
	w.whole("clock", "clock-hour", "clock-day", "clock-monday", "clock-pick", "clock-ahead")
	w.click("clock-now")
	w.do(chromedp.SendKeys(by("composer"), "/"))
	w.see("completion")
	w.whole("completion", "completion", "send")
	w.typeIn("composer", "mission start ")
	w.click("send")
	w.see("modal")
	w.whole("form", "modal-x", "modal-close", "modal-submit")
	w.click("modal-submit")
	w.see("field-error-name")
	w.whole("form-errors", "field-error-name", "modal-submit")
	w.click("modal-close")
	w.gone("modal")
	w.wait(ticked(1)) // the card of things to try is drawn anew, and the list below it finds its end
	w.do(chromedp.Focus(chromedp.CSS(`.thread-link`)))
	w.press(kb.Enter)
	w.see("thread-panel")
	w.whole("thread", "thread-close", "thread-composer")
	w.click("thread-close")
	w.clickOn(`[data-testid^="more-"]`)
	w.see("message-menu")
	w.press(kb.ArrowUp) // to its last row
	w.whole("menu", "message-menu", "delete-message")
	w.press(kb.Escape)
	w.click("open-sidebar")
	w.see("dm-app")
	w.whole("drawer", "channel-refunds")
	w.click("dm-app")
	w.click("home-tab")
	w.see("block-today")
	w.whole("home", "home-tab", "messages-tab")
}
