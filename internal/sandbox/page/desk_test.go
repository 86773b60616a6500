package page_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const tick = 25 * time.Millisecond

func TestClockMoves(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	for _, row := range []struct{ button, face string }{
		{"clock-hour", "Tue 24 Nov10:12"},
		{"clock-day", "Wed 25 Nov10:12"},
		{"clock-monday", "Mon 30 Nov09:00"},
	} {
		w.click(row.button)
		w.waitText(by("clock-now"), row.face)
		w.gone("clock-busy")
		w.see("clock-report")
	}
	w.click("clock-pick")
	eval[string](w, `document.querySelector('[data-testid="clock-pick-field"]').value = "2026-12-04T15:00"`)
	w.click("clock-pick-go")
	w.waitText(by("clock-now"), "Fri 4 Dec15:00")
	w.gone("clock-busy")
	w.waitText(by("clock-report"), "Nothing fell due on the way")
}

func TestOneCanBeSomebodyElse(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.click("dm-app")
	w.waitText(chromedp.CSS(".home"), "Throughline is not connected. Start it, then open this again.")
	w.click("channel-refunds")
	w.click("person-switcher")
	w.press("k")
	w.wait(`document.activeElement.dataset.testid === "as-kiri"`)
	w.press(kb.Enter)
	w.wait(`document.body?.dataset.ready && document.querySelector('[data-testid="person-switcher"]')?.textContent.includes("Kiri")`)
	w.waitText(by("person-switcher"), "Auckland, 22:12")
	if eval[bool](w, `Boolean(document.querySelector('[data-testid="channel-quiet-room"]'))`) {
		t.Error("Kiri sees a private channel that she is not in")
	}
	w.click("channel-refunds")
	w.click("join-channel")
	w.see("composer")
}

func TestShortcutsOpenFromAnywhereAndFromAMessage(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	ts := fmt.Sprint(s.act("message", object{"as": "U0DEE00001", "channel": refunds, "text": "The first shop pays out the same day."})["ts"])
	w := s.wide(ana, refunds)
	w.click("composer-shortcuts")
	w.click("shortcut-mission_tell")
	s.until(w, "the global shortcut", func() bool { return s.last("interactive").text("callback_id") == "mission_tell" })
	w.click("more-" + ts)
	w.click("shortcut-mission_add")
	s.until(w, "the message shortcut", func() bool {
		return s.last("interactive").text("message", "text") == "The first shop pays out the same day."
	})
}

func TestMessagesAreEditedDeletedAndReactedTo(t *testing.T) {
	s := newStage(t, nil)
	ts := fmt.Sprint(s.act("message", object{"as": ana, "channel": refunds, "text": "Three *days*, @bo & more"})["ts"])
	w := s.wide(ana, refunds)
	w.click("react-" + ts)
	w.click("add-eyes")
	w.see("reaction-eyes")
	w.click("more-" + ts)
	w.do(chromedp.Click(chromedp.Search(`//button[contains(., "Edit message")]`)))
	w.see("edit-field")
	if got := w.valueIn(by("edit-field")); got != "Three *days*, @Bo & more" {
		t.Errorf("the message is edited as %q", got)
	}
	w.typeIn("edit-field", ", or four")
	w.click("edit-save")
	w.waitText(".edited", "(edited)")
	w.waitText(by("message"), "@Bo & more, or four")
	w.click("more-" + ts)
	w.do(chromedp.Click(chromedp.Search(`//button[contains(., "Delete message")]`)))
	w.click("confirm-yes")
	w.gone("message")
	w.waitText(".empty", "No messages. Write /mission to begin.")
}

func TestFaultsAreListedUntilTheyStrike(t *testing.T) {
	s := newStage(t, func(*stage, envelope) any { return nil })
	w := s.wide(ana, refunds)
	w.click("faults")
	w.do(chromedp.Click(chromedp.Search(`//button[contains(., "Too many requests")]`)))
	w.waitText(by("faults"), "1 fault on")
	out := s.send("/api/auth.test", "xoxb-sandbox-bot", object{})
	if out["error"] != "ratelimited" {
		t.Errorf("the next call got %v", out)
	}
	w.waitText(by("faults"), "Faults")
	w.click("faults")
	w.click("fault-cut-the-socket-without-a-word")
	w.waitText(by("notice"), "Done: Cut the socket without a word.")
}

func TestForeignTextStaysText(t *testing.T) {
	s := newStage(t, nil)
	s.invite()
	evil := `<img src=x onerror=alert(1)><script>alert(2)</script>"'`
	s.act("user", object{"user": "U0DEE00001", "display_name": evil})
	s.act("message", object{"as": "U0DEE00001", "channel": refunds, "text": evil + " <javascript:alert(3)|x> <@U0DEE00001>"})
	s.api("chat.postMessage", object{"channel": refunds, "text": "x", "blocks": read(t, `[
	 {"type":"header","block_id":"h","text":{"type":"plain_text","text":"<b>bold</b>"}},
	 {"type":"image","block_id":"i","image_url":"https://example.invalid/x.png","alt_text":"<i>alt</i>"},
	 {"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"<javascript:alert(4)|click> &lt;img src=x&gt;"}}]`)})
	w := s.wide(ana, refunds)
	w.waitText(by("block-h"), "<b>bold</b>")
	for _, bad := range []string{`img`, `#conversation script`, `b`, `a[href^="javascript"]`, `[onerror]`} {
		if n := eval[int](w, `document.querySelectorAll(`+quoted(bad)+`).length`); n != 0 {
			t.Errorf("%d elements match %s", n, bad)
		}
	}
}

func TestLinesOfPlainTextStayLines(t *testing.T) {
	s := newStage(t, nil)
	s.invite()
	s.api("chat.postMessage", object{"channel": refunds, "text": "x", "blocks": read(t, `[
	 {"type":"section","block_id":"s","text":{"type":"plain_text","text":"After: a quick refund\nDone when: nine in ten"}}]`)})
	w := s.wide(ana, refunds)
	w.see("block-s")
	if got := eval[string](w, `document.querySelector("[data-testid=block-s]").innerText`); got != "After: a quick refund\nDone when: nine in ten" {
		t.Errorf("it reads %q", got)
	}
}

func TestKeyboardStaysInTheForm(t *testing.T) {
	s := newStage(t, func(s *stage, e envelope) any {
		if e.Type == "slash_commands" {
			s.api("views.open", object{"trigger_id": e.text("trigger_id"), "view": read(s.t, formView)})
		}
		return nil
	})
	w := s.wide(ana, refunds)
	w.typeIn("composer", "/mission start")
	w.press(kb.Enter)
	w.see("modal")
	for range 30 {
		w.press(kb.Tab)
		if !eval[bool](w, `Boolean(document.activeElement.closest("dialog"))`) {
			t.Fatalf("the Tab key left the form for %s", w.focus())
		}
	}
	w.press(kb.Escape)
	w.gone("modal")
	if got := w.focus(); got != "composer" {
		t.Errorf("after the form the keyboard is at %q", got)
	}
}

// TestEverythingHasAName asks the page for what a screen reader would call each control.
func TestEverythingHasAName(t *testing.T) {
	s := lively(t)
	w := s.wide(ana, refunds)
	w.see("only-you")
	if eval[bool](w, `(([bar, away]) => bar.left < away.right && away.left < bar.right && bar.top < away.bottom && away.top < bar.bottom)(
	  [".toolbar", ".only-you button"].map((part) => document.querySelector(".ephemeral " + part).getBoundingClientRect()))`) {
		t.Error("the toolbar covers the button that takes away what is visible to oneself only")
	}
	w.say("/mission start")
	w.see("modal")
	nameless := eval[[]string](w, `[...document.querySelectorAll("button, a[href], input, select, textarea, summary, dialog, [role=group], [role=radiogroup]")].filter((el) => el.checkVisibility()).filter((el) => {
	  const labelled = (el.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join("");
	  const label = el.getAttribute("aria-label") || labelled || [...(el.labels || [])].map((l) => l.textContent).join("") || (el.matches("button, a, summary") ? el.textContent : "");
	  return label.trim() === "";
	}).map((el) => el.outerHTML.slice(0, 160))`)
	for _, el := range nameless {
		t.Errorf("no name: %s", el)
	}
	if n := eval[int](w, `[...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((el) => el.id)).size`); n != 0 {
		t.Errorf("%d ids stand twice", n)
	}
}

func TestNewMessagesAreReadAloud(t *testing.T) {
	s := newStage(t, nil)
	w := s.wide(ana, refunds)
	w.see("composer")
	s.act("message", object{"as": "U0BO000001", "channel": refunds, "text": "The bank step takes three days"})
	w.waitText("#polite", "Bo: The bank step takes three days")
}

func TestNothingMovesForThoseWhoAskForStillness(t *testing.T) {
	s := newStage(t, nil)
	still := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
	w := open(t, s.as(ana, refunds), 1280, 800, still)
	s.act("message", object{"as": "U0BO000001", "channel": refunds, "text": "A new line"})
	w.waitText(by("message"), "A new line")
	w.click("clock-hour")
	w.see("clock-report")
	if n := eval[int](w, `document.getAnimations().length`); n != 0 {
		t.Errorf("%d animations run", n)
	}
}

// TestNothingAroundAFormIsChosen clicks beside a form, where the keyboard stays in its field, and on a bare part of it:
// nothing puts a ring round the whole.
func TestNothingAroundAFormIsChosen(t *testing.T) {
	s := newStage(t, opens(formView, nil))
	w := s.wide(ana, refunds)
	w.say("/mission start")
	w.see("modal")
	w.press(kb.Tab, kb.Tab)
	stood := w.focus()
	w.do(chromedp.MouseClickXY(300, 400))
	if got := w.focus(); got != stood {
		t.Errorf("after a click beside the form the keyboard stands in %q and not in %q", got, stood)
	}
	bare := eval[[]float64](w, `(() => { const box = document.querySelector(".modal-head").getBoundingClientRect(); return [box.left + 4, box.top + 4]; })()`)
	w.do(chromedp.MouseClickXY(bare[0], bare[1]))
	w.press(kb.Shift)
	if ring := eval[string](w, `getComputedStyle(document.querySelector("dialog")).outlineStyle`); ring != "none" {
		t.Errorf("the whole form has a ring: %s", ring)
	}
}

// TestTheToolsOfAMessageStayInSight looks for them on a message that begins above the list's edge and ends below it.
func TestTheToolsOfAMessageStayInSight(t *testing.T) {
	s := newStage(t, nil)
	s.say(bo, refunds, "Before")
	tall := s.say(bo, refunds, strings.TrimSpace(strings.Repeat("A line of many\n", 70)))
	w := s.wide(ana, refunds)
	w.waitText(by("message"), "A line of many")
	for _, above := range []int{-200, 30, 900} { // how many pixels of it stand above the edge
		at := eval[[]float64](w, fmt.Sprintf(`(() => {
		  const list = document.querySelector("[data-testid=messages]"), message = document.querySelector('[data-ts="%s"]');
		  list.scrollTop += message.getBoundingClientRect().top - list.getBoundingClientRect().top + %d;
		  const [box, edge] = [message.getBoundingClientRect(), list.getBoundingClientRect()];
		  return [box.left + 200, Math.max(box.top, edge.top) + 100];
		})()`, tall, above))
		w.do(chromedp.MouseEvent(chromedp.MouseMoved, at[0], at[1]))
		w.wait(fmt.Sprintf(`(() => {
		  const list = document.querySelector("[data-testid=messages]").getBoundingClientRect(), bar = document.querySelector('[data-ts="%s"] .toolbar');
		  const box = bar.getBoundingClientRect();
		  return getComputedStyle(bar).opacity === "1" && box.top >= list.top && box.bottom <= list.bottom
		    && bar.contains(document.elementFromPoint(box.left + 12, box.top + 6)) && bar.contains(document.elementFromPoint(box.right - 12, box.bottom - 6));
		})()`, tall))
		w.shot(fmt.Sprintf("tools-%d", above))
	}
}
